// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/run_key.h"

#include "core/base/hash.h"
#include "core/components/components.h"
#include "gui/runs/trace_cache.h"
#include "sim/scenario/loader.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace gui::runs {
namespace {

/// Where the overlay of a request lies for the loader, which is never on the disk.
constexpr const char* kOverlayName = "overlay of the branch.yaml";

/// Length first, so that no two lists of texts give the same octets.
void add(QCryptographicHash& hash, const std::string& text) {
    hash.addData(QByteArray::number(static_cast<qulonglong>(text.size())) + ':');
    hash.addData(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
}

void add(QCryptographicHash& hash, const std::vector<sim::trace::SourceFile>& files) {
    add(hash, std::to_string(files.size()));
    for (const sim::trace::SourceFile& file : files) {
        add(hash, file.text);
    }
}

} // namespace

QByteArray ProgramHash::value() {
    const QFileInfo info(program_);
    const QString now =
        QStringLiteral("%1 %2").arg(info.size()).arg(info.lastModified().toMSecsSinceEpoch());
    if (now == seen_ && !hash_.isEmpty()) {
        return hash_;
    }
    hash_.clear();
    QFile file(program_);
    if (!file.open(QIODevice::ReadOnly)) {
        return hash_;
    }
    const qint64 size = file.size();
    const uchar* octets = file.map(0, size); // 40 MB: much faster than reading
    if (octets != nullptr) {
        const core::ByteView view(octets, static_cast<std::size_t>(size));
        hash_ = QByteArray::number(static_cast<qulonglong>(core::hash64(view)), 16);
        seen_ = now;
    }
    return hash_;
}

QString keyOf(const RunRequest& request, const QByteArray& program) {
    const sim::scenario::DiskFiles disk;
    sim::scenario::MemoryFiles files(disk);
    sim::scenario::LoadOptions options;
    options.files = &files;
    options.schemas = core::components::schemas();
    if (!request.overlay.isEmpty()) {
        files.add(kOverlayName, request.overlay.toStdString());
        options.overlays = {kOverlayName};
    }
    const auto loaded = sim::scenario::load(request.scenario.toStdString(), options);
    if (!loaded || program.isEmpty()) {
        return {};
    }
    QCryptographicHash hash(QCryptographicHash::Sha256);
    add(hash, loaded->sources);
    add(hash, loaded->overlays);
    add(hash, std::to_string(request.seed.value_or(loaded->seed)));
    add(hash, request.level.toStdString());
    add(hash, std::to_string(request.until ? request.until->ns : loaded->duration.ns));
    add(hash, program.toStdString());
    return QString::fromLatin1(hash.result().toHex().first(kKeyDigits));
}

} // namespace gui::runs
