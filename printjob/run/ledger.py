"""The ledger (台帳): what was taken, what became of each record, which jobs there are. Only the run's parent process writes it.

Deliveries and notices are kept by number and key; names and addresses are not in it, payment codes only as sorted numbers of 64 bits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from printjob.errors import EnvironmentAtFault, Fault

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
  run TEXT PRIMARY KEY, business_date TEXT NOT NULL, state TEXT NOT NULL, frozen TEXT NOT NULL, summary TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE TABLE IF NOT EXISTS deliveries (
  run TEXT NOT NULL REFERENCES runs, seq INTEGER NOT NULL, municipality TEXT NOT NULL, folder TEXT NOT NULL, digest TEXT NOT NULL,
  campaign TEXT NOT NULL, state TEXT NOT NULL, records INTEGER NOT NULL, admitted INTEGER NOT NULL, held INTEGER NOT NULL,
  quarantined INTEGER NOT NULL, pulled INTEGER NOT NULL, amount_yen INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS deliveries_by_digest ON deliveries (digest);
CREATE TABLE IF NOT EXISTS jobs (
  job TEXT PRIMARY KEY, run TEXT NOT NULL REFERENCES runs, municipality TEXT NOT NULL, campaign TEXT NOT NULL, profile TEXT NOT NULL,
  pieces INTEGER NOT NULL, sheets INTEGER NOT NULL, pages INTEGER NOT NULL, first_piece INTEGER NOT NULL, last_piece INTEGER NOT NULL,
  state TEXT NOT NULL, product TEXT NOT NULL DEFAULT '', office TEXT NOT NULL DEFAULT '', indicia TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS notices (
  run TEXT NOT NULL, delivery INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL, notice TEXT NOT NULL,
  state TEXT NOT NULL, fault TEXT NOT NULL, piece INTEGER NOT NULL, job TEXT NOT NULL,
  PRIMARY KEY (run, delivery, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS codes (
  series TEXT NOT NULL, run TEXT NOT NULL, block INTEGER NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY (series, run, block)
) STRICT;
"""

_CHANGES = (
    "ALTER TABLE jobs ADD COLUMN product TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE jobs ADD COLUMN office TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE jobs ADD COLUMN indicia TEXT NOT NULL DEFAULT '';",
)
"""what older ledgers lack, oldest first: PRAGMA user_version says how many of these a ledger has"""

MOST_RUNS_A_DAY = 99

_NUMBER, BLOCK_NUMBERS = np.dtype("<u8"), 1 << 20
"""how a payment code is kept, and how many of them stand in a row of the table: 8 MiB"""

NoticeRow = tuple[str, int, int, int, str, str, str, int, str]


class DeliveryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger keeps of a delivery; ``state`` is ``accepted`` or ``refused``."""

    seq: int
    municipality: str
    folder: str
    digest: str
    campaign: str
    state: str
    records: int
    admitted: int
    held: int
    quarantined: int
    pulled: int
    amount_yen: int


class JobEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger keeps of a job. ``state``: ``prepared``, ``made`` (the inserter finished it) or ``posted``. ``product``, ``office`` and
    ``indicia`` are those of its mail class, empty where it is in none.
    """

    job: str
    run: str
    municipality: str
    campaign: str
    profile: str
    pieces: int
    sheets: int
    pages: int
    first_piece: int
    last_piece: int
    state: str
    product: str = ""
    office: str = ""
    indicia: str = ""


class Ledger:
    """The ledger file of a home, open for one command; ``:memory:`` gives an empty one that is written nowhere."""

    def __init__(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA synchronous=FULL")
        self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        """Make what is missing; an older ledger gets what it lacks, whole or not at all. One of a newer program is refused (``PJ-1407-E``)."""
        if self._version() == len(_CHANGES):
            return
        with self.all_or_nothing():
            version = self._version()  # another process may have been faster
            if version > len(_CHANGES):
                raise EnvironmentAtFault(Fault(id="PJ-1407-E", file="ledger.db", detail="a newer version of the program wrote this ledger"))
            new = self._db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'runs'").fetchone()[0] == 0
            for statement in ";".join((_SCHEMA, *(() if new else _CHANGES[version:]))).split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {len(_CHANGES)}")

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    @classmethod
    def copied(cls, path: Path) -> Ledger:
        """A ledger in memory with what ``path`` holds, if it exists: for plans that must write nothing.

        After a writer that was killed the file's last whole state is restored first, as any opening of it does.
        """
        copy = cls(":memory:")
        if path.exists():
            try:
                copy._fill(path, "ro")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
                    raise
                copy._fill(path, "rw")
            copy._bring_up_to_date()
        return copy

    def _fill(self, path: Path, mode: str) -> None:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)) as source:
            source.backup(self._db)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """For the books that keep tables of their own in this file."""
        return self._db

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A transaction for the block."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # -- runs -----------------------------------------------------------------------------------------------------------------

    def runs(self) -> list[tuple[str, str, str, str]]:
        """All runs as (run, business date, state, summary JSON), oldest first."""
        return list(self._db.execute("SELECT run, business_date, state, summary FROM runs ORDER BY run"))

    def open_run(self) -> tuple[str, str, bytes] | None:
        """The run that was started and not finished, as (run, business date, what was frozen)."""
        row = self._db.execute("SELECT run, business_date, frozen FROM runs WHERE state = 'open'").fetchone()
        return None if row is None else (row[0], row[1], row[2].encode())

    def frozen(self, run: str) -> bytes:
        """What a run froze at its start."""
        row = self._db.execute("SELECT frozen FROM runs WHERE run = ?", (run,)).fetchone()
        return str(row[0]).encode()

    def next_run(self, business_date: str) -> str:
        """The id of a new run for the date: ``YYYYMMDD-NN``. The hundredth is refused: marks have two digits for it (``PJ-1411-E``)."""
        day = business_date.replace("-", "")
        last = self._db.execute("SELECT max(run) FROM runs WHERE run GLOB ?", (f"{day}-[0-9][0-9]",)).fetchone()[0]
        number = int(last[9:]) + 1 if last else 1
        if number > MOST_RUNS_A_DAY:
            raise EnvironmentAtFault(Fault(id="PJ-1411-E", field="date", value=business_date))
        return f"{day}-{number:02d}"

    def start(self, run: str, business_date: str, frozen: bytes) -> None:
        """Note a run and what it froze at its start."""
        self._db.execute(
            "INSERT INTO runs (run, business_date, state, frozen) VALUES (?, ?, 'open', ?)",
            (run, business_date, frozen.decode()),
        )

    def refreeze(self, run: str, frozen: bytes) -> None:
        """Note that an open run starts afresh from other settings."""
        self._db.execute("UPDATE runs SET frozen = ? WHERE run = ? AND state = 'open'", (frozen.decode(), run))

    def forget(self, run: str) -> None:
        """Take back the start of a run that came to nothing."""
        self._db.execute("DELETE FROM runs WHERE run = ? AND state = 'open'", (run,))

    def finish(
        self,
        run: str,
        state: str,
        summary: bytes,
        deliveries: Iterable[DeliveryEntry],
        jobs: Iterable[JobEntry],
        notices: Iterable[NoticeRow],
        codes: Iterable[tuple[str, npt.NDArray[np.uint64]]] = (),
    ) -> None:
        """Note a run's whole outcome in one transaction; ``codes`` are the sorted payment codes of its pieces by series."""
        with self.all_or_nothing():
            self._db.executemany(
                "INSERT INTO deliveries VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,0)",
                (
                    (
                        run,
                        d.seq,
                        d.municipality,
                        d.folder,
                        d.digest,
                        d.campaign,
                        d.state,
                        d.records,
                        d.admitted,
                        d.held,
                        d.quarantined,
                        d.pulled,
                        d.amount_yen,
                    )
                    for d in deliveries
                ),
            )
            self._db.executemany(
                "INSERT INTO jobs VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", (msgspec.structs.astuple(j) for j in jobs)
            )
            self._db.executemany("INSERT INTO notices VALUES (?,?,?,?,?,?,?,?,?)", notices)
            self._db.executemany("INSERT INTO codes VALUES (?,?,?,?)", _blocks(run, codes))
            self._db.execute("UPDATE runs SET state = ?, summary = ? WHERE run = ?", (state, summary.decode(), run))

    # -- what it knows --------------------------------------------------------------------------------------------------------

    def taken(self, digest: str) -> str | None:
        """The run that accepted a delivery with this digest before, if any."""
        row = self._db.execute(
            "SELECT run FROM deliveries WHERE digest = ? AND state = 'accepted'", (digest,)
        ).fetchone()
        return None if row is None else str(row[0])

    def printed(self, series: str) -> Iterator[bytes]:
        """The notice numbers that earlier runs made into pieces in the campaigns of a series."""
        rows = self._db.execute(
            "SELECT n.notice FROM deliveries d JOIN notices n ON n.run = d.run AND n.delivery = d.seq"
            " WHERE d.state = 'accepted' AND substr(d.campaign, 1, ?) = ? AND n.state = 'admitted'",
            (len(series) + 1, f"{series}-"),
        )
        return (row[0].encode() for row in rows)

    def codes(self, series: str) -> Iterator[npt.NDArray[np.uint64]]:
        """The payment codes on the slips of those notices, in sorted arrays that are not empty."""
        rows = self._db.execute("SELECT numbers FROM codes WHERE series = ? ORDER BY run, block", (series,))
        return (np.frombuffer(row[0], dtype=_NUMBER) for row in rows)

    def unsettled(self) -> list[tuple[str, DeliveryEntry]]:
        """Deliveries whose run is finished but which still lie in the inbox."""
        rows = self._db.execute(
            "SELECT run, seq, municipality, folder, digest, campaign, state, records, admitted, held, quarantined, pulled, amount_yen"
            " FROM deliveries WHERE settled = 0 ORDER BY run, seq"
        )
        return [
            (row[0], msgspec.convert(dict(zip(DeliveryEntry.__struct_fields__, row[1:], strict=True)), DeliveryEntry))
            for row in rows
        ]

    def settle(self, run: str, seq: int) -> None:
        """Note that a delivery was moved to its place and its receipt written."""
        self._db.execute("UPDATE deliveries SET settled = 1 WHERE run = ? AND seq = ?", (run, seq))

    def deliveries(self, run: str) -> list[DeliveryEntry]:
        """The deliveries of a run."""
        rows = self._db.execute(
            "SELECT seq, municipality, folder, digest, campaign, state, records, admitted, held, quarantined, pulled, amount_yen"
            " FROM deliveries WHERE run = ? ORDER BY seq",
            (run,),
        )
        return [
            msgspec.convert(dict(zip(DeliveryEntry.__struct_fields__, row, strict=True)), DeliveryEntry) for row in rows
        ]

    def jobs(self, run: str | None = None) -> list[JobEntry]:
        """The jobs of a run, or of all runs."""
        rows = self._db.execute(
            "SELECT job, run, municipality, campaign, profile, pieces, sheets, pages, first_piece, last_piece, state,"
            " product, office, indicia FROM jobs"
            " WHERE ? IS NULL OR run = ? ORDER BY job",
            (run, run),
        )
        return [msgspec.convert(dict(zip(JobEntry.__struct_fields__, row, strict=True)), JobEntry) for row in rows]

    def states(self, run: str) -> dict[str, int]:
        """How many records of a run are in which state."""
        rows = self._db.execute("SELECT state, count(*) FROM notices WHERE run = ? GROUP BY state", (run,))
        return dict(rows)


def _blocks(run: str, codes: Iterable[tuple[str, npt.NDArray[np.uint64]]]) -> Iterator[tuple[str, str, int, bytes]]:
    for series, numbers in codes:
        for block, at in enumerate(range(0, len(numbers), BLOCK_NUMBERS)):
            yield series, run, block, numbers[at : at + BLOCK_NUMBERS].astype(_NUMBER).tobytes()
