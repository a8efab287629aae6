// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/hit_text.h"

#include "sim/scenario/units.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <variant>

namespace gui::stage {
namespace {

using sim::scene::Hit;
using sim::scene::LinkCondition;
using sim::scene::ProcessCondition;
using sim::scene::World;

/// For Linguist: all texts of this file have one context.
struct StageText {
    Q_DECLARE_TR_FUNCTIONS(StageText)
};

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString conditionText(ProcessCondition condition) {
    switch (condition) {
    case ProcessCondition::NotStarted:
        return StageText::tr("not started yet");
    case ProcessCondition::Running:
        return StageText::tr("running");
    case ProcessCondition::Paused:
        return StageText::tr("paused: its timers and messages wait");
    case ProcessCondition::Crashed:
        return StageText::tr("crashed");
    case ProcessCondition::Failed:
        return StageText::tr("gave up by itself");
    case ProcessCondition::HostOff:
        return StageText::tr("its machine has no power");
    }
    return {};
}

QString linkConditionText(LinkCondition condition) {
    if (condition.forwardUp && condition.backwardUp) {
        return StageText::tr("carries both ways");
    }
    return condition.forwardUp || condition.backwardUp ? StageText::tr("cut in one direction")
                                                       : StageText::tr("cut");
}

QStringList hostLines(const Hit& hit, const World& world, sim::SimTime at) {
    const sim::trace::HostEntry& host = world.header().hosts[hit.host];
    QStringList lines{text(host.name)};
    if (host.isSwitch) {
        lines.append(StageText::tr("Switch"));
    } else {
        lines.append(
            StageText::tr("Machine with the address %1").arg(text(toString(host.address))));
    }
    if (!world.isPowered(hit.host, at)) {
        lines.append(StageText::tr("has no power"));
    }
    for (const sim::trace::ProcessEntry& process : world.header().processes) {
        if (process.host == hit.host) {
            lines.append(StageText::tr("runs %1").arg(text(process.name)));
        }
    }
    return lines;
}

QStringList processLines(const Hit& hit, const World& world, sim::SimTime at) {
    const sim::trace::ProcessEntry& process = world.header().processes[hit.process];
    return {text(process.name),
            StageText::tr("%1 on %2")
                .arg(text(process.component), text(world.header().hosts[process.host].name)),
            conditionText(world.conditionOf(hit.process, at))};
}

QStringList linkLines(const Hit& hit, const World& world, sim::SimTime at) {
    const sim::trace::LinkEntry& link = world.header().links[hit.link];
    const std::string latency =
        sim::scenario::formatQuantity(sim::scenario::Quantity::Duration, link.latency.ns);
    const std::string bandwidth =
        sim::scenario::formatQuantity(sim::scenario::Quantity::Bandwidth, link.bitsPerSecond);
    return {text(link.name),
            StageText::tr("Link: %1 one way, %2").arg(text(latency), text(bandwidth)),
            linkConditionText(world.conditionOfLink(hit.link, at))};
}

QString roleText(core::wire::MessageRole role) {
    using core::wire::MessageRole;
    switch (role) {
    case MessageRole::Request:
        return StageText::tr("Request");
    case MessageRole::Reply:
        return StageText::tr("Reply");
    case MessageRole::Heartbeat:
        return StageText::tr("Heartbeat");
    case MessageRole::Replication:
        return StageText::tr("Replication");
    case MessageRole::Other:
        break;
    }
    return StageText::tr("Message");
}

/// What became of it; empty: nothing special.
QString fateText(const sim::trace::MessageRow& row, const sim::trace::RunHeader& header) {
    using sim::trace::Fate;
    const bool onLink = row.lostOn < header.links.size();
    switch (row.fate.value_or(Fate::Delivered)) {
    case Fate::Delivered:
        return {};
    case Fate::LostOnLink:
        return onLink
                   ? StageText::tr("lost on the link %1").arg(text(header.links[row.lostOn].name))
                   : StageText::tr("lost on its way");
    case Fate::LinkCut:
        return StageText::tr("lost: a link on its way was cut");
    case Fate::NoRoute:
        return StageText::tr("lost: no way led there");
    case Fate::Partitioned:
        return StageText::tr("lost: a partition stands between the two");
    case Fate::HostDown:
        return StageText::tr("lost: the machine had no power");
    case Fate::NoListener:
        return StageText::tr("lost: nobody listened there");
    case Fate::ProcessGone:
        return StageText::tr("lost: the process ended before it could read it");
    case Fate::Duplicate:
        return StageText::tr("a copy that the network made");
    case Fate::QueueOverflow:
        return StageText::tr("lost: a queue on its way was full");
    case Fate::StreamGone:
        return StageText::tr("lost: its connection ended before");
    }
    return {};
}

QString endText(sim::trace::ProcessIndex process, sim::trace::HostIndex host,
                const core::runtime::Endpoint& at, const sim::trace::RunHeader& header) {
    if (process < header.processes.size()) {
        return text(header.processes[process].name);
    }
    return host < header.hosts.size() ? text(header.hosts[host].name)
                                      : text(core::runtime::toString(at));
}

/// "12.003456 s"
QString secondsText(sim::SimTime at) {
    const auto micros = at.ns / 1'000;
    return QStringLiteral("%1.%2 s")
        .arg(micros / 1'000'000)
        .arg(micros % 1'000'000, 6, 10, QLatin1Char('0'));
}

} // namespace

sim::trace::MessageRow rowOf(const sim::scene::Flight& flight) {
    sim::trace::MessageRow row;
    row.id = flight.message;
    row.sent = flight.sent;
    if (!flight.isOpen) {
        row.arrived = flight.ended;
        row.fate = flight.fate;
    }
    row.role = flight.role;
    row.fromHost = flight.from;
    row.toHost = flight.to;
    row.lostOn = flight.lostOn;
    return row;
}

QString messageText(const sim::trace::MessageRow& row, const World& world) {
    const sim::trace::RunHeader& header = world.header();
    QString head = roleText(row.role);
    if (!row.protocol.empty()) {
        head = StageText::tr("%1 (%2)").arg(head, text(row.protocol));
    }
    QStringList lines{StageText::tr("%1: %2 to %3")
                          .arg(head, endText(row.fromProcess, row.fromHost, row.from, header),
                               endText(row.toProcess, row.toHost, row.to, header))};
    if (!row.summary.empty()) {
        lines.append(text(row.summary));
    }
    const QString sent = secondsText(row.sent);
    const QString fate = fateText(row, header);
    if (!row.arrived) {
        lines.append(StageText::tr("sent at %1, on its way").arg(sent));
    } else if (fate.isEmpty() || row.fate == sim::trace::Fate::Duplicate) {
        lines.append(
            StageText::tr("sent at %1, arrived at %2").arg(sent, secondsText(*row.arrived)));
    } else {
        lines.append(StageText::tr("sent at %1, lost at %2").arg(sent, secondsText(*row.arrived)));
    }
    if (!fate.isEmpty()) {
        lines.append(fate);
    }
    return lines.join(u'\n');
}

QString textOf(const Hit& hit, const World& world, sim::SimTime at) {
    const sim::trace::RunHeader& header = world.header();
    switch (hit.kind) {
    case Hit::Kind::Host:
        if (hit.host < header.hosts.size()) {
            return hostLines(hit, world, at).join(u'\n');
        }
        break;
    case Hit::Kind::Process:
        if (hit.process < header.processes.size()) {
            return processLines(hit, world, at).join(u'\n');
        }
        break;
    case Hit::Kind::Link:
        if (hit.link < header.links.size()) {
            return linkLines(hit, world, at).join(u'\n');
        }
        break;
    case Hit::Kind::Tile:
        return (hit.isOpen ? StageText::tr("%1\nClick to fold it up")
                           : StageText::tr("%1\nClick to show each of them"))
            .arg(text(hit.name));
    case Hit::Kind::Message:
        return StageText::tr("Message %1").arg(hit.message);
    }
    return text(hit.name);
}

QString textOfCount(const sim::scene::Shape& shape) {
    const auto* label = std::get_if<sim::scene::Label>(&shape.geometry);
    if (label == nullptr) {
        return {};
    }
    const QString name = text(shape.name);
    const QString words = text(label->text);
    static const QRegularExpression kNumber(QStringLiteral("[0-9]+"));
    const int count = kNumber.match(words).captured().toInt();
    const qsizetype times = words.indexOf(QStringLiteral("× "));
    if (name.startsWith(QStringLiteral("connect/")) && name.endsWith(QStringLiteral("/age/text"))) {
        return times < 0
                   ? StageText::tr("One connection has waited for an answer for %1").arg(words)
                   : StageText::tr("%1 connections wait for an answer, the longest for %2")
                         .arg(count)
                         .arg(words.mid(times + 2));
    }
    if (name.endsWith(QStringLiteral("/rate/text"))) {
        return StageText::tr("So many messages a second on this link: %1").arg(words);
    }
    if (!name.endsWith(QStringLiteral("/count"))) {
        return {};
    }
    if (name.startsWith(QStringLiteral("connect/failed"))) {
        return StageText::tr("%1 connections failed here just now").arg(count);
    }
    if (name.endsWith(QStringLiteral("/lost/count"))) {
        return StageText::tr("%1 messages were lost or refused here just now").arg(count);
    }
    if (name.endsWith(QStringLiteral("/pile/count"))) {
        return StageText::tr("%1 messages at about this place").arg(count);
    }
    return StageText::tr("%1 of the same kind, shown as one").arg(count);
}

QString summaryOf(const World& world, sim::SimTime at) {
    const sim::trace::RunHeader& header = world.header();
    int machines = 0;
    QStringList off;
    for (std::size_t i = 0; i < header.hosts.size(); ++i) {
        const auto host = static_cast<sim::trace::HostIndex>(i);
        machines += header.hosts[i].isSwitch ? 0 : 1;
        if (!world.isPowered(host, at)) {
            off.append(text(header.hosts[i].name));
        }
    }
    QStringList sentences{StageText::tr("%n machine(s).", nullptr, machines)};
    if (!off.isEmpty()) {
        sentences.append(StageText::tr("Without power: %1.").arg(off.join(QStringLiteral(", "))));
    }
    if (!world.partitionsAt(at).empty()) {
        sentences.append(StageText::tr("The network is split."));
    }
    return sentences.join(u' ');
}

} // namespace gui::stage
