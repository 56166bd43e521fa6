"""The manifest's part of docs/delivery.md: the table of its names and the JSON schema, made from their definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from printjob.intake.manifest import manifest_schema

_BEGIN = "<!-- manifest: made by printjob.intake.documentation -->\n"
_END = "<!-- /manifest -->\n"

SCHEMA_FILE = "manifest.schema.json"


def manifest_table() -> str:
    """The manifest's names as a Markdown table: name, form, meaning."""
    definitions: dict[str, Any] = manifest_schema()["$defs"]
    rows = ["| 名前 | 形 | 意味 |", "|---|---|---|"]
    for prefix, definition in (("", "Manifest"), ("files[].", "DeliveredFile")):
        for name, schema in definitions[definition]["properties"].items():
            rows.append(f"| `{prefix}{name}` | {_form(schema)} | {schema.get('description', '')} |")
    return "\n".join(rows) + "\n"


def _form(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return "、".join(f"`{value}`" for value in schema["enum"])
    form = schema.get("format", schema.get("type", ""))
    return f"{form} `{schema['pattern']}`".replace("|", "\\|") if "pattern" in schema else str(form)


def write_delivery_pages(docs: Path) -> list[Path]:
    """Write ``manifest.schema.json`` and the table between the marks of ``delivery.md``; the files written."""
    schema, page = docs / SCHEMA_FILE, docs / "delivery.md"
    schema.write_bytes(msgspec.json.format(msgspec.json.encode(manifest_schema(), order="deterministic"), indent=2) + b"\n")
    head, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    page.write_text(f"{head}{_BEGIN}{manifest_table()}{_END}{rest.partition(_END)[2]}", encoding="utf-8")
    return [schema, page]
