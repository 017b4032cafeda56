"""Questions taken along: the data of the practice page, decks for Anki, JSON and Markdown."""
