// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/watch_list.h"

namespace core::discovery::registry {

void WatchList::add(std::string_view app, Watcher watcher) {
    watchers_[std::string(app)].emplace(watcher.token, watcher.since);
    appOf_.emplace(watcher.token, app);
}

bool WatchList::remove(Token token) {
    const auto node = appOf_.extract(token);
    if (node.empty()) {
        return false;
    }
    const auto found = watchers_.find(node.mapped());
    found->second.erase(token);
    if (found->second.empty()) {
        watchers_.erase(found);
    }
    return true;
}

std::vector<WatchList::Watcher> WatchList::take(std::string_view app) {
    std::vector<Watcher> taken;
    const auto found = watchers_.find(app);
    if (found == watchers_.end()) {
        return taken;
    }
    for (const auto& [token, since] : found->second) {
        taken.push_back({token, since});
        appOf_.erase(token);
    }
    watchers_.erase(found);
    return taken;
}

} // namespace core::discovery::registry
