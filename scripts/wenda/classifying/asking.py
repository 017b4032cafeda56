"""What is asked, apart from the case before it: demands and questions, and how they can be said shorter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenda.classifying.case import reported
from wenda.classifying.plain import ASKS, clauses_of

# What stands before a question without being part of it.
_OPENER = re.compile(
    r"(?:首先|最后|接下来|再问一个问题)[，：]"
    r"|(?:请|请您|请你)?(?:结合|联系|根据|围绕|针对)[^，。？“]{2,16}[，]"
    r"|(?:作为|身为)(?:一名|一个|一位)?[^，。？你您]{1,12}(?:，|(?=[你您]))"
    r"|(?:假设|假如|如果|倘若|若是?|设想)(?:你|您)?是[^，。？]{1,14}[，]"
)
TELL = re.compile(
    "^(?:请|烦请)?(?:您|你)?(?:先|简单|简要|具体|详细)?(?:描述|分享|说说|说明|谈谈|谈一谈|谈|讲述|讲讲|讲|介绍|举|列举|列出|简述|论述|阐述|设计|写出?|解释|回忆|评价|分析|回答|拟|起草|制定|说一说|比较|算|模拟|演示|讨论|给出|选出|提出)"
)
_EXPLAIN = re.compile(
    r"^(?:请|并)?(?:您|你)?(?:说明|谈谈|说说|阐述|简述|论述|解释|分析)(?:一下)?(?=(?:您|你)?(?:是|会)?(?:如何|怎样|怎么|为什么|哪些))"
)
_BARE = re.compile(
    r"^(?:那么|此时|这时|面对这种情况|对此|遇到这种情况|在这种情况下)?，?(?:作为[^，]*，)?(?:您|你|我们)?(?:的)?(?:会|将|该|应该?|打算|准备|怎么|是)?"
    r"(?:如何|怎么|怎样|怎么样|采取什么措施|做些?什么|先做什么|第一步做什么|有何|有什么)[^，？“]{0,8}？?$"
)
# Behind the case nothing new: `您看见后第一步…，第二步…？`
_SEEN = re.compile("^[您你](?:看[见到]|发现|得知|知道|听[见到说]|[收接遇]到)(?:以|之)?后，?(?=[^，]+，)")
# `描述一次你作为组长，如何…` runs one sentence into another.
_HOW_ONCE = re.compile("(?<=一[次个段件])([您你]作为[^，？]{2,10})，(?:如何|怎样|怎么)(?!.*？)")
# How a plan is to be made, before what it is: `通过“…”三个维度设计…方案`.
_WAY = re.compile(
    "(?:通过|从|按照?|围绕)“[^“”]*”(?:这?[一二三四五六几两]?[个大]?(?:维度|方面|角度|步骤|层面))"
)
LISTED = re.compile(
    "^(?:以下|下列|下面)?(?:的?哪|正确|错误|合适|恰当).{0,14}(?:正确|合适|恰当|错误|不当|符合|妥当|最好|是)"
)
_ANAPHORA = re.compile(
    "这[一个种些类项次名位]|该[^不如怎]|上述|此[类种事]|其中|以上|它|^(?:您|你)的.*(?:是什么|有哪些)|^(?:您|你)?[读看听]完"
)
ENQUIRES = re.compile("如何|怎么|怎样|什么|哪些|哪个|哪几|为何|吗$|多少$|呢$")


def unopened(sentence: str) -> str:
    """Return a sentence without what stands before its question."""
    while (match := _OPENER.match(sentence)) and match.end() < len(sentence):
        sentence = sentence[match.end() :]
    return sentence


def demands(sentence: str) -> bool:
    """Whether a sentence tells one to tell, write or show something: `请描述…`, or `…，请讨论并选出一件`."""
    first, *others = clauses_of(sentence)
    return TELL.match(first) is not None or any(
        each[0] == "请" and TELL.match(each) for each in others if each
    )


def tells(sentence: str, ask: str) -> bool:
    """Whether a demand says itself what about: `描述一次…的经历`, not `请给出改进方案`."""
    ask = _WAY.sub("", ask)
    return TELL.match(sentence) is not None and not (
        len(ask) <= 16 and not re.search("一次|经历|案例|[对“]", ask)
    )


def asked(sentence: str) -> tuple[list[str], str]:
    """Return the clauses before what is asked, and what is asked."""
    clauses = clauses_of(sentence)
    found = [i for i, clause in enumerate(clauses) if TELL.match(clause) or ASKS.search(clause)]
    addressed = [i for i in found if TELL.match(clauses[i]) or re.match("(?:那么?)?[您你请]", clauses[i])]
    at = (addressed or found or [0])[0]
    clauses = [unopened(clause) for clause in clauses]
    end = "？" if sentence.endswith("？") else ""
    ask = _HOW_ONCE.sub(r"\1", "，".join(clauses[at:]) + end)
    if _EXPLAIN.match(ask):
        ask = _EXPLAIN.sub("", ask).rstrip("。？") + "？"
    return reported(clauses[:at]), ask


def leans(ask: str) -> bool:
    """Whether what is asked cannot be understood without the case."""
    return any(pattern.search(ask) for pattern in (_BARE, _ANAPHORA, LISTED)) or (
        _BARE.search(_WAY.sub("", ask)) is not None
    )


def shortened(ask: str) -> Iterator[str]:
    """Yield what is asked, ever shorter."""
    yield ask
    if ask.endswith("？") and (short := _SEEN.sub("", ask)) != ask:
        yield short
    first = clauses_of(ask)[0]
    question = "？" if ask.endswith("？") and (ENQUIRES.search(first) or not TELL.match(first)) else ""
    if first != ask and (ASKS.search(first) or TELL.match(first)):
        yield first + question
    if (least := _WAY.sub("", ask)) != ask:
        yield least
    for each in (ask, first + question):
        shorter = re.sub(
            "^(?:请|那么)?(?:您|你)(?:会|将|该|应该|打算|准备)?(?=如何|怎样|怎么|用什么|采取)", "", each
        )
        shorter = re.sub("^(?:您|你)(?=[读看听]完)", "", shorter)
        shorter = re.sub("^请(?:您|你)?(?=[描分说谈讲介举列简论阐设写解回评])", "", shorter)
        if shorter != each and (ASKS.search(shorter) or TELL.match(shorter)):
            yield shorter
