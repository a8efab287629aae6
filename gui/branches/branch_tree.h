// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/branches/overlay.h"

#include <QAbstractItemModel>
#include <QUndoStack>

#include <memory>
#include <optional>

/// What would have happened otherwise: the scenario as it is (the root) and branches of it, each an
/// overlay. Changes of all kinds, clicked or typed, are steps of one undo history.
namespace gui::branches {

using BranchId = int;
inline constexpr BranchId kRoot = 0;

struct Branch {
    BranchId id = kRoot;
    BranchId parent = kRoot; ///< of the root: itself
    QString name;
    Overlay overlay;                    ///< whole: that of the parent included
    std::optional<sim::SimTime> change; ///< first line that the parent does not have
};

class BranchTree : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,
        ChangeRole, ///< nanoseconds, qint64; invalid for the root
        ScriptRole, ///< QString
    };

    explicit BranchTree(QObject* parent = nullptr);
    ~BranchTree() override;

    /// Begins anew with a scenario; the history is emptied.
    void reset(const QString& rootName);

    const Branch& branch(BranchId id) const; ///< REQUIRES: it exists
    bool contains(BranchId id) const;
    BranchId current() const;
    void setCurrent(BranchId id); ///< no step of the history

    /// A click at `line.at` on the current branch. On the root, or before the branch's last line:
    /// a new branch is made, whose overlay keeps the lines up to then; else the branch is
    /// extended. The result becomes current.
    void addLine(const OverlayLine& line);
    /// Typed script was applied: the same rule by the first difference.
    void applyScript(const Overlay& overlay);
    void rename(BranchId id, const QString& name);
    /// With its children. The root cannot be removed.
    void remove(BranchId id);
    QUndoStack& history();

    QModelIndex indexOf(BranchId id) const;
    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void currentChanged(gui::branches::BranchId id);
    /// Its overlay is another one now (a click, script, undo, redo): it must be computed again.
    void overlayChanged(gui::branches::BranchId id);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace gui::branches
