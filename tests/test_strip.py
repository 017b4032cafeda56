"""What sites put around the text goes, in whatever form; sentences with the same words stay."""

import json
import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import costs
from shared import SHARED, shared
from wenda import edits
from wenda.errors import RulesError
from wenda.repairing.repair import repair
from wenda.simplify import is_traditional, simplify
from wenda.stripping import chrome
from wenda.stripping.strip import Candidate, recurring, strip

CASES = tomllib.loads((Path(__file__).parent / "cases/strip.toml").read_text("utf-8"))
RULES = chrome.load()

TITLE = "2026年在线客服面试题及答案"
ON_LINES = f"""{TITLE}

一、情景题(共2题,每题10分)

1.会员说VIP文档下载不了,还要举报客服,您怎么处理?

答案:

1.先请会员把页面上的提示念一遍。

2.再查他的下载权益用完没有。

解析:看能不能先听后查。

2.网友在评论里贴出版权声明,说平台侵权,您的第一句话是什么?

答案:“谢谢您告诉我们,我这就把链接交给法务。”"""
RUN_ON = (
    f"{TITLE}一、单选题(每题2分,共2题)1.会员投诉下载的文档缺页,先核对什么?A.文档编号B.上传时间C.页数D.作者答案:C"
    "解析:缺页要从页数查起。2.客户在评论里问“还剩几页没有更新”,怎样回复?A.不回B.给出日期C.请他关注D.举报他答案:B解析:给出日期"
)
BROKEN_OFF = f"{TITLE}\n1.您怎样看“温馨提示”这样的话术?\n答案:温馨提示要短,第一句说和他有什么关系,第二句说他现在该点哪里,然"
DIALOGUE = (
    f"{TITLE}\n面试官:平台上架了一批新文档,会员抱怨预览太短,您怎么答?\n候选人:先说预览有几页,再说怎样退款。"
)
BODIES = {"on lines": ON_LINES, "run-on": RUN_ON, "broken off": BROKEN_OFF, "dialogue": DIALOGUE}
bodies = pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)


def named(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: case["name"])


@bodies
@named("heads")
def test_heads(case: dict[str, str], body: str) -> None:
    assert strip(case["text"] + body).after.strip("\n") == body


@bodies
@named("feet")
def test_feet(case: dict[str, str], body: str) -> None:
    assert strip(body + "\n" + case["text"]).after == body


@bodies
@named("joined")
def test_joined(case: dict[str, str], body: str) -> None:
    assert strip(case["before"] + body + case["after"]).after.strip() == body


@pytest.mark.parametrize("head", CASES["heads"], ids=lambda case: case["name"])
def test_every_head_with_every_foot(head: dict[str, str]) -> None:
    for i, foot in enumerate(CASES["feet"]):
        body = list(BODIES.values())[i % len(BODIES)]
        step = strip(head["text"].strip() + "\n" + body + "\n" + foot["text"].strip())
        assert step.after == body, foot["name"]
        assert strip(step.after).edits == ()


@pytest.mark.parametrize("case", CASES["inside"], ids=lambda case: case["before"][:20])
def test_inside(case: dict[str, str]) -> None:
    assert strip(case["before"]).after == case["after"]


@pytest.mark.parametrize("text", CASES["kept"]["texts"], ids=lambda text: text[:20])
def test_sentences_with_the_same_words_stay(text: str) -> None:
    assert strip(text).edits == ()
    # Nor do they go because chrome stands before and after them.
    head, foot = CASES["heads"][0]["text"], CASES["feet"][0]["text"]
    whole = f"{head}{TITLE}\n\n一、简答题\n\n{text}\n\n3.您最后想说什么?\n\n{foot}"
    after = strip(whole).after
    assert text.strip() in after
    assert after.startswith(TITLE)
    assert after.endswith("3.您最后想说什么?")


# The rules


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.samples[0][:24])
def test_every_rule_fits_what_called_for_it(rule: chrome.Rule) -> None:
    for sample in rule.samples:
        found = RULES.of_line(sample)
        assert found is rule or rule.inside or rule.opens == "rest", f"{sample} is taken by {found}"
        assert found is None or found.id == rule.id
        assert (
            any(sample[i:].startswith(start) for start in rule.inside for i in range(len(sample)))
            or not rule.inside
        )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rule = 1", "nothing else"),
        ("[[rule]]\nid='a'\n[vocabulary]\nwords=['a']", "group and samples"),
        ("[[rule]]\nid='a'\ngroup=['g']\nsamples=['s']\n[vocabulary]\nwords=['a']", "either form or pattern"),
        ("[[rule]]\nid='a'\ngroup=['g']\nsamples=['s']\nform='[a'\n[vocabulary]\nwords=['a']", "not closed"),
        (
            "[[rule]]\nid='a'\ngroup=['g']\nsamples=['s']\nform='a]'\n[vocabulary]\nwords=['a']",
            "closes nothing",
        ),
        ("[[rule]]\nid='a'\ngroup=['g']\nsamples=['s']\npattern='('\n[vocabulary]\nwords=['a']", "rule 'a'"),
        (
            "[[rule]]\nid='a'\ngroup=['g']\nsamples=[]\nform='a'\n[vocabulary]\nwords=['a']",
            "group and samples",
        ),
        (
            "[[rule]]\nid='a'\ngroup=['g']\nsamples=['s']\nform='a'\nweek=true\n[vocabulary]\nwords=['a']",
            "week",
        ),
        (
            "[[rule]]\nid='a'\ngroup=['g']\nsamples=['s']\nform='a'\nopens='x'\n[vocabulary]\nwords=['a']",
            "opens",
        ),
        ("[[rule", "chrome.toml"),
    ],
)
def test_rules_that_do_not_follow_the_form(text: str, says: str) -> None:
    with pytest.raises(RulesError, match=says.replace("[", r"\[")):
        chrome.parse(text)


@pytest.mark.parametrize(
    ("form", "fits", "fits_not"),
    [
        ("下载本文档", "下载 本文档", "下载文档"),
        ("约#页", "约 1,024 页", "约几页"),
        ("#发布于~", "2026-01-26 发布于福建", "发布于福建"),
        ("{甲|乙[丙]}丁", "乙丙、丁", "丙丁"),
        ("甲…乙", "甲一二三乙", "甲\n乙"),
        ("VIP文档", "ｖｉＰ文档", "VP文档"),
    ],
)
def test_forms(form: str, fits: str, fits_not: str) -> None:
    assert re.fullmatch(chrome.expression(form), fits)
    assert not re.fullmatch(chrome.expression(form), fits_not)


# Laws

phrases = [sample for rule in RULES.rules for sample in rule.samples]
lines = st.one_of(
    st.sampled_from(phrases),
    st.sampled_from(
        [line for kind in ("heads", "feet") for case in CASES[kind] for line in case["text"].split("\n")]
    ),
    st.sampled_from([line for body in BODIES.values() for line in body.split("\n")]),
    st.sampled_from(
        [
            "",
            " ",
            "1、",
            "2、接着",
            "第1页",
            "共2页",
            "评论",
            "0",
            "第1页共",
            "2页",
            "关注",
            "_第1页",
            ".docx",
            "·",
        ]
    ),
    st.text("第1页共2页、.评论0/150提交 \n_VIP本站文档?？。温馨提示", max_size=20),
    st.text(max_size=8),
)
texts = st.lists(st.tuples(lines, st.sampled_from(["\n", "\n", "\n\n", "", " "])), max_size=25).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)


@settings(max_examples=300)
@given(texts)
def test_removals_only_and_twice_is_once(text: str) -> None:
    step = strip(text)
    assert all(not edit.after and edit.rule and edit.start < edit.end for edit in step.edits)
    assert edits.apply(text, step.edits) == step.after
    assert strip(step.after).after == step.after


@st.composite
def surrounded(draw: st.DrawFn) -> tuple[str, str]:
    """A body, and it among lines of chrome of which some are left out and some look otherwise."""
    parts = []
    for kind in ("heads", "feet"):
        text = draw(st.sampled_from(CASES[kind]))["text"].strip("\n")
        part = [line for line in text.split("\n") if draw(st.integers(0, 9))]
        parts.append("\n".join(draw(st.sampled_from(LOOKS))(line) for line in part))
    body = draw(st.sampled_from(list(BODIES.values())))
    return body, f"{parts[0]}\n{body}\n{parts[1]}"


WIDE = str.maketrans(",.:;!?()", "，．：；！？（）")
LOOKS: list[Callable[[str], str]] = [
    *[str] * 5,
    lambda line: line.translate(WIDE),
    lambda line: "• " + line.lstrip(" •-"),
    lambda line: f"  {line}。",
    lambda line: re.sub(r"(?<=[,，。:：])", " ", line),
]


@settings(max_examples=200)
@given(surrounded())
def test_the_text_comes_out_whole_whatever_stands_around_it(case: tuple[str, str]) -> None:
    body, text = case
    assert body in strip(text).after


@pytest.mark.parametrize("piece", costs.units("strip"))
def test_the_work_grows_with_the_length_only(piece: str) -> None:
    assert costs.growth(strip, piece, 10_000, 40_000) < 5


# Real documents

RESIDUE = [
    "文档一经付费",
    "本站所有",
    "二次下载",
    "举报电话",
    "会员后",
    "八大权益",
    "高额补贴",
    "PAGE",
    "查看更多",
]
RESIDUE += [
    "未读",
    "下载本文档",
    "版权说明",
    "文档简介",
    "WinRAR",
    "权益归",
    "图纸",
    "不得将文件",
    "存储空间",
    "不适当",
    "不保证",
]
RESIDUE += [
    "最新文档",
    "提交评论",
    "0/150",
    "文档评论",
    "+ 关注",
    "很懒",
    "精品文档",
    "发布于",
    "上传人",
    "会员分享",
]
RESIDUE += ["资源描述", "文本内容", "页预览", "_第", ".doc", "质量审核", "页共"]


def cleaned(text: str) -> str:
    traditional = is_traditional(text)
    steps = repair(text, traditional=traditional)
    text = steps[-1].after if steps else text
    return strip(simplify(text).after if traditional else text).after


@cache
def norm() -> Callable[[str], str]:
    """The scorer's own way of comparing texts."""
    spec = spec_from_file_location("score", shared("score.py"))
    assert spec
    assert spec.loader
    score = module_from_spec(spec)
    spec.loader.exec_module(score)
    return cast(Callable[[str], str], score.norm)


def test_reference_documents_keep_all_that_is_asked_and_answered_and_no_chrome() -> None:
    for row in map(json.loads, shared("corpus/documents.jsonl").read_text("utf-8").splitlines()):
        after = cleaned(row["text"])
        assert not [phrase for phrase in RESIDUE if phrase in after], row["id"]
        bare = norm()(after).replace("问题", "")  # a label between the parts of a question
        wanted = [row["title"]] if row["gold"] else []
        for question in row["gold"]:
            wanted += [
                question["question"],
                question["answer"] or "",
                question["analysis"] or "",
                *question["options"],
            ]
        assert not [text for text in wanted if norm()(text).replace("问题", "") not in bare], row["id"]
        assert strip(after).edits == (), row["id"]


def test_seeds_begin_with_their_title_and_end_with_their_text() -> None:
    expected = json.loads(shared("seeds/expected.json").read_text("utf-8"))
    for name, document in expected["documents"].items():
        after = cleaned((SHARED / "seeds" / name).read_text("utf-8"))
        assert norm()(after).startswith(norm()(document["title"])), name
        assert not [phrase for phrase in RESIDUE if phrase in after], name
        last = document["questions"][-1]
        tail = last.get("answer_tail") or last["question"]
        assert norm()(after).endswith(norm()(tail)), name


# Lines that recur


def test_recurring_lines_are_reported_and_stay() -> None:
    texts = [
        f"本篇由某某学习网整理发布 第{i}期\n{TITLE}\n1.您怎样看第{i}件事?\n答案:\n看法{'一二三四'[i]}\n更多资料请加群"
        for i in range(4)
    ]
    assert recurring(texts) == (
        Candidate("2026年在线客服面试题及答案", 4),
        Candidate("更多资料请加群", 4),
        Candidate("本篇由某某学习网整理发布 第0期", 4),
    )
    assert all(strip(text).edits == () for text in texts)
    assert recurring(texts[:2]) == ()


def test_questions_options_labels_and_sections_are_no_candidates() -> None:
    text = "一、单选题\n题型说明:先听后答\n请谈谈您的理解。\n1.您好吗?\nA.好\nB.不好\n答案:A\n解析:都好。\nQ2:为什么?\n(二)简答"
    assert recurring([text] * 5) == ()


def test_recurring_on_the_reference_documents() -> None:
    rows = map(json.loads, shared("corpus/documents.jsonl").read_text("utf-8").splitlines())
    found = recurring([cleaned(row["text"]) for row in rows])
    # The corpus repeats its questions; none of them, and no chrome, is a candidate.
    assert found == ()
