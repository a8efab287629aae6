// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_env.h"

#include <algorithm>

namespace tests {

using namespace core;
using namespace core::runtime;

namespace {

std::string textOfValue(const FieldValue& value) {
    struct Visitor {
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(Duration v) const { return formatDuration(v); }
        std::string operator()(Address v) const { return toString(v); }
        std::string operator()(const Endpoint& v) const { return toString(v); }
        std::string operator()(std::string_view v) const { return std::string(v); }
    };
    return std::visit(Visitor{}, value);
}

} // namespace

// RecordingObserver

std::string RecordingObserver::Event::text() const {
    std::string line = kind;
    for (const auto& [name, value] : fields) {
        line += " " + name + "=" + value;
    }
    return line;
}

void RecordingObserver::state(std::string_view key, FieldValue value) {
    states_[std::string(key)] = textOfValue(value);
}

void RecordingObserver::clearState(std::string_view key) {
    states_.erase(std::string(key));
}

void RecordingObserver::event(const EventKind& kind, std::span<const Field> fields) {
    Event event{env_.now(), std::string(kind.name), {}};
    for (const Field& field : fields) {
        event.fields.emplace_back(field.name, textOfValue(field.value));
    }
    events_.push_back(std::move(event));
}

SpanId RecordingObserver::beginSpan(const EventKind& kind, std::span<const Field> fields) {
    event(kind, fields);
    openSpans_.insert(nextSpan_);
    return {nextSpan_++};
}

void RecordingObserver::endSpan(SpanId span) {
    openSpans_.erase(span.value);
}

void RecordingObserver::count(std::string_view counter, std::int64_t delta) {
    counters_[std::string(counter)] += delta;
}

void RecordingObserver::sample(std::string_view series, Duration value) {
    samples_[std::string(series)].push_back(value);
}

std::vector<std::string> RecordingObserver::eventTexts() const {
    std::vector<std::string> texts;
    for (const Event& event : events_) {
        texts.push_back(event.text());
    }
    return texts;
}

std::size_t RecordingObserver::eventCount(std::string_view kind) const {
    return static_cast<std::size_t>(std::count_if(
        events_.begin(), events_.end(), [&](const Event& event) { return event.kind == kind; }));
}

std::string RecordingObserver::stateOf(std::string_view key) const {
    const auto found = states_.find(key);
    return found == states_.end() ? std::string() : found->second;
}

std::int64_t RecordingObserver::counter(std::string_view name) const {
    const auto found = counters_.find(name);
    return found == counters_.end() ? 0 : found->second;
}

// FakeWorld

struct FakeWorld::End {
    FakeEnv* owner = nullptr;
    StreamId peer;
    Endpoint self;
    Endpoint remote;
    StreamCallbacks callbacks;
    StreamOptions options;
    bool open = false;    ///< handshake done
    bool opening = false; ///< our connect is under way
    bool paused = false;
    bool wantsDrained = false;
    bool lost = false; ///< a packet vanished: nothing after it arrives
    bool finSent = false;
    bool finAcknowledged = false;
    bool finArrived = false;         ///< after the unread bytes
    bool finTold = false;            ///< peerShutdown was called
    std::size_t outstanding = 0;     ///< sent by us, not consumed by the peer
    std::size_t peerWindow = 0;      ///< of the peer's options
    std::deque<std::uint8_t> unread; ///< arrived, not handed to `data`
};

FakeWorld::~FakeWorld() {
    for (auto& env : envs_) {
        env->process_.reset();
    }
}

FakeEnv& FakeWorld::add(std::string_view name, std::string_view address) {
    const auto parsed = parseAddress(address);
    ORRERY_ASSERT(parsed.has_value());
    hosts_.emplace(name, *parsed);
    envs_.push_back(std::make_unique<FakeEnv>(*this, name, *parsed));
    return *envs_.back();
}

void FakeWorld::addHostName(std::string_view name, std::string_view address) {
    hosts_.emplace(name, parseAddress(address).value());
}

void FakeWorld::run(Duration duration) {
    const Instant target = now_ + duration;
    while (!queue_.empty() && queue_.begin()->first.first <= target.ns) {
        runNext();
    }
    now_ = target;
}

Duration FakeWorld::runUntilIdle(Duration limit) {
    const Instant start = now_;
    while (!queue_.empty() && queue_.begin()->first.first <= (start + limit).ns) {
        runNext();
    }
    return now_ - start;
}

void FakeWorld::runNext() {
    auto node = queue_.extract(queue_.begin());
    now_ = {node.key().first};
    due_.erase(node.key().second);
    node.mapped()();
}

void FakeWorld::cut(std::string_view a, std::string_view b, bool isCut) {
    const Address first = hosts_.find(a)->second;
    const Address second = hosts_.find(b)->second;
    for (const auto& pair : {std::pair(first, second), std::pair(second, first)}) {
        if (isCut) {
            cuts_.insert(pair);
        } else {
            cuts_.erase(pair);
        }
    }
}

std::uint64_t FakeWorld::schedule(Duration delay, UniqueFunction<void()> callback) {
    const std::uint64_t id = nextId_++;
    const Instant at = now_ + std::max(delay, Duration{});
    queue_.emplace(std::pair(at.ns, id), std::move(callback));
    due_.emplace(id, at.ns);
    return id;
}

bool FakeWorld::connected(Address a, Address b) const {
    return !cuts_.contains({a, b});
}

FakeEnv* FakeWorld::envAt(Address address) {
    for (auto& env : envs_) {
        if (env->self_.address == address) {
            return env.get();
        }
    }
    return nullptr;
}

std::shared_ptr<FakeWorld::End> FakeWorld::end(StreamId id) {
    const auto found = ends_.find(id);
    return found == ends_.end() ? nullptr : found->second;
}

void FakeWorld::openAtServer(StreamId client, Endpoint to) {
    const auto clientEnd = end(client);
    FakeEnv* server = envAt(to.address);
    if (!clientEnd || server == nullptr || !connected(clientEnd->self.address, to.address)) {
        return;
    }
    for (auto& [listenerId, listener] : server->network_.listeners_) {
        if (listener.port != to.port) {
            continue;
        }
        const StreamId id{nextId_++};
        auto serverEnd = std::make_shared<End>();
        serverEnd->owner = server;
        serverEnd->peer = client;
        serverEnd->self = to;
        serverEnd->remote = clientEnd->self;
        serverEnd->open = true;
        serverEnd->options = listener.options;
        serverEnd->peerWindow = clientEnd->options.receiveWindow;
        ends_.emplace(id, serverEnd);
        clientEnd->peer = id;
        clientEnd->peerWindow = listener.options.receiveWindow;
        const auto callback = listener.callback;
        schedule(latency_, [this, client] {
            if (const auto self = end(client)) {
                self->open = true;
                self->opening = false;
                if (self->callbacks.connected) {
                    self->callbacks.connected();
                }
            }
        });
        serverEnd->callbacks = (*callback)(id, clientEnd->self);
        return;
    }
    schedule(latency_, [this, client] { close(client, StreamEnd::Refused); });
}

void FakeWorld::deliver(StreamId to, Bytes bytes, bool fin) {
    if (const auto target = end(to)) {
        target->unread.insert(target->unread.end(), bytes.begin(), bytes.end());
        target->finArrived |= fin;
        pump(to);
    }
}

void FakeWorld::pump(StreamId id) {
    const auto self = end(id);
    while (self && ends_.contains(id) && !self->paused && !self->unread.empty()) {
        const std::size_t most = chunkSize == 0 ? self->unread.size() : chunkSize;
        const auto count = static_cast<std::ptrdiff_t>(std::min(most, self->unread.size()));
        const Bytes chunk(self->unread.begin(), self->unread.begin() + count);
        self->unread.erase(self->unread.begin(), self->unread.begin() + count);
        schedule(latency_, [this, peer = self->peer, size = chunk.size()] {
            const auto sender = end(peer);
            if (!sender) {
                return;
            }
            sender->outstanding -= std::min(size, sender->outstanding);
            if (std::exchange(sender->wantsDrained, false) && sender->callbacks.drained) {
                sender->callbacks.drained();
            }
        });
        if (self->callbacks.data) {
            self->callbacks.data(chunk);
        }
    }
    if (self && ends_.contains(id) && self->finArrived && self->unread.empty() && !self->finTold &&
        !self->paused) {
        self->finTold = true;
        schedule(latency_, [this, peer = self->peer] {
            if (const auto sender = end(peer)) {
                sender->finAcknowledged = true;
                finishIfDone(peer);
            }
        });
        if (self->callbacks.peerShutdown) {
            self->callbacks.peerShutdown();
        }
        finishIfDone(id);
    }
}

void FakeWorld::finishIfDone(StreamId id) {
    const auto self = end(id);
    if (self && self->finTold && self->finAcknowledged) {
        schedule({}, [this, id] { close(id, StreamEnd::Finished); });
    }
}

void FakeWorld::close(StreamId id, StreamEnd how) {
    const auto self = end(id);
    if (!self) {
        return;
    }
    ends_.erase(id);
    if (self->callbacks.closed) {
        self->callbacks.closed(how);
    }
}

// FakeNetwork

std::uint16_t FakeNetwork::freePort() {
    const auto used = [this](std::uint16_t port) {
        return std::any_of(sockets_.begin(), sockets_.end(),
                           [&](const auto& entry) { return entry.second.port == port; });
    };
    while (used(nextPort_) || nextPort_ < 49152) {
        ++nextPort_;
    }
    return nextPort_++;
}

FakeNetwork::NetResult<SocketId> FakeNetwork::bind(std::uint16_t port, std::string_view,
                                                   DatagramCallback callback) {
    for (const auto& [id, socket] : sockets_) {
        if (port != 0 && socket.port == port) {
            return Failure{NetworkError::PortInUse};
        }
    }
    const SocketId id{world_.nextId_++};
    sockets_[id] = {port == 0 ? freePort() : port,
                    std::make_shared<DatagramCallback>(std::move(callback))};
    return id;
}

FakeNetwork::NetResult<void> FakeNetwork::sendTo(SocketId socket, const Endpoint& to,
                                                 Bytes payload) {
    const auto found = sockets_.find(socket);
    if (found == sockets_.end()) {
        return Failure{NetworkError::UnknownSocket};
    }
    if (payload.size() > kMaxDatagram) {
        return Failure{NetworkError::TooLarge};
    }
    const Endpoint from{env_.self().address, found->second.port};
    const bool lost = !world_.connected(from.address, to.address) ||
                      (world_.dropDatagram && world_.dropDatagram(from, to, payload));
    if (!lost) {
        world_.schedule(world_.latency_, [world = &world_, from, to, bytes = std::move(payload)] {
            if (FakeEnv* env = world->envAt(to.address)) {
                env->network().receive(to.port, from, bytes);
            }
        });
    }
    return {};
}

void FakeNetwork::receive(std::uint16_t port, const Endpoint& from, ByteView payload) {
    for (const auto& [id, socket] : sockets_) {
        if (socket.port == port) {
            const auto callback = socket.callback; // the handler may close the socket
            (*callback)(from, payload);
            return;
        }
    }
}

FakeNetwork::NetResult<void> FakeNetwork::joinGroup(SocketId, Address) {
    return Failure{NetworkError::NotMulticast};
}
FakeNetwork::NetResult<void> FakeNetwork::leaveGroup(SocketId, Address) {
    return Failure{NetworkError::NotMulticast};
}
FakeNetwork::NetResult<void> FakeNetwork::claimAddress(Address) {
    return Failure{NetworkError::AddressInUse};
}
FakeNetwork::NetResult<void> FakeNetwork::releaseAddress(Address) {
    return Failure{NetworkError::AddressNotOwned};
}

void FakeNetwork::close(SocketId socket) {
    sockets_.erase(socket);
}

FakeNetwork::NetResult<Endpoint> FakeNetwork::localEndpoint(SocketId socket) const {
    const auto found = sockets_.find(socket);
    if (found == sockets_.end()) {
        return Failure{NetworkError::UnknownSocket};
    }
    return Endpoint{env_.self().address, found->second.port};
}

FakeNetwork::NetResult<ListenerId>
FakeNetwork::listen(std::uint16_t port, const StreamOptions& options, AcceptCallback callback) {
    for (const auto& [id, listener] : listeners_) {
        if (listener.port == port) {
            return Failure{NetworkError::PortInUse};
        }
    }
    const ListenerId id{world_.nextId_++};
    listeners_[id] = {port, options, std::make_shared<AcceptCallback>(std::move(callback))};
    return id;
}

void FakeNetwork::closeListener(ListenerId listener) {
    listeners_.erase(listener);
}

FakeNetwork::NetResult<StreamId> FakeNetwork::connect(const Endpoint& to, Duration timeout,
                                                      const StreamOptions& options,
                                                      StreamCallbacks callbacks) {
    const StreamId id{world_.nextId_++};
    auto self = std::make_shared<FakeWorld::End>();
    self->owner = &env_;
    self->self = {env_.self().address, freePort()};
    self->remote = to;
    self->callbacks = std::move(callbacks);
    self->options = options;
    self->opening = true;
    world_.ends_.emplace(id, std::move(self));
    world_.schedule(world_.latency_, [world = &world_, id, to] { world->openAtServer(id, to); });
    world_.schedule(timeout, [world = &world_, id] {
        const auto pending = world->end(id);
        if (pending && pending->opening) {
            world->close(id, StreamEnd::TimedOut);
        }
    });
    return id;
}

std::size_t FakeNetwork::send(StreamId stream, ByteView bytes) {
    const auto self = world_.end(stream);
    if (!self || !self->open || self->finSent) {
        return 0;
    }
    const std::size_t room = self->peerWindow - std::min(self->outstanding, self->peerWindow);
    const std::size_t accepted = std::min(room, bytes.size());
    self->wantsDrained |= accepted < bytes.size();
    self->outstanding += accepted;
    if (accepted == 0) {
        return 0;
    }
    if (self->lost || !world_.connected(self->self.address, self->remote.address)) {
        self->lost = true;
        world_.schedule(self->options.userTimeout,
                        [world = &world_, stream] { world->close(stream, StreamEnd::TimedOut); });
        return accepted;
    }
    world_.schedule(world_.latency_, [world = &world_, peer = self->peer,
                                      chunk = Bytes(bytes.begin(), bytes.begin() + accepted)] {
        world->deliver(peer, chunk, false);
    });
    return accepted;
}

void FakeNetwork::shutdown(StreamId stream) {
    const auto self = world_.end(stream);
    if (!self || !self->open || std::exchange(self->finSent, true) || self->lost) {
        return;
    }
    world_.schedule(world_.latency_,
                    [world = &world_, peer = self->peer] { world->deliver(peer, {}, true); });
}

void FakeNetwork::abort(StreamId stream) {
    const auto self = world_.end(stream);
    if (!self) {
        return;
    }
    world_.ends_.erase(stream);
    if (world_.connected(self->self.address, self->remote.address)) {
        world_.schedule(world_.latency_, [world = &world_, peer = self->peer] {
            world->close(peer, StreamEnd::Reset);
        });
    }
}

void FakeNetwork::pauseReading(StreamId stream) {
    if (const auto self = world_.end(stream)) {
        self->paused = true;
    }
}

void FakeNetwork::resumeReading(StreamId stream) {
    if (const auto self = world_.end(stream)) {
        self->paused = false;
        world_.schedule({}, [world = &world_, stream] { world->pump(stream); });
    }
}

void FakeNetwork::drop() {
    sockets_.clear();
    listeners_.clear();
    std::vector<StreamId> mine;
    for (const auto& [id, stream] : world_.ends_) {
        if (stream->owner == &env_) {
            mine.push_back(id);
        }
    }
    for (const StreamId id : mine) {
        abort(id);
    }
}

// FakeEnv

FakeEnv::FakeEnv(FakeWorld& world, std::string_view name, Address address)
    : world_(world), self_{std::string(name), std::string(name), address, 0},
      network_(world, *this), observer_(*this) {}

CallId FakeEnv::after(Duration delay, UniqueFunction<void()> callback) {
    // The id is known only after scheduling, so the event learns it through a shared cell.
    auto id = std::make_shared<std::uint64_t>(0);
    *id = world_.schedule(delay, [this, id, run = std::move(callback)]() mutable {
        calls_.erase(*id);
        run();
    });
    calls_.insert(*id);
    return {*id};
}

void FakeEnv::cancel(CallId call) {
    if (calls_.erase(call.value) != 0) {
        const auto due = world_.due_.extract(call.value);
        world_.queue_.erase({due.mapped(), call.value});
    }
}

Disk& FakeEnv::disk() {
    ORRERY_ASSERT(false && "the fake world has no disk");
}

RandomStream& FakeEnv::random(std::string_view site) {
    const std::uint64_t key = hash64(self_.name, hash64(site, world_.seed_ + self_.incarnation));
    return random_.try_emplace(std::string(site), key).first->second;
}

std::optional<Address> FakeEnv::lookupHost(std::string_view host) const {
    const auto found = world_.hosts_.find(host);
    return found == world_.hosts_.end() ? std::nullopt : std::optional(found->second);
}

void FakeEnv::fail(std::string_view reason) {
    failure_ = reason;
    world_.schedule({}, [this] { crash(); });
}

Process& FakeEnv::start(const ProcessFactory& factory, const Settings& settings) {
    crash();
    ++self_.incarnation;
    failure_.clear();
    random_.clear();
    process_ = factory(*this, settings);
    process_->start();
    return *process_;
}

void FakeEnv::crash() {
    for (const std::uint64_t call : std::set<std::uint64_t>(calls_)) {
        cancel({call});
    }
    network_.drop();
    for (const auto& [key, value] : std::map(observer_.states())) {
        observer_.clearState(key);
    }
    process_.reset();
}

} // namespace tests
