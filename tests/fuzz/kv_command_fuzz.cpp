// SPDX-License-Identifier: Apache-2.0
// Goal: whatever octets a log or a snapshot holds, the decoders of the key-value store and of
// sessions end with a value or nothing; what they accept has this one encoding. The first octet
// chooses the decoder.
#include "core/base/assert.h"
#include "core/kv/store.h"
#include "core/raft/sessions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

using namespace core;

bool same(const Bytes& written, ByteView read) {
    return std::equal(written.begin(), written.end(), read.begin(), read.end());
}

void storeSnapshot(ByteView bytes) {
    kv::Store store;
    if (!store.restore(bytes)) {
        ORRERY_ASSERT(store.snapshot() == kv::Store().snapshot());
        return;
    }
    ORRERY_ASSERT(same(store.snapshot(), bytes));
    while (!store.leases().empty()) { // it can be worked with
        store.apply(1, kv::encode(kv::EndLease{store.leases().begin()->first, true}));
    }
    store.apply(1, kv::encode(kv::Put{"a", "b", kv::kNoLease, kv::Always{}}));
    store.apply(2, kv::encode(kv::Compact{store.revision()}));
}

void sessionsSnapshot(ByteView bytes) {
    kv::Store store;
    raft::SessionMachine machine(store);
    if (machine.restore(bytes)) {
        ORRERY_ASSERT(same(machine.snapshot(), bytes));
        machine.apply(~0ULL, raft::encodeOpenSession(1));
        ORRERY_ASSERT(machine.sessions() == 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const ByteView rest(data + 1, size - 1);
    switch (data[0] % 6) {
    case 0:
        if (const auto command = kv::decodeCommand(rest)) {
            ORRERY_ASSERT(same(kv::encode(*command), rest));
        }
        break;
    case 1:
        if (const auto outcome = kv::decodeOutcome(rest)) {
            ORRERY_ASSERT(same(kv::encode(*outcome), rest));
        }
        break;
    case 2:
        storeSnapshot(rest);
        break;
    case 3:
        sessionsSnapshot(rest);
        break;
    case 4:
        if (const auto result = raft::decodeSessionResult(rest)) {
            ORRERY_ASSERT(same(raft::encode(*result), rest));
        }
        break;
    default: {
        kv::Store store;
        raft::SessionMachine machine(store);
        machine.apply(1, raft::encodeOpenSession());
        ORRERY_ASSERT(raft::decodeSessionResult(machine.apply(2, rest)).has_value());
    }
    }
    return 0;
}
