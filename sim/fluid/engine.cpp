// SPDX-License-Identifier: Apache-2.0
#include "sim/fluid/engine.h"

#include "core/base/assert.h"

#include <simgrid/Exception.hpp>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/kernel/routing/NetPoint.hpp>
#include <simgrid/kernel/routing/NetZoneImpl.hpp>
#include <simgrid/s4u.hpp>

#include <csignal>
#include <cstddef>
#include <set>
#include <string>
#include <xbt/log.h>

namespace sim::fluid {
namespace {

namespace s4u = simgrid::s4u;
using simgrid::kernel::resource::StandardLinkImpl;
using simgrid::kernel::routing::NetPoint;
using simgrid::kernel::routing::NetZoneImpl;
using simgrid::kernel::routing::Route;

/// A zone whose every route is the one that was laid out last.
class RoutedByUs final : public NetZoneImpl {
public:
    explicit RoutedByUs(const std::string& name) : NetZoneImpl(name) {}

    void layOut(std::span<const std::uint32_t> links) { next_ = links; }
    void add(StandardLinkImpl* link) { links_.push_back(link); }

private:
    void get_local_route(const NetPoint*, const NetPoint*, Route* into, double* latency) override {
        for (const std::uint32_t link : next_) {
            into->link_list_.push_back(links_[link]);
        }
        *latency += 0;
    }

    std::vector<StandardLinkImpl*> links_;
    std::span<const std::uint32_t> next_;
};

/// SimGrid's constructor installs handlers of its own; ours must survive it.
class KeepSignalHandlers {
public:
    KeepSignalHandlers() {
        for (std::size_t i = 0; i < kCount; ++i) {
            sigaction(kSignals[i], nullptr, &saved_[i]);
        }
    }
    ~KeepSignalHandlers() {
        for (std::size_t i = 0; i < kCount; ++i) {
            sigaction(kSignals[i], &saved_[i], nullptr);
        }
    }
    KeepSignalHandlers(const KeepSignalHandlers&) = delete;
    KeepSignalHandlers& operator=(const KeepSignalHandlers&) = delete;

private:
    static constexpr std::size_t kCount = 5;
    static constexpr int kSignals[kCount] = {SIGINT, SIGSEGV, SIGBUS, SIGABRT, SIGTERM};
    struct sigaction saved_[kCount] = {};
};

void configure() {
    xbt_log_control_set("root.thresh:error");
    for (const char* setting :
         {"network/model:CM02", "network/crosstraffic:no", "network/TCP-gamma:1e18",
          "network/optim:Lazy", "surf/precision:1e-12"}) {
        s4u::Engine::set_config(setting);
    }
}

} // namespace

struct Engine::Transfer::Handle {
    s4u::CommPtr comm;
};

Engine::Transfer::Transfer() = default;
Engine::Transfer::~Transfer() = default;

struct Engine::Impl {
    std::unique_ptr<s4u::Engine> engine;
    RoutedByUs* zone = nullptr; ///< owned by SimGrid
    s4u::Host* from = nullptr;
    s4u::Host* to = nullptr;
    std::vector<simgrid::kernel::resource::Model*> models;
    std::vector<Engine::End> ended;
    /// SimGrid's loop returns after the round in which this is not empty. (Its purpose there: to
    /// stop when an activity could not start.)
    std::set<s4u::Activity*> stop;
    /// Must outlive the callback that reports their end.
    std::vector<s4u::CommPtr> graveyard;

    void build(const std::vector<std::int64_t>& bitsPerSecond);
    void onCompletion(const s4u::Activity& activity);
    void requestStop() { stop.insert(nullptr); }
    void begin() {
        ended.clear();
        graveyard.clear();
    }
    void runRound() {
        stop.clear();
        engine->run();
    }
    void runUntil(double date);
};

void Engine::Impl::build(const std::vector<std::int64_t>& bitsPerSecond) {
    static bool used = false;
    ORRERY_ASSERT(!used); // SimGrid's clock and "sealed" flag cannot be reset
    used = true;
    {
        const KeepSignalHandlers keep;
        engine = std::make_unique<s4u::Engine>("orrery");
    }
    configure();
    zone = new RoutedByUs("network");
    s4u::NetZone* face = zone->get_iface();
    from = face->create_host("from", 1.0);
    to = face->create_host("to", 1.0);
    for (std::size_t i = 0; i < bitsPerSecond.size(); ++i) {
        s4u::Link* link =
            face->create_link(std::to_string(i), static_cast<double>(bitsPerSecond[i]));
        link->set_latency(0.0);
        zone->add(link->get_impl());
    }
    face->seal();
    models = engine->get_all_models();
    s4u::Activity::set_vetoed_activities(&stop);
    s4u::Activity::on_completion_cb(
        [this](const s4u::Activity& activity) { onCompletion(activity); });
}

void Engine::Impl::onCompletion(const s4u::Activity& activity) {
    auto* transfer = activity.get_data<Engine::Transfer>();
    if (transfer == nullptr || transfer->handle == nullptr) {
        return; // cancelled
    }
    ended.push_back({transfer, s4u::Engine::get_clock()});
    graveyard.push_back(std::move(transfer->handle->comm));
    transfer->handle.reset();
    requestStop();
}

/// Runs until `date` or, if that is earlier, the next end.
void Engine::Impl::runUntil(double date) {
    bool reached = false;
    auto* timer = simgrid::kernel::timer::Timer::set(date, [this, &reached] {
        reached = true;
        requestStop();
    });
    runRound();
    if (!reached) {
        timer->remove();
    }
}

Engine::Engine(const std::vector<std::int64_t>& bitsPerSecond) : impl_(std::make_unique<Impl>()) {
    impl_->build(bitsPerSecond);
}

Engine::~Engine() = default;

double Engine::clock() const {
    return s4u::Engine::get_clock();
}

void Engine::start(Transfer& transfer, std::span<const std::uint32_t> links, std::int64_t bits) {
    ORRERY_ASSERT(!links.empty() && bits > 0);
    impl_->zone->layOut(links);
    s4u::CommPtr comm = s4u::Comm::sendto_init(impl_->from, impl_->to);
    comm->set_payload_size(static_cast<std::uint64_t>(bits));
    comm->set_data(&transfer);
    comm->start();
    transfer.handle = std::make_unique<Transfer::Handle>(Transfer::Handle{std::move(comm)});
}

double Engine::nextEnd() {
    double least = -1;
    for (simgrid::kernel::resource::Model* model : impl_->models) {
        const double delta = model->next_occurring_event(clock());
        if (delta >= 0 && (least < 0 || delta < least)) {
            least = delta;
        }
    }
    return least < 0 ? -1 : clock() + least;
}

std::span<const Engine::End> Engine::advance(double date) {
    impl_->begin();
    while (clock() < date) {
        impl_->runUntil(date);
    }
    return impl_->ended;
}

std::span<const Engine::End> Engine::cancel(Transfer& transfer) {
    ORRERY_ASSERT(transfer.handle != nullptr);
    impl_->begin();
    const s4u::CommPtr comm = std::move(transfer.handle->comm);
    transfer.handle.reset(); // so that its end is not reported
    comm->cancel();
    // Only when SimGrid's loop comes by does it free the share and let go of the communication.
    impl_->runUntil(clock());
    return impl_->ended;
}

std::span<const Engine::End> Engine::advanceToNextEnd() {
    impl_->begin();
    impl_->runRound();
    return impl_->ended;
}

} // namespace sim::fluid
