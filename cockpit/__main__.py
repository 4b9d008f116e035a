"""The command `cockpit`: without a command it opens the window, and then loads nothing else."""

import sys
from pathlib import Path


def main() -> None:
    """Open the window for `cockpit` and `cockpit -w FILE`; all other words are commands."""
    words = sys.argv[1:]
    if not words or (len(words) == 2 and words[0] in ("-w", "--workspace")):
        import gc
        import os

        # Starting makes thousands of objects that stay; looking among them for garbage is in vain.
        gc.disable()
        from cockpit.start import choose_language, run_window

        choose_language()
        named = words[1] if words else os.environ.get("COCKPIT_WORKSPACE")
        sys.exit(run_window(Path(named) if named else None))
    from cockpit.cli import main as commands

    commands()


if __name__ == "__main__":
    main()
