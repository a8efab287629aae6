// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// HTTP/1.1 messages on a byte stream: incremental parsing and serialising (RFC 9112; fields and
/// status codes: RFC 9110). The grammar is parsed by Boost.Beast inside http_parser.cpp; no type of
/// it shows here. Deviations: no 101 upgrade and no CONNECT tunnel (bytes after such a message
/// are read as the next message); trailer fields of a chunked body are appended to the headers.
namespace core::wire {

enum class HttpError {
    BadMessage,     ///< not HTTP/1.x: the stream cannot be read any further
    HeaderTooLarge, ///< start line and fields exceed HttpLimits::header
    BodyTooLarge,   ///< the body exceeds HttpLimits::body
    Truncated,      ///< the stream ended inside a message
};
std::string_view toString(HttpError error);

struct HttpLimits {
    std::size_t header = 16 * 1024;   ///< octets of start line and fields together
    std::uint64_t body = 64ull << 20; ///< octets of one body, after chunked decoding
    /// False keeps only the length of bodies (HttpMessage::bodyLength): for dissectors.
    bool keepBody = true;
};

struct HttpHeader {
    std::string name;
    std::string value;

    friend bool operator==(const HttpHeader&, const HttpHeader&) = default;
};

/// What requests and responses share.
struct HttpMessage {
    std::vector<HttpHeader> headers; ///< in order; names as received, compared without case
    std::string body;
    std::uint64_t bodyLength = 0; ///< set by parsers; equals body.size() when bodies are kept
    /// Parsers: the sender will keep the connection (RFC 9112, 9.3). Serialisers: false adds
    /// "Connection: close".
    bool keepAlive = true;

    /// The value of the first field of that name (case-insensitive), or nullptr.
    const std::string* find(std::string_view name) const;
};

struct HttpRequest : HttpMessage {
    std::string method;
    std::string target; ///< origin form: "/apps/web?since=3"
};

struct HttpResponse : HttpMessage {
    int status = 200;
    std::string reason; ///< empty: the serialiser takes the phrase of RFC 9110
};

/// The phrase of RFC 9110 for a status code, "" for an unknown one.
std::string_view reasonPhrase(int status);

/// Equality of field names: ASCII letters without case.
bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// Appends the octets of the message. Content-Length is computed, Host and everything else comes
/// from `headers`. REQUIRES: no CR or LF in method, target, reason, names and values.
void serialise(const HttpRequest& request, std::string& out);
/// As above; a response to HEAD carries the Content-Length but no body; 1xx, 204 and 304 carry
/// neither.
void serialise(const HttpResponse& response, bool toHead, std::string& out);

/// Reads the requests of one direction of a connection. Feed bytes in any chunks, then call
/// next() until it has nothing more; pipelined requests wait inside. After an error every further
/// next() returns it again.
class HttpRequestParser {
public:
    explicit HttpRequestParser(HttpLimits limits = {});
    ~HttpRequestParser();
    HttpRequestParser(HttpRequestParser&&) noexcept;
    HttpRequestParser& operator=(HttpRequestParser&&) noexcept;

    void feed(ByteView bytes);
    /// The next complete request, or nullopt: more bytes are needed.
    Result<std::optional<HttpRequest>, HttpError> next();
    /// True inside a message: its first octet came, its last did not.
    bool midMessage() const;
    /// Octets from the start of the stream to the end of the last message returned.
    std::uint64_t consumed() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Reads the responses of one direction of a connection. Interim responses (1xx) are returned like
/// others. A response without Content-Length and chunked coding ends with the stream: finish().
class HttpResponseParser {
public:
    explicit HttpResponseParser(HttpLimits limits = {});
    ~HttpResponseParser();
    HttpResponseParser(HttpResponseParser&&) noexcept;
    HttpResponseParser& operator=(HttpResponseParser&&) noexcept;

    void feed(ByteView bytes);
    /// `toHead`: this response answers a HEAD request and has no body. The same value must be
    /// given until the response is returned.
    Result<std::optional<HttpResponse>, HttpError> next(bool toHead = false);
    /// The peer ended its direction: what was being read may now be complete, else Truncated if
    /// inside a message, nullopt if between two.
    Result<std::optional<HttpResponse>, HttpError> finish();
    bool midMessage() const;
    std::uint64_t consumed() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace core::wire
