// SPDX-License-Identifier: Apache-2.0
#include "core/components/components.h"
#include "tests/sim/run/shop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Goal: what a component's schema says of the events, counters and series that it shows is all it
// shows, for the loader believes the schema.
namespace sim::run::testing {
namespace {

class Undeclared final : public trace::Sink {
public:
    explicit Undeclared(const scenario::Scenario& scenario) : scenario_(scenario) {}

    void event(std::uint64_t, SimTime, trace::ProcessIndex process, std::string_view kind,
               std::span<const core::runtime::Field>, trace::Cause) override {
        note(process, shownBy(process).events, kind);
    }
    void spanBegan(std::uint64_t, SimTime, trace::ProcessIndex process, std::string_view kind,
                   std::span<const core::runtime::Field>, trace::Cause) override {
        note(process, shownBy(process).events, kind);
    }
    void counter(SimTime, trace::ProcessIndex process, std::string_view name,
                 std::int64_t) override {
        note(process, shownBy(process).counters, name);
    }
    void sample(SimTime, trace::ProcessIndex process, std::string_view name,
                core::Duration) override {
        note(process, shownBy(process).series, name);
    }

    std::set<std::string> missing;
    std::set<std::string> heard;

private:
    const core::runtime::Shown& shownBy(trace::ProcessIndex process) const {
        return *core::components::findSchema(scenario_.processes[process].component)->shown;
    }
    void note(trace::ProcessIndex process, const std::vector<std::string_view>& known,
              std::string_view name) {
        const std::string& component = scenario_.processes[process].component;
        heard.insert(component + " " + std::string(name));
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            missing.insert(component + " " + std::string(name));
        }
    }

    const scenario::Scenario& scenario_;
};

TEST(Shown, IsAllThatTheComponentsOfARunShow) {
    const scenario::Scenario scenario = shop();
    Undeclared undeclared(scenario);
    RunRequest request;
    request.level = scenario::Level::Off;
    request.sinks.push_back(&undeclared);
    ASSERT_TRUE(run(scenario, request));
    EXPECT_EQ(undeclared.missing, (std::set<std::string>{}));
    EXPECT_GT(undeclared.heard.size(), 20U);
}

} // namespace
} // namespace sim::run::testing
