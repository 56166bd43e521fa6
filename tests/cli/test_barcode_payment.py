"""``printjob barcode gs1`` and ``elqr`` say part by part what a code is and what is wrong with it.

Each file of tests/data/payment_codes is one code, named by its fault: the command's arguments, the exit code and the answer in both languages.
``python -m tests.cli.test_barcode_payment`` writes the answers anew, to be read before they are kept.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from printjob.cli import group
from tests.cli.conftest import Printjob

ANSWERS = sorted((Path(__file__).parents[1] / "data" / "payment_codes").glob("*.txt"))


def _asked(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()[0].split()


def _answer(arguments: list[str]) -> str:
    lines = [" ".join(arguments)]
    for language in ("ja", "en"):
        told = CliRunner().invoke(group, ["--lang", language, "barcode", *arguments])
        lines += ["", f"--lang {language}: exit code {told.exit_code}", told.stdout.replace("\t", " | ").rstrip("\n")]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("file", ANSWERS, ids=[file.stem for file in ANSWERS])
def test_a_code_is_explained(file: Path) -> None:
    assert _answer(_asked(file)) == file.read_text(encoding="utf-8")


def test_the_files_hold_right_and_wrong_codes_of_both_kinds() -> None:
    found = {
        (file.stem.split("-")[0], f"exit code {code}" in file.read_text("utf-8")) for file in ANSWERS for code in (0, 8)
    }
    assert found == {(kind, verdict) for kind in ("gs1", "elqr") for verdict in (True, False)}


@pytest.mark.parametrize("file", ANSWERS, ids=[file.stem for file in ANSWERS])
def test_json_says_the_same(printjob: Printjob, file: Path) -> None:
    told = printjob("barcode", *_asked(file), "--json")
    explained = json.loads(told.stdout)
    assert told.exit_code == (0 if explained["right"] else 8)
    assert explained["right"] == all(not part["flaw"] and not part["flaw_ja"] for part in explained["parts"])
    plain = printjob("--lang", "en", "barcode", *_asked(file)).stdout.splitlines()
    assert [line.split("\t")[:3] for line in plain] == [
        [str(part["start"]), part["digits"], part["name_en"]] for part in explained["parts"]
    ]


if __name__ == "__main__":
    for one in ANSWERS:
        one.write_text(_answer(_asked(one)), encoding="utf-8")
