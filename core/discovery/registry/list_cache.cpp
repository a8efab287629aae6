// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/list_cache.h"

namespace core::discovery::registry {

ListCache::Entry& ListCache::current(std::string_view app) {
    auto found = entries_.find(app);
    if (found == entries_.end()) {
        if (table_.version(app) == 0) {
            forgetUnknown();
            unknownApp_ = app;
        }
        found = entries_.emplace(app, Entry{}).first;
    }
    const std::uint64_t version = table_.version(app);
    if (found->second.version != version) {
        found->second = Entry{};
        found->second.version = version;
    }
    return found->second;
}

/// Of the apps that never had an instance only the one asked for last is kept.
void ListCache::forgetUnknown() {
    const auto found = entries_.find(unknownApp_);
    if (found != entries_.end() && table_.version(unknownApp_) == 0) {
        entries_.erase(found);
    }
}

const http::EncodedResponse& ListCache::whole(std::string_view app) {
    Entry& entry = current(app);
    if (!entry.whole.octets) {
        entry.whole = encodeList(app, nullptr);
    }
    return entry.whole;
}

const http::EncodedResponse& ListCache::changes(std::string_view app, std::uint64_t since) {
    Entry& entry = current(app);
    const auto known = entry.changes.find(since);
    if (known != entry.changes.end()) {
        return known->second;
    }
    const auto delta = table_.changesSince(app, since);
    if (!delta) {
        return whole(app);
    }
    return entry.changes.emplace(since, encodeList(app, &*delta)).first->second;
}

const http::EncodedResponse& ListCache::unchanged(std::string_view app) {
    Entry& entry = current(app);
    if (!entry.unchanged.octets) {
        wire::HttpResponse response;
        response.status = 304;
        response.headers.push_back({"ETag", "\"" + toString(tag(app)) + "\""});
        entry.unchanged = http::encode(response);
    }
    return entry.unchanged;
}

const http::EncodedResponse& ListCache::copyOf(std::string_view app) {
    const auto found = copies_.find(app);
    if (found != copies_.end()) {
        return found->second;
    }
    if (table_.version(app) == 0 && ++unknownCopies_ > kMostUnknownCopies) {
        return whole(app);
    }
    return copies_.emplace(app, whole(app)).first->second;
}

void ListCache::dropCopies() {
    copies_.clear();
    unknownCopies_ = 0;
}

void ListCache::refreshCopies() {
    std::erase_if(copies_, [this](const auto& copy) { return table_.version(copy.first) == 0; });
    unknownCopies_ = 0;
    for (auto& [app, copy] : copies_) {
        copy = whole(app);
    }
}

http::EncodedResponse ListCache::encodeList(std::string_view app, const Delta* delta) {
    ++encodings_;
    AppList list;
    list.app = app;
    list.version = toString(tag(app));
    if (delta == nullptr) {
        for (const auto& [id, lease] : table_.leases(app)) {
            list.instances.push_back({id, lease.endpoint});
        }
    } else {
        list.delta = true;
        list.removed = delta->removed;
        for (const std::string& id : delta->changed) {
            list.instances.push_back({id, table_.find(app, id)->endpoint});
        }
    }
    wire::HttpResponse response;
    response.headers = {{"Content-Type", "application/json"}, {"ETag", "\"" + list.version + "\""}};
    response.body = encodeAppList(list);
    return http::encode(response);
}

} // namespace core::discovery::registry
