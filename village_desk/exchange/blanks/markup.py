"""Markup as bytes with places: what changes is cut out and put in, every other byte stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct, field

from village_desk.rules.refusals import Refusal

_HEAD = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_MOST_TAGS = 2_000_000


class Tag(Struct, eq=False):
    """One element and where it lies: its head tag, its tail tag and the text right inside it."""

    name: str
    """Without its prefix."""
    prefix: str
    """With its colon, empty for none."""
    attributes: dict[str, str]
    start: int
    head_end: int
    tail: int = 0
    end: int = 0
    text: str = ""
    children: list[Tag] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """One tag is head and tail in one."""
        return self.tail == self.head_end == self.end

    def child(self, name: str) -> Tag | None:
        """The first child of a name."""
        return next((one for one in self.children if one.name == name), None)

    def every(self, name: str) -> list[Tag]:
        """The children of a name."""
        return [one for one in self.children if one.name == name]


class Splice(Struct, frozen=True):
    """Bytes that take the place of others."""

    start: int
    end: int
    new: bytes


def tree_of(content: bytes, file: str) -> Tag:
    """Read a part into its elements; the gate has refused every DOCTYPE in these bytes.

    Raises:
        Refusal: It is broken, too large, or in an encoding in which places cannot be counted.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:64]:
        raise Refusal("blank-unusual", file=file)
    reader = _Reader(content, file)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.begin(
        name, attributes, parser.CurrentByteIndex
    )
    parser.EndElementHandler = lambda _: reader.finish(parser.CurrentByteIndex)
    parser.CharacterDataHandler = reader.hear
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Refusal("table-damaged", file=file) from None
    return reader.root.children[0]


class _Reader:
    def __init__(self, content: bytes, file: str) -> None:
        self.root = Tag("", "", {}, 0, 0)
        self._content = content
        self._file = file
        self._open = [self.root]
        self._count = 0

    def begin(self, name: str, attributes: dict[str, str], start: int) -> None:
        self._count += 1
        if self._count > _MOST_TAGS:
            raise Refusal("table-too-big-inside", file=self._file)
        head = _HEAD.match(self._content, start)
        if head is None:
            raise Refusal("blank-unusual", file=self._file)
        prefix, colon, local = name.rpartition(":")
        tag = Tag(local, prefix + colon, attributes, start, head.end())
        self._open[-1].children.append(tag)
        self._open.append(tag)

    def finish(self, at: int) -> None:
        tag = self._open.pop()
        if self._content[tag.head_end - 2 : tag.head_end] == b"/>":
            tag.tail = tag.end = tag.head_end
            return
        tag.tail = at
        tail = _HEAD.match(self._content, at)
        tag.end = tail.end() if tail else at

    def hear(self, text: str) -> None:
        self._open[-1].text += text


def spliced(content: bytes, splices: Iterable[Splice]) -> bytes:
    """The bytes with all splices made; they never overlap."""
    pieces: list[bytes] = []
    at = 0
    for one in sorted(splices, key=lambda one: (one.start, one.end)):
        pieces += (content[at : one.start], one.new)
        at = one.end
    return b"".join((*pieces, content[at:]))


def head_with(content: bytes, tag: Tag, changes: Mapping[str, str | None]) -> bytes:
    """A head tag with some attributes changed, added, or taken away with None."""
    head = content[tag.start : tag.head_end]
    for name, value in changes.items():
        pattern = re.compile(rb"\s" + re.escape(name.encode()) + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')")
        written = b"" if value is None else f" {name}={quoteattr(value)}".encode()
        if pattern.search(head):
            head = pattern.sub(written.replace(b"\\", rb"\\"), head, count=1)
        elif written:
            end = len(head) - (2 if head.endswith(b"/>") else 1)
            head = head[:end].rstrip() + written + head[end:]
    return head


def changed_head(content: bytes, tag: Tag, changes: Mapping[str, str | None]) -> Splice:
    """The splice that changes attributes of a tag."""
    return Splice(tag.start, tag.head_end, head_with(content, tag, changes))


def changed_text(tag: Tag, text: str) -> Splice:
    """The splice that gives a tag another text and nothing else inside it."""
    return Splice(tag.head_end, tag.tail, escape(text).encode())


def added_inside(content: bytes, tag: Tag, new: bytes) -> Splice:
    """The splice that adds bytes at the end of what a tag holds."""
    if not tag.is_empty:
        return Splice(tag.tail, tag.tail, new)
    head = content[tag.start : tag.head_end].removesuffix(b"/>").rstrip() + b">"
    return Splice(tag.start, tag.end, head + new + f"</{tag.prefix}{tag.name}>".encode())


def walk(tag: Tag) -> Iterable[Tag]:
    """A tag and everything inside it."""
    waiting = [tag]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(one.children))
