"""The manifest's part of docs/delivery.md: the table of its names and the JSON schema, made from their definition."""

from __future__ import annotations

from typing import Any

from printjob.intake.manifest import manifest_schema

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
