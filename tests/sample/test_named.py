"""Named samples: every one is written, read back sound, and is what its name says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from printjob.errors import DataRefused
from printjob.sample.language import NamedRules
from printjob.sample.named import NamedDelivery, named_samples
from tests.sample.making import CODES, CSV, FIXED, FORMATS, form, order, site_format, take

REQUIRED = {
    *("one-asset", "three-assets", "four-assets", "six-assets", "seven-assets", "twenty-five-assets", "two-hundred-assets"),
    *("depreciable-only", "new-house-only", "hundred-yen", "under-4000-yen", "largest-tax", "all-over-300000", "exactly-300000"),
    *("over-300000-by-one", "terms-over-300000", "transfer-all", "transfer-by-term", "one-co-owner", "twelve-co-owners"),
    *("co-owner-first", "co-owner-second", "deceased", "tax-agent", "corporation", "latin-name", "care-of", "guardian"),
    *("missing-glyph", "protected", "large-print", "no-house-number", "large-office", "other-office", "jiwari", "jochome", "representative-code"),
    *("full-relief", "past-year", "namesake-first", "namesake-second", "own-notice", "own-co-owned-notice"),
    *("changed-up", "changed-down", "cancelled", "does-not-fit"),
}
"""What forms-brief asks of a set of samples, by the names given to it; others depend on municipality or format."""


def read(deliveries: tuple[NamedDelivery, ...], fmt: str) -> dict[str, dict[str, Any]]:
    """The records of the deliveries by the names of their samples: values by name, and the sections' lines."""
    kind, found = site_format(fmt), dict[str, dict[str, Any]]()
    for delivery in deliveries:
        night = take(delivery.folder)
        assert night.faults == ()
        assert not [one for result in night.results for one in result.refused]
        records = [record for result in night.results for record in result.records]
        assert len(records) == len(delivery.samples)
        for sample, record in zip(delivery.samples, records, strict=True):
            values: dict[str, Any] = dict(zip(kind.data.names, record.values, strict=True))
            assert (sample.record, sample.notice) == (record.number, values["notice_number"])
            for part, lines in zip(kind.sections, record.sections, strict=True):
                values[part.role] = [dict(zip(part.names, line, strict=True)) for line in lines]
            found[sample.name] = values
    return found


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("code", CODES)
def test_every_named_sample_is_read_sound(tmp_path: Path, code: str, fmt: str) -> None:
    found = read(named_samples(tmp_path / code, order(code, fmt)), fmt)
    assert set(found) >= REQUIRED
    assert ("no-city-tax" in found) == (code != "019917")


def test_samples_are_what_their_names_say(tmp_path: Path) -> None:
    found = read(named_samples(tmp_path / "019917", order("019917", FIXED)), FIXED)
    assert {name: len(found[name]["detail"]) for name in ("one-asset", "seven-assets", "two-hundred-assets", "depreciable-only")} == {
        "one-asset": 1,
        "seven-assets": 7,
        "two-hundred-assets": 200,
        "depreciable-only": 0,
    }
    taxes = {"hundred-yen": 100, "under-4000-yen": 3900, "largest-tax": 12_345_678_900, "exactly-300000": 300_000, "over-300000-by-one": 300_001}
    assert {name: found[name]["annual_tax"] for name in taxes} == taxes
    uses = {name: "".join(slip["use"] for slip in found[name]["slip"]) for name in (*taxes, "all-over-300000", "terms-over-300000")}
    assert uses == {
        "hundred-yen": "11333",
        "under-4000-yen": "11333",
        "largest-tax": "22222",
        "exactly-300000": "11111",
        "over-300000-by-one": "21111",
        "all-over-300000": "21111",
        "terms-over-300000": "22222",
    }
    assert [found[name]["variant"] for name in ("transfer-all", "co-owner-first", "full-relief", "cancelled")] == ["2", "3", "4", "4"]
    assert found["house-and-lot"]["annual_tax"] == 123_900 - 0, "the worked sample of the drawing brief"
    assert found["past-year"]["base_year"] == found["past-year"]["tax_year"] - 1
    assert found["cancelled"]["balance"] == found["cancelled"]["refund"] < 0
    assert found["changed-up"]["difference"] > 0 > found["changed-down"]["difference"]
    assert [slip["use"] for slip in found["changed-down"]["slip"]] == ["3", "3", "1", "1"]
    assert [slip["term"] for slip in found["raised-after-last-term"]["slip"]] == ["99"]


def test_co_owners_get_the_same_assets_and_neighbours_the_next_numbers(tmp_path: Path) -> None:
    found = read(named_samples(tmp_path / "019917", order("019917", FIXED)), FIXED)
    first, second, third = (found[name] for name in ("co-owned-representative", "co-owner-first", "co-owner-second"))

    def assets(values: dict[str, Any]) -> list[dict[str, Any]]:
        return [{**line, "notice_number": ""} for line in values["detail"]]

    assert assets(first) == assets(second) == assets(third)
    assert first["annual_tax"] == second["annual_tax"] == third["annual_tax"]
    assert len({values["name"] for values in (first, second, third)}) == 3
    assert (len(first["slip"]), len(second["slip"]), len(third["slip"])) == (5, 0, 0)
    one, other = found["namesake-first"], found["namesake-second"]
    assert one["name"] == other["name"]
    assert int(other["notice_number"]) == int(one["notice_number"]) + 1
    assert found["own-notice"]["addressee_number"] == found["own-co-owned-notice"]["addressee_number"]


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (named_samples(tmp_path / name / "019917", order()) for name in ("a", "b"))
    for first, second in zip(one, two, strict=True):
        assert first.samples == second.samples
        assert [(path.name, path.read_bytes()) for path in sorted(first.folder.iterdir())] == [
            (path.name, path.read_bytes()) for path in sorted(second.folder.iterdir())
        ]


def test_expectations_are_known_states(tmp_path: Path) -> None:
    named = form().named
    assert {one.expect.state for one in named.values()} >= {"printed", "held", "pulled"}
    assert named["missing-glyph"].expect == ("held", "PJ-1301-W")


def test_a_sample_that_the_format_cannot_carry_is_named(tmp_path: Path) -> None:
    plain = order("019933", FIXED)
    rules = {name: _without_condition(one) for name, one in plain.form.named.items() if name in ("one-asset", "plane-2-name")}
    with pytest.raises(DataRefused, match="plane-2-name"):
        named_samples(tmp_path, msgspec.structs.replace(plain, form=msgspec.structs.replace(plain.form, named=rules)))
    assert not list(tmp_path.iterdir())


def _without_condition(one: NamedRules) -> NamedRules:
    return msgspec.structs.replace(one, when=None)


def test_rare_names_are_carried_where_the_format_can(tmp_path: Path) -> None:
    utf8 = read(named_samples(tmp_path / "019933", order("019933", CSV)), CSV)
    assert utf8["variant-name"]["name"] == "葛\U000e0102西　花子"
    assert "plane-2-name" not in read(named_samples(tmp_path / "b" / "019933", order("019933", FIXED)), FIXED)
