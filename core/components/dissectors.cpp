// SPDX-License-Identifier: Apache-2.0
#include "core/components/dissectors.h"

#include "core/discovery/dns/dissector.h"
#include "core/raft/wire/raft_dissector.h"
#include "core/wire/http_dissector.h"

#include <algorithm>
#include <vector>

namespace core::components {

std::span<const wire::ProtocolDissectors> dissectors() {
    static const auto all = [] {
        std::vector<wire::ProtocolDissectors> list{wire::httpDissectors(),
                                                   raft::wire::dissectors()};
        for (const wire::ProtocolDissectors& entry : discovery::dns::dissectors()) {
            list.push_back(entry);
        }
        std::sort(list.begin(), list.end(),
                  [](const auto& a, const auto& b) { return a.protocol < b.protocol; });
        return list;
    }();
    return all;
}

const wire::ProtocolDissectors* findDissectors(std::string_view protocol) {
    for (const wire::ProtocolDissectors& entry : dissectors()) {
        if (entry.protocol == protocol) {
            return &entry;
        }
    }
    return nullptr;
}

} // namespace core::components
