"""Ops Cockpit · 运营驾驶舱: one desktop program over one local file for people who run products."""

__version__ = "0.1.0"
