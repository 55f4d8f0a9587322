"""Turns what the server says into refusals; its own sentences quote rows, so none of them is let out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from village_desk.rules.refusals import Refusal
from village_desk.store.server.address import ServerAddress

_STATES = (
    # Classes of SQLSTATE and single states; the first that fits decides.
    ("23505", "already-there"),
    ("23503", "no-such-record"),
    ("23", "value-not-allowed"),
    ("22", "value-not-allowed"),
    ("42804", "value-not-allowed"),
    ("53100", "server-disk-full"),
    ("40", "book-busy"),
    ("55P03", "book-busy"),
    ("28", "server-lets-nobody-in"),
    ("3D000", "server-has-no-such-book"),
    ("42501", "server-not-allowed"),
    ("42P01", "server-has-no-such-book"),
    ("08", "server-not-reached"),
    ("53", "server-not-reached"),
    ("57", "server-not-reached"),
)
_SAID = (
    ("authentication|password|role|pg_hba|permission|认证|密码|口令|角色|权限", "server-lets-nobody-in"),
    ("(database|数据库).*(not exist|不存在)", "server-has-no-such-book"),
)


@contextmanager
def in_words(address: ServerAddress) -> Iterator[None]:
    """Turn faults of the server in the block into refusals, each with its own sentence.

    Raises:
        Refusal: already-there, no-such-record, value-not-allowed, book-busy, or one of ``server-``.
    """
    try:
        yield
    except DBAPIError as error:
        raise _refusal_or(error.orig, address) from None
    except psycopg.Error as error:
        raise _refusal_or(error, address) from None
    except (UnicodeEncodeError, OverflowError):  # half a character; the fault's own text would carry it
        raise Refusal("value-not-allowed") from None


def _refusal_or(error: BaseException | None, address: ServerAddress) -> BaseException:
    """The refusal for a fault; a mistake of the program stays what it is, without what it quotes."""
    state = getattr(error, "sqlstate", None)
    code = next((code for start, code in _STATES if state and state.startswith(start)), None)
    if code is None and state is None:
        code = "value-not-allowed" if isinstance(error, psycopg.DataError) else _lost(error)
    if code is None:
        return psycopg.Error(f"SQLSTATE {state}")
    return Refusal(code, name=address.name, server=address.server)


def _lost(error: BaseException | None) -> str | None:
    """Before anybody is let in there is no state, only a sentence in the server's language."""
    if not isinstance(error, psycopg.OperationalError):
        return None
    said = re.sub('"[^"]*"', "", str(error))  # names of databases and people say nothing of the fault
    return next((code for words, code in _SAID if re.search(words, said)), "server-not-reached")
