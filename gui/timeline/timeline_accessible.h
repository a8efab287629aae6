// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>

/// The timeline for those who do not see it: a slider whose value is the playhead's time.
namespace gui::timeline {

class TimelineBar;

class TimelineAccessible : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit TimelineAccessible(TimelineBar* bar);

    /// Qt asks for it from now on where it is told of a timeline.
    static void install();

    void* interface_cast(QAccessible::InterfaceType type) override;
    /// The value in words: "9.688 s of 2:30.000".
    QString text(QAccessible::Text text) const override;

    QVariant currentValue() const override; ///< in seconds
    void setCurrentValue(const QVariant& seconds) override;
    QVariant minimumValue() const override;
    QVariant maximumValue() const override; ///< as far as the run is computed
    QVariant minimumStepSize() const override;

private:
    TimelineBar* bar() const;
};

} // namespace gui::timeline
