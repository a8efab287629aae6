// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/complaint_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <array>
#include <optional>
#include <vector>

namespace gui::branches {
namespace {

constexpr const char* kContext = "gui::complaints";

/// Forms of the loader's sentences and of what stands in them, the special ones first. %1 to %4
/// stand for anything; what is found there may be of a known form itself.
constexpr std::array kForms{
    // Keys and words.
    QT_TRANSLATE_NOOP("gui::complaints", "unknown key '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown verb '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown word '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown choice '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown component '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown host or switch '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown host '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown link '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown process '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown measure '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown invariant '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unknown unit '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is missing"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' and '%2' exclude each other"),
    QT_TRANSLATE_NOOP("gui::complaints", "the key '%1' stands twice in this map"),
    QT_TRANSLATE_NOOP("gui::complaints", "first on line %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "it does not say what"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no name"),
    QT_TRANSLATE_NOOP("gui::complaints", "letters, digits, '-' and '_', at most 64"),
    // Values.
    QT_TRANSLATE_NOOP("gui::complaints", "expected %1, found %2"),
    QT_TRANSLATE_NOOP("gui::complaints", "a duration like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a size like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a bandwidth like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a throughput like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a percentage like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a clock drift like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a factor like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a whole number like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a rate like '5/s', '2/min' or '1/3s'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a rate like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a map like %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "an address like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a map of names"),
    QT_TRANSLATE_NOOP("gui::complaints", "a map"),
    QT_TRANSLATE_NOOP("gui::complaints", "a list"),
    QT_TRANSLATE_NOOP("gui::complaints", "text"),
    QT_TRANSLATE_NOOP("gui::complaints", "nothing"),
    QT_TRANSLATE_NOOP("gui::complaints", "true or false"),
    QT_TRANSLATE_NOOP("gui::complaints", "a text, or {en: ..., zh: ...}"),
    QT_TRANSLATE_NOOP("gui::complaints", "a number from 0 to 1"),
    QT_TRANSLATE_NOOP("gui::complaints", "a date and time with zone offset"),
    QT_TRANSLATE_NOOP("gui::complaints", "a number"),
    QT_TRANSLATE_NOOP("gui::complaints", "a time"),
    QT_TRANSLATE_NOOP("gui::complaints", "a rate"),
    QT_TRANSLATE_NOOP("gui::complaints", "a size"),
    QT_TRANSLATE_NOOP("gui::complaints", "something that is no time, size or number"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' has no unit"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no unit of a duration"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no unit of a size"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no unit of a bandwidth"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no unit of a throughput"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no unit of a percentage"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no unit of a clock drift"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no unit of a factor"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' counts octets, a link's bandwidth counts bits"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' counts bits, a disk's bandwidth counts octets"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is too small"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is too large or too fine for a rate"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is too large"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is out of range"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no rate"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is finer than a %2 can be"),
    QT_TRANSLATE_NOOP("gui::complaints", "the smallest unit is %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "count and nanoseconds must fit in 64 bits"),
    // The timeline.
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is before the start of the run"),
    QT_TRANSLATE_NOOP("gui::complaints", "nothing happens on this line"),
    QT_TRANSLATE_NOOP("gui::complaints", "two verbs on one line"),
    QT_TRANSLATE_NOOP("gui::complaints", "write a line for each"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is a switch, a host is needed"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is no role"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' has no link"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' stands on two sides"),
    QT_TRANSLATE_NOOP("gui::complaints", "a partition has at least two sides"),
    QT_TRANSLATE_NOOP("gui::complaints", "no line above makes a partition called '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "the processes are of different components"),
    QT_TRANSLATE_NOOP("gui::complaints", "one-way cuts from a link's first end to its second"),
    QT_TRANSLATE_NOOP("gui::complaints", "name it as it is written under 'topology'"),
    QT_TRANSLATE_NOOP("gui::complaints", "%1 has no action '%2'"),
    QT_TRANSLATE_NOOP("gui::complaints", "%1 has no setting '%2' that can change while it runs"),
    QT_TRANSLATE_NOOP("gui::complaints", "expected one setting, like %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "no process shows the event '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "no process shows the counter '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "no process shows the series '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' never shows the event '%2'"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' never shows the counter '%2'"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' never shows the series '%2'"),
    // Formulas.
    QT_TRANSLATE_NOOP("gui::complaints", "%1 in the formula '%2'"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' is %2, not %3"),
    QT_TRANSLATE_NOOP("gui::complaints", "nothing is called '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "unexpected '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "the formula ends too early"),
    QT_TRANSLATE_NOOP("gui::complaints", "the result is out of range"),
    QT_TRANSLATE_NOOP("gui::complaints", "division by zero"),
    QT_TRANSLATE_NOOP("gui::complaints", "%1 plus %2 makes no sense"),
    QT_TRANSLATE_NOOP("gui::complaints", "%1 minus %2 makes no sense"),
    // Machines and links.
    QT_TRANSLATE_NOOP("gui::complaints", "there is no host"),
    QT_TRANSLATE_NOOP("gui::complaints", "the name '%1' is taken by another host or switch"),
    QT_TRANSLATE_NOOP("gui::complaints", "the name '%1' is taken by another process"),
    QT_TRANSLATE_NOOP("gui::complaints", "the address %1 is taken by another host"),
    QT_TRANSLATE_NOOP("gui::complaints", "the address %1 is none a host can have"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1' cannot have a link to itself"),
    QT_TRANSLATE_NOOP("gui::complaints", "there are two links called '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "there is nothing called '%1' to set"),
    // Files.
    QT_TRANSLATE_NOOP("gui::complaints", "not valid YAML: %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "end of map not found"),
    QT_TRANSLATE_NOOP("gui::complaints", "end of map flow not found"),
    QT_TRANSLATE_NOOP("gui::complaints", "end of sequence not found"),
    QT_TRANSLATE_NOOP("gui::complaints", "end of sequence flow not found"),
    QT_TRANSLATE_NOOP("gui::complaints", "illegal map value"),
    QT_TRANSLATE_NOOP("gui::complaints", "illegal block entry"),
    QT_TRANSLATE_NOOP("gui::complaints", "illegal flow end"),
    QT_TRANSLATE_NOOP("gui::complaints", "a tab in the indentation"),
    QT_TRANSLATE_NOOP("gui::complaints", "YAML wants spaces"),
    QT_TRANSLATE_NOOP("gui::complaints", "a second document: a file holds one scenario"),
    QT_TRANSLATE_NOOP("gui::complaints", "a key must be a word"),
    QT_TRANSLATE_NOOP("gui::complaints", "is not a map of keys and values"),
    QT_TRANSLATE_NOOP("gui::complaints", "is empty"),
    QT_TRANSLATE_NOOP("gui::complaints", "a scenario starts with 'orrery: 1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "no such file"),
    QT_TRANSLATE_NOOP("gui::complaints", "is a directory, not a file"),
    QT_TRANSLATE_NOOP("gui::complaints", "is not a regular file"),
    QT_TRANSLATE_NOOP("gui::complaints", "cannot be opened (is it readable?)"),
    QT_TRANSLATE_NOOP("gui::complaints", "cannot be opened: %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "cannot be read"),
    QT_TRANSLATE_NOOP("gui::complaints", "is UTF-16; save it as UTF-8"),
    QT_TRANSLATE_NOOP("gui::complaints", "is not a text file in UTF-8 (octet %1)"),
    QT_TRANSLATE_NOOP("gui::complaints", "is larger than 8 MB, too large for a scenario"),
    QT_TRANSLATE_NOOP("gui::complaints", "format version '%1' is not known to this program"),
    QT_TRANSLATE_NOOP("gui::complaints", "it reads version %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "this overlay extends '%1', not '%2'"),
    QT_TRANSLATE_NOOP(
        "gui::complaints",
        "the base '%1' is not the text this overlay was made for (its hash is %2, not '%3')"),
    QT_TRANSLATE_NOOP("gui::complaints", "check the overlay, then write the new hash or remove it"),
    QT_TRANSLATE_NOOP("gui::complaints", "'%1': %2"),
    QT_TRANSLATE_NOOP("gui::complaints", "and %1 more complaints"),
    // Traces.
    QT_TRANSLATE_NOOP("gui::complaints", "The run was interrupted at %1."),
    QT_TRANSLATE_NOOP("gui::complaints",
                      "The trace is incomplete: the run was cut short, or is still going on. It "
                      "holds the run up to %1. %2 and %3-wal belong together: copy or move both. "
                      "What is in %4-wal cannot be read where files cannot be written."),
    QT_TRANSLATE_NOOP("gui::complaints",
                      "The trace is incomplete: the run was cut short, or is still going on. It "
                      "holds the run up to %1. %2 and %3-wal belong together: copy or move both."),
    QT_TRANSLATE_NOOP("gui::complaints", "there is no such file"),
    QT_TRANSLATE_NOOP("gui::complaints", "this is a folder, not a trace"),
    QT_TRANSLATE_NOOP("gui::complaints", "this is no regular file"),
    QT_TRANSLATE_NOOP("gui::complaints", "no permission to read it"),
    QT_TRANSLATE_NOOP("gui::complaints", "the file is empty"),
    QT_TRANSLATE_NOOP("gui::complaints", "this is not a trace of Orrery"),
    QT_TRANSLATE_NOOP("gui::complaints", "the trace is truncated"),
    QT_TRANSLATE_NOOP("gui::complaints", "this is an SQLite database, but not a trace of Orrery"),
    QT_TRANSLATE_NOOP(
        "gui::complaints",
        "the trace was written by a newer Orrery (schema %1, this program reads up to %2)"),
    QT_TRANSLATE_NOOP("gui::complaints", "the trace is damaged: %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "the branch is its own parent"),
    QT_TRANSLATE_NOOP(
        "gui::complaints",
        "a branch from %1 s on, which needs its parent, the trace with the digest %2; looked at "
        "%3. Put the parent beside the branch, or record it again there: %4"),
    // What to do instead.
    QT_TRANSLATE_NOOP("gui::complaints", "did you mean '%1'?"),
    QT_TRANSLATE_NOOP("gui::complaints", "one of %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "at least %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "at most %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "write '%1' or another of %2"),
    QT_TRANSLATE_NOOP("gui::complaints", "write '%1', '%2' or '%3'"),
    QT_TRANSLATE_NOOP("gui::complaints", "write '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "add 'at: 30 s', or 'after: {event: ...}'"),
    QT_TRANSLATE_NOOP("gui::complaints", "add a verb, like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "add a unit, like '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "add one under 'hosts' or 'generate'"),
    QT_TRANSLATE_NOOP("gui::complaints", "add '%1'"),
    QT_TRANSLATE_NOOP("gui::complaints", "give the second a name of its own under 'links'"),
    QT_TRANSLATE_NOOP("gui::complaints", "a setting with a number, like %1"),
    QT_TRANSLATE_NOOP("gui::complaints", "like %1"),
};

/// `text` with what stands for %1 to %4, which may hold a '%2' itself.
QString filled(const QString& text, const QStringList& parts) {
    static const QRegularExpression kPlace(QStringLiteral("%([1-4])"));
    QString result;
    qsizetype last = 0;
    for (auto place = kPlace.globalMatch(text); place.hasNext();) {
        const QRegularExpressionMatch found = place.next();
        result += text.mid(last, found.capturedStart() - last);
        result += parts.value(found.capturedView(1).toInt() - 1);
        last = found.capturedEnd();
    }
    return result + text.mid(last);
}

struct Form {
    const char* source;
    QRegularExpression pattern;
    std::vector<bool> isQuoted; ///< what is in quotes was written by the user and stays
};

/// "unknown key '%1'" finds what stands for %1.
Form formOf(const char* source) {
    static const QRegularExpression kPlace(QStringLiteral("%[1-4]"));
    Form form{source, {}, {}};
    QString pattern;
    const QStringList parts = QString::fromLatin1(source).split(kPlace);
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (i > 0) {
            pattern += QStringLiteral("(.+?)");
            form.isQuoted.push_back(parts[i - 1].endsWith(QLatin1Char('\'')));
        }
        pattern += QRegularExpression::escape(parts[i]);
    }
    form.pattern.setPattern(QRegularExpression::anchoredPattern(pattern));
    return form;
}

const std::vector<Form>& forms() {
    static const std::vector<Form> known = [] {
        std::vector<Form> made;
        for (const char* source : kForms) {
            made.push_back(formOf(source));
        }
        return made;
    }();
    return known;
}

/// nullopt: no such form.
std::optional<QString> said(const QString& sentence) {
    for (const Form& form : forms()) {
        const QRegularExpressionMatch match = form.pattern.match(sentence);
        if (!match.hasMatch()) {
            continue;
        }
        QStringList parts = match.capturedTexts().mid(1);
        for (qsizetype i = 0; i < parts.size(); ++i) {
            if (!form.isQuoted[static_cast<std::size_t>(i)]) {
                parts[i] = said(parts[i]).value_or(parts[i]);
            }
        }
        return filled(QCoreApplication::translate(kContext, form.source), parts);
    }
    return std::nullopt;
}

QString saidOrQuoted(const QString& sentence) {
    return said(sentence).value_or(
        QCoreApplication::translate("gui::complaints", "%1",
                                    "a sentence of the loader that has no "
                                    "translation; may be introduced as such")
            .arg(sentence));
}

} // namespace

QString complaintText(const sim::scenario::Diagnostic& complaint) {
    const QString message = saidOrQuoted(QString::fromStdString(complaint.message));
    if (complaint.hint.empty()) {
        return message;
    }
    const QString hint = QString::fromStdString(complaint.hint);
    return QCoreApplication::translate("gui::complaints", "%1; %2",
                                       "what is wrong; what to do instead")
        .arg(message, said(hint).value_or(hint));
}

bool isKnownComplaint(const std::string& sentence) {
    return said(QString::fromStdString(sentence)).has_value();
}

QString saidAgain(const QString& sentence) {
    return said(sentence).value_or(sentence);
}

QString placedComplaint(const sim::scenario::Diagnostic& complaint) {
    QString text = complaintText(complaint);
    const auto withPlace = [](const QString& place, const QString& rest) {
        return QCoreApplication::translate("gui::complaints", "%1: %2",
                                           "place: what is wrong there")
            .arg(place, rest);
    };
    if (!complaint.path.empty()) {
        text = withPlace(QString::fromStdString(complaint.path), text);
    }
    const QString file = QFileInfo(QString::fromStdString(complaint.file)).fileName();
    if (complaint.line > 0) {
        return withPlace(
            QCoreApplication::translate("gui::complaints", "%1, line %2", "file and line")
                .arg(file)
                .arg(complaint.line),
            text);
    }
    return file.isEmpty() ? text : withPlace(file, text);
}

} // namespace gui::branches
