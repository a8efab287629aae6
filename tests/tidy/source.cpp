// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/source.h"

#include "tests/tidy/tree.h"

#include <cctype>
#include <regex>

namespace tidy {
namespace {

bool isWord(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Splits a text into code and string contents, character by character.
class Splitter {
public:
    explicit Splitter(std::string_view text) : text_(text) {}

    Source run() {
        while (at_ < text_.size()) {
            step();
        }
        return {splitLines(code_), splitLines(strings_)};
    }

private:
    enum class Part { Code, String, Blank };

    bool ahead(std::string_view token) const { return startsWith(text_.substr(at_), token); }

    void put(Part part) {
        const char c = text_[at_++];
        const bool isLineEnd = c == '\n';
        code_ += isLineEnd || part == Part::Code ? c : ' ';
        strings_ += isLineEnd || part == Part::String ? c : ' ';
    }

    void putUntil(std::string_view end, Part part) {
        while (at_ < text_.size() && !ahead(end)) {
            put(part);
        }
    }

    void step() {
        if (ahead("//")) {
            putUntil("\n", Part::Blank);
        } else if (ahead("/*")) {
            putUntil("*/", Part::Blank);
            for (int i = 0; i < 2 && at_ < text_.size(); ++i) {
                put(Part::Blank);
            }
        } else if (ahead("R\"") && !isWord(previous())) {
            rawString();
        } else if (ahead("\"")) {
            quoted('"', Part::String);
        } else if (ahead("'") && !isWord(previous())) { // else a digit separator: 1'000
            quoted('\'', Part::Blank);
        } else {
            put(Part::Code);
        }
    }

    char previous() const { return at_ == 0 ? ' ' : text_[at_ - 1]; }

    void quoted(char quote, Part inside) {
        put(Part::Code);
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
            const bool isEscape = text_[at_] == '\\' && at_ + 1 < text_.size();
            put(inside);
            if (isEscape) {
                put(inside);
            }
        }
        if (at_ < text_.size() && text_[at_] == quote) {
            put(Part::Code);
        }
    }

    void rawString() {
        const std::size_t open = text_.find('(', at_);
        const std::string end = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
        while (at_ <= open && at_ < text_.size()) {
            put(Part::Blank);
        }
        putUntil(end, Part::String);
        for (std::size_t i = 0; i < end.size() && at_ < text_.size(); ++i) {
            put(Part::Blank);
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string code_;
    std::string strings_;
};

/// What a brace opens, as far as the size rules care.
enum class Scope { Namespace, Class, Function, Inner, Initializer };

/// `template <...>` and attributes say nothing about the kind of a block.
std::string withoutPrefixes(std::string head) {
    static const std::regex kAttribute(R"(^\s*\[\[[^\]]*\]\]\s*)");
    static const std::regex kTemplate(R"(^\s*template\s*<)");
    for (;;) {
        std::smatch match;
        if (std::regex_search(head, match, kAttribute)) {
            head = match.suffix();
        } else if (std::regex_search(head, match, kTemplate)) {
            int depth = 1;
            std::size_t at = static_cast<std::size_t>(match.length());
            for (; at < head.size() && depth > 0; ++at) {
                depth += head[at] == '<' ? 1 : head[at] == '>' ? -1 : 0;
            }
            head = head.substr(at);
        } else {
            return head;
        }
    }
}

/// The kind of the block whose brace follows `head`, outside functions.
Scope classify(const std::string& fullHead) {
    static const std::regex kNamespace(R"re(^\s*(inline\s+)?namespace\b|^\s*extern\s*"\s*"\s*$)re");
    static const std::regex kClass(R"(^\s*(typedef\s+)?(class|struct|union)\b)");
    const std::string head = withoutPrefixes(fullHead);
    if (std::regex_search(head, kNamespace)) {
        return Scope::Namespace;
    }
    const std::size_t last = head.find_last_not_of(" \n");
    const char end = last == std::string::npos ? ' ' : head[last];
    if (std::regex_search(head, kClass) && end != ')') {
        return Scope::Class;
    }
    return head.find('(') != std::string::npos ? Scope::Function : Scope::Inner;
}

/// Follows braces through the code and notes where functions and classes begin and end.
class BlockFinder {
public:
    Blocks run(const std::vector<std::string>& code) {
        bool inMacro = false;
        for (const std::string& line : code) {
            ++line_;
            const std::size_t first = line.find_first_not_of(' ');
            const bool isDirective = first != std::string::npos && line[first] == '#';
            if (!inMacro && !isDirective) {
                readLine(line);
            }
            inMacro = (inMacro || isDirective) && endsWith(line, "\\");
        }
        found_.balanced = found_.balanced && open_.empty();
        return found_;
    }

private:
    struct Open {
        Scope scope;
        int firstLine;
    };

    bool inFunction() const {
        for (const Open& block : open_) {
            if (block.scope == Scope::Function) {
                return true;
            }
        }
        return false;
    }

    void readLine(const std::string& line) {
        for (const char c : line) {
            if (c == '{') {
                openBrace();
            } else if (c == '}') {
                closeBrace();
            } else if (c == ';' && !insideParentheses()) {
                clearHead();
            } else {
                if (head_.find_first_not_of(" \n") == std::string::npos && c != ' ') {
                    headLine_ = line_;
                }
                head_ += c;
                dropAccessLabel(c);
            }
        }
        head_ += '\n';
    }

    bool insideParentheses() const {
        int depth = 0;
        for (const char c : head_) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return depth > 0;
    }

    void clearHead() { head_.clear(); }

    void dropAccessLabel(char last) {
        static const std::regex kLabel(R"(^\s*(public|private|protected)(\s+slots)?:$)");
        if (last == ':' && std::regex_search(head_, kLabel)) {
            clearHead();
        }
    }

    void openBrace() {
        // clang-format sets a blank before the brace of every block, and none before that of an
        // initialiser; an assignment or a return value is an initialiser too.
        const char before = head_.empty() ? ' ' : head_.back();
        const std::size_t last = head_.find_last_not_of(" \n");
        const char token = last == std::string::npos ? ' ' : head_[last];
        const bool isInitializer = isWord(before) || before == '>' || before == '(' ||
                                   before == '{' || token == '=' || token == ',' || token == '(' ||
                                   inInitializer() || insideParentheses();
        if (inFunction()) {
            open_.push_back({Scope::Inner, line_});
        } else if (isInitializer) {
            open_.push_back({Scope::Initializer, line_});
            return; // the head goes on behind it
        } else {
            open_.push_back({classify(head_), headLine_});
        }
        clearHead();
    }

    bool inInitializer() const {
        return !open_.empty() && open_.back().scope == Scope::Initializer;
    }

    void closeBrace() {
        if (open_.empty()) {
            found_.balanced = false;
            return;
        }
        const Open closed = open_.back();
        open_.pop_back();
        if (closed.scope == Scope::Function || closed.scope == Scope::Class) {
            const auto kind = closed.scope == Scope::Class ? BlockKind::Class : BlockKind::Function;
            found_.blocks.push_back({kind, closed.firstLine, line_});
        }
        if (closed.scope != Scope::Initializer) {
            clearHead();
        }
    }

    int line_ = 0;
    int headLine_ = 0;
    std::string head_;
    std::vector<Open> open_;
    Blocks found_;
};

} // namespace

Source parseSource(std::string_view text) {
    return Splitter(text).run();
}

Blocks findBlocks(const Source& source) {
    return BlockFinder().run(source.code);
}

} // namespace tidy
