// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/catalogue.h"

#include <array>
#include <cstdlib>

/// Any octets as a wording file: the loader answers with a catalogue or with one line that names
/// the file. What it accepts keeps its rules, and every kind can be told with and without fields.
namespace {

using namespace sim::trace;

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void checkKind(const Catalogue& catalogue, const std::string& kind, const Wording& wording) {
    check(wording.importance >= 1 && wording.importance <= 3);
    check(!wording.en.empty() && !wording.zh.empty());
    check(wording.enMany.empty() == wording.zhMany.empty());
    const auto names = placeholdersOf(wording.en);
    check(names && names == placeholdersOf(wording.zh));
    std::vector<NamedValue> fields;
    for (const std::string& name : *names) {
        fields.push_back({name, std::string("{") + name + "}"}); // never filled in again
    }
    for (const Language language : {Language::English, Language::Chinese}) {
        check(!catalogue.format(kind, {}, {}, language).empty() || !names->empty());
        (void)catalogue.format(kind, {"p", "h", "l"}, fields, language);
        check(catalogue.formatMany(kind, "all 3 p", fields, language).has_value() ==
              !wording.enMany.empty());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::array<WordingText, 2> files{simulatorWording(), WordingText{"some.yaml", text}};
    for (const std::size_t first : {1U, 0U}) {
        const auto catalogue = Catalogue::load(std::span(files).subspan(first));
        if (!catalogue) {
            const TraceError& error = catalogue.error();
            check(error.kind == TraceErrorKind::BadWording);
            check(error.text.starts_with("some.yaml"));
            check(error.text.find('\n') == std::string::npos);
            continue;
        }
        for (const auto& [kind, wording] : catalogue->kinds()) {
            checkKind(*catalogue, kind, wording);
        }
    }
    return 0;
}
