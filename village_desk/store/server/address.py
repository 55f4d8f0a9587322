"""The address of a book on a server; whatever shows or writes it leaves the password out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from village_desk.rules.refusals import Refusal

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_SCHEMES = ("postgresql+psycopg", "postgresql")
_SECRET = frozenset({"password", "passfile", "sslpassword"})
_ADDRESS = r"postgresql(?:\+psycopg)?://[^\s'\"]*"


class ServerAddress(Struct, frozen=True):
    """Where a book lies, as ``postgresql+psycopg://WHO@SERVER/DATABASE``; one database holds one book.

    A password in it is kept for connecting and shown nowhere; better it stands in the file of passwords that
    the server's own programs read.
    """

    conninfo: str
    """As the driver takes it, with the password if there is one."""
    shown: str
    """The same without it."""
    name: str
    """The database: what pages and refusals call the book."""
    server: str
    """The computer."""

    def __str__(self) -> str:
        """Show it without the password."""
        return self.shown

    def __repr__(self) -> str:
        return f"ServerAddress({self.shown!r})"

    @property
    def stem(self) -> str:
        """What a title calls the book, as a file's name without its ending."""
        return self.name

    @property
    def parent(self) -> str:
        """Where a list says that it lies, as a file's folder."""
        return self.server


BookAddress = Path | ServerAddress


def book_address(text: str) -> BookAddress:
    """Where a book lies: a file, unless the text begins as a server's address does.

    Raises:
        Refusal: ``server-address-wrong``: it names no database.
    """
    if not text.startswith(tuple(f"{scheme}://" for scheme in _SCHEMES)):
        return Path(text)
    from urllib.parse import urlsplit  # the start page asks here for files only

    try:
        parts = urlsplit(text)
        server = parts.hostname or "localhost"
        shown = _shown(parts)
    except ValueError:  # such as a port that is no number
        raise Refusal("server-address-wrong") from None
    name = parts.path.removeprefix("/")
    if not name or "/" in name:
        raise Refusal("server-address-wrong")
    return ServerAddress(f"postgresql://{text.partition('://')[2]}", shown, name, server)


def may_be_there(address: BookAddress) -> bool:
    """Whether a book can be opened as far as can be seen from here: of a server only it knows."""
    return isinstance(address, ServerAddress) or address.is_file()


def file_of(address: BookAddress) -> Path:
    """The file of a book, for what makes sense for a file only.

    Raises:
        Refusal: ``only-for-a-file-book``.
    """
    if isinstance(address, ServerAddress):
        raise Refusal("only-for-a-file-book", name=address.name)
    return address


def refuse_without_driver() -> None:
    """Refuse where the program was installed without what speaks to servers.

    Raises:
        Refusal: ``server-parts-missing``.
    """
    from importlib.util import find_spec

    if find_spec("psycopg") is None:
        raise Refusal("server-parts-missing")


def without_passwords(text: str) -> str:
    """A text that may hold addresses, each cut down to what it is."""
    import re

    return re.sub(_ADDRESS, "postgresql+psycopg://…", text)


def _shown(parts: SplitResult) -> str:
    from urllib.parse import parse_qsl, urlencode

    port = f":{parts.port}" if parts.port else ""
    who = f"{parts.username}@" if parts.username else ""
    said = [(key, value) for key, value in parse_qsl(parts.query) if key not in _SECRET]
    more = f"?{urlencode(said, safe='/')}" if said else ""
    return f"{_SCHEMES[0]}://{who}{parts.hostname or ''}{port}{parts.path}{more}"
