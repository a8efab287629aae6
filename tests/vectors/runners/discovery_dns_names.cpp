// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/name.h"
#include "tests/vectors/runner.h"

namespace tests::vectors {

namespace {

using namespace core;
using namespace core::discovery::dns;
using nlohmann::json;
using Verdict = std::optional<std::string>;

Bytes octets(const json& vector) {
    return fromHex(vector.at("wire").get<std::string>()).value();
}

/// A reader at the case's offset; nullopt if that lies outside the input.
std::optional<ByteReader> readerAt(const Bytes& wire, std::size_t offset) {
    if (offset > wire.size()) {
        return std::nullopt;
    }
    ByteReader reader(wire);
    reader.seek(offset);
    return reader;
}

Verdict decode(const json& vector) {
    const Bytes wire = octets(vector);
    const auto offset = vector.at("offset").get<std::size_t>();
    auto reader = readerAt(wire, offset);
    const auto name = Name::decode(*reader);
    if (!name) {
        return "refused: " + std::string(toString(name.error()));
    }
    if (auto verdict = expectEqual<std::string>("the name", name->toText(), vector.at("name"))) {
        return verdict;
    }
    return expectEqual<std::size_t>("consumed", reader->position() - offset, vector.at("consumed"));
}

Verdict reject(const json& vector) {
    const Bytes wire = octets(vector);
    auto reader = readerAt(wire, vector.at("offset").get<std::size_t>());
    const auto name = reader ? Name::decode(*reader) : Result<Name, DnsError>(Name());
    return reader && name ? Verdict("accepted as " + name->toText()) : std::nullopt;
}

Verdict encode(const json& vector) {
    const auto name = Name::parse(vector.at("name").get<std::string>());
    if (!name) {
        return "text refused";
    }
    if (auto verdict =
            expectEqual<std::size_t>("octets", name->wire().size(), vector.at("octets"))) {
        return verdict;
    }
    return expectEqual<std::string>("the wire form", toHex(name->wire()), vector.at("wire"));
}

Verdict encodeSequence(const json& vector) {
    ByteWriter out;
    NameCompressor names;
    for (std::size_t i = 0; i < vector.at("names").size(); ++i) {
        const auto name = Name::parse(vector.at("names")[i].get<std::string>());
        if (!name) {
            return "text refused";
        }
        names.write(out, *name, vector.at("compress").at(i).get<bool>());
    }
    return expectEqual<std::string>("the wire form", toHex(out.view()), vector.at("wire"));
}

Verdict canonical(const json& vector) {
    const auto name = Name::parse(vector.at("name").get<std::string>());
    return name ? expectEqual<std::string>("the canonical form", toHex(name->canonical().wire()),
                                           vector.at("wire"))
                : Verdict("text refused");
}

Verdict textLabels(const json& vector) {
    const auto name = Name::parse(vector.at("name").get<std::string>());
    if (!name) {
        return "text refused";
    }
    std::vector<std::string> labels;
    for (const std::string_view label : name->labels()) {
        labels.push_back(labelText(label));
    }
    return expectEqual("labels", labels, vector.at("labels").get<std::vector<std::string>>());
}

} // namespace

std::optional<std::string> runDnsName(const json& vector) {
    const auto op = vector.at("op").get<std::string>();
    if (op == "name_decode") {
        return decode(vector);
    }
    if (op == "name_reject") {
        return reject(vector);
    }
    if (op == "name_encode") {
        return encode(vector);
    }
    if (op == "name_encode_sequence") {
        return encodeSequence(vector);
    }
    if (op == "name_canonical") {
        return canonical(vector);
    }
    if (op == "name_text_labels") {
        return textLabels(vector);
    }
    const auto text = vector.at("name").get<std::string>();
    if (op == "name_text_valid") {
        return expectEqual<bool>("validity", Name::parse(text).has_value(), vector.at("expect"));
    }
    if (op == "name_text_canonical") {
        return expectEqual<std::string>(
            "the canonical text", canonicalText(text).value_or("(refused)"), vector.at("expect"));
    }
    return "unknown op " + op;
}

} // namespace tests::vectors
