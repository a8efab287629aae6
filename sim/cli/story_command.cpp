// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/cli/progress.h"
#include "sim/run/run.h"
#include "sim/run/wording.h"
#include "sim/trace/reader.h"
#include "sim/trace/story.h"

#include <fmt/core.h>

#include <memory>
#include <string>

namespace sim::cli {

namespace {

struct Options {
    ScenarioArguments scenario;
    std::string language = "en";
    int importance = 2;
};

void print(const std::vector<trace::StoryLine>& lines, trace::Language language) {
    for (const trace::StoryLine& line : lines) {
        fmt::print("{}\n", trace::toString(line, language));
    }
}

int fromTrace(const Options& options, trace::Language language) {
    const auto reader = trace::Reader::open(options.scenario.path);
    if (!reader) {
        complain(reader.error().text);
        return kBadInput;
    }
    const auto lines = trace::storyOf(**reader, language, options.importance);
    if (!lines) {
        complain(lines.error().text);
        return kBadInput;
    }
    print(*lines, language);
    if (const std::string notice = (*reader)->notice(); !notice.empty()) {
        complain(notice);
    }
    return kOk;
}

int fromScenario(const Options& options, trace::Language language) {
    const auto scenario = loadScenario(options.scenario);
    if (!scenario) {
        return kBadInput;
    }
    const auto wording = run::loadWording();
    if (!wording) {
        complain(wording.error().text);
        return kFailure;
    }
    const trace::RunHeader header =
        run::headerOf(*scenario, scenario->duration, scenario::Level::Story);
    trace::StoryCollector collector(header, *wording, language, options.importance);
    run::RunRequest request;
    request.level = scenario::Level::Off;
    request.sinks.push_back(&collector);
    request.interrupted = &catchInterrupts();
    const auto report = run::run(*scenario, request);
    if (!report) {
        complain(report.error().text);
        return report.error().kind == run::RunErrorKind::Scenario ? kBadInput : kFailure;
    }
    print(collector.lines(), language);
    return report->interrupted ? kInterrupted : kOk;
}

int perform(const Options& options) {
    const trace::Language language =
        options.language == "zh" ? trace::Language::Chinese : trace::Language::English;
    return looksLikeTrace(options.scenario.path) ? fromTrace(options, language)
                                                 : fromScenario(options, language);
}

} // namespace

void addStory(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("story", "What happens, in plain words: of a scenario or a trace");
    addScenarioOptions(*command, options->scenario);
    command->add_option("--lang", options->language, "Language")
        ->check(CLI::IsMember({"en", "zh"}));
    command
        ->add_option("--importance", options->importance,
                     "Least importance: 1 everything, 2 changes (default), 3 headlines")
        ->check(CLI::Range(1, 3));
    command->footer(
        "Example:\n  orrery story scenarios/discovery/dns-ttl-vs-registry.yaml --lang zh");
    command->callback([options, &action] { action = [options] { return perform(*options); }; });
}

} // namespace sim::cli
