// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/sink.h"
#include "sim/trace/writer.h"

#include <map>
#include <string>

/// Counters and samples, summed up second by second so that a chart never reads single changes.
namespace sim::trace {

class Rollups {
public:
    void counter(ProcessIndex process, std::string_view name, std::int64_t total);
    void sample(ProcessIndex process, std::string_view series, core::Duration value);
    /// Writes the second that is over and forgets it.
    void flush(std::int64_t second, RowBatch& batch);

private:
    struct Samples {
        std::int64_t count = 0;
        std::int64_t sum = 0; ///< ns
        std::int64_t least = 0;
        std::int64_t most = 0;
    };
    using Names = std::map<std::string, std::uint32_t, std::less<>>;

    static std::uint64_t keyOf(ProcessIndex process, std::string_view name, Names& names,
                               std::vector<std::string>& texts);

    Names counterNames_;
    std::vector<std::string> counterTexts_;
    std::map<std::uint64_t, std::int64_t> totals_; ///< changed in this second
    Names seriesNames_;
    std::vector<std::string> seriesTexts_;
    std::map<std::uint64_t, Samples> samples_;
};

} // namespace sim::trace
