// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace sim::trace {

/// What can go wrong with a trace file. The kind is for programs, the text for people.
enum class TraceErrorKind {
    CannotCreate, ///< no such folder, a folder of that name, no permission
    CannotOpen,   ///< absent, or no permission
    NotATrace,    ///< empty, truncated, another kind of file or database
    NewerSchema,  ///< written by a later Orrery
    DiskFull,     ///< no space left, or a limit on the file's size
    Io,           ///< any other failure to read or write
    NotFound,     ///< the trace has no such row
    BadQuery,     ///< a given SQL text that is no query of this trace
    WrongLevel,   ///< what is asked for was not recorded at the trace's level
    NotParent,    ///< a trace that cannot be continued by this run
    NoParent,     ///< a branch whose parent is absent or changed
    BadWording,   ///< a wording file that breaks its rules
    Cancelled,    ///< whoever asked wants no answer any more (Reader::Interruptible)
};
std::string_view toString(TraceErrorKind kind);

struct TraceError {
    TraceErrorKind kind = TraceErrorKind::Io;
    std::string text; ///< one sentence that names the file
};

} // namespace sim::trace
