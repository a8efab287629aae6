// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules.h"

#include <cctype>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

namespace tidy {
namespace {

struct Link {
    std::string path;   ///< from the root; empty if it leads out of the source folder
    std::string anchor; ///< without "#"
    std::string text;   ///< as written
    int line = 0;
};

bool isMarkdown(const std::string& path) {
    return endsWith(path, ".md");
}

/// A link target as a path from the root.
std::string resolve(const std::string& page, const std::string& target) {
    if (target.empty()) {
        return page;
    }
    const auto joined = std::filesystem::path(page).parent_path() / target;
    std::string path = joined.lexically_normal().generic_string();
    while (endsWith(path, "/")) {
        path.pop_back();
    }
    return startsWith(path, "..") ? "" : path;
}

/// Relative links of a page; those to other sites and those in code are left out.
std::vector<Link> linksOf(const File& page) {
    static const std::regex kLink(R"(\]\(([^)\s]+)\))");
    static const std::regex kElsewhere(R"(^[a-z][a-z0-9+.-]*:)");
    static const std::regex kInlineCode("`[^`]*`");
    std::vector<Link> links;
    bool inFence = false;
    int number = 0;
    for (const std::string& raw : splitLines(page.text)) {
        ++number;
        if (startsWith(raw, "```")) {
            inFence = !inFence;
        }
        if (inFence) {
            continue;
        }
        const std::string line = std::regex_replace(raw, kInlineCode, "");
        for (std::sregex_iterator at(line.begin(), line.end(), kLink), end; at != end; ++at) {
            const std::string text = (*at)[1];
            if (std::regex_search(text, kElsewhere)) {
                continue;
            }
            const std::size_t hash = text.find('#');
            const std::string anchor = hash == std::string::npos ? "" : text.substr(hash + 1);
            links.push_back({resolve(page.path, text.substr(0, hash)), anchor, text, number});
        }
    }
    return links;
}

/// A heading as the anchor that GitHub makes of it.
std::string slugOf(std::string_view heading) {
    std::string slug;
    for (const char c : heading) {
        const auto octet = static_cast<unsigned char>(c);
        if (std::isalnum(octet) != 0 || c == '-' || c == '_' || octet >= 0x80) {
            slug += static_cast<char>(std::tolower(octet));
        } else if (c == ' ') {
            slug += '-';
        }
    }
    return slug;
}

std::set<std::string> anchorsOf(const File& page) {
    std::set<std::string> anchors;
    std::map<std::string, int> seen;
    for (const std::string& line : splitLines(page.text)) {
        const std::size_t text = line.find_first_not_of('#');
        if (text == 0 || text == std::string::npos || line[text] != ' ') {
            continue;
        }
        const std::string slug = slugOf(std::string_view(line).substr(text + 1));
        const int count = seen[slug]++;
        anchors.insert(count == 0 ? slug : slug + "-" + std::to_string(count));
    }
    return anchors;
}

bool isFolder(const Tree& tree, const std::string& path) {
    for (const File& file : tree) {
        if (startsWith(file.path, path + "/")) {
            return true;
        }
    }
    return false;
}

void checkLink(const Tree& tree, const File& page, const Link& link, Findings& findings) {
    const File* target = findFile(tree, link.path);
    if (target == nullptr && (link.path.empty() || !isFolder(tree, link.path))) {
        findings.push_back({page.path, link.line, "dead link: " + link.text});
        return;
    }
    if (!link.anchor.empty() && target != nullptr && isMarkdown(link.path) &&
        anchorsOf(*target).count(link.anchor) == 0) {
        findings.push_back({page.path, link.line, "no such heading: " + link.text});
    }
}

} // namespace

Findings checkLinks(const Tree& tree) {
    Findings findings;
    for (const File& page : tree) {
        if (!isMarkdown(page.path)) {
            continue;
        }
        for (const Link& link : linksOf(page)) {
            checkLink(tree, page, link, findings);
        }
    }
    return findings;
}

Findings checkReachable(const Tree& tree) {
    std::set<std::string> reached{"README.md"};
    std::vector<std::string> open{"README.md"};
    while (!open.empty()) {
        const File* page = findFile(tree, open.back());
        open.pop_back();
        for (const Link& link : page == nullptr ? std::vector<Link>{} : linksOf(*page)) {
            if (isMarkdown(link.path) && reached.insert(link.path).second) {
                open.push_back(link.path);
            }
        }
    }
    Findings findings;
    for (const File& page : tree) {
        if (startsWith(page.path, "docs/") && isMarkdown(page.path) &&
            reached.count(page.path) == 0) {
            findings.push_back({page.path, 0, "no link leads here from docs/README.md"});
        }
    }
    return findings;
}

Findings checkModulePages(const Tree& tree) {
    std::set<std::string> modules;
    for (const File& file : tree) {
        if (startsWith(file.path, "core/") && endsWith(file.path, ".cpp")) {
            modules.insert(file.path.substr(0, file.path.rfind('/')));
        }
    }
    Findings findings;
    for (const std::string& module : modules) {
        if (findFile(tree, module + "/README.md") == nullptr) {
            findings.push_back({module, 0, "a module of core has a README.md"});
        }
    }
    return findings;
}

} // namespace tidy
