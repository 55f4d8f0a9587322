"""The parts of a workbook by name: read, changed, added with their relations and types, and packed again."""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.sax.saxutils import quoteattr

from village_desk.exchange.blanks.markup import Splice, Tag, added_inside, head_with, spliced, tree_of
from village_desk.exchange.blanks.sheet_facts import whole
from village_desk.exchange.reading.zip_directory import Part
from village_desk.rules.refusals import Refusal

_TYPES = "[Content_Types].xml"


class PackageParts:
    """A workbook whose parts are changed one by one; those nobody touches come out as they went in."""

    def __init__(self, content: bytes, parts: list[Part], file: str) -> None:
        self._file = file
        self._packed = {part.name: part for part in parts}
        self._content = content
        self._changed: dict[str, bytes | None] = {}
        self.names = [part.name for part in parts]
        self.workbook = next(name for name in self.names if name.lower().endswith("workbook.xml"))

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation like the others of its kind; its id."""
        relations = relations_of(part)
        content = self.bytes_of(relations)
        tree = tree_of(content, self._file)
        taken = {one.attributes.get("Id") for one in tree.children}
        identifier = next(
            f"rIdFilled{number}" for number in range(1, 100_000) if f"rIdFilled{number}" not in taken
        )
        like = next(one for one in tree.children if one.attributes.get("Type", "").endswith("/" + kind))
        head = head_with(content, like, {"Id": identifier, "Target": "/" + target})
        self.set(
            relations,
            spliced(
                content, [added_inside(content, tree, head.removesuffix(b"/>").removesuffix(b">") + b"/>")]
            ),
        )
        return identifier

    def declare_like(self, part: str, new: str) -> None:
        """Give a new part the type of content that another has; one that goes by its ending needs none."""
        content, types = self._types()
        for one in types.every("Override"):
            if one.attributes.get("PartName", "").lower() == f"/{part}".lower():
                kind = quoteattr(one.attributes["ContentType"])
                tag = f'<{types.prefix}Override PartName="/{new}" ContentType={kind}/>'
                self.set(_TYPES, spliced(content, [added_inside(content, types, tag.encode())]))
                return

    def drop(self, part: str) -> None:
        """Take a part of the workbook away, with what names it."""
        content, types = self._types()
        gone = [one for one in types.every("Override") if one.attributes.get("PartName") == f"/{part}"]
        self.set(_TYPES, spliced(content, [Splice(one.start, one.end, b"") for one in gone]))
        relations = relations_of(self.workbook)
        content = self.bytes_of(relations)
        tree = tree_of(content, self._file)
        gone = [
            one for one in tree.children if target_of(self.workbook, one.attributes.get("Target", "")) == part
        ]
        self.set(relations, spliced(content, [Splice(one.start, one.end, b"") for one in gone]))
        self._changed[part] = None

    def _types(self) -> tuple[bytes, Tag]:
        content = self.bytes_of(_TYPES)
        return content, tree_of(content, self._file)

    def has(self, part: str) -> bool:
        """Whether there is a part of a name."""
        return part in self._packed or part in self._changed

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of a kind to which a part relates."""
        relations = relations_of(part)
        if not self.has(relations):
            return []
        tree = tree_of(self.bytes_of(relations), self._file)
        targets = [
            target_of(part, one.attributes.get("Target", ""))
            for one in tree.children
            if one.attributes.get("Type", "").endswith("/" + kind)
        ]
        return [name for name in targets if self.has(name)]

    def free(self, pattern: str) -> str:
        """A name that no part has, with a number in the pattern's gap."""
        known = {name.lower() for name in (*self._packed, *self._changed)}
        return next(
            name for number in range(1, 100_000) if (name := pattern.format(number)).lower() not in known
        )

    def bytes_of(self, part: str) -> bytes:
        """A part as it is now.

        Raises:
            Refusal: There is none of that name.
        """
        changed = self._changed.get(part)
        if changed is not None:
            return changed
        if part not in self._packed:
            raise Refusal("table-damaged", file=self._file)
        return whole(self._content, self._packed[part], self._file)

    def set(self, part: str, content: bytes) -> None:
        """Give a part other bytes; a new one stands at the end."""
        if part not in self._packed and part not in self.names:
            self.names.append(part)
        self._changed[part] = content

    def packed(self) -> bytes:
        """The whole workbook."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.names:
                if self._changed.get(name, b"") is not None:
                    archive.writestr(zipfile.ZipInfo(name), self.bytes_of(name), zipfile.ZIP_DEFLATED)
        return out.getvalue()


def relations_of(part: str) -> str:
    """The part that holds a part's relations."""
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels".lstrip("/")


def target_of(part: str, target: str) -> str:
    """The part that a relation of another part leads to."""
    folder = part.rpartition("/")[0]
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
