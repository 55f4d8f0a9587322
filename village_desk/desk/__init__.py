"""The window: pages, editors, lists, dialogs and background jobs. The only layer that knows Qt."""
