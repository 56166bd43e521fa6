"""The scheduler's door stays thin, and a program that cannot be loaded is told as the contract says: exit 12, one JSON object."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

DOOR = Path(__file__).parent.parent / "batch.py"


def test_at_most_fifteen_lines() -> None:
    assert len(DOOR.read_text(encoding="utf-8").splitlines()) <= 15


def test_a_failing_import_exits_12_with_the_summary_line(tmp_path: Path) -> None:
    shutil.copy(DOOR, tmp_path)
    (tmp_path / "printjob").mkdir()
    (tmp_path / "printjob" / "__init__.py").write_text("raise ImportError('libisal is missing')\n", encoding="utf-8")
    arguments = [sys.executable, "batch.py", "--home", "var", "--date", "2026-04-01"]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 12
    assert "PJ-1408-E" in done.stderr
    summary = json.loads(done.stdout.splitlines()[-1])
    assert summary.pop("jobs") == []
    assert summary.pop("run") == ""
    assert summary.pop("exit") == 12
    assert set(summary) == {"received", "quarantined", "held", "pulled", "notices", "pieces", "sheets", "pages", "released", "seconds"}
    assert set(summary.values()) == {0}
