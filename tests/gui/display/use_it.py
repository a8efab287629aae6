#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses orrery-studio as a person would: on a display (Xvfb), by mouse and keys (xdotool).

usage: use_it.py PATH-OF-ORRERY-STUDIO PATH-OF-ORRERY

Opens, plays, scrubs, clicks a fault, undoes, looks at the parent, switches the language, saves,
quits. What it sees is the display's own memory: pictures are compared with each other, never with
stored ones. Exit status 0, or 1 with the step that failed.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1280, 800
TIMELINE = 0.832  # where the band of the timeline is, as a share of the height
PATIENCE = 60.0  # seconds for each step, on a machine that does other things too
# The display as it was when a step failed.
KEPT = pathlib.Path(tempfile.gettempdir()) / "orrery-studio-display.xwd"


class Failed(Exception):
    pass


class Display:
    """An X server of its own, whose picture lies in a file."""

    def __init__(self, folder):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
             "-fbdir", folder, "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.name = ":" + pipe.readline().strip()
        if self.name == ":":
            raise Failed("Xvfb did not start")
        self.memory = pathlib.Path(folder) / "Xvfb_screen0"
        self.environment = dict(os.environ, DISPLAY=self.name)
        self.step = "the start"

    def picture(self, top=0.0, bottom=1.0):
        """The pixels between two heights of the screen, as shares of it."""
        data = self.memory.read_bytes()
        pixels = data[-WIDTH * HEIGHT * 4:]
        row = WIDTH * 4
        return pixels[int(top * HEIGHT) * row:int(bottom * HEIGHT) * row]

    def do(self, *arguments):
        subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)

    def close(self):
        self.server.terminate()
        self.server.wait()


def wait_for(what, is_so):
    """Until is_so() holds; its value."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = is_so()
        if value:
            return value
        time.sleep(0.05)
    raise Failed(what)


def wait_still(display):
    """Until nothing moves for a while, shorter than a text cursor blinks; the picture then."""
    seen = [display.picture(), time.monotonic()]

    def is_still():
        now = display.picture()
        if now != seen[0]:
            seen[:] = [now, time.monotonic()]
        return time.monotonic() - seen[1] > 0.35

    wait_for("the picture comes to rest after: " + display.step, is_still)
    return seen[0]


def wait_change(display, before, what):
    display.step = what
    wait_for(what, lambda: display.picture() != before)
    return wait_still(display)


def save(display, window, path):
    """By the dialog of "Save changes"."""
    before = wait_still(display)
    display.do("key", "ctrl+s")
    wait_change(display, before, "the dialog that saves")
    display.do("key", "ctrl+a")
    display.do("type", str(path))
    display.do("key", "Return")
    wait_for("the changes are saved", lambda: path.exists() and path.stat().st_size > 0)
    display.do("windowfocus", "--sync", window)  # there is no window manager that does it
    return path.read_text()


def use(display, studio, orrery, folder):
    blank = display.picture()
    program = subprocess.Popen([studio], env=dict(
        display.environment, XDG_CONFIG_HOME=f"{folder}/config", XDG_CACHE_HOME=f"{folder}/cache",
        XDG_RUNTIME_DIR=folder, LANG="C.UTF-8", LANGUAGE="en"))
    try:
        wait_change(display, blank, "the window opens")
        window = wait_for("the window has a name", lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Orrery"], env=display.environment,
            capture_output=True, text=True).stdout.split())[-1]
        display.do("windowmove", window, 0, 0)
        display.do("windowsize", window, WIDTH, HEIGHT)
        wait_still(display)
        time.sleep(2)  # the first run ends
        opened = wait_still(display)

        display.do("mousemove", WIDTH * 0.6, HEIGHT * 0.45)
        display.do("key", "space")
        wait_for("it plays", lambda: display.picture() != opened)
        display.do("key", "space")
        paused = wait_still(display)

        # The band of the timeline is dragged back and forth.
        for x in (0.5, 0.9, 0.35):
            before = wait_still(display)
            display.do("mousemove", WIDTH * 0.7, HEIGHT * TIMELINE)
            display.do("mousedown", 1)
            display.do("mousemove", WIDTH * x, HEIGHT * TIMELINE)
            display.do("mouseup", 1)
            wait_change(display, before, f"scrubbing to {x}")
        scrubbed = wait_still(display)
        if scrubbed == paused:
            raise Failed("scrubbing shows another time")

        display.do("mousemove", WIDTH * 0.6, HEIGHT * 0.42)
        display.do("click", 3)
        wait_change(display, scrubbed, "a right click opens the menu")
        display.do("key", "Down")
        display.do("key", "Return")
        time.sleep(3)  # computed, and playing by itself
        display.do("key", "space")
        changed = wait_still(display)
        text = save(display, window, pathlib.Path(folder) / "changes.yaml")
        if "timeline" not in text or "extends" not in text:
            raise Failed("the saved changes have a line: " + text)
        subprocess.run([orrery, "validate", f"{folder}/changes.yaml"], check=True)

        changed = wait_still(display)
        display.do("keydown", "p")
        parent = wait_change(display, changed, "P shows it without the change")
        display.do("keyup", "p")
        changed = wait_change(display, parent, "letting P go shows the change")

        display.do("key", "ctrl+z")
        undone = wait_change(display, changed, "undo")
        display.do("key", "ctrl+shift+z")
        wait_change(display, undone, "redo")
        again = save(display, window, pathlib.Path(folder) / "again.yaml")
        if again != text:
            raise Failed("redo brings the same change back")

        english = wait_still(display)
        display.do("key", "ctrl+shift+c")
        wait_change(display, english, "Chinese")
        display.do("key", "ctrl+q")
        if program.wait(timeout=PATIENCE) != 0:
            raise Failed(f"it ends with status {program.returncode}")
        settings = "".join(path.read_text() for path in pathlib.Path(folder, "config").rglob("*")
                           if path.is_file())
        if "zh" not in settings:
            raise Failed("the language is kept: " + settings)
    except Failed:
        KEPT.write_bytes(display.memory.read_bytes())
        raise
    finally:
        if program.poll() is None:
            program.kill()
            program.wait()


def main():
    with tempfile.TemporaryDirectory() as folder:
        display = Display(folder)
        try:
            use(display, sys.argv[1], sys.argv[2], folder)
        except (Failed, subprocess.SubprocessError) as error:
            print(f"FAILED: {error}\nthe display is kept in {KEPT}", file=sys.stderr)
            return 1
        finally:
            display.close()
    print("opened, played, scrubbed, changed, compared, undone, translated, saved")
    return 0


if __name__ == "__main__":
    sys.exit(main())
