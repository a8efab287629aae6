// SPDX-License-Identifier: Apache-2.0
#include "core/components/components.h"
#include "core/discovery/client/http_client_schema.h"
#include "core/discovery/dns/schema.h"
#include "core/discovery/registry/registry_schema.h"
#include "core/http/service/http_service_schema.h"
#include "core/kv/client/kv_client_schema.h"
#include "core/kv/server/kv_schema.h"

#include <algorithm>
#include <vector>

namespace core::components {

std::span<const runtime::ComponentSchema* const> schemas() {
    static const auto all = [] {
        std::vector<const runtime::ComponentSchema*> list{&discovery::client::httpClientSchema(),
                                                          &discovery::dns::dnsResolverSchema(),
                                                          &discovery::dns::dnsServerSchema(),
                                                          &discovery::registry::registrySchema(),
                                                          &http::service::httpServiceSchema(),
                                                          &kv::kvClientSchema(),
                                                          &kv::kvServerSchema()};
        std::sort(list.begin(), list.end(),
                  [](const auto* a, const auto* b) { return a->name < b->name; });
        return list;
    }();
    return all;
}

const runtime::ComponentSchema* findSchema(std::string_view component) {
    for (const runtime::ComponentSchema* schema : schemas()) {
        if (schema->name == component) {
            return schema;
        }
    }
    return nullptr;
}

} // namespace core::components
