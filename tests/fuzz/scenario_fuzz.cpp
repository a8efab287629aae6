// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/flatten.h"
#include "tests/sim/scenario/fixture.h"

#include <cstdlib>

/// Any octets as a scenario, as an include and as an overlay: the loader answers with a scenario or
/// with at least one complaint, each of one line that names a file. What it accepts it accepts
/// again from its own embedded sources, and what flattens loads.
namespace {

using namespace sim::scenario;

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void checkLoaded(const Loaded& loaded) {
    if (loaded) {
        return;
    }
    check(!loaded.error().empty() && loaded.error().size() <= kMaxDiagnostics);
    for (const Diagnostic& diagnostic : loaded.error()) {
        check(!diagnostic.file.empty() && !diagnostic.message.empty());
        check(toString(diagnostic).find('\n') == std::string::npos);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    MemoryFiles files;
    files.add("s.yaml", text);
    files.add("base.yaml", std::string(testing::kSmall));
    files.add("outer.yaml", "include: s.yaml\n" + std::string(testing::kSmall));
    LoadOptions options = testing::testOptions();
    options.files = &files;

    const Loaded loaded = load("s.yaml", options);
    checkLoaded(loaded);
    if (loaded) {
        MemoryFiles embedded;
        embedded.add(loaded->sources);
        embedded.add(loaded->overlays);
        LoadOptions again = options;
        again.files = &embedded;
        for (const sim::trace::SourceFile& overlay : loaded->overlays) {
            again.overlays.push_back(overlay.name);
        }
        check(static_cast<bool>(load(loaded->sources.front().name, again)));
    }
    checkLoaded(load("outer.yaml", options));

    options.overlays = {"s.yaml"};
    checkLoaded(load("base.yaml", options));
    (void)flatten("base.yaml", "s.yaml", options);

    options.overlays.clear();
    options.sets = {text.substr(0, 200)};
    checkLoaded(load("base.yaml", options));
    return 0;
}
