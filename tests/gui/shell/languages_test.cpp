// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/shell/fixture.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QMenuBar>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <gtest/gtest.h>

#include <map>

/// English and Chinese: complete, switched live, with the same placeholders.
namespace gui::shell {
namespace {

using sim::trace::Language;

struct Entry {
    QString context;
    QString source;
    QString translation;
    bool isFinished = true;
};

/// The messages of a .ts file; of a plural the one form that Chinese has.
std::vector<Entry> entriesOf(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    QXmlStreamReader xml(&file);
    std::vector<Entry> entries;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        if (xml.name() == QStringLiteral("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QStringLiteral("source")) {
            entries.push_back({context, xml.readElementText(), {}, true});
        } else if (xml.name() == QStringLiteral("translation")) {
            entries.back().isFinished = !xml.attributes().hasAttribute(QStringLiteral("type"));
            entries.back().translation =
                xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        }
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    return entries;
}

const QString kCatalogue = QStringLiteral(ORRERY_SOURCE_DIR "/gui/translations/orrery_zh_CN.ts");

TEST(Translations, NoTextOfTheSourcesIsMissingOrUnfinished) {
    const QTemporaryDir folder;
    const QString fresh = folder.filePath(QStringLiteral("fresh.ts"));
    ASSERT_TRUE(QFile::copy(kCatalogue, fresh));
    QProcess lupdate;
    lupdate.setWorkingDirectory(QStringLiteral(ORRERY_SOURCE_DIR));
    lupdate.setProcessChannelMode(QProcess::MergedChannels);
    lupdate.start(QStringLiteral(ORRERY_LUPDATE),
                  {QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("-locations"),
                   QStringLiteral("none"), QStringLiteral("-recursive"), QStringLiteral("gui"),
                   QStringLiteral("-ts"), fresh});
    ASSERT_TRUE(lupdate.waitForFinished(120'000));
    ASSERT_EQ(lupdate.exitCode(), 0) << lupdate.readAll().toStdString();
    QStringList bad;
    for (const Entry& entry : entriesOf(fresh)) {
        if (!entry.isFinished || entry.translation.isEmpty()) {
            bad.append(entry.context + QStringLiteral(": ") + entry.source);
        }
    }
    EXPECT_EQ(bad.join(QLatin1Char('\n')).toStdString(), std::string())
        << "run lupdate -I . -locations none -no-obsolete -recursive gui -ts "
           "gui/translations/orrery_zh_CN.ts and translate";
}

std::map<QString, int> placeholdersOf(const QString& text) {
    static const QRegularExpression kPlaceholder(QStringLiteral("%(\\d+|n)|<[^>]+>|&(?=\\w)"));
    std::map<QString, int> found;
    for (auto it = kPlaceholder.globalMatch(text); it.hasNext();) {
        ++found[it.next().captured()];
    }
    return found;
}

TEST(Translations, KeepPlaceholdersTagsAndMnemonics) {
    for (const Entry& entry : entriesOf(kCatalogue)) {
        std::map<QString, int> source = placeholdersOf(entry.source);
        std::map<QString, int> chinese = placeholdersOf(entry.translation);
        // A number may be said once in one language and twice in the other.
        for (auto* counts : {&source, &chinese}) {
            for (auto& [placeholder, count] : *counts) {
                count = 1;
            }
        }
        EXPECT_EQ(source, chinese) << entry.source.toStdString();
    }
}

TEST(Translations, UseChinesePunctuationBetweenChineseSigns) {
    static const QRegularExpression kHalfWidth(QStringLiteral("\\p{Han}[,;:?!]\\p{Han}"));
    for (const Entry& entry : entriesOf(kCatalogue)) {
        EXPECT_FALSE(kHalfWidth.match(entry.translation).hasMatch())
            << entry.translation.toStdString();
    }
}

TEST(Languages, TheProgramAndQtItselfSpeakChinese) {
    Languages languages;
    EXPECT_TRUE(languages.isComplete());
    languages.set(Language::Chinese);
    EXPECT_EQ(QCoreApplication::translate("QPlatformTheme", "Cancel"), QStringLiteral("取消"));
    languages.set(Language::English);
    EXPECT_EQ(QCoreApplication::translate("QPlatformTheme", "Cancel"), QStringLiteral("Cancel"));
}

TEST(Languages, AreSwitchedWhileTheWindowIsOpen) {
    TestWindow test;
    const QAction* file = test.window->menuBar()->actions().front();
    EXPECT_EQ(file->text(), QStringLiteral("&File"));
    test.action(Command::Chinese)->trigger();
    QApplication::processEvents();
    EXPECT_EQ(file->text(), QStringLiteral("文件(&F)"));
    EXPECT_EQ(test.action(Command::Open)->text(), QStringLiteral("打开(&O)..."));
    EXPECT_TRUE(test.action(Command::Chinese)->isChecked());
    test.action(Command::English)->trigger();
    QApplication::processEvents();
    EXPECT_EQ(file->text(), QStringLiteral("&File"));
    EXPECT_FALSE(test.action(Command::Chinese)->isChecked());
}

TEST(Appearance, IsKeptUntilTheNextStart) {
    {
        Appearance appearance;
        appearance.restore();
        appearance.setLanguage(Language::Chinese);
        appearance.setTheme(sim::scene::Theme::Dark);
        appearance.resetText();
        appearance.enlargeText();
    }
    Appearance appearance;
    appearance.restore();
    EXPECT_TRUE(appearance.isChinese());
    EXPECT_EQ(appearance.theme(), sim::scene::Theme::Dark);
    EXPECT_DOUBLE_EQ(appearance.textScale(), 1.15);
    appearance.setLanguage(Language::English);
    appearance.setTheme(sim::scene::Theme::Light);
    appearance.resetText();
}

TEST(Appearance, TextGrowsAndShrinksWithinBounds) {
    Appearance appearance;
    appearance.restore();
    for (int i = 0; i < 20; ++i) {
        appearance.enlargeText();
    }
    EXPECT_DOUBLE_EQ(appearance.textScale(), 2);
    for (int i = 0; i < 20; ++i) {
        appearance.shrinkText();
    }
    EXPECT_DOUBLE_EQ(appearance.textScale(), 0.8);
    appearance.resetText();
    appearance.setPresenting(true);
    EXPECT_DOUBLE_EQ(appearance.textScale(), 1.5);
    appearance.setPresenting(false);
    EXPECT_DOUBLE_EQ(appearance.textScale(), 1);
}

} // namespace
} // namespace gui::shell
