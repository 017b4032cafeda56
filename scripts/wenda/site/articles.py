"""The last look at a built site: every article holds only what the allow-list has, every page only scripts from files.

Escaping in the pages, in Markdown and in the templates comes before; this says when one of them has let something
through, and then the site is not published.
"""

from __future__ import annotations

import html
import itertools
import re
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path

import nh3

from wenda.errors import WendaError

_MARKDOWN = (
    "a blockquote br code del dd dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong sub sup table tbody td th"
    " thead tr ul"
)
_TEMPLATES = (
    "article b button details div footer form header i input kbd label nav option output path section select small"
    " span summary svg textarea time"
)
TAGS = frozenset((_MARKDOWN + " " + _TEMPLATES).split())
_EVERYWHERE = frozenset(["class", "hidden", "id", "role"])
_OF: dict[str, set[str]] = {
    "a": {"download", "href", "rel", "title"},
    "button": {"type"},
    "img": {"alt", "src", "title"},
    "input": {"autocomplete", "enterkeyhint", "name", "placeholder", "type"},
    "label": {"for"},
    "ol": {"start"},
    "option": {"value"},
    "path": {"d"},
    "select": {"name"},
    "svg": {"viewBox", "xmlns"},
    "td": {"align"},
    "textarea": {"readonly", "rows"},
    "th": {"align"},
    "time": {"datetime"},
}
ATTRIBUTES = {tag: _OF.get(tag, set()) | _EVERYWHERE for tag in TAGS}
_PREFIXES = ("aria-", "data-")
SCHEMES = frozenset(["http", "https", "mailto", "tel"])

# MkDocs marks what belongs to the zip only by comments; they are taken out of the one or the other site later.
_MARK = re.compile(r"<!--/?offline-->")
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL | re.IGNORECASE)
# A search that minds no case from its first letter on looks at each letter; this one looks for `<`.
_ARTICLE_TAG = re.compile(r"<(?i:/?article\b)")
_SCRIPT = re.compile(r"<script\b[^>]*>", re.IGNORECASE)
_PICTURE = re.compile(r"<(?i:img)\b")
_TAG = re.compile(r"<[^>]*>?")
_HARMLESS = re.compile(
    r'<script (?:defer )?src="(?!//)[^":]*"(?: data-(?:id|roles|target)="[^":]*")*>'
    r'|<script (?:id="__config" )?type="application/(?:ld\+)?json">'
)
_PLAIN_TAG = re.compile(r'</[a-z][a-z0-9]*>|<[a-z][a-z0-9]*(?: [a-z][a-z-]*(?:="[^"<>]*")?)*(?: ?/)?>')
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_RELATIVE = re.compile(r"(?!//)[\w./?=#%-]*")
_VALUE = re.compile(r'"[^"<>]*"')
_HANDLER = re.compile(r"<[a-z][^<>]*\s(?:on[a-z]+|style|srcdoc)\s*=", re.IGNORECASE)


def check(site: Path) -> None:
    """Raise WendaError, naming the files, where a page of the built `site` holds what no page may hold."""
    found = [
        f"{path.relative_to(site)}: {fault}"
        for path in sorted(site.rglob("*.html"))
        if (fault := fault_of(path.read_bytes().decode("utf-8")))
    ]
    if found:
        more = [f"… and {len(found) - 20} more"] if len(found) > 20 else []
        lines = "\n  ".join([*found[:20], *more])
        raise WendaError(f"the site was not built, the old one stays: not allowed in a page:\n  {lines}")


def fault_of(page: str) -> str | None:
    """Return what the allow-list refuses in a built page, or None."""
    match = _ARTICLE.search(page)
    if not match or len(_ARTICLE_TAG.findall(page)) != 2:
        return "not one <article>"
    article = _MARK.sub("", match[0])
    frame = page[: match.start()] + page[match.end() :]
    if fault := next(filter(None, map(_fault_of_tag, _TAG.findall(frame))), None):
        return fault
    if _plain(article):
        return None
    clean = _cleaned(article)
    return None if _loose(article) == _loose(clean) else _difference(article, clean)


@lru_cache(maxsize=1 << 12)  # the frame of one page has the tags of the next
def _fault_of_tag(tag: str) -> str | None:
    """Return the script, or the part with a handler, of a tag that is not harmless; `tag` may lack its end."""
    script = _SCRIPT.match(tag)
    if script and not _HARMLESS.fullmatch(script[0]):
        return str(script[0])
    # Values aside: a description may well speak of onclick=.
    handler = _HANDLER.search(_VALUE.sub('""', tag))
    return str(handler[0]) if handler else None


def _plain(article: str) -> bool:
    """Whether every `<` of an article begins a tag of the simplest form that the allow-list has.

    Such a tag is the same to every reader of HTML, wherever it stands; so nh3, which reads the whole as a browser does,
    needs to be asked only where something else is in it.
    """
    tags = _PLAIN_TAG.findall(article)
    return len(tags) == article.count("<") and all(map(_is_allowed, tags))


@lru_cache(maxsize=1 << 12)  # most tags of one article are in the next
def _is_allowed(tag: str) -> bool:
    name, _, rest = tag.strip("</>").partition(" ")
    attributes = dict(_ATTRIBUTE.findall(rest))
    addresses = (attributes.get("href", ""), attributes.get("src", ""))
    return (
        name in TAGS
        and all(each in ATTRIBUTES[name] or each.startswith(_PREFIXES) for each in attributes)
        and all(map(_RELATIVE.fullmatch, addresses))
    )


@cache
def _cleaner(pictures: bool) -> nh3.Cleaner:
    """The allow-list made ready, once: that costs as much as a page. Where there are `pictures`, it asks whose they are."""
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(),
        attributes=ATTRIBUTES,
        attribute_filter=_own_pictures if pictures else None,
        generic_attribute_prefixes=set(_PREFIXES),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _cleaned(article: str) -> str:
    return str(_cleaner(_PICTURE.search(article) is not None).clean(article))


def _own_pictures(tag: str, name: str, value: str) -> str | None:
    """Refuse pictures from elsewhere: who reads the page would be told to another site."""
    return (
        None
        if tag == "img" and name == "src" and re.match(r"\s*(?:[a-z]+:|[/\\]{2})", value, re.I)
        else value
    )


def _loose(text: str) -> str:
    """Return HTML in a form that two writers of one tree mostly share: quick, and decides nothing but sameness."""
    return "".join(html.unescape(text).split()).replace('=""', "")


def _difference(article: str, clean: str) -> str | None:
    """Return the first thing of `article` that `clean` has not, a tag if there is one; None where they are the same."""
    ours, allowed = _events(article), _events(clean)
    for kind in (_tags, list):
        for left, right in itertools.zip_longest(kind(ours), kind(allowed)):
            if left != right:
                return f"{left or right}"[:200]
    return None


def _tags(events: list[str]) -> list[str]:
    return [each for each in events if each.startswith("<")]


def _events(text: str) -> list[str]:
    parser = _Events()
    parser.feed(text)
    parser.close()
    return parser.found


class _Events(HTMLParser):
    """Start tags with their attributes and runs of text, end tags left out since some may be implied."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = "".join(f' {name}="{value or ""}"' for name, value in sorted(attrs, key=str))
        self.found.append(f"<{tag}{said}>")

    def handle_data(self, data: str) -> None:
        self.found += data.split()

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")
