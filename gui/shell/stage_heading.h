// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

/// The line above the stage: the scenario's title, and which of two futures is seen. It is always
/// there, so that the stage never moves while somebody compares.
namespace gui::shell {

/// What the stage shows.
enum class Seen {
    AsWritten,
    Changed,   ///< a branch
    Without,   ///< the parent of a branch, while it is compared
    Computing, ///< a change that is not there yet
    Waiting,   ///< for the run
};

class StageHeading : public QWidget {
    Q_OBJECT

public:
    explicit StageHeading(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// `what`: name of the branch, or the line that is computed.
    void setSeen(Seen seen, const QString& what);
    Seen seen() const { return seen_; }
    /// What is said of the run, whole; empty: it is as written.
    QString text() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    QString title_;
    QString what_;
    Seen seen_ = Seen::AsWritten;
};

} // namespace gui::shell
