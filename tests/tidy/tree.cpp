// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace tidy {
namespace {

namespace fs = std::filesystem;

bool isSkipped(const fs::path& folder) {
    static const std::set<std::string> kSkipped{".git", ".cache", "build", "__pycache__"};
    return kSkipped.count(folder.filename().string()) != 0;
}

File readFile(const fs::directory_entry& entry, const fs::path& root) {
    std::ifstream stream(entry.path(), std::ios::binary);
    File file;
    file.path = fs::relative(entry.path(), root).generic_string();
    file.text.assign(std::istreambuf_iterator<char>(stream), {});
    file.executable = (entry.status().permissions() & fs::perms::owner_exec) != fs::perms::none;
    return file;
}

} // namespace

Tree loadTree(const std::string& root) {
    Tree tree;
    for (auto at = fs::recursive_directory_iterator(root); at != fs::end(at); ++at) {
        if (at->is_directory() && isSkipped(at->path())) {
            at.disable_recursion_pending();
        } else if (at->is_regular_file() && at->path().filename() != ".git") {
            tree.push_back(readFile(*at, root));
        }
    }
    std::sort(tree.begin(), tree.end(),
              [](const File& a, const File& b) { return a.path < b.path; });
    return tree;
}

const File* findFile(const Tree& tree, std::string_view path) {
    const auto found =
        std::find_if(tree.begin(), tree.end(), [&](const File& file) { return file.path == path; });
    return found == tree.end() ? nullptr : &*found;
}

std::string toText(const Findings& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        text += finding.path + ":" + std::to_string(finding.line) + ": " + finding.what + "\n";
    }
    return text;
}

std::vector<std::string> splitLines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

} // namespace tidy
