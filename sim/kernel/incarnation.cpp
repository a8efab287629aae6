// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/incarnation.h"

#include <utility>

namespace sim {

void Incarnation::runInbox() {
    while (alive_ && !paused_ && !inbox_.empty()) {
        Deferred next = std::move(inbox_.front());
        inbox_.pop_front();
        run(next.cause, next.handler);
    }
}

} // namespace sim
