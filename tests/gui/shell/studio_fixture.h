// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/menu/change_popup.h"
#include "gui/session/session.h"
#include "gui/shell/formats.h"
#include "gui/shell/studio.h"
#include "gui/stage/stage_view.h"
#include "sim/scene/clock_text.h"

#include <QApplication>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <gtest/gtest.h>

/// The program as its user has it, with real runs and a cache of its own.
namespace gui::shell {

inline constexpr int kPatienceMs = 30'000;

/// Answers the questions about files, and remembers what was complained of.
struct Answers {
    QString open;
    QString save;
    QString proposed; ///< for the file that was saved last
    QStringList failures;

    FileDialogs dialogs() {
        return {[this](QWidget*, const QString&, const QString&) { return open; },
                [this](QWidget*, const QString&, const QString& name, const QString&) {
                    proposed = name;
                    return save;
                },
                [this](QWidget*, const QString& message) { failures.append(message); }};
    }
};

class StudioTest : public testing::Test {
protected:
    StudioTest() {
        Preferences().set(keys::kHintsDone, false);
        Preferences().set(keys::kPanels, QByteArray());
        appearance_.restore();
        appearance_.setLanguage(sim::trace::Language::English);
        studio_ = std::make_unique<Studio>(
            appearance_,
            StudioOptions{QStringLiteral(ORRERY_PROGRAM), folder_.filePath(QStringLiteral("runs")),
                          QStringLiteral(ORRERY_SOURCE_DIR "/scenarios"), answers_.dialogs()});
        studio_->window().resize(1280, 720);
        studio_->window().show();
        QApplication::setActiveWindow(&studio_->window());
    }

    bool waitUntil(const std::function<bool()>& isSo) {
        return QTest::qWaitFor([&] { return isSo(); }, kPatienceMs);
    }
    bool isComplete() {
        const feed::TraceFeed* feed = studio_->session().feed();
        return feed != nullptr && feed->isOpen() && !studio_->session().pending() &&
               feed->status().run == sim::trace::RunStatus::Complete;
    }
    void openElection() {
        studio_->open(QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/election.yaml"));
        ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
        studio_->session().clock().pause();
    }
    void trigger(Command command) { studio_->window().commands().action(command)->trigger(); }
    /// Until the stage shows the run at that time: a click acts at the picture that was seen.
    bool lookAt(std::int64_t ns) {
        timeline::PlaybackClock& clock = studio_->session().clock();
        clock.seek({ns});
        return waitUntil([&] {
            studio_->stage().repaint();
            return clockOnStage() == timeText({ns}, sim::scene::clockDecimals(clock.window()));
        });
    }
    QString clockOnStage() const {
        for (const auto& shape : studio_->stage().picture().at(sim::scene::Layer::Traffic)) {
            if (shape.name == "clock/time") {
                return QString::fromStdString(std::get<sim::scene::Label>(shape.geometry).text);
            }
        }
        return {};
    }
    /// Right-clicks a machine and cuts its power.
    bool powerOff(const QString& host) {
        if (!waitUntil([&] { return studio_->stage().placeOf(host).has_value(); })) {
            return false;
        }
        const QPoint at = studio_->stage().placeOf(host)->center().toPoint();
        QTest::mouseClick(&studio_->stage(), Qt::RightButton, Qt::NoModifier, at);
        QMenu* menu = studio_->popup().menu();
        if (menu == nullptr) {
            return false;
        }
        for (QAction* action : menu->actions()) {
            if (action->text().contains(QStringLiteral("ut the power"))) {
                action->trigger();
                menu->close();
                return true;
            }
        }
        return false;
    }
    branches::BranchTree& tree() { return studio_->session().branches(); }
    QString shown() const {
        QString names;
        for (const auto& layer : studio_->stage().picture().layers) {
            for (const sim::scene::Shape& shape : layer) {
                names += QString::fromStdString(shape.name) + QLatin1Char(' ');
            }
        }
        return names;
    }

    QTemporaryDir folder_;
    Answers answers_;
    Appearance appearance_;
    std::unique_ptr<Studio> studio_;
};

} // namespace gui::shell
