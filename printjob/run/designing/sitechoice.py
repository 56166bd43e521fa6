"""The site that designers' commands look at: their home's, or the shipped example (架空の3団体) where there is no home yet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from printjob.run.home import Home, make_home
from printjob.run.site import Site
from printjob.whereabouts import data_folder, default_home


@contextmanager
def chosen_site(home: Path | None) -> Iterator[Site]:
    """The site of ``home``; without one that of the default home, or else the example, in a home that is gone afterwards.

    ``EnvironmentAtFault`` (``PJ-1407-E``) when the home that was asked for is none.
    """
    if home is None and not default_home().is_dir():
        with tempfile.TemporaryDirectory(prefix="printjob-") as scratch:
            yield Site(make_home(Path(scratch) / "home").site)
        return
    place = Home(home or default_home())
    place.require()
    yield Site(place.site)


def watched_folders(site: Site) -> tuple[Path, ...]:
    """Where a change may change how a form looks: layouts, the site's settings, fonts and gaiji."""
    return (*site.layouts, site.folder, data_folder("fonts"))
