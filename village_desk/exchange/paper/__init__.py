"""Layouts on paper: pages are cut once, then drawn as PDF, workbook and preview."""
