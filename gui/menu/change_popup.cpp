// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/change_popup.h"

#include "gui/branches/change_text.h"
#include "gui/menu/change_form.h"
#include "gui/menu/entry_icons.h"
#include "gui/menu/entry_list.h"

#include <QAction>
#include <QFont>
#include <QLabel>
#include <QMenu>
#include <QTimer>
#include <QWidget>
#include <QWidgetAction>

#include <algorithm>
#include <map>
#include <utility>

namespace gui::menu {
namespace {

constexpr int kTitleMargin = 6;

/// A '&' in a name is no shortcut.
QString plain(QString text) {
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

QString labelOf(const ChangeEntry& entry) {
    QString text = plain(entry.label);
    if (!entry.whyNot.isEmpty()) {
        return MenuText::tr("%1 — %2").arg(text, plain(entry.whyNot));
    }
    return entry.needsForm() ? text + QStringLiteral(" …") : text;
}

bool canLast(const ChangeEntry& entry) {
    return std::any_of(entry.parameters.begin(), entry.parameters.end(),
                       [](const Parameter& parameter) { return parameter.name == "for"; });
}

/// What all entries of a submenu give as reason; empty: one is possible, or they differ.
QString commonReason(const std::vector<ChangeEntry>& entries, const QString& submenu) {
    QString reason;
    for (const ChangeEntry& entry : entries) {
        if (entry.submenu != submenu) {
            continue;
        }
        if (entry.whyNot.isEmpty() || (!reason.isEmpty() && reason != entry.whyNot)) {
            return {};
        }
        reason = entry.whyNot;
    }
    return reason;
}

QColor between(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

/// What is grey says why, so it has to be read from afar; most styles' grey is too pale for that.
QPalette readable(QPalette palette) {
    constexpr double kPaleness = 0.36;
    for (const auto& [ink, ground] : {std::pair{QPalette::WindowText, QPalette::Window},
                                      {QPalette::Text, QPalette::Base},
                                      {QPalette::ButtonText, QPalette::Button}}) {
        palette.setColor(QPalette::Disabled, ink,
                         between(palette.color(QPalette::Active, ink),
                                 palette.color(QPalette::Active, ground), kPaleness));
    }
    // Styles that emboss grey text do so with this colour.
    palette.setColor(QPalette::Disabled, QPalette::Light, Qt::transparent);
    return palette;
}

void addTitle(QMenu* menu, const QString& title) {
    auto* label = new QLabel(title, menu);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    label->setTextFormat(Qt::PlainText);
    label->setMargin(kTitleMargin);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(label);
    action->setText(plain(title)); // for those who do not see it
    action->setEnabled(false);     // keys step over it
    label->setEnabled(true);
    menu->addAction(action);
    menu->addSeparator();
}

QMenu* addSubmenu(QMenu* menu, const QIcon& icon, const QString& title) {
    QMenu* below = menu->addMenu(icon, title);
    below->setPalette(menu->palette());
    below->setToolTipsVisible(true);
    return below;
}

} // namespace

ChangePopup::ChangePopup(QWidget* parent) : QObject(parent) {}

ChangePopup::~ChangePopup() {
    delete menu_;
    delete form_;
}

void ChangePopup::open(const QString& title, std::vector<ChangeEntry> entries,
                       const MenuContext& context, QPoint globalPosition) {
    delete menu_;
    auto* const menu = new QMenu(qobject_cast<QWidget*>(parent()));
    menu_ = menu;
    menu->setToolTipsVisible(true);
    menu->setPalette(readable(menu->palette()));
    addTitle(menu, title);
    std::map<QString, QMenu*> submenus;
    bool inMain = true;
    auto last = ChangeEntry::Group::Fault; // of the submenu that is being filled
    for (const ChangeEntry& entry : entries) {
        if (entry.submenu.isEmpty()) {
            addEntry(menu, entry, context);
            continue;
        }
        if (std::exchange(inMain, false)) {
            addForAWhile(menu, entries, context);
            menu->addSeparator();
        }
        QMenu*& below = submenus[entry.submenu];
        if (below == nullptr) {
            const QString reason = commonReason(entries, entry.submenu);
            ChangeEntry whole = entry;
            whole.mends = false; // only some of what is below does
            below = addSubmenu(menu, iconFor(whole, menu->palette()), plain(entry.submenu));
            if (!reason.isEmpty()) {
                below->setTitle(MenuText::tr("%1 — %2").arg(plain(entry.submenu), plain(reason)));
                below->setEnabled(false);
            }
        }
        if (!below->isEmpty() && last != entry.group) {
            below->addSeparator();
        }
        last = entry.group;
        addEntry(below, entry, context);
    }
    if (inMain) {
        addForAWhile(menu, entries, context);
    }
    watchEnd(menu);
    menu->popup(globalPosition);
}

void ChangePopup::watchEnd(QMenu* menu) {
    hasChosen_ = false;
    connect(menu, &QMenu::aboutToHide, menu, &QObject::deleteLater);
    // What was clicked is told only after the menu has gone.
    connect(menu, &QMenu::aboutToHide, this, [this, opened = ++opened_] {
        QTimer::singleShot(0, this, [this, opened] {
            if (!hasChosen_ && opened == opened_) { // else another one has been opened
                Q_EMIT dismissed();
            }
        });
    });
}

QAction* ChangePopup::addEntry(QMenu* menu, const ChangeEntry& entry, const MenuContext& context) {
    // The word of the script stands where shortcuts do.
    const QString word = QString::fromStdString(entry.word);
    QAction* action =
        menu->addAction(iconFor(entry, menu->palette()), labelOf(entry) + QLatin1Char('\t') + word);
    action->setEnabled(entry.whyNot.isEmpty());
    const QString tip = entry.whyNot.isEmpty() ? entry.detail : entry.whyNot;
    action->setToolTip(tip.isEmpty() ? entry.label : tip);
    action->setStatusTip(tip);
    connect(action, &QAction::triggered, this, [this, entry, context] { choose(entry, context); });
    return action;
}

/// What could be done at once, with an end.
void ChangePopup::addForAWhile(QMenu* menu, const std::vector<ChangeEntry>& entries,
                               const MenuContext& context) {
    QMenu* below = nullptr;
    for (ChangeEntry entry : entries) {
        const bool fits = entry.submenu.isEmpty() && entry.whyNot.isEmpty() && canLast(entry) &&
                          !entry.needsForm();
        if (!fits) {
            continue;
        }
        for (Parameter& parameter : entry.parameters) {
            if (parameter.name == "for") {
                parameter.value = "10 s";
                parameter.mandatory = true;
                parameter.help = MenuText::tr("It ends by itself after so long, like 10 s.");
            }
        }
        if (below == nullptr) {
            below = addSubmenu(menu, {}, MenuText::tr("For a while"));
        }
        addEntry(below, entry, context);
    }
}

void ChangePopup::choose(const ChangeEntry& entry, const MenuContext& context) {
    hasChosen_ = true;
    if (!entry.needsForm()) {
        const LineResult result = lineFor(entry, entry.parameters, context);
        if (result.error.isEmpty()) {
            Q_EMIT chosen(result.line);
        } else {
            Q_EMIT problem(result.error);
        }
        return;
    }
    delete form_;
    form_ = new ChangeForm(entry, context, qobject_cast<QWidget*>(parent()));
    form_->setAttribute(Qt::WA_DeleteOnClose);
    connect(form_, &ChangeForm::chosen, this, &ChangePopup::chosen);
    connect(form_, &QDialog::rejected, this, &ChangePopup::dismissed);
    form_->open();
}

QMenu* ChangePopup::menu() const {
    return menu_;
}

ChangeForm* ChangePopup::form() const {
    return form_;
}

QString titleFor(const sim::scene::Hit* hit, sim::SimTime at) {
    const bool named = hit != nullptr && hit->kind != sim::scene::Hit::Kind::Message;
    const QString what = named ? QString::fromStdString(hit->name) : MenuText::tr("The network");
    return MenuText::tr("%1 at %2").arg(what, branches::momentText(at));
}

} // namespace gui::menu
