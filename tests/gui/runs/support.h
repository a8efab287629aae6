// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/runs/run_manager.h"
#include "sim/trace/reader.h"

#include <QString>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace gui::runs {

/// A folder, a manager in it, and programs that behave badly.
class Runs : public testing::Test {
protected:
    Runs();

    QString path(const char* name) const;
    QString cache() const { return path("cache"); }
    QString write(const char* name, const QByteArray& text) const;
    /// A program for /bin/sh.
    QString script(const char* name, const QByteArray& body) const;
    std::unique_ptr<RunManager> manager(qint64 limit = 1'000'000'000) const;
    std::unique_ptr<RunManager> managerOf(const QString& program,
                                          qint64 limit = 1'000'000'000) const;

    /// Waits until it is over.
    static RunState end(const RunManager& manager, RunId run);
    static RunState run(RunManager& manager, const RunRequest& request);
    static bool wait(const std::function<bool()>& done, int ms = 20'000);
    /// A quick one that is shipped.
    static RunRequest quick();
    /// One that would take minutes.
    static RunRequest lengthy();

    QTemporaryDir folder_;
};

/// nullopt: not a trace that can be read.
std::optional<sim::trace::RunStatus> statusOf(const QString& trace);
std::string text(const QString& qt);

} // namespace gui::runs
