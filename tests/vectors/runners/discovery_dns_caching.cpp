// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/timing.h"
#include "tests/vectors/runner.h"

#include <vector>

namespace tests::vectors {

namespace {

using namespace core;
using namespace core::literals;
using namespace core::discovery::dns;
using nlohmann::json;
using Verdict = std::optional<std::string>;

std::uint32_t number(const json& vector, const char* key) {
    return vector.at(key).get<std::uint32_t>();
}

Duration seconds(const json& vector, const char* key) {
    return 1_s * vector.at(key).get<std::int64_t>();
}

Verdict ttlText(const json& vector) {
    const auto ttl = parseTtl(vector.at("text").get<std::string>());
    return expectEqual<json>("the TTL", ttl ? json(*ttl) : json(), vector.at("expect"));
}

Verdict serialCompare(const json& vector) {
    const SerialOrder order =
        compareSerials(number(vector, "a"), number(vector, "b"), number(vector, "bits"));
    const char* text = order == SerialOrder::Less      ? "lt"
                       : order == SerialOrder::Greater ? "gt"
                       : order == SerialOrder::Equal   ? "eq"
                                                       : "undefined";
    return expectEqual<std::string>("the order", text, vector.at("expect"));
}

Verdict cacheAge(const json& vector) {
    const auto left = remainingTtl(number(vector, "ttl_s"),
                                   seconds(vector, "query_at_s") - seconds(vector, "stored_at_s"));
    return expectEqual<json>("the answer", left ? json(*left) : json("miss"), vector.at("expect"));
}

Verdict staleLayers(const json& vector) {
    std::vector<Duration> layers;
    for (const json& layer : vector.at("restarting_layers_s")) {
        layers.push_back(1_s * layer.get<std::int64_t>());
    }
    return expectEqual<std::int64_t>("the worst case", staleWindow(layers) / 1_s,
                                     vector.at("worst_case_s"));
}

Verdict serveStale(const json& vector) {
    StaleTimers timers;
    timers.maxStale = seconds(vector, "max_stale_s");
    timers.clientResponse = 1_ms * vector.at("client_response_timer_ms").get<std::int64_t>();
    timers.failureRecheck = seconds(vector, "failure_recheck_s");
    timers.staleTtl = number(vector, "stale_ttl_s");
    const Authority authority = vector.at("authority") == "up" ? Authority::Up : Authority::Down;
    const char* text = "";
    switch (decideStale(number(vector, "ttl_s"), seconds(vector, "age_s"), authority, timers)) {
    case StaleDecision::Fresh:
        text = "fresh answer";
        break;
    case StaleDecision::Refetch:
        text = "refetched answer";
        break;
    case StaleDecision::Stale:
        text = "stale answer";
        break;
    case StaleDecision::Failure:
        text = "SERVFAIL";
        break;
    }
    return expectEqual<std::string>("the decision", text, vector.at("expect"));
}

Verdict glibcTotal(const json& vector) {
    const int servers = vector.at("nameservers").get<int>();
    const Duration timeout = seconds(vector, "timeout_s");
    std::vector<std::int64_t> waits;
    for (int i = 0; i < servers; ++i) {
        waits.push_back(glibcWait(timeout, servers, i) / 1_s);
    }
    if (auto verdict = expectEqual(
            "the waits", waits, vector.at("wait_per_server_s").get<std::vector<std::int64_t>>())) {
        return verdict;
    }
    const int attempts = vector.at("attempts").get<int>();
    return expectEqual<std::int64_t>("the worst case",
                                     glibcWorstCase(timeout, servers, attempts) / 1_s,
                                     vector.at("worst_case_s"));
}

} // namespace

std::optional<std::string> runDnsCaching(const json& vector) {
    const auto op = vector.at("op").get<std::string>();
    if (op == "ttl_text") {
        return ttlText(vector);
    }
    if (op == "serial_compare") {
        return serialCompare(vector);
    }
    if (op == "dns_negative_ttl") {
        return expectEqual<std::uint32_t>("the TTL",
                                          negativeTtl(number(vector, "soa_ttl"),
                                                      number(vector, "soa_minimum"),
                                                      number(vector, "resolver_cap_s")),
                                          vector.at("expect_s"));
    }
    if (op == "dns_ttl_high_bit") { // the cases name RFC 2181 section 8 as their rule
        return expectEqual<std::uint32_t>("the TTL",
                                          effectiveTtl(number(vector, "ttl"), HighBitRule::Rfc2181),
                                          vector.at("expect_s"));
    }
    if (op == "dns_ttl_clamp") {
        return expectEqual<std::uint32_t>("the TTL",
                                          clampTtl(number(vector, "ttl_s"),
                                                   number(vector, "cache_min_s"),
                                                   number(vector, "cache_max_s")),
                                          vector.at("expect_s"));
    }
    if (op == "dns_cache_age") {
        return cacheAge(vector);
    }
    if (op == "dns_stale_window") {
        return staleLayers(vector);
    }
    if (op == "dns_serve_stale") {
        return serveStale(vector);
    }
    if (op == "glibc_resolver_total") {
        return glibcTotal(vector);
    }
    return "unknown op " + op;
}

} // namespace tests::vectors
