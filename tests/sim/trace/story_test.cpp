// SPDX-License-Identifier: Apache-2.0
// Goal: stories, explanations and differences say in words what happened.
#include "sim/trace/diff.h"
#include "sim/trace/story.h"
#include "tests/sim/trace/fixture.h"

namespace sim::trace::testing {
namespace {

using core::runtime::Field;

/// A host loses power, and a client retries until it gives up fourteen times.
void play(Sink& sink, int retries = 14) {
    sink.processStarted(ms(0), 0, 1, kNoCause);
    FaultRecord fault;
    fault.timeline = 1;
    fault.at = ms(30'000);
    fault.verb = "power-off";
    fault.text = "power-off web-2";
    fault.target = "host web-2";
    fault.host = 1;
    sink.fault(fault);
    const Cause byFault{{CauseKind::Timeline, 1}, {CauseKind::Timeline, 1}};
    sink.hostPower(ms(30'000), 1, false, byFault);
    sink.processEnded(ms(30'000), 1, 1, ProcessEnd::HostPowerOff, "", byFault);
    const std::array<Field, 1> fields{{{"address", core::runtime::Address{0x0a000002}}}};
    for (int i = 0; i < retries; ++i) {
        sink.event(static_cast<std::uint64_t>(i + 1), ms(31'000 + i * 1'000), 0, "gives-up", fields,
                   byFault);
    }
}

TEST(Told, AreLinesOfTheTimelineAndWhatMatters) {
    Trace trace(Level::Story);
    play(*trace.recorder, 2);
    const Reader& reader = trace.done(ms(60'000));
    const auto told = reader.toldAfter(0, 100);
    ASSERT_TRUE(told);
    std::vector<std::string> kinds;
    for (const EventRow& row : *told) {
        kinds.push_back(row.kind);
    }
    EXPECT_EQ(kinds, (std::vector<std::string>{"fault-power-off", "host-power-off", "gives-up",
                                               "gives-up"}));
    EXPECT_EQ(reader.lastEvent().value(), told->back().id);
    EXPECT_EQ(reader.toldAfter(told->back().id, 100)->size(), 0U);
}

TEST(Told, IsNothingInAnEmptyRun) {
    Trace trace(Level::Story);
    const Reader& reader = trace.done(ms(1));
    EXPECT_EQ(reader.lastEvent().value(), 0U);
    EXPECT_TRUE(reader.toldAfter(0, 100)->empty());
}

std::vector<std::string> texts(const std::vector<StoryLine>& lines, Language language) {
    std::vector<std::string> result;
    for (const StoryLine& line : lines) {
        result.push_back(toString(line, language));
    }
    return result;
}

TEST(Story, TellsHeadlinesAndFoldsRepeats) {
    Trace trace(Level::Story);
    play(*trace.recorder);
    const auto lines = storyOf(trace.done(ms(60'000)), Language::English);
    ASSERT_TRUE(lines);
    EXPECT_EQ(texts(*lines, Language::English),
              (std::vector<std::string>{
                  "[  30.000 s] host web-2 loses power",
                  "[  31.000 s] server-1 gives up on web-2 (10.0.0.2) (14 times until 44.0 s)"}));
}

TEST(Story, SpeaksChinese) {
    Trace trace(Level::Story);
    play(*trace.recorder);
    const auto lines = storyOf(trace.done(ms(60'000)), Language::Chinese);
    EXPECT_EQ(texts(*lines, Language::Chinese),
              (std::vector<std::string>{
                  "[  30.000 s] 主机 web-2 断电",
                  "[  31.000 s] server-1 放弃 web-2 (10.0.0.2)（共 14 次，至 44.0 s）"}));
}

TEST(Story, HasTheSameLinesInBothLanguagesAndNamesTheirRows) {
    Trace trace(Level::Story);
    play(*trace.recorder);
    const Reader& reader = trace.done(ms(60'000));
    const auto english = storyOf(reader, Language::English);
    const auto chinese = storyOf(reader, Language::Chinese);
    ASSERT_EQ(english->size(), chinese->size());
    for (std::size_t i = 0; i < english->size(); ++i) {
        EXPECT_EQ((*english)[i].event, (*chinese)[i].event);
        const auto row = reader.event((*english)[i].event);
        ASSERT_TRUE(row);
        EXPECT_EQ(row->at, (*english)[i].at);
        EXPECT_EQ(row->kind, (*english)[i].kind);
    }
}

TEST(Story, IsTheSameFromARunAndFromItsTrace) {
    Trace trace(Level::Full);
    play(*trace.recorder);
    const RunHeader header = world();
    StoryCollector collector(header, trace.wording, Language::English, 1);
    play(collector);
    const auto lines = storyOf(trace.done(ms(60'000)), Language::English, 1);
    EXPECT_EQ(texts(collector.lines(), Language::English), texts(*lines, Language::English));
    EXPECT_EQ(lines->size(), 5U);
}

TEST(Story, StartsANewLineAfterAPause) {
    const RunHeader header = world();
    const Catalogue wording = simulatorCatalogue();
    StoryBuilder builder(header, wording);
    for (const std::int64_t at : {0, 10'000, 20'001}) {
        StoryEvent event;
        event.at = ms(at);
        event.kind = "x";
        builder.add(event);
    }
    ASSERT_EQ(builder.lines(Language::English).size(), 2U);
    EXPECT_EQ(builder.lines(Language::English)[0].count, 2U);
}

using Lines = std::vector<std::string>;

/// The first `members` of three clients meet the same failure, a second apart.
void fail(Sink& sink, ProcessIndex members, std::string_view kind = "first-failure") {
    for (ProcessIndex process = 0; process < members; ++process) {
        const std::array<Field, 2> fields{{{"address", core::runtime::Endpoint{{0x0a000002}, 80}},
                                           {"failures", static_cast<std::int64_t>(process)}}};
        sink.event(process + 1, ms(1'000 + process * 1'000), process, kind, fields, kNoCause);
    }
}

RunHeader threeClients() {
    RunHeader header = world();
    header.processes.assign(3, {"", 0, "http-client", "clients", "{}"});
    header.processes[0].name = "clients-1";
    header.processes[1].name = "clients-2";
    header.processes[2].name = "clients-3";
    return header;
}

Catalogue wordsForSeveral() {
    const std::array<WordingText, 1> files{
        {{"test.yaml", "first-failure:\n  importance: 2\n"
                       "  en: '{process} meets failure {failures} at {address}'\n"
                       "  zh: '{process} 在 {address} 失败 {failures} 次'\n"
                       "  en-many: '{process} meet a failure at {address}'\n"
                       "  zh-many: '{process}在 {address} 失败'\n"
                       "told-alone:\n  importance: 2\n"
                       "  en: '{process} is alone'\n  zh: '{process} 独自'\n"}}};
    auto catalogue = Catalogue::load(files);
    EXPECT_TRUE(catalogue) << (catalogue ? "" : catalogue.error().text);
    return std::move(catalogue).value();
}

std::vector<std::string> toldOf(ProcessIndex members, Language language,
                                std::string_view kind = "first-failure") {
    const RunHeader header = threeClients();
    const Catalogue wording = wordsForSeveral();
    StoryCollector collector(header, wording, language);
    fail(collector, members, kind);
    return texts(collector.lines(), language);
}

TEST(Story, FoldsWhatAllMembersOfAGroupDo) {
    EXPECT_EQ(toldOf(3, Language::English),
              std::vector<std::string>{
                  "[   1.000 s] all 3 clients meet a failure at web-2 (10.0.0.2) (until 3.0 s)"});
    EXPECT_EQ(toldOf(3, Language::Chinese),
              std::vector<std::string>{
                  "[   1.000 s] 全部 3 个 clients 在 web-2 (10.0.0.2) 失败（至 3.0 s）"});
}

TEST(Story, SaysHowManyOfAGroupItWas) {
    EXPECT_EQ(toldOf(2, Language::English),
              std::vector<std::string>{
                  "[   1.000 s] 2 of 3 clients meet a failure at web-2 (10.0.0.2) (until 2.0 s)"});
    EXPECT_EQ(toldOf(2, Language::Chinese),
              std::vector<std::string>{
                  "[   1.000 s] 3 个 clients 中有 2 个在 web-2 (10.0.0.2) 失败（至 2.0 s）"});
}

TEST(Story, TellsOfASingleMemberInTheWordsForOne) {
    EXPECT_EQ(
        toldOf(1, Language::English),
        std::vector<std::string>{"[   1.000 s] clients-1 meets failure 0 at web-2 (10.0.0.2)"});
}

TEST(Story, FoldsNoMembersWithoutWordsForSeveral) {
    EXPECT_EQ(toldOf(2, Language::English, "told-alone"),
              (std::vector<std::string>{"[   1.000 s] clients-1 is alone",
                                        "[   2.000 s] clients-2 is alone"}));
}

TEST(Story, FoldsTheSameFromARunAndFromItsTrace) {
    const Folder folder;
    const RunHeader header = threeClients();
    const Catalogue wording = wordsForSeveral();
    auto recorder =
        Recorder::create(folder / "run.trace", header, Level::Story, {kDissectors, &wording, 0});
    ASSERT_TRUE(recorder);
    fail(**recorder, 3);
    ASSERT_TRUE((*recorder)->finish({}));
    const auto reader = Reader::open(folder / "run.trace");
    ASSERT_TRUE(reader);
    for (const Language language : {Language::English, Language::Chinese}) {
        const auto lines = storyOf(**reader, language);
        ASSERT_TRUE(lines);
        EXPECT_EQ(texts(*lines, language), toldOf(3, language));
    }
}

TEST(AddressNames, NamesListsOfKnownAddressesOnly) {
    const AddressNames names(world().hosts);
    const std::vector<NamedValue> fields{{"a", std::string("10.0.0.1:80 10.0.0.2:80")},
                                         {"b", std::string("10.0.0.1, 10.0.0.9")},
                                         {"c", std::string("nothing")},
                                         {"d", core::runtime::Endpoint{{0x0a000001}, 8761}}};
    const auto named = names.named(fields);
    EXPECT_EQ(std::get<std::string>(named[0].value), "web-1, web-2");
    EXPECT_EQ(std::get<std::string>(named[1].value), "10.0.0.1, 10.0.0.9");
    EXPECT_EQ(std::get<std::string>(named[2].value), "nothing");
    EXPECT_EQ(std::get<std::string>(named[3].value), "web-1 (10.0.0.1:8761)");
}

TEST(StoryHash, DependsOnWhatHappenedAndOnNothingElse) {
    StoryHasher first;
    StoryHasher same;
    StoryHasher other;
    play(first);
    play(same);
    play(other, 13);
    EXPECT_EQ(first.value(), same.value());
    EXPECT_NE(first.value(), other.value());
    EXPECT_NE(first.value(), 0U);
}

TEST(StoryHash, IgnoresCausesButNotTypes) {
    StoryHasher plain;
    StoryHasher caused;
    StoryHasher typed;
    const std::array<Field, 1> number{{{"n", std::int64_t{5}}}};
    const std::array<Field, 1> duration{{{"n", core::Duration{5}}}};
    plain.event(1, ms(1), 0, "k", number, kNoCause);
    caused.event(1, ms(1), 0, "k", number, {{CauseKind::Packet, 9}, {}});
    typed.event(1, ms(1), 0, "k", duration, kNoCause);
    EXPECT_EQ(plain.value(), caused.value());
    EXPECT_NE(plain.value(), typed.value());
}

TEST(Explain, WalksBackToTheTimeline) {
    Trace trace(Level::Story);
    play(*trace.recorder, 1);
    const Reader& reader = trace.done(ms(60'000));
    const auto row = single(reader, "SELECT id FROM v_events WHERE kind = 'gives-up'");
    const auto lines = explain(reader, *parseRowName(row), Language::English);
    ASSERT_TRUE(lines);
    EXPECT_EQ(*lines,
              (std::vector<std::string>{
                  "[  31.000000 s] server-1 gives up on web-2 (10.0.0.2)  (event " + row + ")",
                  "[  30.000000 s] because power-off web-2 (host web-2)  (timeline 1)",
                  "It began with this line of the scenario's timeline."}));
}

/// server-1 gives up on web-2 at 40 s, by its own timer; the chain without that first line.
std::vector<std::string> whyItGivesUp(const std::function<void(Sink&)>& before) {
    Trace trace(Level::Story);
    before(*trace.recorder);
    const std::array<Field, 1> fields{{{"address", core::runtime::Endpoint{{0x0a000002}, 80}}}};
    trace.recorder->event(1, ms(40'000), 0, "gives-up", fields, kNoCause);
    const Reader& reader = trace.done(ms(60'000));
    const auto row = single(reader, "SELECT id FROM v_events WHERE kind = 'gives-up'");
    auto lines = explain(reader, *parseRowName(row), Language::English).value_or(Lines{});
    EXPECT_FALSE(lines.empty());
    return {lines.begin() + 1, lines.end()};
}

const Lines kOwnTimer{"It began with the program's own start or timer."};

TEST(Explain, GoesOnFromATimeOutWithTheTroubleOfWhomItNames) {
    EXPECT_EQ(whyItGivesUp([](Sink& sink) {
                  sink.hostPower(ms(10'000), 0, false, kNoCause);
                  sink.hostPower(ms(11'000), 0, true, kNoCause);
                  sink.fault({1, ms(30'000), "power-off", "power-off web-2", "host web-2", "",
                              false, 1, kNoIndex, kNoIndex, kNoCause});
                  sink.hostPower(ms(30'000), 1, false, Cause::timeline(1));
              }),
              (Lines{"[  30.000000 s] while this lasted: host web-2 loses power  (event 4)",
                     "[  30.000000 s] because power-off web-2 (host web-2)  (timeline 1)",
                     "It began with this line of the scenario's timeline."}));
    EXPECT_EQ(whyItGivesUp([](Sink& sink) {
                  sink.linkState(ms(9'000), 1, false, true, kNoCause);
              }).front(),
              "[   9.000000 s] while this lasted: link web-2--switch is cut in one direction  "
              "(event 1)");
}

TEST(Explain, LeavesOutTroubleThatIsOverOrSomebodyElses) {
    EXPECT_EQ(whyItGivesUp([](Sink&) {}), kOwnTimer);
    EXPECT_EQ(whyItGivesUp([](Sink& sink) {
                  sink.hostPower(ms(10'000), 1, false, kNoCause);
                  sink.hostPower(ms(20'000), 1, true, kNoCause);
                  sink.processPaused(ms(30'000), 0, true, kNoCause);
              }),
              kOwnTimer);
}

TEST(Explain, SaysWhenThereIsNoSuchRow) {
    Trace trace(Level::Story);
    const auto lines = explain(trace.done(), {CauseRow::Event, 77}, Language::English);
    ASSERT_FALSE(lines);
    EXPECT_EQ(lines.error().kind, TraceErrorKind::NotFound);
    EXPECT_EQ(lines.error().text, "the trace has no event 77");
}

TEST(Explain, ReadsRowNames) {
    EXPECT_EQ(parseRowName("m12")->kind, CauseRow::Message);
    EXPECT_EQ(parseRowName("12")->kind, CauseRow::Event);
    EXPECT_EQ(parseRowName("t1")->kind, CauseRow::Timeline);
    for (const char* bad : {"", "0", "x1", "1x", "-1", "m", "99999999999999999999999"}) {
        EXPECT_FALSE(parseRowName(bad)) << bad;
    }
}

RunOutcome outcomeOf(std::uint64_t digest, std::int64_t failed) {
    RunOutcome outcome;
    outcome.digest = digest;
    outcome.measures = {{"failed", {}, MeasureUnit::Count, failed}};
    return outcome;
}

TEST(Diff, FindsTwoEqualRunsEqual) {
    Trace left(Level::Full);
    Trace right(Level::Story);
    play(*left.recorder);
    play(*right.recorder);
    const auto difference =
        compareTraces(left.done(ms(60'000), outcomeOf(5, 14)),
                      right.done(ms(60'000), outcomeOf(5, 14)), Language::English);
    ASSERT_TRUE(difference);
    EXPECT_TRUE(difference->same);
    EXPECT_EQ(toLines(*difference).front(), "same");
}

TEST(Diff, NamesWhereTwoRunsPart) {
    Trace left(Level::Full);
    Trace right(Level::Full);
    for (Trace* trace : {&left, &right}) {
        trace->recorder->digestBlock(0, ms(20), 1);
        trace->datagram(1, ms(10), "same");
        trace->end(1, ms(11));
    }
    left.datagram(2, ms(25'000), "left");
    right.datagram(2, ms(25'000), "right");
    play(*left.recorder, 2);
    play(*right.recorder, 3);
    left.recorder->digestBlock(1, ms(40'000), 2);
    right.recorder->digestBlock(1, ms(40'000), 3);
    const auto difference =
        compareTraces(left.done(ms(60'000), outcomeOf(5, 2)),
                      right.done(ms(60'000), outcomeOf(6, 3)), Language::English);
    ASSERT_TRUE(difference);
    EXPECT_FALSE(difference->same);
    EXPECT_EQ(difference->block, 1U);
    EXPECT_EQ(difference->equalUntil, ms(20));
    ASSERT_TRUE(difference->event);
    EXPECT_EQ(difference->event->at, ms(33'000));
    EXPECT_EQ(difference->event->left, "(nothing more)");
    ASSERT_TRUE(difference->message);
    EXPECT_NE(difference->message->right.find("right"), std::string::npos);
    EXPECT_FALSE(difference->headline);
    EXPECT_EQ(toLines(*difference).back(), "* failed: 2 | 3");
}

} // namespace
} // namespace sim::trace::testing
