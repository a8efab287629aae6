// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/run_key.h"
#include "tests/gui/runs/support.h"

namespace gui::runs {
namespace {

using Key = Runs;

constexpr const char* kBase = "orrery: 1\ntitle: Two\nduration: 10 s\ninclude: [net.yaml]\n";
constexpr const char* kNet =
    "topology: {hosts: {web: {count: 2, link: core}}, switches: {core: {}}}\n";

class Keys : public Runs {
protected:
    Keys() {
        write("net.yaml", kNet);
        request.scenario = write("two.yaml", kBase);
    }
    QString key() const { return keyOf(request, "program"); }

    RunRequest request;
};

TEST_F(Keys, StayTheSameForTheSameRequest) {
    const QString before = key();
    EXPECT_EQ(before.size(), 32);
    EXPECT_EQ(key(), before);
}

TEST_F(Keys, ChangeWithEverythingTheOutcomeDependsOn) {
    QStringList keys{key(), keyOf(request, "another program")};
    request.seed = 5;
    keys << key();
    request.level = QStringLiteral("story");
    keys << key();
    request.until = sim::SimTime{7'000'000'000};
    keys << key();
    request.overlay =
        QStringLiteral("extends: two.yaml\ntimeline: [{at: 3 s, power-off: web-1}]\n");
    keys << key();
    write("net.yaml", QByteArray(kNet) + "# another text\n");
    keys << key();
    write("two.yaml", QByteArray(kBase) + "summary: more\n");
    keys << key();
    EXPECT_FALSE(keys.contains(QString()));
    EXPECT_EQ(keys.removeDuplicates(), 0);
}

TEST_F(Keys, OfTheHorizonAndSeedThatTheScenarioHasAnywayAreTheSame) {
    const QString before = key();
    request.until = sim::SimTime{10'000'000'000};
    request.seed = 1;
    EXPECT_EQ(key(), before);
}

TEST_F(Keys, DoNotDependOnWhereABranchIsRecordedFrom) {
    const QString before = key();
    request.recordFrom = sim::SimTime{3'000'000'000};
    request.parentTrace = QStringLiteral("some.trace");
    EXPECT_EQ(key(), before);
}

TEST_F(Keys, OfWhatCannotBeReadAreEmpty) {
    request.overlay = QStringLiteral("extends: two.yaml\ntimeline: [{at: 3 s, power-of: web-1}]\n");
    EXPECT_EQ(key(), QString());
    request.overlay.clear();
    request.scenario = path("absent.yaml");
    EXPECT_EQ(key(), QString());
}

TEST_F(Keys, ProgramIsHashedAgainWhenItWasReplaced) {
    const QString program = write("program", "one");
    ProgramHash hash(program);
    const QByteArray before = hash.value();
    EXPECT_EQ(hash.value(), before);
    write("program", "another");
    EXPECT_NE(hash.value(), before);
    EXPECT_EQ(ProgramHash(path("absent")).value(), QByteArray());
}

} // namespace
} // namespace gui::runs
