// SPDX-License-Identifier: Apache-2.0
// Goal: words are checked when they are loaded, and never break a line when they are used.
#include "tests/sim/trace/fixture.h"

namespace sim::trace::testing {
namespace {

core::Result<Catalogue, TraceError> load(std::string_view text) {
    const std::array<WordingText, 1> files{{{"w.yaml", text}}};
    return Catalogue::load(files);
}

std::string errorOf(std::string_view text) {
    const auto loaded = load(text);
    EXPECT_FALSE(loaded);
    return loaded ? "" : loaded.error().text;
}

TEST(Catalogue, FormatsFieldsInBothLanguages) {
    const Catalogue catalogue = simulatorCatalogue();
    const std::vector<NamedValue> fields{{"instance", std::string("web-3")},
                                         {"age", core::Duration{1'500'000'000}}};
    const Emitter emitter{"registry", "host-1", ""};
    EXPECT_EQ(catalogue.format("lease-expired", emitter, fields, Language::English),
              "registry drops web-3: no heartbeat for 1.5 s");
    EXPECT_EQ(catalogue.format("lease-expired", emitter, fields, Language::Chinese),
              "registry 移除 web-3：1.5 s 未收到心跳");
}

TEST(Catalogue, ShowsAMissingFieldAndGoesOn) {
    const Catalogue catalogue = simulatorCatalogue();
    EXPECT_EQ(catalogue.format("lease-expired", {"registry", "", ""}, {}, Language::English),
              "registry drops {instance}?: no heartbeat for {age}?");
}

TEST(Catalogue, ShowsAKindWithoutWordsByItsFields) {
    const std::vector<NamedValue> fields{{"n", std::int64_t{3}}, {"ok", true}};
    EXPECT_EQ(Catalogue().format("odd-thing", {"p", "h", ""}, fields, Language::English),
              "p: odd-thing n=3 ok=yes");
}

TEST(Catalogue, NamesTheMachineOnlyWhereItHasAnotherNameThanItsProcess) {
    const auto crash = [](const Emitter& emitter, Language language) {
        return simulatorCatalogue().format("process-crashed", emitter, {}, language);
    };
    EXPECT_EQ(crash({"web", "box-1", ""}, Language::English), "web on box-1 crashes");
    EXPECT_EQ(crash({"web", "box-1", ""}, Language::Chinese), "box-1 上的 web 崩溃");
    EXPECT_EQ(crash({"kv-1", "kv-1", ""}, Language::English), "kv-1 crashes");
    EXPECT_EQ(crash({"kv-1", "kv-1", ""}, Language::Chinese), "kv-1 崩溃");
    EXPECT_EQ(crash({"", "kv-1", ""}, Language::English), "{process-on-host}? crashes");
}

/// The simulator's words and those of one component with an action.
Catalogue withAction() {
    Catalogue catalogue = simulatorCatalogue();
    catalogue.set("action-add-member", {1, "{member} shall join {of}", "将 {member} 加入 {of}"});
    return catalogue;
}

std::vector<NamedValue> actionLine(std::string with) {
    return {{"text", std::string("action add-member of leader of kv with id=4")},
            {"verb", std::string("action")},
            {"subject", std::string("add-member")},
            {"of", std::string("leader of kv")},
            {"with", std::move(with)}};
}

TEST(Catalogue, TellsAnActionInItsComponentsWords) {
    const auto said = [](std::string with, Language language) {
        return withAction().format("fault-action", {}, actionLine(std::move(with)), language);
    };
    EXPECT_EQ(said("member=kv-4", Language::English), "operator: kv-4 shall join the leader of kv");
    EXPECT_EQ(said("member=kv-4 id=4 learner=true", Language::English),
              "operator: kv-4 shall join the leader of kv (id 4, learner)");
    EXPECT_EQ(said("member=kv-4 learner=false", Language::English),
              "operator: kv-4 shall join the leader of kv");
    EXPECT_EQ(said("member=kv-4 and kv-5", Language::Chinese),
              "人工操作：将 kv-4 and kv-5 加入 kv 的 leader");
}

TEST(Catalogue, TellsAnActionAsWrittenWhereItsWordsWantMore) {
    EXPECT_EQ(withAction().format("fault-action", {}, actionLine("id=4"), Language::English),
              "operator: action add-member of leader of kv with id=4");
}

TEST(Catalogue, RefusesPlaceholdersThatDiffer) {
    EXPECT_EQ(errorOf("k:\n  importance: 1\n  en: '{a} and {b}'\n  zh: '{a}'\n"),
              "w.yaml:2: k: en has the placeholders [a, b], zh has [a]");
}

TEST(Catalogue, RefusesAnImportanceOutOfRange) {
    EXPECT_NE(errorOf("k: {importance: 4, en: a, zh: b}").find("importance must be 1, 2 or 3"),
              std::string::npos);
    EXPECT_NE(errorOf("k: {en: a, zh: b}").find("importance must be"), std::string::npos);
}

TEST(Catalogue, RefusesAMissingLanguageAnUnknownKeyAndASecondTime) {
    EXPECT_NE(errorOf("k: {importance: 1, en: a}").find("both en and zh"), std::string::npos);
    EXPECT_NE(errorOf("k: {importance: 1, en: a, zh: b, fr: c}").find("unknown key 'fr'"),
              std::string::npos);
    EXPECT_NE(errorOf("k: {importance: 1, en: a, zh: b}\nk: {importance: 1, en: a, zh: b}")
                  .find("already"),
              std::string::npos);
}

TEST(Catalogue, RefusesWhatIsNoMapOrNoYaml) {
    EXPECT_NE(errorOf("- a\n- b\n").find("w.yaml"), std::string::npos);
    EXPECT_NE(errorOf("k: {importance: 1").find("w.yaml"), std::string::npos);
    EXPECT_NE(errorOf("k: {importance: 1, en: '{a', zh: '{a'}").find("brace"), std::string::npos);
    EXPECT_NE(errorOf("k: {importance: [1], en: a, zh: b}").find("single value"),
              std::string::npos);
}

TEST(Catalogue, ComplainsInOneLineWhateverTheFileHolds) {
    for (const char* text : {"k: \"\\\n\"\n", "\"a\\nb\": 1\n", "k: {\"\\tx\": 1}\n"}) {
        const std::string error = errorOf(text);
        EXPECT_TRUE(error.starts_with("w.yaml")) << error;
        EXPECT_EQ(error.find_first_of("\n\t"), std::string::npos) << error;
    }
}

TEST(Catalogue, HasWordsForEveryReportOfTheSimulator) {
    const Catalogue catalogue = simulatorCatalogue();
    for (const char* verb :
         {"crash",      "restart",    "pause",       "resume",    "power-off", "power-on",
          "cut",        "repair",     "partition",   "heal",      "delay",     "loss",
          "duplicate",  "reorder",    "slow-disk",   "fill-disk", "fail-sync", "flip-bits",
          "skew-clock", "step-clock", "drift-clock", "slow-cpu",  "action",    "set"}) {
        FaultRecord fault;
        fault.verb = verb;
        EXPECT_NE(catalogue.find(reportFault(fault).kind), nullptr) << verb;
    }
    EXPECT_NE(catalogue.find(reportCheckFailed("a", "b").kind), nullptr);
    EXPECT_NE(catalogue.find(reportAddressMoved({}, 0, true).kind), nullptr);
    EXPECT_NE(catalogue.find(reportAddressMoved({}, 0, false).kind), nullptr);
    for (const bool on : {true, false}) {
        EXPECT_NE(catalogue.find(reportHostPower(0, false, on).kind), nullptr);
        EXPECT_NE(catalogue.find(reportHostPower(0, true, on).kind), nullptr);
        EXPECT_NE(catalogue.find(reportProcessPaused(0, on).kind), nullptr);
        EXPECT_NE(catalogue.find(reportLinkState(0, on, on).kind), nullptr);
        EXPECT_NE(catalogue.find(reportLinkState(0, on, !on).kind), nullptr);
        EXPECT_NE(catalogue.find(reportProcessStarted(0, on ? 1 : 2).kind), nullptr);
    }
    for (const auto how : {ProcessEnd::Crashed, ProcessEnd::HostPowerOff, ProcessEnd::Failed}) {
        EXPECT_NE(catalogue.find(reportProcessEnded(0, how, "")->kind), nullptr);
    }
}

TEST(Durations, ReadLikeASentence) {
    EXPECT_EQ(durationText({0}), "0 s");
    EXPECT_EQ(durationText({1'500'000'000}), "1.5 s");
    EXPECT_EQ(durationText({15'000'231'000}), "15 s");
    EXPECT_EQ(durationText({250'000'000}), "250 ms");
    EXPECT_EQ(durationText({1'234'567}), "1.235 ms");
    EXPECT_EQ(durationText({42}), "42 ns");
    EXPECT_EQ(durationText({-2'000'000'000}), "-2 s");
    EXPECT_EQ(durationText({60'000'000'000}), "60 s");
    EXPECT_EQ(durationText({300'000'000'000}), "5 min");
    EXPECT_EQ(durationText({7'200'000'000'000}), "2 h");
}

} // namespace
} // namespace sim::trace::testing
