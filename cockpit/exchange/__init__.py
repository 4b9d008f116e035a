"""File formats in and out: each module reads or writes one, and knows nothing of the window."""
