"""A short title for a question: a readable clause with its subject, in the question's own words.

A question that fits is its own title. Of a longer one the title is what is asked, and where that says little
(`你会如何处理？`), the clause of the case that says most stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from wenda.classifying.case import SOME, ranked, reported
from wenda.classifying.plain import ASKS, plain
from wenda.model import Question
from wenda.reflowing.brackets import enclosed, sentences

LONGEST = 30
"""Han characters of a title; two ASCII letters or digits count as one, marks as none."""
_WIDEST = 2 * LONGEST
_TAIL = 4

_BRACKETS = re.compile(r"（[^（）]*）")
# What stands before a question without being part of it.
_OPENER = re.compile(
    r"(?:首先|最后|接下来|再问一个问题)[，：]"
    r"|(?:请|请您|请你)?(?:结合|联系|根据|围绕|针对)[^，。？“]{2,16}[，]"
    r"|(?:作为|身为)(?:一名|一个|一位)?[^，。？你您]{1,12}(?:，|(?=[你您]))"
    r"|(?:假设|假如|如果|倘若|若是?|设想)(?:你|您)?是[^，。？]{1,14}[，]"
)
# The same behind a question: `…岗位？请说说您的考虑。`, but not `…流失？请分享一次挽回的经历。`
_BESIDES = re.compile(
    r"^请(?:您|你)?(?:用|结合|以|就)?(?!.*(?:一[次个段件]|经历))[^，。？“”]{0,8}(?:说说|说明|谈谈|举例|简述|阐述|讲讲|解释)[^，。？“”]{0,8}。?$"
)
# Sentences that only say how to answer: `需说明背景、行动、结果。`
_DEMAND = re.compile(
    r"(?:请|需|要求|并请?|可)?(?:您|你)?(?:要|须)?(?:举例|说明|结合|详细|具体|简要|谈谈您?的?理由|阐述)[^？]{0,22}[。]?$"
)
_TELL = re.compile(
    "^(?:请|烦请)?(?:您|你)?(?:先|简单|简要|具体|详细)?(?:描述|分享|说说|说明|谈谈|谈一谈|谈|讲述|讲讲|讲|介绍|举|列举|列出|简述|论述|阐述|设计|写出?|解释|回忆|评价|分析|回答|拟|起草|制定|说一说|比较|算|模拟|演示|讨论|给出|选出|提出)"
)
_EXPLAIN = re.compile(
    r"^(?:请|并)?(?:您|你)?(?:说明|谈谈|说说|阐述|简述|论述|解释|分析)(?:一下)?(?=(?:您|你)?(?:是|会)?(?:如何|怎样|怎么|为什么|哪些))"
)
_BARE = re.compile(
    r"^(?:那么|此时|这时|面对这种情况|对此|遇到这种情况|在这种情况下)?，?(?:作为[^，]*，)?(?:您|你|我们)?(?:的)?(?:会|将|该|应该?|打算|准备|怎么|是)?"
    r"(?:如何|怎么|怎样|怎么样|采取什么措施|做些?什么|先做什么|第一步做什么|有何|有什么)[^，？“]{0,8}？?$"
)
# How a plan is to be made, before what it is: `通过“…”三个维度设计…方案`.
_WAY = re.compile(
    "(?:通过|从|按照?|围绕)“[^“”]*”(?:这?[一二三四五六几两]?[个大]?(?:维度|方面|角度|步骤|层面))"
)
_LISTED = re.compile(
    "^(?:以下|下列|下面)?(?:的?哪|正确|错误|合适|恰当).{0,14}(?:正确|合适|恰当|错误|不当|符合|妥当|最好|是)"
)
_ANAPHORA = re.compile(
    "这[一个种些类项次名位]|该[^不如怎]|上述|此[类种事]|其中|以上|它|^(?:您|你)的.*(?:是什么|有哪些)|^(?:您|你)?[读看听]完"
)
_ENQUIRES = re.compile("如何|怎么|怎样|什么|哪些|哪个|哪几|为何|吗$|多少$|呢$")


def short_title(question: str, *, cut: bool = False) -> str:
    """Return a title of at most `LONGEST` characters, never cut inside a clause where there is a shorter one.

    `cut` says that the document breaks off in the question; a title that ends where it does ends in `…`.

    >>> short_title("假设一位老客户投诉快递员态度恶劣，可录像里看不出来。面对这样的局面，作为值班经理，你会如何处理？")
    '老客户投诉快递员态度恶劣，你会如何处理？'
    """
    text = _only_asked(plain(question))
    title = _titled(text)
    ends = question.rstrip()[-1:] in tuple("？?。！!")
    broken = cut and not ends and title.rstrip("？…").endswith(text[-_TAIL:])
    return title.rstrip("？…") + "…" if broken else title


def title_of(question: Question) -> str:
    """Return the title of a question of a document; one with options or an answer was asked to the end."""
    return short_title(question.text, cut=question.truncated and not (question.options or question.answer))


def _titled(text: str) -> str:
    for short in (text, _opened(text), _BRACKETS.sub("", _opened(text)), _one_sentence(_opened(text))):
        if short and _fits(short) and not _goes_on(short):
            return _asking(short)
    return _asking(_built(_BRACKETS.sub("", text)))


def _asking(title: str) -> str:
    """Return the title with a question mark where it asks and there is room."""
    last = _clauses(title)[-1]
    asks = _ENQUIRES.search(last) and not any(map(_TELL.match, _clauses(title)))
    return (
        title + "？"
        if asks and title.rstrip("”’」")[-1:] not in ("", "？", "…") and _fits(title + "？")
        else title
    )


def _fits(title: str) -> bool:
    width = sum(0.5 if character.isascii() else 1 for character in title if character.isalnum())
    return width <= LONGEST and len(title) <= _WIDEST


def _goes_on(demand: str) -> bool:
    """Whether a demand also says at length what it wants told: `设计一套…，要求写明…`."""
    return len(demand) > LONGEST and _TELL.match(demand) is not None


def _only_asked(text: str) -> str:
    """Return the text without the demands behind its question to say more about it."""
    parts = _sentences(text)
    while len(parts) > 1 and parts[-2].endswith("？") and _BESIDES.match(parts[-1]):
        parts.pop()
    return "".join(parts)


def _one_sentence(text: str) -> str:
    """Return a case of one sentence and its question as one: `假设某客户…。你会…？` as `客户…，你会…？`."""
    parts = _sentences(text)
    if len(parts) != 2 or not parts[0].endswith("。") or not re.match("[您你]", parts[1]):
        return ""
    case = re.sub("^(?:假设|假如|设想)?(?:某次|某天|有一次|有一天|一天)?，?", "", parts[0])
    return f"{SOME.sub('', case).rstrip('。')}，{parts[1]}"


def _opened(text: str) -> str:
    """Return the text without what stands before the question and sentences that say how to answer."""
    kept = [part for part in _sentences(text) if not _DEMAND.match(part)] or [text]
    kept[0] = _unopened(kept[0])
    return "".join(kept).rstrip("。；：，")


def _unopened(sentence: str) -> str:
    while (match := _OPENER.match(sentence)) and match.end() < len(sentence):
        sentence = sentence[match.end() :]
    return sentence


def _sentences(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentences(text, enclosed(text))]


def _clauses(sentence: str) -> list[str]:
    spans = enclosed(sentence)
    cuts = [m.start() for m in re.finditer("[，：；]|？(?=.)", sentence) if not spans.inside(m.start())]
    starts = [0, *(cut + 1 for cut in cuts)]
    return [sentence[a:b].strip("，：；。？ ") for a, b in zip(starts, [*cuts, len(sentence)], strict=True)]


def _built(text: str) -> str:
    """Return the best title made of the asking sentence and a clause of the case."""
    parts = [part for part in map(_unopened, _sentences(text)) if not _DEMAND.match(part)] or [text]
    asking = [i for i, part in enumerate(parts) if part.endswith("？") or _demands(part)]
    asking = asking or [i for i, part in enumerate(parts) if ASKS.search(part)]
    cases: list[str] = []
    for index, part in enumerate(parts):
        if index not in asking:
            cases += reported(_clauses(part))
    if not asking:
        return _fitting(ranked(cases), whole=parts)
    told = next((i for i in asking if not _leans(_ask(parts[i])[1])), asking[0])
    before, ask = _ask(parts[told])
    if not _tells(parts[told], ask) and (joined := _joined([*cases, *before], ask)):
        return joined
    if not _leans(ask):
        follows = parts[told + 1] if told + 1 in asking and ask.endswith("？") else ""
        for short in (ask + follows, *_asks(ask)):
            if _fits(short) and not _goes_on(short):
                return short
    asks, told_of = list(_asks(ask)), ranked([*cases, *before])
    return _fitting(told_of + asks if _LISTED.search(ask) else asks + told_of, whole=parts)


def _demands(sentence: str) -> bool:
    first, *others = _clauses(sentence)
    return _TELL.match(first) is not None or any(
        each[0] == "请" and _TELL.match(each) for each in others if each
    )


def _tells(sentence: str, ask: str) -> bool:
    """Whether a demand says itself what about: `描述一次…的经历`, not `请给出改进方案`."""
    ask = _WAY.sub("", ask)
    return _TELL.match(sentence) is not None and not (
        len(ask) <= 16 and not re.search("一次|经历|案例|[对“]", ask)
    )


def _ask(sentence: str) -> tuple[list[str], str]:
    """Return the clauses before what is asked, and what is asked."""
    clauses = _clauses(sentence)
    found = [i for i, clause in enumerate(clauses) if _TELL.match(clause) or ASKS.search(clause)]
    addressed = [i for i in found if _TELL.match(clauses[i]) or re.match("(?:那么?)?[您你请]", clauses[i])]
    at = (addressed or found or [0])[0]
    clauses = [_unopened(clause) for clause in clauses]
    end = "？" if sentence.endswith("？") else ""
    ask = "，".join(clauses[at:]) + end
    if _EXPLAIN.match(ask):
        ask = _EXPLAIN.sub("", ask).rstrip("。？") + "？"
    return reported(clauses[:at]), ask


def _leans(ask: str) -> bool:
    """Whether what is asked cannot be understood without the case."""
    return any(pattern.search(ask) for pattern in (_BARE, _ANAPHORA, _LISTED)) or (
        _BARE.search(_WAY.sub("", ask)) is not None
    )


def _asks(ask: str) -> Iterator[str]:
    """Yield what is asked, ever shorter."""
    yield ask
    first = _clauses(ask)[0]
    question = "？" if ask.endswith("？") and (_ENQUIRES.search(first) or not _TELL.match(first)) else ""
    if first != ask and (ASKS.search(first) or _TELL.match(first)):
        yield first + question
    if (least := _WAY.sub("", ask)) != ask:
        yield least
    for each in (ask, first + question):
        shorter = re.sub(
            "^(?:请|那么)?(?:您|你)(?:会|将|该|应该|打算|准备)?(?=如何|怎样|怎么|用什么|采取)", "", each
        )
        shorter = re.sub("^(?:您|你)(?=[读看听]完)", "", shorter)
        shorter = re.sub("^请(?:您|你)?(?=[描分说谈讲介举列简论阐设写解回评])", "", shorter)
        if shorter != each and (ASKS.search(shorter) or _TELL.match(shorter)):
            yield shorter


def _joined(cases: list[str], ask: str) -> str | None:
    """Return the best clause of the case with what is asked, where the two fit."""
    told = ranked(cases)
    told += [quoted for case in told for quoted in re.findall("“[^“”]{4,20}”", case)]
    for case, short in product(told, list(_asks(ask))):
        again = case[0] in "您你" and re.match("[您你](?=[会将该应打准怎如])", short) is not None
        if _fits(title := f"{case}，{short[again:]}"):
            return title
    return None


def _fitting(short: list[str], *, whole: list[str]) -> str:
    """Return the first that fits; else the beginning of the shortest, cut between words as far as marks show them."""
    for each in [*short, *(clause for part in whole for clause in _clauses(part))]:
        if len(each) >= 6 and _fits(each):
            return each.rstrip("。；：，")
    least = min([each for each in short if each] or whole, key=len)
    if quoted := re.search("[“《][^”》]{4,26}[”》]", least):
        return quoted[0]
    cut = re.match(rf"(.{{8,{LONGEST - 1}}})(?=[的、和与及并或，])", least)
    return (
        cut[1] if cut else re.sub("[A-Za-z0-9.]+$", "", least[: LONGEST - 1]) or least[: LONGEST - 1]
    ) + "…"
