"""Tests in a real browser; a package, so that a module here may be named as one beside it."""
