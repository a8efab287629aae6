// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Who waits for the next change of an app's list (long polls, as Consul's blocking queries: one
/// request, answered at the change or when its wait is over). All watchers of an app wait for the
/// same thing, a version later than the current one, because a watcher that is behind is answered
/// at once and never gets here. Pure.
namespace core::discovery::registry {

class WatchList {
public:
    using Token = std::uint64_t;
    struct Watcher {
        Token token = 0;
        std::uint64_t since = 0; ///< the version the watcher has
    };

    /// REQUIRES: the token is not in the list.
    void add(std::string_view app, Watcher watcher);
    /// False if it was not there (any more).
    bool remove(Token token);
    /// Takes all watchers of an app, in order of their tokens.
    std::vector<Watcher> take(std::string_view app);
    std::size_t size() const { return appOf_.size(); }

private:
    std::map<std::string, std::map<Token, std::uint64_t>, std::less<>> watchers_;
    std::map<Token, std::string> appOf_;
};

} // namespace core::discovery::registry
