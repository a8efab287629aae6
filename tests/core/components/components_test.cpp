// SPDX-License-Identifier: Apache-2.0
#include "core/components/components.h"
#include "core/components/dissectors.h"
#include "core/components/factories.h"
#include "core/components/wording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

namespace core::components {
namespace {

using runtime::SettingSpec;
using runtime::SettingType;

bool isKebabCase(std::string_view name) {
    return !name.empty() &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == name.npos;
}

bool hasType(const runtime::SettingValue& value, SettingType type) {
    switch (type) {
    case SettingType::Boolean:
        return std::holds_alternative<bool>(value);
    case SettingType::Integer:
    case SettingType::Size:
        return std::holds_alternative<std::int64_t>(value);
    case SettingType::Duration:
        return std::holds_alternative<Duration>(value);
    case SettingType::Rate:
        return std::holds_alternative<runtime::Rate>(value);
    case SettingType::TextList:
        return std::holds_alternative<std::vector<std::string>>(value);
    default:
        return std::holds_alternative<std::string>(value);
    }
}

std::optional<std::int64_t> numberOf(const runtime::SettingValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return *integer;
    }
    if (const auto* duration = std::get_if<Duration>(&value)) {
        return duration->ns;
    }
    return std::nullopt;
}

void checkSpec(const SettingSpec& spec) {
    SCOPED_TRACE(std::string(spec.name));
    EXPECT_TRUE(isKebabCase(spec.name));
    EXPECT_FALSE(spec.help.en.empty());
    EXPECT_FALSE(spec.help.zh.empty());
    EXPECT_EQ(spec.type == SettingType::Choice, !spec.choices.empty());
    if (!spec.fallback) {
        return;
    }
    EXPECT_TRUE(hasType(*spec.fallback, spec.type));
    if (const auto* rate = std::get_if<runtime::Rate>(&*spec.fallback)) {
        EXPECT_LE(runtime::Rate::perMillionSeconds(spec.least.value_or(0)), *rate);
        EXPECT_TRUE(!spec.most || runtime::Rate::perMillionSeconds(*spec.most) >= *rate);
    }
    if (const auto number = numberOf(*spec.fallback)) {
        EXPECT_LE(spec.least.value_or(*number), *number);
        EXPECT_GE(spec.most.value_or(*number), *number);
    }
    if (spec.type == SettingType::Choice) {
        const auto& text = std::get<std::string>(*spec.fallback);
        EXPECT_NE(std::find(spec.choices.begin(), spec.choices.end(), text), spec.choices.end());
    }
}

void checkSpecs(const std::vector<SettingSpec>& specs) {
    std::set<std::string_view> names;
    for (const SettingSpec& spec : specs) {
        EXPECT_TRUE(names.insert(spec.name).second) << spec.name << " twice";
        checkSpec(spec);
    }
}

TEST(Components, SchemasAreCompleteInBothLanguages) {
    std::string_view before;
    for (const runtime::ComponentSchema* schema : schemas()) {
        SCOPED_TRACE(std::string(schema->name));
        EXPECT_LT(before, schema->name);
        before = schema->name;
        EXPECT_TRUE(isKebabCase(schema->name));
        for (const runtime::Wording& text : {schema->label, schema->help}) {
            EXPECT_FALSE(text.en.empty());
            EXPECT_FALSE(text.zh.empty());
        }
        checkSpecs(schema->settings);
        for (const runtime::ActionSpec& action : schema->actions) {
            EXPECT_TRUE(isKebabCase(action.name));
            EXPECT_FALSE(action.label.zh.empty() || action.help.zh.empty());
            checkSpecs(action.arguments);
        }
    }
}

struct Worded {
    std::set<std::string> events;
    std::set<std::string> actions;
};

/// The kinds of a wording file stand at the beginnings of lines.
Worded wordedKinds() {
    constexpr std::string_view kAction = "action-";
    Worded kinds;
    for (const WordingFile& file : wordingFiles()) {
        std::istringstream lines{std::string(file.text)};
        for (std::string line; std::getline(lines, line);) {
            if (!line.empty() && std::islower(static_cast<unsigned char>(line.front()))) {
                const std::string kind = line.substr(0, line.find(':'));
                if (kind.starts_with(kAction)) {
                    kinds.actions.insert(kind.substr(kAction.size()));
                } else {
                    kinds.events.insert(kind);
                }
            }
        }
    }
    return kinds;
}

TEST(Components, SayWhichEventsTheyShowAndHaveWordsForThem) {
    std::set<std::string> shown;
    for (const runtime::ComponentSchema* schema : schemas()) {
        ASSERT_TRUE(schema->shown) << schema->name;
        for (const auto& names :
             {schema->shown->events, schema->shown->counters, schema->shown->series}) {
            EXPECT_TRUE(std::all_of(names.begin(), names.end(), isKebabCase)) << schema->name;
        }
        shown.insert(schema->shown->events.begin(), schema->shown->events.end());
    }
    EXPECT_EQ(shown, wordedKinds().events);
}

TEST(Components, HaveWordsForWhatAnOperatorMayAskOfThem) {
    std::set<std::string> actions;
    for (const runtime::ComponentSchema* schema : schemas()) {
        for (const runtime::ActionSpec& action : schema->actions) {
            actions.emplace(action.name);
        }
    }
    EXPECT_EQ(actions, wordedKinds().actions);
}

TEST(Components, EverySchemaHasAFactory) {
    for (const runtime::ComponentSchema* schema : schemas()) {
        EXPECT_NE(findFactory(schema->name), nullptr) << schema->name;
        EXPECT_EQ(findSchema(schema->name), schema);
    }
    EXPECT_EQ(findFactory("no-such-component"), nullptr);
    EXPECT_EQ(findSchema("no-such-component"), nullptr);
}

TEST(Components, EveryProtocolHasADissector) {
    for (const char* protocol : {"dns", "dns-tcp", "http"}) {
        const auto* found = findDissectors(protocol);
        ASSERT_NE(found, nullptr) << protocol;
        EXPECT_TRUE(found->datagram != nullptr || found->stream != nullptr);
    }
    EXPECT_EQ(findDissectors("gopher"), nullptr);
}

TEST(Components, EveryWordingFileBesideAComponentIsInTheList) {
    std::set<std::string> listed;
    for (const WordingFile& file : wordingFiles()) {
        listed.emplace(file.name);
        EXPECT_NE(file.text.find("zh:"), file.text.npos) << file.name;
    }
    const std::filesystem::path root = ORRERY_SOURCE_DIR;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "core")) {
        if (entry.path().filename() == "wording.yaml") {
            const std::string name = std::filesystem::relative(entry.path(), root).string();
            EXPECT_TRUE(listed.contains(name)) << name;
        }
    }
}

} // namespace
} // namespace core::components
