// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

/// The words in which events are told, from the `wording.yaml` beside each component.
namespace core::components {

struct WordingFile {
    std::string_view name; ///< "core/discovery/dns/wording.yaml", for messages
    std::string_view text; ///< YAML: kind -> importance, en, zh
};

/// All of them, sorted by name.
std::span<const WordingFile> wordingFiles();

} // namespace core::components
