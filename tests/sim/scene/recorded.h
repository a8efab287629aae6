// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/branch.h"
#include "sim/trace/reader.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

/// Traces of small runs, made for a test and gone after it.
namespace sim::scene::testing {

inline constexpr std::int64_t kMs = 1'000'000;

inline SimTime ms(std::int64_t count) {
    return {count * kMs};
}

class Recorded {
public:
    Recorded();
    ~Recorded();
    Recorded(const Recorded&) = delete;
    Recorded& operator=(const Recorded&) = delete;

    std::filesystem::path file(const std::string& name) const {
        return folder_ / (name + ".trace");
    }
    /// Runs a scenario (its text, or lines of an overlay's `timeline` added to its end) and records
    /// it; `from` and `parent` make a branch.
    void record(const std::string& name, const std::string& yaml, core::Duration until,
                std::optional<SimTime> from = {}, const std::string& parent = {});
    std::unique_ptr<trace::Reader> open(const std::string& name) const;

private:
    std::filesystem::path folder_;
};

/// Some clients of three web servers behind a registry, with `timeline` as its lines.
std::string shopWith(const std::string& timeline);

/// Index of a host, link or process by its name.
trace::HostIndex hostNamed(const trace::Reader& reader, std::string_view name);
trace::LinkIndex linkNamed(const trace::Reader& reader, std::string_view name);
trace::ProcessIndex processNamed(const trace::Reader& reader, std::string_view name);

} // namespace sim::scene::testing
