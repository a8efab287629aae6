// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what the loader says of wrong texts is known by its form, and stays the same in English.
#include "gui/branches/complaint_text.h"
#include "tests/sim/scenario/fixture.h"

#include <QString>
#include <gtest/gtest.h>

namespace gui::branches {
namespace {

using sim::scenario::Diagnostic;

/// Lines after a scenario that is right; each is wrong in its own way.
constexpr const char* kWrong[] = {
    "mesures: {}\n",
    "seed: many\n",
    "seed: -1\n",
    "start: 2024-02-30T00:00:00Z\n",
    "run: {level: ful}\n",
    "run: {bulk-threshold: 4096}\n",
    "title: again\n",
    "lesson: [a]\n",
    "summary: {zh: x}\n",
    "view: {positions: {boxx: [0, 1]}}\n",
    "view: {positions: {box: [0, 1.5]}}\n",
    "timeline: [{at: 1s, set: {rate: 1/min}, of: users}]\n",
    "timeline: [{at: 1s, set: {rate: 10001/10s}, of: users}]\n",
    "timeline: [{at: 30, power-off: box}]\n",
    "timeline: [{at: 1 parsec, power-off: box}]\n",
    "timeline: [{at: -1 s, power-off: box}]\n",
    "timeline: [{at: 1 s + (, power-off: box}]\n",
    "timeline: [{power-off: box}]\n",
    "timeline: [{at: 1s, power-of: box}]\n",
    "timeline: [{at: 1s}]\n",
    "timeline: [{at: 1s, power-off: bax}]\n",
    "timeline: [{at: 1s, power-off: box, for: 3}]\n",
    "timeline: [{at: 1s, power-off: box, for: soon}]\n",
    "timeline: [{at: 1s, power-off: box, for: 1 lightyear}]\n",
    "timeline: [{at: 1s, power-off: box, for: 999999999999 d}]\n",
    "timeline: [{at: 1s, power-off: box, for: 0.1 ns}]\n",
    "timeline: [{at: 1s, slow-disk: core, factor: 2}]\n",
    "timeline: [{at: 1s, cut: web-1--cor}]\n",
    "timeline: [{at: 1s, cut: core--web-1, one-way: true}]\n",
    "timeline: [{at: 1s, loss: box}]\n",
    "timeline: [{at: 1s, loss: box, rate: 101 %}]\n",
    "timeline: [{at: 1s, power-on: box, for: 1s}]\n",
    "timeline: [{at: 1s, crash: ns, restart: ns}]\n",
    "timeline: [{at: 1s, crash: nss}]\n",
    "timeline: [{at: 1s, partition: {groups: [[box]]}}]\n",
    "timeline: [{at: 1s, partition: {groups: [[box], [box]]}}]\n",
    "timeline: [{at: 1s, heal: splt}]\n",
    "timeline: [{at: 1s, action: set-recrd, of: ns, with: {name: w}}]\n",
    "timeline: [{at: 1s, action: set-record, of: ns}]\n",
    "timeline: [{at: 1s, set: {zone: x}, of: ns}]\n",
    "timeline: [{at: 1s, set: {ttl: 2h}, of: ns}]\n",
    "timeline: [{at: 1s, after: x, crash: ns}]\n",
    "timeline: {}\n",
    "timeline: [{at: 1s, crash: ns}\n",
    "timeline:\n\t- {at: 1s, crash: ns}\n",
    "timeline: [{at: 1s, crash: ns, crash: ns}]\n",
    "measures: {m: {counter: c, of: userz}}\n",
    "measures: {m: {counter: c, events: e}}\n",
    "measures:\n  n: {counter: querys, of: ns}\n",
    "expect: {e: {measure: mm, at-most: 1}}\n",
};

std::vector<Diagnostic> complaintsAbout(const char* lines) {
    const auto loaded = sim::scenario::loadText(sim::scenario::testing::smallWith(lines),
                                                sim::scenario::testing::testOptions(), "s.yaml");
    return loaded ? std::vector<Diagnostic>() : loaded.error();
}

TEST(ComplaintText, KnowsTheFormsOfWhatTheLoaderSays) {
    for (const char* lines : kWrong) {
        const auto complaints = complaintsAbout(lines);
        EXPECT_FALSE(complaints.empty()) << lines;
        for (const Diagnostic& one : complaints) {
            EXPECT_TRUE(isKnownComplaint(one.message)) << lines << one.message;
            EXPECT_TRUE(one.hint.empty() || isKnownComplaint(one.hint)) << lines << one.hint;
        }
    }
}

TEST(ComplaintText, SaysTheSameInEnglish) {
    for (const char* lines : kWrong) {
        for (const Diagnostic& one : complaintsAbout(lines)) {
            const std::string whole =
                one.hint.empty() ? one.message : one.message + "; " + one.hint;
            EXPECT_EQ(complaintText(one).toStdString(), whole);
        }
    }
}

TEST(ComplaintText, LeavesAloneWhatItDoesNotKnow) {
    EXPECT_FALSE(isKnownComplaint("the moon is too bright"));
    EXPECT_EQ(complaintText({"", 0, 0, "", "the moon is too bright", "go home"}).toStdString(),
              "the moon is too bright; go home");
}

TEST(ComplaintText, IsNotFooledByWhatTheUserWrote) {
    EXPECT_EQ(complaintText({"", 0, 0, "", "unknown key '%2%1'", {}}).toStdString(),
              "unknown key '%2%1'");
}

TEST(ComplaintText, KnowsWhatTheReaderOfTracesSays) {
    for (const char* sentence :
         {"The run was interrupted at 12.000 s.", "the trace is truncated",
          "The trace is incomplete: the run was cut short, or is still going on. It holds the run "
          "up to 12.000 s. a.trace and a.trace-wal belong together: copy or move both."}) {
        EXPECT_TRUE(isKnownComplaint(sentence)) << sentence;
        EXPECT_EQ(saidAgain(QString::fromUtf8(sentence)), QString::fromUtf8(sentence));
    }
}

TEST(ComplaintText, NamesFileLineAndPath) {
    const Diagnostic one{"folder/web.yaml", 12, 3, "deploy.web", "unknown key 'tll'", {}};
    EXPECT_EQ(placedComplaint(one).toStdString(),
              "web.yaml, line 12: deploy.web: unknown key 'tll'");
    EXPECT_EQ(placedComplaint({"gone.yaml", 0, 0, "", "no such file", {}}).toStdString(),
              "gone.yaml: no such file");
}

} // namespace
} // namespace gui::branches
