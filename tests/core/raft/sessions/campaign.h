// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/raft/sessions.h"

#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// A state machine that lists what it was given, and clients that repeat their commands to it: for
/// tests of sessions.
namespace core::raft {

/// Its state is the text of all commands; the result is the number of commands so far.
class ListMachine final : public StateMachine {
public:
    Bytes apply(LogIndex, ByteView command) override {
        commands.emplace_back(textOf(command));
        return bytesOf(std::to_string(commands.size()));
    }
    Bytes snapshot() const override {
        std::string text;
        for (const std::string& command : commands) {
            text += command + "\n";
        }
        return bytesOf(text);
    }
    bool restore(ByteView snapshot) override {
        std::string_view text = textOf(snapshot);
        if (!text.empty() && text.back() != '\n') {
            return false;
        }
        commands.clear();
        while (!text.empty()) {
            commands.emplace_back(text.substr(0, text.find('\n')));
            text.remove_prefix(text.find('\n') + 1);
        }
        return true;
    }

    std::vector<std::string> commands;
};

/// Clients that lose answers and repeat, servers that are replaced by their snapshots.
class SessionCampaign {
public:
    explicit SessionCampaign(std::uint64_t seed) : random_(seed) {
        for (Client& client : clients_) {
            reopen(client);
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps && violation_.empty(); ++i) {
            step();
        }
    }

    /// The first rule that was broken, "" if none.
    std::string violation() const {
        const std::set<std::string> once(list_.commands.begin(), list_.commands.end());
        if (once.size() != list_.commands.size()) {
            return "a command was applied twice";
        }
        for (const std::string& command : answered_) {
            if (!once.contains(command)) {
                return "a command was answered and not applied";
            }
        }
        return violation_;
    }
    int repeated() const { return repeated_; }
    int expired() const { return expired_; }

private:
    struct Client {
        SessionId session = kNoSession;
        std::uint64_t last = 0;
        std::set<std::uint64_t> waiting;
        std::map<std::uint64_t, Bytes> seen; ///< results of attempts whose answers were lost
    };

    void step() {
        if (random_.chance(1, 20)) {
            replaceServer();
        }
        Client& client = clients_[random_.below(clients_.size())];
        if (random_.chance(1, 50)) {
            reopen(client);
            return;
        }
        if (client.waiting.size() < 4 && random_.chance(1, 2)) {
            client.waiting.insert(++client.last);
        }
        if (client.waiting.empty()) {
            return;
        }
        auto chosen = client.waiting.begin();
        std::advance(chosen, static_cast<long>(random_.below(client.waiting.size())));
        attempt(client, *chosen);
    }

    void attempt(Client& client, std::uint64_t sequence) {
        const std::string command = std::to_string(client.session) + "/" + std::to_string(sequence);
        const std::uint64_t lowest = *client.waiting.begin();
        const auto result =
            apply(encodeInSession({client.session, sequence, lowest, viewOf(command)}));
        if (result->status == SessionStatus::Expired) {
            ++expired_;
            reopen(client);
            return;
        }
        if (result->status != SessionStatus::Applied) {
            violation_ = "a command of an open session was refused";
            return;
        }
        const auto [before, isFirst] = client.seen.emplace(sequence, result->result);
        if (before->second != result->result) {
            violation_ = "a repetition was answered otherwise";
        }
        repeated_ += isFirst ? 0 : 1;
        if (random_.chance(1, 2)) { // the answer arrives
            answered_.insert(command);
            client.waiting.erase(sequence);
        }
    }

    /// At two servers, of which one is replaced now and then.
    std::optional<SessionResult> apply(const Bytes& entry) {
        const Bytes result = machine_.apply(++index_, entry);
        if (other_.apply(index_, entry) != result) {
            violation_ = "two servers answered differently";
        }
        return decodeSessionResult(result);
    }

    void reopen(Client& client) {
        client = Client{};
        client.session = apply(encodeOpenSession(4))->session;
    }

    void replaceServer() {
        const Bytes snapshot = machine_.snapshot();
        otherList_.commands.assign(1, "lost memory");
        if (!other_.restore(snapshot) || other_.snapshot() != snapshot) {
            violation_ = "a snapshot was not restored as it was";
        }
    }

    RandomStream random_;
    ListMachine list_;
    SessionMachine machine_{list_};
    ListMachine otherList_;
    SessionMachine other_{otherList_};
    LogIndex index_ = 0;
    std::vector<Client> clients_{5};
    std::set<std::string> answered_;
    int repeated_ = 0;
    int expired_ = 0;
    std::string violation_;
};

} // namespace core::raft
