// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/kv/command.h"
#include "core/raft/sessions.h"
#include "core/wire/http.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The key-value service's HTTP interface as octets: targets, headers and JSON bodies, both ways.
/// docs/reference/kv.md describes it with examples.
namespace core::kv {

inline constexpr std::uint16_t kDefaultPort = 2379; ///< etcd's client port

/// Request headers of a command inside a session; all three or none.
inline constexpr std::string_view kSessionHeader = "Orrery-Session";
inline constexpr std::string_view kSequenceHeader = "Orrery-Sequence";
inline constexpr std::string_view kLowestHeader = "Orrery-Lowest-Unanswered";
/// Response header: the id of the leader as the answering member knows it.
inline constexpr std::string_view kLeaderHeader = "Orrery-Leader";

enum class Resource { Keys, Leases, Members, Sessions, Status, Transfer };

/// A request target taken apart, escapes decoded.
struct Target {
    Resource resource = Resource::Status;
    std::string item; ///< "/kv/ITEM"; empty: the collection
    std::map<std::string, std::string, std::less<>> query;

    bool has(std::string_view name) const { return query.contains(name); }
    /// nullptr if absent.
    const std::string* parameter(std::string_view name) const;
};
/// nullopt for an unknown resource, a spoilt escape, or an item that is not UTF-8.
std::optional<Target> parseTarget(std::string_view target);
/// "%XX" for all but the unreserved characters of RFC 3986 and "/".
std::string escape(std::string_view text);
/// Digits only.
std::optional<std::uint64_t> parseNumber(std::string_view text);

/// Errors are texts for people: what is wrong with the request.
template <class T>
using Parsed = Result<T, std::string>;

/// The body of a PUT, or with `swap` of a POST with ?cas, for `key`.
Parsed<Put> parsePut(std::string_view key, std::string_view json, bool swap);
/// Nothing without session headers. `command` of the result is empty.
Parsed<std::optional<raft::SessionCommand>> parseSession(const wire::HttpRequest& request);
Parsed<Duration> parseTtl(std::string_view json);

struct MemberRequest {
    std::uint64_t id = 0;
    std::string address; ///< host name or "10.0.0.4:2380"; empty: as it is
    bool learner = false;
};
Parsed<MemberRequest> parseMember(std::string_view json);

// Answers.

std::string encodeKey(const KeyValue& kv, Revision storeRevision, bool stale);
/// Of a key that is not there.
std::string encodeAbsent(Revision storeRevision, bool stale);
std::string encodeRange(const std::vector<KeyValue>& kvs, bool more, Revision storeRevision,
                        bool stale);
std::string encodeEvents(const std::vector<Event>& events, Revision upTo);
/// A write's answer; "deleted", "swapped" and "current" where they apply.
std::string encodeWrite(const Command& command, const Outcome& outcome);
/// {"error": "code", "reason": "..."} and more members, given as JSON texts.
std::string encodeError(std::string_view code, std::string_view reason,
                        const std::map<std::string, std::int64_t>& numbers = {});

/// What a client reads of an answer to GET, PUT, POST and DELETE of a key.
struct KeyAnswer {
    std::optional<std::string> value; ///< of a GET, or the one there instead of what was expected
    Revision revision = 0;
    std::string error;    ///< code, of refusals
    bool deleted = false; ///< DELETE: the key was there
    bool stale = false;
};
/// nullopt for what no server of this kind sends.
std::optional<KeyAnswer> parseKeyAnswer(std::string_view json);
/// The number of a member, of an answer such as {"session": 7}.
std::optional<std::uint64_t> parseNumberMember(std::string_view json, const char* name);

} // namespace core::kv
