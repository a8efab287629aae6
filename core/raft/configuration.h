// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Who belongs to a Raft group, and how that changes: one server at a time (the thesis, section
/// 4.2) or any number through joint consensus (section 4.3; the paper, section 6). Learners
/// receive the log and do not vote (section 4.2.1).
///
/// Deviation, as in etcd-io/raft: a configuration takes effect when its entry is applied, not when
/// it is appended. Safe because a leader appends a second change only after the first is applied,
/// and a server that has a committed change still to apply does not campaign.
namespace core::raft {

/// A member of a group, at least 1. Never given to another server of the same group.
using NodeId = std::uint64_t;
inline constexpr NodeId kNoNode = 0;

struct Configuration {
    std::set<NodeId> voters;       ///< while joint: the incoming half
    std::set<NodeId> outgoing;     ///< not empty while joint: the outgoing half
    std::set<NodeId> learners;     ///< no voter of either half is in here
    std::set<NodeId> learnersNext; ///< outgoing voters that become learners when joint ends
    bool autoLeave = false;        ///< the leader ends the joint phase by itself

    bool isJoint() const { return !outgoing.empty(); }
    bool isVoter(NodeId node) const { return voters.contains(node) || outgoing.contains(node); }
    bool isLearner(NodeId node) const { return learners.contains(node); }
    bool contains(NodeId node) const { return isVoter(node) || isLearner(node); }
    /// Voters of both halves and learners.
    std::set<NodeId> members() const;

    friend bool operator==(const Configuration&, const Configuration&) = default;
};
/// "voters=(1 2 3)&&(1) learners=(2) learners-next=(1) auto-leave".
std::string toString(const Configuration& configuration);

enum class ChangeType : std::uint8_t { AddVoter = 0, AddLearner = 1, Remove = 2, Update = 3 };

struct MemberChange {
    ChangeType type = ChangeType::AddVoter;
    NodeId node = kNoNode;

    friend bool operator==(const MemberChange&, const MemberChange&) = default;
};

enum class Transition : std::uint8_t {
    Auto = 0,          ///< simple if that is possible, else joint and left automatically
    JointImplicit = 1, ///< joint, left automatically once committed
    JointExplicit = 2, ///< joint, left by an empty change that somebody proposes
};

/// The content of a configuration entry. Without changes and with Transition::Auto: leave joint.
struct ConfigurationChange {
    Transition transition = Transition::Auto;
    std::vector<MemberChange> changes;
    Bytes context; ///< for the application: addresses of new members, say

    /// More than one change, or a joint phase asked for.
    bool needsJoint() const { return transition != Transition::Auto || changes.size() > 1; }
    bool leavesJoint() const { return transition == Transition::Auto && changes.empty(); }

    friend bool operator==(const ConfigurationChange&, const ConfigurationChange&) = default;
};
/// "v1 l2 r3 u4", etcd's short form.
std::string toString(const std::vector<MemberChange>& changes);
/// The same backwards; nullopt if a word is not of that form.
std::optional<std::vector<MemberChange>> parseChanges(std::string_view text);

/// Compact encoding: version octet, transition, count, pairs of type and varint node, context.
Bytes encode(const ConfigurationChange& change);
/// nullopt for octets that encode() cannot have written.
std::optional<ConfigurationChange> decodeConfigurationChange(ByteView bytes);
Bytes encode(const Configuration& configuration);
std::optional<Configuration> decodeConfiguration(ByteView bytes);

enum class ConfigurationError {
    AlreadyJoint,   ///< enter joint, or a simple change, while joint
    NotJoint,       ///< leave joint outside of it
    ZeroVoterJoint, ///< a group without voters cannot become joint
    TooManyVoters,  ///< a simple change that adds or removes more than one voter
    NoVotersLeft,   ///< the change would remove all voters
};
std::string_view toString(ConfigurationError error);

/// The configuration after `changes`, one voter at most. Changes that change nothing are allowed;
/// so is kNoNode, which is passed over, as by etcd-io/raft.
Result<Configuration, ConfigurationError> simpleChange(const Configuration& from,
                                                       const std::vector<MemberChange>& changes);
/// Makes the current voters the outgoing half and applies `changes` to the incoming one.
Result<Configuration, ConfigurationError> enterJoint(const Configuration& from, bool autoLeave,
                                                     const std::vector<MemberChange>& changes);
Result<Configuration, ConfigurationError> leaveJoint(const Configuration& from);
/// What applying a whole entry gives: one of the three above.
Result<Configuration, ConfigurationError> apply(const Configuration& from,
                                                const ConfigurationChange& change);

} // namespace core::raft
