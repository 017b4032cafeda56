"""What speaks for a number being a question's: what follows it asks, and one answer or set of options comes next."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left

from wenda.splitting.marks import GLUED, SIGN, UNLIKELY, WORD, Mark, Marks, worded
from wenda.splitting.register import ASKS, MAY_ASK, NEUTRAL, leads_in, register, sentences
from wenda.splitting.sections import lead

ANSWERS = ("answer", "both", "approach")
COMMENTS = ("analysis", "note")
_STEM = 160  # characters of a stem that are judged
# 1.B 2.ACD: the entries of a key
_KEY = re.compile(r"[\s(\[]*(?:[A-H][A-H、,\s]*|[√×✓✗✔✘]|对|错|正确|错误)[)\].。;,、\s]*")


def answer_labels(marks: Marks) -> list[int]:
    """Return where the labels of answers begin. Beside 答案: the label 答案解析: opens comments."""
    plain = [m.start for m in marks.labels if m.kind == "answer"] or [
        m.start for m in marks.labels if m.kind == "approach"
    ]
    every = [m.start for m in marks.labels if m.kind in ANSWERS]
    return plain if 2 * len(plain) >= len(every) else every


def _late(mark: Mark, answers: set[int]) -> bool:
    return mark.kind in ANSWERS and mark.start not in answers


def groups(marks: Marks) -> list[int]:
    """Return where sets of options begin: an A that a B follows."""
    letters = marks.letters
    last = [
        m.start for m in letters[-1:] if m.value == 0 and m.place != WORD and len(marks.flat) - m.end < 80
    ]
    return last + [
        a.start
        for a, b in itertools.pairwise(letters)
        if a.value == 0 and b.value == 1 and 0 < b.start - a.end < 300
    ]


def stem_register(marks: Marks, at: int, end: int) -> float:
    """Return how much the text from `at` sounds like a question: 2 it asks, 0 nobody knows, -1.5 it tells."""
    if _KEY.fullmatch(marks.flat, at, end):
        return -4
    told = [(register(marks.flat[a:b]), marks.flat[a:b]) for a, b in sentences(marks.flat, at, end)[:4]]
    if not told:
        return 0
    best = max(each for each, _ in told)
    if best in (ASKS, MAY_ASK):
        return best if told[0][0] >= MAY_ASK or leads_in(told[0][1]) else best / 2
    return 0 if told[0][0] == NEUTRAL or leads_in(told[0][1]) else -1.5


# 留样放在同一个柜子里。(×)
_JUDGED = re.compile(r"\(\s?(?:[√×✓✗✔✘]|对|错|正确|错误)\s?\)")

_VERDICT = re.compile(rf"{_JUDGED.pattern}|答案[\]】]?:?\s?(?:[√×✓✗✔✘]|对|错|正确|错误)(?![^\W\d_])")


class Evidence:
    """Counts of what stands before each candidate, so that a pair of candidates is judged in constant time."""

    def __init__(self, marks: Marks, text: str) -> None:
        self.numbers = marks.numbers
        answers = set(answer_labels(marks))
        self.judges = len(_VERDICT.findall(marks.flat)) > 1
        self.answers = sorted(answers | {match.start() for match in _JUDGED.finditer(marks.flat)})
        self.comments = [m.start for m in marks.labels if m.kind == "analysis" or _late(m, answers)]
        self.options = groups(marks)
        self.starts = [m.start for m in marks.numbers if m.place >= WORD and m.style != SIGN]
        self.leads = [lead(marks, text, m.start, first=m.value == 1) for m in marks.numbers]
        self.ends = [
            each.start if each else m.start for m, each in zip(marks.numbers, self.leads, strict=True)
        ]
        rows = (self.answers, self.options, self.comments)
        self.after = [tuple(bisect_left(row, m.end) for row in rows) for m in marks.numbers]
        self.before = [tuple(bisect_left(row, end) for row in rows) for end in self.ends]
        self.total = tuple(map(len, rows))
        self.first = [self._first(i) for i in range(len(self.numbers))]
        self.inside = [
            bisect_left(self.starts, first) - bisect_left(self.starts, m.end)
            for m, first in zip(self.numbers, self.first, strict=True)
        ]
        self.base = [self._base(marks, i) for i in range(len(self.numbers))]
        self.cut = [self._cut(marks, i) for i in range(len(self.numbers))]

    def _first(self, i: int) -> int:
        """Return where the first answer label or set of options after a candidate begins."""
        answer, option, _ = self.after[i]
        places = [row[n] for row, n in ((self.answers, answer), (self.options, option)) if n < len(row)]
        return min(places, default=1 << 62)

    def _base(self, marks: Marks, i: int) -> tuple[float, float]:
        mark = self.numbers[i]
        worth = 1.0 if worded(mark.style) else 0.0
        worth += {UNLIKELY: -2.0, GLUED: -1.0, WORD: 0.0}.get(mark.place, 0.5)
        worth -= 4 * _quoted(marks.flat, mark.start)
        worth -= 0.5 * (mark.style in ("()", ")", "一", " ", SIGN, "[]"))
        start, end = _stem(marks, mark)
        if self.inside[i] == 0 and self.first[i] <= end and marks.flat.find("?", start, end) >= 0:
            return worth, float(ASKS)  # a question mark, and nothing else before the answer
        stem = stem_register(marks, start, end)
        if self.judges and mark.place > WORD and stem > -2:
            stem = max(stem, 0)  # what is to be judged tells, too
        return worth, stem

    def _cut(self, marks: Marks, i: int) -> bool:
        """Return whether the document may break off in the stem of candidate i: it is no item of a list before it."""
        mark = self.numbers[i]
        if len(marks.flat) - mark.end > _STEM:
            return False
        if self.leads[i] or worded(mark.style):
            return True
        if self.base[i][1] < 0:
            return False
        at = bisect_left(marks.labels, (mark.start,)) - 1
        label = marks.labels[at] if at >= 0 else None
        if label is None or label.kind not in ANSWERS:
            return True
        letter = bisect_left(marks.letters, (mark.start,)) - 1
        if letter >= 0 and marks.letters[letter].value > 1 and marks.letters[letter].start > label.start:
            return True
        before = self.numbers[i - 1] if i else None
        if before is None:
            return False
        # After a list in the answer the next item would count on; after the question itself the next question does
        return (before.value == mark.value - 1) == (before.end <= label.end)

    def hopeless(self, i: int) -> bool:
        """Return whether candidate i is but the item of a list: what follows it tells, and no answer follows that."""
        mark = self.numbers[i]
        direct = self.inside[i] == 0 and self.first[i] - mark.end < 4 * _STEM
        return self.base[i][1] < 0 and not direct and not self.cut[i] and len(mark.style) == 1

    def judge(self, i: int, j: int | None) -> float:
        """Return how much like one question the text from candidate i up to candidate j or the end looks."""
        a0, o0, c0 = self.after[i]
        a1, o1, c1 = self.total if j is None else self.before[j]
        end = 1 << 61 if j is None else self.ends[j]
        worth, stem = self.base[i]
        answers, options, comments = a1 - a0, o1 - o0, c1 - c0
        value = worth + stem
        if answers > 0:
            value += 6 - 3 * answers
        if options > 0:
            value += 6 - 3 * options
        if comments > 0:
            value += 2 - comments
        if self.first[i] < end:
            value -= min(3, self.inside[i])
        elif comments <= 0 and stem <= 0:
            value += 0.75 - stem if j is None and self.cut[i] else -2.5
        return value


def _quoted(flat: str, at: int) -> bool:
    """Return whether a place lies in a quotation that is closed soon after."""
    opened = flat.rfind("“", max(0, at - 120), at)
    if opened < 0 or flat.find("”", opened, at) >= 0:
        return False
    return flat.find("”", at, at + 120) >= 0


def _stem(marks: Marks, mark: Mark) -> tuple[int, int]:
    """Return where the stem after a number begins and ends; 情景: and 问题: stand in it."""
    start = mark.end
    end = min(len(marks.flat), start + _STEM)
    for row in (marks.letters, marks.numbers):
        at = bisect_left(row, (start,))
        while at < len(row) and row[at].start < end:
            if row[at].place >= WORD and (row[at].style != SIGN or mark.style == SIGN):
                end = row[at].start
            at += 1
    for at in range(bisect_left(marks.labels, (start,)), len(marks.labels)):
        label = marks.labels[at]
        if label.start >= end:
            break
        if label.kind not in ("stem", "situation", "asker"):
            end = label.start
        elif label.start <= start + 2:
            start = label.end
    return start, max(start, end)
