"""Options and the answers to them: sets of letters, letters in a blank, keys of letters."""

from __future__ import annotations

import itertools
import re

from wenda.splitting.drafts import Span
from wenda.splitting.marks import LINE, WORD, Mark, Marks, between, lines

_LETTERS = re.compile(
    r"[\s:]*(?:选项?|应选|为|是)?[\s:]*[(\[]?\s?(?P<letters>[A-H](?:\s?[、,;/和与及]?\s?[A-H])*)(?![A-PR-Za-z]|Q\D)\s?[)\]]?"
)
_VERDICT = re.compile(
    r"[\s:]*[(\[]?\s?(?P<verdict>[√×✓✗✔✘]|正确|错误|对|错|T|F|是|否)\s?[)\]]?(?=[\s。,.;:!(]|$)"
)
_BLANK = re.compile(r"\(\s?(?P<inner>[A-H]{1,6}|[√×✓✗✔✘]|对|错|正确|错误)\s?\)")
_AHEAD = 40  # letters that are looked at after an A: a set of options has few
_SECOND = re.compile(r"[A-H](?![.:)])")
_LOOSE = " \n\t。.,;:、!()*"


def opens(text: str) -> bool:
    """Return whether a text begins with the first option."""
    return bool(re.match(r"[-•·*\s]*[(\[]?A\s?[.、:)\]]", text))


def letters(marks: Marks, start: int, end: int) -> list[Mark]:
    """Return the longest run of letters A, B, C, … in start:end that marks options; empty when none does."""
    found = between(marks.letters, start, end)
    best: list[Mark] = []
    for at, first in enumerate(found):
        if first.value:
            continue
        run = _run(marks.flat, found[at : at + _AHEAD])
        if len(run) == 1 and end == len(marks.flat) and first.place != WORD and end - first.end < 80:
            # The document breaks off inside the first option
            best = best or run
        glued = first.place == WORD and len(run) < 3
        if len(run) > max(1, len(best)) and not glued:
            best = run
    return best


def _run(flat: str, found: tuple[Mark, ...]) -> list[Mark]:
    """Return the letters that count on from the first one and look like it."""
    first = found[0]
    run = [first]
    lines = first.place == LINE and any(m.value == 1 and m.place == LINE for m in found)
    for before, mark in itertools.pairwise(found):
        if mark.start == before.end or (
            mark.style == "、" and mark.place == WORD and _SECOND.match(flat, mark.end)
        ):
            continue  # C.A、B都是
        if mark.value == 0 and len(run) > 1:
            break
        if (lines and mark.place != LINE) or (mark.style == "()") != (first.style == "()"):
            continue
        step = mark.value - run[-1].value
        # A marker may be lost: A. B. D., but only where each option has its line
        if step == 1 or (step == 2 and lines):
            run.append(mark)
    return run


def split(marks: Marks, parts: list[Span]) -> list[Span]:
    """Return the parts of what is asked with the options cut out of them."""
    spans: list[Span] = []
    for part in parts:
        run = letters(marks, part.start, part.end)
        spans.append(Span("text", part.start, run[0].start if run else part.end))
        for at, mark in enumerate(run):
            following = run[at + 1] if at + 1 < len(run) else None
            end = following.start if following else part.end
            if marks.flat.find("\n", mark.end, end) < 0:
                spans.append(Span("option", mark.end, end))
            else:
                spans += _lines(marks.flat, mark, following, end, last=part is parts[-1])
    return spans


def _lines(flat: str, mark: Mark, following: Mark | None, end: int, *, last: bool) -> list[Span]:
    """Return the option that a letter marks, in a text of several lines: another may follow that lost its letter."""
    said = list(lines(flat, mark.end, end))
    if following and following.value - mark.value == 2 and len(said) == 2:
        return [Span("option", *line) for line in said]
    if last and not following and mark.place == LINE and len(said) > 1:
        return [Span("option", *said[0]), Span("rest", said[1][0], end)]
    return [Span("option", mark.end, end)]


def settle(flat: str, spans: list[Span]) -> list[Span]:
    """Return the spans with the letters of an answer alone in it, and what is said beside them in the analysis."""
    options = [span for span in spans if span.field == "option"]
    answered = any(span.field == "answer" for span in spans)
    settled: list[Span] = []
    for span in spans:
        if span.field == "answer":
            settled += _answer(flat, span, spans, options)
        elif span.field == "rest":
            settled += _rest(flat, span, answered=answered)
        elif span.field == "text" and not answered and flat.find("(", span.start, span.end) >= 0:
            settled += _blank(flat, span, bool(options))
        else:
            settled.append(span)
    return settled


def _rest(flat: str, span: Span, *, answered: bool) -> list[Span]:
    """Return what the lines after the last option are: its answer, its end after a stray line break, or words on it."""
    match = _LETTERS.match(flat, span.start, span.end)
    if match and not answered and not flat[match.end() : span.end].strip(_LOOSE):
        return [span._replace(field="answer", start=match.start("letters"), end=match.end("letters"))]
    short = span.end - span.start < 40
    return [span._replace(field="option_end" if short else "analysis")]


def _answer(flat: str, span: Span, spans: list[Span], options: list[Span]) -> list[Span]:
    pattern = _LETTERS if options else _VERDICT
    match = pattern.match(flat, span.start, span.end)
    if match is None:
        return [span]
    kept = Span("answer", *match.span(1))
    rest = flat[match.end() : span.end].strip(_LOOSE)
    if not rest:
        return [kept]
    if not options and not _judges(flat, spans):
        return [span]
    if any(flat[o.start : o.end].strip(_LOOSE) == rest for o in options):
        return [kept]  # 答案:B.先记下来 says the option again
    return [kept, unwrapped(flat, Span("analysis", match.end(), span.end))]


def _judges(flat: str, spans: list[Span]) -> bool:
    """Return whether the question is a statement to be judged: it has an empty blank at its end."""
    return any(
        span.field == "text" and re.search(r"\(\s*\)[\s。]*$", flat[span.start : span.end]) for span in spans
    )


def unwrapped(flat: str, span: Span) -> Span:
    """Return a span without loose marks at its head, and without brackets around it."""
    start, end = span.start, span.end
    while start < end and flat[start] in " \n\t。.,;:、":
        start += 1
    while end > start and flat[end - 1] in " \n\t":
        end -= 1
    if flat[start:end].startswith("(") and flat[start:end].endswith(")"):
        start, end = start + 1, end - 1
    return span._replace(start=start, end=end)


def _blank(flat: str, span: Span, options: bool) -> list[Span]:
    """Return a text whose blank holds the answer, 下列…的是(B)。, with that answer taken out."""
    for match in _BLANK.finditer(flat, span.start, span.end):
        ends = not flat[match.end() : span.end].strip(_LOOSE + "?")
        if (match["inner"].isascii() and not options) or (not options and not ends):
            continue
        return [
            span._replace(end=match.start()),
            span._replace(field="answer", start=match.start("inner"), end=match.end("inner")),
            *([span._replace(start=match.end())] if flat[match.end() : span.end].strip(_LOOSE) else []),
        ]
    return [span]
