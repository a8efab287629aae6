// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/kinds.h"
#include "core/discovery/dns/schema.h"

#include <gtest/gtest.h>

namespace core::discovery::dns {
namespace {

void expectHelp(const std::vector<runtime::SettingSpec>& settings) {
    for (const auto& spec : settings) {
        EXPECT_FALSE(spec.help.en.empty()) << spec.name;
        EXPECT_FALSE(spec.help.zh.empty()) << spec.name;
        if (spec.fallback && spec.type == runtime::SettingType::Duration) {
            const Duration fallback = std::get<Duration>(*spec.fallback);
            EXPECT_GE(fallback.ns, spec.least.value()) << spec.name;
            EXPECT_LE(fallback.ns, spec.most.value()) << spec.name;
        }
    }
}

TEST(DnsSchemas, HaveHelpInBothLanguagesAndFallbacksInRange) {
    for (const auto* schema : {&dnsServerSchema(), &dnsResolverSchema()}) {
        EXPECT_FALSE(schema->help.zh.empty());
        expectHelp(schema->settings);
        for (const auto& action : schema->actions) {
            EXPECT_FALSE(action.help.zh.empty());
            expectHelp(action.arguments);
        }
    }
}

TEST(DnsWording, CoversEveryKind) {
    for (const auto& kind :
         {kinds::kZoneLoaded, kinds::kRecordSet, kinds::kRecordRemoved, kinds::kTtlChanged,
          kinds::kCached, kinds::kChanged, kinds::kNegativeCached, kinds::kExpired, kinds::kFlushed,
          kinds::kUpstreamTimeout, kinds::kUpstreamFailed, kinds::kStaleServed, kinds::kPrefetch}) {
        EXPECT_NE(kDnsWording.find("\n" + std::string(kind.name) + ":\n"), std::string_view::npos)
            << kind.name;
    }
}

} // namespace
} // namespace core::discovery::dns
