// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <array>

class QLabel;
class QToolButton;

/// The first things to know, above the stage: each is ticked off when it was done, and when all are
/// the bar goes away. How to compare is told once there is something to compare. It covers nothing:
/// what it tells of is there.
namespace gui::shell {

enum class Hint { Play, Break, Rewind, Compare };
inline constexpr std::size_t kHints = 4;

class HintBar : public QFrame {
    Q_OBJECT

public:
    explicit HintBar(QWidget* parent = nullptr);

    void start();
    void markDone(Hint hint);
    /// There is something to compare now.
    void offerComparing();
    bool isDone(Hint hint) const;

Q_SIGNALS:
    /// All were done, or the user closed the bar.
    void finished();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void leave();

    std::array<QLabel*, kHints> texts_{};
    std::array<bool, kHints> done_{};
    bool isComparable_ = false;
    QToolButton* close_;
};

} // namespace gui::shell
