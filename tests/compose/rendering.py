"""Pages as pictures, by three renderers that share nothing; ``pages`` count from 0, without them all are drawn."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

RENDERERS = ("MuPDF", "PDFium", "Poppler")


def by_pdfium(pdf: bytes, dpi: int, pages: Sequence[int] | None = None) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        wanted = [document[at] for at in (range(len(document)) if pages is None else pages)]
        return [np.asarray(page.render(scale=dpi / 72, grayscale=True).to_pil()) for page in wanted]
    finally:
        document.close()


def by_mupdf(pdf: bytes, dpi: int, pages: Sequence[int] | None = None) -> list[np.ndarray]:
    pymupdf = pytest.importorskip("pymupdf")
    with pymupdf.open("pdf", pdf) as document:
        wanted = range(len(document)) if pages is None else pages
        drawn = [document[at].get_pixmap(dpi=dpi, colorspace="gray") for at in wanted]
        return [np.frombuffer(p.samples, np.uint8).reshape(p.height, p.stride)[:, : p.width] for p in drawn]


def by_poppler(
    pdftoppm: str, pdf: Path, folder: Path, dpi: int, pages: Sequence[int] | None = None
) -> list[np.ndarray]:
    for chosen in [()] if pages is None else [("-f", str(at + 1), "-l", str(at + 1)) for at in pages]:
        subprocess.run([pdftoppm, "-r", str(dpi), *chosen, "-gray", pdf, folder / f"p{dpi}"], check=True)
    return [np.asarray(Image.open(path)) for path in sorted(folder.glob(f"p{dpi}*.pgm"))]


def reduced(picture: np.ndarray, times: int) -> np.ndarray:
    height, width = (side // times for side in picture.shape)
    return np.asarray(picture[: height * times, : width * times].reshape(height, times, width, times).mean(axis=(1, 3)))


def rendered(pdf: bytes, finer: int = 1) -> list[np.ndarray]:
    """Pages at 150 dpi by PDFium, ``finer`` times finer and reduced: it sets glyphs on whole pixels."""
    return [reduced(picture, finer) for picture in by_pdfium(pdf, finer * 150)]


def clusters_off(one: np.ndarray, other: np.ndarray, but: Sequence[tuple[int, int, int, int]]) -> int:
    """How many 3x3 windows at 150 dpi are off altogether by more than 64, outside ``but`` (left, bottom, right, top in points)."""
    height, width = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    off = np.abs(one[:height, :width].astype(int) - other[:height, :width].astype(int)) > 64
    for left, bottom, right, top in but:
        rows = slice(int((841.92 - top) * 150 / 72), int((841.92 - bottom) * 150 / 72))
        off[rows, int(left * 150 / 72) : int(right * 150 / 72)] = False
    high = off[:-2] & off[1:-1] & off[2:]
    return int((high[:, :-2] & high[:, 1:-1] & high[:, 2:]).sum())
