// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/bench/benches.h"
#include "tests/gui/bench/rows.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QProcess>

#include <array>
#include <string>

namespace {

struct Bench {
    const char* name;
    int (*run)();
    const char* scale; ///< logical to device pixels
};

constexpr std::array<Bench, 5> kBenches = {{
    {"pictures", bench::benchPictures, "1"},
    {"pictures-200", bench::benchPictures, "2"},
    {"long-run", bench::benchLongRun, "1"},
    {"first-picture", bench::benchFirstPicture, "1"},
    {"branch", bench::benchBranch, "1"},
}};

/// Each in a process of its own: Qt's scale is fixed at the start, memory is not inherited.
int runApart(const Bench& entry) {
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_SCALE_FACTOR"), QString::fromLatin1(entry.scale));
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--apart"), QString::fromLatin1(entry.name)});
    child.waitForFinished(-1);
    return child.exitStatus() == QProcess::NormalExit ? child.exitCode() : 1;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App cli("How fast the studio is. On an idle machine, built for release.");
    std::string filter;
    std::string apart;
    cli.add_option("filter", filter,
                   "only those with this in their name: pictures, "
                   "pictures-200, long-run, first-picture, branch");
    cli.add_option("--apart", apart, "one, in this process")->group("");
    CLI11_PARSE(cli, argc, argv);
    for (const Bench& entry : kBenches) {
        if (apart == entry.name) {
            const QApplication application(argc, argv);
            return entry.run();
        }
    }
    const QCoreApplication application(argc, argv);
    bench::printHead();
    int failures = 0;
    for (const Bench& entry : kBenches) {
        if (std::string(entry.name).find(filter) != std::string::npos) {
            failures += runApart(entry) == 0 ? 0 : 1;
        }
    }
    return failures == 0 ? 0 : 1;
}
