// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/trace_feed.h"

#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace gui::feed {

/// Feeds on traces that the real program records.
class Feeds : public testing::Test {
protected:
    QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
    /// A quick scenario that is shipped; its trace lies in the folder.
    QString record(const char* name, const QStringList& more = {}) const;
    /// The same without waiting for the end.
    std::unique_ptr<QProcess> startRecording(const char* name, const QString& scenario,
                                             const QStringList& more) const;
    /// Waits for opened().
    static std::unique_ptr<TraceFeed> opened(const QString& trace);
    static bool wait(const std::function<bool()>& done, int ms = 20'000);
    /// Follows a time until it can be drawn.
    static std::shared_ptr<const sim::scene::Slice> sliceAt(TraceFeed& feed, sim::SimTime at,
                                                            core::Duration window = {100'000'000});

    QTemporaryDir folder_;
};

inline sim::SimTime ms(std::int64_t count) {
    return {count * 1'000'000};
}

/// Of a slow scenario of some length, shipped.
QString lengthy();

/// All that shows at a time, in words; what two slices must agree on.
std::string shownAt(const sim::scene::Slice& slice, sim::SimTime at, core::Duration window);

} // namespace gui::feed
