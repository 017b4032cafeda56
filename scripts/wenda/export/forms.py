"""The forms of files that questions are taken along in; apart, so that the command line starts without what writes them."""

SUFFIXES = {"anki": "apkg", "json": "json", "markdown": "md"}
"""The name of each form, and how its files' names end."""
