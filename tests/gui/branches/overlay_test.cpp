// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/components/components.h"
#include "gui/branches/overlay.h"
#include "sim/scenario/loader.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace gui::branches {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

sim::SimTime seconds(std::int64_t s) {
    return {s * kSecond};
}

OverlayLine lineAt(std::int64_t ns, const std::string& what) {
    const auto line = lineOf("{at: " + timeText({ns}) + ", " + what + "}");
    EXPECT_TRUE(line);
    return line.value_or(OverlayLine{});
}

Overlay read(const std::string& text) {
    const auto overlay = Overlay::fromText(text);
    EXPECT_TRUE(overlay) << text;
    return overlay.value_or(Overlay());
}

TEST(TimeText, IsExactWithoutNeedlessZeros) {
    EXPECT_EQ(timeText({0}), "0 s");
    EXPECT_EQ(timeText({31 * kSecond}), "31 s");
    EXPECT_EQ(timeText({31 * kSecond + 1}), "31.000000001 s");
    EXPECT_EQ(timeText({kSecond / 2}), "0.5 s");
    EXPECT_EQ(timeText({100 * kSecond + 20'000'000}), "100.02 s");
}

TEST(TimeText, IsReadBackAsTheSameNanosecond) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 2000; ++i) {
        const auto ns = static_cast<std::int64_t>(random() >> (random() % 60 + 3));
        const auto time = core::parseDuration(timeText({ns}));
        ASSERT_TRUE(time) << timeText({ns});
        EXPECT_EQ(time->ns, ns);
    }
}

TEST(OverlayLine, KnowsItsMomentAndItsVerb) {
    const auto line = lineOf("{ at: 31.5 s, power-off: [web-1, web-2], for: 3 s }");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->at.ns, 31'500'000'000);
    EXPECT_EQ(line->verb, "power-off");
    EXPECT_EQ(line->yaml, "{at: 31.5 s, power-off: [web-1, web-2], for: 3 s}");
}

TEST(OverlayLine, HasNoPlainMomentWithAFormulaOrAnEvent) {
    EXPECT_FALSE(lineOf("{at: \"${timeline.kill.at} + 2 s\", crash: a}"));
    EXPECT_FALSE(lineOf("{after: lease-expired, crash: a}"));
    EXPECT_FALSE(lineOf("{crash: a}"));
    EXPECT_FALSE(lineOf("crash"));
    EXPECT_FALSE(lineOf("{at: [1 s], crash: a}"));
}

TEST(Overlay, IsEmptyAtFirst) {
    const Overlay overlay;
    EXPECT_TRUE(overlay.isEmpty());
    EXPECT_FALSE(overlay.firstChange());
    EXPECT_FALSE(overlay.lastChange());
    EXPECT_EQ(overlay.text(), "");
    EXPECT_TRUE(read("# nothing yet\n").isEmpty());
    EXPECT_TRUE(read("timeline:\n").isEmpty());
}

TEST(Overlay, TakesLinesOneAfterTheOther) {
    const Overlay one = Overlay().with(lineAt(5 * kSecond, "crash: a"));
    EXPECT_EQ(one.text(), "timeline:\n  - {at: 5 s, crash: a}\n");
    const Overlay two = one.with(lineAt(7 * kSecond, "cut: a--b, for: 3 s"));
    EXPECT_EQ(two.text(),
              "timeline:\n  - {at: 5 s, crash: a}\n  - {at: 7 s, cut: a--b, for: 3 s}\n");
    ASSERT_EQ(two.lines().size(), 2U);
    EXPECT_EQ(two.firstChange(), seconds(5));
    EXPECT_EQ(two.lastChange(), seconds(7));
}

TEST(Overlay, KeepsCommentsAndLayoutWhenALineIsAdded) {
    const std::string text = "# why: the lecture of Tuesday\n"
                             "set: {deploy.ns.ttl: 30 s} # shorter\n"
                             "timeline: # what happens\n"
                             "    # first\n"
                             "    - at: 5 s # early\n"
                             "      crash: a\n"
                             "\n"
                             "# the end\n";
    const Overlay more = read(text).with(lineAt(9 * kSecond, "restart: a"));
    std::string expected = text;
    const std::string anchor = "      crash: a\n";
    expected.insert(expected.find(anchor) + anchor.size(), "    - {at: 9 s, restart: a}\n");
    EXPECT_EQ(more.text(), expected);
}

TEST(Overlay, FillsATimelineThatHasNothingYet) {
    const Overlay overlay = read("timeline: # soon\nset: {seed: 3}\n");
    EXPECT_EQ(overlay.with(lineAt(kSecond, "crash: a")).text(),
              "timeline: # soon\n  - {at: 1 s, crash: a}\nset: {seed: 3}\n");
    EXPECT_EQ(read("timeline: []\n").with(lineAt(kSecond, "crash: a")).text(),
              "timeline: [{at: 1 s, crash: a}]\n");
}

TEST(Overlay, SortsItsLinesByTimeAndKeepsTheTextAsItIs) {
    const std::string text = "timeline:\n  - {at: 9 s, crash: b}\n  - {at: 2 s, crash: a}\n";
    const Overlay overlay = read(text);
    EXPECT_EQ(overlay.text(), text);
    ASSERT_EQ(overlay.lines().size(), 2U);
    EXPECT_EQ(overlay.lines()[0].yaml, "{at: 2 s, crash: a}");
    EXPECT_EQ(overlay.lastChange(), seconds(9));
}

TEST(Overlay, CountsFromTheStartWhereTheTimeIsNotPlain) {
    for (const char* text : {"timeline:\n  - {at: 9 s, crash: b}\nset: {seed: 4}\n",
                             "timeline:\n  - {at: 9 s, crash: b}\n  - {after: x, crash: a}\n",
                             "timeline:\n  - {at: 9 s, crash: b}\n"
                             "  - {at: \"${timeline.k.at} + 1 s\", crash: a}\n"}) {
        const Overlay overlay = read(text);
        EXPECT_FALSE(overlay.isEmpty());
        EXPECT_EQ(overlay.lines().size(), 1U);
        EXPECT_FALSE(overlay.firstChange()) << text;
        EXPECT_FALSE(overlay.lastChange()) << text;
    }
}

TEST(Overlay, LeavesOutTheHeadingOfAFile) {
    const std::string text = "# mine\ntimeline:\n  - {at: 2 s, crash: a}\n";
    EXPECT_EQ(read(read(text).toFile("web dies.yaml", "0123456789abcdef")).text(), text);
    EXPECT_EQ(read("---\nextends:\n  path: a.yaml\n  hash: 12\norrery: 1\n" + text).text(), text);
    EXPECT_EQ(read("\xef\xbb\xbf"
                   "extends: a.yaml\r\n# mine\r\nset: {seed: 2}\r\n")
                  .text(),
              "# mine\nset: {seed: 2}\n");
}

TEST(Overlay, WritesAFileWithPathAndHash) {
    const Overlay overlay = read("timeline:\n  - {at: 2 s, crash: a}\n");
    EXPECT_EQ(overlay.toFile("../a: b.yaml", "00ff"),
              "orrery: 1\nextends: {path: \"../a: b.yaml\", hash: 00ff}\n"
              "timeline:\n  - {at: 2 s, crash: a}\n");
    EXPECT_EQ(overlay.toFile("a.yaml", "").substr(0, 34), "orrery: 1\nextends: {path: a.yaml}\n");
}

TEST(Overlay, RewritesWhatIsOneMapInBracketsAsABlock) {
    const Overlay overlay = read("{extends: a.yaml, timeline: [{at: 2 s, crash: a}]}\n");
    EXPECT_EQ(overlay.text(), "timeline:\n  - {at: 2 s, crash: a}\n");
}

TEST(Overlay, RefusesWhatIsNoMap) {
    EXPECT_FALSE(Overlay::fromText("- a\n- b\n"));
    EXPECT_FALSE(Overlay::fromText("timeline: [\n"));
    EXPECT_FALSE(Overlay::fromText("a: 1\n---\nb: 2\n"));
    EXPECT_FALSE(Overlay::fromText("\tset: 3\n"));
}

TEST(Overlay, DropsTheLinesAfterATime) {
    const std::string text = "timeline:\n"
                             "  # kept\n"
                             "  - {at: 2 s, crash: a} # also\n"
                             "  - at: 8 s # gone\n"
                             "    crash: b\n"
                             "  - {after: lease-expired, crash: d}\n"
                             "  - {at: 5 s, crash: c}\n"
                             "set: {seed: 3}\n";
    EXPECT_EQ(read(text).upTo(seconds(5)).text(), "timeline:\n"
                                                  "  # kept\n"
                                                  "  - {at: 2 s, crash: a} # also\n"
                                                  "  - {after: lease-expired, crash: d}\n"
                                                  "  - {at: 5 s, crash: c}\n"
                                                  "set: {seed: 3}\n");
    EXPECT_EQ(read("timeline: [{at: 2 s, crash: a}, {at: 5 s, crash: b}, {at: 3 s, crash: c}]\n")
                  .upTo(seconds(2))
                  .text(),
              "timeline: [{at: 2 s, crash: a}]\n");
    EXPECT_EQ(read("timeline:\n  - {at: 2 s, crash: a}\n").upTo(seconds(1)).text(), "timeline:\n");
}

TEST(Overlay, WritesAnewWhatNoInsertionCanExpress) {
    const Overlay alias = read("timeline:\n  - &a {at: 2 s, crash: [x, y]}\n"
                               "  - {<<: *a, at: 6 s}\n  - *a\n");
    const Overlay early = alias.upTo(seconds(2));
    ASSERT_EQ(early.lines().size(), 2U);
    EXPECT_EQ(early.lines()[1].yaml, "{at: 2 s, crash: [x, y]}");
    const Overlay more = alias.with(lineAt(9 * kSecond, "crash: z"));
    ASSERT_EQ(more.lines().size(), 4U);
    EXPECT_EQ(more.lines()[3].yaml, "{at: 9 s, crash: z}");
    EXPECT_EQ(read("set: {seed: 3}\n...\n").with(lineAt(kSecond, "crash: a")).lines().size(), 1U);
}

TEST(OverlayDifference, IsTheFirstLineThatOneLacks) {
    const Overlay base = read("timeline:\n  - {at: 2 s, crash: a}\n");
    const Overlay more = base.with(lineAt(9 * kSecond, "restart: a"));
    EXPECT_FALSE(firstDifference(base, base));
    EXPECT_EQ(firstDifference(base, more), seconds(9));
    EXPECT_EQ(firstDifference(more, base), seconds(9));
    EXPECT_EQ(firstDifference(Overlay(), more), seconds(2));
    EXPECT_EQ(firstDifference(more, read("timeline:\n  - {at: 2 s, crash: a}\n"
                                         "  - {at: 4 s, crash: b}\n")),
              seconds(4));
}

TEST(OverlayDifference, DoesNotCountCommentsAndLayout) {
    EXPECT_FALSE(firstDifference(read("timeline: [{at: 2 s, crash: a}] # so\n"),
                                 read("# here\ntimeline:\n  - at: 2 s\n    crash: a\n")));
}

TEST(OverlayDifference, IsTheStartForAllButPlainLines) {
    const Overlay base = read("timeline:\n  - {at: 2 s, crash: a}\n");
    EXPECT_EQ(firstDifference(base, read(base.text() + "set: {seed: 3}\n")), seconds(0));
    EXPECT_EQ(firstDifference(base, read(base.text() + "  - {after: x, crash: a}\n")), seconds(0));
}

TEST(OverlayDifference, CountsANewNumberOfALineToo) {
    EXPECT_EQ(firstDifference(read("timeline: [{at: 9 s, crash: b}, {at: 4 s, crash: a}]\n"),
                              read("timeline: [{at: 4 s, crash: a}]\n")),
              seconds(4));
}

/// A random overlay in one of many layouts, beside the lines it must have.
struct Sample {
    std::string text;
    std::vector<OverlayLine> lines;
};

Sample sampleOf(std::mt19937& random) {
    Sample sample;
    const auto any = [&](std::int64_t n) { return static_cast<std::int64_t>(random()) % n; };
    const auto comment = [&] {
        return std::string(any(3) == 0 ? " # a: {comment}, [of - sorts" : "");
    };
    const bool flow = any(3) == 0;
    const std::int64_t count = any(5);
    const std::string indent(static_cast<std::size_t>(any(3)) * 2, ' ');
    std::string list = flow ? "timeline: [" : "timeline:" + comment() + "\n";
    for (std::int64_t i = 0; i < count; ++i) {
        const std::string at = timeText({any(40) * kSecond / 2 + any(2)});
        const std::string what = any(2) == 0 ? "crash: \"web-1\"" : "pause: [a, 'b']";
        const bool block = !flow && any(2) == 0;
        const std::string body = block ? "at: " + at + comment() + "\n" + indent + "  " + what
                                       : "{at: " + at + ", " + what + "}";
        list += flow ? (i == 0 ? "" : ", ") + body : indent + "- " + body + comment() + "\n";
        sample.lines.push_back(*lineOf("{at: " + at + ", " + what + "}"));
    }
    list += flow ? "]" + comment() + "\n" : "";
    const std::string set = any(2) == 0 ? "set:" + comment() + "\n  deploy.a.b: 3 s\n" : "";
    const std::string lead = any(2) == 0 ? "# first words\n\n" : "";
    sample.text = lead + (any(2) == 0 ? set + list : list + set);
    std::stable_sort(sample.lines.begin(), sample.lines.end(),
                     [](const OverlayLine& a, const OverlayLine& b) { return a.at < b.at; });
    return sample;
}

std::size_t commentsIn(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '#'));
}

TEST(Overlay, SurvivesRandomEditsInRandomLayouts) {
    std::mt19937 random(20261122);
    for (int round = 0; round < 600; ++round) {
        Sample sample = sampleOf(random);
        Overlay overlay = read(sample.text);
        ASSERT_EQ(overlay.lines(), sample.lines) << sample.text;
        ASSERT_EQ(overlay.text(), sample.text);
        for (int edit = 0; edit < 4; ++edit) {
            const sim::SimTime at{static_cast<std::int64_t>(random() % 40) * kSecond / 2};
            if (random() % 3 == 0) {
                overlay = overlay.upTo(at);
                std::erase_if(sample.lines, [&](const OverlayLine& l) { return l.at > at; });
            } else {
                const std::size_t before = commentsIn(overlay.text());
                const OverlayLine line = lineAt(at.ns, "cut: a--b, for: 3 s");
                overlay = overlay.with(line);
                ASSERT_EQ(commentsIn(overlay.text()), before) << overlay.text();
                sample.lines.insert(
                    std::upper_bound(
                        sample.lines.begin(), sample.lines.end(), line,
                        [](const OverlayLine& a, const OverlayLine& b) { return a.at < b.at; }),
                    line);
            }
            ASSERT_EQ(overlay.lines(), sample.lines) << sample.text << "->\n" << overlay.text();
            ASSERT_EQ(read(overlay.toFile("a.yaml", "12")), overlay) << overlay.text();
        }
    }
}

/// What the real program says of files.
class OverlayFile : public testing::Test {
protected:
    static QString source() {
        return QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/leader-power-off.yaml");
    }
    QString file(const Overlay& overlay, const std::string& hash) {
        const QString path = folder_.filePath(QStringLiteral("mine.yaml"));
        QFile out(path);
        EXPECT_TRUE(out.open(QIODevice::WriteOnly));
        out.write(QByteArray::fromStdString(overlay.toFile(source().toStdString(), hash)));
        return path;
    }
    static int orrery(const QStringList& arguments, QByteArray& output) {
        QProcess program;
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(QStringLiteral(ORRERY_PROGRAM), arguments);
        EXPECT_TRUE(program.waitForFinished(60'000));
        output = program.readAll();
        return program.exitCode();
    }
    static std::string hash() {
        sim::scenario::LoadOptions options;
        options.schemas = core::components::schemas();
        const auto loaded = sim::scenario::load(source().toStdString(), options);
        EXPECT_TRUE(loaded);
        return sim::scenario::contentHash(loaded->sources);
    }

    QTemporaryDir folder_;
};

TEST_F(OverlayFile, IsAcceptedByTheProgram) {
    const Overlay overlay =
        read("# ours\nset: {seed: 3}\n").with(lineAt(5 * kSecond + 1, "power-off: kv-2"));
    const QString path = file(overlay, hash());
    QByteArray output;
    EXPECT_EQ(orrery({QStringLiteral("validate"), path}, output), 0) << output.toStdString();
    const int code =
        orrery({QStringLiteral("run"), source(), QStringLiteral("--with"), path,
                QStringLiteral("--until"), QStringLiteral("8s"), QStringLiteral("--quiet")},
               output);
    EXPECT_LE(code, 1) << output.toStdString(); // 1: an expectation does not hold any more
    EXPECT_TRUE(output.contains("digest: ")) << output.toStdString();
}

TEST_F(OverlayFile, IsRefusedForAnotherText) {
    const Overlay overlay = Overlay().with(lineAt(kSecond, "power-off: kv-2"));
    QByteArray output;
    EXPECT_EQ(orrery({QStringLiteral("validate"), file(overlay, "0000000000000000")}, output), 2);
    EXPECT_TRUE(output.contains("is not the text this overlay was made for"));
}

TEST_F(OverlayFile, MayBeWithoutAnyChange) {
    QByteArray output;
    EXPECT_EQ(orrery({QStringLiteral("validate"), file(Overlay(), hash())}, output), 0)
        << output.toStdString();
}

} // namespace
} // namespace gui::branches
