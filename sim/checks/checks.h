// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/sink.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Invariants that watch a run: named rules that must hold at every moment. A scenario asks for
/// one with `always: NAME`; components add theirs to the list.
namespace sim::checks {

/// A rule with its explanation, for messages and documentation.
struct CheckInfo {
    std::string_view name; ///< kebab-case
    std::string_view help; ///< one sentence
};
/// All checks there are, sorted by name.
std::span<const CheckInfo> allChecks();

/// Listens to a run and notes the first violation.
class Check : public trace::Sink {
public:
    /// Empty while the rule holds; else one sentence that says when and how it was first broken.
    const std::string& violation() const { return violation_; }

protected:
    void violated(std::string text) {
        if (violation_.empty()) {
            violation_ = std::move(text);
        }
    }

private:
    std::string violation_;
};

/// What a check may know of the processes of a run, by their index.
struct ProcessPlace {
    std::string name;
    trace::HostIndex host = trace::kNoIndex;
};

/// Watches the given processes (indexes) among `all`; nullptr if there is no check of that name.
std::unique_ptr<Check> makeCheck(std::string_view name, std::vector<trace::ProcessIndex> processes,
                                 std::vector<ProcessPlace> all = {});

} // namespace sim::checks
