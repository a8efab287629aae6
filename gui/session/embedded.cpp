// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/embedded.h"

#include "core/components/components.h"
#include "gui/branches/complaint_text.h"
#include "sim/scenario/flatten.h"
#include "sim/scenario/loader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace gui::session {
namespace {

using core::Failure;
using sim::scenario::Diagnostic;
using sim::trace::RunHeader;
using sim::trace::SourceFile;

QString tr(const char* text) {
    return QCoreApplication::translate("gui::session", text);
}

QString because(const QString& reason) {
    return tr("This trace can be watched, but not changed: %1").arg(reason);
}

/// The arguments of --set as an overlay.
std::string overlayOf(const std::string& base, const std::vector<std::string>& sets) {
    std::string text = "extends: " + base + "\nset:\n";
    for (const std::string& set : sets) {
        const std::size_t equals = set.find('=');
        text += "  " + set.substr(0, equals) + ": " +
                (equals == std::string::npos ? "" : set.substr(equals + 1)) + '\n';
    }
    return text;
}

/// The scenario's text with everything worked in that the run was made with.
core::Result<std::string, QString> wholeText(const RunHeader& header) {
    std::vector<SourceFile> changes = header.overlays;
    if (!header.sets.empty()) {
        changes.push_back(
            {"arguments of --set", overlayOf(header.sources.front().name, header.sets)});
    }
    std::vector<SourceFile> sources = header.sources;
    for (const SourceFile& change : changes) {
        sim::scenario::MemoryFiles files;
        files.add(sources);
        files.add({change});
        sim::scenario::LoadOptions options;
        options.files = &files;
        auto text = sim::scenario::flatten(sources.front().name, change.name, options);
        if (!text) {
            return Failure{because(branches::placedComplaint(text.error().front()))};
        }
        sources.front().text = std::move(*text);
    }
    return std::move(sources.front().text);
}

bool isInside(const QString& relative) {
    const QString clean = QDir::cleanPath(relative);
    return !clean.isEmpty() && QDir::isRelativePath(clean) && clean != QStringLiteral("..") &&
           !clean.startsWith(QStringLiteral("../"));
}

bool writeFile(const QString& path, const std::string& text) {
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) &&
           file.write(text.data(), static_cast<qint64>(text.size())) ==
               static_cast<qint64>(text.size()) &&
           file.commit();
}

} // namespace

core::Result<QString, QString> unpackScenario(const RunHeader& header, const QString& folder) {
    if (header.sources.empty()) {
        return Failure{because(tr("it does not hold its scenario"))};
    }
    auto whole = wholeText(header);
    if (!whole) {
        return Failure{whole.error()};
    }
    std::vector<SourceFile> sources = header.sources;
    sources.front().text = std::move(*whole);
    const QDir place(
        QDir(folder).filePath(QString::fromStdString(sim::scenario::contentHash(sources))));
    for (const SourceFile& source : sources) {
        const QString name = QString::fromStdString(source.name);
        if (!isInside(name)) {
            return Failure{because(tr("its scenario includes \"%1\" from elsewhere").arg(name))};
        }
        if (!writeFile(place.filePath(name), source.text)) {
            return Failure{because(tr("%1 cannot be written").arg(place.filePath(name)))};
        }
    }
    return place.filePath(QString::fromStdString(sources.front().name));
}

} // namespace gui::session
