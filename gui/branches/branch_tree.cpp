// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/branch_tree.h"

#include "core/base/assert.h"
#include "gui/branches/change_text.h"

#include <QUndoCommand>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace gui::branches {

struct BranchTree::Parts {
    explicit Parts(BranchTree& owner) : tree(owner) {}

    BranchTree& tree;
    std::map<BranchId, Branch> branches;
    std::map<BranchId, std::vector<BranchId>> children;
    BranchId current = kRoot;
    BranchId next = kRoot + 1; ///< never used twice, so that a redone branch is the same again
    QUndoStack history;

    Branch& at(BranchId id) {
        const auto found = branches.find(id);
        ORRERY_ASSERT(found != branches.end());
        return found->second;
    }
    const std::vector<BranchId>& below(BranchId id) const {
        static const std::vector<BranchId> kNone;
        const auto found = children.find(id);
        return found == children.end() ? kNone : found->second;
    }
    int rowOf(BranchId id) {
        const std::vector<BranchId>& siblings = below(at(id).parent);
        const auto found = std::find(siblings.begin(), siblings.end(), id);
        return id == kRoot ? 0 : static_cast<int>(found - siblings.begin());
    }
    /// A branch and all below it, each after its parent.
    std::vector<BranchId> family(BranchId id) const;

    void insert(const std::vector<Branch>& family, int row);
    void erase(BranchId id);
    void setName(BranchId id, const Branch& like);
    void setOverlay(BranchId id, const Overlay& overlay);
    void findChange(BranchId id);
    void tell(BranchId id, const QList<int>& roles);
    /// The next number for a branch with such a first line.
    int numberFor(const std::optional<OverlayLine>& first) const;

    void addBranch(const Overlay& overlay);
    void extend(const Overlay& overlay);
};

/// A step of the history: what it does, what takes it back, and which branch is shown after each.
struct BranchTree::Step : QUndoCommand {
    using Deed = std::function<void()>;

    using Words = std::function<QString()>;

    Step(BranchTree& owner, Words inWords, Deed doIt, Deed takeBack)
        : QUndoCommand(inWords()), tree(owner), words(std::move(inWords)), forth(std::move(doIt)),
          back(std::move(takeBack)) {}

    void redo() override { run(forth, after, changedForth); }
    void undo() override { run(back, before, changedBack); }

    void run(const Deed& deed, std::optional<BranchId> shown, std::optional<BranchId> changed) {
        deed();
        const BranchId old =
            std::exchange(tree.parts_->current, shown.value_or(tree.parts_->current));
        if (changed) {
            Q_EMIT tree.overlayChanged(*changed);
        }
        if (old != tree.parts_->current) {
            tree.parts_->tell(old, {CurrentRole});
            tree.parts_->tell(tree.parts_->current, {CurrentRole});
            Q_EMIT tree.currentChanged(tree.parts_->current);
        }
    }

    BranchTree& tree;
    Words words; ///< in the language of the moment
    Deed forth;
    Deed back;
    std::optional<BranchId> before; ///< nullopt: whichever is current stays so
    std::optional<BranchId> after;
    std::optional<BranchId> changedForth; ///< whose overlay is another one then
    std::optional<BranchId> changedBack;
};

namespace {

/// As it is shown in the language of now.
QString nameOf(const Branch& branch) {
    if (branch.isNamed || branch.id == kRoot) {
        return branch.name;
    }
    const QString name = nameOf(branch.first);
    return branch.number == 1 ? name : QStringLiteral("%1 (%2)").arg(name).arg(branch.number);
}

} // namespace

std::vector<BranchId> BranchTree::Parts::family(BranchId id) const {
    std::vector<BranchId> all{id};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::vector<BranchId>& own = below(all[i]);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

void BranchTree::Parts::insert(const std::vector<Branch>& family, int row) {
    const BranchId top = family.front().parent;
    tree.beginInsertRows(tree.indexOf(top), row, row);
    for (const Branch& branch : family) {
        std::vector<BranchId>& siblings = children[branch.parent];
        const auto place = &branch == &family.front() ? siblings.begin() + row : siblings.end();
        siblings.insert(place, branch.id);
        branches[branch.id] = branch;
        branches[branch.id].name = nameOf(branch); // the language may have changed since
        findChange(branch.id); // its parent may have changed since it was taken away
    }
    tree.endInsertRows();
}

void BranchTree::Parts::erase(BranchId id) {
    const int row = rowOf(id);
    const BranchId top = at(id).parent;
    tree.beginRemoveRows(tree.indexOf(top), row, row);
    for (const BranchId each : family(id)) {
        branches.erase(each);
        children.erase(each);
    }
    children[top].erase(children[top].begin() + row);
    tree.endRemoveRows();
}

void BranchTree::Parts::setName(BranchId id, const Branch& like) {
    at(id).isNamed = like.isNamed;
    at(id).name = nameOf(like);
    tell(id, {Qt::DisplayRole, Qt::EditRole});
}

void BranchTree::Parts::setOverlay(BranchId id, const Overlay& overlay) {
    at(id).overlay = overlay;
    findChange(id);
    tell(id, {ScriptRole, ChangeRole, Qt::ToolTipRole});
    for (const BranchId child : below(id)) {
        findChange(child);
        tell(child, {ChangeRole});
    }
}

void BranchTree::Parts::findChange(BranchId id) {
    Branch& branch = at(id);
    branch.change = firstDifference(branch.overlay, at(branch.parent).overlay);
}

void BranchTree::Parts::tell(BranchId id, const QList<int>& roles) {
    if (branches.contains(id)) {
        const QModelIndex index = tree.indexOf(id);
        Q_EMIT tree.dataChanged(index, index, roles);
    }
}

int BranchTree::Parts::numberFor(const std::optional<OverlayLine>& first) const {
    const QString name = nameOf(first);
    std::set<int> taken;
    for (const auto& [id, branch] : branches) {
        if (id != kRoot && nameOf(branch.first) == name) {
            taken.insert(branch.number);
        }
    }
    int number = 1;
    while (taken.contains(number)) {
        ++number;
    }
    return number;
}

void BranchTree::Parts::addBranch(const Overlay& overlay) {
    const Branch& from = at(current);
    Branch branch;
    branch.id = next++;
    branch.parent = from.id;
    branch.first = firstOwnLine(overlay, from.overlay);
    branch.number = numberFor(branch.first);
    branch.overlay = overlay;
    const int row = static_cast<int>(below(from.id).size());
    auto* step = new Step(
        tree, [branch] { return nameOf(branch); }, [this, branch, row] { insert({branch}, row); },
        [this, id = branch.id] { erase(id); });
    step->before = from.id;
    step->after = step->changedForth = branch.id;
    history.push(step);
}

void BranchTree::Parts::extend(const Overlay& overlay) {
    const BranchId id = current;
    const Overlay old = at(id).overlay;
    const bool another = firstDifference(old, overlay).has_value();
    const auto line = firstOwnLine(overlay, old);
    const auto words = [another, line] { return another ? nameOf(line) : tr("edit the script"); };
    auto* step = new Step(
        tree, words, [this, id, overlay] { setOverlay(id, overlay); },
        [this, id, old] { setOverlay(id, old); });
    step->before = step->after = id;
    if (another) {
        step->changedForth = step->changedBack = id;
    }
    history.push(step);
}

namespace {

/// A change from there on extends the branch; an earlier one forks.
sim::SimTime lastLine(const Overlay& overlay) {
    return overlay.lines().empty() ? sim::SimTime{} : overlay.lines().back().at;
}

} // namespace

BranchTree::BranchTree(QObject* parent)
    : QAbstractItemModel(parent), parts_(std::make_unique<Parts>(*this)) {
    parts_->branches[kRoot] = Branch{};
}

BranchTree::~BranchTree() = default;

std::vector<Branch> BranchTree::kept() const {
    std::vector<Branch> kept;
    for (const BranchId id : parts_->family(kRoot)) {
        if (id != kRoot) {
            kept.push_back(parts_->at(id));
        }
    }
    return kept;
}

void BranchTree::reset(const QString& rootName, const std::vector<Branch>& kept) {
    beginResetModel();
    parts_->history.clear();
    parts_->branches.clear();
    parts_->children.clear();
    parts_->branches[kRoot].name = rootName;
    for (const Branch& branch : kept) {
        parts_->branches[branch.id] = branch;
        parts_->branches[branch.id].name = nameOf(branch); // another language may be spoken now
        parts_->children[branch.parent].push_back(branch.id);
    }
    parts_->current = kRoot;
    endResetModel();
    Q_EMIT currentChanged(kRoot);
}

void BranchTree::setRootName(const QString& name) {
    Branch root = branch(kRoot);
    root.name = name;
    parts_->setName(kRoot, root);
}

void BranchTree::retranslate() {
    for (auto& [id, branch] : parts_->branches) {
        branch.name = nameOf(branch);
        parts_->tell(id, {Qt::DisplayRole, Qt::EditRole, Qt::ToolTipRole});
    }
    for (int i = 0; i < parts_->history.count(); ++i) {
        // The stack hands out its commands for reading, but texts are no part of what they do.
        auto* step = const_cast<QUndoCommand*>(parts_->history.command(i));
        step->setText(static_cast<Step*>(step)->words());
    }
}

const Branch& BranchTree::branch(BranchId id) const {
    return parts_->at(id);
}

bool BranchTree::contains(BranchId id) const {
    return parts_->branches.contains(id);
}

BranchId BranchTree::current() const {
    return parts_->current;
}

void BranchTree::setCurrent(BranchId id) {
    ORRERY_ASSERT(contains(id));
    if (id == parts_->current) {
        return;
    }
    const BranchId old = std::exchange(parts_->current, id);
    parts_->tell(old, {CurrentRole});
    parts_->tell(id, {CurrentRole});
    Q_EMIT currentChanged(id);
}

void BranchTree::addLine(const OverlayLine& line) {
    const Branch& from = branch(current());
    const bool fork = from.id == kRoot || line.at < lastLine(from.overlay);
    const Overlay kept = fork ? from.overlay.upTo(line.at) : from.overlay;
    const Overlay overlay = kept.with(line);
    if (overlay == kept) {
        return; // no line that can be read
    }
    if (fork) {
        parts_->addBranch(overlay);
    } else {
        parts_->extend(overlay);
    }
}

void BranchTree::applyScript(const Overlay& overlay) {
    const Branch& from = branch(current());
    const std::optional<sim::SimTime> first = firstDifference(from.overlay, overlay);
    const bool isRoot = from.id == kRoot;
    if (overlay == from.overlay || (isRoot && !first)) {
        return; // comments alone are no branch
    }
    if (isRoot || (first && *first < lastLine(from.overlay))) {
        parts_->addBranch(overlay);
    } else {
        parts_->extend(overlay);
    }
}

void BranchTree::rename(BranchId id, const QString& name) {
    const Branch old = branch(id);
    Branch renamed = old;
    renamed.name = name.trimmed();
    renamed.isNamed = true;
    if (renamed.name.isEmpty() || renamed.name == old.name) {
        return;
    }
    parts_->history.push(new Step(
        *this, [old] { return tr("rename %1").arg(nameOf(old)); },
        [this, id, renamed] { parts_->setName(id, renamed); },
        [this, id, old] { parts_->setName(id, old); }));
}

void BranchTree::remove(BranchId id) {
    if (id == kRoot || !contains(id)) {
        return;
    }
    std::vector<Branch> gone;
    bool shown = false;
    for (const BranchId each : parts_->family(id)) {
        gone.push_back(branch(each));
        shown = shown || each == current();
    }
    auto* step = new Step(
        *this, [top = gone.front()] { return tr("delete %1").arg(nameOf(top)); },
        [this, id] { parts_->erase(id); },
        [this, gone, row = parts_->rowOf(id)] { parts_->insert(gone, row); });
    if (shown) {
        step->before = current();
        step->after = gone.front().parent;
    }
    parts_->history.push(step);
}

QUndoStack& BranchTree::history() {
    return parts_->history;
}

QModelIndex BranchTree::indexOf(BranchId id) const {
    return contains(id) ? createIndex(parts_->rowOf(id), 0, static_cast<quintptr>(id))
                        : QModelIndex();
}

QModelIndex BranchTree::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    const BranchId above = static_cast<BranchId>(parent.internalId());
    const BranchId id =
        parent.isValid() ? parts_->below(above)[static_cast<std::size_t>(row)] : kRoot;
    return createIndex(row, column, static_cast<quintptr>(id));
}

QModelIndex BranchTree::parent(const QModelIndex& child) const {
    const BranchId id = static_cast<BranchId>(child.internalId());
    return child.isValid() && id != kRoot && contains(id) ? indexOf(branch(id).parent)
                                                          : QModelIndex();
}

int BranchTree::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) {
        return 1;
    }
    return static_cast<int>(parts_->below(static_cast<BranchId>(parent.internalId())).size());
}

int BranchTree::columnCount(const QModelIndex&) const {
    return 1;
}

QVariant BranchTree::data(const QModelIndex& index, int role) const {
    const BranchId id = static_cast<BranchId>(index.internalId());
    if (!index.isValid() || !contains(id)) {
        return {};
    }
    const Branch& branch = parts_->at(id);
    const QString script = QString::fromStdString(branch.overlay.text());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return branch.name;
    case Qt::ToolTipRole:
        return id == kRoot ? tr("The scenario as it is") : script;
    case IdRole:
        return id;
    case ChangeRole:
        return branch.change ? QVariant(qint64{branch.change->ns}) : QVariant();
    case ScriptRole:
        return script;
    case CurrentRole:
        return id == parts_->current;
    default:
        return {};
    }
}

bool BranchTree::setData(const QModelIndex& index, const QVariant& value, int role) {
    const BranchId id = static_cast<BranchId>(index.internalId());
    if (!index.isValid() || role != Qt::EditRole || id == kRoot || !contains(id) ||
        value.toString().trimmed().isEmpty()) {
        return false;
    }
    rename(id, value.toString());
    return true;
}

Qt::ItemFlags BranchTree::flags(const QModelIndex& index) const {
    const bool root = index.isValid() && static_cast<BranchId>(index.internalId()) == kRoot;
    const Qt::ItemFlags base = QAbstractItemModel::flags(index);
    return index.isValid() && !root ? base | Qt::ItemIsEditable : base;
}

} // namespace gui::branches
