"""Which names a file may have, so that it can be written on Windows, on a stick and on UOS alike."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

from village_desk.rules.refusals import Refusal

PART_SUFFIX_LENGTH = len(".01234567.part")

_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_NAME_BYTES = 255
_WINDOWS_PATH_UNITS = 259
_TITLE_BYTES = 180
_NO_TITLE = "未命名"
_UNSEEN_KINDS = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def safe_name(text: str) -> str:
    """Make a file name from a title; it is allowed on Windows and FAT and leaves room for an ending.

    The same title always gives the same name, and a safe name stays as it is.
    """
    seen = "".join(
        letter for letter in text if unicodedata.category(letter) not in _UNSEEN_KINDS or letter in "\t\n"
    )
    spelled = "".join("-" if letter in _FORBIDDEN else letter for letter in seen)
    spelled = re.sub(r"-{2,}", "-", re.sub(r"\s+", " ", spelled)).strip(" .-")
    spelled = spelled.encode()[:_TITLE_BYTES].decode(errors="ignore").strip(" .-")
    if not spelled:
        return _NO_TITLE
    return f"_{spelled}" if _is_reserved(spelled) else spelled


def refuse_bad_name(path: Path) -> None:
    """Refuse a name that Windows or a stick would not take, before anything is written.

    Raises:
        Refusal: name-not-allowed or path-too-long.
    """
    name = path.name
    if not name or name[-1] in " ." or _is_reserved(name) or any(_is_forbidden(letter) for letter in name):
        raise Refusal("name-not-allowed", name=_printable(name), folder=str(path.parent))
    if len(name.encode()) + PART_SUFFIX_LENGTH > _NAME_BYTES or _is_beyond_windows(path):
        raise Refusal("path-too-long", name=name, folder=str(path.parent))


def _is_forbidden(letter: str) -> bool:
    return letter in _FORBIDDEN or unicodedata.category(letter) in {"Cc", "Cs"}


def _is_reserved(name: str) -> bool:
    return _RESERVED.fullmatch(name.split(".", 1)[0].strip()) is not None


def _is_beyond_windows(path: Path) -> bool:
    units = len(str(path.absolute()).encode("utf-16-le", errors="surrogatepass")) // 2
    return sys.platform == "win32" and units + PART_SUFFIX_LENGTH > _WINDOWS_PATH_UNITS


def _printable(name: str) -> str:
    return "".join("?" if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in name)
