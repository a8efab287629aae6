// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/change_form.h"
#include "gui/menu/change_popup.h"
#include "gui/menu/entry_icons.h"
#include "tests/gui/menu/situations.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

namespace gui::menu::tests {
namespace {

QAction* actionOf(const QMenu* menu, const QString& beginning) {
    for (QAction* action : menu->actions()) {
        if (action->text().startsWith(beginning)) {
            return action;
        }
    }
    ADD_FAILURE() << "no entry " << beginning.toStdString();
    return nullptr;
}

class ChangePopupTest : public testing::Test {
protected:
    ChangePopupTest() {
        QObject::connect(&popup_, &ChangePopup::chosen, &window_,
                         [this](const branches::OverlayLine& line) { lines_.push_back(line); });
        QObject::connect(&popup_, &ChangePopup::dismissed, &window_, [this] { ++dismissed_; });
        window_.resize(900, 700);
        window_.show();
    }

    void open(const sim::scene::Hit& hit) {
        popup_.open(titleFor(&hit, context_.at), entriesFor(hit, context_, false), context_,
                    {100, 100});
    }

    MenuContext context_ = troubled();
    QWidget window_;
    ChangePopup popup_{&window_};
    std::vector<branches::OverlayLine> lines_;
    int dismissed_ = 0;
};

TEST_F(ChangePopupTest, SaysWhatWasClickedAndWhen) {
    open(hostHit(context_, "kv-5"));
    ASSERT_NE(popup_.menu(), nullptr);
    EXPECT_EQ(popup_.menu()->actions().front()->text(), QStringLiteral("kv-5 at 5.0 s"));
    EXPECT_FALSE(popup_.menu()->actions().front()->isEnabled());
    EXPECT_EQ(titleFor(nullptr, seconds(31)), QStringLiteral("The network at 31.0 s"));
}

TEST_F(ChangePopupTest, KillsByOneClick) {
    open(hostHit(context_, "kv-5"));
    actionOf(popup_.menu(), QStringLiteral("Cut the power of kv-5"))->trigger();
    ASSERT_EQ(lines_.size(), 1U);
    EXPECT_EQ(lines_[0].yaml, "{at: 5.000000001 s, power-off: kv-5}");
    EXPECT_EQ(popup_.form(), nullptr);
}

TEST_F(ChangePopupTest, KillsByKeysAlone) {
    open(hostHit(context_, "kv-5"));
    QMenu* menu = popup_.menu();
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    ASSERT_EQ(lines_.size(), 1U);
    EXPECT_EQ(lines_[0].verb, "power-off");
}

TEST_F(ChangePopupTest, ShowsTheVerbOfTheScript) {
    open(hostHit(context_, "kv-5"));
    const QAction* action = actionOf(popup_.menu(), QStringLiteral("Cut the power"));
    EXPECT_TRUE(action->text().endsWith(QStringLiteral("\tpower-off")));
    EXPECT_FALSE(action->icon().isNull());
    open(processHit(context_, "kv-5"));
    const QMenu* below = actionOf(popup_.menu(), QStringLiteral("Actions of kv-5"))->menu();
    EXPECT_TRUE(actionOf(below, QStringLiteral("Stand for election"))
                    ->text()
                    .endsWith(QStringLiteral("\tcampaign")));
}

TEST_F(ChangePopupTest, ShowsWhyAnEntryIsGrey) {
    open(hostHit(context_, "kv-1"));
    const QAction* action = actionOf(popup_.menu(), QStringLiteral("Cut the power of kv-1"));
    EXPECT_FALSE(action->isEnabled());
    EXPECT_TRUE(action->text().contains(QStringLiteral("— there is no power already")));
    EXPECT_EQ(action->toolTip(), QStringLiteral("there is no power already"));
    const QAction* clock = actionOf(popup_.menu(), QStringLiteral("Clock"));
    EXPECT_FALSE(clock->isEnabled()) << "nothing in it is possible";
    EXPECT_EQ(clock->text(), QStringLiteral("Clock — there is no power"));
}

TEST_F(ChangePopupTest, LetsWhatIsDoneAtOnceEndByItself) {
    open(hostHit(context_, "kv-5"));
    QMenu* below = actionOf(popup_.menu(), QStringLiteral("For a while"))->menu();
    ASSERT_NE(below, nullptr);
    actionOf(below, QStringLiteral("Cut the power of kv-5"))->trigger();
    ASSERT_NE(popup_.form(), nullptr);
    EXPECT_TRUE(lines_.empty());
    popup_.form()->accept();
    ASSERT_EQ(lines_.size(), 1U);
    EXPECT_EQ(lines_[0].yaml, "{at: 5.000000001 s, power-off: kv-5, for: 10 s}");
}

TEST_F(ChangePopupTest, AsksForParametersInAForm) {
    open(linkHit(context_, "kv-5--core"));
    actionOf(popup_.menu(), QStringLiteral("Delay everything"))->trigger();
    ChangeForm* form = popup_.form();
    ASSERT_NE(form, nullptr);
    EXPECT_EQ(form->line()->yaml, "{at: 5.000000001 s, delay: kv-5--core, by: 200 ms}");
    form->reject();
    EXPECT_EQ(dismissed_, 1);
    EXPECT_TRUE(lines_.empty());
}

TEST_F(ChangePopupTest, ReplacesAnOpenMenu) {
    open(hostHit(context_, "kv-5"));
    open(hostHit(context_, "kv-1"));
    EXPECT_EQ(popup_.menu()->actions().front()->text(), QStringLiteral("kv-1 at 5.0 s"));
}

TEST_F(ChangePopupTest, MakesNoShortcutOfAName) {
    ChangeEntry entry;
    entry.label = QStringLiteral("a & b");
    entry.verb = "crash";
    popup_.open(QStringLiteral("R&D"), {entry}, context_, {0, 0});
    EXPECT_EQ(popup_.menu()->actions().front()->text(), QStringLiteral("R&&D"));
    EXPECT_TRUE(popup_.menu()->actions().back()->text().startsWith(QStringLiteral("a && b")));
}

class ChangeFormTest : public testing::Test {
protected:
    ChangeFormTest() {
        const auto entries = entriesFor(linkHit(context_, "kv-5--core"), context_, false);
        form_ = std::make_unique<ChangeForm>(entryOf(entries, "delay: kv-5--core"), context_);
    }
    QLineEdit* field(const char* name) const {
        return form_->findChild<QLineEdit*>(QString::fromUtf8(name));
    }
    bool canAccept() const {
        const auto* box = form_->findChild<QDialogButtonBox*>();
        return box->button(QDialogButtonBox::Ok)->isEnabled();
    }

    MenuContext context_ = troubled();
    std::unique_ptr<ChangeForm> form_;
};

TEST_F(ChangeFormTest, BeginsWithALineThatShowsAnEffect) {
    EXPECT_TRUE(canAccept());
    EXPECT_EQ(form_->line()->yaml, "{at: 5.000000001 s, delay: kv-5--core, by: 200 ms}");
    EXPECT_TRUE(form_->error().isEmpty());
}

TEST_F(ChangeFormTest, ShowsTheLineAsItIsTyped) {
    field("by")->setText(QStringLiteral("3 s"));
    field("for")->setText(QStringLiteral("1 min"));
    EXPECT_TRUE(QTest::qWaitFor([&] {
        return form_->line() &&
               form_->line()->yaml == "{at: 5.000000001 s, delay: kv-5--core, by: 3 s, for: 1 min}";
    }));
}

TEST_F(ChangeFormTest, RefusesWhatTheLoaderRefuses) {
    QSignalSpy chosen(form_.get(), &ChangeForm::chosen);
    field("by")->setText(QStringLiteral("3"));
    form_->check();
    EXPECT_FALSE(canAccept());
    EXPECT_TRUE(form_->error().contains(QStringLiteral("has no unit")));
    form_->accept();
    EXPECT_EQ(chosen.count(), 0);
    EXPECT_EQ(form_->result(), QDialog::Rejected);
}

TEST_F(ChangeFormTest, IsFilledInAndAcceptedByKeys) {
    QSignalSpy chosen(form_.get(), &ChangeForm::chosen);
    form_->show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(form_.get()));
    EXPECT_EQ(form_->focusWidget(), field("by"));
    QTest::keyClicks(form_->focusWidget(), QStringLiteral("7 ms")); // over the selected proposal
    QTest::keyClick(form_->focusWidget(), Qt::Key_Tab);
    EXPECT_EQ(form_->focusWidget(), field("jitter"));
    QTest::keyClick(form_->focusWidget(), Qt::Key_Return);
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(chosen[0][0].value<branches::OverlayLine>().yaml,
              "{at: 5.000000001 s, delay: kv-5--core, by: 7 ms}");
}

TEST_F(ChangeFormTest, IsLeftByEscape) {
    form_->show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(form_.get()));
    QSignalSpy rejected(form_.get(), &QDialog::rejected);
    QTest::keyClick(form_.get(), Qt::Key_Escape);
    EXPECT_EQ(rejected.count(), 1);
}

TEST_F(ChangeFormTest, ChoosesWhereThereIsAChoice) {
    const auto entries = entriesFor(processHit(context_, "kv-5"), context_, false);
    ChangeForm form(entryOf(entries, "action: add-member, of: kv-5"), context_);
    auto* member = form.findChild<QComboBox*>(QStringLiteral("member"));
    auto* learner = form.findChild<QCheckBox*>(QStringLiteral("learner"));
    ASSERT_NE(member, nullptr);
    ASSERT_NE(learner, nullptr);
    member->setCurrentText(QStringLiteral("registry"));
    learner->setChecked(true);
    form.check();
    EXPECT_EQ(form.line()->yaml,
              "{at: 5.000000001 s, action: add-member, of: kv-5, with: {member: registry, id: 0, "
              "learner: true}}");
}

TEST(EntryIcons, TellWhatAnEntryDoes) {
    const MenuContext context = troubled();
    const auto host = entriesFor(hostHit(context, "kv-1"), context, false);
    EXPECT_EQ(kindOf(entryOf(host, "power-on: kv-1")), EntryKind::Mends);
    EXPECT_EQ(kindOf(entryOf(host, "power-off: kv-1")), EntryKind::Breaks);
    EXPECT_EQ(kindOf(entryOf(host, "action: campaign, of: kv-1")), EntryKind::Acts);
    const QIcon icon = iconFor(host.front(), QPalette());
    EXPECT_EQ(icon.pixmap(16, 16).size().isEmpty(), false);
}

} // namespace
} // namespace gui::menu::tests
