// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/trace/diff.h"
#include "sim/trace/explain.h"
#include "sim/trace/reader.h"

#include <fmt/core.h>

#include <memory>
#include <string>

namespace sim::cli {
namespace {

trace::Language languageOf(const std::string& text) {
    return text == "zh" ? trace::Language::Chinese : trace::Language::English;
}

void addLanguage(CLI::App& command, std::string& language) {
    command.add_option("--lang", language, "Language")->check(CLI::IsMember({"en", "zh"}));
}

int explain(const std::string& path, const std::string& row, const std::string& language) {
    const auto reader = openTrace(path);
    if (reader == nullptr) {
        return kBadInput;
    }
    const auto what = trace::parseRowName(row);
    if (!what) {
        complain("'" + row +
                 "' names nothing; write 42 for event 42, m7 for a message, t1 for a "
                 "line of the timeline");
        return kBadInput;
    }
    const auto lines = trace::explain(*reader, *what, languageOf(language));
    if (!lines) {
        complain(lines.error().text);
        return kBadInput;
    }
    for (const std::string& line : *lines) {
        fmt::print("{}\n", line);
    }
    return kOk;
}

int diff(const std::string& left, const std::string& right, const std::string& language) {
    const auto a = openTrace(left);
    const auto b = openTrace(right);
    if (a == nullptr || b == nullptr) {
        return kBadInput;
    }
    const auto difference = trace::compareTraces(*a, *b, languageOf(language));
    if (!difference) {
        complain(difference.error().text);
        return kBadInput;
    }
    for (const std::string& line : trace::toLines(*difference)) {
        fmt::print("{}\n", line);
    }
    return difference->same ? kOk : kFailed;
}

} // namespace

void addExplain(CLI::App& app, Action& action) {
    struct Options {
        std::string trace, row, language = "en";
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("explain", "Why did this happen? The chain of causes, backwards");
    command->add_option("trace", options->trace, "Trace file")->required();
    command
        ->add_option("event", options->row,
                     "Event id; m and t in front name a message or a timeline line: 42, m7, t1")
        ->required();
    addLanguage(*command, options->language);
    command->footer(
        "Examples:\n  orrery explain run.trace 42\n  orrery explain run.trace m7 --lang zh\n"
        "Ids of the events of a kind, and which kinds there are:\n"
        "  sqlite3 run.trace \"SELECT id, at_s, process FROM v_events WHERE kind = "
        "'lease-expired'\"\n"
        "  sqlite3 run.trace 'SELECT kind, count(*) FROM v_events GROUP BY kind'");
    command->callback([options, &action] {
        action = [options] { return explain(options->trace, options->row, options->language); };
    });
}

void addDiff(CLI::App& app, Action& action) {
    struct Options {
        std::string left, right, language = "en";
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("diff", "Where two runs part, and what it did");
    command->add_option("left", options->left, "Trace file")->required();
    command->add_option("right", options->right, "Trace file")->required();
    addLanguage(*command, options->language);
    command->footer("Example:\n  orrery diff before.trace after.trace");
    command->callback([options, &action] {
        action = [options] { return diff(options->left, options->right, options->language); };
    });
}

} // namespace sim::cli
