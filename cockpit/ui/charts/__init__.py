"""Charts and tiles: they receive arrays and a style, never query, and draw by pixels."""
