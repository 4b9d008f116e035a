"""The page of figures: tiles, and the chart of the selected one."""
