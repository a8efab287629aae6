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

/// For Linguist.
#define SENTENCE(text) QT_TRANSLATE_NOOP("gui::complaints", text)

/// Forms of the loader's sentences and of what stands in them, the special ones first. %1 to %4
/// stand for anything; what is found there may be of a known form itself.
constexpr std::array kForms{
    // Keys and words.
    SENTENCE("unknown key '%1'"),
    SENTENCE("unknown verb '%1'"),
    SENTENCE("unknown word '%1'"),
    SENTENCE("unknown choice '%1'"),
    SENTENCE("unknown component '%1'"),
    SENTENCE("unknown host or switch '%1'"),
    SENTENCE("unknown host '%1'"),
    SENTENCE("unknown link '%1'"),
    SENTENCE("unknown process '%1'"),
    SENTENCE("unknown measure '%1'"),
    SENTENCE("unknown invariant '%1'"),
    SENTENCE("unknown unit '%1'"),
    SENTENCE("'%1' is missing"),
    SENTENCE("'%1' and '%2' exclude each other"),
    SENTENCE("the key '%1' stands twice in this map"),
    SENTENCE("first on line %1"),
    SENTENCE("it does not say what"),
    SENTENCE("'%1' is no name"),
    SENTENCE("letters, digits, '-' and '_', at most 64"),
    // Values.
    SENTENCE("expected %1, found %2"),
    SENTENCE("a duration like '%1'"),
    SENTENCE("a size like '%1'"),
    SENTENCE("a bandwidth like '%1'"),
    SENTENCE("a throughput like '%1'"),
    SENTENCE("a percentage like '%1'"),
    SENTENCE("a clock drift like '%1'"),
    SENTENCE("a factor like '%1'"),
    SENTENCE("a whole number like '%1'"),
    SENTENCE("a rate like '5/s', '2/min' or '1/3s'"),
    SENTENCE("a rate like '%1'"),
    SENTENCE("a map like %1"),
    SENTENCE("an address like '%1'"),
    SENTENCE("a map of names"),
    SENTENCE("a map"),
    SENTENCE("a list"),
    SENTENCE("text"),
    SENTENCE("nothing"),
    SENTENCE("true or false"),
    SENTENCE("a text, or {en: ..., zh: ...}"),
    SENTENCE("a number from 0 to 1"),
    SENTENCE("a date and time with zone offset"),
    SENTENCE("a number"),
    SENTENCE("a time"),
    SENTENCE("a rate"),
    SENTENCE("a size"),
    SENTENCE("something that is no time, size or number"),
    SENTENCE("'%1' has no unit"),
    SENTENCE("'%1' is no unit of a duration"),
    SENTENCE("'%1' is no unit of a size"),
    SENTENCE("'%1' is no unit of a bandwidth"),
    SENTENCE("'%1' is no unit of a throughput"),
    SENTENCE("'%1' is no unit of a percentage"),
    SENTENCE("'%1' is no unit of a clock drift"),
    SENTENCE("'%1' is no unit of a factor"),
    SENTENCE("'%1' counts octets, a link's bandwidth counts bits"),
    SENTENCE("'%1' counts bits, a disk's bandwidth counts octets"),
    SENTENCE("'%1' is too small"),
    SENTENCE("'%1' is too large or too fine for a rate"),
    SENTENCE("'%1' is too large"),
    SENTENCE("'%1' is out of range"),
    SENTENCE("'%1' is no rate"),
    SENTENCE("'%1' is finer than a %2 can be"),
    SENTENCE("the smallest unit is %1"),
    SENTENCE("count and nanoseconds must fit in 64 bits"),
    // The timeline.
    SENTENCE("'%1' is before the start of the run"),
    SENTENCE("nothing happens on this line"),
    SENTENCE("two verbs on one line"),
    SENTENCE("write a line for each"),
    SENTENCE("'%1' is a switch, a host is needed"),
    SENTENCE("'%1' is no role"),
    SENTENCE("'%1' has no link"),
    SENTENCE("'%1' stands on two sides"),
    SENTENCE("a partition has at least two sides"),
    SENTENCE("no line above makes a partition called '%1'"),
    SENTENCE("the processes are of different components"),
    SENTENCE("one-way cuts from a link's first end to its second"),
    SENTENCE("name it as it is written under 'topology'"),
    SENTENCE("%1 has no action '%2'"),
    SENTENCE("%1 has no setting '%2' that can change while it runs"),
    SENTENCE("expected one setting, like %1"),
    SENTENCE("no process shows the event '%1'"),
    SENTENCE("no process shows the counter '%1'"),
    SENTENCE("no process shows the series '%1'"),
    SENTENCE("'%1' never shows the event '%2'"),
    SENTENCE("'%1' never shows the counter '%2'"),
    SENTENCE("'%1' never shows the series '%2'"),
    // Formulas.
    SENTENCE("%1 in the formula '%2'"),
    SENTENCE("'%1' is %2, not %3"),
    SENTENCE("nothing is called '%1'"),
    SENTENCE("unexpected '%1'"),
    SENTENCE("the formula ends too early"),
    SENTENCE("the result is out of range"),
    SENTENCE("division by zero"),
    SENTENCE("%1 plus %2 makes no sense"),
    SENTENCE("%1 minus %2 makes no sense"),
    // Machines and links.
    SENTENCE("there is no host"),
    SENTENCE("the name '%1' is taken by another host or switch"),
    SENTENCE("the name '%1' is taken by another process"),
    SENTENCE("the address %1 is taken by another host"),
    SENTENCE("the address %1 is none a host can have"),
    SENTENCE("'%1' cannot have a link to itself"),
    SENTENCE("there are two links called '%1'"),
    SENTENCE("there is nothing called '%1' to set"),
    // Files.
    SENTENCE("not valid YAML: %1"),
    SENTENCE("end of map not found"),
    SENTENCE("end of map flow not found"),
    SENTENCE("end of sequence not found"),
    SENTENCE("end of sequence flow not found"),
    SENTENCE("illegal map value"),
    SENTENCE("illegal block entry"),
    SENTENCE("illegal flow end"),
    SENTENCE("a tab in the indentation"),
    SENTENCE("YAML wants spaces"),
    SENTENCE("a second document: a file holds one scenario"),
    SENTENCE("a key must be a word"),
    SENTENCE("is not a map of keys and values"),
    SENTENCE("is empty"),
    SENTENCE("a scenario starts with 'orrery: 1'"),
    SENTENCE("no such file"),
    SENTENCE("is a directory, not a file"),
    SENTENCE("is not a regular file"),
    SENTENCE("cannot be opened (is it readable?)"),
    SENTENCE("cannot be opened: %1"),
    SENTENCE("cannot be read"),
    SENTENCE("is UTF-16; save it as UTF-8"),
    SENTENCE("is not a text file in UTF-8 (octet %1)"),
    SENTENCE("is larger than 8 MB, too large for a scenario"),
    SENTENCE("format version '%1' is not known to this program"),
    SENTENCE("it reads version %1"),
    SENTENCE("this overlay extends '%1', not '%2'"),
    SENTENCE("the base '%1' is not the text this overlay was made for (its hash is %2, not '%3')"),
    SENTENCE("check the overlay, then write the new hash or remove it"),
    SENTENCE("'%1': %2"),
    SENTENCE("and %1 more complaints"),
    // What to do instead.
    SENTENCE("did you mean '%1'?"),
    SENTENCE("one of %1"),
    SENTENCE("at least %1"),
    SENTENCE("at most %1"),
    SENTENCE("write '%1' or another of %2"),
    SENTENCE("write '%1', '%2' or '%3'"),
    SENTENCE("write '%1'"),
    SENTENCE("add 'at: 30 s', or 'after: {event: ...}'"),
    SENTENCE("add a verb, like '%1'"),
    SENTENCE("add a unit, like '%1'"),
    SENTENCE("add one under 'hosts' or 'generate'"),
    SENTENCE("add '%1'"),
    SENTENCE("give the second a name of its own under 'links'"),
    SENTENCE("a setting with a number, like %1"),
    SENTENCE("like %1"),
};

#undef SENTENCE

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
        QCoreApplication::translate(kContext, "%1",
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
    return QCoreApplication::translate(kContext, "%1; %2", "what is wrong; what to do instead")
        .arg(message, said(hint).value_or(hint));
}

bool isKnownComplaint(const std::string& sentence) {
    return said(QString::fromStdString(sentence)).has_value();
}

QString placedComplaint(const sim::scenario::Diagnostic& complaint) {
    QString text = complaintText(complaint);
    const auto withPlace = [](const QString& place, const QString& rest) {
        return QCoreApplication::translate(kContext, "%1: %2", "place: what is wrong there")
            .arg(place, rest);
    };
    if (!complaint.path.empty()) {
        text = withPlace(QString::fromStdString(complaint.path), text);
    }
    const QString file = QFileInfo(QString::fromStdString(complaint.file)).fileName();
    if (complaint.line > 0) {
        return withPlace(QCoreApplication::translate(kContext, "%1, line %2", "file and line")
                             .arg(file)
                             .arg(complaint.line),
                         text);
    }
    return file.isEmpty() ? text : withPlace(file, text);
}

} // namespace gui::branches
