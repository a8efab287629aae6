// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/message.h"
#include "core/discovery/dns/text_form.h"
#include "tests/vectors/runner.h"

namespace tests::vectors {

namespace {

using namespace core;
using namespace core::discovery::dns;
using nlohmann::json;
using Verdict = std::optional<std::string>;

Bytes octets(const json& vector, const char* key = "wire") {
    return fromHex(vector.at(key).get<std::string>()).value();
}

json headerJson(const Header& header) {
    return {{"id", header.id},
            {"qr", header.response},
            {"opcode", opcodeText(header.opcode)},
            {"aa", header.authoritative},
            {"tc", header.truncated},
            {"rd", header.recursionDesired},
            {"ra", header.recursionAvailable},
            {"ad", header.authenticData},
            {"cd", header.checkingDisabled},
            {"rcode", rcodeText(header.rcode)}};
}

json questionsJson(const std::vector<Question>& questions) {
    json list = json::array();
    for (const Question& question : questions) {
        list.push_back({{"name", question.name.toText()},
                        {"type", typeText(question.type)},
                        {"class", classText(question.cls)}});
    }
    return list;
}

json recordsJson(const std::vector<Record>& records) {
    json list = json::array();
    for (const Record& record : records) {
        list.push_back({{"name", record.name.toText()},
                        {"type", typeText(record.type)},
                        {"class", classText(record.cls)},
                        {"ttl", record.ttl},
                        {"rdata", rdataText(record.data)}});
    }
    return list;
}

json messageJson(const Message& message) {
    json result = {{"header", headerJson(message.header)},
                   {"question", questionsJson(message.questions)},
                   {"answer", recordsJson(message.answers)},
                   {"authority", recordsJson(message.authorities)},
                   {"additional", recordsJson(message.additionals)}};
    if (message.edns) {
        json options = json::array();
        for (const EdnsOption& option : message.edns->options) {
            options.push_back({{"code", option.code}, {"data", toHex(option.data)}});
        }
        result["edns"] = {{"version", message.edns->version},
                          {"payload", message.edns->payload},
                          {"flags", message.edns->flags},
                          {"options", options}};
    }
    return result;
}

Verdict compare(const json& got, const json& expected) {
    for (const auto& [key, value] : expected.items()) {
        if (auto verdict = expectEqual<json>(key, got.value(key, json()), value)) {
            return verdict;
        }
    }
    const bool unexpectedEdns = got.contains("edns") && !expected.contains("edns");
    return unexpectedEdns ? Verdict("an OPT record that is not expected") : std::nullopt;
}

Verdict decode(const json& vector) {
    const Bytes wire = octets(vector);
    const auto message = decodeMessage(wire);
    if (!message) {
        return "refused: " + std::string(toString(message.error()));
    }
    if (auto verdict = compare(messageJson(*message), vector.at("expect"))) {
        return verdict;
    }
    const auto again = encodeMessage(*message);
    if (!again) {
        return "cannot be encoded again";
    }
    if (vector.value("reencodes_identically", false)) {
        return expectEqual<std::string>("encoded again it", toHex(*again), vector.at("wire"));
    }
    const auto second = decodeMessage(*again);
    return second && *second == *message ? Verdict() : Verdict("changed by encoding it again");
}

Verdict reject(const json& vector) {
    const Bytes wire = octets(vector);
    return decodeMessage(wire) ? Verdict("accepted") : std::nullopt;
}

/// Ends with a message or an error; a message must survive the way back.
Verdict robust(const json& vector) {
    const Bytes wire = octets(vector);
    const auto message = decodeMessage(wire);
    const auto again = message ? encodeMessage(*message) : Result<Bytes, DnsError>(Bytes());
    if (!message || !again) {
        return std::nullopt;
    }
    const auto second = decodeMessage(*again);
    return second && *second == *message ? Verdict() : Verdict("changed by encoding it again");
}

template <class T>
T enumOf(const std::string& text, std::string (*name)(T), int last) {
    for (int value = 0; value < last; ++value) {
        if (name(static_cast<T>(value)) == text) {
            return static_cast<T>(value);
        }
    }
    throw json::other_error::create(501, "unknown name " + text, nullptr);
}

Record recordOf(const json& fields) {
    Record record;
    record.name = Name::parse(fields.at("name").get<std::string>()).value();
    record.type = parseType(fields.at("type").get<std::string>()).value();
    record.cls = parseClass(fields.at("class").get<std::string>()).value();
    record.ttl = fields.at("ttl").get<std::uint32_t>();
    const auto words = tokenize(fields.at("rdata").get<std::string>()).value();
    record.data = parseRdata(record.type, words, TextContext{}).value();
    return record;
}

Message messageOf(const json& fields) {
    Message message;
    const json& header = fields.at("header");
    message.header.id = header.at("id");
    message.header.response = header.at("qr");
    message.header.opcode = enumOf<Opcode>(header.at("opcode"), opcodeText, 16);
    message.header.authoritative = header.at("aa");
    message.header.truncated = header.at("tc");
    message.header.recursionDesired = header.at("rd");
    message.header.recursionAvailable = header.at("ra");
    message.header.authenticData = header.at("ad");
    message.header.checkingDisabled = header.at("cd");
    message.header.rcode = enumOf<Rcode>(header.at("rcode"), rcodeText, 4096);
    for (const json& question : fields.at("question")) {
        message.questions.push_back({Name::parse(question.at("name").get<std::string>()).value(),
                                     parseType(question.at("type").get<std::string>()).value(),
                                     parseClass(question.at("class").get<std::string>()).value()});
    }
    const auto fill = [&](const char* key, std::vector<Record>& records) {
        for (const json& record : fields.at(key)) {
            records.push_back(recordOf(record));
        }
    };
    fill("answer", message.answers);
    fill("authority", message.authorities);
    fill("additional", message.additionals);
    return message;
}

Verdict encode(const json& vector) {
    const auto encoded = encodeMessage(messageOf(vector.at("fields")));
    if (!encoded) {
        return "cannot be encoded";
    }
    const auto mine = decodeMessage(*encoded);
    const Bytes wire = octets(vector);
    const auto theirs = decodeMessage(wire);
    if (!mine || !theirs) {
        return mine ? "the expected octets are refused" : "our own octets are refused";
    }
    if (auto verdict = compare(messageJson(*mine), vector.at("fields"))) {
        return verdict;
    }
    return *mine == *theirs ? Verdict() : Verdict("differs from the expected octets");
}

std::string addressText(const ClientSubnet& subnet) {
    if (subnet.family == 1) {
        ByteReader reader(subnet.address);
        return runtime::toString(runtime::Address{reader.u32().value()});
    }
    std::array<std::uint8_t, 16> address{};
    std::copy(subnet.address.begin(), subnet.address.end(), address.begin());
    return ipv6Text(address);
}

/// "1.2.3.4/24" -> the subnet.
ClientSubnet subnetOf(const std::string& text) {
    const std::size_t slash = text.find('/');
    ClientSubnet subnet;
    subnet.sourcePrefix = static_cast<std::uint8_t>(std::stoi(text.substr(slash + 1)));
    if (const auto v4 = runtime::parseAddress(text.substr(0, slash))) {
        ByteWriter out;
        out.u32(v4->value);
        subnet.address = out.take();
    } else {
        const auto v6 = parseIpv6(text.substr(0, slash)).value();
        subnet.family = 2;
        subnet.address.assign(v6.begin(), v6.end());
    }
    return subnet;
}

Verdict clientSubnet(const EdnsOption& option, const json& vector) {
    const auto subnet = decodeClientSubnet(option);
    if (!subnet) {
        return "refused";
    }
    const json got = {{"family", subnet->family},
                      {"source_prefix", subnet->sourcePrefix},
                      {"scope_prefix", subnet->scopePrefix},
                      {"address", addressText(*subnet)}};
    if (auto verdict = expectEqual<json>("the option", got, vector.at("expect"))) {
        return verdict;
    }
    const EdnsOption encoded = encodeClientSubnet(subnetOf(vector.at("encode_from")));
    return expectEqual<std::string>("the encoded option", toHex(encoded.data), vector.at("data"));
}

Verdict extendedError(const EdnsOption& option, const json& vector) {
    const auto error = decodeExtendedError(option);
    if (!error) {
        return "refused";
    }
    json got = {{"info_code", error->infoCode}, {"text", error->text}};
    if (vector.at("expect").contains("name")) {
        got["name"] = std::string(extendedErrorName(error->infoCode));
    }
    if (auto verdict = expectEqual<json>("the option", got, vector.at("expect"))) {
        return verdict;
    }
    return encodeExtendedError(*error) == option ? Verdict() : Verdict("changed by encoding it");
}

Verdict ednsOption(const json& vector) {
    const EdnsOption option{vector.at("code").get<std::uint16_t>(), octets(vector, "data")};
    switch (option.code) {
    case EdnsOption::kClientSubnet:
        return clientSubnet(option, vector);
    case EdnsOption::kExtendedError:
        return extendedError(option, vector);
    default:
        return expectEqual<std::string>("the data", std::string(textOf(option.data)),
                                        vector.at("expect").at("generic"));
    }
}

} // namespace

std::optional<std::string> runDnsMessage(const json& vector) {
    const auto op = vector.at("op").get<std::string>();
    if (op == "message_decode") {
        return decode(vector);
    }
    if (op == "message_reject") {
        return reject(vector);
    }
    if (op == "message_encode") {
        return encode(vector);
    }
    if (op == "edns_option") {
        return ednsOption(vector);
    }
    if (op == "robust") {
        return robust(vector);
    }
    return "unknown op " + op;
}

} // namespace tests::vectors
