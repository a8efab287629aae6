// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules.h"
#include "tests/tidy/source.h"

namespace tidy {
namespace {

constexpr int kFunctionLines = 70;
constexpr int kClassLines = 150;
constexpr int kHeaderLines = 300;
constexpr int kSourceLines = 600;

void require(const std::string& path, int line, const std::string& what, int lines, int most,
             Findings& findings) {
    if (lines > most) {
        findings.push_back({path, line,
                            what + " has " + std::to_string(lines) + " lines, at most " +
                                std::to_string(most) + " are allowed"});
    }
}

} // namespace

Findings checkSizes(const Tree& tree) {
    Findings findings;
    for (const File& file : tree) {
        if (!isCpp(file.path)) {
            continue;
        }
        const Source source = parseSource(file.text);
        const bool isHeader = endsWith(file.path, ".h");
        require(file.path, 0, isHeader ? "the header" : "the source",
                static_cast<int>(source.code.size()), isHeader ? kHeaderLines : kSourceLines,
                findings);
        const Blocks blocks = findBlocks(source);
        if (!blocks.balanced) {
            findings.push_back({file.path, 0, "braces do not balance (without the preprocessor)"});
        }
        for (const Block& block : blocks.blocks) {
            const bool isClass = block.kind == BlockKind::Class;
            require(file.path, block.firstLine, isClass ? "the class" : "the function",
                    block.lastLine - block.firstLine + 1, isClass ? kClassLines : kFunctionLines,
                    findings);
        }
    }
    return findings;
}

} // namespace tidy
