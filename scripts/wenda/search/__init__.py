"""The search index, as files that a browser loads when a query needs them."""

FOLDER = "assets/data/search"
"""Where the index lies below docs."""
