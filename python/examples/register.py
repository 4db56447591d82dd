"""From a folder of reports to a table: run it anywhere, it brings its own (invented) reports.

    python examples/register.py
"""

import json
import tempfile
from pathlib import Path

import rashomon

REPORTS = [
    {
        "doc_id": "ledger",
        "published": "2026-03-06",
        "text": "MILLBROOK, Ohio - Officer Ana Reyes, 31, was shot four times on Quarry Road on Thursday, March 5, 2026, police said.",
    },
    {
        "doc_id": "wire",
        "published": "2026-03-07",
        "text": "MILLBROOK, Ohio - Officer Ana Reyes was shot three times on Quarry Road on Thursday, March 5, 2026, prosecutors said.",
    },
]

with tempfile.TemporaryDirectory() as folder:
    pages = Path(folder) / "reports.jsonl"
    pages.write_text("\n".join(map(json.dumps, REPORTS)))
    with rashomon.open(Path(folder) / "cases.rashomon", create=True) as register:
        added = register.add(pages)
        print(f"{added.new} new reports")
        for line in register.incidents(state="Ohio"):
            incident = register[line["incident_id"]]
            print(incident.caption)
            for finding in incident.disputed:
                for reading in finding["readings"]:
                    for claim in incident.quotes(reading):
                        voice = ", ".join(claim["attribution"]) or claim["doc_id"]
                        print(f"  {finding['slot']} {reading['value']}: “{claim['quote']['exact']}” ({voice})")
        print(register.ask("how many people were hurt in Ohio in 2026"))
        print(register.claims().to_pandas()[["about", "slot", "value", "exact"]].head())
