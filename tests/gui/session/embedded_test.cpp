// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/embedded.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace gui::session {
namespace {

using sim::trace::RunHeader;

const std::string kScenario = R"(orrery: 1
title: Two machines  # a comment that stays
duration: 10 s
topology: {hosts: {web: {count: 2, link: core}}, switches: {core: {}}}
timeline:
  - {name: kill, at: 3 s, power-off: web-1}
)";

std::string textOf(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    return file.readAll().toStdString();
}

TEST(Embedded, ScenarioComesBackAsItWas) {
    const QTemporaryDir folder;
    RunHeader header;
    header.sources = {{"two.yaml", kScenario}};
    const auto path = unpackScenario(header, folder.path());
    ASSERT_TRUE(path) << path.error().toStdString();
    EXPECT_EQ(textOf(*path), kScenario);
    EXPECT_TRUE(path->endsWith(QStringLiteral("two.yaml")));
}

TEST(Embedded, IncludesLieBesideIt) {
    const QTemporaryDir folder;
    RunHeader header;
    header.sources = {{"two.yaml", "include: parts/net.yaml\n"}, {"parts/net.yaml", "seed: 4\n"}};
    const auto path = unpackScenario(header, folder.path());
    ASSERT_TRUE(path);
    const QDir place = QFileInfo(*path).dir();
    EXPECT_EQ(textOf(place.filePath(QStringLiteral("parts/net.yaml"))), "seed: 4\n");
}

TEST(Embedded, OverlayAndArgumentsAreWorkedIn) {
    const QTemporaryDir folder;
    RunHeader header;
    header.sources = {{"two.yaml", kScenario}};
    header.overlays = {
        {"more.yaml", "extends: two.yaml\ntimeline:\n  - {at: 5 s, power-on: web-1}\n"}};
    header.sets = {"timeline.kill.at=4s"};
    const auto path = unpackScenario(header, folder.path());
    ASSERT_TRUE(path) << path.error().toStdString();
    const std::string text = textOf(*path);
    EXPECT_NE(text.find("power-on: web-1"), std::string::npos) << text;
    EXPECT_NE(text.find("at: 4s"), std::string::npos) << text;
    EXPECT_NE(text.find("a comment that stays"), std::string::npos) << text;
}

TEST(Embedded, NoFileIsWrittenOutsideOfTheFolder) {
    const QTemporaryDir folder;
    for (const char* name : {"../evil.yaml", "/evil.yaml", "a/../../evil.yaml", ""}) {
        RunHeader header;
        header.sources = {{"two.yaml", kScenario}, {name, "seed: 4\n"}};
        const auto path = unpackScenario(header, folder.filePath(QStringLiteral("inner")));
        ASSERT_FALSE(path) << name;
        EXPECT_TRUE(path.error().contains(QStringLiteral("watched"))) << name;
    }
    EXPECT_FALSE(QFile::exists(folder.filePath(QStringLiteral("evil.yaml"))));
}

TEST(Embedded, ATraceWithoutAScenarioSaysSo) {
    const QTemporaryDir folder;
    EXPECT_FALSE(unpackScenario(RunHeader{}, folder.path()));
}

TEST(Embedded, AFolderThatCannotBeWrittenSaysSo) {
    RunHeader header;
    header.sources = {{"two.yaml", kScenario}};
    EXPECT_FALSE(unpackScenario(header, QStringLiteral("/proc/nothing")));
}

} // namespace
} // namespace gui::session
