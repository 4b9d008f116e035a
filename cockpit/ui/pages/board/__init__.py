"""The board page: columns of cards."""
