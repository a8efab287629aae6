// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/stage/stage_view.h"

#include <QString>

#include <memory>

/// A run of a scenario by the real program, and frames of it.
namespace gui::stage {

class MadeTrace {
public:
    /// `scenario`: its text. Recorded at level full into a folder that goes away.
    explicit MadeTrace(const char* scenario);
    ~MadeTrace();

    StageFrame frameAt(double seconds) const;
    sim::trace::MessageRow messageOf(std::uint64_t id) const;
    /// Another world of the same run, as when its trace has grown.
    std::shared_ptr<const sim::scene::World> worldAgain() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Three servers that elect a leader, two clients; server kv-3 loses its power at 6 s.
const MadeTrace& smallTrace();
/// The same servers and thirty clients that fold into a tile "user".
const MadeTrace& foldedTrace();

} // namespace gui::stage
