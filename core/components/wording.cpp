// SPDX-License-Identifier: Apache-2.0
#include "core/components/wording.h"

#include <array>

// Made by orrery_embed() from the files of these names.
namespace core::discovery::client {
extern const std::string_view kClientWording;
}
namespace core::discovery::dns {
extern const std::string_view kDnsWording;
}
namespace core::discovery::registrar {
extern const std::string_view kRegistrarWording;
}
namespace core::discovery::registry {
extern const std::string_view kRegistryWording;
}
namespace core::http::service {
extern const std::string_view kHttpServiceWording;
}
namespace core::kv {
extern const std::string_view kKvClientWording;
extern const std::string_view kKvServerWording;
} // namespace core::kv
namespace core::raft {
extern const std::string_view kRaftWording;
}

namespace core::components {

std::span<const WordingFile> wordingFiles() {
    static const std::array<WordingFile, 8> kFiles{{
        {"core/discovery/client/wording.yaml", discovery::client::kClientWording},
        {"core/discovery/dns/wording.yaml", discovery::dns::kDnsWording},
        {"core/discovery/registrar/wording.yaml", discovery::registrar::kRegistrarWording},
        {"core/discovery/registry/wording.yaml", discovery::registry::kRegistryWording},
        {"core/http/service/wording.yaml", http::service::kHttpServiceWording},
        {"core/kv/client/wording.yaml", kv::kKvClientWording},
        {"core/kv/server/wording.yaml", kv::kKvServerWording},
        {"core/raft/wording.yaml", raft::kRaftWording},
    }};
    return kFiles;
}

} // namespace core::components
