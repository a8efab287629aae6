// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/steps.h"

#include <algorithm>
#include <cstdlib>

namespace gui::feed {
namespace {

using sim::SimTime;
using sim::scene::Beat;
using sim::scene::Storyline;
using Answer = core::Result<std::optional<SimTime>, sim::trace::TraceError>;

std::optional<SimTime> nextBeat(const Storyline& story, int importance, SimTime at, bool forward) {
    const std::vector<Beat>& beats = story.beats();
    const auto fits = [&](const Beat& beat) { return beat.importance >= importance; };
    if (forward) {
        const auto later =
            std::upper_bound(beats.begin(), beats.end(), at,
                             [](SimTime time, const Beat& beat) { return time < beat.at; });
        const auto found = std::find_if(later, beats.end(), fits);
        return found == beats.end() ? std::nullopt : std::optional(found->at);
    }
    const auto earlier =
        std::lower_bound(beats.begin(), beats.end(), at,
                         [](const Beat& beat, SimTime time) { return beat.at < time; });
    const auto found = std::find_if(std::make_reverse_iterator(earlier), beats.rend(), fits);
    return found == beats.rend() ? std::nullopt : std::optional(found->at);
}

/// Ids follow the times of sending, and time_index says which id to begin with.
Answer nextMessage(const sim::trace::Reader& reader, SimTime at, bool forward) {
    const std::string time = std::to_string(at.ns);
    const std::string sql =
        forward ? "SELECT sent FROM messages WHERE sent > " + time +
                      " AND id >= coalesce((SELECT message FROM time_index WHERE at <= " + time +
                      " ORDER BY at DESC LIMIT 1), 0) ORDER BY id LIMIT 1"
                : "SELECT sent FROM messages WHERE sent < " + time +
                      " AND id <= coalesce((SELECT message FROM time_index WHERE at >= " + time +
                      " ORDER BY at LIMIT 1), 9223372036854775807) ORDER BY id DESC LIMIT 1";
    const auto table = reader.query(sql);
    if (!table) {
        return core::Failure{table.error()};
    }
    if (table->rows.empty() || !table->rows[0].at(0)) {
        return std::optional<SimTime>();
    }
    return std::optional(SimTime{std::strtoll(table->rows[0][0]->c_str(), nullptr, 10)});
}

} // namespace

Answer nextStep(const sim::trace::Reader& reader, const Storyline& story, StepKind kind, SimTime at,
                bool forward, SimTime edge) {
    std::optional<SimTime> found;
    if (kind == StepKind::Message) {
        const auto message = nextMessage(reader, at, forward);
        if (!message) {
            return message;
        }
        found = *message;
    } else {
        found = nextBeat(story, kind == StepKind::Headline ? 3 : 2, at, forward);
    }
    return found && *found <= edge ? found : std::nullopt;
}

core::Result<std::optional<FoundMessage>, sim::trace::TraceError>
messageSentAt(const sim::trace::Reader& reader, SimTime at) {
    const std::string time = std::to_string(at.ns);
    const auto table = reader.query(
        "SELECT id, coalesce(from_process, from_host), coalesce(to_process, to_host), from_host, "
        "to_host, protocol, summary FROM v_messages WHERE id = (SELECT id FROM messages WHERE sent "
        "= " +
        time + " AND id >= coalesce((SELECT message FROM time_index WHERE at <= " + time +
        " ORDER BY at DESC LIMIT 1), 0) ORDER BY id LIMIT 1)");
    if (!table) {
        return core::Failure{table.error()};
    }
    if (table->rows.empty()) {
        return std::optional<FoundMessage>();
    }
    const auto& row = table->rows.front();
    const auto text = [&](std::size_t column) {
        return QString::fromStdString(row.at(column).value_or(std::string()));
    };
    return std::optional(FoundMessage{text(0).toULongLong(), at, text(1), text(2), text(3), text(4),
                                      text(5), text(6)});
}

} // namespace gui::feed
