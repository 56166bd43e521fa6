"""docs/designers.md is true: its commands, in their order, lead from nothing to a checked form, a printed night and a proof book."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.run.nights import CHECKOUT, environment

PAGE = CHECKOUT / "docs" / "designers.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_commands_of_the_page_make_a_form(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(CHECKOUT / "examples")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    script = "set -ex\n" + "\n".join(BLOCK.findall(PAGE.read_text(encoding="utf-8")))
    told = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=environment({"PATH": path}), capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-4000:]
    assert "my-letter  口座振替開始のお知らせ" in told.stdout
    assert "my-letter  OK" in told.stdout
    assert "my-letter.pdf  4 件" in told.stdout
    assert "同じです" in told.stdout or "the editions are equal" in told.stdout
    home = tmp_path / "home"
    assert len(list((home / "runs").glob("*/jobs/*/print.pdf"))) == 1
    assert [path.name for path in sorted((tmp_path / "preview").iterdir())] == [f"my-letter.019917.ordinary.p0{page}.png" for page in (1, 2)]
    assert (tmp_path / "my-letter.pdf").read_bytes()[:5] == b"%PDF-"


def test_there_is_no_python_to_be_written() -> None:
    assert "python" not in "\n".join(BLOCK.findall(PAGE.read_text(encoding="utf-8"))).lower()
