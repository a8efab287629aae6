// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/process.h"

#include <gtest/gtest.h>

namespace core::runtime {
namespace {

class Plain : public Process {
public:
    void start() override {}
};

TEST(Process, RefusesActionsItDoesNotDeclare) {
    Plain process;
    const auto result = process.handleAction("explode", Settings());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), "this component has no action explode");
}

TEST(Process, IgnoresSettingsItDoesNotDeclareLive) {
    Plain process;
    process.changeSetting("ttl", std::int64_t{1});
}

} // namespace
} // namespace core::runtime
