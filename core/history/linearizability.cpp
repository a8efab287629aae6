// SPDX-License-Identifier: Apache-2.0
#include "core/history/linearizability.h"

#include <algorithm>

namespace core::history {

std::string_view toString(Verdict verdict) {
    switch (verdict) {
    case Verdict::Linearizable:
        return "linearizable";
    case Verdict::NotLinearizable:
        return "not linearizable";
    case Verdict::Unknown:
        return "unknown";
    }
    return "no verdict";
}

namespace detail {

EventList::EventList(const std::vector<Times>& operations) {
    struct Moment {
        std::int64_t at;
        bool isReturn;
        std::size_t operation;
    };
    std::vector<Moment> moments;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        moments.push_back({operations[i].call, false, i});
        if (operations[i].back) {
            moments.push_back({std::max(*operations[i].back, operations[i].call), true, i});
        }
    }
    std::sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
        return std::tie(a.at, a.isReturn, a.operation) < std::tie(b.at, b.isReturn, b.operation);
    });
    events_.resize(moments.size() + 1);
    std::vector<std::size_t> callOf(operations.size());
    for (std::size_t i = 1; i <= moments.size(); ++i) {
        const Moment& moment = moments[i - 1];
        events_[i] = {moment.operation, !moment.isReturn, i, i - 1, (i + 1) % events_.size()};
        if (moment.isReturn) {
            events_[callOf[moment.operation]].partner = i;
        } else {
            callOf[moment.operation] = i;
        }
    }
    events_[0].previous = moments.size();
    events_[0].next = moments.empty() ? 0 : 1;
}

void EventList::takeOut(std::size_t call) {
    unlink(call);
    if (events_[call].partner != call) {
        unlink(events_[call].partner);
    }
}

void EventList::putBack(std::size_t call) {
    if (events_[call].partner != call) {
        relink(events_[call].partner);
    }
    relink(call);
}

void EventList::unlink(std::size_t event) {
    events_[events_[event].previous].next = events_[event].next;
    events_[events_[event].next].previous = events_[event].previous;
}

void EventList::relink(std::size_t event) {
    events_[events_[event].previous].next = event;
    events_[events_[event].next].previous = event;
}

} // namespace detail
} // namespace core::history
