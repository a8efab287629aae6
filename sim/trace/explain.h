// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// "Why did this happen?": walks the causes of an event or a message back to the start.
namespace sim::trace {

struct ChainLink {
    RowCause what; ///< event, message or timeline entry
    SimTime at;
    std::string text;
    /// No cause that anybody carried: it lasted while the one before happened, and befell whom
    /// that one names.
    bool meanwhile = false;
};

/// "42" and "e42" name an event, "m42" a message, "t3" a line of the timeline.
std::optional<RowCause> parseRowName(std::string_view text);
/// "event 42", "message 42", "timeline 3".
std::string rowName(const RowCause& row);

/// `what` first, then its cause, the cause of that, and so on. A time-out has no cause but the
/// patience of who waits: a chain that does not lead to the timeline goes on with the trouble that
/// kept whom it names from answering, if the trace has any. Errors: NotFound for `what`, Io.
core::Result<std::vector<ChainLink>, TraceError> chainOf(const Reader& reader, RowCause what,
                                                         Language language);

/// The chain as text, one line each: the effect, then "because ...". Ends in a line that says what
/// stands at the root.
core::Result<std::vector<std::string>, TraceError> explain(const Reader& reader, RowCause what,
                                                           Language language);

} // namespace sim::trace
