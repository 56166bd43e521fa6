"""Published examples of customer barcodes; each row names its source (Japan Post's manual, vendors' documents, public test suites)."""

from __future__ import annotations

import csv
from pathlib import Path

_FILE = Path(__file__).parents[1] / "data" / "customer_barcode.tsv"


def published_rows() -> list[dict[str, str]]:
    """Columns postal_code, address, expected_digits, source, full_code, bars_67; without postal code the address is 住所B alone."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
