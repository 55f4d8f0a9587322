"""The key of every practice book: known to all, because there is nobody real in it."""

PRACTICE_PASSPHRASE = "练习账本 大家都能 打开 随便试"  # noqa: S105 - it keeps nothing secret
