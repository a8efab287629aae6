// SPDX-License-Identifier: Apache-2.0
#include "sim/run/wording.h"

#include "core/components/wording.h"

#include <vector>

namespace sim::run {

core::Result<trace::Catalogue, trace::TraceError> loadWording() {
    std::vector<trace::WordingText> texts{trace::simulatorWording()};
    for (const core::components::WordingFile& file : core::components::wordingFiles()) {
        texts.push_back({file.name, file.text});
    }
    return trace::Catalogue::load(texts);
}

} // namespace sim::run
