// SPDX-License-Identifier: Apache-2.0
#include "core/raft/configuration.h"

#include "core/base/planted.h"
#include "core/base/varint.h"

#include <algorithm>
#include <charconv>

namespace core::raft {
namespace {

constexpr std::uint8_t kVersion = 1;

// Text.

std::string listOf(const std::set<NodeId>& nodes) {
    std::string text = "(";
    for (const NodeId node : nodes) {
        if (text.size() > 1) {
            text += ' ';
        }
        text += std::to_string(node);
    }
    return text + ')';
}

char letterOf(ChangeType type) {
    switch (type) {
    case ChangeType::AddVoter:
        return 'v';
    case ChangeType::AddLearner:
        return 'l';
    case ChangeType::Remove:
        return 'r';
    case ChangeType::Update:
        return 'u';
    }
    return '?';
}

std::optional<ChangeType> typeOf(char letter) {
    switch (letter) {
    case 'v':
        return ChangeType::AddVoter;
    case 'l':
        return ChangeType::AddLearner;
    case 'r':
        return ChangeType::Remove;
    case 'u':
        return ChangeType::Update;
    default:
        return std::nullopt;
    }
}

std::optional<MemberChange> parseChange(std::string_view word) {
    const auto type = word.empty() ? std::nullopt : typeOf(word.front());
    if (!type) {
        return std::nullopt;
    }
    MemberChange change{*type, kNoNode};
    const char* const end = word.data() + word.size();
    const auto [rest, error] = std::from_chars(word.data() + 1, end, change.node);
    if (error != std::errc{} || rest != end) {
        return std::nullopt;
    }
    return change;
}

// Octets.

void writeNodes(ByteWriter& writer, const std::set<NodeId>& nodes) {
    writeVarint(writer, nodes.size());
    for (const NodeId node : nodes) {
        writeVarint(writer, node);
    }
}

bool readNodes(ByteReader& reader, std::set<NodeId>& nodes) {
    const auto count = readVarint64(reader);
    if (!count || *count > reader.remaining()) {
        return false;
    }
    for (std::uint64_t i = 0; i < *count; ++i) {
        const auto node = readVarint64(reader);
        if (!node || *node == kNoNode) {
            return false;
        }
        nodes.insert(*node);
    }
    return true;
}

bool readChanges(ByteReader& reader, std::vector<MemberChange>& changes) {
    const auto count = readVarint64(reader);
    if (!count || *count > reader.remaining()) {
        return false;
    }
    for (std::uint64_t i = 0; i < *count; ++i) {
        const auto type = reader.u8();
        const auto node = readVarint64(reader);
        if (!type || *type > static_cast<std::uint8_t>(ChangeType::Update) || !node) {
            return false;
        }
        changes.push_back({static_cast<ChangeType>(*type), *node});
    }
    return true;
}

/// What the comments of Configuration promise.
bool isSound(const Configuration& configuration) {
    const auto votes = [&](NodeId node) { return configuration.isVoter(node); };
    const auto leaves = [&](NodeId node) {
        return configuration.outgoing.contains(node) && !configuration.voters.contains(node);
    };
    return std::none_of(configuration.learners.begin(), configuration.learners.end(), votes) &&
           std::all_of(configuration.learnersNext.begin(), configuration.learnersNext.end(),
                       leaves) &&
           (configuration.isJoint() ? !configuration.voters.empty() : !configuration.autoLeave);
}

/// Only octets in their one canonical form are what encode() wrote.
template <class T>
std::optional<T> ifCanonical(T value, ByteView bytes) {
    const Bytes again = encode(value);
    if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) {
        return std::nullopt;
    }
    return value;
}

// Changes.

void removeMember(Configuration& configuration, NodeId node) {
    configuration.voters.erase(node);
    configuration.learners.erase(node);
    configuration.learnersNext.erase(node);
}

void addVoter(Configuration& configuration, NodeId node) {
    configuration.learners.erase(node);
    configuration.learnersNext.erase(node);
    configuration.voters.insert(node);
}

/// An outgoing voter must not be counted as a learner before the joint phase has ended.
void addLearner(Configuration& configuration, NodeId node) {
    removeMember(configuration, node);
    if (configuration.outgoing.contains(node)) {
        configuration.learnersNext.insert(node);
    } else {
        configuration.learners.insert(node);
    }
}

Result<Configuration, ConfigurationError> changed(Configuration configuration,
                                                  const std::vector<MemberChange>& changes) {
    for (const MemberChange& change : changes) {
        if (change.node == kNoNode) {
            continue;
        }
        switch (change.type) {
        case ChangeType::AddVoter:
            addVoter(configuration, change.node);
            break;
        case ChangeType::AddLearner:
            addLearner(configuration, change.node);
            break;
        case ChangeType::Remove:
            removeMember(configuration, change.node);
            break;
        case ChangeType::Update:
            break;
        }
    }
    if (configuration.voters.empty()) {
        return Failure{ConfigurationError::NoVotersLeft};
    }
    return configuration;
}

std::size_t differences(const std::set<NodeId>& a, const std::set<NodeId>& b) {
    std::vector<NodeId> only;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only));
    return only.size();
}

} // namespace

std::set<NodeId> Configuration::members() const {
    std::set<NodeId> all = voters;
    all.insert(outgoing.begin(), outgoing.end());
    all.insert(learners.begin(), learners.end());
    return all;
}

std::string toString(const Configuration& configuration) {
    std::string text = "voters=" + listOf(configuration.voters);
    if (configuration.isJoint()) {
        text += "&&" + listOf(configuration.outgoing);
    }
    if (!configuration.learners.empty()) {
        text += " learners=" + listOf(configuration.learners);
    }
    if (!configuration.learnersNext.empty()) {
        text += " learners-next=" + listOf(configuration.learnersNext);
    }
    return configuration.autoLeave ? text + " auto-leave" : text;
}

std::string toString(const std::vector<MemberChange>& changes) {
    std::string text;
    for (const MemberChange& change : changes) {
        if (!text.empty()) {
            text += ' ';
        }
        text += letterOf(change.type) + std::to_string(change.node);
    }
    return text;
}

std::optional<std::vector<MemberChange>> parseChanges(std::string_view text) {
    std::vector<MemberChange> changes;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        if (space > 0) {
            const auto change = parseChange(text.substr(0, space));
            if (!change) {
                return std::nullopt;
            }
            changes.push_back(*change);
        }
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return changes;
}

Bytes encode(const ConfigurationChange& change) {
    ByteWriter writer;
    writer.u8(kVersion);
    writer.u8(static_cast<std::uint8_t>(change.transition));
    writeVarint(writer, change.changes.size());
    for (const MemberChange& single : change.changes) {
        writer.u8(static_cast<std::uint8_t>(single.type));
        writeVarint(writer, single.node);
    }
    writer.append(change.context);
    return writer.take();
}

std::optional<ConfigurationChange> decodeConfigurationChange(ByteView bytes) {
    ByteReader reader(bytes);
    ConfigurationChange change;
    const auto version = reader.u8();
    const auto transition = reader.u8();
    if (version != kVersion || !transition ||
        *transition > static_cast<std::uint8_t>(Transition::JointExplicit) ||
        !readChanges(reader, change.changes)) {
        return std::nullopt;
    }
    change.transition = static_cast<Transition>(*transition);
    const ByteView context = *reader.take(reader.remaining());
    change.context.assign(context.begin(), context.end());
    return ifCanonical(std::move(change), bytes);
}

Bytes encode(const Configuration& configuration) {
    ByteWriter writer;
    writer.u8(kVersion);
    writer.u8(configuration.autoLeave ? 1 : 0);
    writeNodes(writer, configuration.voters);
    writeNodes(writer, configuration.outgoing);
    writeNodes(writer, configuration.learners);
    writeNodes(writer, configuration.learnersNext);
    return writer.take();
}

std::optional<Configuration> decodeConfiguration(ByteView bytes) {
    ByteReader reader(bytes);
    Configuration configuration;
    const auto version = reader.u8();
    const auto autoLeave = reader.u8();
    if (version != kVersion || !autoLeave || *autoLeave > 1 ||
        !readNodes(reader, configuration.voters) || !readNodes(reader, configuration.outgoing) ||
        !readNodes(reader, configuration.learners) ||
        !readNodes(reader, configuration.learnersNext)) {
        return std::nullopt;
    }
    configuration.autoLeave = *autoLeave == 1;
    if (!isSound(configuration)) {
        return std::nullopt;
    }
    return ifCanonical(std::move(configuration), bytes);
}

std::string_view toString(ConfigurationError error) {
    switch (error) {
    case ConfigurationError::AlreadyJoint:
        return "the configuration is joint already";
    case ConfigurationError::NotJoint:
        return "the configuration is not joint";
    case ConfigurationError::ZeroVoterJoint:
        return "a group without voters cannot become joint";
    case ConfigurationError::TooManyVoters:
        return "more than one voter would change at once";
    case ConfigurationError::NoVotersLeft:
        return "no voter would be left";
    }
    return "unknown error";
}

Result<Configuration, ConfigurationError> simpleChange(const Configuration& from,
                                                       const std::vector<MemberChange>& changes) {
    if (from.isJoint()) {
        return Failure{ConfigurationError::AlreadyJoint};
    }
    auto to = changed(from, changes);
    if (to && differences(from.voters, to->voters) > 1) {
        return Failure{ConfigurationError::TooManyVoters};
    }
    return to;
}

Result<Configuration, ConfigurationError> enterJoint(const Configuration& from, bool autoLeave,
                                                     const std::vector<MemberChange>& changes) {
    if (from.isJoint()) {
        return Failure{ConfigurationError::AlreadyJoint};
    }
    if (from.voters.empty()) {
        return Failure{ConfigurationError::ZeroVoterJoint};
    }
    Configuration joint = from;
    joint.outgoing = from.voters;
    joint.autoLeave = autoLeave;
    return changed(std::move(joint), changes);
}

Result<Configuration, ConfigurationError> leaveJoint(const Configuration& from) {
    if (!from.isJoint()) {
        return Failure{ConfigurationError::NotJoint};
    }
    Configuration to;
    to.voters = from.voters;
    to.learners = from.learners;
    to.learners.insert(from.learnersNext.begin(), from.learnersNext.end());
    return to;
}

Result<Configuration, ConfigurationError> apply(const Configuration& from,
                                                const ConfigurationChange& change) {
    if (change.leavesJoint()) {
        return leaveJoint(from);
    }
    if (change.needsJoint() && planted("changes-two-voters-in-one-step")) {
        return changed(from, change.changes);
    }
    if (change.needsJoint()) {
        return enterJoint(from, change.transition != Transition::JointExplicit, change.changes);
    }
    return simpleChange(from, change.changes);
}

} // namespace core::raft
