"""Widgets and painters that every page is built from; they know nothing of the data."""
