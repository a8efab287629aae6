// SPDX-License-Identifier: Apache-2.0
#include "core/wire/http_dissector.h"

#include "core/wire/http.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace core::wire {
namespace {

constexpr std::size_t kSummaryLimit = 120;

HttpLimits dissectorLimits() {
    HttpLimits limits;
    limits.header = 256 * 1024;
    limits.body = std::numeric_limits<std::uint64_t>::max();
    limits.keepBody = false;
    return limits;
}

/// PUT /apps/APP/ID renews a lease.
bool isHeartbeat(const HttpRequest& request) {
    return request.method == "PUT" && request.target.starts_with("/apps/") &&
           std::count(request.target.begin(), request.target.end(), '/') == 3;
}

/// At most kSummaryLimit octets, without cutting a UTF-8 sequence, controls shown as '?'.
std::string asSummary(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) {
            c = '?';
        }
    }
    if (text.size() > kSummaryLimit) {
        text.resize(kSummaryLimit - 3);
        text += "...";
    }
    return text;
}

class HttpDissector : public StreamDissector {
public:
    HttpDissector() : requests_(dissectorLimits()), responses_(dissectorLimits()) {}

    void consume(Direction direction, ByteView bytes, std::vector<FoundMessage>& found) override {
        Side& side = direction == Direction::FromClient ? client_ : server_;
        side.seen += bytes.size();
        if (side.broken) {
            return;
        }
        if (direction == Direction::FromClient) {
            requests_.feed(bytes);
            readRequests(found);
        } else {
            responses_.feed(bytes);
            readResponses(found);
        }
    }

private:
    struct Side {
        std::uint64_t seen = 0;
        std::uint64_t begin = 0; ///< where the next message starts
        bool broken = false;
    };
    struct Asked {
        bool head;
        bool heartbeat;
    };

    void readRequests(std::vector<FoundMessage>& found) {
        for (;;) {
            auto request = requests_.next();
            if (!request) {
                report(client_, Direction::FromClient, request.error(), found);
                return;
            }
            if (!*request) {
                return;
            }
            const bool heartbeat = isHeartbeat(**request);
            asked_.push_back({(*request)->method == "HEAD", heartbeat});
            found.push_back({Direction::FromClient, client_.begin, requests_.consumed(),
                             heartbeat ? MessageRole::Heartbeat : MessageRole::Request,
                             asSummary((*request)->method + " " + (*request)->target), false});
            client_.begin = requests_.consumed();
        }
    }

    void readResponses(std::vector<FoundMessage>& found) {
        for (;;) {
            auto response = responses_.next(!asked_.empty() && asked_.front().head);
            if (!response) {
                report(server_, Direction::FromServer, response.error(), found);
                return;
            }
            if (!*response) {
                return;
            }
            const bool heartbeat = !asked_.empty() && asked_.front().heartbeat;
            std::string text = std::to_string((*response)->status);
            if ((*response)->bodyLength > 0) {
                text += " " + std::to_string((*response)->bodyLength) + " B";
            } else {
                text += " " + (*response)->reason;
            }
            found.push_back({Direction::FromServer, server_.begin, responses_.consumed(),
                             heartbeat ? MessageRole::Heartbeat : MessageRole::Reply,
                             asSummary(std::move(text)), false});
            server_.begin = responses_.consumed();
            if ((*response)->status >= 200 && !asked_.empty()) {
                asked_.pop_front();
            }
        }
    }

    static void report(Side& side, Direction direction, HttpError error,
                       std::vector<FoundMessage>& found) {
        side.broken = true;
        found.push_back({direction, side.begin, side.seen, MessageRole::Other,
                         std::string(toString(error)), true});
    }

    HttpRequestParser requests_;
    HttpResponseParser responses_;
    Side client_;
    Side server_;
    std::deque<Asked> asked_; ///< requests without their final response
};

std::unique_ptr<StreamDissector> makeHttpDissector() {
    return std::make_unique<HttpDissector>();
}

} // namespace

ProtocolDissectors httpDissectors() {
    return {kHttpProtocol, nullptr, &makeHttpDissector};
}

} // namespace core::wire
