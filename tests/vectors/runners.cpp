// SPDX-License-Identifier: Apache-2.0
#include "tests/vectors/runner.h"

#include <array>

namespace tests::vectors {

std::span<const Runner> runners() {
    static constexpr std::array<Runner, 8> kRunners{{
        {"dns_names", runDnsName},
        {"dns_messages", runDnsMessage},
        {"dns_robust", runDnsMessage},
        {"dns_caching", runDnsCaching},
        {"kafka_varint", runKafkaVarint},
        {"kafka_crc32c", runKafkaCrc32c},
        {"raft_quorum", runRaftQuorum},
        {"raft_conf_change", runRaftConfChange},
    }};
    return kRunners;
}

} // namespace tests::vectors
