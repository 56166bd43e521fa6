"""A format's page for docs/ (データ形式の説明書), made from the format file itself, so that it cannot say anything else.

``make docs`` writes one page for each format file of the example site; a test refuses a page that was not made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from printjob.extract.encodings import TABLE
from printjob.extract.format import Field, Format, RecordType

_ROLES = {
    "header": "ヘッダレコード（ファイルの先頭に1件）",
    "data": "データレコード（通知書1件に1件）",
    "detail": "明細レコード（データレコードの直後に0件以上、印刷する順）",
    "member": "世帯員レコード（データレコードの後に0件以上、印刷する順）",
    "slip": "納付書レコード（データレコードの後に0件以上、期別の順）",
    "vehicle": "車両レコード（データレコードの後に0件以上、印刷する順）",
    "trailer": "トレーラレコード（データの後に1件。このファイルの件数と合計金額）",
    "end": "エンドレコード（ファイルの末尾に1件）",
}
_ENCODINGS = {
    "cp932": "CP932（Windows-31J）。範囲外の文字は団体の外字対応表の外字コード F040-F9FC",
    "utf-8": "UTF-8（BOMなし）",
    "euc-jp": "EUC-JP（eucJP-ms、NEC特殊文字・IBM拡張文字・補助漢字を含む）。範囲外の文字は外字コード F5A1-FEFE、8FF5A1-8FFEFE",
    "utf-16le": "UTF-16LE（ファイルの先頭に BOM `FF FE`）",
    "utf-16be": "UTF-16BE（ファイルの先頭に BOM `FE FF`）",
}
_LINE_ENDS = {"crlf": "CRLF", "lf": "LF", "none": "なし（レコードは常に同じ長さ）"}
_KINDS: Mapping[str, tuple[str, str]] = {
    "text": ("文字", "左詰め、半角空白埋め。後ろの空白は取り除く"),
    "digits": ("数字列", "先頭の0も値の一部"),
    "code": ("コード", "一覧の値だけ"),
    "postal": ("郵便番号", "7桁、ハイフンなし"),
    "amount": ("金額（円）", "右詰めゼロ埋め、負は先頭に - "),
    "count": ("件数", "右詰めゼロ埋め"),
    "year": ("年", "西暦4桁"),
    "date": ("日付", "西暦 YYYYMMDD"),
    "decimal": ("小数", "右詰めゼロ埋め、小数点あり"),
}


def format_page(fmt: Format) -> str:
    """The Markdown page of a format, in Japanese, with field names as the program and the layouts use them."""
    fixed = fmt.fixed
    lines = [
        f"# {fmt.title}",
        "",
        f"形式ID `{fmt.id}`、帳票 `{fmt.record}`。この頁は `{fmt.file}` から作られる。",
        "",
        f"- 文字コード: {_encoding(fmt)}",
        f"- 並べ方: {'固定長。位置と長さはバイト、位置は1から' if fixed else 'CSV（RFC 4180、引用符可、項目内改行は不可）。列は1から、1列目はレコード区分'}",
        f"- 行末: {_LINE_ENDS[fmt.line_end]}",
        "- 空欄: " + ("すべて半角空白" if fixed else "空の列") + "（必須の項目は不可）",
        "",
        *_kinds(fmt),
    ]
    if len(fmt.sections) > 1:
        order = "、".join(f"`{kind.code}`" for kind in fmt.sections)
        lines += [f"データレコードの後には、その通知書の行をレコード区分 {order} の順にすべて続ける。どの行にも通知書番号がある。", ""]
    for kind in fmt.types:
        lines += _record_type(kind, fixed=fixed)
    return "\n".join(lines) + "\n"


def format_links(formats: Iterable[Format]) -> str:
    """The list of the formats' pages in docs/delivery.md."""
    return "".join(f"- [{fmt.title}](formats/{fmt.id}.md)\n" for fmt in formats)


def _encoding(fmt: Format) -> str:
    if fmt.table is None:
        return _ENCODINGS[fmt.encoding]
    shifts = [" または ".join(code.hex().upper() for code in codes) for codes in (fmt.table.into_double, fmt.table.into_single)]
    return f"{TABLE} `{fmt.table.name}`（サイトの文字コード表）。シフト: 2バイトへ {shifts[0]}、1バイトへ {shifts[1]}。シフトも項目の長さに数える"


def _kinds(fmt: Format) -> list[str]:
    used = {field.kind for kind in fmt.types for field in kind.fields}
    rows = [
        f"| {kind} | {name} | {rule if fmt.fixed else _without_padding(rule)} |"
        for kind, (name, rule) in _KINDS.items()
        if kind in used
    ]
    return ["| 種類 | 意味 | 書き方 |", "|---|---|---|", *rows, ""]


def _without_padding(rule: str) -> str:
    return (
        rule.replace("左詰め、半角空白埋め。後ろの空白は取り除く", "そのまま")
        .replace("右詰めゼロ埋め、", "")
        .replace("右詰めゼロ埋め", "数字")
    )


def _record_type(kind: RecordType, *, fixed: bool) -> list[str]:
    size = f"、{kind.length} バイト" if fixed else f"、{len(kind.fields) + 1} 列"
    heading = [f"## {kind.title or _ROLES.get(kind.role, kind.role)}", "", f"レコード区分 `{kind.code}`{size}（行末を除く）", ""]
    if not kind.fields:
        return heading
    place = "位置 | 長さ" if fixed else "列"
    return [
        *heading,
        f"| {place} | 項目名 | 名前 | 種類 | 必須 | 値・備考 |",
        "|" + "---|" * (7 if fixed else 6),
        *[_row(field, fixed=fixed) for field in kind.fields],
        "",
    ]


def _row(field: Field, *, fixed: bool) -> str:
    place = f"{field.at} | {field.width}" if fixed else str(field.column)
    notes = ["、".join(f"{code} {label}" for code, label in field.codes)] if field.codes else []
    notes += [f"小数{field.places}桁"] if field.places else []
    notes += [f"{field.width}桁"] if field.width and not fixed else []
    notes += ["2バイト文字だけ、シフトなし"] if field.double else []
    notes += ["個人情報"] if field.personal else []
    return f"| {place} | {field.label} | `{field.name}` | {field.kind} | {'○' if field.required else ''} | {'。'.join(notes)} |"
