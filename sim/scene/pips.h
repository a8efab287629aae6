// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/drawing.h"

#include <string>
#include <vector>

/// The members of a group as small squares, each with its condition.
namespace sim::scene {

class Pips {
public:
    Pips(const Scene& scene, Picture& picture, LegendEntries& legend)
        : scene_(scene), pen_(picture.at(Layer::Things), scene.unit()),
          rings_(picture.at(Layer::Traffic), scene.unit()), legend_(legend), unit_(scene.unit()) {}

    /// `numbered`: with the number in its name, if there is room and nothing to tell.
    void draw(const std::string& name, const PipPlace& pip,
              const std::vector<trace::ProcessIndex>& processes, bool numbered = false);

private:
    void drawSign(const std::string& name, const PipPlace& pip,
                  const std::vector<trace::ProcessIndex>& processes, bool off, bool dead,
                  bool paused);
    void drawNumber(const std::string& name, const PipPlace& pip);

    const Scene& scene_;
    Pen pen_;
    Pen rings_;
    LegendEntries& legend_;
    double unit_;
};

} // namespace sim::scene
