"""One tree of errors, and the value that says what is wrong and where.

Readers of files collect `Problem`s and raise them all at once as `ProblemsFound`; only `cli` prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file. `line` and `column` count from 1; 0 means the whole file (or the whole line)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in what a person wrote. `id` is ASCII with hyphens and never changes its meaning."""

    where: Where
    id: str
    message: str
    hint: str = ""
    severity: Severity = field(default="error", compare=False)

    def __str__(self) -> str:
        text = f"{self.where}: {self.severity}[{self.id}]: {self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class YingzhiError(Exception):
    """Root of all errors that are not bugs of ours."""


class ProblemsFound(YingzhiError):
    """One or more problems in the input; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)  # so that it survives pickling between processes

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def stop_on(problems: Iterable[Problem]) -> None:
    """Raise `ProblemsFound` with all of them if any is an error."""
    found = tuple(problems)
    if any(problem.severity == "error" for problem in found):
        raise ProblemsFound(found)
