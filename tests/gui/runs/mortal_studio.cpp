// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/run_manager.h"

#include <QCoreApplication>

/// mortal-studio PROGRAM FOLDER: starts a run there and lives until it is killed.
int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() != 3) {
        return 2;
    }
    gui::runs::RunManager manager(words[1], words[2], 1'000'000);
    gui::runs::RunRequest request;
    request.scenario = QStringLiteral("nothing.yaml");
    manager.start(request);
    return QCoreApplication::exec();
}
