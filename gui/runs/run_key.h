// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/runs/run_request.h"

#include <QByteArray>
#include <QString>

/// The name of what a run computes. By the second law (a run is a pure function of scenario, seed
/// and build) two requests with the same key have the same trace, so one is enough. Where a branch
/// starts to record is no part of it: with its parents it shows the whole run in either case.
namespace gui::runs {

/// Hash of the octets of a program; empty if it cannot be read. Reads them again only when the
/// file was changed.
class ProgramHash {
public:
    explicit ProgramHash(QString program) : program_(std::move(program)) {}
    QByteArray value();

private:
    QString program_;
    QString seen_; ///< size and time of the file that was hashed
    QByteArray hash_;
};

/// 32 hexadecimal digits; empty if scenario or overlay cannot be read or have mistakes.
QString keyOf(const RunRequest& request, const QByteArray& program);

} // namespace gui::runs
