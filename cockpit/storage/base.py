"""What every table of the workspace is registered with."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
