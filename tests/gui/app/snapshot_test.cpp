// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself, as a script calls it: without a display.
#include "gui/app/snapshot.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace gui::app {
namespace {

struct Ended {
    int code = -1;
    QString output;
    QString errors;
};

Ended runProgram(const char* program, const QStringList& arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
    environment.remove(QStringLiteral("XDG_RUNTIME_DIR"));
    process.setProcessEnvironment(environment);
    process.start(QString::fromUtf8(program), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit) {
        return {};
    }
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

Ended studio(const QStringList& arguments) {
    return runProgram(ORRERY_STUDIO_PROGRAM, arguments);
}

core::Result<std::optional<SnapshotOptions>, QString> parsed(const QStringList& arguments) {
    QCommandLineParser parser;
    addSnapshotOptions(parser);
    EXPECT_TRUE(parser.parse(QStringList{QStringLiteral("orrery-studio")} + arguments));
    return snapshotOptionsOf(parser);
}

QStringList words(const char* line) {
    return QString::fromUtf8(line).split(u' ');
}

TEST(SnapshotOptions, AreNoneIfNoSnapshotIsAskedFor) {
    const auto options = parsed({});
    ASSERT_TRUE(options);
    EXPECT_FALSE(options->has_value());
}

core::Result<WindowOptions, QString> windowOf(const QStringList& arguments) {
    QCommandLineParser parser;
    addSnapshotOptions(parser);
    EXPECT_TRUE(parser.parse(QStringList{QStringLiteral("orrery-studio")} + arguments));
    return windowOptionsOf(parser);
}

TEST(WindowOptions, SayWhereItOpensAndHowItLooks) {
    const auto none = windowOf({});
    ASSERT_TRUE(none);
    EXPECT_FALSE(none->at || none->language || none->theme);
    const auto all = windowOf(words("--at 31s --lang zh --theme dark a.trace"));
    ASSERT_TRUE(all);
    EXPECT_EQ(all->at, sim::SimTime{31'000'000'000});
    EXPECT_EQ(all->language, sim::trace::Language::Chinese);
    EXPECT_EQ(all->theme, sim::scene::Theme::Dark);
}

TEST(WindowOptions, RefuseWhatOnlyASnapshotUnderstands) {
    for (const char* line : {"--out a.png", "--size 10x10", "--scale 2", "--view stage"}) {
        const auto options = windowOf(words(line));
        ASSERT_FALSE(options) << line;
        EXPECT_TRUE(options.error().contains(QStringLiteral("needs --snapshot")));
    }
    EXPECT_FALSE(windowOf(words("--at soon")));
    EXPECT_FALSE(windowOf(words("--lang fr")));
    EXPECT_EQ(studio(words("--size 800x600")).code, 2);
}

TEST(SnapshotOptions, AreReadWithTheirUnits) {
    const auto options = parsed(words("--snapshot a.trace --at 1500ms --out b.png --lang zh "
                                      "--size 1920x1080 --theme dark --scale 1.5"));
    ASSERT_TRUE(options && *options);
    EXPECT_EQ((*options)->trace, QStringLiteral("a.trace"));
    EXPECT_EQ((*options)->at.ns, 1'500'000'000);
    EXPECT_EQ((*options)->out, QStringLiteral("b.png"));
    EXPECT_EQ((*options)->language, sim::trace::Language::Chinese);
    EXPECT_EQ((*options)->size, QSize(1920, 1080));
    EXPECT_EQ((*options)->theme, sim::scene::Theme::Dark);
    EXPECT_EQ((*options)->scale, 1.5);
}

TEST(SnapshotOptions, HaveDefaults) {
    const auto options = parsed(words("--snapshot a.trace --out b.svg"));
    ASSERT_TRUE(options && *options);
    EXPECT_EQ((*options)->at.ns, 0);
    EXPECT_EQ((*options)->size, QSize(1280, 720));
    EXPECT_EQ((*options)->scale, 1);
}

TEST(SnapshotOptions, ThatAreWrongAreNamed) {
    const std::pair<const char*, const char*> wrong[] = {
        {"--at 31", "--at"},         {"--at -1s", "--at"},           {"--size 1280", "--size"},
        {"--size 9x9", "--size"},    {"--size 99999x100", "--size"}, {"--lang de", "--lang"},
        {"--theme blue", "--theme"}, {"--scale 0", "--scale"},       {"--scale x", "--scale"},
        {"--scale 100", "--scale"},  {"--view table", "--view"},     {"--out b.pdf", "--out"},
    };
    for (const auto& [arguments, name] : wrong) {
        const auto options = parsed(words("--snapshot a.trace --out b.png") + words(arguments));
        ASSERT_FALSE(options) << arguments;
        EXPECT_TRUE(options.error().startsWith(QString::fromUtf8(name)))
            << options.error().toStdString();
        EXPECT_FALSE(options.error().contains(u'\n'));
    }
    const auto noFile = parsed(words("--snapshot a.trace"));
    ASSERT_FALSE(noFile);
    EXPECT_TRUE(noFile.error().contains(QStringLiteral("--out")));
}

/// A short trace of a shipped scenario.
class SnapshotProgram : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new QTemporaryDir;
        const Ended run =
            runProgram(ORRERY_PROGRAM,
                       {QStringLiteral("run"),
                        QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/leader-partition.yaml"),
                        QStringLiteral("--until"), QStringLiteral("12s"), QStringLiteral("--trace"),
                        trace(), QStringLiteral("--quiet")});
        ASSERT_NE(run.code, -1);
        ASSERT_TRUE(QFile::exists(trace())) << run.errors.toStdString();
    }
    static void TearDownTestSuite() { delete folder_; }

    static QString path(const char* name) { return folder_->filePath(QString::fromUtf8(name)); }
    static QString trace() { return path("run.trace"); }
    static Ended snapshot(const char* out, const char* more) {
        return studio(
            QStringList{QStringLiteral("--snapshot"), trace(), QStringLiteral("--out"), path(out)} +
            words(more));
    }
    static QByteArray read(const char* name) {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    static inline QTemporaryDir* folder_ = nullptr;
};

TEST_F(SnapshotProgram, WritesAPictureOfTheSizeAskedFor) {
    const Ended ended = snapshot("a.png", "--at 11s --size 800x450 --scale 2");
    EXPECT_EQ(ended.code, 0) << ended.errors.toStdString();
    EXPECT_TRUE(ended.errors.isEmpty()) << ended.errors.toStdString();
    const QImage image(path("a.png"));
    EXPECT_EQ(image.size(), QSize(1600, 900));
}

TEST_F(SnapshotProgram, WritesTheSamePictureAgain) {
    EXPECT_EQ(snapshot("b.png", "--at 10.5s").code, 0);
    EXPECT_EQ(snapshot("c.png", "--at 10.5s").code, 0);
    EXPECT_FALSE(read("b.png").isEmpty());
    EXPECT_EQ(read("b.png"), read("c.png"));
}

TEST_F(SnapshotProgram, TimesThemesAndLanguagesDiffer) {
    EXPECT_EQ(snapshot("at5.png", "--at 5s").code, 0);
    EXPECT_EQ(snapshot("at11.png", "--at 11s").code, 0);
    EXPECT_EQ(snapshot("dark.png", "--at 11s --theme dark").code, 0);
    EXPECT_EQ(snapshot("zh.png", "--at 11s --lang zh").code, 0);
    EXPECT_NE(read("at5.png"), read("at11.png"));
    EXPECT_NE(read("dark.png"), read("at11.png"));
    EXPECT_NE(read("zh.png"), read("at11.png"));
}

TEST_F(SnapshotProgram, WritesVectorsWithTheNamesOfMachines) {
    EXPECT_EQ(snapshot("a.svg", "--at 11s").code, 0);
    const QByteArray svg = read("a.svg");
    EXPECT_TRUE(svg.contains("<svg"));
    EXPECT_TRUE(svg.contains("kv-1"));
    EXPECT_FALSE(svg.contains("<image"));
}

TEST_F(SnapshotProgram, AMissingTraceIsBadInput) {
    const Ended ended = studio(
        {QStringLiteral("--snapshot"), path("no.trace"), QStringLiteral("--out"), path("no.png")});
    EXPECT_EQ(ended.code, kBadInput);
    EXPECT_TRUE(ended.errors.contains(QStringLiteral("no.trace"))) << ended.errors.toStdString();
    EXPECT_EQ(ended.errors.count(u'\n'), 1);
    EXPECT_FALSE(QFile::exists(path("no.png")));
}

TEST_F(SnapshotProgram, ATimeBeyondTheEndIsBadInput) {
    const Ended ended = snapshot("late.png", "--at 100s");
    EXPECT_EQ(ended.code, kBadInput);
    EXPECT_TRUE(ended.errors.contains(QStringLiteral("12s"))) << ended.errors.toStdString();
}

TEST_F(SnapshotProgram, AFolderThatIsNotThereIsAFailure) {
    const Ended ended = snapshot("no/folder/a.png", "--at 1s");
    EXPECT_EQ(ended.code, kFailure);
    EXPECT_EQ(ended.errors.count(u'\n'), 1) << ended.errors.toStdString();
}

TEST_F(SnapshotProgram, AnUnknownOptionIsBadInput) {
    const Ended ended = snapshot("a.png", "--colour red");
    EXPECT_EQ(ended.code, kBadInput);
    EXPECT_TRUE(ended.errors.contains(QStringLiteral("colour"))) << ended.errors.toStdString();
    EXPECT_EQ(ended.errors.count(u'\n'), 1);
}

TEST_F(SnapshotProgram, HelpNamesEveryOption) {
    const Ended ended = studio({QStringLiteral("--help")});
    EXPECT_EQ(ended.code, 0) << ended.errors.toStdString();
    for (const char* name :
         {"--snapshot", "--at", "--view", "--out", "--lang", "--size", "--theme", "--scale"}) {
        EXPECT_TRUE(ended.output.contains(QString::fromLatin1(name))) << name;
    }
}

} // namespace
} // namespace gui::app
