// SPDX-License-Identifier: Apache-2.0
// Goal: whatever happens to the file or to the run, what was committed can be read, and the reader
// and the recorder say in one clear sentence what is wrong.
#include "tests/sim/trace/fixture.h"

#include <sqlite3.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>

namespace sim::trace::testing {
namespace {

/// Waits, for at most ten seconds, until `holds`.
template <class Condition>
bool eventually(Condition&& holds) {
    for (int i = 0; i < 1000; ++i) {
        if (holds()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

/// One event each millisecond, from `first` on.
void events(Recorder& recorder, std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t id = first; id < first + count; ++id) {
        recorder.event(id, ms(static_cast<std::int64_t>(id)), 0, "tick", {}, kNoCause);
    }
}

std::uint64_t eventsIn(const Reader& reader) {
    return std::stoull(single(reader, "SELECT count(*) FROM events"));
}

/// A child process that records until `work` returns; the exit code says how it went.
template <class Work>
pid_t inChild(Work&& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(work());
    }
    return child;
}

int exitCode(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

TEST(GrowingTrace, IsReadByAnotherConnection) {
    Trace trace(Level::Full);
    const Reader& reader = trace.open();
    EXPECT_EQ(reader.summary().status, RunStatus::Running);
    EXPECT_EQ(reader.summary().header.hosts.size(), 3U);
    std::uint64_t id = 1;
    EXPECT_TRUE(eventually([&] {
        events(*trace.recorder, id, 10);
        id += 10;
        return eventsIn(reader) >= 10;
    }));
    ASSERT_TRUE(trace.reader->refresh());
    EXPECT_GT(reader.summary().until.ns, 0);
    EXPECT_NE(reader.notice().find("incomplete"), std::string::npos);
    EXPECT_NE(reader.notice().find("run.trace-wal belong together"), std::string::npos);
}

TEST(GrowingTrace, StaysInWalModeForAReaderThatLeavesItAtTheEnd) {
    Trace trace(Level::Full);
    trace.open();
    events(*trace.recorder, 1, 10);
    ASSERT_TRUE(trace.recorder->finish({}));
    EXPECT_TRUE(std::filesystem::exists(trace.path.string() + "-wal"));
    ASSERT_TRUE(trace.reader->refresh());
    EXPECT_EQ(trace.reader->summary().status, RunStatus::Complete);
    trace.recorder.reset();
    trace.reader.reset();
    EXPECT_FALSE(std::filesystem::exists(trace.path.string() + "-wal"));
    EXPECT_EQ(eventsIn(trace.open()), 10U);
}

TEST(KilledRun, LeavesAReadableFileThatSaysIncomplete) {
    const Folder folder;
    const auto path = folder / "killed.trace";
    const pid_t child = inChild([&] {
        auto recorder = Recorder::create(path, world(), Level::Full, {});
        for (std::uint64_t id = 1; recorder; id += 10) {
            events(**recorder, id, 10);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return 1;
    });
    const bool grew = eventually([&] {
        const auto reader = Reader::open(path);
        return reader && eventsIn(**reader) >= 10;
    });
    ::kill(child, SIGKILL);
    EXPECT_EQ(exitCode(child), 128 + SIGKILL);
    ASSERT_TRUE(grew);
    const auto reader = Reader::open(path);
    ASSERT_TRUE(reader) << reader.error().text;
    EXPECT_GE(eventsIn(**reader), 10U);
    EXPECT_EQ((*reader)->summary().status, RunStatus::Running);
    EXPECT_NE((*reader)->notice().find("belong together"), std::string::npos);
    EXPECT_EQ(single(**reader, "PRAGMA integrity_check"), "ok");
}

TEST(AbandonedRecorder, KeepsEverythingReported) {
    Trace trace(Level::Full);
    events(*trace.recorder, 1, 1234);
    trace.recorder.reset();
    EXPECT_EQ(eventsIn(trace.open()), 1234U);
    EXPECT_EQ(trace.reader->summary().status, RunStatus::Running);
}

TEST(InterruptedRun, SaysSo) {
    Trace trace(Level::Full);
    RunOutcome outcome;
    outcome.interrupted = true;
    EXPECT_EQ(trace.done(ms(2'500), outcome).summary().status, RunStatus::Interrupted);
    EXPECT_EQ(trace.reader->notice(), "The run was interrupted at 2.500 s.");
}

TEST(FullDisk, ReachesTheCallerAndKeepsTheLastCommit) {
    Trace trace(Level::Full, 1'000'000);
    std::uint64_t id = 1;
    for (; id < 10'000'000 && !trace.recorder->failure(); id += 100) {
        events(*trace.recorder, id, 100);
    }
    ASSERT_TRUE(trace.recorder->failure());
    EXPECT_EQ(trace.recorder->failure()->kind, TraceErrorKind::DiskFull);
    events(*trace.recorder, id, 100'000); // dropped, never blocked
    const auto finished = trace.recorder->finish({});
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().text, trace.path.string() + ": no space left");
    EXPECT_EQ(trace.open().summary().status, RunStatus::Running);
    EXPECT_EQ(single(*trace.reader, "PRAGMA integrity_check"), "ok");
}

TEST(FileSizeLimit, IsAnErrorAndNoSignal) {
    const Folder folder;
    const auto path = folder / "limited.trace";
    const pid_t child = inChild([&] {
        const rlimit limit{2'000'000, 2'000'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        auto recorder = Recorder::create(path, world(), Level::Full, {});
        if (!recorder) {
            return 1;
        }
        for (std::uint64_t id = 1; id < 10'000'000 && !(*recorder)->failure(); id += 100) {
            events(**recorder, id, 100);
        }
        const auto finished = (*recorder)->finish({});
        if (finished || finished.error().kind != TraceErrorKind::DiskFull) {
            std::cerr << (finished ? "no failure" : finished.error().text) << '\n';
            return 2;
        }
        return 0;
    });
    EXPECT_EQ(exitCode(child), 0);
    const auto reader = Reader::open(path);
    ASSERT_TRUE(reader) << reader.error().text;
    EXPECT_EQ((*reader)->summary().header.seed, world().seed);
}

TEST(VanishedFile, ReachesTheCaller) {
    Trace trace(Level::Full);
    std::filesystem::remove(trace.path);
    std::uint64_t id = 1;
    EXPECT_TRUE(eventually([&] {
        events(*trace.recorder, id++, 1);
        return trace.recorder->failure().has_value();
    }));
    const auto finished = trace.recorder->finish({});
    ASSERT_FALSE(finished);
    EXPECT_NE(finished.error().text.find("removed or replaced"), std::string::npos);
}

TEST(CreatingATrace, RefusesBadPathsClearly) {
    const Folder folder;
    write(folder / "notes.txt", "precious notes, longer than a header of a database: "
                                "....................................................");
    const std::vector<std::pair<std::filesystem::path, std::string>> cases{
        {folder.path(), "a folder has that name"},
        {folder / "absent/run.trace", "there is no folder"},
        {"/dev/full", "it is no regular file"},
        {folder / "notes.txt", "a file that is no trace has that name; it was left alone"}};
    for (const auto& [path, why] : cases) {
        const auto made = Recorder::create(path, world(), Level::Full, {});
        ASSERT_FALSE(made) << path;
        EXPECT_EQ(made.error().kind, TraceErrorKind::CannotCreate);
        EXPECT_NE(made.error().text.find(why), std::string::npos) << made.error().text;
    }
    EXPECT_GT(std::filesystem::file_size(folder / "notes.txt"), 60U);
}

TEST(CreatingATrace, ReplacesAnOldTrace) {
    Trace trace(Level::Full);
    events(*trace.recorder, 1, 10);
    trace.done();
    trace.reader.reset();
    auto again = Recorder::create(trace.path, world(), Level::Full, {});
    ASSERT_TRUE(again) << again.error().text;
    ASSERT_TRUE((*again)->finish({}));
    EXPECT_EQ(eventsIn(trace.open()), 0U);
}

TEST(CreatingATrace, TakesNamesThatAUriWouldSplit) {
    const Folder folder;
    const auto path = folder / "50% of a?b#c.trace";
    auto recorder = Recorder::create(path, world(), Level::Full, {});
    ASSERT_TRUE(recorder) << recorder.error().text;
    ASSERT_TRUE((*recorder)->finish({}));
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_TRUE(Reader::open(path));
}

TraceError openError(const std::filesystem::path& path) {
    const auto reader = Reader::open(path);
    EXPECT_FALSE(reader) << path;
    return reader ? TraceError{} : reader.error();
}

TEST(OpeningATrace, RefusesWhatIsNone) {
    const Folder folder;
    write(folder / "empty", "");
    write(folder / "text", std::string(5000, 'x'));
    write(folder / "short", "SQLite format 3");
    EXPECT_EQ(openError(folder / "absent").kind, TraceErrorKind::CannotOpen);
    EXPECT_EQ(openError(folder.path()).kind, TraceErrorKind::CannotOpen);
    EXPECT_NE(openError(folder / "empty").text.find("the file is empty"), std::string::npos);
    EXPECT_NE(openError(folder / "text").text.find("not a trace"), std::string::npos);
    EXPECT_NE(openError(folder / "short").text.find("truncated"), std::string::npos);
}

TEST(OpeningATrace, RefusesATruncatedOne) {
    Trace trace(Level::Full);
    events(*trace.recorder, 1, 10'000);
    trace.done();
    trace.reader.reset();
    const auto size = std::filesystem::file_size(trace.path);
    for (const std::uintmax_t part : {size - 1, size / 2, std::uintmax_t{9'000}}) {
        std::filesystem::resize_file(trace.path, part);
        const TraceError error = openError(trace.path);
        EXPECT_EQ(error.kind, TraceErrorKind::NotATrace);
        EXPECT_NE(error.text.find("truncated"), std::string::npos) << error.text;
    }
}

TEST(OpeningATrace, RefusesANewerSchemaAndOtherDatabases) {
    Trace trace(Level::Full);
    trace.done();
    trace.reader.reset();
    const auto change = [&](const char* sql) {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(trace.path.c_str(), &database), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    };
    change("PRAGMA user_version = 2");
    EXPECT_EQ(openError(trace.path).kind, TraceErrorKind::NewerSchema);
    change("PRAGMA application_id = 7");
    EXPECT_EQ(openError(trace.path).kind, TraceErrorKind::NotATrace);
}

TEST(OpeningATrace, NeverWritesThroughAQuery) {
    Trace trace(Level::Full);
    const Reader& reader = trace.done();
    EXPECT_EQ(reader.query("DELETE FROM meta").error().kind, TraceErrorKind::BadQuery);
    EXPECT_EQ(reader.query("SELEC 1").error().kind, TraceErrorKind::BadQuery);
    EXPECT_EQ(reader.query("").error().kind, TraceErrorKind::BadQuery);
}

} // namespace
} // namespace sim::trace::testing
