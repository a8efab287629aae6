// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/rollups.h"

#include <algorithm>

namespace sim::trace {
namespace {

ProcessIndex processOf(std::uint64_t key) {
    return static_cast<ProcessIndex>(key >> 32);
}
std::size_t nameOf(std::uint64_t key) {
    return static_cast<std::size_t>(key & 0xffffffffU);
}

} // namespace

std::uint64_t Rollups::keyOf(ProcessIndex process, std::string_view name, Names& names,
                             std::vector<std::string>& texts) {
    auto entry = names.find(name);
    if (entry == names.end()) {
        entry = names.emplace(name, static_cast<std::uint32_t>(texts.size())).first;
        texts.emplace_back(name);
    }
    return std::uint64_t{process} << 32 | entry->second;
}

void Rollups::counter(ProcessIndex process, std::string_view name, std::int64_t total) {
    totals_[keyOf(process, name, counterNames_, counterTexts_)] = total;
}

void Rollups::sample(ProcessIndex process, std::string_view series, core::Duration value) {
    Samples& samples = samples_[keyOf(process, series, seriesNames_, seriesTexts_)];
    samples.least = samples.count == 0 ? value.ns : std::min(samples.least, value.ns);
    samples.most = samples.count == 0 ? value.ns : std::max(samples.most, value.ns);
    ++samples.count;
    samples.sum += value.ns;
}

void Rollups::flush(std::int64_t second, RowBatch& batch) {
    for (const auto& [key, total] : totals_) {
        batch.row(Row::Counter)
            .integer(second)
            .integer(processOf(key))
            .text(counterTexts_[nameOf(key)])
            .integer(total);
    }
    totals_.clear();
    for (const auto& [key, samples] : samples_) {
        batch.row(Row::Sample)
            .integer(second)
            .integer(processOf(key))
            .text(seriesTexts_[nameOf(key)])
            .integer(samples.count)
            .integer(samples.sum)
            .integer(samples.least)
            .integer(samples.most);
    }
    samples_.clear();
}

} // namespace sim::trace
