"""A wheel holds everything that a night needs: installed in a folder far from the checkout, it runs one there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from printjob.sample.faults import expected_faults, recipes_of
from printjob.whereabouts import prepared_folder
from tests.sample.making import form

CHECKOUT = Path(__file__).parents[1]
DATA = ("examples", "fonts", "layouts", "spool")
QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(CHECKOUT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (built,) = out.glob("*.whl")
    return built


def test_one_package_with_every_data_file_inside_it_once(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = Counter(archive.namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"printjob"}
    assert names.most_common(1)[0][1] == 1
    for folder in DATA:
        files = {path.relative_to(CHECKOUT) for path in (CHECKOUT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts}
        assert files
        assert [str(file) for file in files if f"printjob/data/{file.as_posix()}" not in names] == []
    assert "printjob/py.typed" in names


def test_a_night_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place, home = tmp_path / "site-packages", tmp_path / "home"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target", str(place), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, env=os.environ | QUIET, timeout=120)

    def call(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        variables = os.environ | {"PYTHONPATH": str(place), "PRINTJOB_PREPARED": str(prepared_folder())}
        return subprocess.run([sys.executable, "-c", code, *arguments], cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=120, check=False)

    where = "from printjob import whereabouts as w; import sys; print(*(w.data_folder(name) for name in sys.argv[1:]))"
    assert call(where, *DATA).stdout.split() == [str(place / "printjob" / "data" / folder) for folder in DATA]
    command = "from printjob.cli import main; main()"
    assert call(command, "init", "--home", str(home)).returncode == 0
    sample = call(command, "sample", "--home", str(home), "--form", "property-tax", "--count", "24", "--seed", "1", "--faults")
    assert sample.returncode == 0, sample.stderr
    night = call("from printjob.batch import main; main()", "--home", str(home), "--date", "2026-04-01", "--workers", "1")
    assert night.returncode == 4, night.stderr
    told = json.loads(night.stdout.splitlines()[-1])
    faulty = {record for records in expected_faults(recipes_of(form()), 24).values() for record in records}
    assert (told["received"], told["notices"], told["pieces"]) == (24, 24 - len(faulty), 24 - len(faulty))
    assert told["jobs"]
    verified = call(command, "verify", told["run"], "--home", str(home), "--pictures", "2")
    assert (verified.returncode, verified.stderr) == (0, "")
