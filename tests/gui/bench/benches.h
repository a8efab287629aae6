// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The studio's benchmarks. Each runs in a process of its own, prints rows and returns an exit
/// code. Targets: the table of numbers in docs/explanation/performance.md.
namespace bench {

/// 200 machines, 2,000 packets in flight, 1400x900 logical pixels: how long a picture takes.
int benchPictures();
/// A ten-minute run of 50 machines: jumps to any time, memory.
int benchLongRun();
/// From choosing a shipped scenario to its first picture, nothing cached.
int benchFirstPicture();
/// From a change at half time to the first picture that it had a part in, of shipped scenarios and
/// of the ten-minute run.
int benchBranch();

} // namespace bench
