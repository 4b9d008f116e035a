"""The overview: what needs somebody today, over all pages."""
