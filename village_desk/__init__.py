"""village_desk: the income ledger of a village, kept offline."""

import sys

__version__ = "0.1.0"


def _load_records() -> None:
    """Load msgspec without typing_extensions, where it looks for what Python has had since 3.11.

    SQLAlchemy brings that along; loading it takes a seventh of the time in which a reading child is there.
    """
    if "typing_extensions" not in sys.modules:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # Python's word for "not there"
        try:
            import msgspec  # noqa: F401
        finally:
            del sys.modules["typing_extensions"]


_load_records()
