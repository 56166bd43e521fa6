"""Which readers take part in these tests, and that under CI none is missing.

Finished pages are read by three independent readers: Poppler's ``pdftoppm``, MuPDF and PDFium. On a desk a missing one only makes the
tests that need it skip; with ``CI=true`` its absence is a failure, for a reader that silently stays away proves nothing.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess

import pytest
from hypothesis import settings

_PACKAGES = {"MuPDF": "pymupdf", "PDFium": "pypdfium2"}

settings.register_profile("printjob", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("printjob")


def _readers() -> dict[str, str]:
    """Version by reader; empty where the reader is missing."""
    return {"pdftoppm": _poppler()} | {reader: _installed(package) for reader, package in _PACKAGES.items()}


def _poppler() -> str:
    program = shutil.which("pdftoppm")
    if program is None:
        return ""
    told = subprocess.run([program, "-v"], capture_output=True, text=True, check=False).stderr
    return told.split("\n", 1)[0].removeprefix("pdftoppm version ").strip() or "unknown version"


def _installed(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def pytest_report_header() -> str:
    """Say who reads."""
    return "readers: " + ", ".join(f"{reader} {version or 'MISSING'}" for reader, version in _readers().items())


def pytest_configure() -> None:
    """Refuse to go on under CI when a reader is missing."""
    missing = [reader for reader, version in _readers().items() if not version]
    if missing and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"readers missing under CI: {', '.join(missing)} (poppler-utils brings pdftoppm)")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Path of Poppler's renderer; the test is skipped on a desk that lacks it."""
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm is not installed (apt-get install poppler-utils)")
    return program
