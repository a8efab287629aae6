// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/branches/overlay.h"

#include <QAbstractItemModel>
#include <QUndoStack>

#include <memory>
#include <optional>
#include <vector>

/// What would have happened otherwise: the scenario as it is (the root) and branches of it, each an
/// overlay. Changes of all kinds, clicked or typed, are steps of one undo history.
namespace gui::branches {

using BranchId = int;
inline constexpr BranchId kRoot = 0;

struct Branch {
    BranchId id = kRoot;
    BranchId parent = kRoot; ///< of the root: itself
    QString name;            ///< in the language that was spoken when the tree was told of it last
    bool isNamed = false;    ///< the user chose the name; else it follows from `first` and `number`
    std::optional<OverlayLine> first; ///< that made it; nullopt: other settings did
    int number = 1;                   ///< of those with the same first line
    Overlay overlay;                  ///< whole: that of the parent included
    /// From when on it may differ from its parent: where their overlays do. nullopt: it is the
    /// same run (and of the root).
    std::optional<sim::SimTime> change;
};

/// A tree of one column. The scenario is the only row at the top; branches are rows below what
/// they were made from, in the order in which they were made.
class BranchTree : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        ChangeRole,  ///< nanoseconds, qint64; invalid for the root
        ScriptRole,  ///< QString
        CurrentRole, ///< bool
    };

    explicit BranchTree(QObject* parent = nullptr);
    ~BranchTree() override;

    /// Begins anew with a scenario and what kept() gave of it before; the history is emptied.
    void reset(const QString& rootName, const std::vector<Branch>& kept = {});
    /// All branches but the root, each after its parent.
    std::vector<Branch> kept() const;
    /// The scenario's title in another language; no step of the history.
    void setRootName(const QString& name);
    /// Names and steps in another language, but for the names that the user gave.
    void retranslate();

    /// Borrowed until the next change. REQUIRES: it exists.
    const Branch& branch(BranchId id) const;
    bool contains(BranchId id) const;
    BranchId current() const;
    /// No step of the history. REQUIRES: it exists.
    void setCurrent(BranchId id);

    /// A click at `line.at` on the current branch. On the root, or before the branch's last line:
    /// a new branch is made, whose overlay keeps the lines up to then; else the branch is
    /// extended. The result becomes current.
    void addLine(const OverlayLine& line);
    /// Typed script was applied: the same rule by the first difference. A text that differs in
    /// comments and layout only is kept without another run.
    void applyScript(const Overlay& overlay);
    /// An empty name, or the one it has, changes nothing. REQUIRES: it exists.
    void rename(BranchId id, const QString& name);
    /// With its children. The root cannot be removed.
    void remove(BranchId id);
    /// Its texts say what undo and redo would do. Undoing shows the branch as it was before.
    QUndoStack& history();

    QModelIndex indexOf(BranchId id) const;
    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    /// Emitted last, when the tree is in its new state.
    void currentChanged(gui::branches::BranchId id);
    /// Its overlay is another one now (a click, script, undo, redo; a new branch as well): it must
    /// be computed again. Comes before currentChanged() of the same step.
    void overlayChanged(gui::branches::BranchId id);

private:
    struct Parts;
    struct Step;

    std::unique_ptr<Parts> parts_;
};

} // namespace gui::branches
