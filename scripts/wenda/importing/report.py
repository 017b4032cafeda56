"""The cleaning record: one page a person reads to check what was removed, repaired and found, before and after."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenda import pipeline
from wenda.classifying import classify, titles
from wenda.classifying.taxonomy import kinds, name
from wenda.classifying.taxonomy import topics as taxonomy_topics
from wenda.edits import step
from wenda.errors import SourceError
from wenda.importing.alignment import Change, align
from wenda.model import Document, Question
from wenda.places import Lines
from wenda.reading import read

_HAS_DOUBT = ' class="has-doubt"'
# Of changes that are alike this many places are listed.
_FIRST = 3
_AROUND = 12
_LONGEST_SAMPLE = 160
_STYLE = """
:root{color-scheme:light dark;--mark:#fff3bf;--gone:#c92a2a;--new:#2b8a3e;--line:#ced4da;--soft:#6c757d}
@media(prefers-color-scheme:dark){:root{--mark:#5c4a00;--gone:#ff8787;--new:#8ce99a;--line:#495057;--soft:#adb5bd}}
body{font:16px/1.7 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:72rem;margin:1rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:1.2rem 0 .3rem}summary{cursor:pointer}
article{border:1px solid var(--line);border-radius:.5rem;margin:.8rem 0;padding:.6rem 1rem}article>details>summary{font-weight:700}
table{border-collapse:collapse;width:100%;font-size:.92rem}td,th{border-bottom:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}
code,.place{color:var(--soft);font-size:.85em;white-space:nowrap}del{color:var(--gone)}ins{color:var(--new);text-decoration:none;border-bottom:2px solid}
.doubt{background:var(--mark)}.text{white-space:pre-wrap;overflow-wrap:anywhere;max-height:32rem;overflow:auto;border:1px solid var(--line);padding:.6rem}
.text b{background:var(--new);color:Canvas;border-radius:.2rem;padding:0 .3rem;margin-right:.2rem}
#doubtful:checked~main article:not(.has-doubt),#doubtful:checked~main tr:not(.doubt):not(.head){display:none}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document of the report: the document, or why it was refused."""

    path: str
    document: Document | None
    error: str = ""


def load(places: Sequence[tuple[Path, str]]) -> Iterator[Entry]:
    """Yield the documents at `places`, taken apart."""
    for path, shown in places:
        try:
            yield Entry(path=shown, document=pipeline.process(read.read(str(path))))
        except SourceError as error:
            yield Entry(path=shown, document=None, error=str(error))


def render(entries: Sequence[Entry], kept: str = "") -> str:
    """Return the report as one HTML page: no script, nothing fetched, everything from the documents escaped.

    `kept` is the part, HTML already, on the pages that the import kept because somebody edited them.
    """
    articles = [_article(number, entry) for number, entry in enumerate(entries, 1)]
    doubts = sum(_HAS_DOUBT in article[:40] for article in articles)
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n<title>清洗记录</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>清洗记录</h1>\n"
        f"<p>{len(entries)} 份文档，其中 {doubts} 份有存疑之处。<del>红色</del>为删去，<ins>绿色</ins>为补上，"
        '<span class="doubt">底色</span>为存疑。</p>\n'
        '<input type="checkbox" id="doubtful"> <label for="doubtful">只看存疑</label>\n'
        f"{kept}<main>\n{''.join(articles)}</main>\n</body>\n</html>\n"
    )


def _article(number: int, entry: Entry) -> str:
    if entry.document is None:
        return f'<article class="has-doubt"><h2>{_e(entry.path)}</h2><p class="doubt">未能读入：{_e(entry.error)}</p></article>\n'
    return _Article(number, entry.path, entry.document).render()


class _Article:
    """One document's part of the page."""

    def __init__(self, number: int, path: str, document: Document) -> None:
        self.number, self.path, self.document = number, path, document
        self.alignment = align(document.steps)
        self.lines = Lines(self.alignment.before)
        labels = step("split", document.text, sorted(document.outline.removed, key=lambda e: e.start))
        self.whole = align([*document.steps, labels])

    def render(self) -> str:
        shown = [change for change in self.whole.changes if not _is_script(change)]
        repairs = [change for change in shown if self.new(change)]
        removed = [change for change in shown if not self.new(change)]
        doubt = any(change.doubtful for change in shown) or bool(self.document.warnings)
        questions = self.document.outline.questions
        doubt = doubt or any(question.truncated for question in questions)
        head = (
            f"{_e(self.document.outline.title or '（无题名）')} <code>{_e(self.path)}</code> · {len(questions)} 题 · "
            f"删 {len(removed)} 处 · 修 {len(repairs)} 处 · 存疑 {sum(c.doubtful for c in shown)} 处"
        )
        warnings = "".join(f'<p class="doubt">{_e(warning)}</p>' for warning in self.document.warnings)
        return (
            f"<article{_HAS_DOUBT * doubt}><details open><summary>{head}</summary>{warnings}"
            f"<h2>题目</h2>{self.questions(questions)}<h2>修复</h2>{self.repairs(repairs)}"
            f"<h2>删去</h2>{self.removed(removed)}"
            f"<details><summary>全文，改动标在原处</summary>{self.text(questions)}</details></details></article>\n"
        )

    def questions(self, questions: Sequence[Question]) -> str:
        rows = ['<tr class="head"><th>序</th><th>题目</th><th>题型</th><th>主题</th><th>原文位置</th></tr>']
        for question in questions:
            start, end = self.alignment.origin_span(question.start, question.end)
            kind = classify.decide_kind(question)
            topics = " ".join(
                f'<span title="{_e("、".join(topic.found))}">{_e(name(taxonomy_topics(), topic.value))}</span>'
                for topic in classify.decide_topics(question)
            )
            doubt = question.truncated or any(
                c.doubtful and c.new_start < question.end and c.new_end > question.start
                for c in self.alignment.changes
            )
            note = " <code>残缺</code>" if question.truncated else ""
            rows.append(
                f'<tr{_doubt(doubt)}><td><a href="#d{self.number}q{question.ordinal}">{question.ordinal}</a></td>'
                f"<td>{_e(titles.title_of(question))}{note}</td>"
                f'<td title="{_e(kind.rule) if kind else ""}">{_e(name(kinds(), kind.value)) if kind else "—"}</td><td>{topics}</td>'
                f'<td class="place">{self.lines.span(start, end)}</td></tr>'
            )
        return f"<table>{''.join(rows)}</table>" if questions else "<p>没有找到题目。</p>"

    def repairs(self, repairs: Sequence[Change]) -> str:
        alike: dict[tuple[str, str, str, bool], list[Change]] = defaultdict(list)
        for change in repairs:
            alike[_rules(change), self.old(change), self.new(change), change.doubtful].append(change)
        rows = ['<tr class="head"><th>位置</th><th>前 → 后</th><th>处</th><th>规则</th></tr>']
        for (rule, _, _, doubtful), changes in alike.items():
            places = " ".join(self.lines.at(change.start) for change in changes[:_FIRST])
            rows.append(
                f'<tr{_doubt(doubtful)}><td class="place">{places}{" …" * (len(changes) > _FIRST)}</td>'
                f"<td>{self.around(changes[0])}</td><td>{len(changes)}</td><td><code>{rule}</code></td></tr>"
            )
        return f"<table>{''.join(rows)}</table>" if repairs else "<p>无。</p>"

    def removed(self, removed: Sequence[Change]) -> str:
        by_rule: dict[str, list[Change]] = defaultdict(list)
        for change in removed:
            by_rule[_e(": ".join(_last(change)))].append(change)
        rows = ['<tr class="head"><th>规则</th><th>处</th><th>字符</th><th>删去的文字</th></tr>']
        for rule, changes in by_rule.items():
            size = sum(change.end - change.start for change in changes)
            texts = dict.fromkeys(_short(self.old(change)) for change in changes)
            samples = "<br>".join(f"<del>{_e(text)}</del>" for text in texts if text)
            rows.append(
                f"<tr{_doubt(any(c.doubtful for c in changes))}><td><code>{rule}</code></td><td>{len(changes)}</td>"
                f"<td>{size}</td><td>{samples}</td></tr>"
            )
        return f"<table>{''.join(rows)}</table>" if removed else "<p>无。</p>"

    def around(self, change: Change) -> str:
        before = self.whole.after[max(0, change.new_start - _AROUND) : change.new_start]
        after = self.whole.after[change.new_end : change.new_end + _AROUND]
        return f"{_e(before)}{self.marked(change)}{_e(after)}".replace("\n", "⏎")

    def text(self, questions: Sequence[Question]) -> str:
        """Return the whole text with the changes in place and a mark where each question begins."""
        marks = sorted((self.alignment.origin(q.start), q.ordinal) for q in questions)
        parts: list[str] = []
        old = new = 0
        for change in [*self.whole.changes, None]:
            start = change.start if change else len(self.whole.before)
            while marks and marks[0][0] <= start:
                place, ordinal = marks.pop(0)
                parts.append(_e(self.whole.after[new : new + max(0, place - old)]))
                new, old = new + max(0, place - old), max(old, place)
                parts.append(f'<b id="d{self.number}q{ordinal}">{ordinal}</b>')
            parts.append(_e(self.whole.after[new : new + start - old]))
            if change:
                parts.append(_e(self.new(change)) if _is_script(change) else self.marked(change))
                old, new = change.end, change.new_end
        return f'<div class="text">{"".join(parts)}</div>'

    def marked(self, change: Change) -> str:
        old, new = self.old(change), self.new(change)
        inner = (f"<del>{_e(old)}</del>" if old else "") + (f"<ins>{_e(new)}</ins>" if new else "")
        return f'<span title="{_rules(change)}"{_doubt(change.doubtful)}>{inner}</span>'

    def old(self, change: Change) -> str:
        return self.whole.before[change.start : change.end]

    def new(self, change: Change) -> str:
        return self.whole.after[change.new_start : change.new_end]


def _is_script(change: Change) -> bool:
    return all(stage == "simplify" for stage, _ in change.rules)


def _last(change: Change) -> tuple[str, str]:
    """Return the stage and rule that took something away: what repaired it before does not matter any more."""
    return next(rule for rule in reversed(change.rules) if rule[0] != "simplify")


def _rules(change: Change) -> str:
    return _e("、".join(f"{stage}: {rule}" for stage, rule in change.rules if stage != "simplify"))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return (
        text
        if len(text) <= _LONGEST_SAMPLE
        else f"{text[: _LONGEST_SAMPLE // 2]} … {text[-_LONGEST_SAMPLE // 2 :]}"
    )


def _doubt(doubtful: bool) -> str:
    return ' class="doubt"' if doubtful else ""


def _e(text: str) -> str:
    return html.escape(text)
