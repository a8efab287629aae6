// SPDX-License-Identifier: Apache-2.0
#include "core/components/factories.h"

#include "core/discovery/client/load_client.h"
#include "core/discovery/dns/resolver.h"
#include "core/discovery/dns/server.h"
#include "core/discovery/registry/registry.h"
#include "core/http/service/http_service.h"
#include "core/kv/client/kv_client.h"
#include "core/kv/server/kv_server.h"

#include <map>

namespace core::components {

const runtime::ProcessFactory* findFactory(std::string_view component) {
    static const std::map<std::string_view, runtime::ProcessFactory> kFactories{
        {"dns-resolver", discovery::dns::makeDnsResolver},
        {"dns-server", discovery::dns::makeDnsServer},
        {"http-client", discovery::client::makeHttpClient},
        {"http-service", http::service::makeHttpService},
        {"kv-client", kv::makeKvClient},
        {"kv-server", kv::makeKvServer},
        {"registry", discovery::registry::makeRegistry},
    };
    const auto found = kFactories.find(component);
    return found == kFactories.end() ? nullptr : &found->second;
}

} // namespace core::components
