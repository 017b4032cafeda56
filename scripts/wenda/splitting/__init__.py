"""A cleaned text as questions, each with all that belongs to it."""
