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

} // namespace

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
        return StageText::tr("%1\nClick to open or close").arg(text(hit.name));
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
