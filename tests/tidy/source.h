// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// A C++ source taken apart far enough for the tidy rules: code without comments and literals,
/// the contents of string literals, and the blocks that braces make. Not a parser: it relies on
/// the layout that clang-format gives to every source here.
namespace tidy {

struct Source {
    /// Line for line as in the file; comments and the insides of literals are blanks.
    std::vector<std::string> code;
    /// Line for line: only the insides of string literals, everything else blank.
    std::vector<std::string> strings;
};

Source parseSource(std::string_view text);

enum class BlockKind { Function, Class };

/// A function definition outside any other function, or the declaration of a class.
struct Block {
    BlockKind kind = BlockKind::Function;
    int firstLine = 0; ///< where its head begins, from 1
    int lastLine = 0;  ///< of its closing brace
};

/// All functions and classes, in the order of their closing braces. `balanced` tells whether
/// every brace had its partner.
struct Blocks {
    std::vector<Block> blocks;
    bool balanced = true;
};
Blocks findBlocks(const Source& source);

} // namespace tidy
