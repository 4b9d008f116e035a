"""`python -m benchmarks [NAME…]`: measure, print each figure beside its floor and its limit."""

from __future__ import annotations

import sys

NAMES = (
    "cold_start", "frames", "frames_importing", "writing", "importing", "searching", "series",
    "charts", "feedback", "memory",
)  # fmt: skip


def main() -> None:
    """Run the benchmarks that are named, or all; each prints what kept its limit."""
    from importlib import import_module

    for name in sys.argv[1:] or NAMES:
        print(f"\n== {name}", flush=True)
        import_module(f"benchmarks.{name}").run()


if __name__ == "__main__":
    main()
