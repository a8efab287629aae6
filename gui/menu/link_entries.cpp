// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/entry_list.h"

#include <array>

namespace gui::menu {
namespace {

using sim::trace::LinkIndex;

struct Nuisance {
    const char* verb;
    const char* label;
    const char* over; ///< label of what ends it
    const char* neutral;
};

constexpr std::array<Nuisance, 4> kNuisances{{
    {"delay", QT_TRANSLATE_NOOP("MenuText", "Delay everything"),
     QT_TRANSLATE_NOOP("MenuText", "End the delay"), "by: 0 s"},
    {"loss", QT_TRANSLATE_NOOP("MenuText", "Lose some packets"),
     QT_TRANSLATE_NOOP("MenuText", "Lose no more packets"), "rate: 0 %"},
    {"duplicate", QT_TRANSLATE_NOOP("MenuText", "Deliver some packets twice"),
     QT_TRANSLATE_NOOP("MenuText", "Deliver no more packets twice"), "rate: 0 %"},
    {"reorder", QT_TRANSLATE_NOOP("MenuText", "Let packets overtake each other"),
     QT_TRANSLATE_NOOP("MenuText", "Let no more packets overtake each other"),
     "rate: 0 %, by: 0 s"},
}};

std::vector<Parameter> parametersOf(std::string_view verb) {
    if (verb == "delay") {
        return {amountParameter(MenuText::tr("By how much"), "200 ms",
                                MenuText::tr("Each way, on top of the link's own latency")),
                {"jitter",
                 MenuText::tr("Up to so much more"),
                 MenuText::tr("Drawn for each message, like 20 ms; may be empty"),
                 core::runtime::SettingType::Duration,
                 {},
                 {},
                 false},
                lastingParameter()};
    }
    std::vector<Parameter> parameters{rateParameter(MenuText::tr("Share of the packets"), "20 %")};
    if (verb == "reorder") {
        parameters.push_back(amountParameter(MenuText::tr("Held back by"), "50 ms"));
    }
    parameters.push_back(lastingParameter());
    return parameters;
}

} // namespace

void addLink(EntryList& list, LinkIndex link) {
    const Present& now = list.now();
    const sim::trace::LinkEntry& entry = now.header->links[link];
    const sim::scene::LinkCondition& condition = now.links[link];
    const QString name = textOf(entry.name);
    const QString from = textOf(now.hostName(entry.from));
    const QString to = textOf(now.hostName(entry.to));
    const bool whole = condition.forwardUp && condition.backwardUp;
    const bool gone = !condition.forwardUp && !condition.backwardUp;
    if (!whole) {
        list.add("repair", MenuText::tr("Repair the link %1").arg(name), entry.name);
    }
    list.add("cut", MenuText::tr("Cut the link %1").arg(name), entry.name,
             gone ? MenuText::tr("it is cut already") : QString(), {lastingParameter()});
    list.add("cut", MenuText::tr("Cut it one way: nothing gets from %1 to %2").arg(from, to),
             entry.name + ", one-way: true",
             condition.forwardUp ? QString() : MenuText::tr("nothing gets there already"),
             {lastingParameter()});
    if (whole) {
        list.add("repair", MenuText::tr("Repair the link %1").arg(name), entry.name,
                 MenuText::tr("it is not cut"));
    }
    for (const Nuisance& nuisance : kNuisances) {
        if (now.hasTrouble(nuisance.verb, sim::trace::kNoIndex, link)) {
            list.add(nuisance.verb, MenuText::tr(nuisance.over),
                     entry.name + ", " + nuisance.neutral)
                .mends = true;
        }
        list.add(nuisance.verb, MenuText::tr(nuisance.label), entry.name, {},
                 parametersOf(nuisance.verb));
    }
}

} // namespace gui::menu
