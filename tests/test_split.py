"""Every shape of question, told apart: cases beside this file, laws that hold for any text."""

import json
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import costs
from shared import shared
from wenda.errors import RulesError
from wenda.model import Outline
from wenda.splitting.shapes import flatten, parse, shapes
from wenda.splitting.split import split

CASES = Path(__file__).parent / "cases" / "split"


def _cases() -> list[object]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


def _bare(text: str | None) -> str:
    """Return the letters, digits and Han characters, which no shape of a document changes."""
    text = unicodedata.normalize("NFKC", text or "")
    return "".join(c for c in text if c.isalnum() or c in "√×").lower()


def _expected(lines: str) -> tuple[str | None, list[dict[str, object]]]:
    title, section, points = None, None, None
    questions: list[dict[str, object]] = []
    fields = {"?": "text", "-": "options", "=": "answer", "~": "analysis", "!": "truncated"}
    for line in lines.strip().split("\n"):
        mark, _, rest = line.partition(" ")
        if mark == "#":
            title = rest
        elif mark == "§":
            name, _, worth = rest.partition("|")
            section, points = name.strip(), float(worth) if worth.strip() else None
        elif mark == "?":
            questions.append(
                {
                    "text": _bare(rest),
                    "section": section,
                    "points": points,
                    "options": [],
                    "answer": "",
                    "analysis": "",
                    "truncated": False,
                }
            )
        elif mark == "-":
            questions[-1]["options"].append(_bare(rest))  # type: ignore[attr-defined]
        elif mark:
            questions[-1][fields[mark]] = _bare(rest) if rest else True
    return title, questions


def _found(outline: Outline) -> list[dict[str, object]]:
    return [
        {
            "text": _bare(q.text),
            "section": q.section,
            "points": q.points,
            "options": [_bare(option) for option in q.options],
            "answer": _bare(q.answer),
            "analysis": _bare(q.analysis),
            "truncated": q.truncated,
        }
        for q in outline.questions
    ]


@pytest.mark.parametrize("case", _cases())
def test_the_outline_is_what_a_person_would_draw(case: dict[str, str]) -> None:
    title, questions = _expected(case["expect"])
    outline = split(case["text"])
    assert _found(outline) == questions
    if title is not None:
        assert outline.title == title
    if not questions:
        assert outline.warnings


ASKED = [
    (
        "快递柜打不开,客户说东西急用,您怎么办?",
        "先远程开门。打不开就请附近的同事带钥匙去,二十分钟内到。",
        "有办法,也有时间。",
    ),
    (
        "请谈谈您对“不推诿”的理解。",
        "第一个接到的人负责到底。我会说:“这件事我来跟,您记我的工号。”",
        "看有没有例子。",
    ),
    (
        "您为什么从技术转做客服?请说说您的考虑。",
        "技术让我知道东西为什么坏。我更喜欢看人松一口气的样子。",
        "动机要真。",
    ),
]
CHOSEN = [
    ("客户忘记密码,第一步是?", ["核对身份", "直接告诉他", "让他回忆", "挂断"], "A", "先确认是本人。"),
    ("下列数字最大的是?", ["2", "4.5", "36", "7"], "C", "看清小数点。"),
    ("以下哪些可以写进工单?", ["时间", "原话", "猜测", "约定"], "ABD", "猜测不能写。"),
]
SIGNS = [dict(zip("1一①⒈❶", row, strict=True)) for row in ("1一①⒈❶", "2二②⒉❷", "3三③⒊❸")]
NUMBERS = [
    "1.", "1、", "1．", "01.", "(1)", "（1）", "1)", "第1题：", "第一题:", "题目1：", "题目一：", "题目1（8分）", "问题1:",
    "问题一：", "Q1：", "【第1题】", "【题目1】", "1.题目：", "1、问：", "面试题1：", "### 1. ", "**1.** ", "Q：", "问：",
    "【问题】", "题目：", "情景1：", "一、", "（一）", "1.【简答题】",
    "第1题", "第一题、", "【1】", "①", "⒈", "❶", "No.1 ", "考题1：", "真题1：", "Q1、", "01、", "第一问：", "问题一、",
]  # fmt: skip
ANSWERS = [
    "答案：", "参考答案：", "【参考答案】", "答：", "答案要点：", "回答要点：", "参考方向：", "示例回答：", "优秀回答：", "完整作答：",
    "答案 :", "**答案：**", "参考答案", "参考思路：", "答题要点：", "【答】", "参考答案（示例）：", "正确答案：", "->答：",
    "范文：", "参考话术：", "回答示范：", "参考答复：", "高分话术：",
]  # fmt: skip
COMMENTS = [
    "",
    "解析：",
    "【解析】",
    "评分标准：",
    "答案解析：",
    "考官点评：",
    "得分点：",
    "命题意图：",
    "【考察点】",
    "避坑提示：",
    "加分项：",
    "名师点拨：",
    "考点分析：",
]


@pytest.mark.parametrize("between", ["", "\n", "\n\n"], ids=["run-on", "lines", "blank lines"])
@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_goes_with_every_label(number: str, between: str) -> None:
    if not between and number[0] in "#*":
        return  # Markdown has lines
    for at, label in enumerate(ANSWERS):
        comment = COMMENTS[at % len(COMMENTS)]
        parts = ["2026年热线客服面试题及答案"]
        for n, (asked, told, said) in enumerate(ASKED, 1):
            parts.append("".join(SIGNS[n - 1].get(sign, sign) for sign in number) + asked)
            parts += [label + told, *([comment + said] if comment else [])]
        found = [(q.text, q.answer, q.analysis) for q in split(between.join(parts)).questions]
        assert [tuple(map(_bare, q)) for q in found] == [
            (_bare(q), _bare(a), _bare(c) if comment else "") for q, a, c in ASKED
        ], (number, label, comment)


OPTIONS = ["A.", "A、", "A．", "(A)", "（A）", "A)", "-A.", "A. ", "[A]", "A:"]
LETTERS = [
    "答案：B",
    "【答案】B",
    "→答案：B",
    "答案B",
    "答案 B",
    "（答案：B）",
    "正确答案：B。",
    "答案：选B",
    "答：B",
    "选：B",
    "正确选项：B",
    "",
]


@pytest.mark.parametrize("between", ["", "\n", "；"], ids=["run-on", "lines", "semicolons"])
@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_goes_with_every_answer(option: str, between: str) -> None:
    line = "" if between == "；" else between
    for at, letters in enumerate(LETTERS):
        blank, comment = (
            ["", "( )", "____", "（10分）"][at % 4],
            ["解析：", "【解析】", "", "试题解析："][at % 4],
        )
        parts = ["2026年热线客服笔试题及答案", "一、选择题（共3题，每题10分）"]
        for n, (asked, options, right, said) in enumerate(CHOSEN, 1):
            listed = between.join(option.replace("A", "ABCD"[i]) + each for i, each in enumerate(options))
            parts.append(
                line.join(
                    [
                        f"{n}.{asked}{blank}",
                        listed,
                        letters.replace("B", right),
                        comment + said if comment else "",
                    ]
                )
            )
        found = split(line.join(parts)).questions
        assert [
            (_bare(q.text), [*q.options], q.answer or "", _bare(q.analysis), q.points) for q in found
        ] == [
            (_bare(asked), options, right if letters else "", _bare(said) if comment else "", 10)
            for asked, options, right, said in CHOSEN
        ], (option, letters, comment)


TITLES = [
    "2025年某某移动招聘30人笔试历年参考题库附带答案详解",
    "2026年书店店员面试常见问题集",
    "2025年花店店长面试全攻略及参考答案",
    "客房主管岗位招聘面试题与参考答案（某酒店集团）",
    "2024-2025年客服经理面试题（含答案）",
    "会计岗面试真题100题及答案",
    "电话客服面试问答技巧大全",
    "某集团2026年客服岗笔试模拟卷及答案（第3套）",
    "验光师面试题库",
    "2026年AI训练师/数据标注员面试题及答案",
    "2026年面试题面试题库与解析",
]
BODIES = [
    "一、行为题（共1题，每题5分）1.您怎么看?答案:先听。",
    "（一）行为题（共1题，每题5分）1.您怎么看?答案:先听。",
    "您怎么看客户的投诉?先听完再说。请谈谈您的优点。有耐心。",
    "1.您怎么看?A.一B.二答案:A",
    "Q1：您怎么看？A1：先听。",
    "问题1:您怎么看？答案：先听",
    "题目1（2分）您怎么看？答案要点先听",
    "面试官:您怎么看?候选人:先听。",
    "\n1.您怎么看？\n答案：先听。",
    "姓名：______\n一、简答题\n1.您怎么看？\n答案：先听。",
    " (总分: 8.00,做题时间: 90 分钟 ) 1.您怎么看？",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_ends_where_the_text_begins(title: str) -> None:
    for body in BODIES:
        outline = split(title + body)
        assert outline.title == title
        assert outline.questions[0].text.startswith("您怎么看"), body
    for head in (f"{re.sub('^[0-9-]+年', '', title)}.docx\n{title}\n", f"# {title}\n\n", f"《{title}》\n"):
        assert split(head + BODIES[0]).title == title


def test_the_year_is_in_the_title() -> None:
    assert split("2025年花店店长面试题\n1.您怎么看2026年?").year == 2025
    assert split("花店店长面试题\n1.您怎么看2026年?").year is None


def _han(text: str) -> int:
    return sum("\u4e00" <= c <= "\u9fff" for c in text)


def check_laws(text: str) -> None:
    """Nothing is lost or doubled, and everything is in order, whatever the text."""
    outline = split(text)
    kept = sum(
        _han(q.text) + sum(map(_han, q.options)) + _han(q.answer or "") + _han(q.analysis or "")
        for q in outline.questions
    )
    removed = sum(_han(text[edit.start : edit.end]) for edit in outline.removed)
    assert kept + removed == _han(text)
    assert [q.ordinal for q in outline.questions] == list(range(1, len(outline.questions) + 1))
    starts = [q.start for q in outline.questions]
    assert starts == sorted(starts)
    assert all(0 <= q.start < q.end <= len(text) and _bare(q.text) for q in outline.questions)
    ends = [0]
    for edit in outline.removed:
        assert ends[-1] <= edit.start < edit.end <= len(text)
        assert edit.after == ""
        ends.append(edit.end)


PIECES = st.sampled_from(
    [
        "一、单选题(共2题,每题5分)", "二、", "(一)", "1.", "2、", "3)", "题目1(8分)", "问题2:", "Q1:", "A1:", "第一题,",
        "A.", "B、", "(C)", "-D.", "答案:", "【答案】B", "参考答案与解析:", "解析:", "【解析】", "评分标准:", "→答案:", "参考答案",
        "面试官:", "候选人:", "『求职者』", "好的,谢谢。", "问:", "答:", "情景:", "问题:", "您怎么处理?", "请谈谈您的经历。",
        "先道歉。", "我说:“好吗?”", "2025年客服面试题及答案", "\n", "\n- ", "# ", "(10分)", "( )", "____", "1-5 ABCDA", "36",
        "。", "“", "”", "\"", " ", "。。", "客户", "：", "（", "１．",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_is_lost_from_a_text_made_of_markers(text: str) -> None:
    check_laws(text)


@settings(max_examples=80)
@given(st.text(max_size=200))
def test_nothing_is_lost_from_any_text(text: str) -> None:
    check_laws(text)


@pytest.mark.parametrize("case", _cases())
def test_nothing_is_lost_from_the_cases(case: dict[str, str]) -> None:
    check_laws(case["text"])


def test_nothing_is_lost_from_the_corpus() -> None:
    for line in shared("corpus/documents.jsonl").read_text("utf-8").splitlines():
        check_laws(json.loads(line)["text"])


def _exactly(text: str) -> list[tuple[str, str | None]]:
    return [(question.text, question.answer) for question in split(text).questions]


@pytest.mark.parametrize("room", ["_", "____\n\n____", "（  ）", "答：____"])
@pytest.mark.parametrize("between", ["\n", "(分数: 2.00)\n", "(分数: 2.00) "])
def test_room_for_the_answer_is_no_part_of_the_question(room: str, between: str) -> None:
    asked = ("您怎样看加班?", "电脑与外网要____。", "假币可以退还。（  ）")
    numbered = "".join(f"\n{number}.{each}{between}{room}" for number, each in enumerate(asked, 1))
    assert [text for text, _ in _exactly(f"2026年柜员笔试题{numbered}")] == list(asked)


QUOTED = "2026年柜员面试题及答案\n1.题目：{0}客户要改姓名,怎么办?{1}\n参考答案：{0}看“曾用名”一栏。{1}\n2.题目：{0}零钞不够了,怎么办?{1}\n参考答案：{2}"


@pytest.mark.parametrize("last", ["“去隔壁换。”", "“去隔壁换。"])
def test_quotation_marks_around_everything_are_the_documents(last: str) -> None:
    found = _exactly(QUOTED.format("“", "”", last))
    assert found == [
        ("客户要改姓名,怎么办?", "看“曾用名”一栏。"),
        ("零钞不够了,怎么办?", "去隔壁换。"),
    ]


def test_quotation_marks_around_some_are_the_speakers() -> None:
    replies = QUOTED.format("", "", "“去隔壁换。”")
    assert [answer for _, answer in _exactly(replies)] == ["看“曾用名”一栏。", "“去隔壁换。”"]
    two = _exactly(QUOTED.format("“", "”", "“去隔壁换。”再说：“马上好。”"))
    assert two[0] == ("“客户要改姓名,怎么办?”", "“看“曾用名”一栏。”")
    assert len(_exactly("面试官：“您怎么看?”\n候选人：“好。”")) == 1


@pytest.mark.parametrize("unit", costs.units("split"))
def test_the_work_grows_with_the_length_only(unit: str) -> None:
    assert costs.growth(lambda text: split(f"2025年客服面试题及答案{text}"), unit, 8_000, 32_000) < 5


def test_the_samples_of_the_rules_follow_them() -> None:
    from wenda.splitting.markers import scan

    for label in shapes().labels:
        marks = scan(flatten(f"\nQ:您?\n{label.sample}\n")).labels  # A: is a label only beside Q:
        assert [mark.kind for mark in marks] == ["stem", label.kind], label.sample


@pytest.mark.parametrize(
    "source",
    [
        "",
        "[[label]]\nkind = 1",
        "not toml",
        '[[label]]\nkind="nothing"\nplace="anywhere"\nwords=["x"]\nsample="x"',
        '[[label]]\nkind="answer"\nplace="somewhere"\nwords=["x"]\nsample="x"',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=[]\nsample="x"',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=["x"]',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=["x"]\nsample="x"\nnumbered="often"',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=["x"]\nsample="x"',
        '[[label]]\nkind="answer"\nplace="anywhere"\nwords=["x"]\nsample="x"\n[register]\nasks="("',
    ],
)
def test_rules_that_do_not_follow_the_schema_are_refused(source: str) -> None:
    with pytest.raises(RulesError, match="shapes"):
        parse(source)
