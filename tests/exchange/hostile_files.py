"""Makes the hostile and odd tables of the tests; small on disk, whatever they claim or unfold to."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADING = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>证件号码</t></is></c></row>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def parts(
    rows: str = HEADING,
    *,
    texts: str | None = None,
    before: str = "",
    after: str = "",
    formats: tuple[str, ...] = (),
    workbook: str = "",
    state: str = "visible",
    main: str = MAIN,
    relations: str = RELATIONS,
) -> dict[str, bytes]:
    """The parts of a workbook with one sheet; ``formats`` are the number formats of the styles 1, 2, …"""
    codes = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    links = f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
    links += f'<Relationship Id="r2" Type="{relations}/styles" Target="styles.xml"/>'
    made = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="x"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}">{workbook}<sheets>'
        f'<sheet name="人口" sheetId="1" state="{state}" r:id="r1"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{codes}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }
    if texts is not None:
        links += f'<Relationship Id="r3" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{texts}</sst>'
    made["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    )
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return {name: (declaration + text).encode() for name, text in made.items()}


def zipped(made: dict[str, bytes], *more: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*made.items(), *more]:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def workbook(rows: str = HEADING, **how: object) -> bytes:
    return zipped(parts(rows, **how))  # type: ignore[arg-type]


def cell(place: str, value: str, kind: str = "n", style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="{kind}"><v>{value}</v></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def with_sheet(made: dict[str, bytes], sheet: bytes) -> bytes:
    return zipped({**made, "xl/worksheets/sheet1.xml": sheet})


def with_sheet_changed(before: bytes, after: bytes) -> bytes:
    return with_sheet(parts(), parts()["xl/worksheets/sheet1.xml"].replace(before, after))


def with_directory_changed(content: bytes, name: str, at: int, layout: str, value: int) -> bytes:
    """Change a field of a part's entry in the directory at the end of the zip."""
    changed = bytearray(content)
    entry = content.rindex(name.encode()) - 46
    struct.pack_into(layout, changed, entry + at, value)
    return bytes(changed)


def laughs(kind: str) -> bytes:
    made = parts(texts="<si><t>a</t></si>")
    entities = {
        "laughs": '<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)),
        "quadratic": f'<!ENTITY j "{"h" * 50_000}">',
        "outside": '<!ENTITY j SYSTEM "file:///etc/hostname">',
    }[kind]
    text = "&j;" * (20_000 if kind == "quadratic" else 1)
    made["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE sst [{entities}]>'
        f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode()
    )
    return zipped(made)


def overlapping() -> bytes:
    content = workbook()
    first = content.index(b"PK\x03\x04")
    return with_directory_changed(content, "xl/worksheets/sheet1.xml", 42, "<I", first)


def nested() -> bytes:
    """A part whose packed bytes are at the same time part of another part."""
    inner = zipped({"xl/inner.xml": b"<a/>"})
    inner_start = inner.index(b"PK\x01\x02")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("xl/outer.bin"), inner[:inner_start], zipfile.ZIP_STORED)
    outer = stream.getvalue()
    end = outer.rindex(b"PK\x05\x06")
    entry = bytearray(inner[inner_start : inner.rindex(b"PK\x05\x06")])
    struct.pack_into("<I", entry, 42, outer.index(inner[:inner_start]))
    count, size = struct.unpack_from("<HI", outer, end + 10)
    last = bytearray(outer[end:])
    struct.pack_into("<HHI", last, 8, count + 1, count + 1, size + len(entry))
    return outer[:end] + bytes(entry) + bytes(last)


def many_parts() -> bytes:
    stream = io.BytesIO()
    names = [f"x/{number}".encode() for number in range(100_000)]
    offsets = []
    for name in names:
        offsets.append(stream.tell())
        stream.write(struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name)
    start = stream.tell()
    for name, offset in zip(names, offsets, strict=True):
        stream.write(
            struct.pack(
                "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, offset
            )
            + name
        )
    size = stream.tell() - start
    stream.write(
        struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100_000 % 65_536, 100_000 % 65_536, size, start, 0)
    )
    return stream.getvalue()


def lying_about_size() -> bytes:
    """A part that unfolds to far more than its entry says."""
    content = zipped({**parts(), "xl/notes.xml": b"<a>" + b" " * 900_000 + b"</a>"})
    return with_directory_changed(content, "xl/notes.xml", 24, "<I", 100)


def spaces(mebibytes: int) -> bytes:
    sheet = parts()["xl/worksheets/sheet1.xml"]
    return with_sheet(parts(), sheet.replace(b"</sheetData>", b" " * (mebibytes << 20) + b"</sheetData>"))


def wide_row(count: int) -> str:
    return f'<row r="2">{"<c><v>1</v></c>" * count}</row>'


def flipped(content: bytes, bit: int) -> bytes:
    """One bit turned over inside the packed bytes of the sheet."""
    start = content.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    end = (
        content.index(b"PK\x03\x04", start)
        if b"PK\x03\x04" in content[start:]
        else content.index(b"PK\x01\x02")
    )
    changed = bytearray(content)
    place = start + (bit * 2_654_435_761 % ((end - start) * 8)) // 8
    changed[place] ^= 1 << (bit % 8)
    return bytes(changed)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "01 zip bomb of spaces": (lambda: spaces(40), "table-long-text"),
    "01 zip bomb by its own word": (
        lambda: with_directory_changed(workbook(), "xl/worksheets/sheet1.xml", 24, "<I", 1_500_000_000),
        "table-too-big-inside",
    ),
    "02 row bomb": (
        lambda: workbook("".join(f'<row r="{n}"/>' for n in range(1, 200_100))),
        "table-too-many-rows",
    ),
    "02 cell bomb": (lambda: workbook(f'<row r="1">{"<c />" * 6_000_001}</row>'), "table-too-many-cells"),
    "03 billion laughs": (lambda: laughs("laughs"), "table-unsafe"),
    "04 quadratic entity": (lambda: laughs("quadratic"), "table-unsafe"),
    "05 entity from outside": (lambda: laughs("outside"), "table-unsafe"),
    "10 shared-string bomb": (lambda: workbook(texts="<si/>" * 2_000_001), "table-too-many-texts"),
    "11 huge string": (lambda: workbook(texts=f"<si><t>{'长' * 1_200_000}</t></si>"), "table-long-text"),
    "12 style bomb": (
        lambda: zipped(
            {
                **parts(),
                "xl/styles.xml": b"<styleSheet><cellXfs>" + b"<xf/>" * 70_001 + b"</cellXfs></styleSheet>",
            }
        ),
        "table-too-many-styles",
    ),
    "13 columns that do not exist": (lambda: workbook(row(1, cell("XFE1", "1"))), "table-misplaced-cells"),
    "14 negative row": (
        lambda: workbook('<row r="-5"><c r="A-5"><v>1</v></c></row>'),
        "table-misplaced-cells",
    ),
    "14 no such column": (lambda: workbook(row(1, cell("ZZZZZZ1", "1"))), "table-misplaced-cells"),
    "14 cell of another row": (
        lambda: workbook(row(3, '<c r="A9" x="1"><v>1</v></c>')),
        "table-misplaced-cells",
    ),
    "15 encrypted": (lambda: OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"), "table-password"),
    "16 old format": (lambda: OLE + b"\0" * 504 + "Workbook".encode("utf-16-le"), "table-old-format"),
    "17 two thirds": (lambda: workbook()[: len(workbook()) * 2 // 3], "table-truncated"),
    "18 empty": (lambda: b"", "table-empty"),
    "18 zeros": (lambda: b"\0" * 5_000, "table-zeros"),
    "20 web page": (
        lambda: "<html><table><tr><td>姓名</td></tr></table></html>".encode("gb2312"),
        "table-web-page",
    ),
    "21 text as workbook": (lambda: "姓名,证件号码\n张三,1\n".encode("gb18030"), "table-is-csv"),
    "22 100,000 parts": (many_parts, "table-too-many-parts"),
    "23 doubled part": (
        lambda: zipped(parts(), ("XL/worksheets/sheet1.xml", parts()["xl/worksheets/sheet1.xml"])),
        "table-doubled-parts",
    ),
    "24 climbing name": (lambda: zipped(parts(), ("../../evil.txt", b"evil")), "table-unsafe-names"),
    "24 climbing name with backslashes": (
        lambda: zipped(parts(), ("..\\evil.txt", b"evil")),
        "table-unsafe-names",
    ),
    "25 encrypted bit": (
        lambda: with_directory_changed(workbook(), "xl/worksheets/sheet1.xml", 8, "<H", 1),
        "table-password",
    ),
    "28 UTF-16 part": (
        lambda: with_sheet(
            parts(), parts()["xl/worksheets/sheet1.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")
        ),
        "table-odd-encoding",
    ),
    "30 two heads": (lambda: OLE + b"\0" * 504 + workbook(), "table-not-a-table"),
    "32 overlapping": (overlapping, "table-damaged"),
    "32 one part inside another": (nested, "table-damaged"),
    "32 more than it says": (lying_about_size, "table-damaged"),
    "35 leftover of an open table": (lambda: b"\x05user" + b"\0" * 160, "table-not-a-table"),
    "broken markup": (lambda: workbook(f"{HEADING}<row r='2'><c></row>"), "table-damaged"),
    "broken markup in plain rows": (
        lambda: workbook(HEADING + '<row r="2"><c r="A2"><v>1</v></row>'),
        "table-damaged",
    ),
    "broken markup before plain rows": (
        lambda: with_sheet_changed(b"<sheetData>", b"<<sheetData>"),
        "table-damaged",
    ),
    "no end behind plain rows": (lambda: with_sheet_changed(b"</worksheet>", b""), "table-damaged"),
    "no end behind other rows": (
        lambda: with_sheet_changed(
            b"</sheetData></worksheet>", b'<row r="2"><c r="A2" t="b"/></row></sheetData>'
        ),
        "table-damaged",
    ),
    "broken markup behind plain rows": (lambda: workbook(after="</x>"), "table-damaged"),
    "broken markup behind other rows": (
        lambda: workbook(row(1, cell("A1", "1", "b")), after="</x>"),
        "table-damaged",
    ),
    "no such shared string": (
        lambda: workbook(row(1, cell("A1", "7", "s"), cell("B1", "0", "b"))),
        "table-damaged",
    ),
    "no sheet": (
        lambda: zipped({name: text for name, text in parts().items() if "sheet1" not in name}),
        "table-no-sheets",
    ),
    "cut in the middle of the packed bytes": (
        lambda: with_directory_changed(workbook(), "xl/worksheets/sheet1.xml", 20, "<I", 60),
        "table-damaged",
    ),
    "wrong checksum": (
        lambda: with_directory_changed(
            workbook(), "xl/worksheets/sheet1.xml", 16, "<I", zlib.crc32(b"other")
        ),
        "table-damaged",
    ),
}
"""Name of the case: how its bytes are made, and the code of the refusal."""
