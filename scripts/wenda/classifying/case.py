"""The clauses of a case as beginnings of a title: each with its subject, the most telling first."""

from __future__ import annotations

import re

# Words that join a clause to the one before it, or make it a case, and are dropped where it stands alone.
_JOINT = re.compile(
    "^(?:但是?|且|并且|同时|而且?|却|然而|因此|于是|所以|已知|假设|假如|如果|倘若|若|当|此时|这时|现在|目前|当前|其中|由于|因为|尽管|虽然|随着|一旦|每当|某次|某天|有一天|有一次|一天)"
)
SOME = re.compile("^(?:某一?(?![次天日年月])|一[名位个份]|有(?:一?[名位个])?)(?=[\u4e00-\u9fffA-Za-z])")
"""What makes somebody of a case nobody in particular: `某`, `一位`; a title goes without it."""
_NO_SUBJECT = re.compile(
    "^(?:称|要求|表示|投诉|质疑|说|声称|扬言|威胁|拒绝|认为|坚持|情绪|已|仍|被|并|还|又|也|通过|导致|引发|在|向|对|因|以|把|将|连续|多次|突然|不断|希望|想|准备)"
)
_SUBJECT = re.compile(
    "(?:大|老|新|女|男)?(?:客户|用户|顾客|买家|住客|市民|来电人|骑手|组长|店长|总经理|会员|消费者|领导|主管|经理|上级|员工|同事|下属|团队|组员|老人|业主|旅客|乘客|患者|住户|司机|家长|学员|坐席|客服)"
)
# `新系统上线首日`: when, not what.
_WHEN = re.compile("(?:[日时后前内中上天晚里]|期间|之际|过程中)$")
# What a case turns on; `也`, `旁边`, `其余` only add to it.
_CRUX = re.compile(
    "要求|投诉|质疑|扬言|威胁|拒绝|拒缴|曝光|辱骂|离职|失败|故障|泄露|延迟|缺货|[发读念说写填标]错|弄丢|过敏|受伤|增长|下降|降到|降至|上升|涨到|激动|不满|反对|冲突|推诿|赔|退款|退货"
)
# `司机打来电话，说车胎爆了`: who calls without what about tells nothing.
_CALLS = re.compile("(?:来电|电话|来信|留言|反映|投诉)$")
# `弹幕里开始要求兑现`: a place, and nobody.
_NOBODY = re.compile("^[\u4e00-\u9fff]{1,4}[里上中](?:开始|已经?|都|又|也|纷纷)")
_ASIDE = re.compile("也|旁边|其余|其中|此外|已经")
_EMPTY = re.compile(
    "(?:显示|如下|表示|来电|反馈|情况|问题|发现|里)$|^(?:数据|背景|要求|20\\d\\d年)[：，]?$|^20\\d\\d年$"
)


def reported(clauses: list[str]) -> list[str]:
    """Return the clauses with who calls and what about as one.

    >>> reported(["司机打来电话", "说车胎爆了", "车上是鲜奶"])
    ['司机打来电话，说车胎爆了', '车上是鲜奶']
    """
    found: list[str] = []
    for clause in clauses:
        if found and _CALLS.search(found[-1]) and re.match("[说称问讲]", clause):
            found[-1] += f"，{clause}"
        else:
            found.append(clause)
    return found


def ranked(cases: list[str]) -> list[str]:
    """Return the clauses of a case, each with a subject and without what joined it, the most telling first."""
    found: list[tuple[float, str]] = []
    subject = ""
    for index, raw in enumerate(cases):
        clause = raw
        while (shorter := SOME.sub("", _JOINT.sub("", clause)).lstrip("，的①②③④⑤⑥")) != clause:
            clause = shorter
        has_subject = not (_NO_SUBJECT.match(clause) or _NOBODY.match(clause))
        if (
            not has_subject
            and subject
            and re.match("称|要求|表示|投诉|质疑|声称|扬言|威胁|拒绝|坚持|希望", clause)
        ):
            clause, has_subject = subject + clause, True
        if named := _SUBJECT.findall(re.sub("[“‘].*?[”’]", "", raw)):
            subject = named[0]
        if len(clause) >= 4 and not _EMPTY.search(clause):
            found.append((_weight(clause, has_subject=has_subject) - 0.3 * index, clause))
    return [clause for _, clause in sorted(found, key=lambda each: -each[0])]


def _weight(clause: str, *, has_subject: bool) -> float:
    when = len(clause) < 7 or _WHEN.search(clause) is not None
    crux, aside = _CRUX.search(clause) is not None, _ASIDE.search(clause) is not None
    return 2 * has_subject + 2.5 * crux - aside - 2 * when
