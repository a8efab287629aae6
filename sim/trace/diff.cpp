// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/diff.h"

#include <algorithm>

namespace sim::trace {
namespace {

template <class T>
using Answer = core::Result<T, TraceError>;

constexpr std::size_t kPage = 2'048;

/// Rows of one trace in order of ids, read page by page.
template <class Row>
class Walk {
public:
    using Fetch = Answer<std::vector<Row>> (Reader::*)(std::uint64_t, std::size_t) const;

    Walk(const Reader& reader, Fetch fetch) : reader_(reader), fetch_(fetch) {}

    /// nullptr at the end.
    Answer<const Row*> next() {
        if (at_ == page_.size()) {
            auto page = (reader_.*fetch_)(last_, kPage);
            if (!page) {
                return core::Failure{page.error()};
            }
            page_ = std::move(*page);
            at_ = 0;
            if (page_.empty()) {
                return nullptr;
            }
            last_ = page_.back().id;
        }
        return &page_[at_++];
    }

private:
    const Reader& reader_;
    Fetch fetch_;
    std::vector<Row> page_;
    std::size_t at_ = 0;
    std::uint64_t last_ = 0;
};

/// The first pair of rows that `equal` tells apart; rows that `counts` refuses are skipped.
template <class Row, class Counts, class Equal, class Describe>
Answer<std::optional<Parting>> firstParting(const Reader& left, const Reader& right,
                                            typename Walk<Row>::Fetch fetch, Counts&& counts,
                                            Equal&& equal, Describe&& describe) {
    Walk<Row> lefts(left, fetch);
    Walk<Row> rights(right, fetch);
    const auto nextOf = [&](Walk<Row>& walk) -> Answer<const Row*> {
        while (true) {
            auto row = walk.next();
            if (!row || *row == nullptr || counts(**row)) {
                return row;
            }
        }
    };
    while (true) {
        const auto a = nextOf(lefts);
        const auto b = nextOf(rights);
        if (!a || !b) {
            return core::Failure{!a ? a.error() : b.error()};
        }
        if (*a == nullptr && *b == nullptr) {
            return std::optional<Parting>();
        }
        if (*a != nullptr && *b != nullptr && equal(**a, **b)) {
            continue;
        }
        const auto timeOf = [](const Row* row) {
            if constexpr (requires { row->at; }) {
                return row == nullptr ? SimTime::max() : row->at;
            } else {
                return row == nullptr ? SimTime::max() : row->sent;
            }
        };
        const auto textOf = [&](const Reader& reader, const Row* row) -> std::string {
            if (row == nullptr) {
                return "(nothing more)";
            }
            return core::formatSeconds(core::Duration{timeOf(row).ns}, 9) + " s " +
                   describe(reader, *row);
        };
        return std::optional(
            Parting{std::min(timeOf(*a), timeOf(*b)), textOf(left, *a), textOf(right, *b)});
    }
}

bool sameEvent(const EventRow& a, const EventRow& b) {
    return a.at == b.at && a.kind == b.kind && a.process == b.process && a.host == b.host &&
           a.link == b.link && a.fields == b.fields && a.until == b.until && a.cut == b.cut;
}

bool sameMessage(const MessageRow& a, const MessageRow& b) {
    return a.sent == b.sent && a.arrived == b.arrived && a.fate == b.fate &&
           a.fromHost == b.fromHost && a.toHost == b.toHost && a.fromProcess == b.fromProcess &&
           a.toProcess == b.toProcess && a.protocol == b.protocol && a.octets == b.octets &&
           a.summary == b.summary && a.connection == b.connection && a.begin == b.begin &&
           a.from == b.from && a.to == b.to;
}

Answer<bool> compareBlocks(const Reader& left, const Reader& right, TraceDifference& difference) {
    const auto a = left.digestBlocks();
    const auto b = right.digestBlocks();
    if (!a || !b) {
        return core::Failure{!a ? a.error() : b.error()};
    }
    const std::size_t common = std::min(a->size(), b->size());
    for (std::size_t i = 0; i < common; ++i) {
        if ((*a)[i].hash != (*b)[i].hash || (*a)[i].until != (*b)[i].until) {
            difference.block = (*a)[i].block;
            return false;
        }
        difference.equalUntil = (*a)[i].until;
    }
    return a->size() == b->size();
}

Answer<bool> compareMeasures(const Reader& left, const Reader& right, TraceDifference& difference) {
    const auto a = left.measures();
    const auto b = right.measures();
    if (!a || !b) {
        return core::Failure{!a ? a.error() : b.error()};
    }
    for (const MeasureResult& measure : *a) {
        difference.measures.push_back({measure.name, measure.unit, measure.value, std::nullopt});
    }
    for (const MeasureResult& measure : *b) {
        const auto known =
            std::find_if(difference.measures.begin(), difference.measures.end(),
                         [&](const MeasurePair& pair) { return pair.name == measure.name; });
        if (known == difference.measures.end()) {
            difference.measures.push_back(
                {measure.name, measure.unit, std::nullopt, measure.value});
        } else {
            known->right = measure.value;
        }
    }
    return std::all_of(difference.measures.begin(), difference.measures.end(),
                       [](const MeasurePair& pair) { return pair.left == pair.right; });
}

std::string valueOrDash(MeasureUnit unit, const std::optional<std::int64_t>& value) {
    if (!value) {
        return "-";
    }
    switch (unit) {
    case MeasureUnit::Time:
        return durationText(core::Duration{*value});
    case MeasureUnit::Octets:
        return std::to_string(*value) + " B";
    case MeasureUnit::Count:
        return std::to_string(*value);
    }
    return std::to_string(*value);
}

void addParting(std::vector<std::string>& lines, const std::string& what,
                const std::optional<Parting>& parting) {
    if (parting) {
        lines.push_back("first " + what + " that differs:");
        lines.push_back("  left:  " + parting->left);
        lines.push_back("  right: " + parting->right);
    }
}

} // namespace

core::Result<TraceDifference, TraceError> compareTraces(const Reader& left, const Reader& right,
                                                        Language language) {
    TraceDifference difference;
    const auto blocks = compareBlocks(left, right, difference);
    const auto measures = compareMeasures(left, right, difference);
    if (!blocks || !measures) {
        return core::Failure{!blocks ? blocks.error() : measures.error()};
    }
    const auto describeEvent = [&](const Reader& reader, const EventRow& event) {
        return reader.describe(event, language);
    };
    const auto describeMessage = [](const Reader& reader, const MessageRow& message) {
        return reader.describe(message);
    };
    auto event = firstParting<EventRow>(
        left, right, &Reader::eventsAfter, [](const EventRow&) { return true; }, sameEvent,
        describeEvent);
    auto headline = firstParting<EventRow>(
        left, right, &Reader::eventsAfter, [](const EventRow& row) { return row.importance == 3; },
        sameEvent, describeEvent);
    if (!event || !headline) {
        return core::Failure{!event ? event.error() : headline.error()};
    }
    difference.event = *event;
    difference.headline = *headline;
    if (left.summary().level != Level::Story && right.summary().level != Level::Story) {
        auto message = firstParting<MessageRow>(
            left, right, &Reader::messagesAfter, [](const MessageRow&) { return true; },
            sameMessage, describeMessage);
        if (!message) {
            return core::Failure{message.error()};
        }
        difference.message = *message;
    }
    difference.same = *blocks && *measures && !difference.event && !difference.message &&
                      left.summary().status == RunStatus::Complete &&
                      right.summary().status == RunStatus::Complete &&
                      left.summary().digest == right.summary().digest;
    return difference;
}

std::vector<std::string> toLines(const TraceDifference& difference) {
    std::vector<std::string> lines;
    lines.emplace_back(difference.same ? "same" : "different");
    if (difference.block) {
        lines.push_back("digests agree until " +
                        core::formatSeconds(core::Duration{difference.equalUntil.ns}, 9) +
                        " s and differ from block " + std::to_string(*difference.block) + " on");
    }
    addParting(lines, "event", difference.event);
    addParting(lines, "message", difference.message);
    addParting(lines, "headline", difference.headline);
    for (const MeasurePair& pair : difference.measures) {
        lines.push_back((pair.left == pair.right ? "  " : "* ") + pair.name + ": " +
                        valueOrDash(pair.unit, pair.left) + " | " +
                        valueOrDash(pair.unit, pair.right));
    }
    return lines;
}

} // namespace sim::trace
