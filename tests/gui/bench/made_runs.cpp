// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/bench/made_runs.h"

#include <QDir>
#include <QFile>
#include <QProcess>

namespace bench {
namespace {

const char* const kWide = R"(orrery: 1
title: {en: "Two hundred machines", zh: "两百台机器"}
seed: 1
start: 2026-03-02T09:00:00Z
duration: 12 s
topology:
  defaults:
    host: {link: {to: core, latency: 500 us, bandwidth: 1 Gbit/s}}
  switches: {core: {}}
  hosts: {kv: {count: 4}, web: {count: 49}, app: {count: 49}, job: {count: 49}, user: {count: 49}}
deploy:
  kv: {component: kv-server, on: kv, members: [kv-1, kv-2, kv-3, kv-4]}
workload:
  web: {component: kv-client, on: web, servers: [kv-1, kv-2, kv-3, kv-4], rate: 1/s}
  app: {component: kv-client, on: app, servers: [kv-1, kv-2, kv-3, kv-4], rate: 1/s}
  job: {component: kv-client, on: job, servers: [kv-1, kv-2, kv-3, kv-4], rate: 1/s}
  user: {component: kv-client, on: user, servers: [kv-1, kv-2, kv-3, kv-4], rate: 1/s}
timeline:
  - at: 5 s
    partition: {name: split, groups: [[kv, web], [app, job, user]]}
    for: 5 s
)";

const char* const kLong = R"(orrery: 1
title: {en: "Fifty machines for ten minutes", zh: "五十台机器运行十分钟"}
seed: 1
start: 2026-03-02T09:00:00Z
duration: 600 s
topology:
  defaults:
    host: {link: {to: core, latency: 500 us, bandwidth: 1 Gbit/s}}
  switches: {core: {}}
  hosts: {kv: {count: 5}, web: {count: 15}, app: {count: 15}, user: {count: 15}}
deploy:
  kv: {component: kv-server, on: kv, members: [kv-1, kv-2, kv-3, kv-4, kv-5]}
workload:
  web: {component: kv-client, on: web, servers: [kv-1, kv-2, kv-3, kv-4, kv-5], rate: 8/s}
  app: {component: kv-client, on: app, servers: [kv-1, kv-2, kv-3, kv-4, kv-5], rate: 8/s}
  user: {component: kv-client, on: user, servers: [kv-1, kv-2, kv-3, kv-4, kv-5], rate: 8/s}
timeline:
  - {at: 60 s, power-off: kv-1, for: 20 s}
  - {at: 150 s, power-off: kv-2, for: 20 s}
  - at: 240 s
    partition: {name: split, groups: [[kv-1, kv-2, web], [kv-3, kv-4, kv-5, app, user]]}
    for: 30 s
  - {at: 400 s, crash: kv-3, for: 20 s}
  - {at: 500 s, pause: kv-4, for: 10 s}
)";

} // namespace

std::string wideScenario() {
    return kWide;
}

std::string longScenario() {
    return kLong;
}

QString writeScenario(const std::string& scenario, const QString& folder) {
    QFile file(QDir(folder).filePath(QStringLiteral("made.yaml")));
    if (!file.open(QIODevice::WriteOnly) || file.write(scenario.c_str()) < 0) {
        qFatal("cannot write the scenario");
    }
    return file.fileName();
}

QString makeTrace(const std::string& scenario, const QString& folder) {
    const QString source = writeScenario(scenario, folder);
    const QString trace = QDir(folder).filePath(QStringLiteral("made.trace"));
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral(ORRERY_PROGRAM),
                  {QStringLiteral("run"), source, QStringLiteral("--trace"), trace,
                   QStringLiteral("--level"), QStringLiteral("full"), QStringLiteral("--quiet")});
    if (!process.waitForFinished(300'000) || process.exitCode() > 1) {
        qFatal("the scenario cannot be run");
    }
    return trace;
}

} // namespace bench
