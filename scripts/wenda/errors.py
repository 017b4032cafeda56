"""What can go wrong, told so that a person can act on it; the command line prints these and nothing else."""

from __future__ import annotations


class WendaError(Exception):
    """Base of all errors this package raises on purpose: a sentence with the file, the place and the remedy."""


class SourceError(WendaError):
    """A source document that cannot be read or is refused."""


class PageError(WendaError):
    """A page whose front matter or body does not follow the format; the message begins with file:line."""


class RulesError(WendaError):
    """A rules file that does not follow its schema."""


class BusyError(WendaError):
    """Another process is writing to the same folder."""
