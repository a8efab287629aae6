// SPDX-License-Identifier: Apache-2.0
#include "core/raft/transport/snapshot_sender.h"

#include "core/base/crc32c.h"

#include <algorithm>
#include <utility>

namespace core::raft::transport {

SnapshotSender::SnapshotSender(runtime::Env& env, OutgoingOptions options, runtime::Endpoint to,
                               wire::GroupId group, wire::Hello hello, std::size_t chunk, Done done,
                               Malformed malformed)
    : group_(group), chunkSize_(chunk), done_(std::move(done)), malformed_(std::move(malformed)),
      outgoing_(env, options, to, wire::encode(group, hello),
                {[this] {
                     reader_ = wire::FrameReader();
                     sending_ = false;
                 },
                 [this](ByteView bytes) { receive(bytes); }, [this] { sendChunk(); },
                 [this](std::size_t) { lost(); }}) {}

void SnapshotSender::start(const Message& install, std::shared_ptr<const Bytes> data) {
    outgoing_.close();
    wire::SnapshotChunk chunk;
    chunk.from = install.from;
    chunk.to = install.to;
    chunk.term = install.term;
    chunk.meta = std::get<InstallSnapshot>(install.body).meta;
    chunk.total = data->size();
    chunk.totalChecksum = crc32c(*data);
    next_ = std::move(chunk);
    data_ = std::move(data);
    confirmed_ = 0;
    sending_ = false;
    attempts_ = 0;
    outgoing_.open();
}

void SnapshotSender::close() {
    next_.reset();
    data_.reset();
    outgoing_.close();
}

void SnapshotSender::receive(ByteView bytes) {
    reader_.feed(bytes);
    for (auto octets = reader_.next();; octets = reader_.next()) {
        if (octets && !*octets) {
            return;
        }
        const auto frame = octets ? wire::decode(**octets) : Failure{octets.error()};
        const auto* progress = frame ? std::get_if<wire::SnapshotProgress>(&frame->body) : nullptr;
        if (progress == nullptr || !next_ || frame->group != group_ ||
            progress->to != next_->from) {
            outgoing_.close();
            malformed_();
            lost();
            return;
        }
        progressed(*progress);
        if (!next_) {
            return;
        }
    }
}

void SnapshotSender::progressed(const wire::SnapshotProgress& progress) {
    const bool same = progress.index == next_->meta.index && progress.term == next_->meta.term &&
                      progress.total == next_->total &&
                      progress.totalChecksum == next_->totalChecksum;
    if (same && progress.complete() && sending_) {
        finish(true);
        return;
    }
    if (!std::exchange(sending_, true)) {
        next_->offset = same ? progress.received : 0;
        attempts_ = next_->offset > confirmed_ ? 0 : attempts_;
        confirmed_ = next_->offset;
        sentAll_ = false;
        sendChunk();
    }
}

void SnapshotSender::sendChunk() {
    if (!sending_ || !next_ || sentAll_) {
        return;
    }
    const auto from = static_cast<std::size_t>(next_->offset);
    const std::size_t size = std::min(chunkSize_, data_->size() - from);
    const ByteView part = ByteView(*data_).subspan(from, size);
    next_->data.assign(part.begin(), part.end());
    Bytes frame = wire::encode(group_, *next_);
    next_->offset += size;
    sentAll_ = next_->offset == next_->total;
    outgoing_.send(std::move(frame));
}

void SnapshotSender::lost() {
    if (!next_) {
        return;
    }
    sending_ = false;
    if (++attempts_ >= kAttempts) {
        finish(false);
        return;
    }
    outgoing_.open();
}

void SnapshotSender::finish(bool arrived) {
    close();
    done_(arrived);
}

} // namespace core::raft::transport
