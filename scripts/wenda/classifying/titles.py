"""A short title for a question: a readable clause with its subject, in the question's own words.

A question that fits is its own title. Of a longer one the title is what is asked, and where that says little
(`你会如何处理？`), the clause of the case that says most stands before it.
"""

from __future__ import annotations

import re
from itertools import product

from wenda.classifying import classify
from wenda.classifying.asking import ENQUIRES, LISTED, TELL, asked, demands, leans, shortened, tells, unopened
from wenda.classifying.case import SOME, ranked, reported
from wenda.classifying.plain import ASKS, clauses_of, plain, sentences_of, without_asides
from wenda.model import Question

LONGEST = 30
"""Han characters of a title; two ASCII letters or digits count as one, marks as none."""
_WIDEST = 2 * LONGEST
_SHORTEST = 6
_TAIL = 4
_JUDGE = "判断："
# A statement that asks already whether it is right.
_JUDGED = re.compile("^请?判断|[吗呢]$|[对不是]不[对是]|对错|是否(?:正确|合理|妥当|属实)$")

# The same behind a question: `…岗位？请说说您的考虑。`, but not `…流失？请分享一次挽回的经历。`
_BESIDES = re.compile(
    r"^请(?:您|你)?(?:用|结合|以|就)?(?!.*(?:一[次个段件]|经历))[^，。？“”]{0,8}(?:说说|说明|谈谈|举例|简述|阐述|讲讲|解释)[^，。？“”]{0,8}。?$"
)
# Sentences that only say how to answer: `需说明背景、行动、结果。`
_DEMAND = re.compile(
    r"(?:请|需|要求|并请?|可)?(?:您|你)?(?:要|须)?(?:举例|说明|结合|详细|具体|简要|谈谈您?的?理由|阐述)[^？]{0,22}[。]?$"
)


def short_title(question: str, *, cut: bool = False, judged: bool = False) -> str:
    """Return a title of at most `LONGEST` characters, never cut inside a clause where there is a shorter one.

    `cut` says that the document breaks off in the question; a title that ends where it does ends in `…`.
    `judged` says that it is to be told right or wrong; the title of a statement says so.

    >>> short_title("假设一位老客户投诉快递员态度恶劣，可录像里看不出来。面对这样的局面，作为值班经理，你会如何处理？")
    '老客户投诉快递员态度恶劣，你会如何处理？'
    """
    text = _only_asked(plain(question))
    title = _titled(text)
    ends = question.rstrip()[-1:] in tuple("？?。！!")
    broken = cut and not ends and title.rstrip("？…").endswith(text[-_TAIL:])
    title = title.rstrip("？…") + "…" if broken else title
    if judged and "？" not in text and not _JUDGED.search(text):
        return _to_judge(title if broken else text)
    return title


def title_of(question: Question) -> str:
    """Return the title of a question of a document; one with options or an answer was asked to the end."""
    cut = question.truncated and not (question.options or question.answer)
    return short_title(question.text, cut=cut, judged=classify.kind(question) == "true-false")


def _to_judge(statement: str) -> str:
    """Return a title that does not assert what may be false."""
    # Of a long one the end: what is judged stands behind its conditions.
    for short in (statement, *reversed(clauses_of(statement))):
        if len(short) >= _SHORTEST and _fits(_JUDGE + short):
            return _JUDGE + short
    return _JUDGE + _cut_short(statement.rstrip("…"), LONGEST - len(_JUDGE))


def _titled(text: str) -> str:
    opened = _opened(text)
    wide, bare = (without_asides(opened, widening=widening) for widening in (True, False))
    untold = _untold(wide) if wide != bare else ""
    for short in (text, opened, wide, untold, bare, _one_sentence(opened)):
        if short and _fits(short) and not _goes_on(short):
            return _asking(short)
    title = _asking(_built(without_asides(text, widening=False)))
    wider = _asking(_built(without_asides(text, widening=True))) if wide != bare else title
    # The same clause, and not a shorter one because that of the bracket is too long.
    return wider if without_asides(wider, widening=False) == title and _fits(wider) else title


def _untold(demand: str) -> str:
    """Return what is to be told of: `请谈谈您对…的看法` as `您对…的看法`."""
    of = re.match("[^，]{2,6}(?=[您你]对.+的(?:理解|看法|认识|见解)$)", demand)
    return demand[of.end() :] if of and TELL.match(demand) else ""


def _asking(title: str) -> str:
    """Return the title with a question mark where it asks and there is room."""
    last = clauses_of(title)[-1]
    asks = ENQUIRES.search(last) and not any(map(TELL.match, clauses_of(title)))
    return (
        title + "？"
        if asks and title.rstrip("”’」")[-1:] not in ("", "？", "…") and _fits(title + "？")
        else title
    )


def _fits(title: str) -> bool:
    if len(title) <= LONGEST:  # however wide its characters are
        return True
    width = sum(0.5 if character.isascii() else 1 for character in title if character.isalnum())
    return width <= LONGEST and len(title) <= _WIDEST


def _goes_on(demand: str) -> bool:
    """Whether a demand also says at length what it wants told: `设计一套…，要求写明…`."""
    return len(demand) > LONGEST and TELL.match(demand) is not None


def _only_asked(text: str) -> str:
    """Return the text without the demands behind its question to say more about it."""
    parts = sentences_of(text)
    while len(parts) > 1 and parts[-2].endswith("？") and _BESIDES.match(parts[-1]):
        parts.pop()
    return "".join(parts)


def _one_sentence(text: str) -> str:
    """Return a case of one sentence and its question as one: `假设某客户…。你会…？` as `客户…，你会…？`."""
    parts = sentences_of(text)
    if len(parts) != 2 or not parts[0].endswith("。") or not re.match("[您你]", parts[1]):
        return ""
    case = re.sub("^(?:假设|假如|设想)?(?:某次|某天|有一次|有一天|一天)?，?", "", parts[0])
    return f"{SOME.sub('', case).rstrip('。')}，{parts[1]}"


def _opened(text: str) -> str:
    """Return the text without what stands before the question and sentences that say how to answer."""
    kept = [part for part in sentences_of(text) if not _DEMAND.match(part)] or [text]
    kept[0] = unopened(kept[0])
    return "".join(kept).rstrip("。；：，")


def _built(text: str) -> str:
    """Return the best title made of the asking sentence and a clause of the case."""
    parts = [part for part in map(unopened, sentences_of(text)) if not _DEMAND.match(part)] or [text]
    asking = [i for i, part in enumerate(parts) if part.endswith("？") or demands(part)]
    asking = asking or [i for i, part in enumerate(parts) if ASKS.search(part)]
    cases: list[str] = []
    for index, part in enumerate(parts):
        if index not in asking:
            cases += reported(clauses_of(part))
    if not asking:
        return _fitting(ranked(cases), whole=parts)
    told = next((i for i in asking if not leans(asked(parts[i])[1])), asking[0])
    before, ask = asked(parts[told])
    if not tells(parts[told], ask) and (joined := _joined([*cases, *before], ask)):
        return joined
    if not leans(ask):
        follows = parts[told + 1] if told + 1 in asking and ask.endswith("？") else ""
        for short in (ask + follows, *shortened(ask)):
            if _fits(short) and not _goes_on(short):
                return short
    asks, told_of = list(shortened(ask)), ranked([*cases, *before])
    return _fitting(told_of + asks if LISTED.search(ask) else asks + told_of, whole=parts)


def _joined(cases: list[str], ask: str) -> str | None:
    """Return the best clause of the case with what is asked, where the two fit."""
    told = ranked(cases)
    told += [quoted for case in told for quoted in re.findall("“[^“”]{4,20}”", case)]
    for case, short in product(told, list(shortened(ask))):
        again = case[0] in "您你" and re.match("[您你](?=[会将该应打准怎如])", short) is not None
        if _fits(title := f"{case}，{short[again:]}"):
            return title
    return None


def _fitting(short: list[str], *, whole: list[str]) -> str:
    """Return the first that fits; else the beginning of the shortest, cut between words as far as marks show them."""
    for each in [*short, *(clause for part in whole for clause in clauses_of(part))]:
        if len(each) >= _SHORTEST and _fits(each):
            return each.rstrip("。；：，")
    least = min([each for each in short if each] or whole, key=len)
    if quoted := re.search("[“《][^”》]{4,26}[”》]", least):
        return quoted[0]
    return _cut_short(least, LONGEST - 1)


def _cut_short(text: str, most: int) -> str:
    cut = re.match(rf"(.{{8,{most}}})(?=[的、和与及并或，])", text)
    return (cut[1] if cut else re.sub("[A-Za-z0-9.]+$", "", text[:most]) or text[:most]) + "…"
