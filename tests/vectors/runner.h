// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// How test vectors are run: a file `NAME.json` is one object with `cases`, each an object with an
/// `id`; the runner is chosen by NAME. A new family adds its runners to the list in runners.cpp.
namespace tests::vectors {

/// Runs one case; nullopt if it passed, else why it failed, on one line. May throw
/// nlohmann::json::exception for a case without the keys it needs: that counts as failed.
using RunCase = std::optional<std::string> (*)(const nlohmann::json& vector);

struct Runner {
    std::string_view file; ///< name without folder and ".json"
    RunCase run;
};

/// All runners.
std::span<const Runner> runners();

// The families, in runners/.
std::optional<std::string> runDnsName(const nlohmann::json& vector);
std::optional<std::string> runDnsMessage(const nlohmann::json& vector);
std::optional<std::string> runDnsCaching(const nlohmann::json& vector);
std::optional<std::string> runKafkaVarint(const nlohmann::json& vector);
std::optional<std::string> runKafkaCrc32c(const nlohmann::json& vector);
std::optional<std::string> runRaftQuorum(const nlohmann::json& vector);
std::optional<std::string> runRaftConfChange(const nlohmann::json& vector);

/// "WHAT is GOT, expected WANTED" if the two differ.
template <class T>
std::optional<std::string> expectEqual(std::string_view what, const T& got, const T& wanted) {
    if (got == wanted) {
        return std::nullopt;
    }
    return std::string(what) + " is " + nlohmann::json(got).dump() + ", expected " +
           nlohmann::json(wanted).dump();
}

} // namespace tests::vectors
