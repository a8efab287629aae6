// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/error.h"
#include "sim/trace/value.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The words for event kinds, in English and Chinese, and how important each kind is. Gathered
/// from the wording.yaml files beside the components; embedded in every trace, so that a trace can
/// be read without the program that wrote it. Words are never part of a digest.
namespace sim::trace {

struct Wording {
    int importance = 1; ///< 1 routine, 2 change, 3 headline
    std::string en{};
    std::string zh{};
    /// Of several members of a group, {process} being "all 20 web-clients"; empty: such events are
    /// told one by one.
    std::string enMany{};
    std::string zhMany{};

    friend bool operator==(const Wording&, const Wording&) = default;
};

/// One wording.yaml.
struct WordingText {
    std::string_view name; ///< for error messages
    std::string_view text;
};

/// Who emitted an event, for the placeholders {process}, {host}, {link} and {process-on-host} ("web
/// on box-1", or "web-1" alone where the machine has the same name); empty if none.
struct Emitter {
    std::string_view process;
    std::string_view host;
    std::string_view link;
};

class Catalogue {
public:
    /// Reads all files. Errors: BadWording, with file, line and kind, for what is no YAML, for an
    /// unknown or missing key, an importance outside 1 to 3, an empty text, a brace that is not
    /// closed, placeholders that differ between the languages, a kind that occurs twice, only one
    /// of en-many and zh-many.
    static core::Result<Catalogue, TraceError> load(std::span<const WordingText> files);

    /// Adds or replaces one kind, unchecked; for catalogues that were embedded in a trace.
    void set(std::string kind, Wording wording) { kinds_[std::move(kind)] = std::move(wording); }

    const Wording* find(std::string_view kind) const;
    /// 1 for a kind without words.
    int importance(std::string_view kind) const;
    const std::map<std::string, Wording, std::less<>>& kinds() const { return kinds_; }

    /// One line. A placeholder without a field shows as "{name}?"; a kind without words as its
    /// name and its fields.
    std::string format(std::string_view kind, const Emitter& emitter,
                       std::span<const NamedValue> fields, Language language) const;
    /// The same of several members of a group: `members` stands for {process}. nullopt: the kind
    /// has no words for several.
    std::optional<std::string> formatMany(std::string_view kind, std::string_view members,
                                          std::span<const NamedValue> fields,
                                          Language language) const;

private:
    std::map<std::string, Wording, std::less<>> kinds_;
};

/// The names in braces, sorted, each once; nullopt if a brace is not closed or a name is empty.
std::optional<std::vector<std::string>> placeholdersOf(std::string_view text);

/// The wording of what the simulator itself reports (sim/trace/wording.yaml).
WordingText simulatorWording();

} // namespace sim::trace
