// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/kv/store.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Who waits for changes by long poll: one request is answered with everything that changed since
/// its revision, as soon as that is something (Consul's blocking queries with etcd's revisions).
/// Pure.
namespace core::kv {

struct Watch {
    std::string key;     ///< or prefix
    bool prefix = false; ///< all keys that begin with `key`
    Revision since = 0;
};

struct WatchAnswer {
    std::vector<Event> events;
    Revision upTo = 0; ///< where the next watch goes on
};

/// Events a watch is told at once; a revision is never split.
inline constexpr std::size_t kMostWatchedEvents = 1'000;

/// What the watch can be told now: perhaps no events.
Result<WatchAnswer, HistoryError> lookUp(const Store& store, const Watch& watch);

class WatchTable {
public:
    using Token = std::uint64_t;
    struct Ready {
        Token token = 0;
        Result<WatchAnswer, HistoryError> answer;
    };

    /// REQUIRES: the token is not in the table.
    void add(Token token, Watch watch) { watches_.emplace(token, std::move(watch)); }
    /// nullopt if it is not there (any more).
    std::optional<Watch> remove(Token token);
    /// Takes out those that have something to be told, in order of their tokens.
    std::vector<Ready> takeReady(const Store& store);
    std::size_t size() const { return watches_.size(); }

private:
    std::map<Token, Watch> watches_;
};

} // namespace core::kv
