// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/verdicts.h"

#include "gui/shell/formats.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>

#include <algorithm>

namespace gui::shell {
namespace {

using sim::trace::ExpectationResult;
using sim::trace::MeasureUnit;
using sim::trace::Verdict;

QString words(const char* text, const char* hint = nullptr, int n = -1) {
    return QCoreApplication::translate("gui::shell::verdicts", text, hint, n);
}

int countOf(const Expectations& expectations, Verdict verdict) {
    return static_cast<int>(
        std::count_if(expectations.begin(), expectations.end(),
                      [&](const ExpectationResult& one) { return one.verdict == verdict; }));
}

QString amountText(std::int64_t amount, MeasureUnit unit) {
    switch (unit) {
    case MeasureUnit::Time:
        return QString::fromStdString(core::formatSeconds({amount}, 3)) + QStringLiteral(" s");
    case MeasureUnit::Octets:
        return QString::number(amount) + QStringLiteral(" B");
    case MeasureUnit::Count:
        break;
    }
    return QString::number(amount);
}

QString signOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::Holds:
        return QStringLiteral("\u2713");
    case Verdict::Fails:
        return QStringLiteral("\u2717");
    case Verdict::Unknown:
        break;
    }
    return QStringLiteral("?");
}

QString wordOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::Holds:
        return words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "holds"));
    case Verdict::Fails:
        return words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "fails"));
    case Verdict::Unknown:
        break;
    }
    return words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "not known"));
}

} // namespace

QString verdictText(const Expectations& expectations) {
    const int holds = countOf(expectations, Verdict::Holds);
    const int fails = countOf(expectations, Verdict::Fails);
    if (holds + fails == 0) {
        return {};
    }
    if (fails == 0) {
        return words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "%1 of %1 expectations hold"))
            .arg(holds);
    }
    return words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "%1 of %2 expectations fail"))
        .arg(fails)
        .arg(expectations.size());
}

bool anyFails(const Expectations& expectations) {
    return countOf(expectations, Verdict::Fails) > 0;
}

QString foundText(const ExpectationResult& expectation) {
    if (!expectation.value) {
        return {};
    }
    const QString value = amountText(*expectation.value, expectation.unit);
    if (!expectation.bound) {
        return words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "found %1")).arg(value);
    }
    const QString bound = amountText(*expectation.bound, expectation.unit);
    if (*expectation.value == *expectation.bound) {
        return words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "found %1, as wanted")).arg(value);
    }
    // The trace keeps the bound and not on which side of it things are well; the verdict tells.
    const bool isBelow = *expectation.value < *expectation.bound;
    const bool wantsBelow = isBelow == (expectation.verdict == Verdict::Holds);
    return (wantsBelow
                ? words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "found %1, wanted at most %2"))
                : words(QT_TRANSLATE_NOOP("gui::shell::verdicts", "found %1, wanted at least %2")))
        .arg(value, bound);
}

VerdictList::VerdictList(QWidget* parent)
    : QFrame(parent, Qt::Popup), rows_(new QGridLayout(this)) {
    setFrameShape(QFrame::StyledPanel);
    rows_->setColumnStretch(1, 1);
    rows_->setHorizontalSpacing(12);
}

void VerdictList::setExpectations(const Expectations& expectations, bool chinese) {
    while (QLayoutItem* item = rows_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (expectations.empty()) {
        rows_->addWidget(new QLabel(tr("Nothing is known yet: the run is not complete."), this), 0,
                         0);
    }
    // What fails comes first: it is what one looks for.
    for (const Verdict verdict : {Verdict::Fails, Verdict::Unknown, Verdict::Holds}) {
        for (const ExpectationResult& one : expectations) {
            if (one.verdict == verdict) {
                addRow(one, chinese);
            }
        }
    }
    adjustSize();
}

void VerdictList::addRow(const ExpectationResult& expectation, bool chinese) {
    const bool inChinese = chinese && !expectation.label.zh.empty();
    const std::string& label = inChinese ? expectation.label.zh : expectation.label.en;
    const int row = rows_->rowCount();
    auto* verdict = new QLabel(
        signOf(expectation.verdict) + QStringLiteral(" ") + wordOf(expectation.verdict), this);
    QFont font = verdict->font();
    font.setBold(expectation.verdict == Verdict::Fails);
    verdict->setFont(font);
    auto* what = new QLabel(QString::fromStdString(label.empty() ? expectation.name : label), this);
    what->setWordWrap(true);
    what->setMinimumWidth(lettersWide(fontMetrics(), 48));
    what->setFont(font);
    auto* found = new QLabel(foundText(expectation), this);
    found->setToolTip(QString::fromStdString(expectation.text));
    rows_->addWidget(verdict, row, 0, Qt::AlignTop);
    rows_->addWidget(what, row, 1, Qt::AlignTop);
    rows_->addWidget(found, row, 2, Qt::AlignTop);
}

} // namespace gui::shell
