"""The only package that imports Qt: pages show and ask, services decide."""
