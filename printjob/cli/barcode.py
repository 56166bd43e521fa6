"""``printjob barcode``: what a customer barcode (カスタマバーコード) says for an address, or why there must be none."""

from __future__ import annotations

from pathlib import Path

import click

from printjob.cli.boundary import reporting
from printjob.run.explain import explain_customer, text_lines


@click.group("barcode")
def barcode_command() -> None:
    """バーコードを調べます。 / Explains barcodes."""


@barcode_command.command("customer", epilog="例 / Example: printjob barcode customer --tsv addresses.tsv")
@click.option(
    "--tsv",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="郵便番号<TAB>住所 / UTF-8, one a line",
)
@reporting
def customer_command(tsv: Path) -> None:
    """各行の 住所表示番号<TAB>バー67本<TAB>理由 を出力します。

    Prints digits, bars (1 long, 2 semi-long up, 3 semi-long down, 4 timing) and the reason code where there must be no barcode.
    """
    with tsv.open("rb") as stream:
        for found in explain_customer(text_lines(stream, tsv.name)):
            click.echo(f"{found.digits}\t{found.bars}\t{found.reason}")
