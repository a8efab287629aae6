// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/reader.h"

#include "sim/trace/file_check.h"
#include "sim/trace/reader_parts.h"

namespace sim::trace {
namespace {

namespace fs = std::filesystem;
using Done = core::Result<void, TraceError>;

core::Failure<TraceError> refuse(TraceErrorKind kind, const fs::path& path,
                                 const std::string& why) {
    return {TraceError{kind, path.string() + ": " + why}};
}

const auto kNoParameters = [](Statement&) {};

TraceSummary summaryOf(const std::map<std::string, std::string>& meta) {
    const auto text = [&](const std::string& key) {
        const auto entry = meta.find(key);
        return entry == meta.end() ? std::string() : entry->second;
    };
    const auto number = [&](const std::string& key) {
        return static_cast<std::int64_t>(std::strtoll(text(key).c_str(), nullptr, 10));
    };
    TraceSummary summary;
    RunHeader& header = summary.header;
    header.scenarioPath = text("scenario");
    header.title = {text("title_en"), text("title_zh")};
    header.summary = {text("summary_en"), text("summary_zh")};
    header.seed = std::strtoull(text("seed").c_str(), nullptr, 10);
    header.start = {number("start")};
    header.horizon = {number("horizon")};
    header.fixedHorizon = text("fixed_horizon") == "1";
    header.level = text("level");
    header.recordFrom = {number("record_from")};
    header.parentDigest = text("parent");
    header.parentPath = text("parent_path");
    header.fidelity = text("fidelity");
    summary.level = parseLevel(header.level).value_or(Level::Full);
    return summary;
}

Done loadSources(const Database& database, RunHeader& header) {
    auto done = forEachRow(database, "SELECT kind,name,text FROM sources ORDER BY position",
                           kNoParameters, [&](const Statement& row) {
                               const std::string kind = row.text(0);
                               if (kind == "set") {
                                   header.sets.push_back(row.text(2));
                               } else if (kind == "overlay") {
                                   header.overlays.push_back({row.text(1), row.text(2)});
                               } else {
                                   header.sources.push_back({row.text(1), row.text(2)});
                               }
                           });
    if (!done) {
        return done;
    }
    return forEachRow(
        database, "SELECT name,value FROM build", kNoParameters,
        [&](const Statement& row) { header.build.emplace_back(row.text(0), row.text(1)); });
}

Done loadWorld(const Database& database, RunHeader& header) {
    auto done = forEachRow(
        database, "SELECT name,address,is_switch,rack,zone,powered_on,x,y FROM hosts ORDER BY id",
        kNoParameters, [&](const Statement& row) {
            header.hosts.push_back(
                {row.text(0),
                 core::runtime::parseAddress(row.text(1)).value_or(core::runtime::Address{}),
                 row.integer(2) != 0, row.text(3), row.text(4), row.integer(5) != 0, row.real(6),
                 row.real(7)});
        });
    if (!done) {
        return done;
    }
    done = forEachRow(
        database, "SELECT name,from_host,to_host,latency,bits_per_second FROM links ORDER BY id",
        kNoParameters, [&](const Statement& row) {
            header.links.push_back({row.text(0),
                                    indexCell(row, 1),
                                    indexCell(row, 2),
                                    {row.integer(3)},
                                    row.integer(4)});
        });
    if (!done) {
        return done;
    }
    return forEachRow(database,
                      "SELECT name,host,component,group_name,settings FROM processes ORDER BY id",
                      kNoParameters, [&](const Statement& row) {
                          header.processes.push_back({row.text(0), indexCell(row, 1), row.text(2),
                                                      row.text(3), row.text(4)});
                      });
}

} // namespace

Done Reader::Parts::loadAll() {
    std::map<std::string, std::string> meta;
    auto done = forEachRow(database, "SELECT key,value FROM meta", kNoParameters,
                           [&](const Statement& row) { meta.emplace(row.text(0), row.text(1)); });
    if (!done) {
        return done;
    }
    summary = summaryOf(meta);
    if (done = loadSources(database, summary.header); !done) {
        return done;
    }
    if (done = loadWorld(database, summary.header); !done) {
        return done;
    }
    names = AddressNames(summary.header.hosts);
    done = forEachRow(database, "SELECT kind,importance,en,zh,en_many,zh_many FROM wording",
                      kNoParameters, [&](const Statement& row) {
                          wording.set(row.text(0), {static_cast<int>(row.integer(1)), row.text(2),
                                                    row.text(3), row.text(4), row.text(5)});
                      });
    if (!done) {
        return done;
    }
    return loadProgress();
}

Done Reader::Parts::loadProgress() {
    return forEachRow(database,
                      "SELECT key,value FROM meta WHERE key IN "
                      "('status','simulated_until','digest','story_hash')",
                      kNoParameters, [&](const Statement& row) {
                          const std::string key = row.text(0);
                          const std::string value = row.text(1);
                          if (key == "simulated_until") {
                              summary.until = {std::strtoll(value.c_str(), nullptr, 10)};
                          } else if (key == "digest") {
                              summary.digest = value;
                          } else if (key == "story_hash") {
                              summary.storyHash = value;
                          } else if (value == toString(RunStatus::Complete)) {
                              summary.status = RunStatus::Complete;
                          } else if (value == toString(RunStatus::Interrupted)) {
                              summary.status = RunStatus::Interrupted;
                          }
                      });
}

Reader::Reader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Reader::~Reader() {
    parts_->database.close();
    if (parts_->summary.status == RunStatus::Running) {
        return;
    }
    for (const ChainFile& file : parts_->chain) {
        if (file.how != OpenAs::ReadImmutable) {
            leaveWalIfLast(file.path);
        }
    }
}

Reader::Answer<std::unique_ptr<Reader>> Reader::open(const fs::path& path) {
    auto parts = std::make_unique<Parts>();
    parts->path = path;
    const auto how = openTrace(parts->database, path);
    if (!how) {
        return core::Failure{how.error()};
    }
    auto chain = findChain(parts->database, {path, *how, {}});
    if (!chain) {
        return core::Failure{chain.error()};
    }
    parts->chain = std::move(*chain);
    auto done = joinChain(parts->database, parts->chain);
    if (done) {
        done = parts->loadAll();
    }
    if (!done) {
        const TraceErrorKind kind = done.error().kind;
        if (kind == TraceErrorKind::BadQuery || kind == TraceErrorKind::NotATrace) {
            return refuse(TraceErrorKind::NotATrace, path,
                          "the trace is damaged: " + done.error().text);
        }
        return core::Failure{done.error()};
    }
    return std::unique_ptr<Reader>(new Reader(std::move(parts)));
}

const TraceSummary& Reader::summary() const {
    return parts_->summary;
}
const Catalogue& Reader::wording() const {
    return parts_->wording;
}
const fs::path& Reader::path() const {
    return parts_->path;
}
std::vector<fs::path> Reader::files() const {
    std::vector<fs::path> files;
    for (const ChainFile& file : parts_->chain) {
        files.push_back(file.path);
    }
    return files;
}

std::string Reader::notice() const {
    const std::string until =
        core::formatSeconds(core::Duration{parts_->summary.until.ns}, 3) + " s";
    if (parts_->summary.status == RunStatus::Interrupted) {
        return "The run was interrupted at " + until + ".";
    }
    if (parts_->summary.status == RunStatus::Complete) {
        return {};
    }
    const std::string name = parts_->path.filename().string();
    std::string text = "The trace is incomplete: the run was cut short, or is still going on. It "
                       "holds the run up to " +
                       until + ". " + name + " and " + name +
                       "-wal belong together: copy or move both.";
    if (parts_->chain.front().how == OpenAs::ReadImmutable && hasWal(parts_->path)) {
        text += " What is in " + name + "-wal cannot be read where files cannot be written.";
    }
    return text;
}

Reader::Answer<bool> Reader::refresh() {
    const SimTime until = parts_->summary.until;
    const RunStatus status = parts_->summary.status;
    if (auto loaded = parts_->loadProgress(); !loaded) {
        return core::Failure{loaded.error()};
    }
    parts_->knowsLongMessages = false;
    return parts_->summary.until != until || parts_->summary.status != status;
}

std::string_view Reader::processName(ProcessIndex process) const {
    const auto& processes = parts_->summary.header.processes;
    return process < processes.size() ? std::string_view(processes[process].name) : "";
}
std::string_view Reader::hostName(HostIndex host) const {
    const auto& hosts = parts_->summary.header.hosts;
    return host < hosts.size() ? std::string_view(hosts[host].name) : "";
}
std::string_view Reader::linkName(LinkIndex link) const {
    const auto& links = parts_->summary.header.links;
    return link < links.size() ? std::string_view(links[link].name) : "";
}

std::string Reader::describe(const EventRow& event, Language language) const {
    return parts_->wording.format(
        event.kind, {processName(event.process), hostName(event.host), linkName(event.link)},
        parts_->names.named(event.fields), language);
}

std::string Reader::describe(const MessageRow& message) const {
    const auto end = [&](ProcessIndex process, HostIndex host, const core::runtime::Endpoint& at) {
        if (process != kNoIndex) {
            return std::string(processName(process));
        }
        return host != kNoIndex ? std::string(hostName(host)) : core::runtime::toString(at);
    };
    std::string text = message.protocol + " " + std::string(toString(message.role)) + ", " +
                       end(message.fromProcess, message.fromHost, message.from) + " to " +
                       end(message.toProcess, message.toHost, message.to);
    text += ": " + (message.summary.empty() ? std::to_string(message.octets) + " octets"
                                            : message.summary);
    if (!message.fate) {
        text += " (in flight)";
    } else if (*message.fate != Fate::Delivered) {
        text += " (" + std::string(toString(*message.fate)) + ")";
    }
    return text;
}

} // namespace sim::trace
