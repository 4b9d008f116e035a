"""The tests of Ops Cockpit."""
