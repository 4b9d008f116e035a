"""Where the bundled program begins."""

from cockpit.__main__ import main

main()
