// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/registry/lease_table.h"
#include "core/discovery/registry/protocol.h"
#include "core/http/http_server.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

/// Encoded answers, kept as long as they are true: however many clients ask for an app's list, or
/// for the change from one version to the next, it is encoded once. Optionally answers come from
/// a copy that is refreshed at intervals, as Eureka's read-only response cache does (Netflix
/// Eureka 1.x, ResponseCacheImpl); then they may be stale by the interval.
namespace core::discovery::registry {

class ListCache {
public:
    ListCache(const LeaseTable& table, std::uint32_t epoch) : table_(table), epoch_(epoch) {}

    /// The whole list of an app, empty for an unknown one.
    const http::EncodedResponse& whole(std::string_view app);
    /// What changed after `since`; the whole list where that is not known any more.
    const http::EncodedResponse& changes(std::string_view app, std::uint64_t since);
    /// "Nothing newer than the version you have" (304).
    const http::EncodedResponse& unchanged(std::string_view app);

    /// From the read-only copy, which takes the app's list if it has none.
    const http::EncodedResponse& copyOf(std::string_view app);
    /// Brings the copies up to date; those of apps that never had an instance go.
    void refreshCopies();
    void dropCopies();

    VersionTag tag(std::string_view app) const { return {epoch_, table_.version(app)}; }
    /// Apps whose answers are kept, copies included.
    std::size_t size() const { return entries_.size() + copies_.size(); }
    /// Lists and deltas encoded so far.
    std::uint64_t encodings() const { return encodings_; }

private:
    /// Copies of names that nobody registered; more would let a client fill the memory.
    static constexpr std::size_t kMostUnknownCopies = 1'000;

    struct Entry {
        std::uint64_t version = 0;
        http::EncodedResponse whole;
        http::EncodedResponse unchanged;
        std::map<std::uint64_t, http::EncodedResponse> changes; ///< by `since`
    };

    Entry& current(std::string_view app);
    void forgetUnknown();
    http::EncodedResponse encodeList(std::string_view app, const Delta* delta);

    const LeaseTable& table_;
    std::uint32_t epoch_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::string unknownApp_; ///< the one app in entries_ that the table may not know
    std::map<std::string, http::EncodedResponse, std::less<>> copies_;
    std::size_t unknownCopies_ = 0; ///< of apps without an instance when the copy was made
    std::uint64_t encodings_ = 0;
};

} // namespace core::discovery::registry
