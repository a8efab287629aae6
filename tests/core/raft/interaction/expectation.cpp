// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/interaction/expectation.h"

#include <regex>

namespace tests::raft {

using namespace core::raft;

namespace {

std::string trimmed(const std::string& line) {
    const std::size_t from = line.find_first_not_of(' ');
    const std::size_t to = line.find_last_not_of(' ');
    return from == std::string::npos ? "" : line.substr(from, to - from + 1);
}

void replace(std::string& text, const std::string& what, const std::string& with) {
    if (const auto at = text.find(what); at != std::string::npos) {
        text.replace(at, what.size(), with);
    }
}

} // namespace

void Expectation::read(const Step& step, NodeId defaultNode) {
    node_ = defaultNode;
    inEntries_ = false;
    for (const std::string& line : step.expected) {
        readLine(trimmed(line));
    }
}

void Expectation::readLine(const std::string& line) {
    static const std::regex kHeader(R"(> (\d+) .*)");
    static const std::regex kHard(R"(HardState Term:(\d+)(?: Vote:\d+)? Commit:(\d+))");
    static const std::regex kSoft(R"(Lead:(\d+) State:State(\w+))");
    static const std::regex kSwitched(R"(INFO (\d+) switched to configuration (.*))");
    static const std::regex kBecame(R"(INFO (\d+) became ([\w-]+) at term (\d+))");
    static const std::regex kEntry(R"((\d+)/(\d+) Entry.*)");
    std::smatch match;
    if (std::regex_match(line, match, kEntry)) {
        if (inEntries_) {
            readEntry(line);
        }
        return;
    }
    inEntries_ = line == "Entries:";
    if (std::regex_match(line, match, kHeader)) {
        node_ = std::stoull(match[1]);
    } else if (std::regex_match(line, match, kHard)) {
        known_[node_].term = std::stoull(match[1]);
        known_[node_].commit = std::stoull(match[2]);
    } else if (std::regex_match(line, match, kSoft)) {
        known_[node_].leader = std::stoull(match[1]);
        known_[node_].role = match[2];
    } else if (std::regex_match(line, match, kSwitched)) {
        known_[std::stoull(match[1])].configuration = match[2];
    } else if (std::regex_match(line, match, kBecame)) {
        known_[std::stoull(match[1])].term = std::stoull(match[3]);
    }
}

void Expectation::readEntry(const std::string& line) {
    const LogIndex index = std::stoull(line.substr(line.find('/') + 1));
    auto& entries = known_[node_].entries;
    entries.erase(entries.lower_bound(index), entries.end());
    entries[index] = normalEntry(line);
}

std::string normalEntry(std::string line) {
    line = trimmed(line);
    replace(line, "EntryConfChangeV2", "EntryConfChange");
    return trimmed(line);
}

std::string textOf(const Entry& entry) {
    const std::string place = std::to_string(entry.term) + "/" + std::to_string(entry.index) + " ";
    if (entry.type == EntryType::Command) {
        return place + "EntryNormal \"" + std::string(core::textOf(entry.data)) + "\"";
    }
    const auto change = decodeConfigurationChange(entry.data);
    return trimmed(place + "EntryConfChange " + (change ? toString(change->changes) : "?"));
}

std::string textOf(const Configuration& configuration) {
    std::string text = toString(configuration);
    replace(text, "learners-next", "learners_next");
    replace(text, "auto-leave", "autoleave");
    return text;
}

} // namespace tests::raft
