// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/watch_table.h"

#include <algorithm>
#include <utility>

namespace core::kv {

Result<WatchAnswer, HistoryError> lookUp(const Store& store, const Watch& watch) {
    WatchAnswer answer;
    answer.upTo = watch.since;
    bool more = true;
    while (more && answer.events.empty()) { // again if all were of keys that only begin alike
        auto events = store.events(watch.key, answer.upTo, kMostWatchedEvents);
        if (!events) {
            return Failure{events.error()};
        }
        more = events->size() >= kMostWatchedEvents;
        answer.upTo =
            more ? events->back().kv.modRevision : std::max(watch.since, store.revision());
        answer.events = std::move(*events);
        if (!watch.prefix) {
            std::erase_if(answer.events,
                          [&](const Event& event) { return event.kv.key != watch.key; });
        }
    }
    return answer;
}

std::optional<Watch> WatchTable::remove(Token token) {
    auto node = watches_.extract(token);
    return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

std::vector<WatchTable::Ready> WatchTable::takeReady(const Store& store) {
    std::vector<Ready> ready;
    for (auto it = watches_.begin(); it != watches_.end();) {
        auto answer = lookUp(store, it->second);
        if (answer && answer->events.empty()) {
            it->second.since = answer->upTo; // nothing for this one until there
            ++it;
            continue;
        }
        ready.push_back({it->first, std::move(answer)});
        it = watches_.erase(it);
    }
    return ready;
}

} // namespace core::kv
