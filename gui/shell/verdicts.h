// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/trace/outcome.h"

#include <QFrame>
#include <QString>

#include <vector>

class QGridLayout;

/// What the scenario expects and whether it holds, in words.
namespace gui::shell {

using Expectations = std::vector<sim::trace::ExpectationResult>;

/// "8 hold, 1 fails"; empty if nothing is expected or known yet.
QString verdictText(const Expectations& expectations);
bool anyFails(const Expectations& expectations);
/// "found 5.200 s, wanted at most 4.100 s" of one expectation; empty where there is no number.
QString foundText(const sim::trace::ExpectationResult& expectation);

/// The list that opens over the status bar.
class VerdictList : public QFrame {
    Q_OBJECT

public:
    explicit VerdictList(QWidget* parent = nullptr);

    void setExpectations(const Expectations& expectations, bool chinese);

private:
    void addRow(const sim::trace::ExpectationResult& expectation, bool chinese);

    QGridLayout* rows_;
};

} // namespace gui::shell
