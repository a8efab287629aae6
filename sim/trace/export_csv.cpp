// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/export.h"
#include "sim/trace/export_file.h"

#include <optional>

namespace sim::trace {
namespace {

void appendCell(std::string& line, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += text;
        return;
    }
    line += '"';
    for (const char c : text) {
        line += c;
        if (c == '"') {
            line += '"';
        }
    }
    line += '"';
}

} // namespace

core::Result<void, TraceError> exportCsv(const Reader& reader, const std::filesystem::path& file,
                                         std::string_view sql) {
    if (sql.empty()) {
        sql = reader.summary().level == Level::Story ? "SELECT * FROM v_events ORDER BY id"
                                                     : "SELECT * FROM v_messages ORDER BY id";
    }
    std::optional<ExportFile> out; // only once the query is known to be one
    std::string line;
    const auto addCell = [&](std::string_view text) {
        line += ',';
        appendCell(line, text);
    };
    const auto writeLine = [&] {
        line.erase(0, 1); // the comma before the first cell
        line += "\r\n";
        out->write(line);
        line.clear();
        return out->good();
    };
    const auto done = reader.query(
        sql,
        [&](const std::vector<std::string>& columns) {
            out.emplace(file);
            for (const std::string& column : columns) {
                addCell(column);
            }
            return writeLine();
        },
        [&](const Reader::Cells& cells) {
            for (const std::optional<std::string>& cell : cells) {
                addCell(cell ? std::string_view(*cell) : std::string_view());
            }
            return writeLine();
        });
    if (!done) {
        return core::Failure{done.error()};
    }
    return out->finish();
}

} // namespace sim::trace
