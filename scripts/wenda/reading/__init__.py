"""Files read as text: which encoding they are in, what form their lines have."""
