"""The families of failure a person can be told about; anything else is our own bug."""


class UserError(Exception):
    """A sentence saying what is wrong, where, and what to do; the workspace is as it was."""


class EnvironmentProblem(Exception):
    """The machine is in the way: disk, lock, keyring. `retryable`: trying again may help."""

    def __init__(self, sentence: str, *, retryable: bool = False) -> None:
        super().__init__(sentence)
        self.retryable = retryable


class Cancelled(Exception):
    """A person stopped it; nothing is wrong."""
