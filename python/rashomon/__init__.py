"""A register of incidents read from news reports: many accounts, one record.

    import rashomon
    with rashomon.open("cases.rashomon", create=True) as register:
        register.add("reports/")
        register.incidents(state="Ohio").to_pandas()
        register.ask("how many people were killed in Ohio in 2018").number

Names are those of the command line and of the export: ``incident_id``, ``findings``, ``quote``. Every answer is of what the register
holds at that moment; long work lets other threads run.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from . import _rashomon
from ._rashomon import __version__
from .errors import Busy, Damaged, DiskError, InternalError, NotFound, RashomonError, UsageError

if TYPE_CHECKING:
    import datetime

    import pandas
    import polars
    import pyarrow

__all__ = [
    "Added",
    "Answer",
    "Busy",
    "Damaged",
    "DiskError",
    "Incident",
    "Incidents",
    "InternalError",
    "NotFound",
    "RashomonError",
    "Register",
    "Table",
    "UsageError",
    "__version__",
    "open",
]

# Pages of markup are looked through in processes of their own, which this interpreter starts.
_rashomon.workers(sys.executable, ["-I", "-S", os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")])


def _day(day: str | datetime.date | None) -> str | None:
    return None if day is None else str(day)


class Added(NamedTuple):
    """What came of the inputs, in numbers, and what was noticed about them."""

    new: int
    same: int
    changed: int
    set_aside: int
    quarantined: int
    notices: list[dict[str, Any]]


class Table:
    """A flat table, taken by pyarrow, pandas, polars, DuckDB and whatever else knows Arrow's C stream interface."""

    def __init__(self, batches: _rashomon.Batches) -> None:
        self._batches = batches

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._batches.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._batches)

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return self._batches.columns

    def to_arrow(self) -> pyarrow.Table:
        """As a pyarrow table."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas data frame."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """As a polars data frame."""
        import polars

        return polars.DataFrame(self)

    def __repr__(self) -> str:
        return f"<Table of {len(self)} rows: {', '.join(self.columns)}>"


def _row(cells: Sequence[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _words(text: object) -> str:
    return escape("" if text is None else str(text))


def _number(number: Mapping[str, Any] | None) -> str:
    if number is None:
        return "?"
    low, best, high = number["low"], number["best"], number["high"]
    return str(best) if low == high else f"{low}–{high}"


class _Told(Mapping[str, Any]):
    """What the register says as an object, its names as keys."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class Incident(_Told):
    """One incident as it is exported; ``incident["record"]["date"]``, or ``incident.findings``."""

    @property
    def id(self) -> str:
        """Its id."""
        return self._data["incident_id"]

    @property
    def caption(self) -> str:
        """One line for it."""
        return self._data["caption"]

    @property
    def record(self) -> dict[str, Any]:
        """What an editor would copy into a register."""
        return self._data["record"]

    @property
    def participants(self) -> list[dict[str, Any]]:
        """Its people."""
        return self._data["participants"]

    @property
    def claims(self) -> list[dict[str, Any]]:
        """Who says what, in which words."""
        return self._data["claims"]

    @property
    def documents(self) -> list[dict[str, Any]]:
        """Its reports."""
        return self._data["documents"]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What all reports together say, slot by slot."""
        return self._data["findings"]

    @property
    def disputed(self) -> list[dict[str, Any]]:
        """The findings in which reports disagree."""
        return [f for f in self.findings if f["status"] == "disputed"]

    def quotes(self, reading: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The claims of one reading of a finding."""
        wanted = set(reading["claims"])
        return [c for c in self.claims if c["claim_id"] in wanted]

    def __repr__(self) -> str:
        return f"<Incident {self.id}: {self.caption}>"

    def _repr_html_(self) -> str:
        people = {p["participant_id"]: p["name"] or p["label"] for p in self.participants}
        rows = []
        for finding in sorted(self.findings, key=lambda f: f["status"] != "disputed"):
            about = "" if finding["about"] == "incident" else people.get(finding["about"], finding["about"])
            for reading in finding["readings"]:
                said = {(c["quote"]["exact"], ", ".join(c["attribution"]), c["doc_id"]) for c in self.quotes(reading)}
                words = "<br>".join(
                    f"<mark>{_words(exact)}</mark>{', says ' + _words(voice) if voice else ''} <small>({_words(doc)})</small>"
                    for exact, voice, doc in sorted(said)[:3]
                )
                rows.append(_row([_words(about), _words(finding["slot"]), _words(reading["value"]), _words(finding["status"]), words]))
        head = _row(["who", "slot", "value", "status", "in the words of the reports"], "th")
        return f"<table><caption>{_words(self.caption)} <small>{_words(self.id)}</small></caption>{head}{''.join(rows)}</table>"


class Incidents(Sequence[dict[str, Any]]):
    """Incidents on a line each, by day, then id."""

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self._lines = lines

    def __getitem__(self, index: Any) -> Any:
        return Incidents(self._lines[index]) if isinstance(index, slice) else self._lines[index]

    def __len__(self) -> int:
        return len(self._lines)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas data frame, a row an incident."""
        import pandas

        return pandas.json_normalize(self._lines, sep="_")

    def to_arrow(self) -> pyarrow.Table:
        """As a pyarrow table."""
        import pyarrow

        return pyarrow.Table.from_pylist(self._lines)

    def __repr__(self) -> str:
        return f"<{len(self)} incidents>"

    def _repr_html_(self) -> str:
        head = _row(["id", "date", "place", "killed", "injured", "origins", "reports", "what", "disputed"], "th")
        rows = [
            _row(
                [
                    _words(i["incident_id"]),
                    _words(i["date"]),
                    _words(", ".join(p for p in (i["city"], i["state"]) if p)),
                    _number(i["n_killed"]),
                    _number(i["n_injured"]),
                    str(i["origins"]),
                    str(i["documents"]),
                    _words(i["caption"]),
                    _words(", ".join(i["disputed"])),
                ]
            )
            for i in self._lines[:100]
        ]
        more = f"<p>… {len(self) - 100} more</p>" if len(self) > 100 else ""
        return f"<table>{head}{''.join(rows)}</table>{more}"


class Answer(_Told):
    """The answer to a question, in the contract's form."""

    @property
    def number(self) -> int | None:
        """How many; ``None`` where the question was not understood."""
        return self._data["numerical_answer"]

    @property
    def range(self) -> tuple[int, int] | None:
        """The right number lies in it."""
        low_high = self._data.get("range")
        return None if low_high is None else (low_high[0], low_high[1])

    @property
    def certain(self) -> list[str]:
        """Ids of incidents that are certainly meant."""
        return self._data["certain"]

    @property
    def possible(self) -> list[str]:
        """Ids of those that may be."""
        return self._data["possible"]

    @property
    def understood(self) -> dict[str, Any] | None:
        """What was understood; ``None`` where nothing was: ``why`` and ``nearest`` say more."""
        return self._data["understood"]

    def __repr__(self) -> str:
        if self.understood is None:
            return f"<Answer: not understood: {self._data.get('why')}>"
        return f"<Answer: {self.number}, from {self._data['range'][0]} to {self._data['range'][1]}>"

    def _repr_html_(self) -> str:
        rows = [
            _row([_words(b["incident_id"]), _words(c["slot"]), _words(c["value"]), f"<mark>{_words(c['exact'])}</mark>", _words(c["doc_id"])])
            for b in self._data["because"][:50]
            for c in b["claims"][:3]
        ]
        head = _row(["incident", "slot", "value", "words", "document"], "th")
        return f"<table><caption>{_words(repr(self)[1:-1])}</caption>{head}{''.join(rows)}</table>"


class Register:
    """A register file. Safe to use from several threads; opened anew for each answer, and written only by :meth:`add`."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        kinds: str | os.PathLike[str] | None = None,
        create: bool = False,
        public: str | None = None,
        confidential: bool = False,
    ) -> None:
        self._path = os.fspath(path)
        self._inner = _rashomon.Register(self._path, None if kinds is None else os.fspath(kinds), create, public, confidential)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        kinds: str | os.PathLike[str] | None = None,
        create: bool = False,
        public: str | None = None,
        confidential: bool = False,
    ) -> Register:
        """Opens a register file; with ``create`` it is made where there is none. ``kinds``: a folder of kind files.

        ``public``: a naming profile (``"ipso"``, ``"none"``, ``"pressekodex"``, ``"us-open"``, or a file): only what a public export by it shows is
        answered. ``confidential``: also what was told in confidence; else nothing of it is.
        """
        return cls(path, kinds=kinds, create=create, public=public, confidential=confidential)

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @property
    def path(self) -> str:
        """The file."""
        return self._path

    @property
    def version(self) -> str:
        """Changes whenever the register does."""
        return self._inner.version()

    def add(self, *paths: str | os.PathLike[str], columns: str | None = None) -> Added:
        """Reads files and folders into the register. ``columns``: which columns of tables hold what (``text=Body,title=Headline``).

        What is acknowledged survives anything; what could not be read is in ``notices`` and the rest goes on.
        """
        return Added(**json.loads(self._inner.add([os.fspath(p) for p in paths], columns)))

    def incidents(
        self,
        where: str | None = None,
        *,
        state: str | None = None,
        kind: str | None = None,
        from_: str | datetime.date | None = None,
        to: str | datetime.date | None = None,
        disputed: bool = False,
        scope: str = "standing",
        as_of: str | datetime.date | None = None,
        captured_by: str | datetime.date | None = None,
    ) -> Incidents:
        """Incidents on a line each. ``where``: a question (``"drive-by shootings in Ohio in 2018"``); the rest as in ``rashomon list``."""
        found = self._inner.incidents(where, state, kind, _day(from_), _day(to), disputed, scope, _day(as_of), _day(captured_by))
        return Incidents(json.loads(found))

    def incident(
        self, id: str, *, as_of: str | datetime.date | None = None, captured_by: str | datetime.date | None = None
    ) -> Incident:
        """One incident, by as much of its id as is unique."""
        return Incident(json.loads(self._inner.incident(id, _day(as_of), _day(captured_by))))

    def __getitem__(self, id: str) -> Incident:
        return self.incident(id)

    def ask(
        self, question: str, *, as_of: str | datetime.date | None = None, captured_by: str | datetime.date | None = None
    ) -> Answer:
        """Answers a question in words: how many, which, who, when, where."""
        return Answer(json.loads(self._inner.ask(question, _day(as_of), _day(captured_by))))

    def diff(
        self, from_: str | datetime.date, to: str | datetime.date | None = None, *, incident: str | None = None
    ) -> list[dict[str, Any]]:
        """What changed between what could be known by two days."""
        return json.loads(self._inner.diff(str(from_), _day(to), incident))

    def search(self, words: str, *, limit: int = 100) -> list[tuple[str, list[str]]]:
        """Documents whose reporting holds all these words, best first, each with the incidents that it tells of."""
        return self._inner.search(words, limit)

    def document(self, doc_id: str, start: int = 0, end: int | None = None, *, all: bool = False) -> dict[str, Any]:
        """The words of a document between two places (code points), zone by zone; comments and hidden words only with ``all``."""
        return json.loads(self._inner.document(doc_id, start, end, all))

    def table(
        self, name: str, *, as_of: str | datetime.date | None = None, captured_by: str | datetime.date | None = None
    ) -> Table:
        """One of the flat tables: ``incidents``, ``participants``, ``claims``, ``findings``, ``documents``."""
        return Table(self._inner.table(name, _day(as_of), _day(captured_by)))

    def claims(self, *, as_of: str | datetime.date | None = None) -> Table:
        """Every claim: who says what of whom, in which words of which document."""
        return self.table("claims", as_of=as_of)

    def findings(self, *, as_of: str | datetime.date | None = None) -> Table:
        """Every finding: what all reports together say of a slot."""
        return self.table("findings", as_of=as_of)

    def participants(self, *, as_of: str | datetime.date | None = None) -> Table:
        """Everybody."""
        return self.table("participants", as_of=as_of)

    def documents(self, *, as_of: str | datetime.date | None = None) -> Table:
        """Every document of every incident."""
        return self.table("documents", as_of=as_of)

    def __repr__(self) -> str:
        return f"<Register {self._path}>"

    def _repr_html_(self) -> str:
        return self.incidents()._repr_html_()


def open(
    path: str | os.PathLike[str],
    *,
    kinds: str | os.PathLike[str] | None = None,
    create: bool = False,
    public: str | None = None,
    confidential: bool = False,
) -> Register:
    """Opens a register file: see :meth:`Register.open`."""
    return Register(path, kinds=kinds, create=create, public=public, confidential=confidential)
