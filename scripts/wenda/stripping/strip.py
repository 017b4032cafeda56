"""Taking out what sites print before, after and inside the text, by the rules of `chrome.toml`.

Works on simplified text. A line goes when a rule fits the whole of it, when it is weak evidence that stands in
one run with strong evidence, or when it belongs to a block that a rule opens. Within a line only phrases go
that no author would write. What is left is the author's, whatever words are in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from wenda import edits
from wenda.model import Edit, Step
from wenda.stripping import chrome
from wenda.stripping.chunks import markers
from wenda.stripping.judge import ASKED, ASKS, FOOT, LONGEST, Line, judge

PASSES, LARGE = 50, 20_000
"""Taking something out may bring something else together. More than two passes take nests made by hand, so a
text of more than `LARGE` characters gets only a tenth of the passes: the time stays linear."""
CLOSING = ("”", "’", "」", "』", '"', "'")
FOOT_WORDS = 5
"""Different words of the vocabulary that must follow where a phrase opens the rest of a line."""
SECTION = re.compile(r"\W*(?:第?[一二三四五六七八九十]+[、.．)）章节部]|[\d.]+\s*[、.．)）])")
HOSTS = frozenset({"resource", "reader", "pages"})


class Span(NamedTuple):
    """A stretch of text to take out, and the rule that says so."""

    start: int
    end: int
    rule: str


def strip(text: str) -> Step:
    """Return the step "strip"; the rule of each edit is the id of the rule that took the text out.

    >>> strip("客服面试题.docxVIP\\n\\n一、情景题\\n1.客户要下载VIP文档，您怎么办？\\n\\n文档评论(0)\\n某某 + 关注").after
    '客服面试题\\n\\n一、情景题\\n1.客户要下载VIP文档，您怎么办？'
    """
    taken: list[Span] = []
    kept, left = [(0, len(text))], text
    for _ in range(PASSES if len(text) <= LARGE else PASSES // 10):
        spans = _spans(left)
        if not spans:
            break
        pieces, kept = _cut(kept, spans)
        taken += pieces
        left = "".join(text[start:end] for start, end in kept)
    return edits.step(
        "strip", text, (Edit(start=start, end=end, rule=rule) for start, end, rule in sorted(taken))
    )


@lru_cache(maxsize=1)  # a document is cleaned until nothing changes, so its last reading is asked for again
def _spans(text: str) -> tuple[Span, ...]:
    """Return what one reading of `text` takes out, in order and without overlaps."""
    rules = chrome.load()
    lines: list[Line] = []
    start = 0
    for content in text.split("\n"):
        rule = rules.of_line(content) if 1 < len(content) <= LONGEST else None
        lines.append(Line(start, content, rule, blank=not content or content.isspace()))
        start += len(content) + 1
    full = [line for line in lines if not line.blank]
    judge(full, rules)
    kept = [line for line in full if not line.taken]
    spans = [*_whole(lines), *_chunks(kept, full)]
    # One search of the text: few lines hold the beginning of a phrase that goes inside a line.
    starts = [line.start for line in lines]
    hit = {starts[bisect_right(starts, match.start()) - 1] for match in rules.inside.finditer(text)}
    for line in kept:
        if line is kept[0] or line.start in hit:
            spans += _within(line, rules, first=line is kept[0])
    result: list[Span] = []
    done = 0
    for start, end, rule_id in sorted(spans):
        if min(end, len(text)) > (start := max(start, done)):
            done = min(end, len(text))
            result.append(Span(start, done, rule_id))
    return tuple(result)


def _whole(lines: Sequence[Line]) -> Iterator[Span]:
    """Yield the lines that go as a whole, with their line ends, and the blank ones that are then too many."""
    if not any(line.taken for line in lines):
        return
    last = max((i for i, line in enumerate(lines) if line.keep or not (line.taken or line.blank)), default=-1)
    foot = next((line.taken for line in lines[last + 1 :] if line.taken), "")
    if foot and last >= 0:
        yield Span(lines[last].end, lines[last].end + 1, foot)
    blank, why = True, ""
    for i, line in enumerate(lines):
        if line.keep:
            yield Span(line.start + line.keep, line.end, line.taken)
            blank, why = False, line.taken
        elif line.taken:
            yield Span(line.start, line.end + 1, line.taken)
            why = line.taken
        elif not line.blank:
            blank, why = False, ""
        elif (why and blank) or (foot and i > last):
            yield Span(line.start, line.end + 1, why or foot)
        else:
            blank = True


def _chunks(kept: Sequence[Line], full: Sequence[Line]) -> Iterator[Span]:
    host = any(line.rule and line.taken and line.rule.group & HOSTS for line in full)
    for n, (i, length) in enumerate(markers([line.text for line in kept], host=host)):
        joint = n or not kept[i].text.lstrip().startswith("1")  # before the first chunk nothing is broken
        yield Span(kept[i - 1].end if joint else kept[i].start, kept[i].start + length, "chunk-marker")


def _within(line: Line, rules: chrome.Rules, *, first: bool) -> list[Span]:
    """Return what goes from a line that stays: chrome joined to its beginning, and odd phrases anywhere."""
    spans = list(_joined(line, rules)) if first else []
    done = 0
    for hit in rules.inside.finditer(line.text):
        for rule in rules.inside_rules[hit[0]] if hit.start() >= done else ():
            match = chrome.compiled(rule.phrase).match(line.text, hit.start())
            if not match:
                continue
            done = max(done, match.end())
            if _stands_alone(line.text, match, rule):
                end = len(line.text) if rule.opens == "rest" else match.end()
                if rule.opens != "rest" or _is_foot(line.text, match.start(), rules):
                    spans.append(Span(line.start + match.start(), line.start + end, rule.id))
                    break
    if spans and not re.search(r"[^\W_]", _rest(line, spans)):
        return [Span(line.start, line.end + 1, spans[0].rule)]
    return spans


def _is_foot(text: str, start: int, rules: chrome.Rules) -> bool:
    """Whether the rest of a line speaks of the site, and of nothing that is asked or answered."""
    if len(text) - start > FOOT or re.search(r"[?？]|答案|解析\s*[:：]", text[start:]):
        return False
    return len(set(rules.word.findall(text, start))) >= FOOT_WORDS


def _stands_alone(text: str, match: re.Match[str], rule: chrome.Rule) -> bool:
    """Whether a phrase is not quoted, and stands next to what its rule demands."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 40]
    if before in chrome.OPENING or after[:1] in CLOSING:
        return False
    return not rule.follows or bool(re.search(rule.follows, before) and re.match(rule.followed_by, after))


def _joined(line: Line, rules: chrome.Rules) -> Iterator[Span]:
    """Yield the phrases that are joined to the beginning of the text's first line, one after the other.

    Short ones (文档简介) go only with a long one: 下载本文档 may begin a sentence.
    """
    place, spans, long = 0, list[Span](), False
    while (found := rules.joined(line.text, place)) and found[1] > place:
        rule, end = found
        long |= end - place >= 12
        spans.append(Span(line.start + place, line.start + end, rule.id))
        place = end
    if long:
        yield from spans
        trail = re.compile(r"[\s,，.。:：;；、!！)）\]】>|_]*").match(line.text, place)
        if trail and trail.end() > place:
            yield Span(line.start + place, line.start + trail.end(), spans[-1].rule)


def _rest(line: Line, spans: Iterable[Span]) -> str:
    done, parts = line.start, []
    for start, end, _ in sorted(spans):
        parts.append(line.text[max(0, done - line.start) : max(0, start - line.start)])
        done = max(done, end)
    return "".join(parts) + line.text[max(0, done - line.start) :]


def _cut(kept: Sequence[tuple[int, int]], spans: Sequence[Span]) -> tuple[list[Span], list[tuple[int, int]]]:
    """Return where `spans` of what is `kept` of a text stand in that text, and what is kept without them."""
    pieces: list[Span] = []
    rest: list[tuple[int, int]] = []
    offset = number = 0
    for start, end in kept:
        place = start
        while number < len(spans) and spans[number].start < offset + end - start:
            span = spans[number]
            low, high = max(span.start - offset + start, place), min(span.end - offset + start, end)
            rest.append((place, low))
            pieces.append(Span(low, high, span.rule))
            place = high
            if span.end > offset + end - start:
                break  # it goes on in the next stretch
            number += 1
        rest.append((place, end))
        offset += end - start
    return pieces, [(start, end) for start, end in rest if start < end]


class Candidate(NamedTuple):
    """A line that recurs and that no rule knows, with the number of documents it stands in."""

    line: str
    documents: int


def recurring(texts: Sequence[str], *, least: int = 3, edge: int = 12) -> tuple[Candidate, ...]:
    """Return the lines that may call for a rule, the most frequent first; nothing is removed.

    `texts` are cleaned texts. A candidate stands in at least `least` of them, among the first or last `edge`
    lines or several times in one text (what sites add stands at the edges or on every page), and looks like no
    question, answer or section. Numbers do not distinguish lines: 第3页 is 第4页.
    """
    documents: Counter[str] = Counter()
    sample: dict[str, str] = {}
    for text in texts:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        keys = [_key(line) for line in lines]
        often = Counter(keys)
        at_edge = {*keys[:edge], *keys[-edge:]}
        known = {key: line for key, line in zip(keys, lines, strict=True) if _unknown(key, line)}
        for key, line in known.items():
            if key in at_edge or often[key] >= least:
                documents[key] += 1
                sample.setdefault(key, line)
    found = (Candidate(sample[key], count) for key, count in documents.items() if count >= least)
    return tuple(sorted(found, key=lambda candidate: (-candidate.documents, candidate.line)))


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"[\W_]+", "", line))


def _unknown(key: str, line: str) -> bool:
    """Whether a line may be of a site: some words, and no question, answer, option, label or section."""
    return 2 <= len(key) <= LONGEST and not (ASKS.search(line) or SECTION.match(line) or ASKED.match(line))
