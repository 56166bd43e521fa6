"""Sample addresses are what they say: those at a large office's own code name the office, so that their barcode may be printed."""

from __future__ import annotations

import pytest

from printjob.postal.customer import Level, examine
from printjob.postal.index import open_index
from printjob.sample.addresses import Address, Addresses, read_addresses
from tests.sample.making import CODES, municipality

INVENTED = "見本商事株式会社"


def addresses(code: str) -> Addresses:
    return read_addresses(open_index(), municipality(code).sample_places, lambda _text: True)


def offices(code: str) -> list[Address]:
    return [office for area in addresses(code).areas for office in area.offices]


@pytest.mark.parametrize("code", CODES)
def test_mail_to_an_office_goes_in_its_care(code: str) -> None:
    assert len(offices(code)) > 3
    for office in offices(code):
        found = examine(office.postal_code, f"{office.line_1}　{office.line_2}", open_index(), INVENTED)
        assert (found.level, found.reason) == (Level.OFFICE, "")
        assert examine(office.postal_code, office.line_1, open_index(), INVENTED).reason == "office-name-mismatch"


@pytest.mark.parametrize("code", CODES)
def test_no_sample_goes_in_the_care_of_a_company(code: str) -> None:
    assert [office.line_2 for office in offices(code) if "会社" in office.line_2 or "（株）" in office.line_2] == []
