// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/change_text.h"

#include "core/base/time.h"
#include "gui/branches/overlay_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <map>

namespace gui::branches {
namespace {

using sim::scenario::Kind;
using sim::scenario::Value;

constexpr const char* kContext = "gui::branches";

QString translated(const char* text) {
    return QCoreApplication::translate(kContext, text);
}

/// In the order of the vocabulary.
const std::map<std::string, const char*>& verbWords() {
    static const std::map<std::string, const char*> words{
        {"crash", QT_TRANSLATE_NOOP("gui::branches", "crash")},
        {"restart", QT_TRANSLATE_NOOP("gui::branches", "restart")},
        {"pause", QT_TRANSLATE_NOOP("gui::branches", "pause")},
        {"resume", QT_TRANSLATE_NOOP("gui::branches", "resume")},
        {"power-off", QT_TRANSLATE_NOOP("gui::branches", "power off")},
        {"power-on", QT_TRANSLATE_NOOP("gui::branches", "power on")},
        {"cut", QT_TRANSLATE_NOOP("gui::branches", "cut")},
        {"repair", QT_TRANSLATE_NOOP("gui::branches", "repair")},
        {"partition", QT_TRANSLATE_NOOP("gui::branches", "split")},
        {"heal", QT_TRANSLATE_NOOP("gui::branches", "heal")},
        {"delay", QT_TRANSLATE_NOOP("gui::branches", "delay")},
        {"loss", QT_TRANSLATE_NOOP("gui::branches", "loss")},
        {"duplicate", QT_TRANSLATE_NOOP("gui::branches", "duplicates")},
        {"reorder", QT_TRANSLATE_NOOP("gui::branches", "reordering")},
        {"slow-disk", QT_TRANSLATE_NOOP("gui::branches", "slow disk")},
        {"fill-disk", QT_TRANSLATE_NOOP("gui::branches", "full disk")},
        {"fail-sync", QT_TRANSLATE_NOOP("gui::branches", "failing syncs")},
        {"flip-bits", QT_TRANSLATE_NOOP("gui::branches", "flipped bits")},
        {"skew-clock", QT_TRANSLATE_NOOP("gui::branches", "wrong clock")},
        {"step-clock", QT_TRANSLATE_NOOP("gui::branches", "clock jump")},
        {"drift-clock", QT_TRANSLATE_NOOP("gui::branches", "clock drift")},
        {"slow-cpu", QT_TRANSLATE_NOOP("gui::branches", "slow processor")},
        {"action", QT_TRANSLATE_NOOP("gui::branches", "action")},
        {"set", QT_TRANSLATE_NOOP("gui::branches", "set")},
    };
    return words;
}

/// Members of one side of a partition; names of branches stand in narrow places.
constexpr std::size_t kMostNamed = 3;

QString inOneLine(const Value& value) {
    if (value.kind == Kind::Scalar) {
        return QString::fromStdString(value.scalar);
    }
    QStringList parts;
    for (const Value& child : value.children) {
        const QString key = QString::fromStdString(child.key);
        parts << (value.kind == Kind::Map ? key + QStringLiteral(" = ") + inOneLine(child)
                                          : inOneLine(child));
    }
    return parts.join(QStringLiteral(", "));
}

/// "a, b, c +4".
QString sideText(const Value& side) {
    const std::size_t count = side.children.size();
    if (count <= kMostNamed) {
        return inOneLine(side);
    }
    Value first = side;
    first.children.resize(kMostNamed - 1);
    return inOneLine(first) + QStringLiteral(" +%1").arg(count - kMostNamed + 1);
}

QString sidesText(const Value& partition) {
    const Value* groups = partition.find("groups");
    QStringList sides;
    for (std::size_t i = 0; groups != nullptr && i < groups->children.size(); ++i) {
        sides << sideText(groups->children[i]);
    }
    const Value* oneWay = partition.find("one-way");
    const bool gate = oneWay != nullptr && oneWay->scalar == "true";
    return sides.join(gate ? QStringLiteral(" → ") : QStringLiteral(" | "));
}

QString subjectText(const std::string& verb, const Value& item) {
    const Value* subject = item.find(verb);
    if (subject == nullptr) {
        return {};
    }
    if (verb == "partition") {
        return sidesText(*subject);
    }
    const Value* of = item.find("of");
    const QString owner = of != nullptr ? inOneLine(*of) + QStringLiteral(": ") : QString();
    return owner + inOneLine(*subject);
}

} // namespace

QString verbText(const std::string& verb) {
    const auto found = verbWords().find(verb);
    return found == verbWords().end() ? QString::fromStdString(verb) : translated(found->second);
}

QString changeText(const OverlayLine& line) {
    const std::optional<Value> item = readText(line.yaml);
    const QString subject = item ? subjectText(line.verb, *item) : QString();
    if (line.verb == "action" || line.verb == "set") {
        return subject; // "registry: ttl = 30 s" says it all
    }
    return subject.isEmpty() ? verbText(line.verb)
                             : translated(QT_TRANSLATE_NOOP("gui::branches", "%1 %2"))
                                   .arg(verbText(line.verb), subject);
}

QString momentText(sim::SimTime at) {
    return QString::fromStdString(core::formatSeconds(core::Duration{at.ns}, 1)) +
           QStringLiteral(" s");
}

std::vector<OverlayLine> ownLines(const Overlay& overlay, const Overlay& base) {
    std::vector<OverlayLine> known = base.lines();
    std::vector<OverlayLine> own;
    for (const OverlayLine& line : overlay.lines()) {
        const auto twin = std::find(known.begin(), known.end(), line);
        if (twin == known.end()) {
            own.push_back(line);
        } else {
            known.erase(twin);
        }
    }
    return own;
}

std::optional<OverlayLine> firstOwnLine(const Overlay& overlay, const Overlay& base) {
    const std::vector<OverlayLine> own = ownLines(overlay, base);
    return own.empty() ? std::nullopt : std::optional(own.front());
}

QString nameOf(const std::optional<OverlayLine>& line) {
    return line ? translated(QT_TRANSLATE_NOOP("gui::branches", "%1 at %2"))
                      .arg(changeText(*line), momentText(line->at))
                : translated(QT_TRANSLATE_NOOP("gui::branches", "other settings"));
}

} // namespace gui::branches
