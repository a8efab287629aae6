// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/menu/situations.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gui::menu::tests {

const std::string& troubledScenario() {
    static const std::string kText = R"(orrery: 1
title: Everything out of order
duration: 20 s
topology:
  defaults:
    host: {link: core}
  switches:
    core: {}
    edge: {link: core}
  hosts:
    kv: {count: 5, zone: [a, b]}
    kv-9: {}
    hub: {}
    box: {count: 2, link: edge}
deploy:
  kv: {component: kv-server, on: kv, members: [kv-1, kv-2, kv-3, kv-4, kv-5]}
  registry: {component: registry, on: hub}
workload:
  users: {component: kv-client, on: box, count: 4, servers: [kv-1, kv-2, kv-3, kv-4, kv-5], start-delay: 3 s}
timeline:
  - {at: 4 s, power-off: kv-1}
  - {at: 4 s, crash: kv-2}
  - {at: 4 s, pause: kv-3}
  - {at: 4 s, cut: kv-4--core}
  - {at: 4 s, cut: hub--core, one-way: true}
  - {at: 4 s, loss: kv-5--core, rate: 5 %}
  - {at: 4 s, slow-disk: kv-5, factor: 4}
  - {at: 4 s, drift-clock: kv-5, by: 10 ppm}
  - {at: 4 s, power-off: edge}
  - {at: 4 s, partition: {name: split, groups: [[kv-9], [hub]]}}
  - {at: 4500 ms, set: {default-lease: 40 s}, of: registry}
  - {at: 10 s, heal: split}
)";
    return kText;
}

MenuContext troubled() {
    return contextOfText(troubledScenario(), seconds(5));
}

const ChangeEntry& entryOf(const std::vector<ChangeEntry>& entries, const std::string& head) {
    static const ChangeEntry kNone;
    for (const ChangeEntry& entry : entries) {
        if (entry.head == head) {
            return entry;
        }
    }
    ADD_FAILURE() << "nothing offers " << head;
    return kNone;
}

bool offers(const std::vector<ChangeEntry>& entries, const std::string& head) {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const ChangeEntry& entry) { return entry.head == head; });
}

} // namespace gui::menu::tests
