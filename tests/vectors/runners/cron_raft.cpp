// SPDX-License-Identifier: Apache-2.0
#include "core/raft/configuration.h"
#include "core/raft/quorum.h"
#include "tests/vectors/runner.h"

namespace tests::vectors {
namespace {

using namespace core::raft;
using nlohmann::json;
using Verdict = std::optional<std::string>;

Configuration votersOf(const json& vector) {
    Configuration configuration;
    configuration.voters = vector.at("voters").get<std::set<NodeId>>();
    if (vector.contains("voters_joint")) {
        configuration.outgoing = vector.at("voters_joint").get<std::set<NodeId>>();
    }
    return configuration;
}

/// `values` belongs to the voters and then to those of the other half that were not named yet.
template <class T>
std::map<NodeId, T> byNode(const json& vector, const json& values) {
    std::vector<NodeId> order;
    for (const char* half : {"voters", "voters_joint"}) {
        for (const json& node : vector.value(half, json::array())) {
            if (std::find(order.begin(), order.end(), node.get<NodeId>()) == order.end()) {
                order.push_back(node.get<NodeId>());
            }
        }
    }
    std::map<NodeId, T> known;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (!values.at(i).is_null()) {
            known[order[i]] = values.at(i).get<T>();
        }
    }
    return known;
}

Verdict runCommit(const json& vector) {
    const json& wanted = vector.at("committed");
    const LogIndex index = wanted.is_string() ? kAllCommitted : wanted.get<LogIndex>();
    return expectEqual(
        "the committed index",
        committedIndex(votersOf(vector), byNode<LogIndex>(vector, vector.at("acked"))), index);
}

Verdict runVote(const json& vector) {
    const VoteResult result =
        voteResult(votersOf(vector), byNode<bool>(vector, vector.at("votes")));
    return expectEqual<std::string>("the outcome", std::string(toString(result)),
                                    vector.at("result"));
}

Verdict runSize(const json& vector) {
    const std::size_t voters = vector.at("voters");
    const Verdict quorum =
        expectEqual<std::size_t>("the majority", majorityOf(voters), vector.at("quorum"));
    return quorum ? quorum
                  : expectEqual<std::size_t>("failures tolerated", toleratedFailures(voters),
                                             vector.at("tolerated_failures"));
}

/// The suite's words for our errors.
std::string wordsOf(ConfigurationError error, const std::string& step) {
    switch (error) {
    case ConfigurationError::AlreadyJoint:
        return step == "simple" ? "can't apply simple config change in joint config"
                                : "config is already joint";
    case ConfigurationError::NotJoint:
        return "can't leave a non-joint config";
    case ConfigurationError::ZeroVoterJoint:
        return "can't make a zero-voter config joint";
    case ConfigurationError::TooManyVoters:
        return "more than one voter changed without entering joint config";
    case ConfigurationError::NoVotersLeft:
        return "removed all voters";
    }
    return "?";
}

/// The suite's words for a configuration.
std::string wordsOf(const Configuration& configuration) {
    std::string text = toString(configuration);
    for (const auto& [ours, theirs] :
         {std::pair{"learners-next", "learners_next"}, std::pair{"auto-leave", "autoleave"}}) {
        if (const auto at = text.find(ours); at != std::string::npos) {
            text.replace(at, std::string_view(ours).size(), theirs);
        }
    }
    return text;
}

core::Result<Configuration, ConfigurationError> stepFrom(const Configuration& from,
                                                         const json& step) {
    std::string words;
    for (const json& word : step.at("changes")) {
        words += word.get<std::string>() + " ";
    }
    const auto changes = parseChanges(words).value();
    const std::string kind = step.at("step");
    if (kind == "simple") {
        return simpleChange(from, changes);
    }
    return kind == "enter-joint" ? enterJoint(from, step.value("autoleave", false), changes)
                                 : leaveJoint(from);
}

Verdict runSteps(const json& vector) {
    Configuration configuration;
    for (const json& step : vector.at("steps")) {
        const auto to = stepFrom(configuration, step);
        const std::string got =
            to ? wordsOf(*to) : wordsOf(to.error(), step.at("step").get<std::string>());
        const json& wanted = step.contains("config") ? step.at("config") : step.at("error");
        if (const auto why = expectEqual<std::string>("after a step it", got, wanted)) {
            return why;
        }
        configuration = to.value_or(configuration);
    }
    return std::nullopt;
}

} // namespace

Verdict runRaftQuorum(const json& vector) {
    const std::string op = vector.at("op");
    if (op == "quorum_commit") {
        return runCommit(vector);
    }
    if (op == "quorum_vote") {
        return runVote(vector);
    }
    return op == "quorum_size" ? runSize(vector) : Verdict("unknown op " + op);
}

Verdict runRaftConfChange(const json& vector) {
    const std::string op = vector.at("op");
    return op == "conf_change" ? runSteps(vector) : Verdict("unknown op " + op);
}

} // namespace tests::vectors
