"""How much memory the window takes when every page was visited and nothing is going on."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import say_row

LIMIT_MIB = 220.0
# The program as a person starts it, which then visits its pages and says what it takes.
VISIT = """
import gc, sys
from cockpit import __main__, start
opened = start._open
def told(path):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    def visit():
        from cockpit.ui.pages import PAGES
        from cockpit.ui.window import CockpitWindow
        from cockpit.ui.workbench import Workbench
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CockpitWindow))
        bench = window.findChild(Workbench)
        for info in PAGES:
            bench.open_page(info.key)
            for _round in range(20):
                QApplication.processEvents()
        bench.open_page(PAGES[0].key)
        QTimer.singleShot(3000, tell)
    def tell():
        status = open("/proc/self/status").read()
        names = ("VmRSS", "RssAnon", "RssFile")
        import json, os
        taken = {n: int(status.split(n + ":")[1].split()[0]) / 1024 for n in names}
        print(json.dumps(taken), flush=True)
        os._exit(0)
    QTimer.singleShot(1500, visit)
    return opened(path)
start._open = told
sys.argv = ["cockpit", "-w", sys.argv[1]]
__main__.main()
"""


def run() -> bool:
    """Measure and print; tell whether the limit is kept."""
    from datetime import date

    from cockpit.bootstrap import make_demo

    print("memory of the window with the demo, every page visited, then idle for 3 s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.cockpit"
        make_demo(path, date.today()).close()
        done = subprocess.run(
            [sys.executable, "-c", VISIT, str(path)], capture_output=True, text=True, check=False
        )
    if not done.stdout:
        print(done.stderr)
        return False
    taken = json.loads(done.stdout.strip().splitlines()[-1])
    print(f"of it private {taken['RssAnon']:.0f} MiB, shared with files {taken['RssFile']:.0f} MiB")
    return say_row("resident", taken["VmRSS"], LIMIT_MIB, "MiB")


if __name__ == "__main__":
    raise SystemExit(0 if run() else 1)
