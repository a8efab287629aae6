// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/snapshot.h"

#include "gui/stage/picture_painter.h"
#include "sim/scenario/units.h"
#include "sim/scene/stage.h"
#include "sim/scene/svg.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QLoggingCategory>
#include <QPainter>
#include <QRegularExpression>
#include <QSaveFile>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

namespace gui::app {
namespace {

using sim::SimTime;
using sim::scene::Picture;
using sim::trace::TraceError;
using sim::trace::TraceErrorKind;

/// For Linguist: the context of this file's texts.
struct Snapshot {
    Q_DECLARE_TR_FUNCTIONS(Snapshot)
};

/// Larger pictures are a slip of the keyboard.
constexpr int kMostPixels = 16'384;
/// As long as 0.4 s of the calm clock's screen time there, so that a still shows what a film does.
constexpr int kWindowDivisor = 5;
constexpr int kWindowFactor = 2;

constexpr const char* kSnapshot = "snapshot";

struct Complaint {
    int code = kFailure;
    QString text;
};

template <class T>
using Outcome = core::Result<T, Complaint>;

core::Failure<Complaint> failed(const TraceError& error) {
    const bool io = error.kind == TraceErrorKind::Io;
    return core::Failure{Complaint{io ? kFailure : kBadInput, QString::fromStdString(error.text)}};
}

int complain(const Complaint& failure) {
    std::fprintf(stderr, "orrery-studio: %s\n", failure.text.toUtf8().constData());
    return failure.code;
}

QString named(const char* name) {
    return QString::fromLatin1(name);
}

std::optional<QSize> sizeOf(const QString& text) {
    static const QRegularExpression kForm(QStringLiteral("^([0-9]{2,5})x([0-9]{2,5})$"));
    const QRegularExpressionMatch match = kForm.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const bool fits = size.width() <= kMostPixels && size.height() <= kMostPixels;
    return fits ? std::optional(size) : std::nullopt;
}

/// Reads the options one after the other; the first that is wrong stays.
class OptionReader {
public:
    explicit OptionReader(const QCommandLineParser& parser) : parser_(&parser) {}

    QString text(const char* name) const { return parser_->value(named(name)); }
    void require(bool holds, const QString& complaint) {
        if (!holds && error.isEmpty()) {
            error = complaint;
        }
    }
    SimTime time() {
        const std::string value = text("at").toStdString();
        const auto amount = sim::scenario::parseQuantity(sim::scenario::Quantity::Duration, value);
        require(amount.has_value() && *amount >= 0,
                Snapshot::tr("--at needs a time such as 31s, not '%1'").arg(text("at")));
        return {amount ? *amount : 0};
    }
    QSize size() {
        const auto size = sizeOf(text("size"));
        require(size.has_value(),
                Snapshot::tr("--size needs a width and a height such as 1280x720, not '%1'")
                    .arg(text("size")));
        return size.value_or(QSize(1, 1));
    }
    double scale(QSize size) {
        bool isNumber = false;
        const double scale = text("scale").toDouble(&isNumber);
        const bool fits = isNumber && scale >= 0.5 && scale <= 8 &&
                          std::max(size.width(), size.height()) * scale <= kMostPixels;
        require(fits, Snapshot::tr("--scale needs a number from 0.5 to 8 that makes no side longer "
                                   "than %1 pixels, not '%2'")
                          .arg(kMostPixels)
                          .arg(text("scale")));
        return scale;
    }
    /// Which of two words it is.
    bool isSecond(const char* name, const char* first, const char* second) {
        const QString value = text(name);
        require(value == named(first) || value == named(second),
                Snapshot::tr("--%1 is %2 or %3, not '%4'")
                    .arg(named(name), named(first), named(second), value));
        return value == named(second);
    }

    QString error;

private:
    const QCommandLineParser* parser_;
};

Outcome<Picture> drawStage(const SnapshotOptions& options) {
    const auto reader = sim::trace::Reader::open(options.trace.toStdString());
    if (!reader) {
        return failed(reader.error());
    }
    const auto world = sim::scene::World::read(**reader);
    if (!world) {
        return failed(world.error());
    }
    if (options.at > (*world)->until()) {
        const std::string end =
            sim::scenario::formatQuantity(sim::scenario::Quantity::Duration, (*world)->until().ns);
        return core::Failure{
            Complaint{kBadInput, Snapshot::tr("the trace ends at %1, before the time of --at")
                                     .arg(QString::fromStdString(end))}};
    }
    const auto story = sim::scene::Storyline::read(**reader);
    if (!story) {
        return failed(story.error());
    }
    sim::scene::StageSettings settings;
    settings.size = {static_cast<double>(options.size.width()),
                     static_cast<double>(options.size.height())};
    settings.language = options.language;
    settings.window = (*story)->calm().pace(options.at) * kWindowFactor / kWindowDivisor;
    auto slices = sim::scene::SliceReader::of(**reader);
    if (!slices) {
        return failed(slices.error());
    }
    const auto slice = slices->read(options.at, settings.window, core::Duration{0});
    if (!slice) {
        return failed(slice.error());
    }
    const sim::scene::Stage stage(*world, settings);
    return stage.draw(**slice, options.at, story->get());
}

QByteArray pngOf(const Picture& picture, const SnapshotOptions& options) {
    QImage image(options.size * options.scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(options.scale);
    stage::PicturePainter pictures;
    pictures.setTheme(options.theme);
    pictures.setTransform({}, options.scale, options.size);
    QPainter painter(&image);
    pictures.paint(painter, picture);
    painter.end();
    QByteArray octets;
    QBuffer buffer(&octets);
    image.save(&buffer, "PNG");
    return octets;
}

Outcome<void> write(const QByteArray& octets, const QString& path) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(octets) != octets.size() || !file.commit()) {
        return core::Failure{Complaint{
            kFailure, Snapshot::tr("cannot write '%1': %2").arg(path, file.errorString())}};
    }
    return {};
}

Outcome<void> takeSnapshot(const SnapshotOptions& options) {
    const bool isPng = options.out.endsWith(QStringLiteral(".png"), Qt::CaseInsensitive);
    if (isPng && !stage::hasPictureFont()) {
        return core::Failure{Complaint{kFailure, missingFontText()}};
    }
    const auto picture = drawStage(options);
    if (!picture) {
        return core::Failure{picture.error()};
    }
    return write(isPng ? pngOf(*picture, options)
                       : QByteArray::fromStdString(toSvg(*picture, options.theme)),
                 options.out);
}

} // namespace

QString missingFontText() {
    return Snapshot::tr("the font 'Noto Sans CJK SC' is not installed; it is in the package "
                        "fonts-noto-cjk, which ./run installs");
}

void choosePlatform(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const bool isSnapshot = argument == "--snapshot" || argument.substr(0, 11) == "--snapshot=";
        if (isSnapshot || argument == "--help" || argument == "-h") {
            qputenv("QT_QPA_PLATFORM", "offscreen");
            // What Qt misses of a desktop is of no use to a script.
            QLoggingCategory::setFilterRules(QStringLiteral("default.warning=false"));
        }
    }
}

void addSnapshotOptions(QCommandLineParser& parser) {
    parser.addOptions({
        {named(kSnapshot),
         Snapshot::tr("Write a picture of TRACE to a file instead of opening a "
                      "window; needs no display."),
         Snapshot::tr("TRACE")},
        {QStringLiteral("at"),
         Snapshot::tr("The simulated time that is shown first, such as 31s or 1500ms."),
         Snapshot::tr("TIME"), QStringLiteral("0s")},
        {QStringLiteral("view"), Snapshot::tr("What is shown: stage."), Snapshot::tr("VIEW"),
         QStringLiteral("stage")},
        {QStringLiteral("out"), Snapshot::tr("The file that is written: .png or .svg."),
         Snapshot::tr("FILE")},
        {QStringLiteral("lang"), Snapshot::tr("The language: en or zh."), Snapshot::tr("LANGUAGE"),
         QStringLiteral("en")},
        {QStringLiteral("size"), Snapshot::tr("The picture's size: 1280x720 unless given."),
         Snapshot::tr("SIZE"), QStringLiteral("1280x720")},
        {QStringLiteral("theme"), Snapshot::tr("light or dark."), Snapshot::tr("THEME"),
         QStringLiteral("light")},
        {QStringLiteral("scale"),
         Snapshot::tr("How many pixels of a .png one pixel of the size has: 1 unless given."),
         Snapshot::tr("FACTOR"), QStringLiteral("1")},
    });
}

core::Result<std::optional<SnapshotOptions>, QString>
snapshotOptionsOf(const QCommandLineParser& parser) {
    if (!parser.isSet(named(kSnapshot))) {
        return std::optional<SnapshotOptions>();
    }
    OptionReader reader(parser);
    SnapshotOptions options;
    options.trace = reader.text(kSnapshot);
    options.at = reader.time();
    options.view = reader.text("view");
    reader.require(options.view == QStringLiteral("stage"),
                   Snapshot::tr("--view is stage, not '%1'").arg(options.view));
    options.out = reader.text("out");
    reader.require(!options.out.isEmpty(), Snapshot::tr("--snapshot needs --out FILE"));
    reader.require(
        options.out.endsWith(QStringLiteral(".png"), Qt::CaseInsensitive) ||
            options.out.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive),
        Snapshot::tr("--out needs a file that ends in .png or .svg, not '%1'").arg(options.out));
    options.language = reader.isSecond("lang", "en", "zh") ? sim::trace::Language::Chinese
                                                           : sim::trace::Language::English;
    options.size = reader.size();
    options.theme = reader.isSecond("theme", "light", "dark") ? sim::scene::Theme::Dark
                                                              : sim::scene::Theme::Light;
    options.scale = reader.scale(options.size);
    if (!reader.error.isEmpty()) {
        return core::Failure{reader.error};
    }
    return std::optional(options);
}

core::Result<WindowOptions, QString> windowOptionsOf(const QCommandLineParser& parser) {
    OptionReader reader(parser);
    for (const char* name : {"view", "out", "size", "scale"}) {
        reader.require(!parser.isSet(named(name)),
                       Snapshot::tr("--%1 is for a picture without a window: it needs --snapshot")
                           .arg(named(name)));
    }
    WindowOptions options;
    if (parser.isSet(QStringLiteral("at"))) {
        options.at = reader.time();
    }
    if (parser.isSet(QStringLiteral("lang"))) {
        options.language = reader.isSecond("lang", "en", "zh") ? sim::trace::Language::Chinese
                                                               : sim::trace::Language::English;
    }
    if (parser.isSet(QStringLiteral("theme"))) {
        options.theme = reader.isSecond("theme", "light", "dark") ? sim::scene::Theme::Dark
                                                                  : sim::scene::Theme::Light;
    }
    if (!reader.error.isEmpty()) {
        return core::Failure{reader.error};
    }
    return options;
}

int runSnapshot(const SnapshotOptions& options) {
    const auto done = takeSnapshot(options);
    return done ? kOk : complain(done.error());
}

} // namespace gui::app
