// SPDX-License-Identifier: Apache-2.0
#include "core/raft/transport/snapshot_link.h"

#include "core/base/crc32c.h"

#include <algorithm>
#include <utility>

namespace core::raft::transport {

SnapshotLink::SnapshotLink(LinkContext context, const Message& message,
                           std::shared_ptr<const Bytes> octets, Done done)
    : context_(context), term_(message.term), meta_(std::get<InstallSnapshot>(message.body).meta),
      octets_(std::move(octets)), checksum_(crc32c(*octets_)), done_(std::move(done)) {
    connect();
}

void SnapshotLink::end() {
    context_.env.cancel(ending_);
    if (stream_) {
        context_.env.network().abort(stream_);
    }
}

void SnapshotLink::connect() {
    runtime::StreamCallbacks callbacks;
    callbacks.connected = [this] {
        frame_ = context_.hello(wire::Channel::Snapshots);
        write();
    };
    callbacks.data = [this](ByteView bytes) { received(bytes); };
    callbacks.drained = [this] { write(); };
    callbacks.closed = [this](runtime::StreamEnd) {
        stream_ = {};
        finish(false);
    };
    callbacks.peerShutdown = [this] { finish(false); };
    const auto stream =
        context_.env.network().connect(context_.endpoint, context_.connectTimeout(),
                                       context_.streamOptions(), std::move(callbacks));
    if (stream) {
        stream_ = *stream;
    } else {
        ending_ = context_.env.after({}, [this] { finish(false); });
    }
}

void SnapshotLink::received(ByteView bytes) {
    reader_.feed(bytes);
    while (done_) {
        const auto octets = reader_.next();
        if (!octets) {
            finish(false);
            return;
        }
        if (!*octets) {
            return;
        }
        const auto frame = wire::decode(**octets);
        if (!frame || !wire::checkReceiver(*frame, context_.group, context_.self)) {
            context_.env.observer().count("raft-frames-malformed");
            finish(false);
            return;
        }
        handle(*frame);
    }
}

void SnapshotLink::handle(const wire::Frame& frame) {
    const auto* progress = std::get_if<wire::SnapshotProgress>(&frame.body);
    if (progress == nullptr || progress->from != context_.peer) {
        finish(false);
        return;
    }
    const bool same = progress->index == meta_.index && progress->term == meta_.term &&
                      progress->total == octets_->size() && progress->totalChecksum == checksum_;
    if (same && progress->complete()) {
        finish(true);
        return;
    }
    if (offset_) {
        finish(false); // it has told before where to start
        return;
    }
    offset_ = same ? progress->received : 0;
    write();
}

void SnapshotLink::write() {
    do {
        const ByteView rest = ByteView(frame_).subspan(sent_);
        const std::size_t accepted = context_.env.network().send(stream_, rest);
        sent_ += accepted;
        if (accepted < rest.size()) {
            return; // drained() comes
        }
    } while (nextChunk());
}

bool SnapshotLink::nextChunk() {
    if (!offset_ || lastSent_) {
        return false;
    }
    const std::size_t from = static_cast<std::size_t>(*offset_);
    const std::size_t count = std::min(kChunk, octets_->size() - from);
    const ByteView data = ByteView(*octets_).subspan(from, count);
    frame_ = wire::encode(context_.group, wire::SnapshotChunk{context_.self,
                                                              context_.peer,
                                                              term_,
                                                              meta_,
                                                              octets_->size(),
                                                              checksum_,
                                                              *offset_,
                                                              {data.begin(), data.end()}});
    sent_ = 0;
    *offset_ += count;
    lastSent_ = *offset_ == octets_->size();
    return true;
}

void SnapshotLink::finish(bool arrived) {
    if (done_) {
        std::exchange(done_, {})(arrived);
    }
}

} // namespace core::raft::transport
