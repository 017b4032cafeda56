"""What a question is about, of what kind it is, whom it is for, and what it is called."""
