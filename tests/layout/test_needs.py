"""What a form needs from a record is read whole or refused whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from printjob.errors import DeclarationRefused
from printjob.layout.needs import Sum, read_needs
from tests.layout.conftest import LAYOUTS


def test_needs_of_the_letter() -> None:
    needs = read_needs(LAYOUTS / "letter" / "record.yaml")
    assert needs.data["due"] == "date"
    assert list(needs.detail) == ["kind", "location", "area", "assessed"]
    assert needs.roles["address"] == ("address_1",)
    assert needs.sums == {"1": (Sum("tax", ("land", "house")),)}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("of: [land, house]", "of: [land, hose]", "did you mean house?"), ("notice: number", "notice: numbr", "did you mean number?"),
     ("postal: postal_code", "postel: postal_code", "did you mean postal?")],
)
def test_an_unknown_name_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = tmp_path / "record.yaml"
    file.write_text((LAYOUTS / "letter" / "record.yaml").read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationRefused) as refused:
        read_needs(file)
    assert says in refused.value.faults[0].detail
    assert refused.value.faults[0].line > 1
