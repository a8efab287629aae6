// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/raft/configuration.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace core::raft {
namespace {

std::vector<MemberChange> changes(std::string_view text) {
    return parseChanges(text).value();
}

Configuration simple(std::set<NodeId> voters, std::set<NodeId> learners = {}) {
    Configuration configuration;
    configuration.voters = std::move(voters);
    configuration.learners = std::move(learners);
    return configuration;
}

TEST(MemberChanges, AreWrittenAndReadInEtcdsShortForm) {
    const std::vector<MemberChange> all{{ChangeType::AddVoter, 1},
                                        {ChangeType::AddLearner, 2},
                                        {ChangeType::Remove, 3},
                                        {ChangeType::Update, 44}};
    EXPECT_EQ(toString(all), "v1 l2 r3 u44");
    EXPECT_EQ(parseChanges("v1 l2 r3 u44"), all);
    EXPECT_EQ(parseChanges("  v1  l2 r3 u44 "), all);
    EXPECT_EQ(parseChanges(""), std::vector<MemberChange>{});
}

TEST(MemberChanges, RefuseOtherWords) {
    for (const char* text : {"x1", "v", "v-1", "v1x", "1", "v1,l2", "v99999999999999999999"}) {
        EXPECT_EQ(parseChanges(text), std::nullopt) << text;
    }
}

TEST(Configuration, NamesEveryPartThatIsThere) {
    Configuration configuration = simple({1, 2, 3}, {5});
    EXPECT_EQ(toString(configuration), "voters=(1 2 3) learners=(5)");
    configuration.outgoing = {1, 4};
    configuration.learnersNext = {4};
    configuration.autoLeave = true;
    EXPECT_EQ(toString(configuration),
              "voters=(1 2 3)&&(1 4) learners=(5) learners-next=(4) auto-leave");
    EXPECT_EQ(configuration.members(), (std::set<NodeId>{1, 2, 3, 4, 5}));
    EXPECT_TRUE(configuration.isVoter(4));
    EXPECT_FALSE(configuration.contains(6));
}

TEST(SimpleChange, MovesOneVoterAtMost) {
    const Configuration from = simple({1, 2, 3});
    EXPECT_EQ(simpleChange(from, changes("v4")), simple({1, 2, 3, 4}));
    EXPECT_EQ(simpleChange(from, changes("l3 l9")), simple({1, 2}, {3, 9}));
    EXPECT_EQ(simpleChange(from, changes("v4 v5")), Failure{ConfigurationError::TooManyVoters});
    EXPECT_EQ(simpleChange(from, changes("r1 v4")), Failure{ConfigurationError::TooManyVoters});
    EXPECT_EQ(simpleChange(simple({1}), changes("r1")), Failure{ConfigurationError::NoVotersLeft});
}

TEST(SimpleChange, PassesOverNodeZeroAndUpdates) {
    EXPECT_EQ(simpleChange(simple({1}), changes("r0 v0 l0 u1")), simple({1}));
}

TEST(JointChange, KeepsTheOldVotersAsTheOutgoingHalf) {
    const auto joint = enterJoint(simple({1, 2, 3}), true, changes("r1 r2 v4 l3"));
    ASSERT_TRUE(joint.has_value());
    EXPECT_EQ(toString(*joint), "voters=(4)&&(1 2 3) learners-next=(3) auto-leave");
    EXPECT_EQ(leaveJoint(*joint), simple({4}, {3}));
}

TEST(JointChange, IsEnteredAndLeftOnlyOnce) {
    const Configuration joint = *enterJoint(simple({1}), false, changes("v2"));
    EXPECT_EQ(enterJoint(joint, false, {}), Failure{ConfigurationError::AlreadyJoint});
    EXPECT_EQ(simpleChange(joint, changes("l3")), Failure{ConfigurationError::AlreadyJoint});
    EXPECT_EQ(leaveJoint(simple({1})), Failure{ConfigurationError::NotJoint});
    EXPECT_EQ(enterJoint({}, false, changes("v1")), Failure{ConfigurationError::ZeroVoterJoint});
}

TEST(ConfigurationChange, ChoosesTheWayByTransitionAndNumber) {
    const Configuration from = simple({1, 2, 3});
    EXPECT_EQ(apply(from, {Transition::Auto, changes("v4"), {}}), simple({1, 2, 3, 4}));
    EXPECT_TRUE(apply(from, {Transition::Auto, changes("v4 v5"), {}})->autoLeave);
    EXPECT_TRUE(apply(from, {Transition::JointImplicit, changes("v4"), {}})->autoLeave);
    const Configuration joint = *apply(from, {Transition::JointExplicit, changes("v4"), {}});
    EXPECT_TRUE(joint.isJoint());
    EXPECT_FALSE(joint.autoLeave);
    EXPECT_EQ(apply(joint, {}), simple({1, 2, 3, 4}));
}

TEST(ConfigurationEncoding, GivesBackWhatWasWritten) {
    const ConfigurationChange change{Transition::JointExplicit, changes("v1 l2000000 r3 u4"),
                                     bytesOf("host-7:7000")};
    EXPECT_EQ(decodeConfigurationChange(encode(change)), change);
    EXPECT_EQ(decodeConfigurationChange(encode(ConfigurationChange{})), ConfigurationChange{});
    const Configuration joint = *enterJoint(simple({1, 2, 300}), true, changes("l2 v9"));
    EXPECT_EQ(decodeConfiguration(encode(joint)), joint);
    EXPECT_EQ(decodeConfiguration(encode(Configuration{})), Configuration{});
}

TEST(ConfigurationEncoding, RefusesWhatItCannotHaveWritten) {
    const auto refusedChange = [](std::string_view hex) {
        return !decodeConfigurationChange(fromHex(hex).value());
    };
    EXPECT_TRUE(refusedChange(""));
    EXPECT_TRUE(refusedChange("020000"));     // another version
    EXPECT_TRUE(refusedChange("010300"));     // unknown transition
    EXPECT_TRUE(refusedChange("0100010401")); // unknown type
    EXPECT_TRUE(refusedChange("01000200"));   // fewer changes than counted
    EXPECT_TRUE(refusedChange("01008000"));   // a count longer than it must be
    const auto refused = [](std::string_view hex) {
        return !decodeConfiguration(fromHex(hex).value());
    };
    EXPECT_FALSE(refused("0100020102000000"));
    EXPECT_TRUE(refused("0100020201000000")); // not in order
    EXPECT_TRUE(refused("0100020101000000")); // twice
    EXPECT_TRUE(refused("01000100000000"));   // node 0
    EXPECT_TRUE(refused("01020101000000"));   // a flag that is neither
    EXPECT_TRUE(refused("01010101000000"));   // leaves a joint phase that is none
    EXPECT_TRUE(refused("0100010100010100")); // voter and learner
    EXPECT_TRUE(refused("0100010100000101")); // next learner of no joint phase
    EXPECT_TRUE(refused("0100010100000000")); // octets left over
}

TEST(ConfigurationEncoding, NeverMistakesDamageForAnotherForm) {
    RandomStream random(7);
    const Bytes whole = encode(*enterJoint(simple({1, 2, 3}, {8}), true, changes("l2 v9")));
    for (int round = 0; round < 2'000; ++round) {
        Bytes octets = whole;
        const std::size_t place = random.below(octets.size());
        octets[place] = static_cast<std::uint8_t>(random.next());
        octets.resize(octets.size() - random.below(3));
        if (const auto read = decodeConfiguration(octets)) {
            EXPECT_EQ(encode(*read), octets);
        }
    }
}

/// However members change one voter at a time, old and new majorities share a server (the thesis,
/// 4.1): brute force over all subsets.
TEST(SimpleChange, LeavesNoTwoDisjointMajorities) {
    const auto isMajority = [](unsigned subset, const std::set<NodeId>& voters) {
        std::size_t count = 0;
        for (const NodeId voter : voters) {
            count += (subset >> voter) & 1U;
        }
        return count * 2 > voters.size();
    };
    const Configuration from = simple({1, 2, 3, 4});
    for (const char* text : {"v5", "r1", "l2"}) {
        const Configuration to = *simpleChange(from, changes(text));
        for (unsigned subset = 0; subset < 64; ++subset) {
            EXPECT_FALSE(isMajority(subset, from.voters) && isMajority(~subset, to.voters))
                << text << " " << subset;
        }
    }
}

} // namespace
} // namespace core::raft
