// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/stage_view.h"
#include "tests/gui/bench/benches.h"
#include "tests/gui/bench/made_runs.h"
#include "tests/gui/bench/rows.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <random>

namespace bench {
namespace {

using gui::stage::StageFrame;
using gui::stage::StageView;
using sim::SimTime;
using sim::scene::Flight;
using sim::scene::Slice;

constexpr QSize kWindowSize(1400, 900);
constexpr std::size_t kInFlight = 2'000;
/// A picture shows 1/60 s of screen time, in which 1/6 ms pass: a packet is a second on its way.
constexpr core::Duration kStep{166'667};
constexpr core::Duration kWindow{4'000'000};
constexpr core::Duration kFlightTime{10'000'000};
constexpr int kPictures = 300;
constexpr double kWanted = 60; ///< pictures a second
constexpr double kEnough = 30; ///< while something large moves
constexpr double kWorst = 50;  ///< ms

/// The wide run's world with so many packets in flight at every time of a stretch.
struct Scene {
    std::shared_ptr<const sim::scene::World> world;
    std::shared_ptr<const sim::scene::Storyline> story;
    std::shared_ptr<const Slice> slice;
    SimTime begin;
};

/// From each machine over the switch to each other one: its only link there and back.
Slice crowded(const sim::scene::World& world, const Slice& real, SimTime begin) {
    Slice slice = real;
    const sim::trace::RunHeader& header = world.header();
    std::vector<sim::trace::LinkIndex> linkOf(header.hosts.size(), 0);
    std::vector<sim::trace::HostIndex> machines;
    for (std::size_t i = 0; i < header.links.size(); ++i) {
        linkOf[header.links[i].from] = static_cast<sim::trace::LinkIndex>(i);
    }
    for (std::size_t i = 0; i < header.hosts.size(); ++i) {
        if (!header.hosts[i].isSwitch) {
            machines.push_back(static_cast<sim::trace::HostIndex>(i));
        }
    }
    std::mt19937 random(1);
    const std::int64_t stretch = kStep.ns * (kPictures + 60) + kFlightTime.ns;
    const auto count =
        static_cast<std::size_t>(stretch / (kFlightTime.ns / static_cast<std::int64_t>(kInFlight)));
    slice.flights.clear();
    slice.routes.assign(1, {});
    slice.blockEnds.clear();
    for (std::size_t i = 0; i < count; ++i) {
        Flight flight;
        flight.message = i + 1;
        flight.sent = begin - kFlightTime +
                      core::Duration{static_cast<std::int64_t>(i) * stretch /
                                     static_cast<std::int64_t>(count)};
        flight.ended = flight.sent + kFlightTime;
        flight.role = static_cast<core::wire::MessageRole>(random() % 4);
        flight.from = machines[random() % machines.size()];
        flight.to = machines[random() % machines.size()];
        flight.route = static_cast<std::uint32_t>(slice.routes.size());
        slice.routes.push_back({{linkOf[flight.from], true}, {linkOf[flight.to], false}});
        slice.flights.push_back(flight);
        const SimTime last = flight.ended + slice.lookback * sim::scene::kLossWindows;
        if (i % Slice::kFlightBlock == 0) {
            slice.blockEnds.push_back(last);
        } else {
            slice.blockEnds.back() = std::max(slice.blockEnds.back(), last);
        }
    }
    return slice;
}

template <class T>
T need(core::Result<T, sim::trace::TraceError> result) {
    if (!result) {
        qFatal("%s", result.error().text.c_str());
    }
    return std::move(*result);
}

Scene sceneAt(const QString& trace, SimTime begin) {
    const auto reader = need(sim::trace::Reader::open(trace.toStdString()));
    Scene scene;
    scene.world = need(sim::scene::World::read(*reader));
    scene.story = need(sim::scene::Storyline::read(*reader));
    auto slices = need(sim::scene::SliceReader::of(*reader));
    const auto real = need(slices.read(begin, kWindow, core::Duration{1'000'000'000}));
    scene.slice = std::make_shared<const Slice>(crowded(*scene.world, *real, begin));
    scene.begin = begin;
    return scene;
}

double packetsOn(const sim::scene::Picture& picture) {
    const auto& traffic = picture.at(sim::scene::Layer::Traffic);
    return static_cast<double>(
        std::count_if(traffic.begin(), traffic.end(), [](const sim::scene::Shape& shape) {
            return std::holds_alternative<sim::scene::Glyph>(shape.geometry);
        }));
}

/// What else happens before each picture.
using Motion = std::function<void(StageView&, int)>;

void run(const std::string& name, StageView& view, const Scene& scene, double wanted,
         const Motion& motion) {
    Times times;
    SimTime at = scene.begin;
    for (int i = -20; i < kPictures; ++i) {
        at += kStep;
        const WorkWatch watch;
        motion(view, i);
        view.setFrame({scene.world, scene.story, scene.slice, at, kWindow});
        view.repaint();
        if (i >= 0) {
            times.add(watch.milliseconds());
        }
    }
    const std::string prefix = "studio/pictures/" + name;
    printRow(prefix + "/packets", packetsOn(view.picture()), "glyphs", double{kInFlight},
             Better::Higher);
    printRow(prefix + "/median", 1000 / times.median(), "pictures/s", wanted, Better::Higher);
    printRow(prefix + "/95th", times.atMost(0.95), "ms");
    printRow(prefix + "/worst", times.worst(), "ms", kWorst);
}

void click(StageView& view, QPointF at) {
    for (const auto type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        QMouseEvent event(type, at, view.mapToGlobal(at), Qt::LeftButton,
                          type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton,
                          Qt::NoModifier);
        QApplication::sendEvent(&view, &event);
    }
}

void drag(StageView& view, QPointF from, QPointF to) {
    const auto send = [&](QEvent::Type type, QPointF at, Qt::MouseButton button) {
        QMouseEvent event(type, at, view.mapToGlobal(at), button,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                          Qt::NoModifier);
        QApplication::sendEvent(&view, &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton);
    send(QEvent::MouseMove, to, Qt::NoButton);
    send(QEvent::MouseButtonRelease, to, Qt::LeftButton);
}

void runAll(const std::string& prefix, StageView& view, const Scene& calm, const Scene& split) {
    run(prefix + "playing", view, calm, kWanted, [](StageView&, int) {});
    run(prefix + "panning", view, calm, kEnough, [](StageView& it, int i) {
        const double by = i / 60 % 2 == 0 ? 21 : -21;
        drag(it, {700, 450}, {700 + by, 450 + by / 3});
    });
    view.fit();
    run(prefix + "zooming", view, calm, kEnough, [](StageView& it, int i) {
        it.zoom(i / 50 % 2 == 0 ? 1.03 : 1 / 1.03, {600, 400});
    });
    view.fit();
    run(prefix + "splitting", view, split, kEnough, [](StageView&, int) {});
}

} // namespace

int benchPictures() {
    const QTemporaryDir folder;
    const QString trace = makeTrace(wideScenario(), folder.path());
    const Scene calm = sceneAt(trace, {3'000'000'000});
    // The fence comes up within the pictures that are measured.
    const Scene split = sceneAt(trace, {4'980'000'000});
    StageView view;
    showAtOnce(view, kWindowSize);
    const double ratio = view.devicePixelRatioF();
    const std::string scale =
        ratio == 1 ? "" : std::to_string(static_cast<int>(ratio * 100)) + "%/";
    runAll(scale + "tiles/", view, calm, split);
    for (const char* tile : {"kv", "web", "app", "job", "user"}) {
        const auto place = view.placeOf(QString::fromLatin1(tile));
        if (place) {
            click(view, place->topLeft() + QPointF(8, 8));
            view.repaint();
        }
    }
    runAll(scale + "200-machines/", view, calm, split);
    return 0;
}

} // namespace bench
