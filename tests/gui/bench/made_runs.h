// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

/// Traces that the benchmarks need, made by the real `orrery run`.
namespace bench {

/// 200 machines around a switch, split in two from 5 s to 10 s.
std::string wideScenario();
/// 50 machines that work for ten minutes, with faults now and then.
std::string longScenario();

/// A file with that text in `folder`.
QString writeScenario(const std::string& scenario, const QString& folder);
/// Runs it into `folder`; returns the trace's path. Ends the program with a message if it fails.
QString makeTrace(const std::string& scenario, const QString& folder);

} // namespace bench
