// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/runs/support.h"

#include <QFile>
#include <QTest>

namespace gui::runs {

Runs::Runs() {
    EXPECT_TRUE(folder_.isValid());
}

QString Runs::path(const char* name) const {
    return folder_.filePath(QString::fromLatin1(name));
}

QString Runs::write(const char* name, const QByteArray& text) const {
    QFile file(path(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
    return file.fileName();
}

QString Runs::script(const char* name, const QByteArray& body) const {
    const QString file = write(name, "#!/bin/sh\n" + body + "\n");
    EXPECT_TRUE(QFile::setPermissions(file, QFile::ReadOwner | QFile::ExeOwner));
    return file;
}

std::unique_ptr<RunManager> Runs::manager(qint64 limit) const {
    return managerOf(QStringLiteral(ORRERY_PROGRAM), limit);
}

std::unique_ptr<RunManager> Runs::managerOf(const QString& program, qint64 limit) const {
    return std::make_unique<RunManager>(program, cache(), limit);
}

bool Runs::wait(const std::function<bool()>& done, int ms) {
    return QTest::qWaitFor(done, ms);
}

RunState Runs::end(const RunManager& manager, RunId run) {
    EXPECT_TRUE(wait([&] { return manager.state(run).kind != RunState::Kind::Running; }));
    return manager.state(run);
}

RunState Runs::run(RunManager& manager, const RunRequest& request) {
    return end(manager, manager.start(request));
}

RunRequest Runs::quick() {
    RunRequest request;
    request.scenario = QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/split-vote.yaml");
    return request;
}

RunRequest Runs::lengthy() {
    RunRequest request;
    request.scenario =
        QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/network/partition-registry.yaml");
    request.until = sim::SimTime{100'000'000'000'000};
    return request;
}

std::optional<sim::trace::RunStatus> statusOf(const QString& trace) {
    const auto reader = sim::trace::Reader::open(trace.toStdString());
    return reader ? std::optional((*reader)->summary().status) : std::nullopt;
}

std::string text(const QString& qt) {
    return qt.toStdString();
}

} // namespace gui::runs
