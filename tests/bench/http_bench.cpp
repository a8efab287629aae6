// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/lease_table.h"
#include "core/discovery/registry/protocol.h"
#include "core/http/http_server.h"
#include "core/wire/http.h"
#include "tests/bench/registry.h"

namespace bench {
namespace {

namespace registry = core::discovery::registry;
namespace wire = core::wire;

constexpr int kInstances = 1'000;
constexpr int kRounds = 300;

/// Both ends of one connection between an instance and its registry, without the network between.
class HeartbeatPair {
public:
    HeartbeatPair() {
        wire::HttpResponse ok;
        answer_ = core::http::encode(ok);
        for (int i = 0; i < kInstances; ++i) {
            const std::string id = "web-" + std::to_string(i);
            table_.registerInstance({"web", id, {{1}, 80}, {15'000'000'000}}, {});
            wire::HttpRequest request;
            request.method = "PUT";
            request.target = "/apps/web/" + id;
            request.headers = {{"Host", "10.0.0.1:8761"}};
            requests_.push_back(std::move(request));
        }
    }

    /// True if the heartbeat was accepted.
    bool beat(int instance, core::Instant now) {
        octets_.clear();
        wire::serialise(requests_[static_cast<std::size_t>(instance)], octets_);
        server_.feed(core::viewOf(octets_));
        const auto request = server_.next();
        const auto target = registry::parseTarget((*request)->target);
        if (table_.heartbeat(target->app, target->id, now) == nullptr) {
            return false;
        }
        client_.feed(core::viewOf(*answer_.octets));
        return (*client_.next())->status == 200;
    }

private:
    registry::LeaseTable table_;
    core::http::EncodedResponse answer_;
    std::vector<wire::HttpRequest> requests_;
    std::string octets_;
    wire::HttpRequestParser server_;
    wire::HttpResponseParser client_;
};

std::vector<double> heartbeat() {
    HeartbeatPair pair;
    const Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        for (int i = 0; i < kInstances; ++i) {
            if (!pair.beat(i, {round})) {
                return {};
            }
        }
    }
    return {watch.seconds() * 1e6 / (kRounds * kInstances)};
}

} // namespace

void addHttp(Registry& registry) {
    registry.add({{"http/heartbeat", "us", Better::Lower, 13.8}}, heartbeat);
}

} // namespace bench
