// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Read by moc before each header. Qt 6.4's moc does not follow what <concepts> of GCC 12 includes
/// when it is the first header of all, and stops with a parse error at "std".

#include <cstddef>
