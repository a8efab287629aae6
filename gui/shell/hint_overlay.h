// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <array>

class QLabel;
class QToolButton;

/// The three things to know at the first start, over the stage: each is ticked off when it was
/// done, and when all are the card goes away.
namespace gui::shell {

enum class Hint { Play, Break, Rewind };

class HintOverlay : public QFrame {
    Q_OBJECT

public:
    /// Lies over `stage` and moves with it.
    explicit HintOverlay(QWidget* stage);

    void start();
    void markDone(Hint hint);
    bool isDone(Hint hint) const;

Q_SIGNALS:
    /// All were done, or the user closed the card.
    void finished();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void retranslate();
    void place();
    void leave();

    std::array<QLabel*, 3> texts_{};
    std::array<bool, 3> done_{};
    QToolButton* close_;
};

} // namespace gui::shell
