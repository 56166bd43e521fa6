"""The site's settings in a home: municipalities, formats, machines, papers. What cannot be read stops the run (``PJ-1404-E``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from printjob.declared import read
from printjob.errors import DeclarationRefused, EnvironmentAtFault, Fault
from printjob.extract.format import Format, read_format
from printjob.intake.municipality import Municipality, read_municipality
from printjob.layout.check.envelope import Envelope, read_envelopes
from printjob.mailroom.plan import Route
from printjob.mailroom.postage.posting import Posting, read_posting
from printjob.mailroom.profile import Paper, Profile, read_papers, read_profile
from printjob.whereabouts import data_folder

_T = TypeVar("_T")


class Site:
    """Reads settings by name from ``site/``. Each file is read when it is asked for."""

    def __init__(self, folder: Path, layouts: Sequence[Path] = ()) -> None:
        self.folder = folder
        self.layouts = tuple(layouts) or (folder / "layouts", data_folder("layouts"))
        """Where forms are looked for: the site's own layouts first, then those that came with the program."""

    def layout_folder(self, form: str) -> Path:
        """The folder that declares a form; where no layouts have it, the place where it would be."""
        found = (layouts / form for layouts in self.layouts)
        return next((folder for folder in found if folder.is_dir()), self.layouts[-1] / form)

    def municipalities(self) -> tuple[str, ...]:
        """The codes of the registered municipalities, sorted."""
        return tuple(sorted(path.stem for path in (self.folder / "municipalities").glob("*.yaml")))

    def formats(self) -> tuple[str, ...]:
        """The names of the declared data formats, sorted."""
        return tuple(sorted(path.stem for path in (self.folder / "formats").glob("*.yaml")))

    def municipality(self, code: str) -> Municipality:
        """A municipality's settings; where it names no routes, the site's own."""
        path, routes = self.folder / "municipalities" / f"{code}.yaml", self.default_routes()
        return readable(lambda: read_municipality(path, routes))

    def default_routes(self) -> tuple[str, ...]:
        """The profiles that ``site.yaml`` names, in the order they are tried."""
        return readable(lambda: _read_site(self.folder / "site.yaml"))

    def format_file(self, name: str) -> Path:
        """The file of a data format."""
        return self.folder / "formats" / f"{name}.yaml"

    def format(self, name: str) -> Format:
        """A data format."""
        return readable(lambda: read_format(self.format_file(name)))

    def gaiji_file(self, municipality: str) -> Path | None:
        """The municipality's gaiji map, if it has one."""
        own = self.folder / "gaiji"
        path = (own if own.is_dir() else data_folder("fonts") / "gaiji") / f"{municipality}.yaml"
        return path if path.exists() else None

    def profile(self, name: str) -> Profile:
        """A machine profile."""
        return readable(lambda: read_profile(self.folder / "profiles" / f"{name}.yaml"))

    def profiles(self) -> tuple[str, ...]:
        """The names of the machine profiles, sorted."""
        return tuple(sorted(path.stem for path in (self.folder / "profiles").glob("*.yaml")))

    def papers(self) -> dict[str, Paper]:
        """The papers of the print centre."""
        return readable(lambda: read_papers(self.folder / "papers.yaml"))

    def envelopes(self) -> dict[str, Envelope]:
        """The print centre's envelopes by name: of the site's own ``envelopes.yaml``, or as they came with the program."""
        own = self.folder / "envelopes.yaml"
        return readable(lambda: read_envelopes(own if own.exists() else data_folder("spool") / "envelopes.yaml"))

    def postage_file(self, name: str) -> Path:
        """A table of postage: the site's own, or as it came with the program."""
        own = self.folder / "postage" / name
        return own if own.exists() else data_folder("spool") / "postage" / name

    def posting(self) -> Posting:
        """How the site posts."""
        return readable(lambda: read_posting(self.postage_file("posting.yaml")))

    def control_layout(self, profile: Profile) -> Path:
        """The file that declares the profile's control file."""
        return self.folder / "control" / f"{profile.control_file}.yaml"

    def routes(self, municipality: Municipality, stocks: Sequence[str]) -> tuple[Route, ...]:
        """The machines a municipality's pieces may go to, in order, with the papers that each uses for the form's stocks."""
        papers = self.papers()
        profiles = list(map(self.profile, municipality.routes))
        return tuple(Route(one, tuple(self._paper(papers, one, stock) for stock in stocks)) for one in profiles)

    def _paper(self, papers: Mapping[str, Paper], profile: Profile, stock: str) -> Paper:
        paper = papers.get(profile.stocks.get(stock, ""))
        if paper is None:
            detail = f"the profile {profile.profile} names no known paper for the stock {stock}"
            raise EnvironmentAtFault(Fault(id="PJ-1404-E", file="papers.yaml", field=stock, detail=detail))
        return paper

    def exceptions_file(self, municipality: str) -> Path:
        """The municipality's file of approved exceptions (例外承認); it need not exist."""
        return self.folder / "exceptions" / f"{municipality}.yaml"


def _read_site(path: Path) -> tuple[str, ...]:
    node = read(path)
    node.take("name").filled()
    routes = node.take("routes").texts()
    node.refuse_unknown()
    node.finish()
    return routes


def readable(read: Callable[[], _T]) -> _T:
    """What ``read`` gives; a declared file that is refused is the environment's fault in a run, with the same places."""
    try:
        return read()
    except DeclarationRefused as refused:
        raise EnvironmentAtFault(
            *(msgspec.structs.replace(fault, id="PJ-1404-E") for fault in refused.faults)
        ) from refused
