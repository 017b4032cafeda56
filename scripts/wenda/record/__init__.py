"""The record of a question: one Markdown page with front matter, and the folder of them."""
