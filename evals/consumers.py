#!/usr/bin/env python3
"""Reads every export with the tools it is made for, and compares counts with the contract's JSON lines.

    python3 -m venv /tmp/consumers
    /tmp/consumers/bin/pip install followthemoney==4.11.0 duckdb pandas polars pyarrow geojson-pydantic csvkit
    cargo build --release
    /tmp/consumers/bin/python evals/consumers.py target/release/rashomon REGISTER

Prints one line a tool; exits with 1 where one of them reads something else.
"""

import json
import os
import subprocess
import sys
import tempfile

import duckdb
import pandas
import polars
from geojson_pydantic import FeatureCollection

program, register = sys.argv[1:3]
folder = tempfile.mkdtemp(prefix="consumers-")
bad = 0


def export(form, name):
    path = os.path.join(folder, name)
    subprocess.run([program, "-q", "-r", register, "export", "--format", form, "--out", path], check=True)
    return path


def told(what, got, expected):
    global bad
    bad += got != expected
    count = f"{len(got)} rows" if isinstance(got, list) else got
    print(f"{'ok ' if got == expected else 'BAD'}  {what}: {count}" + ("" if got == expected else f"; {got}, not {expected}"))


def tool(*args):
    return subprocess.run([os.path.join(os.path.dirname(sys.executable), args[0]), *args[1:]], check=True, capture_output=True, text=True).stdout


incidents = [json.loads(line) for line in open(export("jsonl", "all.jsonl"), encoding="utf-8")]

tables = export("parquet", "tables")
for table in ["incidents", "participants", "claims", "findings", "documents"]:
    path = os.path.join(tables, table + ".parquet")
    rows = len(incidents) if table == "incidents" else sum(len(i[table]) for i in incidents)
    told(f"DuckDB {table}.parquet", len(duckdb.sql(f"select * from '{path}'").fetchall()), rows)
    told(f"pandas {table}.parquet", len(pandas.read_parquet(path)), rows)
    told(f"polars {table}.parquet", polars.read_parquet(path).height, rows)

path = export("csv", "all.csv")
ids = [i["incident_id"] for i in incidents]
told("pandas csv", list(pandas.read_csv(path, dtype=str)["incident_id"]), ids)
told("DuckDB csv", [r[0] for r in duckdb.sql(f"select incident_id from read_csv('{path}', all_varchar=true)").fetchall()], ids)
told("csvkit csv", int(tool("csvstat", "--count", path).split()[-1]), len(ids))

features = FeatureCollection(**json.load(open(export("geojson", "all.geojson"), encoding="utf-8"))).features
told("geojson-pydantic", len(features), sum(i["record"]["lat"] is not None for i in incidents))

statements, entities, out = export("statements", "all.csv.statements"), export("ftm", "all.ftm"), os.path.join(folder, "out.json")
tool("ftm", "aggregate-statements", "-i", statements, "-f", "csv", "-d", "reg", "-o", out)
read = {e["id"]: e for e in map(json.loads, open(out, encoding="utf-8"))}
written = {e["id"]: e for e in map(json.loads, open(entities, encoding="utf-8"))}
told("followthemoney entities of statements", sorted(read), sorted(written))
same = [i for i in read if all(sorted(read[i]["properties"].get(p, [])) == sorted(v) for p, v in written[i]["properties"].items())]
told("followthemoney properties kept", len(same), len(written))
for made in (out, entities):
    told("followthemoney validate", len(tool("ftm", "validate", "-i", made).splitlines()), len(written))

items = json.load(open(export("annotations", "all.annotations"), encoding="utf-8"))["items"]
told("annotations", len(items), sum(len(i["claims"]) for i in incidents))
graph = json.load(open(export("schemaorg", "all.schemaorg"), encoding="utf-8"))["@graph"]
told("schema.org", len(graph), len(incidents) + sum(len(i["claims"]) for i in incidents))
sys.exit(bad > 0)
