"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def text_of(_context: click.Context, _option: click.Parameter, value: Any) -> Any:
    """Return words of the command line without what is no visible character; refuse what is no text at all."""
    from wenda.reading import read

    if not isinstance(value, str):
        return None if value is None else tuple(text_of(_context, _option, each) for each in value)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise click.BadParameter(f"{read.shown(value)} is no text in UTF-8") from None
    return read.normalise(value).after


def _docs(*, exists: bool) -> Callable[[Command], Command]:
    return click.option(
        "--docs",
        type=click.Path(exists=exists, file_okay=False, path_type=Path),
        default=Path("docs"),
        show_default=True,
        help="Folder of the pages.",
    )


DOCS = _docs(exists=True)
"""Of a command that works on pages: a folder that is not there is more likely misspelt than empty."""
NEW_DOCS = _docs(exists=False)
"""Of a command that makes the first pages."""
