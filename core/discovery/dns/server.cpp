// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/server.h"

#include "core/discovery/dns/frontend.h"
#include "core/discovery/dns/kinds.h"
#include "core/discovery/dns/text_form.h"
#include "core/discovery/dns/zone.h"

namespace core::discovery::dns {

using namespace literals;
using runtime::Env;
using runtime::Settings;
using runtime::SettingValue;

namespace {

constexpr std::uint32_t kFirstSerial = 1;

std::uint32_t wholeSeconds(Duration d) {
    return static_cast<std::uint32_t>(d / 1_s);
}

std::string joined(const std::vector<Rdata>& data) {
    std::string text;
    for (const Rdata& item : data) {
        text += (text.empty() ? "" : " ") + rdataText(item);
    }
    return text;
}

class DnsServer final : public runtime::Process {
public:
    DnsServer(Env& env, const Settings& settings)
        : env_(env), settings_(settings),
          frontend_(env, static_cast<std::uint16_t>(settings.integer("udp-payload")),
                    [this](const Client& client, const Message& query) { handle(client, query); }) {
        context_.lookupHost = [this](std::string_view host) { return env_.lookupHost(host); };
    }

    void start() override;
    Result<void, std::string> handleAction(std::string_view action,
                                           const Settings& arguments) override;
    void changeSetting(std::string_view name, const SettingValue& value) override;

private:
    Result<void, std::string> load();
    Result<void, std::string> addLine(const std::string& text);

    /// A zone that names no servers of its own is served by this one, under `ns`.
    Result<void, std::string> addOwnServer(const Name& primary);
    void handle(const Client& client, const Message& query);
    Result<void, std::string> setRecord(const Settings& arguments);
    Result<void, std::string> removeRecord(const Settings& arguments);
    void raiseSerial();
    void showSerial();
    static std::string stateKey(const Name& name, Type type);
    void showSet(const Name& name, Type type);

    Env& env_;
    Settings settings_;
    Frontend frontend_;
    TextContext context_;
    std::optional<Zone> zone_;
};

void DnsServer::start() {
    auto loaded = load();
    if (loaded) {
        loaded = frontend_.open();
    }
    if (!loaded) {
        env_.fail(loaded.error());
        return;
    }
    std::int64_t records = 0;
    for (const auto& [name, node] : zone_->nodes()) {
        for (const auto& [type, set] : node) {
            records += static_cast<std::int64_t>(set.data.size());
            showSet(name, type);
        }
    }
    showSerial();
    env_.observer().event(kinds::kZoneLoaded, {{"zone", zone_->origin().toDisplay()},
                                               {"records", records},
                                               {"serial", std::int64_t{zone_->soa().serial}}});
}

Result<void, std::string> DnsServer::handleAction(std::string_view action,
                                                  const Settings& arguments) {
    if (!zone_) {
        return Failure{std::string("the zone is not loaded")};
    }
    if (action == "set-record") {
        return setRecord(arguments);
    }
    if (action == "remove-record") {
        return removeRecord(arguments);
    }
    return Process::handleAction(action, arguments);
}

void DnsServer::changeSetting(std::string_view name, const SettingValue& value) {
    settings_.set(std::string(name), value);
    if (name == "udp-payload") {
        frontend_.setUdpPayload(static_cast<std::uint16_t>(settings_.integer(name)));
    } else if (zone_ && (name == "ttl" || name == "negative-ttl")) {
        zone_->setDefaultTtl(wholeSeconds(settings_.duration("ttl")));
        zone_->setNegativeTtl(wholeSeconds(settings_.duration("negative-ttl")));
        raiseSerial();
        env_.observer().event(kinds::kTtlChanged, {{"zone", zone_->origin().toDisplay()},
                                                   {"ttl", settings_.duration("ttl")}});
    }
}

Result<void, std::string> DnsServer::load() {
    auto origin = Name::parse(settings_.text("zone"));
    if (!origin) {
        return Failure{"zone '" + settings_.text("zone") +
                       "': " + std::string(toString(origin.error()))};
    }
    context_.origin = *origin;
    const Name primary = origin->child("ns").value_or(*origin);
    const Name mailbox = origin->child("hostmaster").value_or(*origin);
    const SoaRdata soa{primary,
                       mailbox,
                       kFirstSerial,
                       3600,
                       600,
                       604'800,
                       wholeSeconds(settings_.duration("negative-ttl"))};
    zone_.emplace(*std::move(origin), soa, wholeSeconds(settings_.duration("ttl")));
    int line = 0;
    for (const std::string& text : settings_.list("records")) {
        ++line;
        if (const auto added = addLine(text); !added) {
            return Failure{"records, line " + std::to_string(line) + " '" + text +
                           "': " + added.error()};
        }
    }
    return addOwnServer(primary);
}

Result<void, std::string> DnsServer::addLine(const std::string& text) {
    auto record = parseRecordLine(text, context_);
    if (!record) {
        return Failure{record.error()};
    }
    for (const Rdata& data : record->data) {
        if (auto added = zone_->add(record->name, record->type, record->ttl, data); !added) {
            return added;
        }
    }
    return {};
}

Result<void, std::string> DnsServer::addOwnServer(const Name& primary) {
    const auto apex = zone_->nodes().find(zone_->origin());
    if (apex->second.contains(Type::Ns)) {
        return {};
    }
    auto added = zone_->add(zone_->origin(), Type::Ns, std::nullopt, NameRdata{primary});
    const auto server = zone_->nodes().find(primary);
    if (added && (server == zone_->nodes().end() || server->first == zone_->origin())) {
        added = zone_->add(primary, Type::A, std::nullopt, ARdata{env_.self().address});
    }
    return added;
}

void DnsServer::handle(const Client& client, const Message& query) {
    env_.observer().count("queries", 1);
    const Type type = query.questions.front().type;
    if (type == Type::Axfr || type == Type::Ixfr) {
        env_.observer().count("refused", 1);
        frontend_.reply(client, query, makeReply(query, Rcode::NotImp));
        return;
    }
    const AddressOrder order =
        settings_.text("address-order") == "rotate" ? AddressOrder::Rotate : AddressOrder::Fixed;
    ZoneAnswer answer = zone_->answer(query.questions.front(), order);
    Message reply = makeReply(query, answer.rcode);
    reply.header.authoritative = answer.authoritative;
    reply.answers = std::move(answer.answers);
    reply.authorities = std::move(answer.authorities);
    reply.additionals = std::move(answer.additionals);
    env_.observer().count(answer.rcode == Rcode::NoError    ? "answers"
                          : answer.rcode == Rcode::NxDomain ? "name-errors"
                                                            : "refused",
                          1);
    frontend_.reply(client, query, std::move(reply));
}

Result<void, std::string> DnsServer::setRecord(const Settings& arguments) {
    auto name = parseNameIn(arguments.text("name"), context_);
    const auto type = parseType(arguments.text("type"));
    if (!name || !type) {
        return Failure{name ? "unknown record type " + arguments.text("type") : name.error()};
    }
    std::vector<Rdata> data;
    for (const std::string& value : arguments.list("values")) {
        auto words = tokenize(value);
        auto item = words ? parseRdata(*type, *words, context_)
                          : Result<Rdata, std::string>(Failure{words.error()});
        if (!item) {
            return Failure{item.error()};
        }
        data.push_back(*std::move(item));
    }
    if (data.empty()) {
        return Failure{std::string("set-record needs at least one value")};
    }
    const Duration ttl = arguments.duration("ttl");
    const auto stated = ttl < Duration{} ? std::nullopt : std::optional(wholeSeconds(ttl));
    if (auto replaced = zone_->replace(*name, *type, stated, data); !replaced) {
        return replaced;
    }
    raiseSerial();
    showSet(*name, *type);
    env_.observer().event(kinds::kRecordSet, {{"name", name->toDisplay()},
                                              {"type", typeText(*type)},
                                              {"values", joined(data)},
                                              {"ttl", 1_s * stated.value_or(zone_->defaultTtl())},
                                              {"serial", std::int64_t{zone_->soa().serial}}});
    return {};
}

Result<void, std::string> DnsServer::removeRecord(const Settings& arguments) {
    auto name = parseNameIn(arguments.text("name"), context_);
    const auto type = parseType(arguments.text("type"));
    if (!name || !type) {
        return Failure{name ? "unknown record type " + arguments.text("type") : name.error()};
    }
    std::vector<Type> types{*type};
    if (const auto node = zone_->nodes().find(*name);
        *type == Type::Any && node != zone_->nodes().end()) {
        types.clear();
        for (const auto& [present, set] : node->second) {
            types.push_back(present);
        }
    }
    if (!zone_->remove(*name, *type)) {
        return Failure{"the zone has no " + arguments.text("type") + " record for " +
                       name->toDisplay()};
    }
    raiseSerial();
    for (const Type removed : types) {
        env_.observer().clearState(stateKey(*name, removed));
    }
    env_.observer().event(kinds::kRecordRemoved, {{"name", name->toDisplay()},
                                                  {"type", arguments.text("type")},
                                                  {"serial", std::int64_t{zone_->soa().serial}}});
    return {};
}

void DnsServer::raiseSerial() {
    zone_->raiseSerial();
    showSerial();
}

void DnsServer::showSerial() {
    env_.observer().state("zone-serial", std::int64_t{zone_->soa().serial});
}
std::string DnsServer::stateKey(const Name& name, Type type) {
    return "record/" + name.canonical().toDisplay() + "/" + typeText(type);
}

void DnsServer::showSet(const Name& name, Type type) {
    const RecordSet& set = zone_->nodes().at(name).at(type);
    env_.observer().state(stateKey(name, type), joined(set.data));
}

} // namespace

std::unique_ptr<runtime::Process> makeDnsServer(Env& env, const Settings& settings) {
    return std::make_unique<DnsServer>(env, settings);
}

} // namespace core::discovery::dns
