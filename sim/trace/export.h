// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/reader.h"

#include <filesystem>
#include <string_view>

/// A trace in formats of other programs. Each call writes one new file (replacing an old one) and
/// reads page by page, so size does not matter. Errors: CannotCreate, DiskFull, Io.
namespace sim::trace {

/// Comma-separated values (RFC 4180, UTF-8, one header line). Without `sql`: the view v_messages,
/// or v_events for a trace of level story. Error also: BadQuery.
core::Result<void, TraceError> exportCsv(const Reader& reader, const std::filesystem::path& file,
                                         std::string_view sql = {});

/// The JSON trace event format, for ui.perfetto.dev and chrome://tracing (Google, "Trace Event
/// Format"): a process for each host, a thread for each process, spans as async slices, events as
/// instants, messages as slices joined by flow arrows, counters as counter tracks.
core::Result<void, TraceError> exportPerfetto(const Reader& reader,
                                              const std::filesystem::path& file);

/// A packet capture (pcapng) for Wireshark and tshark: Ethernet, IPv4, UDP and TCP around the
/// octets that were sent, each once, as its sender's host saw it leave. Error also: WrongLevel for
/// a trace without them (level below bytes); then no file is made. docs/how-to/wireshark.md says
/// what is recorded and what is rebuilt.
core::Result<void, TraceError> exportPcapng(const Reader& reader,
                                            const std::filesystem::path& file);

/// The trace itself as one file: a branch joined with its parents, as a recording of the whole run
/// would be (docs/reference/trace.md); of any other trace a copy. It is made beside `file` and
/// takes its name when it is whole. Error also: CannotCreate if `file` is one of those it is read
/// from.
core::Result<void, TraceError> exportTrace(const Reader& reader, const std::filesystem::path& file);

} // namespace sim::trace
