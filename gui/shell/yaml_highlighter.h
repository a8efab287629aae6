// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

/// Colours of a YAML script: keys, texts, comments, numbers with their units. Weight and slope tell
/// keys and comments apart without colour.
namespace gui::shell {

class YamlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit YamlHighlighter(QTextDocument* document);

    /// `muted`: what cannot be edited, in shades of one ink.
    void setLook(bool dark, bool muted);

protected:
    void highlightBlock(const QString& text) override;

private:
    void markComment(const QString& text);

    QTextCharFormat plain_;
    QTextCharFormat key_;
    QTextCharFormat string_;
    QTextCharFormat comment_;
    QTextCharFormat number_;
    QTextCharFormat sign_;
};

} // namespace gui::shell
