"""The search index, as files that a browser loads when a query needs them."""
