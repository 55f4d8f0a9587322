"""Summaries that somebody puts together 自定义汇总: their words, their rows, and how they are printed."""
