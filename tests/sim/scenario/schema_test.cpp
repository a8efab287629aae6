// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/document.h"
#include "tests/sim/scenario/fixture.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>

/// The JSON Schema that editors use, against the loader: samples that both accept or both refuse,
/// and for every map of a scenario and every word of the format whether the key belongs there.
namespace sim::scenario::testing {
namespace {

using Json = nlohmann::json;

/// The part of JSON Schema (draft 2020-12) that scenario.schema.json uses. A keyword that is not
/// known here fails the test that meets it.
class Validator {
public:
    explicit Validator(Json schema) : schema_(std::move(schema)) {}

    bool valid(const Json& value) const { return valid(schema_, value); }

private:
    bool valid(const Json& schema, const Json& value) const {
        for (const auto& [keyword, rule] : schema.items()) {
            if (!holds(keyword, rule, schema, value)) {
                return false;
            }
        }
        return true;
    }

    bool holds(const std::string& keyword, const Json& rule, const Json& schema,
               const Json& value) const {
        static const std::set<std::string> kNotes{"$schema", "$id", "$defs", "title",
                                                  "description"};
        if (kNotes.contains(keyword)) {
            return true;
        }
        if (keyword == "$ref") {
            return valid(schema_.at(Json::json_pointer(rule.get<std::string>().substr(1))), value);
        }
        if (keyword == "type") {
            return isOf(rule, value);
        }
        if (keyword == "const") {
            return value == rule;
        }
        if (keyword == "enum") {
            return std::find(rule.begin(), rule.end(), value) != rule.end();
        }
        if (keyword == "anyOf" || keyword == "oneOf") {
            const auto count = std::count_if(rule.begin(), rule.end(),
                                             [&](const Json& each) { return valid(each, value); });
            return keyword == "anyOf" ? count > 0 : count == 1;
        }
        if (value.is_object()) {
            return objectHolds(keyword, rule, schema, value);
        }
        return scalarOrListHolds(keyword, rule, value);
    }

    static bool isOf(const std::string& type, const Json& value) {
        return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
               (type == "string" && value.is_string()) || (type == "number" && value.is_number()) ||
               (type == "integer" && value.is_number_integer()) ||
               (type == "boolean" && value.is_boolean());
    }

    bool objectHolds(const std::string& keyword, const Json& rule, const Json& schema,
                     const Json& value) const {
        if (keyword == "required") {
            return std::all_of(rule.begin(), rule.end(),
                               [&](const Json& key) { return value.contains(key); });
        }
        if (keyword == "minProperties" || keyword == "maxProperties") {
            return keyword == "minProperties" ? value.size() >= rule : value.size() <= rule;
        }
        for (const auto& [key, entry] : value.items()) {
            const bool listed = schema.contains("properties") && schema["properties"].contains(key);
            if ((keyword == "properties" && listed && !valid(rule[key], entry)) ||
                (keyword == "propertyNames" && !valid(rule, Json(key))) ||
                (keyword == "additionalProperties" && !listed && !additional(rule, entry))) {
                return false;
            }
        }
        return known(keyword);
    }
    bool additional(const Json& rule, const Json& entry) const {
        return rule.is_boolean() ? rule.get<bool>() : valid(rule, entry);
    }

    bool scalarOrListHolds(const std::string& keyword, const Json& rule, const Json& value) const {
        if (keyword == "items" && value.is_array()) {
            return std::all_of(value.begin(), value.end(),
                               [&](const Json& item) { return valid(rule, item); });
        }
        if (keyword == "minItems" && value.is_array()) {
            return value.size() >= rule;
        }
        if (keyword == "maxItems" && value.is_array()) {
            return value.size() <= rule;
        }
        if (keyword == "pattern" && value.is_string()) {
            return std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()));
        }
        if (keyword == "minimum" && value.is_number()) {
            return value >= rule;
        }
        if (keyword == "maximum" && value.is_number()) {
            return value <= rule;
        }
        return known(keyword);
    }
    static bool known(const std::string& keyword) {
        static const std::set<std::string> kKnown{
            "properties", "propertyNames", "additionalProperties",
            "required",   "minProperties", "maxProperties",
            "items",      "minItems",      "maxItems",
            "pattern",    "minimum",       "maximum"};
        EXPECT_TRUE(kKnown.contains(keyword)) << "unknown keyword " << keyword;
        return true;
    }

    Json schema_;
};

Json readSchema() {
    std::ifstream file(std::string(ORRERY_SOURCE_DIR) + "/sim/scenario/scenario.schema.json");
    return Json::parse(file);
}

/// A tree as JSON, plain scalars typed as YAML 1.2's core schema does.
Json toJson(const Value& value) {
    if (value.kind == Kind::List) {
        Json list = Json::array();
        for (const Value& child : value.children) {
            list.push_back(toJson(child));
        }
        return list;
    }
    if (value.kind == Kind::Map) {
        Json map = Json::object();
        for (const Value& child : value.children) {
            map[child.key] = toJson(child);
        }
        return map;
    }
    if (value.kind == Kind::Null) {
        return nullptr;
    }
    static const std::regex kNumber("^[-+]?[0-9]+(\\.[0-9]+)?$");
    const bool boolean = value.scalar == "true" || value.scalar == "false";
    if (value.plain && (boolean || std::regex_match(value.scalar, kNumber))) {
        return Json::parse(value.scalar);
    }
    return value.scalar;
}

Json jsonOf(const std::string& text) {
    Report report;
    const std::optional<Value> root = parseDocument(report, report.addSource("s.yaml", text));
    return root ? toJson(*root) : Json();
}

/// Every key of the format at least once.
const char* const kEverything = R"(orrery: 1
title: {en: Everything, zh: 全部}
summary: S
lesson: {en: L}
seed: 3
start: 2024-03-31T01:59:30.5+01:00
duration: 2 min
include: more.yaml
topology:
  defaults:
    host: {cores: 2, power: "on", clock: {drift: 5 ppm}, disk: {sync: 1 ms}, link: core}
    link: {latency: 1 ms, jitter: 1 us, bandwidth: 1 Gbit/s, loss: 0 %, queue: 1 MB}
  hosts:
    ns-host: {rack: r, zone: z, address: 10.0.0.9, power: "off", clock: {skew: 1 s, drift: 1 ppb}}
    web: {count: 2, rack: [a, b], zone: [c, d], cores: 1, link: {to: core, latency: 2 ms, jitter: 1 ms,
          bandwidth: 10 Mbit/s, loss: 1 %, queue: 64 KiB}}
    box: {disk: {latency: 1 ms, sync: 1 ms, bandwidth: 5 MB/s, capacity: 1 GB}, link: [core]}
  switches:
    core: {}
    edge: {count: 2, rack: r, zone: z, link: core}
  links:
    up: {from: box, to: web, latency: 1 ms, jitter: 1 ms, bandwidth: 1 Gbit/s, loss: 1 %, queue: 1 MB}
  generate:
    n: {shape: star, hosts: 2, host: {cores: 1, power: "on", clock: {}, disk: {}}, link: {latency: 1 ms,
        jitter: 1 ms, bandwidth: 1 bit/s, loss: 1 %, queue: 1 B}}
    d: {shape: leaf-spine, leaves: 1, spines: 1, hosts-per-leaf: 1, host: {}, link: {}, uplink: {latency: 1 ms,
        jitter: 1 ms, bandwidth: 1 bit/s, loss: 1 %, queue: 1 B}}
deploy:
  ns: {component: dns-server, on: ns-host, zone: example., restart: on-failure, restart-delay: 1 s,
       start-delay: 1 s}
  web: {component: web, count: 2}
workload:
  users: {component: client, on: [box, n], server: web}
timeline:
  - {name: first, at: 1 s, crash: ns, for: 1 s}
  - {after: {event: record-set, of: ns, nth: 2, where: {f: x}, wait: 1 s}, restart: ns}
  - {after: e, pause: ns}
  - {at: "${timeline.first.at} + 1 s", resume: [ns]}
  - {at: 1 s, power-off: web}
  - {at: 1 s, power-off: [n-switch], for: 1 s}
  - {at: 1 s, power-on: web}
  - {at: 1 s, cut: up, one-way: true}
  - {at: 1 s, repair: up}
  - {at: 1 s, partition: {name: p, groups: [[box], web], one-way: true}}
  - {at: 1 s, heal: p}
  - {at: 1 s, delay: up, by: 1 ms, jitter: 1 ms}
  - {at: 1 s, loss: up, rate: 1 %}
  - {at: 1 s, duplicate: up, rate: 1 %}
  - {at: 1 s, reorder: up, rate: 1 %, by: 1 ms}
  - {at: 1 s, slow-disk: box, factor: 2}
  - {at: 1 s, fill-disk: box}
  - {at: 1 s, fail-sync: box, count: 2}
  - {at: 1 s, flip-bits: box, rate: 1 %}
  - {at: 1 s, skew-clock: box, by: 1 s}
  - {at: 1 s, step-clock: box, by: 1 s}
  - {at: 1 s, drift-clock: box, by: 1 ppm}
  - {at: 1 s, slow-cpu: box, factor: 150 %}
  - {at: 1 s, action: set-record, of: ns, with: {name: x}}
  - {at: 1 s, set: {ttl: 1 s}, of: ns}
measures:
  a: {label: A, counter: c, of: users, unit: octets}
  b: {series: s, of: users, statistic: max}
  c: {events: e, of: users}
  d: {time-of: e, of: users, nth: 2}
  e: {stale-period: users}
  f: {sql: select 1, unit: time}
expect:
  a: {label: {en: A, zh: 甲}, measure: e, at-most: 1 s}
  b: {measure: a, at-least: 1 KB}
  c: {sql: select 1, unit: count, equals: 1}
  d: {always: x, of: users}
  e: {eventually: x, of: users, by: 1 s}
  f: {never: x, of: users}
view: {lens: dns, positions: {box: [0.5, 1]}}
run: {level: full, fidelity: mixed, bulk-threshold: 4 KiB, fixed-horizon: true, cut-chunks: false}
)";

Loaded loadWithInclude(const std::string& text) {
    MemoryFiles files;
    files.add("s.yaml", text);
    files.add("more.yaml", "seed: 1\n");
    LoadOptions options = testOptions();
    options.files = &files;
    return load("s.yaml", options);
}

void collectProperties(const Json& schema, std::set<std::string>& words) {
    if (schema.is_object() && schema.contains("properties")) {
        for (const auto& [key, rule] : schema["properties"].items()) {
            words.insert(key);
        }
    }
    for (const auto& [key, rule] : schema.items()) {
        if (rule.is_structured()) {
            collectProperties(rule, words);
        }
    }
}

/// The schema of the map at `path`, with alternatives resolved to the one that is a map.
const Json& schemaOf(const Json& schema, const std::string& path) {
    const Json* at = &schema;
    const auto resolve = [&] {
        while (!at->contains("properties") && !at->contains("items")) {
            if (at->contains("$ref")) {
                const std::string target = at->at("$ref").get<std::string>().substr(1);
                at = &schema.at(Json::json_pointer(target));
            } else if (at->contains("anyOf")) {
                const Json& rules = at->at("anyOf");
                const auto map = std::find_if(rules.begin(), rules.end(), [&](const Json& rule) {
                    const Json& target = rule.contains("$ref")
                                             ? schema.at(Json::json_pointer(
                                                   rule.at("$ref").get<std::string>().substr(1)))
                                             : rule;
                    return target.contains("properties");
                });
                at = &*map;
            } else {
                return;
            }
        }
    };
    std::istringstream steps(path);
    std::string step;
    std::getline(steps, step, '/');
    while (std::getline(steps, step, '/')) {
        resolve();
        if (at->contains("items")) {
            at = &at->at("items");
        } else if (at->contains("properties") && at->at("properties").contains(step)) {
            at = &at->at("properties").at(step);
        } else {
            at = &at->at("additionalProperties");
        }
    }
    resolve();
    return *at;
}

/// Calls `visit` with every map of the tree and its path.
void eachMap(const Json& value, const std::string& path,
             const std::function<void(const std::string&)>& visit) {
    if (value.is_object()) {
        visit(path);
    }
    if (value.is_structured()) {
        for (const auto& [key, child] : value.items()) {
            eachMap(child, path + "/" + key, visit);
        }
    }
}

TEST(Schema, AcceptsEverythingThatTheLoaderAccepts) {
    EXPECT_EQ(complaints(loadWithInclude(kEverything)), "ok");
    EXPECT_TRUE(Validator(readSchema()).valid(jsonOf(kEverything)));
    EXPECT_TRUE(Validator(readSchema()).valid(jsonOf(std::string(kSmall))));
}

TEST(Schema, HasNoKeyThatTheSampleOfEverythingLacks) {
    std::set<std::string> words;
    collectProperties(readSchema(), words);
    std::set<std::string> used;
    const Json all = jsonOf(kEverything);
    eachMap(all, "", [&](const std::string& path) {
        for (const auto& [key, value] : all.at(Json::json_pointer(path)).items()) {
            used.insert(key);
        }
    });
    for (const std::string& word : words) {
        EXPECT_TRUE(used.contains(word)) << word;
    }
}

/// Whether the format's keys at this path depend on another key of the same map: the loader is
/// stricter there than a schema can be without becoming unreadable.
bool isVariant(const std::string& path) {
    static const std::regex kVariant(
        "^/(timeline/[0-9]+|measures/[a-z]|expect/[a-z]|topology/generate/[a-z])$");
    return std::regex_match(path, kVariant);
}
/// Maps whose keys are names, or settings that only a component knows.
bool isOpen(const std::string& path) {
    static const std::regex kOpen("^/(deploy|workload)(/[a-z]+)?$|^/(measures|expect|topology/"
                                  "(hosts|switches|links|generate))$|"
                                  "^/view/positions$|/(with|where|set)$");
    return std::regex_match(path, kOpen) ||
           std::regex_search(path, std::regex("/(with|where|set)$"));
}

TEST(Schema, KnowsTheSameKeysInTheSamePlacesAsTheLoader) {
    const Json schema = readSchema();
    const Validator validator(schema);
    std::set<std::string> words{"zzz"};
    collectProperties(schema, words);
    const Json all = jsonOf(kEverything);
    eachMap(all, "", [&](const std::string& path) {
        if (std::regex_match(path, std::regex("^/timeline/([4-9]|[0-9]{2})"))) {
            return; // the first lines stand for all: one reader, one schema
        }
        for (const std::string& word : words) {
            Json changed = all;
            Json& map = changed.at(Json::json_pointer(path));
            if (isOpen(path) || map.contains(word)) {
                continue;
            }
            // A value that no key takes: what counts is whether the key is complained of.
            map[word] = Json::array({Json::array()});
            const std::string found = complaints(loadWithInclude(changed.dump()));
            const bool refused = found.find("unknown key '" + word + "'") != std::string::npos;
            const Json& owner = schemaOf(schema, path);
            const bool listed = owner.at("properties").contains(word);
            if (isVariant(path)
                    ? !refused && found.find("unknown verb") == std::string::npos && !listed
                    : refused == listed) {
                ADD_FAILURE() << path << " " << word << (listed ? " is" : " is not")
                              << " in the schema: " << found;
            }
        }
    });
}

struct Bad {
    const char* from; ///< text of kEverything
    const char* to;
};
class Refused : public ::testing::TestWithParam<Bad> {};

TEST_P(Refused, ByBoth) {
    std::string text = kEverything;
    const std::size_t at = text.find(GetParam().from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string(GetParam().from).size(), GetParam().to);
    EXPECT_NE(complaints(loadWithInclude(text)), "ok");
    EXPECT_FALSE(Validator(readSchema()).valid(jsonOf(text)));
}

INSTANTIATE_TEST_SUITE_P(
    Schema, Refused,
    ::testing::Values(
        Bad{"orrery: 1", "orrery: 2"}, Bad{"orrery: 1\n", ""}, Bad{"seed: 3", "seed: -1"},
        Bad{"duration: 2 min", "duration: 120"}, Bad{"duration: 2 min", "duration: 2 mins"},
        Bad{"summary: S", "summary: [S]"}, Bad{"{en: L}", "{zh: L}"},
        Bad{"01:59:30.5+01:00", "01:59:30"}, Bad{"bandwidth: 5 MB/s", "bandwidth: 5 Mbit/s"},
        Bad{"bandwidth: 10 Mbit/s", "bandwidth: 10 MB/s"}, Bad{"loss: 1 %", "loss: 0.01"},
        Bad{"capacity: 1 GB", "capacity: 1"}, Bad{"count: 2", "count: 0"},
        Bad{"shape: star", "shape: tree"}, Bad{"restart: on-failure", "restart: always"},
        Bad{"component: web", "komponent: web"}, Bad{"crash: ns", "krash: ns"},
        Bad{"crash: ns", "crash: ns, pause: ns"}, Bad{"at: 1 s, power-off", "power-off"},
        Bad{"groups: [[box], web]", "groups: [[box]]"}, Bad{"statistic: max", "statistic: p99"},
        Bad{"counter: c", "counter: c, events: e"}, Bad{"always: x, ", ""},
        Bad{"[0.5, 1]", "[0.5, 2]"}, Bad{"[0.5, 1]", "[0.5]"}, Bad{"level: full", "level: all"},
        Bad{"cut-chunks: false", "cut-chunks: 0"}, Bad{"cores: 2", "cores: two"},
        Bad{"set: {ttl: 1 s}", "set: {}"}, Bad{"nth: 2", "nth: 0"}));

} // namespace
} // namespace sim::scenario::testing
