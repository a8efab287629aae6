// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/stage/made_trace.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace gui::stage {
namespace {

constexpr core::Duration kWindow{50'000'000};

template <class T>
T need(core::Result<T, sim::trace::TraceError> result) {
    if (!result) {
        qFatal("%s", result.error().text.c_str());
    }
    return std::move(*result);
}

std::string scenarioOf(int clients) {
    return R"(orrery: 1
title: {en: "Made", zh: "自制"}
seed: 1
start: 2026-03-02T09:00:00Z
duration: 8 s
topology:
  defaults:
    host: {link: {to: core, latency: 500 us, bandwidth: 1 Gbit/s}}
  switches: {core: {}}
  hosts: {kv: {count: 3}, user: {count: )" +
           std::to_string(clients) + R"(}}
deploy:
  kv: {component: kv-server, on: kv, members: [kv-1, kv-2, kv-3]}
workload:
  user: {component: kv-client, on: user, servers: [kv-1, kv-2, kv-3], rate: 5/s}
timeline:
  - {at: 6 s, power-off: kv-3}
)";
}

} // namespace

struct MadeTrace::Parts {
    QTemporaryDir folder;
    std::unique_ptr<sim::trace::Reader> reader;
    std::shared_ptr<const sim::scene::World> world;
    std::shared_ptr<const sim::scene::Storyline> story;
};

MadeTrace::MadeTrace(const char* scenario) : parts_(std::make_unique<Parts>()) {
    const QString source = parts_->folder.filePath(QStringLiteral("made.yaml"));
    const QString trace = parts_->folder.filePath(QStringLiteral("made.trace"));
    QFile file(source);
    if (!file.open(QIODevice::WriteOnly) || file.write(scenario) < 0) {
        qFatal("cannot write the scenario");
    }
    file.close();
    QProcess process;
    process.start(QStringLiteral(ORRERY_PROGRAM),
                  {QStringLiteral("run"), source, QStringLiteral("--trace"), trace,
                   QStringLiteral("--level"), QStringLiteral("full"), QStringLiteral("--quiet")});
    if (!process.waitForFinished(120'000) || process.exitCode() != 0) {
        qFatal("the scenario cannot be run: %s", process.readAllStandardError().constData());
    }
    parts_->reader = need(sim::trace::Reader::open(trace.toStdString()));
    parts_->world = need(sim::scene::World::read(*parts_->reader));
    parts_->story = need(sim::scene::Storyline::read(*parts_->reader));
}

MadeTrace::~MadeTrace() = default;

StageFrame MadeTrace::frameAt(double seconds) const {
    const sim::SimTime at{std::llround(seconds * 1e9)};
    auto slices = need(sim::scene::SliceReader::of(*parts_->reader));
    return {parts_->world, parts_->story, need(slices.read(at, kWindow, core::Duration{0})), at,
            kWindow};
}

sim::trace::MessageRow MadeTrace::messageOf(std::uint64_t id) const {
    return need(parts_->reader->message(id));
}

std::shared_ptr<const sim::scene::World> MadeTrace::worldAgain() const {
    return need(sim::scene::World::read(*parts_->reader));
}

const MadeTrace& smallTrace() {
    static const MadeTrace kTrace(scenarioOf(2).c_str());
    return kTrace;
}

const MadeTrace& foldedTrace() {
    static const MadeTrace kTrace(scenarioOf(30).c_str());
    return kTrace;
}

} // namespace gui::stage
