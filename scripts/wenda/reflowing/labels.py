"""Labels that begin a part of an answer: `背景：…`, `【问题分析】…`, `S（情境）：…`, as candidates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from wenda.needed import Search
from wenda.reflowing.brackets import CLOSERS, Spans
from wenda.reflowing.mark import LINE, NONE, STOP, Mark, before
from wenda.reflowing.structure import structure

TURN = "label:turn"
_BODY = 4
_TURNS = 3


def labels(text: str, spans: Spans) -> Iterator[Mark]:
    """Yield the labels of a text; `spans` are what is in quotes or brackets."""
    groups = structure().labels
    found = [m for m in _label_pattern().finditer(text) if not spans.inside(m.start())]
    stands = [before(text, match.start()) for match in found]
    glued, several = _boxes(text, [match for match in found if match["boxed"]])
    firm = {
        groups[m["label"]] for m, stand in zip(found, stands, strict=True) if m["label"] and stand >= STOP
    }
    times = Counter(match["label"] for match in found if match["label"])
    again = Counter(groups[label] for label, count in times.items() if count > 1)
    for match, stand in zip(found, stands, strict=True):
        if match["boxed"]:
            family, fits = "boxed", several and (stand >= STOP or glued)
        elif match["label"]:
            family = groups[match["label"]]
            pair = family in structure().pairs and family in firm and times[match["label"]] == 1
            fits = stand >= STOP or pair or again[family] > 1
        else:
            family, fits = "part", stand != NONE or match["word"] not in ("总结", "小结", "案例", "举例")
        if fits:
            yield Mark(
                start=match.start(), end=match.start(), family="label:" + family, style="label", before=stand,
                word=match["boxed"] or match["word"],
            )  # fmt: skip


def turns(text: str, spans: Spans) -> Iterator[Mark]:
    """Yield the turns of a dialogue, `客户：…客服：…客户：…`: three at least, and somebody speaks again.

    Who speaks twice in a row has ended one dialogue and begins another.
    """
    found = [
        match
        for match in _speaker_pattern().finditer(text)
        if (before(text, match.start()) >= STOP or text[match.start() - 1] in CLOSERS)
        and not spans.inside(match.start())
    ]
    dialogues: list[list[re.Match[str]]] = []
    for match in found:
        if not dialogues or dialogues[-1][-1]["who"] == match["who"]:
            dialogues.append([])
        dialogues[-1].append(match)
    speakers = {match["who"] for match in found}
    if len(found) < _TURNS or len(speakers) == len(found) or any(len(turns) < 2 for turns in dialogues):
        return
    for match in found:
        yield Mark(
            start=match.start(), end=match.start(), family=TURN, style="label", before=before(text, match.start()),
            word=match["who"],
        )  # fmt: skip


def _boxes(text: str, boxes: list[re.Match[str]]) -> tuple[bool, bool]:
    """Tell of labels in brackets whether they stand without stops, and whether there are several at all.

    `【分析】排队太长【对策】加窗口【效果】少一半`: glued where all are such, begin a line and have no stop between them.
    """
    known = [match for match in boxes if not match["box"] or structure().boxed.search(match["box"])]
    if len(boxes) > 2 and len(known) == len(boxes) == len({match["boxed"] for match in boxes}):
        bodies = [text[left.end() : right.start()] for left, right in pairwise(boxes)]
        if before(text, boxes[0].start()) == LINE and all(
            len(body) >= _BODY and not re.search("[。；;]", body) for body in bodies
        ):
            return True, True
    return False, sum(before(text, match.start()) >= STOP for match in known) > 1


@cache
def _speaker_pattern() -> re.Pattern[str]:
    return re.compile(f"(?P<who>{'|'.join(map(re.escape, structure().speakers))})[：:](?=.)")


@cache
def _label_pattern() -> Search:
    rules = structure()
    labels = "|".join(sorted(map(re.escape, rules.labels), key=len, reverse=True))
    parts = "|".join(pattern for _, pattern in rules.parts)
    pattern = re.compile(
        rf"(?P<boxed>[【\[［](?P<box>[\u4e00-\u9fff]{{2,8}})[】\]］]|[A-Z][（(](?:{labels})[）)](?=[：:]))"
        rf"|(?P<word>(?P<label>{labels})|(?P<part>{parts}))(?:[（(][^（()）\n]{{1,20}}[）)])?[：:]"
    )
    return Search(pattern)
