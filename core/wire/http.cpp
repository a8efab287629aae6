// SPDX-License-Identifier: Apache-2.0
#include "core/wire/http.h"

#include <array>
#include <charconv>

namespace core::wire {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void appendNumber(std::string& out, std::uint64_t value) {
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out.append(text.data(), end);
}

void appendFields(const HttpMessage& message, std::string& out) {
    for (const HttpHeader& header : message.headers) {
        out += header.name;
        out += ": ";
        out += header.value;
        out += "\r\n";
    }
    if (!message.keepAlive) {
        out += "Connection: close\r\n";
    }
}

void appendLength(std::size_t length, std::string& out) {
    out += "Content-Length: ";
    appendNumber(out, length);
    out += "\r\n";
}

/// RFC 9110, 8.6: methods whose requests have a defined content say its length even if it is 0.
bool expectsContent(std::string_view method) {
    return method == "POST" || method == "PUT" || method == "PATCH";
}

bool hasNoContent(int status) {
    return status < 200 || status == 204 || status == 304;
}

} // namespace

std::string_view toString(HttpError error) {
    switch (error) {
    case HttpError::BadMessage:
        return "not an HTTP message";
    case HttpError::HeaderTooLarge:
        return "header too large";
    case HttpError::BodyTooLarge:
        return "body too large";
    case HttpError::Truncated:
        return "connection ended inside a message";
    }
    return "unknown HTTP error";
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

const std::string* HttpMessage::find(std::string_view name) const {
    for (const HttpHeader& header : headers) {
        if (equalsIgnoringCase(header.name, name)) {
            return &header.value;
        }
    }
    return nullptr;
}

std::string_view reasonPhrase(int status) {
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "";
    }
}

void serialise(const HttpRequest& request, std::string& out) {
    out += request.method;
    out += ' ';
    out += request.target;
    out += " HTTP/1.1\r\n";
    appendFields(request, out);
    if (!request.body.empty() || expectsContent(request.method)) {
        appendLength(request.body.size(), out);
    }
    out += "\r\n";
    out += request.body;
}

void serialise(const HttpResponse& response, bool toHead, std::string& out) {
    out += "HTTP/1.1 ";
    appendNumber(out, static_cast<std::uint64_t>(response.status));
    out += ' ';
    out +=
        response.reason.empty() ? reasonPhrase(response.status) : std::string_view(response.reason);
    out += "\r\n";
    appendFields(response, out);
    if (hasNoContent(response.status)) {
        out += "\r\n";
        return;
    }
    appendLength(response.body.size(), out);
    out += "\r\n";
    if (!toHead) {
        out += response.body;
    }
}

} // namespace core::wire
