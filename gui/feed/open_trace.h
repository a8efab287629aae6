// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/slice_ring.h"
#include "gui/feed/trace_status.h"
#include "sim/scene/storyline.h"
#include "sim/scene/world.h"
#include "sim/trace/reader.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

/// A trace that is open, and all that was made of it so far. Used on one thread.
namespace gui::feed {

class OpenTrace {
public:
    template <class T>
    using Answer = core::Result<T, sim::trace::TraceError>;

    /// nullptr: it is a branch of which only the heading is there yet; its words and all that is
    /// open where it begins come with its first rows, so nothing is learned from it before. With
    /// `writerEnded` it is opened as it is. Errors: as Reader::open.
    static Answer<std::unique_ptr<OpenTrace>> open(const std::filesystem::path& path,
                                                   bool writerEnded);

    /// Looks whether the run got further. When it has ended, the file is opened anew, so that
    /// whoever closes it last can leave WAL mode. Errors: as Reader::open; CannotOpen for a file
    /// that is not there any more.
    Answer<bool> refresh();
    /// World and story of all that is known; what was drawn up to `playhead` stays in its place.
    Answer<void> learn(sim::SimTime playhead);

    /// Leaves off once `stop` is raised: error Cancelled.
    Answer<SlicePointer> read(const Order& order, const sim::trace::StopFlag& stop);
    /// False: the trace may know more about the slice later.
    bool isFinal(const sim::scene::Slice& slice) const;

    const TraceStatus& status() const { return status_; }
    const sim::trace::Reader& reader() const { return *reader_; }
    const std::shared_ptr<const sim::scene::World>& world() const { return world_; }
    const std::shared_ptr<const sim::scene::Storyline>& story() const { return story_; }

private:
    explicit OpenTrace(std::filesystem::path path) : path_(std::move(path)) {}

    Answer<void> openFile();
    bool hasBegun() const;
    Answer<void> checkStillThere() const;
    Answer<void> readStatus();

    std::filesystem::path path_;
    std::uint64_t device_ = 0;
    std::uint64_t inode_ = 0;
    std::unique_ptr<sim::trace::Reader> reader_;
    std::unique_ptr<sim::scene::SliceReader> slices_;
    TraceStatus status_;
    std::shared_ptr<const sim::scene::World> world_;
    std::shared_ptr<const sim::scene::Storyline> story_;
};

/// The time up to which a trace can be drawn as it will always be drawn. A message is written when
/// its end is known, or when it has been on its way for trace::kLongNs, so what a run has committed
/// is complete only up to somewhat earlier. A branch shows its parent's past before it knows more.
sim::SimTime computedEdge(const sim::trace::TraceSummary& summary);

} // namespace gui::feed
