"""Published payment codes, and random ones from a seed."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from printjob.barcode import elqr, gs1
from printjob.barcode.elqr import Payload
from printjob.barcode.gs1 import Fields

PUBLISHED: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "payment_codes.json").read_text("utf-8"))


def digits(draw: random.Random, count: int) -> str:
    """So many random digits."""
    return "".join(draw.choices("0123456789", k=count))


def random_gs1(draw: random.Random) -> str:
    """A right code of 44 digits."""
    limit = f"{draw.randint(0, 99):02}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
    return gs1.encode(
        Fields(digits(draw, 6), digits(draw, 21), digits(draw, 1), limit, draw.choice("01"), draw.randint(0, 999999))
    )


def random_elqr(draw: random.Random) -> str:
    """A right payload of 255 digits."""
    year = draw.randint(2023, 2040)
    return elqr.encode(
        Payload(
            amount_yen=draw.randint(0, 99_999_999_999),
            item=digits(draw, 3),
            anken=digits(draw, 20),
            kakunin=digits(draw, 6),
            institution=digits(draw, 5),
            office=digits(draw, 3),
            levied_year=str(year),
            tax_year=str(year),
            term=digits(draw, 2),
            due=f"{year}{draw.randint(1, 12):02}{draw.randint(1, 28):02}",
            limit=f"{year}{draw.randint(1, 12):02}{draw.randint(1, 28):02}",
        )
    )
