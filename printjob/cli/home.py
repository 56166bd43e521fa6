"""``printjob setup``, ``init`` and ``sample``: from an empty machine to a home with something to print."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from printjob.cli.boundary import reporting
from printjob.cli.options import home_option
from printjob.run.home import Home, make_home
from printjob.run.samples import SampleOrder, write_sample
from printjob.run.setup import set_up
from printjob.run.site import Site
from printjob.whereabouts import data_folder


@click.command("setup", short_help="書体と郵便番号の準備 / prepare fonts and postal data", epilog="例 / Example: printjob setup")
@reporting
def setup_command() -> None:
    """フォントと郵便番号データを準備します。 / Prepare fonts and postal data (make setup calls it)."""
    set_up(click.echo)


@click.command("init", short_help="見本サイトのホーム / make a home, example site", epilog="例 / Example: printjob init --home var")
@home_option
@reporting
def init_command(home: Path) -> None:
    """見本サイト（架空の3団体）のホームを作ります。 / Make a home with the example site (three invented municipalities)."""
    made = make_home(home)
    site = Site(made.site)
    for code in site.municipalities():
        click.echo(f"{code} {site.municipality(code).name}")
    click.echo(str(made.folder))


@click.command("sample", short_help="見本の納品 / a delivery of invented people", epilog="例 / Example: printjob sample --home var --form property-tax --count 300 --seed 1")
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), help="ホームの受付へ / into this home's inbox"
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="このフォルダへ / into this folder")
@click.option("--form", required=True, help="帳票 / form id, e.g. property-tax")
@click.option("--count", required=True, type=click.IntRange(1, 10_000_000), help="件数 / records in all")
@click.option("--seed", required=True, type=int, help="乱数の種 / seed: the same seed gives the same delivery")
@click.option(
    "--date",
    "business_date",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-04-01",
    show_default=True,
    help="業務日 / business date",
)
@click.option("--municipality", metavar="CODE", help="団体（既定: 最初の団体） / default: the first municipality")
@click.option(
    "--format",
    "carrier",
    type=click.Choice(["csv", "fixed"]),
    help="データ形式（既定: 団体の標準） / default: the municipality's own",
)
@click.option(
    "--addresses",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="宛先TSV / recipients: postal_code, address, name",
)
@click.option("--faults", is_flag=True, help="各種のエラーを1件ずつ混ぜる / put in one of each record fault")
@reporting
def sample_command(
    home: Path | None,
    out: Path | None,
    form: str,
    count: int,
    seed: int,
    business_date: dt.datetime,
    municipality: str | None,
    carrier: str | None,
    addresses: Path | None,
    faults: bool,
) -> None:
    """架空の人と町の見本納品を1つ作ります。 / Write one delivery of invented people."""
    if (home is None) == (out is None):
        raise click.UsageError("give --home or --out, one of them")
    site = Site(_site_folder(home))
    order = SampleOrder(
        form=form,
        municipality=municipality or site.municipalities()[0],
        count=count,
        seed=seed,
        business_date=business_date.date(),
        carrier=carrier,
        addresses=addresses,
        faults=faults,
    )
    target = out if out is not None else Home(home or Path()).inbox / order.municipality
    click.echo(str(write_sample(site, target, order).folder))


def _site_folder(home: Path | None) -> Path:
    if home is None:
        return data_folder("examples") / "site"
    found = Home(home)
    found.require()
    return found.site
