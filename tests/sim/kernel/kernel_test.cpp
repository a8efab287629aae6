// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "sim/kernel/kernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace sim {
namespace {

/// Writes down when it was called with what, and then does as it is told.
class Diary final : public EventTarget {
public:
    explicit Diary(Kernel& kernel) : kernel_(kernel) {}

    void fire(std::uint64_t argument) override {
        entries.emplace_back(kernel_.now().ns, argument);
        if (then) {
            then(argument);
        }
    }

    std::vector<std::pair<std::int64_t, std::uint64_t>> entries;
    std::function<void(std::uint64_t)> then;

private:
    Kernel& kernel_;
};

using Entries = std::vector<std::pair<std::int64_t, std::uint64_t>>;

TEST(Kernel, EventsOfOneNanosecondRunInTheOrderOfScheduling) {
    Kernel kernel;
    Diary diary(kernel);
    for (std::uint64_t i = 0; i < 50; ++i) {
        kernel.schedule({7}, diary, i);
    }
    kernel.run({7});
    ASSERT_EQ(diary.entries.size(), 50U);
    for (std::uint64_t i = 0; i < 50; ++i) {
        EXPECT_EQ(diary.entries[i], std::make_pair(std::int64_t{7}, i));
    }
}

TEST(Kernel, TimelineEntriesRunAheadOfOrdinaryEventsByTheirOwnOrder) {
    Kernel kernel;
    Diary diary(kernel);
    kernel.schedule({5}, diary, 100);
    kernel.scheduleTimeline({5}, 2, diary, 2);
    kernel.schedule({5}, diary, 101);
    kernel.scheduleTimeline({5}, 1, diary, 1);
    kernel.schedule({4}, diary, 99);
    kernel.run({10});
    EXPECT_EQ(diary.entries, (Entries{{4, 99}, {5, 1}, {5, 2}, {5, 100}, {5, 101}}));
}

TEST(Kernel, TimelineEntriesTakeNoNumberOfOrdinaryEvents) {
    Kernel with;
    Kernel without;
    Diary diary(with);
    Diary other(without);
    with.scheduleTimeline({9}, 1, diary, 0);
    with.schedule({5}, diary, 1);
    without.schedule({5}, other, 1);
    EXPECT_EQ(with.scheduled(), without.scheduled());
    with.run({6});
    without.run({6});
    EXPECT_EQ(with.digest().value(), without.digest().value());
}

TEST(Kernel, AnEventScheduledForThisNanosecondStillRunsInIt) {
    Kernel kernel;
    Diary diary(kernel);
    diary.then = [&](std::uint64_t argument) {
        if (argument < 3) {
            kernel.schedule(kernel.now(), diary, argument + 1);
        }
    };
    kernel.schedule({5}, diary, 1);
    kernel.schedule({5}, diary, 10);
    kernel.run({5});
    EXPECT_EQ(diary.entries, (Entries{{5, 1}, {5, 10}, {5, 2}, {5, 3}}));
}

TEST(Kernel, RunFiresUpToTheHorizonAndLeavesTheClockThere) {
    Kernel kernel;
    Diary diary(kernel);
    kernel.schedule({10}, diary, 1);
    kernel.schedule({11}, diary, 2);
    kernel.run({10});
    EXPECT_EQ(diary.entries, (Entries{{10, 1}}));
    EXPECT_EQ(kernel.now(), SimTime{10});
    kernel.run({100});
    EXPECT_EQ(diary.entries, (Entries{{10, 1}, {11, 2}}));
    EXPECT_EQ(kernel.now(), SimTime{100});
}

TEST(Kernel, StopReturnsAfterTheEventAndTheNextRunGoesOn) {
    Kernel kernel;
    Diary diary(kernel);
    diary.then = [&](std::uint64_t) { kernel.stop(); };
    kernel.schedule({3}, diary, 1);
    kernel.schedule({3}, diary, 2);
    kernel.run({10});
    EXPECT_TRUE(kernel.stopped());
    EXPECT_EQ(kernel.now(), SimTime{3});
    EXPECT_EQ(diary.entries.size(), 1U);
    kernel.run({10});
    EXPECT_EQ(diary.entries.size(), 2U);
}

TEST(Kernel, AnInstantThatNeverEndsIsLookedAtAndCanBeStopped) {
    Kernel kernel;
    Diary diary(kernel);
    diary.then = [&](std::uint64_t argument) {
        kernel.schedule(kernel.now(), diary, argument + 1);
    };
    kernel.schedule({3}, diary, 1);
    int looks = 0;
    kernel.watchInstants(100, [&] {
        EXPECT_EQ(kernel.now(), SimTime{3});
        if (++looks == 5) {
            kernel.stop();
        }
    });
    kernel.run({10});
    EXPECT_TRUE(kernel.stopped());
    EXPECT_NEAR(static_cast<double>(diary.entries.size()), 500, 1);
}

TEST(Kernel, InstantsThatEndAreNotLookedAt) {
    Kernel kernel;
    Diary diary(kernel);
    diary.then = [&](std::uint64_t argument) {
        kernel.schedule(kernel.now() + core::Duration{argument % 90 == 0 ? 1 : 0}, diary,
                        argument + 1);
    };
    kernel.schedule({1}, diary, 1);
    kernel.watchInstants(100, [] { ADD_FAILURE() << "looked"; });
    kernel.run({100});
    EXPECT_EQ(diary.entries.size(), 100U * 90U);
}

TEST(Kernel, AHandleIsStaleOnceItsEventFiredOrWasCancelled) {
    Kernel kernel;
    Diary diary(kernel);
    const EventHandle first = kernel.schedule({1}, diary, 1);
    const EventHandle second = kernel.schedule({2}, diary, 2);
    EXPECT_TRUE(kernel.pending(first));
    EXPECT_FALSE(kernel.pending({}));
    kernel.run({1});
    EXPECT_FALSE(kernel.pending(first));
    const EventHandle third = kernel.schedule({3}, diary, 3); // in the first one's slot
    kernel.cancel(first);
    EXPECT_TRUE(kernel.pending(third));
    kernel.cancel(second);
    kernel.cancel(second);
    EXPECT_FALSE(kernel.pending(second));
    kernel.run({10});
    EXPECT_EQ(diary.entries, (Entries{{1, 1}, {3, 3}}));
}

TEST(Kernel, ManyCancellationsLeaveTheOrderOfTheOthersAlone) {
    core::RandomStream random(7);
    for (int round = 0; round < 20; ++round) {
        Kernel kernel;
        Diary diary(kernel);
        std::vector<EventHandle> handles;
        std::vector<std::pair<std::int64_t, std::uint64_t>> all;
        for (std::uint64_t id = 0; id < 2'000; ++id) {
            all.emplace_back(random.between(0, 500), id);
            handles.push_back(kernel.schedule({all.back().first}, diary, id));
        }
        std::vector<std::uint64_t> order(2'000);
        std::iota(order.begin(), order.end(), 0);
        random.shuffle(order);
        order.resize(1'900 + random.below(100)); // nearly all
        for (const std::uint64_t id : order) {
            kernel.cancel(handles[id]);
            all[id].first = -1;
        }
        std::erase_if(all, [](const auto& entry) { return entry.first < 0; });
        std::sort(all.begin(), all.end());
        kernel.run({1'000});
        ASSERT_EQ(diary.entries, all);
        for (const EventHandle handle : handles) {
            ASSERT_FALSE(kernel.pending(handle));
        }
    }
}

/// Random schedules and cancellations, also from within events, against a sorted set.
class KernelModel {
public:
    explicit KernelModel(std::uint64_t seed) : random_(seed), diary_(kernel_) {
        diary_.then = [this](std::uint64_t id) {
            fired(id);
            const std::uint64_t actions = random_.below(4);
            for (std::uint64_t i = 0; i < actions && next_ < 3'000; ++i) {
                act();
            }
        };
    }

    void run() {
        for (int i = 0; i < 200; ++i) {
            act();
        }
        for (std::int64_t horizon = 0; !waiting_.empty() && !wrong_; horizon += 50) {
            kernel_.run({horizon});
            EXPECT_TRUE(waiting_.empty() || waiting_.begin()->time > horizon);
        }
        EXPECT_FALSE(wrong_);
        EXPECT_GT(fired_, 1'000U);
    }

private:
    struct Waiting {
        std::int64_t time;
        bool ordinary;
        std::uint64_t order;
        std::uint64_t id;
        friend auto operator<=>(const Waiting&, const Waiting&) = default;
    };

    void act() {
        if (random_.below(4) == 0 && next_ > 0) {
            cancel(random_.below(next_));
            return;
        }
        const std::uint64_t id = next_++;
        const std::int64_t time = kernel_.now().ns + random_.between(0, 40);
        handles_.emplace_back();
        if (random_.below(5) == 0) {
            waiting_.insert({time, false, 1'000'000 - id, id});
            kernel_.scheduleTimeline({time}, 1'000'000 - id, diary_, id);
        } else {
            waiting_.insert({time, true, id, id});
            handles_[id] = kernel_.schedule({time}, diary_, id);
        }
    }

    void cancel(std::uint64_t id) {
        const auto is = [id](const Waiting& entry) { return entry.ordinary && entry.id == id; };
        const auto found = std::find_if(waiting_.begin(), waiting_.end(), is);
        EXPECT_EQ(kernel_.pending(handles_[id]), found != waiting_.end());
        kernel_.cancel(handles_[id]);
        if (found != waiting_.end()) {
            waiting_.erase(found);
        }
    }

    void fired(std::uint64_t id) {
        ++fired_;
        if (waiting_.empty() || waiting_.begin()->id != id ||
            waiting_.begin()->time != kernel_.now().ns) {
            wrong_ = true;
            kernel_.stop();
            return;
        }
        waiting_.erase(waiting_.begin());
    }

    core::RandomStream random_;
    Kernel kernel_;
    Diary diary_;
    std::set<Waiting> waiting_;
    std::vector<EventHandle> handles_;
    std::uint64_t next_ = 0;
    std::uint64_t fired_ = 0;
    bool wrong_ = false;
};

TEST(Kernel, AgreesWithASortedSetUnderRandomSchedulesAndCancellations) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        SCOPED_TRACE(seed);
        KernelModel(seed).run();
    }
}

} // namespace
} // namespace sim
