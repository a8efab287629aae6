// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/registry.h"

#include "core/discovery/registry/kinds.h"
#include "core/discovery/registry/protocol.h"

#include <algorithm>
#include <utility>

namespace core::discovery::registry {

using http::RequestId;
using runtime::Field;

namespace {

SelfPreservationSettings preservationSettings(const runtime::Settings& settings) {
    SelfPreservationSettings result;
    result.enabled = settings.boolean("self-preservation");
    result.window = settings.duration("renewal-window");
    result.expectedHeartbeat = settings.duration("expected-heartbeat");
    result.percent = settings.integer("renewal-percent");
    return result;
}

std::uint32_t drawEpoch(runtime::Env& env) {
    return static_cast<std::uint32_t>(env.random("registry-epoch").below(0xffffffff)) + 1;
}

} // namespace

Registry::Registry(runtime::Env& env, const runtime::Settings& settings)
    : env_(env), settings_(settings), preservation_(preservationSettings(settings)),
      cache_(table_, drawEpoch(env)) {}

void Registry::start() {
    server_ = std::make_unique<http::HttpServer>(
        env_, http::HttpServerOptions{},
        [this](RequestId id, wire::HttpRequest& request) { serve(id, request); },
        [this](RequestId id) {
            watches_.remove(id.value);
            const auto node = watching_.extract(id);
            if (!node.empty()) {
                env_.cancel(node.mapped().timer);
            }
        });
    const auto port = static_cast<std::uint16_t>(settings_.integer("port"));
    if (!server_->listen(port)) {
        env_.fail("the port of the registry is in use");
        return;
    }
    table_.setDoubleRenewal(settings_.boolean("double-renewal"));
    armScan();
    armWindow();
    armCopies();
}

void Registry::changeSetting(std::string_view name, const runtime::SettingValue& value) {
    settings_.set(std::string(name), value);
    table_.setDoubleRenewal(settings_.boolean("double-renewal"));
    preservation_.change(preservationSettings(settings_));
    if (name == "eviction-interval") {
        armScan();
    } else if (name == "renewal-window") {
        armWindow();
    } else if (name == "response-cache") {
        cache_.dropCopies();
        armCopies();
    } else if (name == "self-preservation") {
        showPreservation();
    }
}

Result<void, std::string> Registry::handleAction(std::string_view action,
                                                 const runtime::Settings& arguments) {
    if (action == "forget-all") {
        std::vector<std::string> changed;
        for (const std::string& app : table_.apps()) {
            for (const auto& [id, lease] : table_.leases(app)) {
                env_.observer().clearState("lease/" + id);
                preservation_.instanceRemoved();
            }
            if (!table_.leases(app).empty()) {
                changed.push_back(app);
            }
        }
        table_.clear();
        for (const std::string& app : changed) {
            listChanged(app);
        }
        return {};
    }
    const InstanceName name{arguments.text("app"), arguments.text("instance")};
    const bool done = action == "deregister" ? dropInstance(name)
                                             : table_.expireNow(name.app, name.id, env_.now());
    if (!done) {
        return Failure{"no instance " + name.id + " of " + name.app + " is registered"};
    }
    if (action == "deregister") {
        env_.observer().event(kDeregistered, {{"app", std::string_view(name.app)},
                                              {"instance", std::string_view(name.id)}});
        listChanged(name.app);
    } else {
        showLease(name.id, *table_.find(name.app, name.id));
    }
    return {};
}

/// True if it was there. The caller reports it and calls listChanged() once it is done.
bool Registry::dropInstance(const InstanceName& name) {
    if (!table_.remove(name.app, name.id)) {
        return false;
    }
    preservation_.instanceRemoved();
    env_.observer().clearState("lease/" + name.id);
    return true;
}

void Registry::showLease(std::string_view instance, const Lease& lease) {
    std::string key = "lease/";
    key += instance;
    env_.observer().state(key, Duration{lease.expiry.ns});
}

void Registry::listChanged(std::string_view app) {
    const VersionTag tag = cache_.tag(app);
    env_.observer().state("apps/" + std::string(app), static_cast<std::int64_t>(tag.version));
    env_.observer().state("instances/" + std::string(app),
                          static_cast<std::int64_t>(table_.leases(app).size()));
    const auto watchers = watches_.take(app);
    if (watchers.empty()) {
        return;
    }
    env_.observer().event(kWatchNotified, {{"app", app},
                                           {"watchers", static_cast<std::int64_t>(watchers.size())},
                                           {"version", static_cast<std::int64_t>(tag.version)}});
    for (const WatchList::Watcher& watcher : watchers) {
        answerWatch({watcher.token}, app, watcher.since);
    }
}

void Registry::armScan() {
    env_.cancel(scanTimer_);
    const Duration interval = settings_.duration("eviction-interval");
    scanDue_ = env_.now() + interval;
    scanTimer_ = env_.after(interval, [this] { scan(); });
}

void Registry::scan() {
    // A scan that comes late (the process was paused) could not hear heartbeats meanwhile: only
    // what had expired when it was due is dropped, as Eureka does (getCompensationTimeMs).
    auto expired = table_.expired(scanDue_);
    armScan();
    if (expired.empty()) {
        return;
    }
    if (!preservation_.evictionAllowed()) {
        env_.observer().event(kEvictionHeldBack,
                              {{"expired", static_cast<std::int64_t>(expired.size())}});
        return;
    }
    evict(std::move(expired));
}

void Registry::evict(std::vector<InstanceName> expired) {
    const auto percent = static_cast<std::size_t>(settings_.integer("eviction-limit"));
    const std::size_t all = table_.size();
    // Eureka rounds what must stay down (size x threshold), so at least one may always go.
    const std::size_t most = all - all * (100 - percent) / 100;
    if (expired.size() > most) {
        env_.random("registry-eviction").shuffle(expired);
        expired.resize(most);
        std::sort(expired.begin(), expired.end());
    }
    std::vector<std::string> apps;
    for (const InstanceName& name : expired) {
        const Duration age = env_.now() - table_.find(name.app, name.id)->lastHeard;
        dropInstance(name);
        env_.observer().event(kLeaseExpired, {{"app", std::string_view(name.app)},
                                              {"instance", std::string_view(name.id)},
                                              {"age", age}});
        if (apps.empty() || apps.back() != name.app) {
            apps.push_back(name.app);
        }
    }
    for (const std::string& app : apps) {
        listChanged(app);
    }
}

void Registry::armWindow() {
    env_.cancel(windowTimer_);
    windowTimer_ = env_.after(settings_.duration("renewal-window"), [this] {
        preservation_.closeWindow();
        showPreservation();
        armWindow();
    });
}

void Registry::showPreservation() {
    if (!preservation_.settings().enabled && !preserving_) {
        return;
    }
    const std::int64_t renewals = preservation_.renewalsOfLastWindow();
    const std::int64_t threshold = preservation_.threshold();
    env_.observer().state("renewals", renewals);
    env_.observer().state("renewal-threshold", threshold);
    // An empty registry has nothing to protect: silent, although it would evict nobody.
    const bool preserving = !preservation_.evictionAllowed() && table_.size() > 0;
    if (std::exchange(preserving_, preserving) != preserving) {
        env_.observer().state("self-preservation", preserving);
        env_.observer().event(preserving ? kSelfPreservationEntered : kSelfPreservationLeft,
                              {{"renewals", renewals}, {"threshold", threshold}});
    }
}

void Registry::armCopies() {
    env_.cancel(copyTimer_);
    const Duration interval = settings_.duration("response-cache");
    if (interval > Duration{}) {
        copyTimer_ = env_.after(interval, [this] {
            cache_.refreshCopies();
            armCopies();
        });
    }
}

std::unique_ptr<runtime::Process> makeRegistry(runtime::Env& env,
                                               const runtime::Settings& settings) {
    return std::make_unique<Registry>(env, settings);
}

} // namespace core::discovery::registry
