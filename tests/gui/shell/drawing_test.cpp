// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/icons.h"
#include "gui/shell/library_delegate.h"
#include "gui/shell/library_panel.h"
#include "tests/gui/shell/fixture.h"

#include <QApplication>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>
#include <gtest/gtest.h>

/// What the shell draws itself: pictograms, and scenarios in the library.
namespace gui::shell {
namespace {

int inked(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixelColor(x, y).alpha() > 100 ? 1 : 0;
        }
    }
    return count;
}

TEST(Pictograms, AreAllDrawnAndAllDifferent) {
    std::vector<QImage> seen;
    for (int i = static_cast<int>(Pictogram::Play); i <= static_cast<int>(Pictogram::Close); ++i) {
        const QImage image =
            pictogram(static_cast<Pictogram>(i), Qt::black).pixmap(QSize(24, 24)).toImage();
        EXPECT_GT(inked(image), 30) << i;
        EXPECT_LT(inked(image), 24 * 24 * 3 / 4) << i;
        for (const QImage& other : seen) {
            EXPECT_NE(image, other) << i;
        }
        seen.push_back(image);
    }
    EXPECT_TRUE(pictogram(Pictogram::None, Qt::black).isNull());
}

TEST(Pictograms, AreFaintWhereTheyAreDisabled) {
    const QIcon icon = pictogram(Pictogram::Play, Qt::black);
    const QImage on = icon.pixmap(QSize(24, 24), QIcon::Normal).toImage();
    const QImage off = icon.pixmap(QSize(24, 24), QIcon::Disabled).toImage();
    EXPECT_EQ(on.pixelColor(10, 12).alpha(), 255);
    EXPECT_LT(off.pixelColor(10, 12).alpha(), 120);
    EXPECT_GT(off.pixelColor(10, 12).alpha(), 40);
}

TEST(LibraryDelegate, RowsGrowWhereTitlesBreak) {
    LibraryModel model;
    model.setEntries(shippedEntries());
    LibraryPanel panel(model);
    auto* tree = panel.findChild<QTreeView*>();
    panel.resize(500, 600);
    panel.show();
    const QModelIndex first = tree->model()->index(0, 0, tree->model()->index(0, 0));
    const int wide = tree->visualRect(first).height();
    panel.resize(200, 600);
    EXPECT_GT(tree->visualRect(first).height(), wide);
    EXPECT_FALSE(tree->horizontalScrollBar()->isVisible());
}

TEST(LibraryDelegate, DrawsTitleAndSummaryWithinItsRow) {
    LibraryModel model;
    model.setEntries(shippedEntries());
    QTreeView tree;
    tree.setModel(&model);
    tree.resize(300, 400);
    LibraryDelegate delegate;
    QStyleOptionViewItem option;
    option.widget = &tree;
    option.font = tree.font();
    const QSize size = delegate.sizeHint(option, model.first());
    QImage image(300, size.height() + 40, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    option.rect = QRect(0, 20, 300, size.height());
    delegate.paint(&painter, option, model.first());
    painter.end();
    EXPECT_EQ(inked(image.copy(0, 0, 300, 20)), 0);
    EXPECT_EQ(inked(image.copy(0, size.height() + 20, 300, 20)), 0);
    EXPECT_GT(inked(image.copy(0, 20, 300, size.height() / 2)), 200);
    EXPECT_GT(inked(image.copy(0, 20 + size.height() / 2, 300, size.height() / 2)), 200);
}

TEST(LibraryPanel, MarksWhatIsOpenAndForgetsWhatIsNotInIt) {
    LibraryModel model;
    model.setEntries(shippedEntries());
    LibraryPanel panel(model);
    panel.show();
    const auto* tree = panel.findChild<QTreeView*>();
    panel.setOpenScenario(QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/election.yaml"));
    ASSERT_EQ(tree->selectionModel()->selectedIndexes().size(), 1);
    EXPECT_TRUE(tree->currentIndex()
                    .data(LibraryModel::PathRole)
                    .toString()
                    .endsWith(QStringLiteral("election.yaml")));
    panel.setOpenScenario(QStringLiteral("/elsewhere/mine.yaml"));
    EXPECT_TRUE(tree->selectionModel()->selectedIndexes().isEmpty());
}

TEST(LibraryPanel, AClickOnAHeadingFoldsAndUnfoldsIt) {
    TestWindow test;
    auto* tree = test.window->library().findChild<QTreeView*>();
    const QModelIndex topic = tree->model()->index(0, 0);
    const auto click = [&] {
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(topic).center());
        QApplication::processEvents();
        tree->viewport()->repaint();
        return tree->viewport()->grab(tree->visualRect(topic)).toImage();
    };
    EXPECT_TRUE(tree->isExpanded(topic));
    const QImage folded = click();
    EXPECT_FALSE(tree->isExpanded(topic));
    const QImage open = click();
    EXPECT_TRUE(tree->isExpanded(topic));
    EXPECT_NE(folded, open) << "an arrow tells which it is";
    tree->setCurrentIndex(topic);
    QTest::keyClick(tree, Qt::Key_Return);
    EXPECT_FALSE(tree->isExpanded(topic));
}

TEST(LibraryPanel, ADoubleClickInTheWindowOpensTheFile) {
    TestWindow test;
    QSignalSpy chosen(test.window.get(), &MainWindow::fileChosen);
    auto* tree = test.window->findChild<LibraryPanel*>()->findChild<QTreeView*>();
    const QModelIndex topic = tree->model()->index(0, 0);
    Q_EMIT tree->activated(topic); // folds
    EXPECT_FALSE(tree->isExpanded(topic));
    EXPECT_EQ(chosen.count(), 0);
    Q_EMIT tree->activated(tree->model()->index(0, 0, topic));
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_TRUE(chosen[0][0].toString().endsWith(QStringLiteral(".yaml")));
}

} // namespace
} // namespace gui::shell
