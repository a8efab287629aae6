// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/fault_spans.h"

#include "sim/scenario/units.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace sim::scene {
namespace {

using scenario::Quantity;
using trace::FaultRow;
using trace::HostIndex;
using trace::RunHeader;

constexpr std::string_view kEndOf = "end of: ";
constexpr std::string_view kPartition = "partition";
constexpr std::string_view kFailSync = "fail-sync";
constexpr std::string_view kSkewClock = "skew-clock";
constexpr std::string_view kStepClock = "step-clock";
constexpr std::array<std::string_view, 12> kTroubles{
    "delay",     "loss",      "duplicate",  "reorder",    "slow-disk",   "fill-disk",
    "fail-sync", "flip-bits", "skew-clock", "step-clock", "drift-clock", "slow-cpu"};

bool isEnd(const FaultRow& fault) {
    return fault.text.starts_with(kEndOf);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + separator.size());
    }
}

/// "partition split: a | b" is called "split".
std::string partitionName(const FaultRow& fault) {
    std::string_view text = fault.text;
    if (!text.starts_with(std::string(kPartition) + " ")) {
        return std::string(kPartition);
    }
    text.remove_prefix(kPartition.size() + 1);
    const std::size_t colon = text.find(':');
    return std::string(colon == std::string_view::npos ? kPartition : text.substr(0, colon));
}

using HostsByName = std::map<std::string_view, HostIndex>;

HostsByName hostsByName(const RunHeader& header) {
    HostsByName hosts;
    for (std::size_t i = 0; i < header.hosts.size(); ++i) {
        hosts.emplace(header.hosts[i].name, static_cast<HostIndex>(i));
    }
    return hosts;
}

/// "a, b | c" or, one way only, "a, b -> c".
PartitionView partitionOf(const FaultRow& fault, const HostsByName& hosts) {
    PartitionView view;
    view.name = partitionName(fault);
    view.since = fault.at;
    std::string_view target = fault.target;
    std::vector<std::string_view> sides;
    constexpr std::string_view kArrow = " -> ";
    if (const std::size_t arrow = target.find(kArrow); arrow != std::string_view::npos) {
        view.oneWay = true;
        sides.push_back(target.substr(0, arrow));
        target.remove_prefix(arrow + kArrow.size());
    }
    for (const std::string_view side : split(target, " | ")) {
        sides.push_back(side);
    }
    for (const std::string_view side : sides) {
        std::vector<HostIndex>& group = view.groups.emplace_back();
        for (const std::string_view name : split(side, ", ")) {
            if (const auto host = hosts.find(name); host != hosts.end()) {
                group.push_back(host->second);
            }
        }
    }
    return view;
}

/// The figure behind a key of a timeline's line ("... rate 5 % for 4 s"); nullopt: there is none.
std::optional<std::int64_t> figureOf(const FaultRow& fault, std::string_view key,
                                     Quantity quantity) {
    constexpr std::array<std::string_view, 8> kKeys{" of ",   " with ",   " by ",    " jitter ",
                                                    " rate ", " factor ", " count ", " for "};
    const std::string_view text = fault.text;
    const std::string word = " " + std::string(key) + " ";
    const std::size_t at = text.rfind(word); // figures stand last, whatever names came before
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view figure = text.substr(at + word.size());
    for (const std::string_view next : kKeys) {
        figure = figure.substr(0, figure.find(next));
    }
    const auto amount = scenario::parseQuantity(quantity, figure);
    return amount ? std::optional(*amount) : std::nullopt;
}

/// A fault that prevails over others of its kind by doing nothing.
bool isNothing(const FaultRow& fault) {
    const std::string_view verb = fault.verb;
    if (verb == "delay") {
        return figureOf(fault, "by", Quantity::Duration) == 0 &&
               figureOf(fault, "jitter", Quantity::Duration).value_or(0) == 0;
    }
    if (verb == "slow-disk" || verb == "slow-cpu") {
        return figureOf(fault, "factor", Quantity::Factor) == 100;
    }
    if (verb == kSkewClock) {
        return figureOf(fault, "by", Quantity::Duration) == 0;
    }
    if (verb == "drift-clock") {
        return figureOf(fault, "by", Quantity::Drift) == 0;
    }
    return figureOf(fault, "rate", Quantity::Share) == 0; // most have none
}

/// One trouble at one place, through all of the run.
class Trouble {
public:
    Trouble(std::string verb, HostIndex host, trace::LinkIndex link)
        : verb_(std::move(verb)), host_(host), link_(link) {}

    void begin(const FaultRow& fault) {
        standing_.push_back({fault.timeline, fault.at, isNothing(fault)});
        show(fault.at);
    }
    void end(std::uint64_t timeline, SimTime at) {
        std::erase_if(standing_, [&](const Standing& one) { return one.timeline == timeline; });
        show(at);
    }
    void clear(SimTime at) {
        standing_.clear();
        show(at);
    }
    const std::vector<TroubleSpan>& spans() const { return spans_; }

private:
    struct Standing {
        std::uint64_t timeline = 0;
        SimTime since;
        bool nothing = false;

        friend bool operator==(const Standing&, const Standing&) = default;
    };

    /// Closes the span that is open if another one prevails from now on, and opens that.
    void show(SimTime at) {
        std::optional<Standing> next;
        if (!standing_.empty() && !standing_.back().nothing) {
            next = standing_.back();
        }
        if (next == shown_) {
            return;
        }
        if (shown_) {
            spans_.back().until = at;
            if (spans_.back().from == at) {
                spans_.pop_back();
            }
        }
        if (next) {
            spans_.push_back({{verb_, host_, link_, next->since}, at, SimTime::max()});
        }
        shown_ = next;
    }

    std::string verb_;
    HostIndex host_;
    trace::LinkIndex link_;
    std::vector<Standing> standing_; ///< the latest last
    std::optional<Standing> shown_;
    std::vector<TroubleSpan> spans_;
};

/// All troubles, by verb, host, link.
class Troubles {
public:
    void note(const FaultRow& fault) {
        if (fault.verb == kStepClock) {
            step(fault);
            return;
        }
        Trouble& trouble = at(fault.verb, fault.host, fault.link);
        if (isEnd(fault)) {
            trouble.end(fault.timeline, fault.at);
        } else {
            if (fault.verb == kFailSync) {
                trouble.clear(fault.at); // the later count holds
                syncs_[fault.host] = figureOf(fault, "count", Quantity::Integer).value_or(1);
            }
            trouble.begin(fault);
        }
        if (fault.verb == kSkewClock) { // sets the calendar, whatever steps there were
            steps_[fault.host] = 0;
            at(std::string(kStepClock), fault.host, trace::kNoIndex).clear(fault.at);
        }
    }
    /// A process of that host gave up.
    void noteFailure(HostIndex host, SimTime when) {
        const auto left = syncs_.find(host);
        if (left != syncs_.end() && --left->second == 0) {
            at(std::string(kFailSync), host, trace::kNoIndex).clear(when);
            syncs_.erase(left);
        }
    }
    std::vector<TroubleSpan> spans() const {
        std::vector<TroubleSpan> all;
        for (const auto& [place, trouble] : troubles_) {
            all.insert(all.end(), trouble.spans().begin(), trouble.spans().end());
        }
        return all;
    }

private:
    Trouble& at(const std::string& verb, HostIndex host, trace::LinkIndex link) {
        const auto key = std::make_tuple(verb, host, link);
        return troubles_.try_emplace(key, verb, host, link).first->second;
    }
    /// A wrong clock stays wrong until it is stepped back.
    void step(const FaultRow& fault) {
        Trouble& trouble = at(fault.verb, fault.host, fault.link);
        const auto by = figureOf(fault, "by", Quantity::Duration);
        core::Duration off{steps_[fault.host]};
        off += core::Duration{by.value_or(1)};
        steps_[fault.host] = off.ns;
        trouble.clear(fault.at);
        if (off.ns != 0) {
            trouble.begin(fault);
        }
    }

    std::map<std::tuple<std::string, HostIndex, trace::LinkIndex>, Trouble> troubles_;
    std::map<HostIndex, std::int64_t> steps_; ///< ns since the clock was right
    std::map<HostIndex, std::int64_t> syncs_; ///< still to fail
};

bool isTrouble(const FaultRow& fault, const RunHeader& header) {
    const bool placed = fault.host < header.hosts.size() || fault.link < header.links.size();
    return placed && fault.refused.empty() &&
           std::find(kTroubles.begin(), kTroubles.end(), fault.verb) != kTroubles.end();
}

} // namespace

std::vector<PartitionSpan> partitionSpans(std::span<const FaultRow> faults,
                                          const RunHeader& header) {
    const HostsByName hosts = hostsByName(header);
    std::vector<PartitionSpan> spans;
    for (const FaultRow& fault : faults) {
        if (!fault.refused.empty()) {
            continue;
        }
        if (fault.verb == "heal") {
            for (PartitionSpan& span : spans) {
                if (span.view.name == fault.target && span.until == SimTime::max()) {
                    span.until = fault.at;
                }
            }
        } else if (fault.verb == kPartition && !isEnd(fault)) {
            spans.push_back({partitionOf(fault, hosts)});
        }
    }
    std::stable_sort(
        spans.begin(), spans.end(),
        [](const PartitionSpan& a, const PartitionSpan& b) { return a.view.name < b.view.name; });
    return spans;
}

std::vector<TroubleSpan> troubleSpans(std::span<const FaultRow> faults,
                                      const trace::WorldHistory& history, const RunHeader& header) {
    std::vector<std::pair<SimTime, HostIndex>> failures;
    for (const trace::IncarnationRow& row : history.incarnations) {
        if (row.ended && row.how == trace::ProcessEnd::Failed) {
            failures.emplace_back(*row.ended, header.processes[row.process].host);
        }
    }
    std::sort(failures.begin(), failures.end());
    Troubles troubles;
    auto failure = failures.begin();
    const auto failuresUntil = [&](SimTime at) {
        for (; failure != failures.end() && failure->first < at; ++failure) {
            troubles.noteFailure(failure->second, failure->first);
        }
    };
    for (const FaultRow& fault : faults) {
        if (isTrouble(fault, header)) {
            failuresUntil(fault.at);
            troubles.note(fault);
        }
    }
    failuresUntil(SimTime::max());
    return troubles.spans();
}

} // namespace sim::scene
