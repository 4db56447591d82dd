"""Why something was not done: one tree of exceptions, with the command line's codes."""

from __future__ import annotations

__all__ = ["Busy", "Damaged", "DiskError", "InternalError", "NotFound", "RashomonError", "UsageError"]


class RashomonError(Exception):
    """Something was not done.

    ``code`` is stable (the manual lists them), ``hint`` says what to do, ``path`` is the file that it is about,
    ``exit_code`` is what the command line ends with for it.
    """

    code: str
    hint: str
    path: str | None
    exit_code: int

    def __init__(self, message: str, *, code: str, hint: str, path: str | None, exit_code: int) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint
        self.path = path
        self.exit_code = exit_code


class NotFound(RashomonError, LookupError):
    """There is no such incident, document, or table (exit code 1)."""


class UsageError(RashomonError, ValueError):
    """Asked wrongly: a day, an id that several things have, a question that cannot be read (exit code 2)."""


class Damaged(RashomonError):
    """The register is damaged, not a register, or from a newer version (exit code 4)."""


class Busy(RashomonError):
    """Another program is writing (exit code 5)."""


class DiskError(RashomonError, OSError):
    """The disk is full, read-only or broken (exit code 74)."""


class InternalError(RashomonError):
    """The program failed: please report it (exit code 70)."""


_BY_EXIT: dict[int, type[RashomonError]] = {1: NotFound, 2: UsageError, 4: Damaged, 5: Busy, 70: InternalError, 74: DiskError}


def of(code: str, message: str, hint: str, path: str | None, exit_code: int) -> RashomonError:
    """The exception for a failure of the program."""
    return _BY_EXIT.get(exit_code, RashomonError)(message, code=code, hint=hint, path=path, exit_code=exit_code)
