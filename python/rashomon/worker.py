"""The package's own process for pages of markup: started by the package, by nobody else.

It is run as a script, alone with the extension module beside it, so that it starts fast and needs nothing of the
environment that it was started from.
"""

import os
import sys

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import _rashomon  # type: ignore[import-not-found]

    # worker --memory MIB --cpu SECONDS
    given = dict(zip(sys.argv[2::2], sys.argv[3::2]))
    _rashomon.work(int(given["--memory"]), int(given["--cpu"]))
