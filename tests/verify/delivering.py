"""The delivery that the small run would have come from: its extract, fixed CP932 or CSV UTF-8, and its format file."""

from __future__ import annotations

from pathlib import Path

from printjob.model.record import Prepared, Row
from printjob.model.runfolder import read_planned_rows, read_prepared
from printjob.verify.delivered import Delivered
from tests.verify.small_run import JOB, RARE, lines_of

GAIJI = {chr(0xE000 + index): cluster for index, cluster in enumerate(RARE)}
"""the user codes that the delivery writes for rare characters"""
FIELDS: dict[str, list[tuple[str, str, int]]] = {
    "data": [
        ("notice_number", "digits", 10), ("annual_tax", "amount", 13), ("tax_year", "year", 4), ("remark", "text", 40), ("obligor", "text", 40),
        ("address", "text", 80), ("name", "text", 40), ("co_owners", "count", 3), ("honorific", "code", 1), ("variant", "code", 1),
    ],
    "detail": [("line_number", "count", 2), *((f"amount_{index}", "amount", 9) for index in range(1, 7)), ("place", "text", 40), ("kind", "code", 1)],
    "slip": [("amount", "amount", 11), ("cvs_code", "digits", 44), ("elqr", "digits", 255), ("number", "text", 10), ("use", "code", 1)],
}
CODES = {"header": "1", "data": "2", "detail": "3", "slip": "4", "trailer": "8", "end": "9"}
HONORIFICS = {"1": "様", "2": "御中"}


def deliver(run: Path, folder: Path, carrier: str) -> Delivered:
    """Writes the extract and its format beside it."""
    notices = [read_prepared(run, int(at["delivery"]), int(at["part"]), int(at["offset"]), int(at["length"])) for at in read_planned_rows(run, JOB)]
    lines: list[tuple[str, list[str]]] = [("header", [])]
    for notice in sorted(notices, key=lambda one: one.line):
        assert len(lines) + 1 == notice.line
        lines += _lines(notice)
    lines += [("trailer", []), ("end", [])]
    encoding = "cp932" if carrier == "fixed" else "utf-8"
    text = "".join(_written(role, values, carrier) + "\r\n" for role, values in lines)
    (folder / "extract.dat").write_bytes(text.encode(encoding))
    (folder / "format.yaml").write_text(_format(carrier, encoding), encoding="utf-8")
    return Delivered(folder / "format.yaml", (folder / "extract.dat",), GAIJI)


def _behind(line: str) -> tuple[str, str, str]:
    """A name's line as the fields that it was made from: name, co-owners, code of the honorific."""
    whole, _, word = line.rpartition("　")
    name, _, more = whole.partition("　外")
    count = more.removesuffix("名").translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    return name, count or "0", {word: code for code, word in HONORIFICS.items()}[word]


def _lines(notice: Prepared) -> list[tuple[str, list[str]]]:
    annual, number, _, remark, obligor = notice.values
    address, name = ("".join(text.lines) for text in notice.fitted)
    data = [number, annual.replace(",", ""), "2026", remark, obligor, address, *_behind(name), str(notice.variant + 1)]
    sections = [(role, _line(role, row)) for role, rows in zip(("detail", "slip"), lines_of(notice), strict=False) for row in rows]
    return [("data", data), *sections]


def _line(role: str, row: Row) -> list[str]:
    if role == "detail":
        return [*(value.replace(",", "") for value in row.values), *row.fitted[0].lines, str(row.kind + 1)]
    return [row.values[0].replace(",", ""), *row.values[1:4], "1"] if row.values else ["", "", "", "", "3"]


def _written(role: str, values: list[str], carrier: str) -> str:
    coded = [_coded(value) for value in values]
    if carrier == "csv":
        return ",".join([CODES[role], *(f'"{value}"' for value in coded)])
    cells = [_cell(value, kind, width) for value, (_, kind, width) in zip(coded, FIELDS.get(role, []), strict=True)]
    return CODES[role] + "".join(cells)


def _coded(value: str) -> str:
    for character, cluster in GAIJI.items():
        value = value.replace(cluster, character)
    return value


def _cell(value: str, kind: str, width: int) -> str:
    if value and kind in ("amount", "count"):
        return value.rjust(width, "0")
    return value + " " * (width - len(value.encode("cp932")))


def _format(carrier: str, encoding: str) -> str:
    text = f"format: f\ntitle: t\nrecord: small\nencoding: {encoding}\ncarrier: {carrier}\nline_end: crlf\nrecords:\n"
    for role, code in CODES.items():
        fields, at = [], 2
        for name, kind, width in FIELDS.get(role, []):
            place = f"at: {at}, width: {width}" if carrier == "fixed" else f"column: {at}"
            codes = "".join(f'"{code}": {word}, ' for code, word in HONORIFICS.items()) if name == "honorific" else ""
            fields.append(f"      - {{name: {name}, label: {name}, kind: {kind}, {place}{f', codes: {{{codes}}}' if codes else ''}}}\n")
            at += width if carrier == "fixed" else 1
        text += f'  {role}:\n    code: "{code}"\n    length: {at - 1}\n    fields:{" []" if not fields else ""}\n{"".join(fields)}'
    return text
