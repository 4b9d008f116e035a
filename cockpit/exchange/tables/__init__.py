"""The one reader of tables in files; every tabular import reads through `open_table`."""

from cockpit.exchange.tables.mapping_file import read_mapping, write_mapping
from cockpit.exchange.tables.opening import open_table

__all__ = ["open_table", "read_mapping", "write_mapping"]
