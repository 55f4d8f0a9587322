"""A refusal: something is not done, nothing has changed, and one sentence says why and what to do."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """Say no with a stable code; the Chinese sentence for it is in resources/words/refusals.toml.

    ``values`` fill the sentence's gaps and, where they are named sheet, row, column or value, say where.
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
