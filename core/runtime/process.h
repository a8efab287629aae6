// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/runtime/env.h"
#include "core/runtime/settings.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace core::runtime {

/// One program on one host. Made by its factory at every start (a new incarnation) and destroyed
/// when it ends; what must survive is what it synced to its disk. Handlers run to completion,
/// never block, and use no thread, global or clock but what Env offers.
class Process {
public:
    virtual ~Process() = default;

    /// Called once, after construction. Nothing may be sent from a constructor.
    virtual void start() = 0;

    /// An operator action declared in the component's schema, with validated arguments. An error
    /// is one sentence that says why it is impossible now ("not the leader").
    virtual Result<void, std::string> handleAction(std::string_view action,
                                                   const Settings& arguments) {
        (void)arguments;
        return Failure{"this component has no action " + std::string(action)};
    }

    /// A setting that the schema declares live was changed to a valid value.
    virtual void changeSetting(std::string_view name, const SettingValue& value) {
        (void)name;
        (void)value;
    }
};

/// Makes an incarnation. `env` outlives the process; `settings` are copied if they are needed
/// later.
using ProcessFactory = std::function<std::unique_ptr<Process>(Env& env, const Settings& settings)>;

} // namespace core::runtime
