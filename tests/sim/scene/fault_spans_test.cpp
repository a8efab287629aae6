// SPDX-License-Identifier: Apache-2.0
// Goal: from the rows of the table `faults` follows when each fault held. Method: rows as the
// recorder writes them, without a run.
#include "sim/scene/fault_spans.h"

#include <gtest/gtest.h>

#include <string>

namespace sim::scene {
namespace {

using trace::FaultRow;
using trace::kNoIndex;

trace::RunHeader threeHosts() {
    trace::RunHeader header;
    for (std::uint32_t i = 0; i < 3; ++i) {
        trace::HostEntry host;
        host.name = std::string(1, static_cast<char>('a' + i));
        header.hosts.push_back(host);
        header.processes.push_back({"p" + std::to_string(i), i, "toy", "p", "{}"});
    }
    header.links.push_back({"a--b", 0, 1, {}, 1});
    return header;
}

FaultRow row(std::int64_t at, std::uint64_t timeline, std::string verb, std::string text) {
    FaultRow fault;
    fault.at = {at};
    fault.timeline = timeline;
    fault.verb = std::move(verb);
    fault.text = std::move(text);
    return fault;
}
FaultRow onHost(std::int64_t at, std::uint64_t timeline, std::string verb, std::string text) {
    FaultRow fault = row(at, timeline, std::move(verb), std::move(text));
    fault.host = 0;
    return fault;
}
FaultRow onLink(std::int64_t at, std::uint64_t timeline, std::string verb, std::string text) {
    FaultRow fault = row(at, timeline, std::move(verb), std::move(text));
    fault.link = 0;
    return fault;
}
FaultRow partition(std::int64_t at, std::string text, std::string target) {
    FaultRow fault = row(at, 1, "partition", std::move(text));
    fault.target = std::move(target);
    return fault;
}

/// "loss 10-20 30-": verb, from, until.
std::string troubles(const std::vector<FaultRow>& faults, const trace::WorldHistory& history = {}) {
    std::string text;
    std::string verb;
    for (const TroubleSpan& span : troubleSpans(faults, history, threeHosts())) {
        text += span.view.verb == verb ? "" : (text.empty() ? "" : " ") + span.view.verb;
        verb = span.view.verb;
        text += " " + std::to_string(span.from.ns) + "-" +
                (span.until == SimTime::max() ? "" : std::to_string(span.until.ns));
        EXPECT_TRUE(span.view.host == 0 || span.view.link == 0);
        EXPECT_LE(span.view.since, span.from);
    }
    return text;
}

TEST(TroubleSpans, LastUntilTheirLineSaysThatTheyAreOver) {
    EXPECT_EQ(troubles({onLink(10, 1, "loss", "loss a--b rate 5 % for 10 ns"),
                        onLink(20, 1, "loss", "end of: loss a--b rate 5 % for 10 ns")}),
              "loss 10-20");
    EXPECT_EQ(troubles({onHost(10, 1, "fill-disk", "fill-disk a")}), "fill-disk 10-");
}

TEST(TroubleSpans, OfOneKindTheLatestPrevails) {
    EXPECT_EQ(troubles({onLink(10, 1, "loss", "loss a--b rate 5 %"),
                        onLink(20, 2, "loss", "loss a--b rate 9 % for 10 ns"),
                        onLink(30, 2, "loss", "end of: loss a--b rate 9 % for 10 ns")}),
              "loss 10-20 20-30 30-");
}

TEST(TroubleSpans, TheEndOfOneThatDoesNotPrevailChangesNothing) {
    EXPECT_EQ(troubles({onLink(10, 1, "loss", "loss a--b rate 5 % for 15 ns"),
                        onLink(20, 2, "loss", "loss a--b rate 9 %"),
                        onLink(25, 1, "loss", "end of: loss a--b rate 5 % for 15 ns")}),
              "loss 10-20 20-");
}

TEST(TroubleSpans, AnAmountOfNothingIsNoTrouble) {
    EXPECT_EQ(troubles({onLink(10, 1, "loss", "loss a--b rate 5 %"),
                        onLink(20, 2, "loss", "loss a--b rate 0 %")}),
              "loss 10-20");
    EXPECT_EQ(troubles({onLink(10, 1, "delay", "delay a--b by 0 s")}), "");
    EXPECT_EQ(troubles({onLink(10, 1, "delay", "delay a--b by 0 s jitter 0 ms for 3 s")}), "");
    EXPECT_EQ(troubles({onLink(10, 1, "delay", "delay a--b by 0 s jitter 1 ms")}), "delay 10-");
    EXPECT_EQ(troubles({onLink(10, 1, "reorder", "reorder a--b by 0 s rate 1 %")}), "reorder 10-");
    EXPECT_EQ(troubles({onHost(10, 1, "slow-cpu", "slow-cpu a factor 1")}), "");
    EXPECT_EQ(troubles({onHost(10, 1, "slow-cpu", "slow-cpu a factor 100 % for 2 s")}), "");
    EXPECT_EQ(troubles({onHost(10, 1, "slow-cpu", "slow-cpu a factor 1.5")}), "slow-cpu 10-");
    EXPECT_EQ(troubles({onHost(10, 1, "drift-clock", "drift-clock a by 0 ppm")}), "");
}

TEST(TroubleSpans, ARefusedFaultIsNoTrouble) {
    FaultRow refused = onHost(10, 1, "fill-disk", "fill-disk a");
    refused.refused = "a is a switch";
    EXPECT_EQ(troubles({refused}), "");
}

TEST(TroubleSpans, StepsOfAClockAddUp) {
    EXPECT_EQ(troubles({onHost(10, 1, "step-clock", "step-clock a by 1.5 s"),
                        onHost(20, 2, "step-clock", "step-clock a by -500 ms"),
                        onHost(30, 3, "step-clock", "step-clock a by -1 s")}),
              "step-clock 10-20 20-30");
}

TEST(TroubleSpans, ASkewSetsTheCalendarWhateverStepsThereWere) {
    EXPECT_EQ(troubles({onHost(10, 1, "step-clock", "step-clock a by 1 h"),
                        onHost(20, 2, "skew-clock", "skew-clock a by 5 s for 10 ns"),
                        onHost(30, 2, "skew-clock", "end of: skew-clock a by 5 s for 10 ns")}),
              "skew-clock 20-30 step-clock 10-20");
}

TEST(TroubleSpans, FailingSyncsEndWithTheProcessesThatGaveUp) {
    trace::WorldHistory history;
    const auto gaveUp = [&](std::uint32_t process, std::int64_t at) {
        history.incarnations.push_back({process, 1, {0}, SimTime{at}, trace::ProcessEnd::Failed});
    };
    gaveUp(0, 5);  // before
    gaveUp(1, 15); // elsewhere
    EXPECT_EQ(troubles({onHost(10, 1, "fail-sync", "fail-sync a")}, history), "fail-sync 10-");
    gaveUp(0, 20);
    EXPECT_EQ(troubles({onHost(10, 1, "fail-sync", "fail-sync a")}, history), "fail-sync 10-20");
    EXPECT_EQ(troubles({onHost(10, 1, "fail-sync", "fail-sync a count 2")}, history),
              "fail-sync 10-");
    gaveUp(0, 40);
    EXPECT_EQ(troubles({onHost(10, 1, "fail-sync", "fail-sync a count 2")}, history),
              "fail-sync 10-40");
}

TEST(TroubleSpans, WhatConditionsShowIsNoTrouble) {
    EXPECT_EQ(troubles({onHost(10, 1, "power-off", "power-off a"), onLink(10, 2, "cut", "cut a--b"),
                        onHost(10, 3, "action", "flush of p")}),
              "");
}

TEST(PartitionSpans, HaveTheNameAndTheSidesOfTheirLine) {
    const std::vector<FaultRow> faults{partition(10, "partition split: a | b", "a | b, c")};
    const auto spans = partitionSpans(faults, threeHosts());
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].view, (PartitionView{"split", {{0}, {1, 2}}, false, {10}}));
    EXPECT_EQ(spans[0].until, SimTime::max());
}

TEST(PartitionSpans, MayBeOneWayAndOfManySides) {
    const std::vector<FaultRow> faults{
        partition(10, "partition gate: a | b | c one-way", "a -> b | c")};
    const auto spans = partitionSpans(faults, threeHosts());
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].view, (PartitionView{"gate", {{0}, {1}, {2}}, true, {10}}));
}

TEST(PartitionSpans, EndWhenTheyAreHealed) {
    FaultRow refused = row(15, 2, "heal", "heal other");
    refused.target = "split";
    refused.refused = "why not";
    FaultRow heal = row(20, 3, "heal", "end of: partition split: a | b for 10 ns");
    heal.target = "split";
    const std::vector<FaultRow> faults{partition(10, "partition split: a | b for 10 ns", "a | b"),
                                       refused, heal,
                                       partition(30, "partition split: a | c", "a | c")};
    const auto spans = partitionSpans(faults, threeHosts());
    ASSERT_EQ(spans.size(), 2U);
    EXPECT_EQ(spans[0].until.ns, 20);
    EXPECT_EQ(spans[1].view.since.ns, 30);
    EXPECT_EQ(spans[1].until, SimTime::max());
}

TEST(PartitionSpans, OfADamagedTraceNameNobody) {
    const std::vector<FaultRow> faults{partition(10, "?", "a | nobody |  -> | x")};
    const auto spans = partitionSpans(faults, threeHosts());
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].view.name, "partition");
    for (const auto& group : spans[0].view.groups) {
        EXPECT_LE(group.size(), 1U);
    }
}

} // namespace
} // namespace sim::scene
