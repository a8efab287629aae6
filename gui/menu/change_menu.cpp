// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/change_menu.h"

#include "gui/branches/complaint_text.h"
#include "gui/branches/overlay_text.h"
#include "gui/menu/entry_list.h"
#include "sim/scenario/text_edit.h"

#include <algorithm>
#include <utility>

namespace gui::menu {
namespace {

using core::runtime::SettingType;
using sim::scenario::Kind;
using sim::scenario::Value;

Value scalar(std::string key, std::string text) {
    Value value;
    value.kind = Kind::Scalar;
    value.key = std::move(key);
    value.scalar = std::move(text);
    return value;
}

/// "a, b" as a list.
Value listValue(const std::string& key, const std::string& text) {
    Value list;
    list.kind = Kind::List;
    list.key = key;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const QString item = QString::fromStdString(text.substr(begin, end - begin)).trimmed();
        if (!item.isEmpty()) {
            list.children.push_back(scalar({}, item.toStdString()));
        }
        begin = end + 1;
    }
    return list;
}

void put(Value& map, Value value) {
    if (Value* known = map.find(value.key)) {
        *known = std::move(value);
    } else {
        map.children.push_back(std::move(value));
    }
}

/// The map inside of the line that parameters belong to: arguments of an action, the setting, or
/// the line itself.
Value& placeOf(const ChangeEntry& entry, Value& line) {
    const char* const key = entry.group == ChangeEntry::Group::Action    ? "with"
                            : entry.group == ChangeEntry::Group::Setting ? "set"
                                                                         : nullptr;
    if (key == nullptr) {
        return line;
    }
    if (Value* const known = line.find(key)) {
        return *known;
    }
    Value map;
    map.kind = Kind::Map;
    map.key = key;
    line.children.push_back(std::move(map));
    return line.children.back();
}

Value lineOf(const ChangeEntry& entry, const std::vector<Parameter>& filled, sim::SimTime at) {
    Value line;
    line.kind = Kind::Map;
    line.children.push_back(scalar("at", branches::timeText(at)));
    if (const auto head = branches::readText("{" + entry.head + "}")) {
        line.children.insert(line.children.end(), head->children.begin(), head->children.end());
    }
    for (const Parameter& parameter : filled) {
        const QString value = QString::fromStdString(parameter.value).trimmed();
        if (value.isEmpty() && !parameter.mandatory) {
            continue;
        }
        const bool isList = parameter.type == SettingType::TextList;
        put(placeOf(entry, line), isList ? listValue(parameter.name, parameter.value)
                                         : scalar(parameter.name, value.toStdString()));
    }
    return line;
}

/// What a complaint of the loader is about: the last step of its path.
std::string subjectOf(const sim::scenario::Diagnostic& complaint,
                      const std::vector<Parameter>& filled) {
    for (const Parameter& parameter : filled) {
        if (complaint.path.ends_with("." + parameter.name) ||
            complaint.path.find("." + parameter.name + ".") != std::string::npos) {
            return parameter.name;
        }
    }
    return {};
}

LineResult complain(const sim::scenario::Diagnostic& complaint,
                    const std::vector<Parameter>& filled) {
    LineResult result;
    result.error = branches::complaintText(complaint);
    result.parameter = subjectOf(complaint, filled);
    return result;
}

std::vector<ChangeEntry> entriesOn(const sim::scene::Hit& hit, const Present& now, bool chinese) {
    EntryList list(now, chinese);
    switch (hit.kind) {
    case sim::scene::Hit::Kind::Host:
        addHost(list, hit.host);
        break;
    case sim::scene::Hit::Kind::Process:
        addProcess(list, hit.process);
        break;
    case sim::scene::Hit::Kind::Link:
        addLink(list, hit.link);
        break;
    case sim::scene::Hit::Kind::Tile:
        addTile(list, hit.name);
        break;
    case sim::scene::Hit::Kind::Message:
        addGround(list);
        break;
    }
    return list.take();
}

} // namespace

bool ChangeEntry::needsForm() const {
    return std::any_of(parameters.begin(), parameters.end(),
                       [](const Parameter& parameter) { return parameter.mandatory; });
}

std::vector<ChangeEntry> entriesFor(const sim::scene::Hit& hit, const MenuContext& context,
                                    bool chinese) {
    return entriesOn(hit, presentOf(context, ScenarioBase(context.world->header())), chinese);
}

std::vector<ChangeEntry> entriesForGround(const MenuContext& context, bool chinese) {
    const Present now = presentOf(context, ScenarioBase(context.world->header()));
    EntryList list(now, chinese);
    addGround(list);
    return list.take();
}

LineResult lineFor(const ChangeEntry& entry, const std::vector<Parameter>& filled,
                   const MenuContext& context) {
    const sim::SimTime at{context.at.ns + 1};
    for (const Parameter& parameter : filled) {
        if (parameter.mandatory && QString::fromStdString(parameter.value).trimmed().isEmpty()) {
            return {{}, MenuText::tr("Something is missing here."), parameter.name};
        }
    }
    const std::string yaml = sim::scenario::toFlow(lineOf(entry, filled, at));
    const auto complaints = ScenarioBase(context.world->header()).complaintsOf(yaml);
    if (!complaints.empty()) {
        return complain(complaints.front(), filled);
    }
    return {{at, yaml, entry.verb}, {}, {}};
}

} // namespace gui::menu
