// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/catalogue.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

namespace sim::trace {

extern const std::string_view kSimulatorWording;

namespace {

using Check = core::Result<void, TraceError>;

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

core::Failure<TraceError> bad(std::string_view file, const YAML::Mark& mark, std::string text) {
    std::string where(file);
    if (!mark.is_null()) {
        where += ":" + std::to_string(mark.line + 1);
    }
    // Names and YAML's own complaints may quote any character of the file; the error is one line.
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, '?');
    return {TraceError{TraceErrorKind::BadWording, where + ": " + std::move(text)}};
}

Check checkPlaceholders(std::string_view file, const YAML::Mark& mark, const std::string& kind,
                        std::string_view english, std::string_view chinese) {
    const auto en = placeholdersOf(english);
    const auto zh = placeholdersOf(chinese);
    if (!en || !zh) {
        return bad(file, mark, kind + ": a brace is not closed or holds no name");
    }
    if (*en != *zh) {
        return bad(file, mark,
                   kind + ": en has the placeholders [" + joined(*en) + "], zh has [" +
                       joined(*zh) + "]");
    }
    return {};
}

Check readKind(std::string_view file, const std::string& kind, const YAML::Node& node,
               Catalogue& catalogue) {
    const YAML::Mark mark = node.Mark();
    if (!node.IsMap()) {
        return bad(file, mark, kind + ": needs the keys importance, en and zh");
    }
    Wording wording;
    wording.importance = 0;
    for (const auto& entry : node) {
        const auto key = entry.first.as<std::string>();
        if (!entry.second.IsScalar()) {
            return bad(file, entry.first.Mark(), kind + ": " + key + " is not a single value");
        }
        if (key == "importance") {
            wording.importance = entry.second.as<int>(0);
        } else if (key == "en") {
            wording.en = entry.second.Scalar();
        } else if (key == "zh") {
            wording.zh = entry.second.Scalar();
        } else if (key == "en-many") {
            wording.enMany = entry.second.Scalar();
        } else if (key == "zh-many") {
            wording.zhMany = entry.second.Scalar();
        } else {
            return bad(file, entry.first.Mark(), kind + ": unknown key '" + key + "'");
        }
    }
    if (wording.importance < 1 || wording.importance > 3) {
        return bad(file, mark, kind + ": importance must be 1, 2 or 3");
    }
    if (wording.en.empty() || wording.zh.empty()) {
        return bad(file, mark, kind + ": both en and zh are needed");
    }
    if (wording.enMany.empty() != wording.zhMany.empty()) {
        return bad(file, mark, kind + ": both en-many and zh-many are needed, or none");
    }
    if (auto checked = checkPlaceholders(file, mark, kind, wording.en, wording.zh); !checked) {
        return checked;
    }
    if (auto checked = checkPlaceholders(file, mark, kind, wording.enMany, wording.zhMany);
        !checked) {
        return checked;
    }
    if (catalogue.find(kind) != nullptr) {
        return bad(file, mark, kind + ": this kind has words already");
    }
    catalogue.set(kind, std::move(wording));
    return {};
}

Check readFile(const WordingText& file, Catalogue& catalogue) {
    try {
        const YAML::Node root = YAML::Load(std::string(file.text));
        if (root.IsNull()) {
            return {};
        }
        if (!root.IsMap()) {
            return bad(file.name, root.Mark(), "needs a map of event kinds");
        }
        for (const auto& entry : root) {
            const auto kind = entry.first.as<std::string>();
            if (auto read = readKind(file.name, kind, entry.second, catalogue); !read) {
                return read;
            }
        }
        return {};
    } catch (const YAML::Exception& error) {
        return bad(file.name, error.mark, error.msg);
    }
}

/// A machine that bears the name of its only process need not be told twice.
std::string processOnHost(const Emitter& emitter, Language language) {
    const std::string process(emitter.process);
    const std::string host(emitter.host);
    if (host.empty() || host == process) {
        return process;
    }
    return language == Language::Chinese ? host + " 上的 " + process : process + " on " + host;
}

std::string placeholderText(std::string_view name, const Emitter& emitter,
                            std::span<const NamedValue> fields, Language language) {
    for (const NamedValue& field : fields) {
        if (field.name == name) {
            return valueText(field.value, language);
        }
    }
    if (name == "process" && !emitter.process.empty()) {
        return std::string(emitter.process);
    }
    if (name == "host" && !emitter.host.empty()) {
        return std::string(emitter.host);
    }
    if (name == "process-on-host" && !emitter.process.empty()) {
        return processOnHost(emitter, language);
    }
    if (name == "link" && !emitter.link.empty()) {
        return std::string(emitter.link);
    }
    return "{" + std::string(name) + "}?";
}

/// `words` with what its placeholders stand for.
std::string filled(std::string_view words, const Emitter& emitter,
                   std::span<const NamedValue> fields, Language language) {
    std::string text;
    while (!words.empty()) {
        const std::size_t open = words.find('{');
        const std::size_t close = open == std::string_view::npos ? open : words.find('}', open);
        if (close == std::string_view::npos) {
            text += words;
            break;
        }
        text += words.substr(0, open);
        text +=
            placeholderText(words.substr(open + 1, close - open - 1), emitter, fields, language);
        words.remove_prefix(close + 1);
    }
    return text;
}

/// "leader of jobs, web-2" with the catalogue's words for a role.
std::string subjectText(const Catalogue& catalogue, std::string_view subject, Language language) {
    constexpr std::string_view kComma = ", ";
    constexpr std::string_view kOf = " of ";
    std::string text;
    while (true) {
        const std::size_t comma = subject.find(kComma);
        const std::string_view item = subject.substr(0, comma);
        if (const std::size_t of = item.find(kOf); of != std::string_view::npos) {
            const NamedValue role[] = {{"role", std::string(item.substr(0, of))},
                                       {"group", std::string(item.substr(of + kOf.size()))}};
            text += catalogue.format("line-role", {}, role, language);
        } else {
            text += item;
        }
        if (comma == std::string_view::npos) {
            return text;
        }
        text += kComma;
        subject.remove_prefix(comma + kComma.size());
    }
}

/// "learner=true id=4" as names and values, in order.
std::vector<std::pair<std::string, std::string>> argumentsOf(std::string_view written) {
    std::vector<std::pair<std::string, std::string>> arguments;
    while (!written.empty()) {
        const std::size_t equals = written.find('=');
        if (equals == std::string_view::npos) {
            break;
        }
        // A value may have blanks: it ends before the blank in front of the next name.
        const std::size_t next = written.find('=', equals + 1);
        const std::size_t end = next == std::string_view::npos ? next : written.rfind(' ', next);
        arguments.emplace_back(
            written.substr(0, equals),
            written.substr(equals + 1, end == std::string_view::npos ? end : end - equals - 1));
        written.remove_prefix(end == std::string_view::npos ? written.size() : end + 1);
    }
    return arguments;
}

/// What an operator does, in its component's words: "kv-1 shall stand for election"; what these
/// words do not tell of its arguments follows in brackets. Empty if there are no such words, or if
/// they want an argument that was left out.
std::string actionText(const Catalogue& catalogue, std::string_view action, std::string_view of,
                       std::string_view with, Language language) {
    const std::string kind = "action-" + std::string(action);
    const Wording* wording = catalogue.find(kind);
    const auto named = wording == nullptr ? std::nullopt : placeholdersOf(wording->en);
    if (!named) {
        return {};
    }
    const std::set<std::string> told(named->begin(), named->end());
    const bool chinese = language == Language::Chinese;
    std::vector<NamedValue> fields{{"of", subjectText(catalogue, of, language)}};
    std::string rest;
    for (auto& [name, value] : argumentsOf(with)) {
        if (!told.contains(name) && value != "false") {
            rest += rest.empty() ? "" : chinese ? "，" : ", ";
            rest += value == "true" ? name : name + " " + value;
        }
        fields.push_back({std::move(name), std::move(value)});
    }
    for (const std::string& name : told) {
        if (std::none_of(fields.begin(), fields.end(),
                         [&](const NamedValue& field) { return field.name == name; })) {
            return {};
        }
    }
    const std::string text = catalogue.format(kind, {}, fields, language);
    if (rest.empty()) {
        return text;
    }
    return text + (chinese ? "（" + rest + "）" : " (" + rest + ")");
}

/// A timeline's line put together from its parts; empty if these fields have none.
std::string lineText(const Catalogue& catalogue, std::span<const NamedValue> fields,
                     Language language) {
    const auto part = [&](std::string_view name) -> const std::string* {
        const auto found = std::find_if(fields.begin(), fields.end(),
                                        [&](const NamedValue& f) { return f.name == name; });
        return found == fields.end() ? nullptr : std::get_if<std::string>(&found->value);
    };
    const std::string* verb = part("verb");
    if (verb == nullptr || catalogue.find("line-" + *verb) == nullptr) {
        return {};
    }
    const std::string* written = part("subject");
    const std::string* of = part("of");
    if (*verb == "action" && written != nullptr && of != nullptr) {
        const std::string* with = part("with");
        std::string action =
            actionText(catalogue, *written, *of, with == nullptr ? "" : *with, language);
        if (!action.empty()) {
            return action;
        }
    }
    const bool names = *verb != "action" && *verb != "set" && *verb != "partition";
    const std::string subject = written == nullptr ? ""
                                : names            ? subjectText(catalogue, *written, language)
                                                   : *written;
    const NamedValue subjectField{"subject", subject};
    std::string text = catalogue.format("line-" + *verb, {}, {&subjectField, 1}, language);
    for (const NamedValue& field : fields) {
        if (const std::string kind = "line-with-" + field.name; catalogue.find(kind) != nullptr) {
            const NamedValue value{"value", field.value};
            text += catalogue.format(kind, {}, {&value, 1}, language);
        }
    }
    const bool ending = std::any_of(fields.begin(), fields.end(),
                                    [](const NamedValue& f) { return f.name == "ending"; });
    const NamedValue line{"line", text};
    return ending ? catalogue.format("line-ending", {}, {&line, 1}, language) : text;
}

std::string withoutWords(std::string_view kind, const Emitter& emitter,
                         std::span<const NamedValue> fields, Language language) {
    std::string text;
    const std::string_view who = !emitter.process.empty() ? emitter.process : emitter.host;
    if (!who.empty()) {
        text = std::string(who) + ": ";
    }
    text += kind;
    for (const NamedValue& field : fields) {
        text += " " + field.name + "=" + valueText(field.value, language);
    }
    return text;
}

} // namespace

std::optional<std::vector<std::string>> placeholdersOf(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at)) {
        const std::size_t close = text.find('}', at);
        if (close == std::string_view::npos || close == at + 1) {
            return std::nullopt;
        }
        names.emplace_back(text.substr(at + 1, close - at - 1));
        at = close;
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

core::Result<Catalogue, TraceError> Catalogue::load(std::span<const WordingText> files) {
    Catalogue catalogue;
    for (const WordingText& file : files) {
        if (auto read = readFile(file, catalogue); !read) {
            return core::Failure{read.error()};
        }
    }
    return catalogue;
}

const Wording* Catalogue::find(std::string_view kind) const {
    const auto entry = kinds_.find(kind);
    return entry == kinds_.end() ? nullptr : &entry->second;
}

int Catalogue::importance(std::string_view kind) const {
    const Wording* wording = find(kind);
    return wording == nullptr ? 1 : wording->importance;
}

std::string Catalogue::format(std::string_view kind, const Emitter& emitter,
                              std::span<const NamedValue> fields, Language language) const {
    const Wording* wording = find(kind);
    if (wording == nullptr) {
        return withoutWords(kind, emitter, fields, language);
    }
    const bool chinese = language == Language::Chinese && !wording->zh.empty();
    if (chinese ? kind.starts_with("fault-") : kind == "fault-action") {
        if (std::string line = lineText(*this, fields, language); !line.empty()) {
            std::vector<NamedValue> translated{{"text", std::move(line)}}; // found first
            translated.insert(translated.end(), fields.begin(), fields.end());
            return filled(chinese ? wording->zh : wording->en, emitter, translated, language);
        }
    }
    return filled(chinese ? wording->zh : wording->en, emitter, fields, language);
}

std::optional<std::string> Catalogue::formatMany(std::string_view kind, std::string_view members,
                                                 std::span<const NamedValue> fields,
                                                 Language language) const {
    const Wording* wording = find(kind);
    if (wording == nullptr || wording->enMany.empty()) {
        return std::nullopt;
    }
    return filled(language == Language::Chinese ? wording->zhMany : wording->enMany,
                  {members, {}, {}}, fields, language);
}

WordingText simulatorWording() {
    return {"sim/trace/wording.yaml", kSimulatorWording};
}

} // namespace sim::trace
