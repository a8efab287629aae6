// SPDX-License-Identifier: Apache-2.0
#include "core/wire/dissector.h"

namespace core::wire {

std::string_view toString(MessageRole role) {
    switch (role) {
    case MessageRole::Request:
        return "request";
    case MessageRole::Reply:
        return "reply";
    case MessageRole::Heartbeat:
        return "heartbeat";
    case MessageRole::Replication:
        return "replication";
    case MessageRole::Other:
        return "other";
    }
    return "other";
}

} // namespace core::wire
