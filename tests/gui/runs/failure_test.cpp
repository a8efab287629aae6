// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/runs/support.h"

#include <QFile>

namespace gui::runs {
namespace {

using Kind = RunState::Kind;

class Failures : public Runs {
protected:
    std::string messageOf(const QString& program, const RunRequest& request = quick()) {
        const auto runs = managerOf(program);
        const RunState state = run(*runs, request);
        EXPECT_EQ(state.kind, Kind::Failed);
        return text(state.message);
    }
    std::string messageOf(const RunRequest& request) {
        return messageOf(QStringLiteral(ORRERY_PROGRAM), request);
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST_F(Failures, OfTheScenarioNameFileLineAndColumn) {
    RunRequest request;
    request.scenario = write("bad.yaml", "orrery: 1\ntitle: Bad\nduraton: 10 s\n");
    const std::string message = messageOf(request);
    EXPECT_TRUE(has(message, "bad.yaml:3:")) << message;
    EXPECT_TRUE(has(message, "did you mean 'duration'")) << message;
}

TEST_F(Failures, OfTheChangesNameTheirLine) {
    RunRequest request = quick();
    request.overlay = QStringLiteral("extends: %1\ntimeline:\n  - {at: 1 s, power-of: kv-1}\n")
                          .arg(request.scenario);
    const std::string message = messageOf(request);
    EXPECT_TRUE(message.starts_with("Line 3, column 15 of the changes: ")) << message;
    EXPECT_FALSE(has(message, text(cache()))) << message;
}

TEST_F(Failures, OfAnAbsentScenarioSaySo) {
    RunRequest request;
    request.scenario = path("absent.yaml");
    const std::string message = messageOf(request);
    EXPECT_TRUE(has(message, "absent.yaml")) << message;
    EXPECT_TRUE(has(message, "no such file")) << message;
}

TEST_F(Failures, OfAMissingProgramSayWhatToDo) {
    const std::string message = messageOf(path("absent"));
    EXPECT_TRUE(has(message, "is missing")) << message;
    EXPECT_TRUE(has(message, "Install Orrery again")) << message;
}

TEST_F(Failures, OfAProgramWithoutPermissionSaySo) {
    const std::string message = messageOf(write("plain", "#!/bin/sh\n"));
    EXPECT_TRUE(has(message, "may not be executed")) << message;
}

TEST_F(Failures, OfAProgramThatCrashesNameTheSignalAndWhatItSaid) {
    const std::string message =
        messageOf(script("crash", "echo 'orrery: ouch' >&2; kill -SEGV $$"));
    EXPECT_TRUE(has(message, "signal 11")) << message;
    EXPECT_TRUE(has(message, "\nouch")) << message;
}

TEST_F(Failures, OfAProgramThatRecordsNothingAskWhatItIs) {
    EXPECT_TRUE(has(messageOf(QStringLiteral("/bin/true")), "recorded nothing"));
}

TEST_F(Failures, OfAProgramThatWritesGarbageAskWhatItIs) {
    const QByteArray garbage = "i=0; while [ $i -lt 300 ]; do head -c 997 /dev/urandom >&2; "
                               "i=$((i+1)); done; echo; echo rubbish > \"$5\"";
    EXPECT_TRUE(has(messageOf(script("garbage", garbage)), "recorded nothing"));
    const std::string message = messageOf(script("garbage2", garbage + "; exit 44"));
    EXPECT_TRUE(has(message, "failed")) << message;
    EXPECT_LT(message.size(), 200'000U);
}

TEST_F(Failures, WithoutAReasonNameTheExitCode) {
    EXPECT_TRUE(has(messageOf(script("silent", "exit 3")), "exit code 3"));
    EXPECT_TRUE(has(messageOf(script("silent2", "exit 2")), "without a reason"));
}

TEST_F(Failures, OfAFullDiskSaySoAndKeepWhatThereIs) {
    const QString program =
        script("small-disk", "ulimit -f 2000; exec " ORRERY_PROGRAM " \"$@\""); // in 512 octets
    const auto runs = managerOf(program);
    RunRequest request = lengthy();
    const RunState state = run(*runs, request);
    EXPECT_EQ(state.kind, Kind::Failed);
    EXPECT_TRUE(has(text(state.message), "Free some space")) << text(state.message);
    EXPECT_TRUE(has(text(state.message), "limit on the size")) << text(state.message);
    EXPECT_FALSE(has(text(state.message), ".trace")) << text(state.message);
    EXPECT_EQ(statusOf(state.trace), sim::trace::RunStatus::Running);
}

TEST_F(Failures, OfAFolderThatCannotBeWrittenNameIt) {
    write("cache", "a file where a folder should be");
    const std::string message = messageOf(quick());
    EXPECT_TRUE(has(message, text(cache()))) << message;
    EXPECT_TRUE(has(message, "cannot be written")) << message;
}

TEST_F(Failures, AreNotRemembered) {
    EXPECT_EQ(run(*managerOf(QStringLiteral("/bin/true")), quick()).kind, Kind::Failed);
    EXPECT_EQ(run(*manager(), quick()).kind, Kind::Complete);
}

TEST_F(Failures, OfOneExpectationAreNone) {
    RunRequest request = quick();
    QFile file(request.scenario);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    request.until = sim::SimTime{1'000'000}; // too early for what it expects
    EXPECT_EQ(run(*manager(), request).kind, Kind::Complete);
}

} // namespace
} // namespace gui::runs
