"""The pages of the left rail, one package each; no page imports another."""
