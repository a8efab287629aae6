// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

#include <string_view>

/// What the DNS components declare: settings and operator actions. Links none of their code.
namespace core::discovery::dns {

const runtime::ComponentSchema& dnsServerSchema();
const runtime::ComponentSchema& dnsResolverSchema();

/// The text of wording.yaml.
extern const std::string_view kDnsWording;

} // namespace core::discovery::dns
