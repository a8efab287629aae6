// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/run_manager.h"

#include <QCoreApplication>

/// mortal-studio PROGRAM FOLDER [SCENARIO SECONDS]: starts a run there, expects branches of it when
/// it is over, and lives until it is killed.
int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 3 && words.size() != 5) {
        return 2;
    }
    gui::runs::RunManager manager(words[1], words[2], 1'000'000'000);
    gui::runs::RunRequest request;
    request.scenario = words.value(3, QStringLiteral("nothing.yaml"));
    if (words.size() == 5) {
        request.until = sim::SimTime{words[4].toLongLong() * 1'000'000'000};
    }
    QObject::connect(&manager, &gui::runs::RunManager::changed, [&](gui::runs::RunId run) {
        const gui::runs::RunState& state = manager.state(run);
        if (state.kind == gui::runs::RunState::Kind::Complete) {
            manager.expectBranches(request, state.trace);
        }
    });
    manager.start(request);
    return QCoreApplication::exec();
}
