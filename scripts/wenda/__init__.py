"""Wenda: scraped Chinese interview documents in, a searchable site of questions and answers out."""
