"""What happened to a text on its way through mirrors and converters, undone."""
