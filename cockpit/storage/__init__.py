"""The workspace file: tables, the unit of work that journals what it changes, and the readers."""
