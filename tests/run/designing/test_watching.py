"""Watching acts at once and again after each change, in a process that remembers nothing; Ctrl-C is a good end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from printjob.run.designing.watching import stamps, watch
from tests.run.designing.letters import LETTER, changed, designer_home
from tests.run.nights import CHECKOUT, environment, eventually


class Enough(Exception):
    """What the test's pause ends the watch with."""


def test_it_acts_once_for_each_change(tmp_path: Path) -> None:
    folder, log = tmp_path / "watched", tmp_path / "log"
    folder.mkdir()
    (folder / "a.yaml").write_text("one", encoding="utf-8")
    steps = iter([("", ""), ("a.yaml", "three"), ("", ""), ("b.yaml", "new"), ("b.yaml", "")])

    def pause() -> None:
        name, text = next(steps, (None, ""))
        if name is None:
            raise Enough
        if text:
            (folder / name).write_text(text, encoding="utf-8")
        elif name:
            (folder / name).unlink()

    def act() -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {sorted(path.name for path in folder.iterdir())}\n")

    with pytest.raises(Enough):
        watch([folder], act, pause)
    lines = [line.split(" ", 1) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [names for _, names in lines] == ["['a.yaml']", "['a.yaml']", "['a.yaml', 'b.yaml']", "['a.yaml']"]
    assert len({pid for pid, _ in lines} - {str(os.getpid())}) == 4


def test_stamps_see_every_file_below(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "x").write_text("12", encoding="utf-8")
    assert [(path.name, size) for path, (_, size) in stamps([tmp_path, tmp_path / "nowhere"]).items()] == [("x", 2)]


def test_a_preview_is_drawn_again_and_a_fault_does_not_end_it(tmp_path: Path) -> None:
    home, out, log = designer_home(tmp_path / "home"), tmp_path / "out", tmp_path / "log"
    call = ["layout", "preview", LETTER, "--watch", "--dpi", "36", "--out", str(out), "--home", str(home.folder)]
    with log.open("w") as stream:
        command = [sys.executable, "-c", "from printjob.cli import main; main()", *call]
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environment(), stdout=stream, stderr=stream, start_new_session=True)
        try:
            eventually(lambda: " s\n" in log.read_text(encoding="utf-8"), process)
            before = {path: path.stat().st_mtime_ns for path in out.glob("*.png")}
            path = home.site / "layouts" / LETTER / "letter.yaml"
            changed(path, "at: [42, 170.6]", "at: [942, 170.6]")
            eventually(lambda: f"{LETTER}/letter.yaml:" in log.read_text(encoding="utf-8"), process)
            changed(path, "at: [942, 170.6]", "at: [43, 170.6]")
            eventually(lambda: any(path.stat().st_mtime_ns > then for path, then in before.items()), process)
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(60) == 0
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    assert len(before) == 2
