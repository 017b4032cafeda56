"""The structure that a plain answer announces, as Markdown."""
