"""What sites print around and inside a text, taken out by rules."""
