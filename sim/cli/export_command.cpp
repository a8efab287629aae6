// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/commands.h"
#include "sim/cli/context.h"
#include "sim/scene/still.h"
#include "sim/scene/svg.h"
#include "sim/trace/export.h"
#include "sim/trace/reader.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace sim::cli {
namespace {

constexpr int kLeastWidth = 320;
constexpr int kLeastHeight = 240;
constexpr int kMostSide = 20'000;

struct ExportOptions {
    std::string trace, to, sql, at, size = "1280x720", language = "en", theme = "light";
};

/// "1280x720".
std::optional<scene::Size> parseSize(std::string_view text) {
    const std::size_t cross = text.find('x');
    if (cross == std::string_view::npos) {
        return std::nullopt;
    }
    const auto number = [](std::string_view digits) {
        int value = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool whole = error == std::errc{} && end == digits.data() + digits.size();
        return whole ? value : 0;
    };
    const int width = number(text.substr(0, cross));
    const int height = number(text.substr(cross + 1));
    if (width < kLeastWidth || width > kMostSide || height < kLeastHeight || height > kMostSide) {
        return std::nullopt;
    }
    return scene::Size{static_cast<double>(width), static_cast<double>(height)};
}

int exportPicture(const trace::Reader& reader, const ExportOptions& options) {
    scene::StillRequest request;
    if (!options.at.empty()) {
        const auto at = parseDuration("--at", options.at);
        if (!at) {
            return kBadInput;
        }
        request.at = SimTime{at->ns};
        if (*request.at > reader.summary().until) {
            complain("--at " + options.at + " lies beyond the end of the run at " +
                     core::formatDuration({reader.summary().until.ns}));
            return kBadInput;
        }
    }
    const auto size = parseSize(options.size);
    if (!size) {
        complain("--size '" + options.size +
                 "' is no size of a picture; write one like 1280x720, from 320x240 on");
        return kBadInput;
    }
    request.size = *size;
    request.language =
        options.language == "zh" ? trace::Language::Chinese : trace::Language::English;
    const auto picture = scene::stillOf(reader, request);
    if (!picture) {
        complain(picture.error().text);
        return kFailure;
    }
    std::ofstream file(options.to, std::ios::binary);
    file << scene::toSvg(*picture,
                         options.theme == "dark" ? scene::Theme::Dark : scene::Theme::Light);
    file.close();
    if (!file) {
        complain("cannot write '" + options.to + "'");
        return kFailure;
    }
    return kOk;
}

int exportTrace(const ExportOptions& options) {
    const auto reader = openTrace(options.trace);
    if (reader == nullptr) {
        return kBadInput;
    }
    const std::string ending = std::filesystem::path(options.to).extension().string();
    core::Result<void, trace::TraceError> done;
    if (ending == ".svg") {
        return exportPicture(*reader, options);
    }
    if (ending == ".csv") {
        done = trace::exportCsv(*reader, options.to, options.sql);
    } else if (ending == ".json") {
        done = trace::exportPerfetto(*reader, options.to);
    } else if (ending == ".pcapng") {
        done = trace::exportPcapng(*reader, options.to);
    } else if (ending == ".trace") {
        done = trace::exportTrace(*reader, options.to);
    } else {
        complain("cannot export to '" + options.to +
                 "': the ending must be .pcapng (Wireshark), .json (Perfetto), .csv, .svg (a "
                 "picture) or .trace");
        return kBadInput;
    }
    if (!done) {
        complain(done.error().text);
        const trace::TraceErrorKind kind = done.error().kind;
        const bool badInput =
            kind == trace::TraceErrorKind::BadQuery || kind == trace::TraceErrorKind::WrongLevel;
        return badInput ? kBadInput : kFailure;
    }
    return kOk;
}

} // namespace

void addExport(CLI::App& app, Action& action) {
    auto options = std::make_shared<ExportOptions>();
    CLI::App* command = app.add_subcommand(
        "export",
        "Write a trace in another form: .pcapng (Wireshark), .json (ui.perfetto.dev), .csv, .svg "
        "(a picture); or a branch and its parents as one .trace");
    command->add_option("trace", options->trace, "Trace file")->required();
    command->add_option("--to", options->to, "File to write; its ending says the form")->required();
    command->add_option("--sql", options->sql,
                        "For .csv: the query to write instead of all messages");
    command->add_option("--at", options->at,
                        "For .svg: the time to draw, like 31s (else the first headline)");
    command->add_option("--size", options->size, "For .svg: in pixels")->capture_default_str();
    command->add_option("--lang", options->language, "For .svg: language")
        ->check(CLI::IsMember({"en", "zh"}));
    command->add_option("--theme", options->theme, "For .svg: colours")
        ->check(CLI::IsMember({"light", "dark"}));
    command->footer("Examples:\n  orrery export run.trace --to messages.csv\n"
                    "  orrery export run.trace --to failures.csv --sql \"SELECT * FROM v_events\"\n"
                    "  orrery export run.trace --to run.json\n"
                    "  orrery export run.trace --to death.svg --at 31s --lang zh --theme dark\n"
                    "  orrery export branch.trace --to whole.trace");
    command->callback([options, &action] { action = [options] { return exportTrace(*options); }; });
}

} // namespace sim::cli
