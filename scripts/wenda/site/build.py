"""Building the site: one step from the old site to the new one, and nothing when nothing has changed."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wenda import files
from wenda.desk.publish import file_of
from wenda.errors import WendaError
from wenda.record import packs
from wenda.site import articles, faster, stamp
from wenda.site.index import DATA, GENERATED, Catalog, catalog

STAMP = ".wenda-build"
"""File in the site that holds the digest of all it was built from."""

FEWER = 0.5
"""Share of the old site's question pages that a new one has at least, unless somebody says that it is meant."""

_MADE = tuple(f"{name}/" for name in (*GENERATED, DATA.as_posix()))

SHOWN = 20  # warnings of a failed build; more of them are rarely different


def build_site(docs: Path, site: Path, *, public: bool = False, allow_fewer: bool = False) -> bool:
    """Build the site of `docs` into `site`; return False where the site is of these very pages already.

    The old site stays until the new one is whole. With `public`, pages that a source forbids to publish and
    nobody cleared are left out. Raises WendaError for what MkDocs warns of, and PageError for a page that
    does not follow the format.
    """
    project = project_folder()
    site = site.resolve()  # MkDocs takes a relative path from where mkdocs.yml is
    with files.writer(site, "build"):
        files.recover_folder(site)
        files.refuse_links_out(docs)
        inputs = _inputs(project, docs) + (" public" if public else "")
        if _stamp(site) == inputs:
            return False
        with contextlib.ExitStack() as until_built:
            until_built.enter_context(faster.fewer_collections())
            with files.writer(docs, "build"):
                found = catalog(docs)
                whole = until_built.enter_context(_complete(project, docs, public=public))
            new = site.with_name(f".{site.name}.new")
            try:
                _mkdocs_build(project, whole, new, None if public else found)
                if not allow_fewer:
                    _refuse_fewer(new, site)
                (new / STAMP).write_text(inputs + "\n", "utf-8")
                files.replace_folder(new, site)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    return True


def _refuse_fewer(new: Path, old: Path) -> None:
    """Raise WendaError where the new site has lost so many questions that the wrong folder is more likely."""
    now, before = (len(list((site / "questions").glob("*.html"))) for site in (new, old))
    if now < before * FEWER:
        raise WendaError(
            f"{old}: has {before} questions, the new site would have {now}, fewer than {FEWER:.0%}: it stays. "
            "Is --docs the right folder? If it is, add --allow-fewer"
        )


def serve_site(docs: Path, address: str) -> None:
    """Serve `docs` with live preview until interrupted; an edited question is shown before the lists follow.

    See wenda.site.preview for what is built again when.
    """
    from mkdocs.commands.serve import serve

    project = project_folder()
    logger, shown = logging.getLogger("mkdocs"), logging.StreamHandler()
    shown.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(shown)
    logger.setLevel(logging.INFO)
    # That links may be out of date is said where it is so.
    logging.getLogger("mkdocs.commands.build").addFilter(
        lambda said: "'dirty' build" not in said.getMessage()
    )
    with _complete(project, docs) as whole, faster.one_parser():
        serve(str(project / "mkdocs.yml"), build_type="dirty", docs_dir=str(whole), dev_addr=address)


def project_folder() -> Path:
    """Return the project: the nearest folder above the current one with a mkdocs.yml, else the package's own.

    Raises WendaError where there is none.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).parents[3]):
        if (folder / "mkdocs.yml").is_file():
            return folder
    raise WendaError(f"{here}: no mkdocs.yml here or above; run the command in the project's folder")


@contextlib.contextmanager
def _complete(project: Path, docs: Path, *, public: bool = False) -> Iterator[Path]:
    """Yield `docs` itself where it is the project's, else a copy with the hand-written pages that it lacks.

    With `public` it is always a copy, without what must not be public. What the index makes is never copied: the build
    makes it of what is there.
    """
    for folder in (docs, project / "docs"):
        files.refuse_links_out(folder)
    if docs.resolve() == (project / "docs").resolve() and not public:
        yield docs.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="wenda-") as temporary:
        whole = Path(temporary) / "docs"
        generated = shutil.ignore_patterns("questions", "data", *GENERATED)
        shutil.copytree(project / "docs", whole, ignore=generated)
        kept = shutil.ignore_patterns("data", *GENERATED)
        # A copy that is changed is a copy; the index writes new files over what it finds.
        copy = shutil.copy2 if public else _link_or_copy
        shutil.copytree(docs, whole, dirs_exist_ok=True, ignore=kept, copy_function=copy)
        if file_of(docs).exists():
            shutil.copy(file_of(docs), file_of(whole))
        if packs.folder_of(docs).is_dir():
            shutil.copytree(packs.folder_of(docs), packs.folder_of(whole))
        if public:
            from wenda.site.public import withhold  # what it needs is half of what a build loads

            withhold(whole)
        yield whole


def _link_or_copy(source: str, target: str) -> None:
    """Let `target` be the file `source` under another name where both lie on one disk, else a copy of it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _mkdocs_build(project: Path, docs: Path, site: Path, found: Catalog | None) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    with _warnings() as said:
        try:
            config: Any = load_config(
                str(project / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site), strict=True
            )
            if found:
                config["extra"]["catalog"] = found
            config.plugins.on_startup(command="build", dirty=False)
            with faster.one_parser():
                build(config)
        except (Abort, MkDocsException) as error:
            more = [f"… and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
            lines = "\n  ".join([*said[:SHOWN], *more, str(error)])
            raise WendaError(f"the site was not built, the old one stays:\n  {lines}") from None
    articles.check(site)


@contextlib.contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what MkDocs warns of instead of printing it."""
    said: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, handler = logging.getLogger("mkdocs"), Collector(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def _inputs(project: Path, docs: Path) -> str:
    """Return what stands for all that the site depends on: pages, theme, rules, code, versions, settings.

    Lists and data are made of these, so that they need not be made to know that nothing has changed.
    """
    roots = [project / "mkdocs.yml", project / "overrides", project / "docs", docs, stamp.PACKAGE]
    folders = {docs.resolve(), (project / "docs").resolve()}

    def made(root: Path, name: str) -> bool:
        return root in folders and name.startswith(_MADE)

    return stamp.of_files([*roots, file_of(docs), packs.folder_of(docs)], made) + stamp.of_surroundings()


def _stamp(site: Path) -> str | None:
    try:
        return (site / STAMP).read_text("utf-8").strip()
    except OSError:
        return None
