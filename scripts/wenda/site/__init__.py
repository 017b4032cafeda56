"""The site: lists and views of the pages, and one whole build of them."""
