// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/outcome.h"

#include "sim/trace/error.h"

namespace sim::trace {

std::string_view toString(TraceErrorKind kind) {
    switch (kind) {
    case TraceErrorKind::CannotCreate:
        return "cannot create";
    case TraceErrorKind::CannotOpen:
        return "cannot open";
    case TraceErrorKind::NotATrace:
        return "not a trace";
    case TraceErrorKind::NewerSchema:
        return "newer schema";
    case TraceErrorKind::DiskFull:
        return "disk full";
    case TraceErrorKind::Io:
        return "I/O failure";
    case TraceErrorKind::NotFound:
        return "not found";
    case TraceErrorKind::WrongLevel:
        return "wrong level";
    case TraceErrorKind::BadQuery:
        return "bad query";
    case TraceErrorKind::NotParent:
        return "not the parent";
    case TraceErrorKind::NoParent:
        return "no parent";
    case TraceErrorKind::BadWording:
        return "bad wording";
    case TraceErrorKind::Cancelled:
        return "cancelled";
    }
    return "unknown";
}

std::string_view toString(Level level) {
    switch (level) {
    case Level::Story:
        return "story";
    case Level::Full:
        return "full";
    case Level::Bytes:
        return "bytes";
    }
    return "unknown";
}

std::optional<Level> parseLevel(std::string_view text) {
    for (const Level level : {Level::Story, Level::Full, Level::Bytes}) {
        if (toString(level) == text) {
            return level;
        }
    }
    return std::nullopt;
}

std::string_view toString(MeasureUnit unit) {
    switch (unit) {
    case MeasureUnit::Count:
        return "count";
    case MeasureUnit::Time:
        return "time";
    case MeasureUnit::Octets:
        return "octets";
    }
    return "unknown";
}

std::string_view toString(Verdict verdict) {
    switch (verdict) {
    case Verdict::Holds:
        return "holds";
    case Verdict::Fails:
        return "fails";
    case Verdict::Unknown:
        return "unknown";
    }
    return "unknown";
}

std::string_view toString(RunStatus status) {
    switch (status) {
    case RunStatus::Running:
        return "running";
    case RunStatus::Complete:
        return "complete";
    case RunStatus::Interrupted:
        return "interrupted";
    }
    return "unknown";
}

} // namespace sim::trace
