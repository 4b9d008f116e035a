"""The page of sources: what is pulled from where, how it went, and what was refused."""
