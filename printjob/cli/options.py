"""Options that every command shares."""

from __future__ import annotations

import locale
import os
from pathlib import Path

import click

from printjob.whereabouts import default_home

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_home,
    show_default="$PRINTJOB_HOME, var",
    help="ホーム / the home folder",
)
example_home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="ホーム（なければ見本サイト） / the home folder; without one the example site",
    show_default="$PRINTJOB_HOME, var",
)
date_option = click.option(
    "--date",
    "business_date",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-04-01",
    show_default=True,
    help="見本の業務日（発付日は9日後） / business date of the samples, issued 9 days later",
)
lang_option = click.option(
    "--lang", type=click.Choice(["ja", "en"]), help="表示言語 / language (既定 / default: locale)"
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON for programs")


def language_of(chosen: str | None) -> str:
    """``ja`` or ``en``: as chosen, else by the locale's variables, else Japanese."""
    if chosen:
        return chosen
    named = (
        os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or locale.getlocale()[0]
        or ""
    )
    return "en" if named.startswith("en") else "ja"


def language_here() -> str:
    """The language of the command that is being run."""
    return language_of(click.get_current_context().find_root().params.get("lang"))
