// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/open_trace.h"

#include "sim/trace/schema.h"

#include <algorithm>
#include <sys/stat.h>
#include <utility>

namespace gui::feed {
namespace {

using sim::SimTime;
using sim::trace::Reader;
using sim::trace::RunStatus;
using sim::trace::TraceError;
using sim::trace::TraceErrorKind;

/// In one slice; SliceReader::read says of what.
constexpr std::size_t kMostHeld = 200'000;
/// The recorder looks at what is on its way every 10 ms.
constexpr core::Duration kSettling{sim::trace::kLongNs + 10'000'000};

} // namespace

SimTime computedEdge(const sim::trace::TraceSummary& summary) {
    const SimTime begin{summary.header.recordFrom.ns};
    if (summary.status != RunStatus::Running) {
        return std::max(begin, summary.until);
    }
    return std::max(begin, summary.until - kSettling);
}

OpenTrace::Answer<std::unique_ptr<OpenTrace>> OpenTrace::open(const std::filesystem::path& path,
                                                              bool writerEnded) {
    std::unique_ptr<OpenTrace> trace(new OpenTrace(path));
    if (auto done = trace->openFile(); !done) {
        return core::Failure{done.error()};
    }
    if (!writerEnded && !trace->hasBegun()) {
        return std::unique_ptr<OpenTrace>();
    }
    if (auto done = trace->learn({}); !done) {
        return core::Failure{done.error()};
    }
    return trace;
}

OpenTrace::Answer<void> OpenTrace::openFile() {
    slices_.reset();
    reader_.reset(); // closes first: the last to close leaves WAL mode
    struct stat file {};
    if (::stat(path_.c_str(), &file) == 0) {
        device_ = file.st_dev;
        inode_ = file.st_ino;
    }
    auto reader = Reader::open(path_);
    if (!reader) {
        return core::Failure{reader.error()};
    }
    reader_ = std::move(*reader);
    auto slices = sim::scene::SliceReader::of(*reader_);
    if (!slices) {
        return core::Failure{slices.error()};
    }
    slices_ = std::make_unique<sim::scene::SliceReader>(std::move(*slices));
    return readStatus();
}

bool OpenTrace::hasBegun() const {
    const sim::trace::TraceSummary& summary = reader_->summary();
    const core::Duration from = summary.header.recordFrom;
    return summary.status != RunStatus::Running || from.ns == 0 || summary.until.ns > from.ns;
}

OpenTrace::Answer<void> OpenTrace::checkStillThere() const {
    struct stat file {};
    if (::stat(path_.c_str(), &file) == 0 && device_ == file.st_dev && inode_ == file.st_ino) {
        return {};
    }
    return core::Failure{
        TraceError{TraceErrorKind::CannotOpen, path_.string() + ": it was removed or replaced"}};
}

OpenTrace::Answer<void> OpenTrace::readStatus() {
    const sim::trace::TraceSummary& summary = reader_->summary();
    status_.run = summary.status;
    status_.until = computedEdge(summary);
    status_.horizon = {summary.header.horizon.ns};
    status_.seed = summary.header.seed;
    status_.fixedHorizon = summary.header.fixedHorizon;
    status_.digest = QString::fromStdString(summary.digest);
    status_.notice = QString::fromStdString(reader_->notice());
    if (summary.status == RunStatus::Running) {
        return {};
    }
    auto expectations = reader_->expectations();
    if (!expectations) {
        return core::Failure{expectations.error()};
    }
    auto measures = reader_->measures();
    if (!measures) {
        return core::Failure{measures.error()};
    }
    status_.expectations = std::move(*expectations);
    status_.measures = std::move(*measures);
    return {};
}

OpenTrace::Answer<bool> OpenTrace::refresh() {
    if (status_.run != RunStatus::Running) {
        return false;
    }
    if (auto there = checkStillThere(); !there) {
        return core::Failure{there.error()};
    }
    const auto grew = reader_->refresh();
    if (!grew || !*grew) {
        return grew;
    }
    auto done = reader_->summary().status == RunStatus::Running ? slices_->refresh() : openFile();
    if (done) {
        done = readStatus();
    }
    if (!done) {
        return core::Failure{done.error()};
    }
    return true;
}

OpenTrace::Answer<void> OpenTrace::learn(SimTime playhead) {
    auto world = sim::scene::World::read(*reader_);
    if (!world) {
        return core::Failure{world.error()};
    }
    auto story = story_ == nullptr ? sim::scene::Storyline::read(*reader_)
                                   : sim::scene::Storyline::grown(*reader_, *story_, playhead);
    if (!story) {
        return core::Failure{story.error()};
    }
    world_ = std::move(*world);
    story_ = std::move(*story);
    return {};
}

OpenTrace::Answer<SlicePointer> OpenTrace::read(const Order& order,
                                                const sim::trace::StopFlag& stop) {
    return slices_->read(order.at, order.window, order.ahead, kMostHeld, &stop);
}

bool OpenTrace::isFinal(const sim::scene::Slice& slice) const {
    // Before its first rows a branch does not know what was on its way when it began.
    const sim::trace::TraceSummary& summary = reader_->summary();
    const bool knowsItsBeginning =
        summary.status != RunStatus::Running || summary.until.ns > summary.header.recordFrom.ns;
    return slice.isFinal && knowsItsBeginning;
}

} // namespace gui::feed
