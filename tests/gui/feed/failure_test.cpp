// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/failure_text.h"
#include "sim/trace/reader.h"
#include "tests/gui/feed/support.h"

#include <QFile>
#include <QSignalSpy>

namespace gui::feed {
namespace {

class FeedFailures : public Feeds {
protected:
    /// The only message of a feed that cannot open its file.
    QString messageOf(const QString& trace, bool ended = true) {
        TraceFeed feed;
        QSignalSpy failures(&feed, &TraceFeed::failed);
        feed.open(trace);
        if (ended) {
            feed.writerEnded();
        }
        EXPECT_TRUE(wait([&] { return failures.count() > 0; }));
        wait([] { return false; }, 150);
        EXPECT_EQ(failures.count(), 1);
        EXPECT_FALSE(feed.isOpen());
        return failures.value(0).value(0).toString();
    }
    static void write(const QString& name, const QByteArray& octets, qint64 at = 0) {
        QFile file(name);
        ASSERT_TRUE(file.open(QIODevice::ReadWrite));
        file.seek(at);
        file.write(octets);
    }
};

TEST_F(FeedFailures, NameAFileThatIsNotThere) {
    const QString message = messageOf(path("absent.trace"));
    EXPECT_TRUE(message.contains(QStringLiteral("absent.trace"))) << message.toStdString();
    EXPECT_TRUE(message.contains(QStringLiteral("no such file"))) << message.toStdString();
}

TEST_F(FeedFailures, NameWhatIsNoTrace) {
    write(path("letter.txt"), QByteArray(5000, 'x'));
    const QString message = messageOf(path("letter.txt"));
    EXPECT_TRUE(message.contains(QStringLiteral("not a trace"))) << message.toStdString();
}

TEST_F(FeedFailures, OfGarbageComeEvenIfItsWriterSeemsToWork) {
    write(path("letter.txt"), QByteArray(5000, 'x'));
    EXPECT_TRUE(messageOf(path("letter.txt"), false).contains(QStringLiteral("not a trace")));
}

/// SQLite's file format, 1.3: the user version is at octet 60.
TEST_F(FeedFailures, OfANewerTraceSayWhichVersionToUse) {
    const QString trace = record("a.trace");
    write(trace, QByteArray("\0\0\1\0", 4), 60);
    const QString message = messageOf(trace);
    EXPECT_TRUE(message.contains(QStringLiteral("newer Orrery"))) << message.toStdString();
}

TEST_F(FeedFailures, OfATruncatedTraceSayWhatToDo) {
    const QString trace = record("a.trace");
    QFile::resize(trace, QFile(trace).size() / 2);
    const QString message = messageOf(trace);
    EXPECT_TRUE(message.contains(QStringLiteral("truncated"))) << message.toStdString();
    EXPECT_TRUE(message.contains(QStringLiteral("Run the scenario again")));
}

TEST_F(FeedFailures, OfABranchWithoutItsParentSayWhatToDo) {
    const QString parent = record("parent.trace");
    const QString branch =
        record("branch.trace", {QStringLiteral("--record-from"), QStringLiteral("500 ms"),
                                QStringLiteral("--parent"), parent});
    ASSERT_TRUE(QFile::remove(parent));
    const QString message = messageOf(branch);
    EXPECT_TRUE(message.contains(QStringLiteral("is a branch"))) << message.toStdString();
    EXPECT_TRUE(message.contains(QStringLiteral("Put it beside"))) << message.toStdString();
}

TEST_F(FeedFailures, OfARemovedFileLeaveWhatIsShown) {
    const auto process =
        startRecording("a.trace", lengthy(), {QStringLiteral("--until"), QStringLiteral("9999 s")});
    const auto feed = opened(path("a.trace"));
    ASSERT_TRUE(wait([&] { return feed->status().until > ms(1000); }));
    ASSERT_NE(sliceAt(*feed, ms(500)), nullptr);
    QSignalSpy failures(feed.get(), &TraceFeed::failed);
    ASSERT_TRUE(QFile::remove(path("a.trace")));
    ASSERT_TRUE(wait([&] { return failures.count() > 0; }));
    const QString message = failures.value(0).value(0).toString();
    EXPECT_TRUE(message.contains(QStringLiteral("was removed"))) << message.toStdString();
    EXPECT_TRUE(feed->isOpen());
    EXPECT_NE(feed->sliceFor(ms(500), {100'000'000}), nullptr);
    wait([] { return false; }, 300);
    EXPECT_EQ(failures.count(), 1);
    process->kill();
    process->waitForFinished();
}

TEST_F(FeedFailures, OfADamagedPageComeWhenItIsReadAndLeaveTheRest) {
    const QString trace = record("a.trace");
    constexpr qint64 kPage = 8192;
    qint64 root = 0;
    {
        const auto reader = sim::trace::Reader::open(trace.toStdString());
        ASSERT_TRUE(reader);
        const auto table =
            (*reader)->query("SELECT rootpage FROM sqlite_schema WHERE name = 'time_index'");
        ASSERT_TRUE(table);
        root = std::stoll(*table->rows.at(0).at(0));
    }
    write(trace, QByteArray(kPage, '\xa5'), (root - 1) * kPage);
    TraceFeed feed;
    QSignalSpy failures(&feed, &TraceFeed::failed);
    feed.open(trace);
    ASSERT_TRUE(wait([&] {
        feed.follow(ms(900), {100'000'000}, {});
        return failures.count() > 0;
    }));
    EXPECT_TRUE(feed.isOpen());
    EXPECT_FALSE(failures.value(0).value(0).toString().isEmpty());
    for (int at = 0; at < 2000; at += 100) {
        feed.follow(ms(at), {100'000'000}, {});
        wait([] { return false; }, 5);
    }
    EXPECT_EQ(failures.count(), 1);
}

TEST_F(FeedFailures, OfEveryKindAreSentences) {
    using Kind = sim::trace::TraceErrorKind;
    for (int kind = 0; kind <= static_cast<int>(Kind::BadWording); ++kind) {
        for (const bool wasOpen : {false, true}) {
            const QString text =
                failureText(QStringLiteral("/"), {static_cast<Kind>(kind), "why"}, wasOpen);
            EXPECT_TRUE(text.endsWith(u'.') || text.endsWith(u')')) << text.toStdString();
            EXPECT_FALSE(text.contains(u'%')) << text.toStdString();
        }
    }
}

} // namespace
} // namespace gui::feed
