"""Who is typing: one of the village's people, whose name is kept by a short PIN where one is set.

The PIN opens nothing: the passphrase does. It only keeps one name from being used by another.
"""

from __future__ import annotations

import hmac
import secrets

from village_desk.entry.news import SettingsChosen
from village_desk.entry.sitting import Sitting
from village_desk.rules.refusals import Refusal

_DIGITS = range(4, 9)
_ROUNDS, _BLOCK, _LANES = 2**12, 8, 1
_DIGEST_BYTES = 64
TRIES = 3
"""Wrong PINs after which the name is not taken."""


def names(sitting: Sitting) -> list[str]:
    """Everybody who may be typing, and whoever is now."""
    return list(dict.fromkeys([*sitting.settings.staff, sitting.who]))


def asks_who(sitting: Sitting) -> bool:
    """Whether somebody has set a PIN: only then the name is asked for when the book is opened."""
    return bool(sitting.settings.pins)


def has_pin(sitting: Sitting, name: str) -> bool:
    """Whether a name is kept by a PIN."""
    return name in sitting.settings.pins


def is_pin(sitting: Sitting, name: str, pin: str) -> bool:
    """Whether this is the name's PIN; a name without one needs none."""
    kept = sitting.settings.pins.get(name)
    if kept is None:
        return True
    salt, _, digest = kept.partition(":")
    return hmac.compare_digest(digest, _digest(pin, salt))


def set_pin(sitting: Sitting, name: str, pin: str) -> None:
    """Keep a name by a PIN; a blank one sets it free again.

    Raises:
        Refusal: ``pin-not-digits``.
    """
    pins = {known: kept for known, kept in sitting.settings.pins.items() if known != name}
    if pin:
        if not (pin.isascii() and pin.isdigit() and len(pin) in _DIGITS):
            raise Refusal("pin-not-digits", least=_DIGITS[0], most=_DIGITS[-1])
        salt = secrets.token_hex(8)
        pins[name] = f"{salt}:{_digest(pin, salt)}"
    sitting.choose("pins", pins)


def sit(sitting: Sitting, name: str) -> None:
    """Write everything from now on under a name."""
    sitting.who = name
    sitting.news.tell(SettingsChosen())


def _digest(pin: str, salt: str) -> str:
    from nacl import bindings as sodium

    scrypt = sodium.crypto_pwhash_scryptsalsa208sha256_ll
    return scrypt(pin.encode(), bytes.fromhex(salt), _ROUNDS, _BLOCK, _LANES, dklen=_DIGEST_BYTES).hex()
