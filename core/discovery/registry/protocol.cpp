// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/protocol.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace core::discovery::registry {
namespace {

using Json = nlohmann::json;

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// nullptr unless `object` is an object with a text of that name.
const std::string* textIn(const Json& object, const char* name) {
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

std::optional<Listed> listedIn(const Json& object) {
    const std::string* id = textIn(object, "id");
    const std::string* address = textIn(object, "address");
    if (id == nullptr || address == nullptr || !isName(*id)) {
        return std::nullopt;
    }
    const auto port = object.find("port");
    const auto parsed = runtime::parseAddress(*address);
    if (port == object.end() || !port->is_number_integer() || !parsed) {
        return std::nullopt;
    }
    const auto number = port->get<std::int64_t>();
    if (number < 1 || number > 65'535) {
        return std::nullopt;
    }
    return Listed{*id, {*parsed, static_cast<std::uint16_t>(number)}};
}

void appendListed(const Listed& listed, std::string& out) {
    out += "{\"id\":\"";
    out += listed.id;
    out += "\",\"address\":\"";
    out += runtime::toString(listed.endpoint.address);
    out += "\",\"port\":";
    out += std::to_string(listed.endpoint.port);
    out += '}';
}

/// Reads the members "instances" and "removed"; false if one is spoilt.
bool readInstances(const Json& json, AppList& list) {
    const auto instances = json.find("instances");
    if (instances == json.end() || !instances->is_array()) {
        return false;
    }
    for (const Json& item : *instances) {
        auto listed = listedIn(item);
        if (!listed) {
            return false;
        }
        list.instances.push_back(std::move(*listed));
    }
    const auto removed = json.find("removed");
    list.delta = removed != json.end();
    if (!list.delta) {
        return true;
    }
    if (!removed->is_array()) {
        return false;
    }
    for (const Json& item : *removed) {
        const auto* id = item.get_ptr<const std::string*>();
        if (id == nullptr || !isName(*id)) {
            return false;
        }
        list.removed.push_back(*id);
    }
    return true;
}

} // namespace

bool isName(std::string_view text) {
    return !text.empty() && text.size() <= 128 &&
           std::all_of(text.begin(), text.end(), isNameCharacter);
}

std::optional<std::string_view> Target::parameter(std::string_view name) const {
    std::string_view rest = query;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equals) == name) {
            return pair.substr(std::min(equals + 1, pair.size()));
        }
    }
    return std::nullopt;
}

std::optional<Target> parseTarget(std::string_view target) {
    constexpr std::string_view kRoot = "/apps";
    Target parsed;
    const std::size_t mark = target.find('?');
    if (mark != std::string_view::npos) {
        parsed.query = target.substr(mark + 1);
        target = target.substr(0, mark);
    }
    if (!target.starts_with(kRoot)) {
        return std::nullopt;
    }
    target.remove_prefix(kRoot.size());
    if (target.empty()) {
        return parsed;
    }
    if (target.front() != '/') {
        return std::nullopt;
    }
    target.remove_prefix(1);
    const std::size_t slash = target.find('/');
    parsed.app = target.substr(0, slash);
    if (!isName(parsed.app)) {
        return std::nullopt;
    }
    if (slash != std::string_view::npos) {
        parsed.id = target.substr(slash + 1);
        if (!isName(parsed.id)) {
            return std::nullopt;
        }
    }
    return parsed;
}

std::string toString(VersionTag tag) {
    std::array<char, 32> text{};
    auto end = std::to_chars(text.data(), text.data() + 12, tag.epoch, 16).ptr;
    *end++ = '-';
    end = std::to_chars(end, text.data() + text.size(), tag.version).ptr;
    return {text.data(), end};
}

std::optional<VersionTag> parseVersionTag(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    VersionTag tag;
    const char* const end = text.data() + text.size();
    const auto epoch = std::from_chars(text.data(), end, tag.epoch, 16);
    if (epoch.ec != std::errc() || epoch.ptr == end || *epoch.ptr != '-') {
        return std::nullopt;
    }
    const auto version = std::from_chars(epoch.ptr + 1, end, tag.version);
    if (version.ec != std::errc() || version.ptr != end) {
        return std::nullopt;
    }
    return tag;
}

std::string_view toString(ProtocolError error) {
    switch (error) {
    case ProtocolError::NotJson:
        return "not JSON";
    case ProtocolError::MissingField:
        return "a field is missing";
    case ProtocolError::BadValue:
        return "a field has an impossible value";
    }
    return "unknown protocol error";
}

std::string encodeRegistration(const Registration& registration) {
    std::string out = "{\"instance\":";
    appendListed({registration.id, registration.endpoint}, out);
    out += ",\"lease\":\"" + formatDuration(registration.lease) + "\"}";
    return out;
}

Result<Registration, ProtocolError> decodeRegistration(std::string_view app,
                                                       std::string_view json) {
    const Json parsed = Json::parse(json, nullptr, false);
    if (parsed.is_discarded()) {
        return Failure{ProtocolError::NotJson};
    }
    const std::string* lease = textIn(parsed, "lease");
    if (lease == nullptr || !parsed.contains("instance")) {
        return Failure{ProtocolError::MissingField};
    }
    const auto duration = parseDuration(*lease);
    const auto listed = listedIn(parsed.find("instance").value());
    if (!duration || duration->ns < 0 || !listed) {
        return Failure{ProtocolError::BadValue};
    }
    return Registration{std::string(app), listed->id, listed->endpoint, *duration};
}

std::string encodeAppList(const AppList& list) {
    std::string out =
        "{\"app\":\"" + list.app + "\",\"version\":\"" + list.version + "\",\"instances\":[";
    for (std::size_t i = 0; i < list.instances.size(); ++i) {
        out += i == 0 ? "" : ",";
        appendListed(list.instances[i], out);
    }
    out += ']';
    if (list.delta) {
        out += ",\"removed\":[";
        for (std::size_t i = 0; i < list.removed.size(); ++i) {
            out += (i == 0 ? "\"" : ",\"") + list.removed[i] + "\"";
        }
        out += ']';
    }
    return out + "}";
}

Result<AppList, ProtocolError> decodeAppList(std::string_view json) {
    const Json parsed = Json::parse(json, nullptr, false);
    if (parsed.is_discarded()) {
        return Failure{ProtocolError::NotJson};
    }
    const std::string* app = textIn(parsed, "app");
    const std::string* version = textIn(parsed, "version");
    if (app == nullptr || version == nullptr) {
        return Failure{ProtocolError::MissingField};
    }
    // Whoever writes the list again does so without escapes: only names and tags may come in.
    const auto tag = parseVersionTag(*version);
    if (!isName(*app) || !tag) {
        return Failure{ProtocolError::BadValue};
    }
    AppList list;
    list.app = *app;
    list.version = toString(*tag);
    if (!readInstances(parsed, list)) {
        return Failure{ProtocolError::BadValue};
    }
    return list;
}

std::string encodeApps(const std::vector<std::pair<std::string, std::string>>& namesAndVersions) {
    std::string out = "{\"apps\":[";
    for (std::size_t i = 0; i < namesAndVersions.size(); ++i) {
        const auto& [name, version] = namesAndVersions[i];
        out += i == 0 ? "" : ",";
        out += "{\"app\":\"" + name + "\",\"version\":\"" + version + "\"}";
    }
    return out + "]}";
}

} // namespace core::discovery::registry
