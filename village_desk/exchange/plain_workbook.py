"""A workbook whose texts stay texts even if they look like markup; import this module late."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings


class PlainWorkbook(Workbook):  # type: ignore[misc]  # the library has no types
    """Writes the library's workbook but for its markup inside texts: ``<r>`` in a name is no formatting."""

    def _get_packager(self) -> Packager:
        return _Packager()


class _Packager(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        texts = _PlainTexts()
        texts.string_table = self.workbook.str_table
        if texts.string_table.count:
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))  # noqa: SLF001 - as the library does
            texts._assemble_xml_file()  # noqa: SLF001


class _PlainTexts(SharedStrings):  # type: ignore[misc]
    def _xml_rich_si_element(self, string: str) -> None:
        self._xml_si_element(string, [])
