// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/change_menu.h"
#include "sim/faults/fault.h"
#include "sim/scene/folding.h"
#include "tests/gui/menu/situations.h"

#include <gtest/gtest.h>

#include <set>

namespace gui::menu::tests {
namespace {

using Group = ChangeEntry::Group;

std::string whyNot(const std::vector<ChangeEntry>& entries, const std::string& head) {
    return entryOf(entries, head).whyNot.toStdString();
}

std::vector<ChangeEntry> onHost(const MenuContext& context, const std::string& name) {
    return entriesFor(hostHit(context, name), context, false);
}
std::vector<ChangeEntry> onProcess(const MenuContext& context, const std::string& name) {
    return entriesFor(processHit(context, name), context, false);
}
std::vector<ChangeEntry> onLink(const MenuContext& context, const std::string& name) {
    return entriesFor(linkHit(context, name), context, false);
}

TEST(ChangeMenu, BeginsWithTheMostTelling) {
    const MenuContext context = troubled();
    EXPECT_EQ(onHost(context, "kv-5").front().head, "power-off: kv-5");
    EXPECT_EQ(onHost(context, "kv-5").front().label.toStdString(), "Cut the power of kv-5");
    EXPECT_EQ(onProcess(context, "kv-5").front().head, "crash: kv-5");
    EXPECT_EQ(onLink(context, "kv-5--core").front().head, "cut: kv-5--core");
}

TEST(ChangeMenu, BeginsWithWhatMendsWhereSomethingIsBroken) {
    const MenuContext context = troubled();
    EXPECT_EQ(onHost(context, "kv-1").front().head, "power-on: kv-1");
    EXPECT_EQ(onProcess(context, "kv-2").front().head, "restart: kv-2");
    EXPECT_EQ(onLink(context, "kv-4--core").front().head, "repair: kv-4--core");
    EXPECT_EQ(entriesForGround(context, false).front().head, "heal: split");
    EXPECT_TRUE(entriesForGround(context, false).front().mends);
}

TEST(ChangeMenu, GreysWhatIsSoAlready) {
    const MenuContext context = troubled();
    EXPECT_EQ(whyNot(onHost(context, "kv-1"), "power-off: kv-1"), "there is no power already");
    EXPECT_EQ(whyNot(onProcess(context, "kv-3"), "pause: kv-3"), "it is frozen already");
    EXPECT_EQ(whyNot(onProcess(context, "kv-5"), "resume: kv-5"), "it is not frozen");
    EXPECT_EQ(whyNot(onLink(context, "kv-4--core"), "cut: kv-4--core"), "it is cut already");
    EXPECT_EQ(whyNot(onLink(context, "kv-5--core"), "repair: kv-5--core"), "it is not cut");
    EXPECT_EQ(whyNot(onHost(context, "kv-4"), "cut: kv-4"), "its links are cut already");
    EXPECT_EQ(whyNot(onHost(context, "edge"), "power-off: edge"), "there is no power already");
}

TEST(ChangeMenu, GreysWhatADeadThingCannotDo) {
    const MenuContext context = troubled();
    EXPECT_EQ(whyNot(onProcess(context, "kv-1"), "crash: kv-1"), "its machine has no power");
    EXPECT_EQ(whyNot(onProcess(context, "kv-1"), "restart: kv-1"), "its machine has no power");
    EXPECT_EQ(whyNot(onProcess(context, "kv-2"), "crash: kv-2"), "it has crashed");
    EXPECT_EQ(whyNot(onProcess(context, "kv-2"), "action: campaign, of: kv-2"), "it has crashed");
    EXPECT_EQ(whyNot(onProcess(context, "kv-3"), "action: campaign, of: kv-3"),
              "it is frozen and answers nobody");
    EXPECT_EQ(whyNot(onHost(context, "kv-1"), "slow-disk: kv-1"), "there is no power");
    EXPECT_EQ(whyNot(onProcess(context, "kv-3"), "crash: kv-3"), "") << "frozen can be killed";
}

TEST(ChangeMenu, CutsTheOtherDirectionOfAGateOnly) {
    const auto entries = onLink(troubled(), "hub--core");
    EXPECT_EQ(whyNot(entries, "cut: hub--core"), "");
    EXPECT_EQ(whyNot(entries, "cut: hub--core, one-way: true"), "nothing gets there already");
    EXPECT_EQ(whyNot(entries, "repair: hub--core"), "");
}

TEST(ChangeMenu, EndsATroubleThatStands) {
    const MenuContext context = troubled();
    EXPECT_TRUE(entryOf(onLink(context, "kv-5--core"), "loss: kv-5--core, rate: 0 %").mends);
    EXPECT_FALSE(offers(onLink(context, "kv-4--core"), "loss: kv-4--core, rate: 0 %"));
    EXPECT_TRUE(entryOf(onHost(context, "kv-5"), "slow-disk: kv-5, factor: 1").mends);
    EXPECT_TRUE(entryOf(onHost(context, "kv-5"), "drift-clock: kv-5, by: 0 ppm").mends);
    EXPECT_FALSE(offers(onHost(context, "kv-4"), "slow-disk: kv-4, factor: 1"));
}

TEST(ChangeMenu, HasTheWholeVocabulary) {
    const MenuContext context = troubled();
    std::set<std::string> verbs;
    auto entries = entriesForGround(context, false);
    for (const sim::scene::Hit& hit : everything(context.world->header())) {
        const auto more = entriesFor(hit, context, false);
        entries.insert(entries.end(), more.begin(), more.end());
    }
    for (const ChangeEntry& entry : entries) {
        verbs.insert(entry.verb);
    }
    for (const sim::faults::Verb verb : sim::faults::allVerbs()) {
        EXPECT_TRUE(verbs.contains(std::string(sim::faults::toString(verb))))
            << sim::faults::toString(verb);
    }
}

TEST(ChangeMenu, OffersSensibleCuts) {
    const auto entries = entriesForGround(troubled(), false);
    EXPECT_TRUE(offers(entries, "partition: {name: split-2, groups: [[box], [kv, kv-9, hub]]}"));
    EXPECT_TRUE(offers(entries,
                       "partition: {name: split-2, groups: [[kv-1, kv-3, kv-5], [box, kv-2, kv-4, "
                       "kv-9, hub]]}"))
        << "zone a";
    EXPECT_TRUE(offers(entries, "partition: {name: split-2, groups: [[hub], [box, kv, kv-9]]}"));
    std::set<std::string> heads;
    for (const ChangeEntry& entry : entries) {
        EXPECT_TRUE(heads.insert(entry.head).second) << "twice: " << entry.head;
    }
}

TEST(ChangeMenu, DoesNotTakeAStrangerForAMemberOfAGroup) {
    const auto entries = onHost(troubled(), "hub");
    EXPECT_TRUE(offers(entries, "partition: {name: split-2, groups: [[hub], [box, kv, kv-9]]}"))
        << "kv stands for kv-1 to kv-5";
}

TEST(ChangeMenu, SplitsTheLeaderOff) {
    const MenuContext context = contextOf("raft/log-repair", seconds(7));
    const auto entries = entriesForGround(context, false);
    EXPECT_TRUE(entries[0].label.startsWith(QStringLiteral("Split the leader kv-")));
    EXPECT_TRUE(entries[1].label.endsWith(QStringLiteral("from the other members")));
    EXPECT_TRUE(entries[2].label.endsWith(QStringLiteral("with a minority of 2")));
    EXPECT_EQ(entries.back().head, "heal: all");
    EXPECT_EQ(entries.back().whyNot.toStdString(), "nobody is cut off");
}

TEST(ChangeMenu, ShowsThePresentValueOfASetting) {
    const auto before = contextOfText(troubledScenario(), seconds(4));
    const std::string head = "set: {default-lease: }, of: registry";
    EXPECT_EQ(entryOf(onProcess(before, "registry"), head).label.toStdString(),
              "Lease of an instance that asks for none: now 15 s");
    const ChangeEntry entry = entryOf(onProcess(troubled(), "registry"), head);
    EXPECT_EQ(entry.label.toStdString(), "Lease of an instance that asks for none: now 40 s");
    EXPECT_EQ(entry.parameters.at(0).value, "40 s");
    EXPECT_EQ(entry.group, Group::Setting);
}

TEST(ChangeMenu, ProposesWhatALineMadeAtTheSamePictureHasSet) {
    const auto context = contextOfText(troubledScenario(), {4'499'999'999});
    const std::string head = "set: {default-lease: }, of: registry";
    EXPECT_EQ(entryOf(onProcess(context, "registry"), head).parameters.at(0).value, "40 s");
}

TEST(ChangeMenu, ProposesTheZonesTtlForARecord) {
    const MenuContext context = contextOf("discovery/dns-ttl-vs-registry", seconds(7));
    for (const ChangeEntry& entry : onProcess(context, "ns")) {
        if (entry.word != "set-record") {
            continue;
        }
        EXPECT_EQ(entry.parameters.back().name, "ttl");
        EXPECT_EQ(entry.parameters.back().value, "60 s");
        EXPECT_FALSE(entry.parameters.back().mandatory);
        return;
    }
    FAIL() << "the name server sets no record";
}

TEST(ChangeMenu, SwitchesATwoWaySettingAtOnce) {
    const auto entries = onProcess(troubled(), "registry");
    const ChangeEntry& entry = entryOf(entries, "set: {self-preservation: true}, of: registry");
    EXPECT_FALSE(entry.needsForm());
    EXPECT_EQ(entry.label.toStdString(), "Switch on: Drop nobody while too few heartbeats arrive");
}

TEST(ChangeMenu, SpeaksTheComponentsChinese) {
    const MenuContext context = troubled();
    const auto entries = entriesFor(processHit(context, "registry"), context, true);
    EXPECT_EQ(entryOf(entries, "action: forget-all, of: registry").label.toStdString(), "清空列表");
}

TEST(ChangeMenu, AimsAtThoseOfAGroupForWhomItIsPossible) {
    const auto entries = entriesFor(tileHit("kv"), troubled(), false);
    EXPECT_TRUE(offers(entries, "crash: [kv-3, kv-4, kv-5]"));
    EXPECT_TRUE(offers(entries, "pause: [kv-4, kv-5]"));
    EXPECT_TRUE(offers(entries, "resume: kv-3"));
    EXPECT_TRUE(offers(entries, "power-on: kv-1"));
}

TEST(ChangeMenu, LetsOneOfATileBeChosen) {
    const MenuContext context = troubled();
    const auto entries = entriesFor(tileHit("box"), context, false);
    const ChangeEntry& entry = entries.front();
    EXPECT_EQ(entry.verb, "power-off");
    EXPECT_TRUE(entry.needsForm());
    EXPECT_EQ(entry.parameters.at(0).choices, (std::vector<std::string>{"box-1", "box-2"}));
    auto filled = entry.parameters;
    filled[0].value = "box-2";
    filled[1].value = "3 s";
    EXPECT_EQ(lineFor(entry, filled, context).line.yaml,
              "{at: 5.000000001 s, power-off: box-2, for: 3 s}");
}

TEST(ChangeMenu, KnowsTheTilesOfOneSwitch) {
    const auto entries = entriesFor(tileHit("kv @ core"), troubled(), false);
    EXPECT_TRUE(offers(entries, "power-off: [kv-2, kv-3, kv-4, kv-5, kv-9]"));
    EXPECT_TRUE(entriesFor(tileHit("kv @ edge"), troubled(), false).empty());
}

TEST(ChangeMenu, AimsAtTheMembersThatTheStageFolds) {
    const MenuContext context = contextOf("network/partition-registry", seconds(9));
    std::size_t tiles = 0;
    for (const sim::scene::Thing& thing : sim::scene::fold(context.world->header(), {})) {
        if (thing.kind != sim::scene::Thing::Kind::Tile) {
            continue;
        }
        ++tiles;
        std::vector<std::string> names;
        for (const sim::trace::HostIndex host : thing.hosts) {
            names.push_back(context.world->header().hosts[host].name);
        }
        const auto entries = entriesFor(tileHit(thing.name), context, false);
        EXPECT_EQ(entries.at(0).parameters.at(0).choices, names) << thing.name;
    }
    EXPECT_GT(tiles, 0U);
}

TEST(ChangeMenu, KeepsEverySubmenuTogether) {
    const MenuContext context = troubled();
    for (const sim::scene::Hit& hit : everything(context.world->header())) {
        std::vector<QString> order;
        for (const ChangeEntry& entry : entriesFor(hit, context, false)) {
            if (order.empty() || order.back() != entry.submenu) {
                order.push_back(entry.submenu);
            }
        }
        std::set<QString> submenus;
        for (const QString& submenu : order) {
            EXPECT_TRUE(submenu.isEmpty() || submenus.insert(submenu).second)
                << submenu.toStdString();
        }
    }
}

TEST(ChangeLine, ActsOneNanosecondAfterThePicture) {
    const MenuContext context = troubled();
    const auto entries = onHost(context, "kv-5");
    const LineResult result = lineFor(entries.front(), entries.front().parameters, context);
    EXPECT_EQ(result.line.yaml, "{at: 5.000000001 s, power-off: kv-5}");
    EXPECT_EQ(result.line.at, (sim::SimTime{5'000'000'001}));
    EXPECT_EQ(result.line.verb, "power-off");
}

TEST(ChangeLine, StandsOnTheBranchThatIsShown) {
    const MenuContext context = contextOfBranch(
        troubledScenario(), "{at: 6 s, partition: {name: split-2, groups: [[kv-5], [hub]]}}",
        seconds(6), seconds(8));
    const auto entries = entriesForGround(context, false);
    const ChangeEntry& heal = entryOf(entries, "heal: split-2");
    EXPECT_EQ(lineFor(heal, heal.parameters, context).line.yaml,
              "{at: 8.000000001 s, heal: split-2}");
    EXPECT_TRUE(offers(entries, "partition: {name: split-3, groups: [[box], [kv, hub, kv-9]]}") ||
                offers(entries, "partition: {name: split-3, groups: [[box], [kv, kv-9, hub]]}"))
        << "a name that the branch has not used";
}

TEST(ChangeLine, SaysWhichParameterIsWrong) {
    const MenuContext context = troubled();
    const auto link = onLink(context, "kv-5--core");
    const ChangeEntry& delay = entryOf(link, "delay: kv-5--core");
    auto filled = delay.parameters;
    for (const char* wrong : {"5", "fast", "-3 s", "1 %", "1 s, crash: kv-2"}) {
        filled[0].value = wrong;
        const LineResult result = lineFor(delay, filled, context);
        EXPECT_FALSE(result.error.isEmpty()) << wrong;
        EXPECT_EQ(result.parameter, "by") << wrong;
        EXPECT_TRUE(result.line.yaml.empty());
    }
    filled[0].value = "  ";
    EXPECT_EQ(lineFor(delay, filled, context).parameter, "by");
    filled[0].value = " 5 ms ";
    filled[2].value = "x";
    EXPECT_EQ(lineFor(delay, filled, context).parameter, "for");
}

TEST(ChangeLine, ChecksTheArgumentsOfActions) {
    const MenuContext context = contextOf("raft/leader-power-off", seconds(9));
    const auto entries = onProcess(context, "kv-2");
    const ChangeEntry& add = entryOf(entries, "action: add-member, of: kv-2");
    auto filled = add.parameters;
    EXPECT_EQ(filled[0].choices.size(), context.world->header().processes.size());
    filled[0].value = "nobody";
    EXPECT_EQ(lineFor(add, filled, context).parameter, "member");
    filled[0].value = "kv-3";
    filled[1].value = "-1";
    EXPECT_EQ(lineFor(add, filled, context).parameter, "id");
    filled[1].value = "";
    filled[2].value = "true";
    EXPECT_EQ(lineFor(add, filled, context).line.yaml,
              "{at: 9.000000001 s, action: add-member, of: kv-2, with: {member: kv-3, learner: "
              "true}}");
}

TEST(ChangeLine, WritesListsAndOddTexts) {
    const MenuContext context = contextOf("discovery/dns-ttl-vs-registry", seconds(9));
    std::vector<ChangeEntry> entries;
    for (const sim::scene::Hit& hit : everything(context.world->header())) {
        if (hit.kind == sim::scene::Hit::Kind::Process &&
            context.world->header().processes[hit.process].component == "dns-server") {
            entries = entriesFor(hit, context, false);
        }
    }
    for (const ChangeEntry& entry : entries) {
        if (!entry.head.starts_with("action: set-record")) {
            continue;
        }
        auto filled = entry.parameters;
        filled[0].value = "a: {b}, # \"c\"";
        filled[2].value = "10.0.0.1,  10.0.0.2 ,";
        const LineResult result = lineFor(entry, filled, context);
        EXPECT_TRUE(result.error.isEmpty()) << result.error.toStdString();
        EXPECT_NE(result.line.yaml.find(R"(name: "a: {b}, # \"c\"")"), std::string::npos)
            << result.line.yaml;
        EXPECT_NE(result.line.yaml.find("values: [10.0.0.1, 10.0.0.2]"), std::string::npos);
        return;
    }
    FAIL() << "no DNS server";
}

} // namespace
} // namespace gui::menu::tests
