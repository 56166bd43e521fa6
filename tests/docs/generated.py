"""The pages of docs/ that are made from the program itself, so that they cannot say anything else: ``make docs`` writes them.

Commands come from click's own definitions, faults from the faultbook, formats and the manifest from their declarations. The tests beside
this module compare every page with what is made here.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from printjob.cli import group
from printjob.cli.night import run_command as batch_command
from printjob.extract.documentation import format_links, format_page
from printjob.extract.format import Format, read_format
from printjob.faultbook import BOOK, Level
from printjob.intake.documentation import SCHEMA_FILE, manifest_table
from printjob.intake.manifest import manifest_schema

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
MADE = "この頁は `make docs` が作ります。手で直しません。 / Made by `make docs`; not edited by hand."
LEVELS = {
    Level.DECLARATION: ("設定・様式のファイル", "A declared file: settings, formats, layouts, profiles", "8、夜間では 12 / 8, in the night 12"),
    Level.DELIVERY: ("納品を全件受け付けない", "The whole delivery is refused", "8、ほかの納品でジョブができれば 4 / 8, or 4 when others were prepared"),
    Level.RECORD: ("そのレコードだけ止める（受入エラー）", "This record is quarantined, its neighbours are printed", "4"),
    Level.HELD: ("保留。名のある担当者が決める", "Held: a named person decides", "4"),
    Level.PULLED: ("引抜き。数えて団体へ渡す", "Pulled, counted, handed over", "0"),
    Level.CAMPAIGN: ("案件の日程。すべて作る。担当者が日を確かめる", "A campaign's days: everything is made, a person looks at the day", "0、`printjob posting calendar` では 4 / 0, of `printjob posting calendar` 4"),
    Level.NOTED: ("お知らせ。止めるものはない", "Nothing is wrong; it is said so that it is known", "0"),
    Level.ENVIRONMENT: ("環境。直して同じコマンドを再実行", "The environment: repair, then the same command again", "12 (PJ-1901-I: 20, PJ-1902-I: 24)"),
    Level.VERIFY: ("検証。できたジョブを使わない", "Verification: do not use the job", "8 (`printjob verify`), 16 (batch.py)"),
    Level.POSTING: ("差出の記録と違う、またはこのままでは差し出せない", "Against the record of a posting, or not to be posted as it is", "8、`posting papers` では 4。W は 0 / 8, of `posting papers` 4; W 0"),
    Level.ARGUMENT: ("引数", "The command line", "2, 8"),
    Level.BUG: ("プログラムの誤り", "Our own mistake", "16"),
}
"""For each level: what it means, and the exit code that comes of it."""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that can be called, as typed, sorted."""
    yield "batch.py", batch_command
    yield from _below("printjob", group)


def _below(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found is not None:
            yield from _below(f"{path} {name}", found)


def commands_page() -> str:
    """docs/commands.md."""
    lines = ["# コマンド / Commands", "", MADE, "", "どのコマンドにも `--help` があります。`printjob --lang ja|en` で言語を選びます（既定はロケール）。", ""]
    lines += ["Every command has `--help`; `printjob --lang ja|en` chooses the language. Exit codes: [operators.md](operators.md).", ""]
    lines += [f"- [`{path}`](#{path.replace(' ', '-').replace('.', '')})" for path, _ in commands()]
    for path, command in commands():
        lines += ["", *_command(path, command)]
    return "\n".join(lines) + "\n"


def _command(path: str, command: click.Command) -> list[str]:
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    usage = " ".join([path, *(one.make_metavar(click.Context(command)) for one in arguments), "[OPTIONS]"])
    lines = [f"## {path}", "", *_prose(command.help or "").splitlines(), "", f"    {usage}", ""]
    options = [one for one in command.params if isinstance(one, click.Option)]
    if options:
        lines += ["| オプション / option | 意味 / meaning | 既定 / default |", "|---|---|---|", *map(_option, options), ""]
    return [*lines, *(command.epilog or "").splitlines()]


def _prose(text: str) -> str:
    return inspect.cleandoc(text).replace("<", "&lt;")


def _value(option: click.Option) -> str:
    if option.is_flag:
        return ""
    shown = option.make_metavar(click.Context(click.Command("")))
    return " " + shown.replace("[%Y-%m-%d]", "YYYY-MM-DD").removesuffix(" RANGE")


def _option(option: click.Option) -> str:
    if isinstance(option.show_default, str):
        default = option.show_default
    elif option.required:
        default = "必須 / required"
    else:
        default = "" if option.is_flag or option.default is None or not isinstance(option.default, (str, int)) else str(option.default)
    names = f"{', '.join(option.opts)}{_value(option)}".replace("|", "\\|")
    return f"| `{names}` | {_prose(option.help or '')}{' （何度でも / repeatable）' if option.multiple else ''} | {default} |"


def faults_page() -> str:
    """docs/faults.md."""
    lines = ["# エラー番号 / Fault ids", "", MADE, ""]
    lines += ["番号の意味は変わりません。末尾の文字は E エラー、W 保留・引抜き、I お知らせです。メッセージは 番号・場所・値・規則・対応 の順で、個人情報の値は"]
    lines += ["1文字目と字数だけを示します（例 `北****(5)`）。ひとつの納品の誤りは、すべて集めてから報告します。", ""]
    lines += ["An id never changes its meaning. A message has five parts: id, place, masked value, rule, what to do. All faults of a delivery are"]
    lines += ["collected before anything is decided.", ""]
    for level in Level:
        ids = [fault_id for fault_id, entry in BOOK.items() if entry.level is level]
        japanese, english, code = LEVELS[level]
        lines += [f"## {level.value}", "", f"{japanese}。 / {english}. 終了コード / exit code: {code}", ""]
        lines += ["| 番号 / id | 規則 / rule | 対応 / what to do |", "|---|---|---|", *map(_fault, ids), ""]
    return "\n".join(lines).rstrip() + "\n"


def _fault(fault_id: str) -> str:
    entry = BOOK[fault_id]
    return f"| {fault_id} | {entry.rule_ja}<br>{entry.rule_en} | {entry.action_ja}<br>{entry.action_en} |"


def delivery_page(present: str, formats: Iterable[Format]) -> str:
    """docs/delivery.md as it stands, with the manifest's table and the list of formats made again between their comments."""
    with_table = _between(present, "manifest: made by printjob.intake.documentation", "/manifest", manifest_table())
    return _between(with_table, "formats: made by printjob.extract.documentation", "/formats", format_links(formats))


def _between(page: str, opening: str, closing: str, made: str) -> str:
    before, opened, rest = page.partition(f"<!-- {opening} -->\n")
    _, closed, after = rest.partition(f"<!-- {closing} -->")
    return before + opened + made + closed + after


def pages() -> dict[Path, str]:
    """Every generated page and what it must say."""
    formats = [read_format(path) for path in sorted((ROOT / "examples" / "site" / "formats").glob("*.yaml"))]
    schema = msgspec.json.format(msgspec.json.encode(manifest_schema(), order="deterministic"), indent=2) + b"\n"
    return {
        DOCS / "commands.md": commands_page(),
        DOCS / "faults.md": faults_page(),
        DOCS / "delivery.md": delivery_page((DOCS / "delivery.md").read_text(encoding="utf-8"), formats),
        DOCS / SCHEMA_FILE: schema.decode(),
        **{DOCS / "formats" / f"{fmt.id}.md": format_page(fmt) for fmt in formats},
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
