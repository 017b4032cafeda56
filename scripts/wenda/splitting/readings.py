"""Ways to read a document whose questions have no numbers: by labels, by answers, by lines, by sentences.

Each reading returns where its questions begin: the place of the marker, and the place after it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right

from wenda.splitting.evidence import ANSWERS, COMMENTS, answer_labels, groups
from wenda.splitting.marks import WORD, Marks, lines
from wenda.splitting.register import ASKS, asks, leads_in, register, sentences, sets_out

Start = tuple[int, int]
_HEADING = re.compile(
    r"\s*[一二三四五六七八九十]{1,3}、[^。?!;\n(]{1,30}\([^()\n]*(?:\d\s?(?:道|个|小)?[题分])[^()\n]*\)"
)
_BULLET = re.compile(r"[ \t]*(?:[-•·*●■◆▶○◇➤✅❓💡🔹🔸📌]+|#{1,6}|\*\*|\d{1,3}[.、)])[ \t]*")
_BULLETS = "-•·*●■◆▶◇○➤#"
_EMPTY = re.compile(r"[\s\-•·*●#_=—~>]*")


def by_labels(marks: Marks, floor: int) -> list[Start]:
    """Return where questions begin that a word opens: 问: … 答: …, 情景: … 问题: …"""
    found: list[Start] = []
    opener, fed = "", True
    for label in marks.labels:
        if label.start < floor:
            continue
        if label.kind in ("stem", "situation") and label.place != WORD:
            if fed or label.style == opener:
                found.append((label.start, label.start))
                opener, fed = label.style, False
        elif label.kind in (*ANSWERS, *COMMENTS):
            fed = True
    return found


def by_answers(marks: Marks, floor: int) -> list[Start]:
    """Return where questions begin that nothing opens, but an answer or options follow: stem 答案: … stem 答案: …"""
    anchors = _anchors(marks)
    ends = sorted([m.end for m in marks.labels] + [m.end for m in marks.letters])
    found: list[Start] = []
    for anchor in anchors:
        at = bisect_right(ends, anchor) - 1
        since = max(floor, ends[at] if at >= 0 else floor)
        start = _stem_before(marks.flat, since, anchor, first=since == floor)
        if start is not None:
            found.append((start, start))
    firsts = {marks.flat[start] for start, _ in found}
    bullets = "".join(firsts) if len(firsts) == 1 and firsts <= set(_BULLETS) else ""
    if found and (start := _last_stem(marks.flat, max(ends, default=floor), bullets)) is not None:
        found.append((start, start))
    return found


def _last_stem(flat: str, since: int, bullets: str) -> int | None:
    """Return where a question begins that the document breaks off in, after the last answer begins at `since`."""
    said = list(lines(flat, since))
    for at in range(1, len(said)):
        if _EMPTY.fullmatch(flat[slice(*said[at])]) and at + 1 < len(said):
            return said[at + 1][0]
        if asks(flat[slice(*said[at])]) or flat[said[at][0]] in bullets:
            return said[at][0]
    return None


def _anchors(marks: Marks) -> list[int]:
    """Return what questions are followed by: sets of options where there are some, else answers, else comments."""
    options = groups(marks)
    answers = answer_labels(marks)
    comments = [m.start for m in marks.labels if m.kind in COMMENTS]
    if len(options) > 1 or not answers:
        return options or comments
    return answers


def _stem_before(flat: str, since: int, anchor: int, *, first: bool) -> int | None:
    """Return where the question begins that ends at `anchor`, in a text that begins with the answer before it."""
    said = list(lines(flat, since, anchor))
    if not said:
        return None
    if len(said) == 1:
        return _sentence_before(flat, *said[0], first=first)
    at = len(said) - 1
    while at > (0 if first else 1):
        above = flat[slice(*said[at - 1])]
        if _EMPTY.fullmatch(above) or not (asks(above) or leads_in(above)):
            break
        at -= 1
    return said[at][0]


def _sentence_before(flat: str, start: int, end: int, *, first: bool) -> int | None:
    said = sentences(flat, start, end)
    if not said or (first and end - start < 200):
        return _past_heading(flat, start, end) if said else None
    at = len(said) - 1
    while at > 1 and register(flat[slice(*said[at - 1])]) >= ASKS:
        at -= 1
    at -= at > 1 and sets_out(flat[slice(*said[at - 1])])
    return _past_heading(flat, *said[at])


def by_lines(marks: Marks, floor: int, *, promised: bool) -> list[Start]:
    """Return where questions begin that have a line of their own: lines that ask, or headings and bullets."""
    said = list(lines(marks.flat, floor))
    headed = _headed(marks.flat, said) if promised else []
    asking = [
        (a, after)
        for a, b in said
        if b - a < 300 and asks(marks.flat[(after := _after_bullet(marks.flat, a, b)) : b].strip())
    ]
    if said and 3 * len(asking) >= 2 * len(said) and (last := _broken_off(marks.flat, *said[-1])):
        asking += [last] if last > asking[-1] else []
    elif len(asking) > 2 and _alternate(said, asking) and (last := _broken_off(marks.flat, *said[-1])):
        asking.append(last)
    if not promised and 2 * len(asking) < len(said):
        return []
    return headed if len(headed) > len(asking) else asking


def _broken_off(flat: str, start: int, end: int) -> Start | None:
    """Return the last of lines that ask where the text breaks off in it: …你怎么看?\\n7.家长要求你每天"""
    if end - start >= 300 or flat[end - 1] in "。?!…”)" or flat[end:].strip():
        return None
    return start, _after_bullet(flat, start, end)


def _alternate(said: list[tuple[int, int]], asking: list[Start]) -> bool:
    """Return whether every other line asks, up to the last one, which would ask by its turn."""
    return len(said) % 2 == 1 and [a for a, _ in said[:-1:2]] == [a for a, _ in asking]


def _after_bullet(flat: str, start: int, end: int) -> int:
    match = _BULLET.match(flat, start, end)
    return match.end() if match else start


def _headed(flat: str, said: list[tuple[int, int]]) -> list[Start]:
    """Return the lines that look like headings over paragraphs: marked, or short where the others are long."""
    marked = [
        (a, m.end()) for a, b in said if (m := re.compile(r"[ \t]*(?:#{1,6}[ \t]|\*\*)").match(flat, a, b))
    ]
    if len(marked) > 1:
        return marked
    found: list[Start] = []
    for (a, b), (c, d) in itertools.pairwise(said):
        short = b - a <= 30 and flat[b - 1] not in "。!;:,"
        if short and d - c > b - a and flat[d - 1] in "。!)”":
            found.append((a, _after_bullet(flat, a, b)))
    return found


def by_sentences(marks: Marks, floor: int) -> list[Start]:
    """Return where questions begin in a text without any marker: stem?answer。stem?answer。"""
    flat = marks.flat
    found: list[Start] = []
    asking = False
    said = sentences(flat, floor, len(flat))
    for at, (a, b) in enumerate(said):
        sentence = flat[a:b].strip()
        # The last sentence may break off before its question mark
        cut = b == len(flat) and sentence[-1:] not in "。!?”"
        now = register(sentence) >= ASKS or (cut and bool(re.search("[您你]", sentence.partition("“")[0])))
        now = now and not re.match(r"我(?!们)|然后|接着|于是|随后|再问|只问|问[他她]", sentence)
        if now and not asking:
            led = at > 0 and (at == 1 or sets_out(flat[slice(*said[at - 1])]))
            start = said[at - 1][0] if led else a
            start = _past_heading(flat, start, b)
            found.append((start, start))
        asking = now
    return found


def _past_heading(flat: str, start: int, end: int) -> int:
    """Return where a sentence begins after a heading that is glued to it: 一、行为题(共2题)您…"""
    match = _HEADING.match(flat, start, end)
    return match.end() if match else start
