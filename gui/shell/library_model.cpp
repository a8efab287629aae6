// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/library_model.h"

#include <QFileInfo>
#include <QFont>

#include <algorithm>
#include <array>

namespace gui::shell {
namespace {

struct TopicWords {
    const char* folder;
    const char* en;
    const char* zh;
};

/// Folders of the library in words. A folder that is not here is shown by its own name.
constexpr std::array<TopicWords, 8> kTopics{{
    {"discovery", "Service discovery", "服务发现"},
    {"network", "Network", "网络"},
    {"raft", "Raft: agreement among servers", "Raft：服务器之间的共识"},
    {"registry", "Registries", "注册中心"},
    {"jobs", "Scheduled jobs", "定时任务"},
    {"search", "Full-text search", "全文检索"},
    {"mq", "Message queues", "消息队列"},
    {"queues", "Message queues", "消息队列"},
}};

/// Topics have this id, scenarios the row of their topic.
constexpr quintptr kTopicId = ~quintptr{0};

QString canonical(const QString& path) {
    const QString found = QFileInfo(path).canonicalFilePath();
    return found.isEmpty() ? path : found;
}

} // namespace

LibraryModel::LibraryModel(QObject* parent) : QAbstractItemModel(parent) {}

void LibraryModel::setEntries(std::vector<sim::scenario::LibraryEntry> entries) {
    beginResetModel();
    topics_.clear();
    for (sim::scenario::LibraryEntry& entry : entries) {
        if (topics_.empty() || topics_.back().name != entry.topic) {
            topics_.push_back({entry.topic, {}});
        }
        topics_.back().entries.push_back(std::move(entry));
    }
    endResetModel();
}

void LibraryModel::setLanguage(sim::trace::Language language) {
    if (language == language_) {
        return;
    }
    language_ = language;
    const int topics = rowCount();
    if (topics == 0) {
        return;
    }
    Q_EMIT dataChanged(index(0, 0), index(topics - 1, 0));
    for (int topic = 0; topic < topics; ++topic) {
        const QModelIndex parent = index(topic, 0);
        Q_EMIT dataChanged(index(0, 0, parent), index(rowCount(parent) - 1, 0, parent));
    }
}

QModelIndex LibraryModel::first() const {
    return topics_.empty() ? QModelIndex() : index(0, 0, index(0, 0));
}

QModelIndex LibraryModel::indexOf(const QString& path) const {
    const QString wanted = canonical(path);
    for (int topic = 0; topic < rowCount(); ++topic) {
        const QModelIndex parent = index(topic, 0);
        for (int row = 0; row < rowCount(parent); ++row) {
            const QModelIndex at = index(row, 0, parent);
            if (canonical(data(at, PathRole).toString()) == wanted) {
                return at;
            }
        }
    }
    return {};
}

QString LibraryModel::topicName(const std::string& topic, sim::trace::Language language) {
    const auto found = std::find_if(kTopics.begin(), kTopics.end(),
                                    [&](const TopicWords& words) { return topic == words.folder; });
    if (found == kTopics.end()) {
        return QString::fromStdString(topic);
    }
    return QString::fromUtf8(language == sim::trace::Language::Chinese ? found->zh : found->en);
}

QModelIndex LibraryModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return parent.isValid() ? createIndex(row, column, static_cast<quintptr>(parent.row()))
                            : createIndex(row, column, kTopicId);
}

QModelIndex LibraryModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == kTopicId) {
        return {};
    }
    return createIndex(static_cast<int>(child.internalId()), 0, kTopicId);
}

int LibraryModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) {
        return static_cast<int>(topics_.size());
    }
    const bool isTopic = parent.internalId() == kTopicId && parent.column() == 0;
    return isTopic ? static_cast<int>(topics_[parent.row()].entries.size()) : 0;
}

int LibraryModel::columnCount(const QModelIndex& /*parent*/) const {
    return 1;
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    if (index.internalId() == kTopicId) {
        return topicData(topics_[index.row()], role);
    }
    const TopicRow& topic = topics_[index.internalId()];
    return entryData(topic, topic.entries[index.row()], role);
}

QVariant LibraryModel::topicData(const TopicRow& topic, int role) const {
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
        return topicName(topic.name, language_);
    }
    return {};
}

QVariant LibraryModel::entryData(const TopicRow& topic, const sim::scenario::LibraryEntry& entry,
                                 int role) const {
    const auto utf8 = [](const std::string& text) { return QString::fromStdString(text); };
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return inWords(entry.title);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
    case SummaryRole:
        return inWords(entry.summary);
    case PathRole:
        return utf8(entry.path.string());
    case SearchRole:
        return QStringList{topicName(topic.name, sim::trace::Language::English),
                           topicName(topic.name, sim::trace::Language::Chinese),
                           utf8(topic.name),
                           utf8(entry.title.en),
                           utf8(entry.title.zh),
                           utf8(entry.summary.en),
                           utf8(entry.summary.zh),
                           utf8(entry.path.stem().string())}
            .join(QLatin1Char('\n'));
    default:
        return {};
    }
}

Qt::ItemFlags LibraryModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const bool isTopic = index.internalId() == kTopicId;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable |
           (isTopic ? Qt::NoItemFlags : Qt::ItemNeverHasChildren);
}

QString LibraryModel::inWords(const sim::trace::Text& text) const {
    const bool chinese = language_ == sim::trace::Language::Chinese && !text.zh.empty();
    return QString::fromStdString(chinese ? text.zh : text.en).trimmed();
}

LibraryFilter::LibraryFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setRecursiveFilteringEnabled(true);
}

void LibraryFilter::setSearch(const QString& text) {
    words_ = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool LibraryFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (words_.isEmpty()) {
        return true;
    }
    // A topic has no words of its own: it stays if one of its scenarios does.
    const QString words =
        sourceModel()->index(row, 0, parent).data(LibraryModel::SearchRole).toString();
    return !words.isEmpty() && std::all_of(words_.begin(), words_.end(), [&](const QString& word) {
        return words.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace gui::shell
