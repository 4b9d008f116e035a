"""Tools for people who work on the program; none of them is shipped."""
