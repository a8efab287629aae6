// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/yaml_highlighter.h"

#include <QRegularExpression>

namespace gui::shell {
namespace {

struct Colours {
    QRgb key;
    QRgb string;
    QRgb comment;
    QRgb number;
};

// Contrast of at least 4.5 to the panels of sim/scene/palette.
constexpr Colours kLight{0x00468a, 0x7a3e00, 0x5a6068, 0x006048};
constexpr Colours kDark{0x9acbff, 0xffbf7d, 0xaab2bf, 0x7fe3bd};
constexpr Colours kLightMuted{0x50565f, 0x50565f, 0x666c77, 0x50565f};
constexpr Colours kDarkMuted{0xb6bdc9, 0xb6bdc9, 0x99a1af, 0xb6bdc9};

const QRegularExpression& keyPattern() {
    static const QRegularExpression kPattern(
        QStringLiteral(R"((?:^|(?<=[\s{,\-]))("[^"]*"|[A-Za-z0-9_.\-]+)(?=\s*:(?:\s|$)))"));
    return kPattern;
}

const QRegularExpression& stringPattern() {
    static const QRegularExpression kPattern(
        QStringLiteral(R"("(?:[^"\\]|\\.)*"|(?<![A-Za-z0-9])'(?:[^']|'')*')"));
    return kPattern;
}

const QRegularExpression& numberPattern() {
    static const QRegularExpression kPattern(QStringLiteral(
        R"((?<![\w.\-])-?\d+(?:\.\d+)?(?: ?(?:ns|us|ms|s|min|h|d|%|[KMGT]i?B(?:/s)?|B(?:/s)?|)"
        R"([kMGT]?bit/s|pp[mb]))?(?![\w.\-]))"));
    return kPattern;
}

/// Where a comment begins: a '#' at the start or after a blank, outside of quotes; -1: nowhere.
qsizetype commentStart(const QString& text) {
    QChar quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (!quote.isNull()) {
            quote = c == quote ? QChar() : quote;
        } else if ((c == QLatin1Char('"') || c == QLatin1Char('\'')) &&
                   (i == 0 || !text[i - 1].isLetterOrNumber())) {
            quote = c;
        } else if (c == QLatin1Char('#') && (i == 0 || text[i - 1].isSpace())) {
            return i;
        }
    }
    return -1;
}

} // namespace

YamlHighlighter::YamlHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {
    setLook(false, false);
}

void YamlHighlighter::setLook(bool dark, bool muted) {
    const Colours& colours = muted ? (dark ? kDarkMuted : kLightMuted) : (dark ? kDark : kLight);
    if (muted) {
        plain_.setForeground(QColor(colours.key));
    } else {
        plain_.clearForeground();
    }
    key_.setForeground(QColor(colours.key));
    key_.setFontWeight(muted ? QFont::Normal : QFont::Bold);
    string_.setForeground(QColor(colours.string));
    number_.setForeground(QColor(colours.number));
    comment_.setForeground(QColor(colours.comment));
    comment_.setFontItalic(true);
    sign_.setForeground(QColor(colours.comment));
    rehighlight();
}

void YamlHighlighter::highlightBlock(const QString& text) {
    const auto mark = [&](const QRegularExpression& pattern, const QTextCharFormat& format) {
        for (auto found = pattern.globalMatch(text); found.hasNext();) {
            const QRegularExpressionMatch match = found.next();
            setFormat(static_cast<int>(match.capturedStart()),
                      static_cast<int>(match.capturedLength()), format);
        }
    };
    setFormat(0, static_cast<int>(text.size()), plain_);
    mark(numberPattern(), number_);
    mark(stringPattern(), string_);
    mark(keyPattern(), key_);
    markComment(text);
}

void YamlHighlighter::markComment(const QString& text) {
    const qsizetype start = commentStart(text);
    if (start >= 0) {
        setFormat(static_cast<int>(start), static_cast<int>(text.size() - start), comment_);
    }
}

} // namespace gui::shell
