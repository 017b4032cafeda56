"""From files to pages, and the record of what was done on the way."""
