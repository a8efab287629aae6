// SPDX-License-Identifier: Apache-2.0
#include "tests/env/harness.h"

#include "core/base/assert.h"

#include <algorithm>
#include <utility>

namespace tests::env {

using core::Result;
using core::runtime::Env;
using core::runtime::Process;
using core::runtime::Settings;
using core::runtime::SettingValue;

class EnvHarness::ScriptProcess : public Process {
public:
    ScriptProcess(EnvHarness& harness, Env& env, Script script)
        : harness_(harness), env_(env), script_(std::move(script)) {}

    void start() override {
        if (script_.start) {
            script_.start(env_);
        }
    }

    Result<void, std::string> handleAction(std::string_view action,
                                           const Settings& arguments) override {
        if (action == "step") {
            harness_.steps_.at(static_cast<std::size_t>(arguments.integer("step")))(env_);
            return {};
        }
        if (script_.action) {
            return script_.action(env_, action, arguments);
        }
        return Process::handleAction(action, arguments);
    }

    void changeSetting(std::string_view name, const SettingValue& value) override {
        if (script_.setting) {
            script_.setting(env_, name, value);
        }
    }

private:
    EnvHarness& harness_;
    Env& env_;
    Script script_;
};

void EnvHarness::start(std::string name, std::string host, Script script, StartOptions options) {
    startProcess(
        std::move(name), std::move(host),
        [this, script = std::move(script)](Env& env, const Settings&) -> std::unique_ptr<Process> {
            return std::make_unique<ScriptProcess>(*this, env, script);
        },
        options);
}

void EnvHarness::start(std::string name, std::string host, std::function<void(Env&)> body,
                       StartOptions options) {
    start(std::move(name), std::move(host), Script{std::move(body), {}, {}}, options);
}

void EnvHarness::at(Time when, std::string process, std::function<void(Env&)> step) {
    sim::faults::Fault action;
    action.verb = sim::faults::Verb::Action;
    action.targets = {{std::move(process), {}}};
    action.name = "step";
    action.arguments.set("step", static_cast<std::int64_t>(steps_.size()));
    steps_.push_back(std::move(step));
    inject(when, action);
}

core::runtime::Address EnvHarness::addressOf(std::string_view host) const {
    const auto found = std::find(hosts_.begin(), hosts_.end(), host);
    ORRERY_ASSERT(found != hosts_.end());
    return {0x0a000001U + static_cast<std::uint32_t>(found - hosts_.begin())};
}

void EnvHarness::rememberHosts(const World& world) {
    for (const HostOptions& host : world.hosts) {
        hosts_.push_back(host.name);
    }
}

} // namespace tests::env
