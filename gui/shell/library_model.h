// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scenario/library.h"
#include "sim/trace/value.h"

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>

#include <vector>

/// The shipped scenarios as a tree of topics and scenarios, in either language, and the search in
/// it.
namespace gui::shell {

class LibraryModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role {
        SummaryRole = Qt::UserRole, ///< QString, empty for a topic
        PathRole,                   ///< QString, empty for a topic
        SearchRole,                 ///< all words of a scenario, in both languages
    };

    explicit LibraryModel(QObject* parent = nullptr);

    void setEntries(std::vector<sim::scenario::LibraryEntry> entries);
    void setLanguage(sim::trace::Language language);
    /// The first scenario of the first topic; invalid: there is none.
    QModelIndex first() const;
    /// Of the file; invalid: it is not in the library.
    QModelIndex indexOf(const QString& path) const;
    /// "raft" in words.
    static QString topicName(const std::string& topic, sim::trace::Language language);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct TopicRow {
        std::string name;
        std::vector<sim::scenario::LibraryEntry> entries;
    };

    QVariant topicData(const TopicRow& topic, int role) const;
    QVariant entryData(const TopicRow& topic, const sim::scenario::LibraryEntry& entry,
                       int role) const;
    QString inWords(const sim::trace::Text& text) const;

    std::vector<TopicRow> topics_;
    sim::trace::Language language_ = sim::trace::Language::English;
};

/// Scenarios that have every word of the search, in any order, and their topics.
class LibraryFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit LibraryFilter(QObject* parent = nullptr);
    void setSearch(const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList words_;
};

} // namespace gui::shell
