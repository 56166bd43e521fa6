"""Postal codes that Japan Post withdrew and whose town is published (廃止された郵便番号).

A registry may still carry one. Where it is known what such a code stood for, the address can be checked against it as against any
other, and the barcode is printed as published; a code that is in no table at all never gets one.

Source: Japan Post, 郵便番号・バーコードマニュアル p25, an older edition of the 検証用付番事例 (228-0024 神奈川県座間市入谷6丁目3454-5).
"""

from __future__ import annotations

from printjob.postal.place import Place

FORMER: dict[str, tuple[Place, ...]] = {
    "2280024": (Place(prefecture="神奈川県", city="座間市", town="入谷"),),
}
"""Places by 7-digit code; the codes are in neither KEN_ALL nor JIGYOSYO any more."""
