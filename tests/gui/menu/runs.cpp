// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/menu/runs.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace gui::menu::tests {
namespace {

constexpr core::Duration kWindow{100'000'000};

struct Run {
    std::shared_ptr<const sim::trace::Reader> reader;
    std::shared_ptr<const sim::scene::World> world;
};

const QTemporaryDir& folder() {
    static const QTemporaryDir kFolder;
    return kFolder;
}

Run recorded(const QString& scenario, const QString& trace, const QStringList& more = {}) {
    QProcess program;
    program.start(QStringLiteral(ORRERY_PROGRAM),
                  QStringList{QStringLiteral("run"), scenario, QStringLiteral("--trace"), trace,
                              QStringLiteral("--level"), QStringLiteral("full"),
                              QStringLiteral("--quiet")} +
                      more);
    EXPECT_TRUE(program.waitForFinished(120'000));
    EXPECT_LE(program.exitCode(), 1) << program.readAllStandardError().toStdString();
    auto reader = sim::trace::Reader::open(trace.toStdString());
    EXPECT_TRUE(reader);
    Run run;
    run.reader = std::move(*reader);
    auto world = sim::scene::World::read(*run.reader);
    EXPECT_TRUE(world);
    run.world = *world;
    return run;
}

Run recorded(const QString& scenario) {
    static int count = 0;
    return recorded(scenario, folder().filePath(QStringLiteral("%1.trace").arg(++count)));
}

MenuContext contextAt(const Run& run, sim::SimTime at) {
    MenuContext context;
    context.world = run.world;
    context.at = at;
    auto slices = sim::scene::SliceReader::of(*run.reader);
    EXPECT_TRUE(slices);
    auto slice = slices->read(at, kWindow, core::Duration{1'000'000'000});
    EXPECT_TRUE(slice);
    context.slice = *slice;
    return context;
}

sim::scene::Hit hitOf(sim::scene::Hit::Kind kind, const std::string& name) {
    sim::scene::Hit hit;
    hit.kind = kind;
    hit.name = name;
    return hit;
}

} // namespace

MenuContext contextOf(const std::string& scenario, sim::SimTime at) {
    static std::map<std::string, Run> runs;
    if (!runs.contains(scenario)) {
        runs[scenario] = recorded(QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/%1.yaml")
                                      .arg(QString::fromStdString(scenario)));
    }
    return contextAt(runs[scenario], at);
}

MenuContext contextOfText(const std::string& yaml, sim::SimTime at) {
    static std::map<std::string, Run> runs;
    if (!runs.contains(yaml)) {
        const QString path = folder().filePath(QStringLiteral("own-%1.yaml").arg(runs.size()));
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(yaml));
        file.close();
        runs[yaml] = recorded(path);
    }
    return contextAt(runs[yaml], at);
}

MenuContext contextOfBranch(const std::string& yaml, const std::string& line, sim::SimTime from,
                            sim::SimTime at) {
    const auto write = [](const QString& path, const std::string& text) {
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(text));
    };
    const QString base = folder().filePath(QStringLiteral("branched.yaml"));
    const QString parent = folder().filePath(QStringLiteral("parent.trace"));
    const QString overlay = folder().filePath(QStringLiteral("overlays/mine.yaml"));
    EXPECT_TRUE(QDir(folder().path()).mkpath(QStringLiteral("overlays")));
    write(base, yaml);
    write(overlay, branches::Overlay().with({{}, line, {}}).toFile("../branched.yaml", {}));
    recorded(base, parent);
    const QString child = folder().filePath(QStringLiteral("child.trace"));
    const QString begin = QString::fromStdString(branches::timeText(from));
    return contextAt(recorded(base, child,
                              {QStringLiteral("--with"), overlay, QStringLiteral("--record-from"),
                               begin, QStringLiteral("--parent"), parent}),
                     at);
}

std::vector<sim::scene::Hit> everything(const sim::trace::RunHeader& header) {
    using Kind = sim::scene::Hit::Kind;
    std::vector<sim::scene::Hit> hits;
    std::set<std::string> stems;
    for (sim::trace::HostIndex i = 0; i < header.hosts.size(); ++i) {
        hits.push_back(hitOf(Kind::Host, header.hosts[i].name));
        hits.back().host = i;
        const std::string& name = header.hosts[i].name;
        const std::size_t dash = name.rfind('-');
        if (dash != std::string::npos &&
            name.find_first_not_of("0123456789", dash + 1) == std::string::npos) {
            stems.insert(name.substr(0, dash));
        }
    }
    for (const std::string& stem : stems) {
        hits.push_back(hitOf(Kind::Tile, stem));
    }
    for (sim::trace::ProcessIndex i = 0; i < header.processes.size(); ++i) {
        hits.push_back(hitOf(Kind::Process, header.processes[i].name));
        hits.back().process = i;
        hits.back().host = header.processes[i].host;
    }
    for (sim::trace::LinkIndex i = 0; i < header.links.size(); ++i) {
        hits.push_back(hitOf(Kind::Link, header.links[i].name));
        hits.back().link = i;
    }
    return hits;
}

namespace {

sim::scene::Hit found(const MenuContext& context, sim::scene::Hit::Kind kind,
                      const std::string& name) {
    for (const sim::scene::Hit& hit : everything(context.world->header())) {
        if (hit.kind == kind && hit.name == name) {
            return hit;
        }
    }
    ADD_FAILURE() << "nothing is called " << name;
    return {};
}

} // namespace

sim::scene::Hit hostHit(const MenuContext& context, const std::string& name) {
    return found(context, sim::scene::Hit::Kind::Host, name);
}
sim::scene::Hit processHit(const MenuContext& context, const std::string& name) {
    return found(context, sim::scene::Hit::Kind::Process, name);
}
sim::scene::Hit linkHit(const MenuContext& context, const std::string& name) {
    return found(context, sim::scene::Hit::Kind::Link, name);
}
sim::scene::Hit tileHit(const std::string& name) {
    return hitOf(sim::scene::Hit::Kind::Tile, name);
}

} // namespace gui::menu::tests
