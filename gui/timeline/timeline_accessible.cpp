// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/timeline/timeline_accessible.h"

#include "gui/timeline/timeline_bar.h"

#include <cmath>

namespace gui::timeline {
namespace {

constexpr double kSecond = 1e9;
constexpr double kStep = 0.1; ///< seconds

double secondsOf(sim::SimTime at) {
    return static_cast<double>(at.ns) / kSecond;
}

QAccessibleInterface* make(const QString& /*className*/, QObject* object) {
    auto* bar = qobject_cast<TimelineBar*>(object);
    return bar == nullptr ? nullptr : new TimelineAccessible(bar);
}

} // namespace

TimelineAccessible::TimelineAccessible(TimelineBar* bar)
    : QAccessibleWidget(bar, QAccessible::Slider) {}

void TimelineAccessible::install() {
    QAccessible::installFactory(make); // a second time does nothing
}

void* TimelineAccessible::interface_cast(QAccessible::InterfaceType type) {
    return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface*>(this)
                                               : QAccessibleWidget::interface_cast(type);
}

QString TimelineAccessible::text(QAccessible::Text text) const {
    return text == QAccessible::Value ? bar()->valueText() : QAccessibleWidget::text(text);
}

QVariant TimelineAccessible::currentValue() const {
    return secondsOf(bar()->now());
}

void TimelineAccessible::setCurrentValue(const QVariant& seconds) {
    const double wanted = std::fmin(std::fmax(seconds.toDouble(), 0), secondsOf(bar()->edge()));
    Q_EMIT bar()->scrubbed({std::llround(wanted * kSecond)});
}

QVariant TimelineAccessible::minimumValue() const {
    return 0.0;
}

QVariant TimelineAccessible::maximumValue() const {
    return secondsOf(bar()->edge());
}

QVariant TimelineAccessible::minimumStepSize() const {
    return kStep;
}

TimelineBar* TimelineAccessible::bar() const {
    return static_cast<TimelineBar*>(widget());
}

} // namespace gui::timeline
