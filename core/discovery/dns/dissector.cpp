// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/dissector.h"

#include "core/discovery/dns/message.h"
#include "core/discovery/dns/tcp_framing.h"

namespace core::discovery::dns {

namespace {

constexpr std::size_t kMaxSummary = 120;

std::string cut(std::string text) {
    if (text.size() > kMaxSummary) {
        text.resize(kMaxSummary - 3);
        text += "...";
    }
    return text;
}

/// A record's data without final dots, so that names read like host names.
std::string shortData(const Record& record) {
    if (const auto* name = std::get_if<NameRdata>(&record.data)) {
        return name->target.toDisplay();
    }
    return rdataText(record.data);
}

std::string questionText(const Message& message) {
    if (message.questions.empty()) {
        return "no question";
    }
    const Question& question = message.questions.front();
    return typeText(question.type) + " " + question.name.toDisplay();
}

/// "web.shop.test A 10.0.0.1 10.0.0.2 ttl 60", aliases as "www.shop.test CNAME web.shop.test".
std::string answerText(const Message& reply) {
    std::string text;
    const Record* previous = nullptr;
    for (const Record& record : reply.answers) {
        if (previous != nullptr && previous->name == record.name && previous->type == record.type) {
            text += " " + shortData(record);
            continue;
        }
        if (previous != nullptr) {
            text += " ttl " + std::to_string(previous->ttl) + ", ";
        }
        text += record.name.toDisplay() + " " + typeText(record.type) + " " + shortData(record);
        previous = &record;
    }
    return text + " ttl " + std::to_string(previous->ttl);
}

std::string replyText(const Message& reply) {
    if (reply.header.truncated) {
        return "truncated: " + questionText(reply);
    }
    const std::string name =
        reply.questions.empty() ? std::string() : " " + reply.questions.front().name.toDisplay();
    if (reply.header.rcode != Rcode::NoError) {
        return rcodeText(reply.header.rcode) + name;
    }
    if (!reply.answers.empty()) {
        return answerText(reply);
    }
    for (const Record& record : reply.authorities) {
        if (record.type == Type::Ns) {
            return "referral to " + shortData(record) + " for " + questionText(reply);
        }
    }
    return "no data: " + questionText(reply);
}

/// Describes the message; offsets are left to the caller.
wire::FoundMessage describe(ByteView payload) {
    wire::FoundMessage found;
    const auto message = decodeMessage(payload);
    if (!message) {
        found.malformed = true;
        found.summary = "malformed DNS: " + std::string(toString(message.error()));
        return found;
    }
    found.role = message->header.response ? wire::MessageRole::Reply : wire::MessageRole::Request;
    std::string text =
        message->header.response ? replyText(*message) : questionText(*message) + "?";
    if (message->header.opcode != Opcode::Query) {
        text = opcodeText(message->header.opcode) + " " + text;
    }
    found.summary = cut(std::move(text));
    return found;
}

class TcpDissector final : public wire::StreamDissector {
public:
    void consume(wire::Direction direction, ByteView bytes,
                 std::vector<wire::FoundMessage>& found) override {
        Half& half = halves_[direction == wire::Direction::FromClient ? 0 : 1];
        half.frames.append(bytes);
        while (const auto message = half.frames.next()) {
            wire::FoundMessage next = describe(*message);
            next.direction = direction;
            next.begin = half.offset;
            half.offset += 2 + message->size();
            next.end = half.offset;
            found.push_back(std::move(next));
        }
    }

private:
    struct Half {
        FrameReader frames;
        std::uint64_t offset = 0; ///< of the first octet not yet reported
    };
    std::array<Half, 2> halves_;
};

std::unique_ptr<wire::StreamDissector> makeTcpDissector() {
    return std::make_unique<TcpDissector>();
}

} // namespace

wire::FoundMessage dissectDatagram(ByteView payload) {
    wire::FoundMessage found = describe(payload);
    found.end = payload.size();
    return found;
}

std::array<wire::ProtocolDissectors, 2> dissectors() {
    return {{{"dns", dissectDatagram, nullptr}, {"dns-tcp", nullptr, makeTcpDissector}}};
}

} // namespace core::discovery::dns
