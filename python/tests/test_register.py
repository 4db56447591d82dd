"""The package as people use it, on invented reports."""

from __future__ import annotations

import datetime
import html.parser
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import rashomon

REPORTS = {
    "ledger": (
        "2026-03-06",
        "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot four times on Quarry Road on Thursday, March 5, 2026, police said. "
        "Curtis Hale, 27, was arrested and charged with attempted murder, according to prosecutors.",
    ),
    "wire": (
        "2026-03-07",
        "MILLBROOK, Ohio - Officer Ana Reyes was shot three times on Quarry Road on Thursday, March 5, 2026, prosecutors said.",
    ),
    "<b>herald</b>": (
        "2026-05-03",
        "ASHTON, Iowa - Tom Bell, 19, was shot dead on Mill Street in Ashton on May 2, 2026, police said.",
    ),
}


@pytest.fixture
def register(tmp_path: Path) -> rashomon.Register:
    lines = [json.dumps({"doc_id": d, "published": p, "text": t}) for d, (p, t) in REPORTS.items()]
    (tmp_path / "all.jsonl").write_text("\n".join(lines))
    register = rashomon.open(tmp_path / "cases.rashomon", create=True)
    added = register.add(tmp_path / "all.jsonl")
    assert (added.new, added.same, added.set_aside) == (3, 0, 0)
    return register


def test_what_is_added_is_counted_once(register: rashomon.Register, tmp_path: Path) -> None:
    version = register.version
    assert register.add(tmp_path / "all.jsonl").same == 3
    assert register.version == version
    (tmp_path / "bad.json").write_text('{"title": "no text"}')
    added = register.add(tmp_path / "bad.json")
    assert added.set_aside == 1 and added.notices[0]["id"] == "no-text"


def test_incidents_are_listed_and_narrowed(register: rashomon.Register) -> None:
    incidents = register.incidents()
    assert [i["city"] for i in incidents] == ["Millbrook", "Ashton"]
    assert [i["city"] for i in register.incidents(state="IA")] == ["Ashton"]
    assert [i["city"] for i in register.incidents("shootings in Ohio")] == ["Millbrook"]
    assert len(register.incidents(disputed=True)) == 1
    assert len(register.incidents(as_of=datetime.date(2026, 3, 6))) == 1
    assert len(incidents[:1]) == 1 and len(incidents.to_pandas()) == 2 and incidents.to_arrow().num_rows == 2


def test_an_incident_says_who_says_what(register: rashomon.Register) -> None:
    id = register.incidents()[0]["incident_id"]
    incident = register[id[:6]]
    assert incident.id == id and incident["record"]["state"] == "Ohio"
    (wounds,) = incident.disputed
    assert {r["value"] for r in wounds["readings"]} == {"3", "4"}
    for claim in incident.claims:
        quote = claim["quote"]
        span = register.document(claim["doc_id"], quote["start"], quote["end"])
        assert "".join(z["text"] for z in span["zones"]) == quote["exact"] == REPORTS[claim["doc_id"]][1][quote["start"] : quote["end"]]
    assert register.incident("ledger", as_of="2026-03-06").disputed == []
    changed = register.diff("2026-03-06", incident=id)
    assert any(c["slot"] == "wounds" and c["is"]["status"] == "disputed" for c in changed[0]["changes"])
    assert [doc for doc, _ in register.search("Mill Street")] == ["<b>herald</b>"]


def test_questions_are_answered(register: rashomon.Register) -> None:
    answer = register.ask("how many people were killed in Iowa in 2026")
    assert answer.number == 1 and answer.range is not None and answer.range[0] <= 1 <= answer.range[1]
    assert answer["answer_docs"] == ["<b>herald</b>"]
    unread = register.ask("the weather on the moon")
    assert unread.number is None and unread.understood is None and unread["why"]


@pytest.mark.parametrize("name", ["incidents", "participants", "claims", "findings", "documents"])
def test_tables_go_to_other_libraries(register: rashomon.Register, name: str) -> None:
    import polars
    import pyarrow

    table = register.table(name)
    arrow = table.to_arrow()
    assert isinstance(arrow, pyarrow.Table) and arrow.column_names == table.columns
    assert arrow.num_rows == len(table) == len(table.to_pandas()) == len(polars.DataFrame(table)) == len(table.to_polars()) > 0
    exported = [register[i["incident_id"]] for i in register.incidents()]
    if name == "claims":
        assert sorted(arrow["claim_id"].to_pylist()) == sorted(c["claim_id"] for i in exported for c in i.claims)
        assert sorted(arrow["start"].to_pylist()) == sorted(c["quote"]["start"] for i in exported for c in i.claims)


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    table = rashomon.open(tmp_path / "empty.rashomon", create=True).claims()
    assert len(table) == 0 and table.to_arrow().column_names[0] == "incident_id"


def test_what_cannot_be_done_says_why(register: rashomon.Register, tmp_path: Path) -> None:
    for raised, code, exit_code, do in [
        (rashomon.NotFound, "not-found", 1, lambda: register["nothing"]),
        (rashomon.NotFound, "not-found", 1, lambda: register.document("nothing")),
        (rashomon.NotFound, "not-found", 1, lambda: register.table("nothing")),
        (rashomon.UsageError, "ambiguous-id", 2, lambda: register[""]),
        (rashomon.UsageError, "bad-days", 2, lambda: register.incidents(as_of="yesterday")),
        (rashomon.UsageError, "bad-scope", 2, lambda: register.incidents(scope="elsewhere")),
        (rashomon.UsageError, "not-a-question", 2, lambda: register.incidents("the weather")),
        (rashomon.UsageError, "no-register", 2, lambda: rashomon.open(tmp_path / "none.rashomon")),
        (rashomon.UsageError, "no-input", 2, lambda: register.add(tmp_path / "none")),
        (rashomon.Damaged, "not-a-register", 4, lambda: rashomon.open(tmp_path / "all.jsonl")),
    ]:
        with pytest.raises(raised) as caught:
            do()
        error = caught.value
        assert isinstance(error, rashomon.RashomonError) and (error.code, error.exit_code) == (code, exit_code) and error.hint
    assert isinstance(rashomon.errors.of("disk", "full", "make room", None, 74), OSError)


class Seen(html.parser.HTMLParser):
    """Which elements are in some HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        assert not attrs


def test_a_notebook_is_shown_tables_and_no_script(register: rashomon.Register) -> None:
    ashton = register[register.incidents(state="Iowa")[0]["incident_id"]]
    shown = ashton._repr_html_()
    assert "&lt;b&gt;herald" in shown and "<mark>" in shown
    answer = register.ask("how many people were killed in Iowa in 2026")
    for text in [shown, register._repr_html_(), answer._repr_html_()]:
        assert Seen(text).tags <= {"table", "caption", "tr", "th", "td", "mark", "small", "br", "p"}


def test_other_threads_run_meanwhile(register: rashomon.Register) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(register.claims()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1


def test_pages_of_markup_are_read_by_workers(tmp_path: Path) -> None:
    words = "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot four times on Quarry Road on Thursday, police said. " * 4
    page = f"<html><head><title>Officer shot</title></head><body><article><h1>Officer shot</h1><p>{words}</p></article></body></html>"
    (tmp_path / "page.html").write_text(page)
    # A page on which a worker dies is kept, and told of; were it read in this process, it would die.
    script = (
        "import json, rashomon, sys\n"
        "register = rashomon.open(sys.argv[1], create=True)\n"
        "print(json.dumps(register.add(sys.argv[2])))\n"
    )

    def added(register: str, **environment: str) -> list[object]:
        arguments = [sys.executable, "-c", script, str(tmp_path / register), str(tmp_path / "page.html")]
        # Not beside the sources, which would hide the package that is installed.
        done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, **environment}, check=True)
        return json.loads(done.stdout)

    new, _, _, set_aside, quarantined, _ = added("whole.rashomon")
    assert (new, set_aside, quarantined) == (1, 0, 0)
    # The environment names another worker, which answers nothing.
    new, _, _, set_aside, quarantined, notices = added("plain.rashomon", RASHOMON_WORKER="/bin/false")
    assert (new, set_aside, quarantined) == (1, 0, 1) and notices[0]["id"] == "degraded"
