// SPDX-License-Identifier: Apache-2.0
#include "core/wire/http.h"

#include <boost/beast/http/basic_parser.hpp>

#include <limits>

/// The one translation unit that knows Boost.Beast. Beast gets a header only when it is complete:
/// then its size limit is exact and its errors do not depend on how the stream was cut.
namespace core::wire {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;
using BeastText = beast::string_view;

std::string textFrom(BeastText text) {
    return {text.data(), text.size()};
}

HttpError errorFrom(const error_code& code) {
    if (code == http::error::body_limit || code == http::error::buffer_overflow) {
        return HttpError::BodyTooLarge;
    }
    if (code == http::error::partial_message || code == http::error::end_of_stream) {
        return HttpError::Truncated;
    }
    return HttpError::BadMessage;
}

/// What Beast's callbacks do for either kind of message.
template <bool isRequest, class Message>
class Collector : public http::basic_parser<isRequest> {
public:
    explicit Collector(const HttpLimits& limits) : keepBody_(limits.keepBody) {
        this->body_limit(limits.body);
        this->header_limit(std::numeric_limits<std::uint32_t>::max());
    }

    Message message;

private:
    void on_request_impl(http::verb, BeastText method, BeastText target, int,
                         error_code&) override {
        if constexpr (isRequest) {
            message.method = textFrom(method);
            message.target = textFrom(target);
        }
    }
    void on_response_impl(int status, BeastText reason, int, error_code&) override {
        if constexpr (!isRequest) {
            message.status = status;
            message.reason = textFrom(reason);
        }
    }
    void on_field_impl(http::field, BeastText name, BeastText value, error_code&) override {
        message.headers.push_back({textFrom(name), textFrom(value)});
    }
    void on_header_impl(error_code& code) override {
        // RFC 9112, 6.3 (4): a request whose last coding is not chunked has no known length.
        if (isRequest && !this->chunked() && message.find("Transfer-Encoding") != nullptr) {
            code = http::error::bad_transfer_encoding;
        }
        message.keepAlive = this->keep_alive();
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(BeastText text, error_code&) override { return appendBody(text); }
    void on_chunk_header_impl(std::uint64_t, BeastText, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, BeastText text, error_code&) override {
        return appendBody(text);
    }
    void on_finish_impl(error_code&) override {}

    std::size_t appendBody(BeastText text) {
        message.bodyLength += text.size();
        if (keepBody_) {
            message.body.append(text.data(), text.size());
        }
        return text.size();
    }

    bool keepBody_;
};

/// Where the header that starts at `from` ends (one past its empty line), or npos. `scanned` is
/// how far earlier calls looked.
std::size_t findHeaderEnd(const std::string& buffer, std::size_t from, std::size_t scanned) {
    const std::size_t start = scanned > from + 3 ? scanned - 3 : from;
    const std::size_t found = buffer.find("\r\n\r\n", start);
    return found == std::string::npos ? found : found + 4;
}

/// A start line begins with a token character (method, "HTTP").
bool mayStartMessage(char c) {
    return c > ' ' && c < 0x7f;
}

} // namespace

/// The stream of one direction: bytes not yet parsed and the message being read.
template <bool isRequest, class Message>
class StreamReader {
public:
    using Next = Result<std::optional<Message>, HttpError>;

    explicit StreamReader(HttpLimits limits) : limits_(limits) {}

    void feed(ByteView bytes) {
        if (error_) {
            return;
        }
        if (position_ == buffer_.size()) {
            dropParsed();
        }
        buffer_.append(textOf(bytes));
    }

    Next next(bool toHead) {
        if (!error_ && !reading_) {
            startMessage(toHead);
        }
        if (!error_ && reading_) {
            parse(limitFor());
        }
        if (error_) {
            return Failure{*error_};
        }
        return take();
    }

    Next finish() {
        if (error_) {
            return Failure{*error_};
        }
        if (!reading_) {
            if (position_ == buffer_.size()) {
                return std::optional<Message>();
            }
            error_ = HttpError::Truncated;
            return Failure{*error_};
        }
        error_code code;
        reading_->put_eof(code);
        if (code) {
            error_ = errorFrom(code);
            return Failure{*error_};
        }
        return take();
    }

    bool midMessage() const { return reading_.has_value() || position_ < buffer_.size(); }
    std::uint64_t consumed() const { return consumed_; }

private:
    /// Begins a message if its whole header is here.
    void startMessage(bool toHead) {
        skipEmptyLines();
        if (position_ == buffer_.size() ||
            (buffer_[position_] == '\r' && position_ + 1 == buffer_.size())) {
            return;
        }
        if (!mayStartMessage(buffer_[position_])) {
            error_ = HttpError::BadMessage;
            return;
        }
        headerEnd_ = findHeaderEnd(buffer_, position_, scanned_);
        scanned_ = buffer_.size();
        const std::size_t size =
            (headerEnd_ == std::string::npos ? buffer_.size() : headerEnd_) - position_;
        if (size > limits_.header) {
            error_ = HttpError::HeaderTooLarge;
        } else if (headerEnd_ != std::string::npos) {
            reading_.emplace(limits_);
            if (toHead) {
                reading_->skip(true);
            }
        }
    }

    /// RFC 9112, 2.2: a server ignores empty lines before a request line.
    void skipEmptyLines() {
        while (isRequest && position_ + 1 < buffer_.size() && buffer_[position_] == '\r' &&
               buffer_[position_ + 1] == '\n') {
            position_ += 2;
        }
    }

    std::size_t limitFor() const {
        return reading_->is_header_done() ? buffer_.size() : headerEnd_;
    }

    /// Beast 1.74 asserts at least the 5 octets of "0 CRLF CRLF" when it comes back to the last
    /// chunk. No chunked message ends with fewer than that, so waiting for them delays nothing.
    std::size_t leastInput() const {
        return reading_->is_header_done() && reading_->chunked() ? 5 : 1;
    }

    void parse(std::size_t end) {
        while (!reading_->is_done() && end - position_ >= leastInput()) {
            const bool inBody = reading_->is_header_done();
            const std::uint64_t decoded = reading_->message.bodyLength;
            error_code code;
            const std::size_t used = reading_->put(
                boost::asio::const_buffer(buffer_.data() + position_, end - position_), code);
            if (inBody && reading_->message.bodyLength == decoded && used > limits_.header) {
                error_ = HttpError::HeaderTooLarge; // a chunk's size line, or the trailer
                return;
            }
            position_ += used;
            if (code == http::error::need_more) {
                if (!reading_->is_header_done()) { // a complete header cannot need more
                    error_ = HttpError::BadMessage;
                }
                return limitChunkLine();
            }
            if (code) {
                error_ = errorFrom(code);
                return;
            }
            end = limitFor();
        }
    }

    /// A chunk's size line or the trailer must fit the header limit, too.
    void limitChunkLine() {
        if (!error_ && reading_->chunked() && buffer_.size() - position_ > limits_.header) {
            error_ = HttpError::HeaderTooLarge;
        }
    }

    Next take() {
        if (!reading_ || !reading_->is_done()) {
            dropParsed();
            return std::optional<Message>();
        }
        std::optional<Message> message(std::move(reading_->message));
        reading_.reset();
        consumed_ = base_ + position_;
        scanned_ = position_;
        return message;
    }

    /// Forgets parsed bytes; only where they are the bulk of the buffer, so that a long pipeline
    /// is not moved once for each of its requests.
    void dropParsed() {
        if (position_ * 2 < buffer_.size()) {
            return;
        }
        buffer_.erase(0, position_);
        base_ += position_;
        scanned_ = scanned_ > position_ ? scanned_ - position_ : 0;
        headerEnd_ = 0; // used only before the header is parsed, when nothing was dropped
        position_ = 0;
    }

    HttpLimits limits_;
    std::string buffer_;
    std::size_t position_ = 0;   ///< parsed up to here
    std::size_t scanned_ = 0;    ///< no end of header before here
    std::size_t headerEnd_ = 0;  ///< of the message being read
    std::uint64_t base_ = 0;     ///< stream offset of buffer_[0]
    std::uint64_t consumed_ = 0; ///< stream offset of the end of the last message
    std::optional<Collector<isRequest, Message>> reading_;
    std::optional<HttpError> error_;
};

class HttpRequestParser::Impl : public StreamReader<true, HttpRequest> {
    using StreamReader::StreamReader;
};
class HttpResponseParser::Impl : public StreamReader<false, HttpResponse> {
    using StreamReader::StreamReader;
};

HttpRequestParser::HttpRequestParser(HttpLimits limits) : impl_(std::make_unique<Impl>(limits)) {}
HttpRequestParser::~HttpRequestParser() = default;
HttpRequestParser::HttpRequestParser(HttpRequestParser&&) noexcept = default;
HttpRequestParser& HttpRequestParser::operator=(HttpRequestParser&&) noexcept = default;
void HttpRequestParser::feed(ByteView bytes) {
    impl_->feed(bytes);
}
Result<std::optional<HttpRequest>, HttpError> HttpRequestParser::next() {
    return impl_->next(false);
}
bool HttpRequestParser::midMessage() const {
    return impl_->midMessage();
}
std::uint64_t HttpRequestParser::consumed() const {
    return impl_->consumed();
}

HttpResponseParser::HttpResponseParser(HttpLimits limits) : impl_(std::make_unique<Impl>(limits)) {}
HttpResponseParser::~HttpResponseParser() = default;
HttpResponseParser::HttpResponseParser(HttpResponseParser&&) noexcept = default;
HttpResponseParser& HttpResponseParser::operator=(HttpResponseParser&&) noexcept = default;
void HttpResponseParser::feed(ByteView bytes) {
    impl_->feed(bytes);
}
Result<std::optional<HttpResponse>, HttpError> HttpResponseParser::next(bool toHead) {
    return impl_->next(toHead);
}
Result<std::optional<HttpResponse>, HttpError> HttpResponseParser::finish() {
    return impl_->finish();
}
bool HttpResponseParser::midMessage() const {
    return impl_->midMessage();
}
std::uint64_t HttpResponseParser::consumed() const {
    return impl_->consumed();
}

} // namespace core::wire
