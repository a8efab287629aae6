// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/discovery/registry/lease_table.h"
#include "core/runtime/address.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The registry's protocol: HTTP/1.1 with JSON bodies; the table of calls is in README.md. Shaped
/// after Eureka's REST interface (apps, instances, heartbeats by PUT) with Consul's blocking
/// query. Names of apps and instances are 1 to 128 characters of letters, digits, '-', '.', '_'
/// and '~' (the unreserved ones of RFC 3986), so that no escaping is needed anywhere.
namespace core::discovery::registry {

inline constexpr std::uint16_t kDefaultPort = 8761;

bool isName(std::string_view text);

/// A request target taken apart; views into it.
struct Target {
    std::string_view app; ///< empty: "/apps"
    std::string_view id;  ///< empty: "/apps/APP"
    std::string_view query;

    /// The value of a query parameter, or nullopt.
    std::optional<std::string_view> parameter(std::string_view name) const;
};
/// "/apps", "/apps/APP" or "/apps/APP/ID", with a query or without; nullopt for all else.
std::optional<Target> parseTarget(std::string_view target);

/// A version as clients see it: the registry's incarnation and the app's version. A registry that
/// restarts counts again from 0; the first part tells its clients so.
struct VersionTag {
    std::uint32_t epoch = 0;
    std::uint64_t version = 0;

    friend bool operator==(const VersionTag&, const VersionTag&) = default;
};
std::string toString(VersionTag tag);
/// Also accepts the tag in quotes, as in an ETag field.
std::optional<VersionTag> parseVersionTag(std::string_view text);

enum class ProtocolError {
    NotJson,
    MissingField, ///< or one of another type
    BadValue,     ///< a field with an impossible value
};
std::string_view toString(ProtocolError error);

struct Listed {
    std::string id;
    runtime::Endpoint endpoint;

    friend auto operator<=>(const Listed&, const Listed&) = default;
};

/// An answer to a fetch or watch: a whole list, or what changed in it.
struct AppList {
    std::string app;
    std::string version;
    bool delta = false;
    std::vector<Listed> instances;    ///< all, or those added or moved
    std::vector<std::string> removed; ///< of a delta
};

/// The body of POST /apps/APP; app is in the target. A lease of 0 lets the registry choose.
std::string encodeRegistration(const Registration& registration);
Result<Registration, ProtocolError> decodeRegistration(std::string_view app, std::string_view json);

std::string encodeAppList(const AppList& list);
Result<AppList, ProtocolError> decodeAppList(std::string_view json);

/// Body of GET /apps.
std::string encodeApps(const std::vector<std::pair<std::string, std::string>>& namesAndVersions);

} // namespace core::discovery::registry
