"""``printjob barcode``: what a customer barcode (カスタマバーコード) says for an address, and what the codes of a payment slip say."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from printjob.cli.boundary import print_json, reporting
from printjob.cli.options import json_option, language_of
from printjob.errors import DataRefused
from printjob.run.explain import explain_customer, text_lines
from printjob.run.paymentcode import ExplainedCode, explain_elqr, explain_gs1

_code_argument = click.argument("code", nargs=-1, required=True)


@click.group("barcode", short_help="バーコードを調べる / explain barcodes", epilog="例 / Example: printjob barcode customer --tsv addresses.tsv")
def barcode_command() -> None:
    """バーコードを調べます。 / Explains barcodes."""


@barcode_command.command("customer", short_help="住所からカスタマバーコード / customer barcodes of addresses", epilog="例 / Example: printjob barcode customer --tsv addresses.tsv")
@click.option(
    "--tsv",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="郵便番号<TAB>住所 / UTF-8, one a line",
)
@click.option("--counts", is_flag=True, help="理由ごとの件数を標準エラーへ / how many lines had each reason, to standard error")
@reporting
def customer_command(tsv: Path, *, counts: bool) -> None:
    """各行の 住所表示番号<TAB>バー67本<TAB>理由 を出力します。

    Prints digits, bars (1 long, 2 semi-long up, 3 semi-long down, 4 timing) and the reason code where there must be no barcode. Line by
    line: a file of any length needs no more memory.
    """
    reasons: Counter[str] = Counter()
    try:
        with tsv.open("rb") as stream:
            for found in explain_customer(text_lines(stream, tsv.name)):
                sys.stdout.write(f"{found.digits}\t{found.bars}\t{found.reason}\n")
                reasons[found.reason] += 1
    finally:
        sys.stdout.flush()
    if counts:
        for reason, count in sorted(reasons.items()):
            click.echo(f"{count}\t{reason or 'barcode'}", err=True)


@barcode_command.command(
    "gs1", short_help="コンビニ収納用の44桁 / the 44 digits of GS1-128", epilog="例 / Example: printjob barcode gs1 91912345012345678901234567890101033101230003"
)
@_code_argument
@json_option
@reporting
def gs1_command(code: tuple[str, ...], as_json: bool) -> None:
    """コンビニ収納用GS1-128の44桁を欄ごとに説明します。誤りがあれば終了コード8。

    Explains the 44 digits of a slip's GS1-128 part by part; blanks, hyphens and brackets may stand in them. Exit code 8 when something is wrong.
    """
    _tell(explain_gs1("".join(code)), as_json=as_json)


@barcode_command.command("elqr", short_help="eL-QRの255桁 / the 255 digits of eL-QR", epilog="例 / Example: printjob barcode elqr $(cat payload.txt)")
@_code_argument
@json_option
@reporting
def elqr_command(code: tuple[str, ...], as_json: bool) -> None:
    """eL-QRの255桁を欄ごとに説明します。誤りがあれば終了コード8。

    Explains the 255 digits of an eL-QR part by part; blanks and hyphens may stand in them. Exit code 8 when something is wrong.
    """
    _tell(explain_elqr("".join(code)), as_json=as_json)


def _tell(explained: ExplainedCode, *, as_json: bool) -> None:
    """Every part on a line, or all as JSON; exit code 8 when something is wrong."""
    if as_json:
        print_json(explained)
    else:
        click.echo(explained.text(language_of(click.get_current_context().find_root().params.get("lang"))))
    if not explained.right:
        sys.exit(DataRefused.exit_code)
