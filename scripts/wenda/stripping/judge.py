"""Judging the lines of a document: which are chrome, by the rules and by what stands around them.

Every function takes the lines that are not blank, in order, and sets `taken` on some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wenda.stripping.chrome import Rule, Rules

LONGEST = 600
"""Characters of the longest line that may be chrome as a whole."""

FOOT = 2000
"""Characters that a foot may have."""

ASKS = re.compile(
    r"[?？]|[答问]案?\s*[:：]|解析\s*[:：]|面试官|应聘者|候选人|求职者|考官"
    r"|^\W*(?:[A-HＡ-Ｈ]\s*[.、．:：)）]|[QA]\d*\s*[:：.]|第?[一二三四五六七八九十\d]+\s*[题、.．)）])"
)
"""What makes a line part of a question or an answer."""
ASKED = re.compile(
    r"\W*(?:请|谈|说说|描述|介绍|举例|分享|假设|假如|如果|如何|怎么|怎样|为什么|什么|您(?!可能)|你(?!可能)|作为|情[景境]"
    r"|(?:题型|考察|评分|回答|答题|作答|题目)\w{0,4}\s*[:：])"
)
"""How questions without a mark, and notes to a section, begin."""
QUESTION = re.compile(r"[?？]")
ITEM = re.compile(r"\s*(?:[•●·*＊◆■▪-]\s*)?[(（]?\d{1,2}\s*[.、．)）]|\s*[•●◆■▪]")
NUMBERED = re.compile(r"\D{0,6}(\d{1,2})\s*[.、．)）]")
NAME = re.compile(r"(?:\W*\d+[.、．)）])*\W*(\w[^(（]{0,40}?)\s*(?:[(（][^)）]*[)）])?网站文档")
SENTENCE = re.compile(r"[。！!；;]")
FILE = re.compile(r"[.．](?:docx?|pdf|pptx?|xlsx?|wps|txt)\W*$", re.IGNORECASE)
ENDING = re.compile(
    r"(?:[.．]\w{3,4}\s*(?:VIP|免费|下载)*)?(?:[\s_＿﹍—–-]*第\s*\d+\s*页)?[\W_]*$", re.IGNORECASE
)
TITLE = re.compile(
    r"(?!\W*[一二三四五六七八九十]+\s*、|\W*\d+\s*[.、．)])[^?？。:：]{0,60}?"
    r"(?:面试(?!官)|笔试|试题|题库|问题集|全攻略|模拟题|考试|问答|试卷|指南|大全|攻略)"
)


@dataclass(slots=True)
class Line:
    """A line while it is judged: where it stands, the rule that fits it, and the id of what takes it out."""

    start: int
    text: str
    rule: Rule | None = None
    taken: str = ""
    keep: int = 0
    """Characters at its beginning that stay although the rest is taken: a title found nowhere else."""
    blank: bool = False

    @property
    def end(self) -> int:
        """Where it ends, before its line end."""
        return self.start + len(self.text)


def judge(lines: Sequence[Line], rules: Rules) -> None:
    """Set `taken` on all lines that are chrome as a whole, and `keep` where a title must stay."""
    for line in lines:
        if line.rule and not line.rule.weak:
            line.taken = line.rule.id
    _lists(lines, rules)
    _names(lines)
    _blocks(lines)
    _runs(lines)
    _broken_off(lines, rules)
    _titles(lines)


def _lists(lines: Sequence[Line], rules: Rules) -> None:
    """Take the lists that speak of the site: at the head of the document, or under a heading such as 温馨提示."""
    items, number = list[Line](), 0
    for line in lines:
        strong = bool(line.rule and not line.rule.weak and "rules" in line.rule.group)
        if line.rule is None or strong:
            counted = NUMBERED.match(line.text)
            if line.rule is None and (not counted or int(counted[1]) <= number or QUESTION.search(line.text)):
                break  # the first line of the text, be it a question that is numbered 1 again
            number = int(counted[1]) if counted else number
            items.append(line)
    about = [i for i, line in enumerate(items) if line.taken or _speaks_of_site(line.text, rules)]
    if lines and lines[0].rule and len(about) >= 3 and len(about) * 5 >= len(items) * 3:
        _take(items[: about[-1] + 1])
    for i, heading in enumerate(lines):
        if _is_heading(heading):
            items = list(_items_after(lines, i))
            about = [j for j, line in enumerate(items) if line.taken or _speaks_of_site(line.text, rules)]
            if about and len(about) * 5 >= len(items) * 3:
                _take(items)


def _take(items: Iterable[Line]) -> None:
    for line in items:
        line.taken = line.taken or "notice"


def _is_heading(line: Line) -> bool:
    return bool(line.rule and line.rule.weak and line.rule.id == "notice")


def _items_after(lines: Sequence[Line], heading: int) -> Iterator[Line]:
    """Yield the items of the list under a heading, passing over other chrome."""
    for line in (lines[i] for i in range(heading + 1, len(lines))):
        if _is_heading(line) or QUESTION.search(line.text) or not (line.rule or ITEM.match(line.text)):
            return
        if line.rule is None or line.rule.id == "notice":
            yield line


def _speaks_of_site(text: str, rules: Rules) -> bool:
    return len(text) <= LONGEST and len(set(rules.word.findall(text))) >= 2


def _names(lines: Sequence[Line]) -> None:
    """Take the site's name where it stands alone; its rules call it by that name, whatever it is on a mirror."""
    found = [NAME.match(line.text) for line in lines if line.taken == "paid-document"]
    names = {letters(match[1]) for match in found if match}
    for line in lines if names else ():
        if len(line.text) <= 60 and letters(line.text) in names:
            line.taken = line.taken or "site-name"


def _blocks(lines: Sequence[Line]) -> None:
    """Take what a rule opens at the foot: names of other documents, or all that follows a page's comments.

    Where something else follows as well, only names of files are taken, up to the first line of another kind.
    A heading that a text may have too (相关资料) opens nothing unless a file's name or chrome follows.
    """
    plain = {"names": True, "foot": True}
    size, sure = 0, False
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        opens = line.rule.opens if line.rule else ""
        if opens in plain and line.rule and (sure or not line.rule.weak):
            for each in (lines[j] for j in range(i + 1, len(lines))):
                if each.taken and each.rule and each.rule.opens in plain:
                    break  # what follows there was taken before
                if not plain[opens] and not _names_file(each.text):
                    break
                each.taken = each.taken or (each.rule.id if each.rule else line.rule.id)
                line.taken = line.rule.id
        size += len(line.text)
        sure = bool(line.rule) or (sure and plain["names"]) or _names_file(line.text)
        for kind in plain:
            # Of most of a text nothing is asked: above its last line it is plain no more.
            plain[kind] = plain[kind] and size <= FOOT and bool(line.rule or _is_name(line.text, kind))


def _names_file(text: str) -> bool:
    # Most lines have no such dot, and a search that ignores case looks at every character.
    return ("." in text or "．" in text) and FILE.search(text) is not None


def _is_name(text: str, opens: str) -> bool:
    """Whether a line may be the name of another document, or what an uploader says of himself."""
    if _names_file(text):
        return True
    name = NUMBERED.sub("", text, count=1) if opens == "names" else text
    if ASKS.search(name) or ASKED.match(name):
        return False
    return len(name) <= 100 if opens == "foot" else len(name) <= 60 and not SENTENCE.search(name)


def _runs(lines: Sequence[Line]) -> None:
    """Take weak lines that stand in one run with strong ones of their group; titles, at the very beginning too."""
    for first, run in _run(lines):
        strong = frozenset[str]().union(*(_evidence(line) for line in run))
        if first and any(line.rule and "title" in line.rule.group for line in run):
            strong |= {"title"}
        for line in run:
            if line.rule and line.rule.group & strong:
                line.taken = line.taken or line.rule.id


def _run(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Yield the longest runs of lines that rules fit or lists took, and whether the document begins with it."""
    run: list[Line] = []
    for i, line in enumerate(lines):
        if line.rule or line.taken:
            run.append(line)
        elif run:
            yield len(run) == i, run
            run = []
    if run:
        yield len(run) == len(lines), run


def _evidence(line: Line) -> frozenset[str]:
    if line.rule and not line.rule.weak:
        return line.rule.group
    return frozenset({"notice", "rules"}) if line.taken == "notice" else frozenset()


def _broken_off(lines: Sequence[Line], rules: Rules) -> None:
    """Take the last lines where the document breaks off in its chrome: headings, or 提交评 for 提交评论."""
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        if line.taken:
            return
        if not line.rule or not (_is_heading(line) or line.rule.opens):
            break
        line.taken = line.rule.id
    if len(lines) > 1 and lines[-2].taken and not lines[-1].taken and (part := letters(lines[-1].text)):
        whole = (rule_id for sample, rule_id in _samples(rules) if sample.startswith(part))
        lines[-1].taken = next(whole, "")


@lru_cache(maxsize=1)
def _samples(rules: Rules) -> list[tuple[str, str]]:
    """Return the letters of each rule's samples, with the rule's id."""
    return [(letters(sample), rule.id) for rule in rules.rules for sample in rule.samples]


def _titles(lines: Sequence[Line]) -> None:
    """Keep one title where the text has none of its own, and take the text's own where it stands there twice."""
    kept = [line for line in lines if not line.taken][:4]
    before = kept[0].start if kept else lines[-1].end if lines else 0
    titles = [
        line for line in lines if line.rule and line.taken.startswith("title-") and line.start <= before
    ]
    names = [letters(ENDING.sub("", line.text)) for line in titles]
    heads = [letters(line.text[:120]) for line in kept]
    if len(kept) > 1 and heads[0] in names and heads[0] in heads[1]:
        kept[0].taken = "title-again"
        return
    own = bool(kept and TITLE.match(kept[0].text)) or any(n and n in head for n in names for head in heads)
    if titles and not own:
        titles[0].keep = len(ENDING.sub("", titles[0].text))


def letters(text: str) -> str:
    """Return a text without marks and spaces."""
    return re.sub(r"[\W_]+", "", text)
