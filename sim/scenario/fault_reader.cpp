// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/fault_reader.h"

#include "sim/scenario/words.h"

#include <algorithm>
#include <set>

namespace sim::scenario {
namespace {

using core::runtime::ActionSpec;
using core::runtime::ComponentSchema;
using core::runtime::SettingSpec;
using faults::Fault;
using faults::Target;
using faults::Verb;

enum class Aim { Process, Host, Link, Partition, Heal, Action, Set };

/// What a verb aims at and which figures stand beside it. `ends`: it may have `for`.
struct Form {
    Aim aim = Aim::Process;
    bool ends = false;
    const char* by = nullptr; ///< example, if it needs an amount
    bool rate = false;
    bool factor = false;
};

Form formOf(Verb verb) {
    switch (verb) {
    case Verb::Crash:
    case Verb::Pause:
        return {Aim::Process, true};
    case Verb::Restart:
    case Verb::Resume:
        return {Aim::Process};
    case Verb::PowerOff:
    case Verb::FillDisk:
        return {Aim::Host, true};
    case Verb::PowerOn:
    case Verb::FailSync:
        return {Aim::Host};
    case Verb::Cut:
        return {Aim::Link, true};
    case Verb::Repair:
        return {Aim::Link};
    case Verb::Partition:
        return {Aim::Partition, true};
    case Verb::Heal:
        return {Aim::Heal};
    case Verb::Delay:
        return {Aim::Link, true, "100 ms"};
    case Verb::Loss:
    case Verb::Duplicate:
        return {Aim::Link, true, nullptr, true};
    case Verb::Reorder:
        return {Aim::Link, true, "5 ms", true};
    case Verb::SlowDisk:
    case Verb::SlowCpu:
        return {Aim::Host, true, nullptr, false, true};
    case Verb::FlipBits:
        return {Aim::Host, true, nullptr, true};
    case Verb::SkewClock:
        return {Aim::Host, true, "5 s"};
    case Verb::StepClock:
        return {Aim::Host, false, "-5 s"};
    case Verb::DriftClock:
        return {Aim::Host, true, "50 ppm"};
    case Verb::Action:
        return {Aim::Action};
    case Verb::Set:
        return {Aim::Set};
    }
    return {};
}

/// A value in one line for the entry's text: "a, b", "name=web ttl=5s".
std::string inOneLine(const Value& value) {
    if (value.kind == Kind::Scalar) {
        return value.scalar;
    }
    std::string text;
    for (const Value& child : value.children) {
        const bool map = value.kind == Kind::Map;
        text += text.empty() ? "" : map ? " " : ", ";
        text += map ? child.key + "=" + inOneLine(child) : inOneLine(child);
    }
    return text;
}

using Words = std::vector<std::pair<std::string, std::string>>;

std::string partitionInOneLine(const Fault& fault) {
    std::string text = fault.name + ":";
    for (std::size_t i = 0; i < fault.groups.size(); ++i) {
        text += i == 0 ? " " : " | ";
        for (std::size_t k = 0; k < fault.groups[i].size(); ++k) {
            text += (k == 0 ? "" : ", ") + fault.groups[i][k];
        }
    }
    return text;
}

/// The parts of a timeline's line, in the order in which they are read aloud.
Words wordsOf(const Node& node, Verb verb, const Fault& fault) {
    const std::string name(faults::toString(verb));
    Words words{{"verb", name}};
    const Value* subject = node.value().find(name);
    if (verb == Verb::Partition) {
        words.emplace_back("subject", partitionInOneLine(fault));
    } else if (subject != nullptr) {
        words.emplace_back("subject", inOneLine(*subject));
    }
    const Value* oneWay = node.value().find("one-way");
    const bool isOneWay = fault.oneWay || (oneWay != nullptr && oneWay->scalar == "true");
    if (isOneWay && verb == Verb::Partition) {
        words.emplace_back("one-way", "");
    }
    for (const char* key : {"of", "with", "by", "jitter", "rate", "factor", "count", "for"}) {
        const Value* extra = node.value().find(key);
        if (extra != nullptr && extra->kind != Kind::Null) {
            words.emplace_back(key, inOneLine(*extra));
        }
    }
    if (isOneWay && verb != Verb::Partition) {
        words.emplace_back("one-way", "");
    }
    return words;
}

std::string describe(const Words& words) {
    std::string text;
    for (const auto& [name, value] : words) {
        text += text.empty() ? "" : " ";
        text += name == "verb" || name == "subject" ? value
                : value.empty()                     ? name
                                                    : name + " " + value;
    }
    return text;
}

bool namesRole(const std::string& text) {
    return text.find(" of ") != std::string::npos;
}

class FaultReader {
public:
    FaultReader(Building& building, const Node& node, Keys& keys, Fault& fault)
        : building_(building), node_(node), keys_(keys), fault_(fault) {}

    void read(const Node& subject);

private:
    void readSubject(Aim aim, const Node& subject);

    void readAmounts(const Form& form);

    const std::string& nodeName(std::uint32_t index) const {
        return building_.scenario.topology.nodes[index].name;
    }

    /// "web-3", a group, or "leader of jobs". A group without a role stands for its members.
    void readProcessTarget(const Node& node);
    /// "leader of jobs"; nullopt for a text without " of ", or after a complaint.
    std::optional<Target> readRole(const Node& node, const std::string& text);
    /// The names of the hosts; "leader of jobs" as it stands.
    std::vector<std::string> readHosts(const Node& node);

    /// A link, a group of links, either order of "a--b", or a host or group for all its links.
    void readLinkTarget(const Node& node);
    void addLinks(const Group& links);

    void readPartition(const Node& node);

    void readHeal(const Node& node);

    /// The processes under `of`; nullptr after a complaint. All have one component.
    const ComponentSchema* readOwners();

    void readAction(const Node& node);

    void readSet(const Node& node);

    Building& building_;
    const Node& node_;
    Keys& keys_;
    Fault& fault_;
    bool reversedLink_ = false;
};

void FaultReader::read(const Node& subject) {
    const Form form = formOf(fault_.verb);
    readSubject(form.aim, subject);
    readAmounts(form);
    if (form.aim == Aim::Link && fault_.verb == Verb::Cut) {
        keys_.boolean("one-way", fault_.oneWay);
    }
    if (fault_.verb == Verb::FailSync) {
        keys_.quantity("count", Quantity::Integer, fault_.count, {1});
    }
    if (form.ends) {
        if (const auto lasting = keys_.get("for")) {
            if (const auto ns = lasting->quantity(Quantity::Duration, {1})) {
                fault_.lasting = core::Duration{*ns};
            }
        }
    }
    if (fault_.oneWay && reversedLink_) {
        subject.complain("one-way cuts from a link's first end to its second",
                         "name it as it is written under 'topology'");
    }
}

void FaultReader::readSubject(Aim aim, const Node& subject) {
    switch (aim) {
    case Aim::Process:
        for (const Node& item : subject.oneOrMore()) {
            readProcessTarget(item);
        }
        return;
    case Aim::Host:
        for (const Node& item : subject.oneOrMore()) {
            for (const std::string& host : readHosts(item)) {
                fault_.targets.push_back(faults::parseTarget(host));
            }
        }
        return;
    case Aim::Link:
        for (const Node& item : subject.oneOrMore()) {
            readLinkTarget(item);
        }
        return;
    case Aim::Partition:
        return readPartition(subject);
    case Aim::Heal:
        return readHeal(subject);
    case Aim::Action:
        return readAction(subject);
    case Aim::Set:
        return readSet(subject);
    }
}

void FaultReader::readAmounts(const Form& form) {
    if (form.by != nullptr) {
        const auto by = keys_.require("by", form.by);
        if (by && fault_.verb == Verb::DriftClock) {
            fault_.ppb = by->quantity(Quantity::Drift, {-500'000'000, 500'000'000}).value_or(0);
        } else if (by) {
            const bool anySign = fault_.verb == Verb::SkewClock || fault_.verb == Verb::StepClock;
            const Range range = anySign ? Range{} : Range{0};
            fault_.amount.ns = by->quantity(Quantity::Duration, range).value_or(0);
        }
    }
    if (fault_.verb == Verb::Delay) {
        keys_.quantity("jitter", Quantity::Duration, fault_.jitter.ns, {0});
    }
    if (form.rate && keys_.require("rate", "1 %")) {
        keys_.quantity("rate", Quantity::Share, fault_.perMillion, {0, 1'000'000});
    }
    if (form.factor && keys_.require("factor", "10")) {
        keys_.quantity("factor", Quantity::Factor, fault_.factorPercent, {1, 100'000'000});
    }
}

void FaultReader::readProcessTarget(const Node& node) {
    const std::optional<std::string> text = node.text();
    if (!text) {
        return;
    }
    if (namesRole(*text)) {
        if (auto target = readRole(node, *text)) {
            fault_.targets.push_back(std::move(*target));
        }
        return;
    }
    const Group* group = findGroup(building_.processes, node, *text, "process");
    if (group == nullptr) {
        return;
    }
    for (const std::uint32_t index : *group) {
        fault_.targets.push_back({building_.scenario.processes[index].name, {}});
    }
}

std::optional<Target> FaultReader::readRole(const Node& node, const std::string& text) {
    Target target = faults::parseTarget(text);
    if (findGroup(building_.processes, node, target.name, "process") == nullptr) {
        return std::nullopt;
    }
    if (!isName(target.role)) {
        node.complain(inQuotes(target.role) + " is no role", "like 'leader of jobs'");
    }
    return target;
}

std::vector<std::string> FaultReader::readHosts(const Node& node) {
    const std::optional<std::string> text = node.text();
    if (!text) {
        return {};
    }
    if (namesRole(*text)) {
        return readRole(node, *text) ? std::vector{*text} : std::vector<std::string>{};
    }
    const bool power = fault_.verb == Verb::PowerOff || fault_.verb == Verb::PowerOn;
    std::vector<std::string> names;
    for (const std::uint32_t at :
         power ? nodesOf(building_, node, *text) : hostsOf(building_, node, *text)) {
        names.push_back(nodeName(at));
    }
    return names;
}

void FaultReader::readLinkTarget(const Node& node) {
    const std::optional<std::string> text = node.text();
    if (!text) {
        return;
    }
    auto found = building_.links.find(*text);
    if (const std::size_t dashes = text->find("--");
        found == building_.links.end() && dashes != std::string::npos) {
        found = building_.links.find(text->substr(dashes + 2) + "--" + text->substr(0, dashes));
        reversedLink_ = found != building_.links.end();
    }
    if (found != building_.links.end()) {
        addLinks(found->second);
        return;
    }
    const auto ends = building_.nodes.find(*text);
    if (ends == building_.nodes.end()) {
        findGroup(building_.links, node, *text, "link");
        return;
    }
    const std::set<std::uint32_t> wanted(ends->second.begin(), ends->second.end());
    Group links;
    const std::vector<topology::LinkSpec>& all = building_.scenario.topology.links;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        if (wanted.contains(all[i].from) || wanted.contains(all[i].to)) {
            links.push_back(i);
        }
    }
    if (links.empty()) {
        node.complain(inQuotes(*text) + " has no link");
    }
    addLinks(links);
}

void FaultReader::addLinks(const Group& links) {
    for (const std::uint32_t index : links) {
        fault_.targets.push_back({building_.scenario.topology.links[index].name, {}});
    }
}

void FaultReader::readPartition(const Node& node) {
    Keys keys(node);
    fault_.name = "partition";
    if (const auto name = keys.get("name")) {
        fault_.name = name->name().value_or(fault_.name);
    }
    keys.boolean("one-way", fault_.oneWay);
    const auto groups = keys.require("groups", "[[a, b], [c]]");
    if (!groups) {
        return;
    }
    std::set<std::string> seen;
    for (const Node& side : groups->items()) {
        std::vector<std::string> members;
        for (const Node& item : side.oneOrMore()) {
            for (const std::string& host : readHosts(item)) {
                if (!seen.insert(host).second) {
                    item.complain(inQuotes(host) + " stands on two sides");
                }
                members.push_back(host);
            }
        }
        fault_.groups.push_back(std::move(members));
    }
    if (groups->isList() && fault_.groups.size() < 2) {
        groups->complain("a partition has at least two sides", "like [[a, b], [c]]");
    }
}

void FaultReader::readHeal(const Node& node) {
    const auto name = node.name();
    if (!name || *name == "all") {
        return;
    }
    std::vector<std::string> known{"all"};
    for (const faults::TimelineEntry& earlier : building_.scenario.timeline) {
        if (earlier.fault.verb == Verb::Partition) {
            known.push_back(earlier.fault.name);
        }
    }
    if (std::find(known.begin() + 1, known.end(), *name) == known.end()) {
        node.complain("no line above makes a partition called " + inQuotes(*name),
                      hintFor(*name, known));
    }
    fault_.name = *name;
    fault_.targets.push_back({*name, {}});
}

const ComponentSchema* FaultReader::readOwners() {
    const auto of = keys_.require("of", "PROCESS");
    if (!of) {
        return nullptr;
    }
    const ComponentSchema* schema = nullptr;
    for (const Node& item : of->oneOrMore()) {
        const std::size_t before = fault_.targets.size();
        readProcessTarget(item);
        if (fault_.targets.size() == before) {
            return nullptr;
        }
        const std::string& name = fault_.targets.back().name;
        const std::uint32_t first = building_.processes.find(name)->second.front();
        const ComponentSchema* own =
            building_.findSchema(building_.scenario.processes[first].component);
        if (schema != nullptr && own != schema) {
            item.complain("the processes are of different components");
            return nullptr;
        }
        schema = own;
    }
    return schema;
}

void FaultReader::readAction(const Node& node) {
    const auto with = keys_.get("with");
    const ComponentSchema* schema = readOwners();
    const auto name = node.text();
    if (schema == nullptr || !name) {
        return;
    }
    fault_.name = *name;
    std::vector<std::string> known;
    for (const ActionSpec& action : schema->actions) {
        known.emplace_back(action.name);
        if (action.name == *name) {
            static const Value kNothing;
            Keys keys(with ? *with : Node(kNothing, node_.path(), node_.report()));
            fault_.arguments =
                readSettings(building_, with ? *with : node, keys, action.arguments, nullptr);
            return;
        }
    }
    node.complain(std::string(schema->name) + " has no action " + inQuotes(*name),
                  hintFor(*name, known));
}

void FaultReader::readSet(const Node& node) {
    const ComponentSchema* schema = readOwners();
    if (!node.isMap() || node.value().children.size() != 1) {
        node.complain("expected one setting, like {ttl: 30 s}");
        return;
    }
    if (schema == nullptr) {
        return;
    }
    Keys keys(node);
    const std::string& name = node.value().children.front().key;
    std::vector<std::string> known;
    for (const SettingSpec& spec : schema->settings) {
        if (spec.live) {
            known.emplace_back(spec.name);
        }
        if (spec.live && spec.name == name) {
            fault_.name = name;
            fault_.arguments = readSettings(building_, node, keys, std::span(&spec, 1), nullptr);
            return;
        }
    }
    keys.get(name);
    node.complain(std::string(schema->name) + " has no setting " + inQuotes(name) +
                      " that can change while it runs",
                  hintFor(name, known));
}

std::vector<std::string> verbWords() {
    std::vector<std::string> words;
    for (const Verb verb : faults::allVerbs()) {
        words.emplace_back(faults::toString(verb));
    }
    return words;
}

/// A key that might be a misspelt verb: no verb takes it as a figure.
void complainOfVerb(const Node& node, Keys& keys) {
    static const std::vector<std::string> kFigures{"of",     "with",  "by",  "jitter", "rate",
                                                   "factor", "count", "for", "one-way"};
    for (const std::string& figure : kFigures) {
        keys.get(figure);
    }
    const std::vector<Node> others = keys.others();
    if (others.empty()) {
        node.complain("nothing happens on this line", "add a verb, like 'power-off: HOST'");
        return;
    }
    for (const Node& other : others) {
        keys.get(other.key());
        node.report().add(other.value().keyAt, other.path(),
                          "unknown verb " + inQuotes(other.key()),
                          hintFor(other.key(), verbWords()));
    }
}

} // namespace

void readFault(Building& building, const Node& node, Keys& keys, faults::TimelineEntry& entry) {
    std::optional<Verb> verb;
    for (const Value& child : node.value().children) {
        const std::optional<Verb> found = faults::parseVerb(child.key);
        if (found && verb) {
            node.report().add(child.keyAt, node.path(), "two verbs on one line",
                              "write a line for each");
            keys.get(child.key);
            continue;
        }
        verb = found ? found : verb;
    }
    if (!node.isMap()) {
        return;
    }
    if (!verb) {
        complainOfVerb(node, keys);
        return;
    }
    entry.fault.verb = *verb;
    const auto subject = keys.require(faults::toString(*verb), "NAME");
    if (!subject) {
        return;
    }
    FaultReader(building, node, keys, entry.fault).read(*subject);
    entry.words = wordsOf(node, *verb, entry.fault);
    entry.text = describe(entry.words);
}

} // namespace sim::scenario
