"""One question as several documents ask and answer it, and the page that they make together.

Adding versions in any order gives the same page, so the order of files and of imports does not matter.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from dataclasses import dataclass

from wenda import classify, titles
from wenda.ids import normalise
from wenda.markdown import escape, unescape
from wenda.model import Question
from wenda.page import Body, Page, SourceRef, compose, parse, seal
from wenda.reflow import reflow

_OPTION = re.compile(r"^- [A-Z]+\. ", re.MULTILINE)
_OTHER = re.compile(r"^### .*?\{#other-\d+\} *$", re.MULTILINE)
_OTHER_ANALYSIS = re.compile(r"^#### .*?\{#other-\d+-analysis\} *$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An answer (Markdown) with the documents that gave it; their order does not matter."""

    answer: str
    analysis: str
    sources: tuple[SourceRef, ...]

    @property
    def digest(self) -> str:
        """Digest of answer and analysis, by which a source says which version is its own."""
        return hashlib.sha256(f"{self.answer}\0{self.analysis}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A question (plain text) with all its versions; `doubtful` are places where repair had to guess."""

    id: str
    text: str
    options: tuple[str, ...]
    versions: tuple[Version, ...]
    doubtful: tuple[str, ...] = ()


def from_question(
    question_id: str, question: Question, source: SourceRef, doubtful: tuple[str, ...]
) -> Family:
    """Return the family of one question of one document."""
    answer = question.answer or ""
    version = Version(
        answer=answer if question.options else reflow(answer),
        analysis=reflow(question.analysis or ""),
        sources=(),
    )
    source = dataclasses.replace(source, answer=version.digest)
    return Family(
        id=question_id,
        text=question.text,
        options=question.options,
        versions=(dataclasses.replace(version, sources=(source,)),),
        doubtful=doubtful,
    )


def from_page(page: Page) -> Family:
    """Return the family that a page as an import left it was made of."""
    body = parse(page.body)
    found = [(body.parts.get("answer", ""), body.parts.get("analysis", ""))]
    for other in _OTHER.split(body.parts.get("other-answers", ""))[1:]:
        answer, *analysis = _OTHER_ANALYSIS.split(other)
        found.append((answer.strip("\n"), analysis[0].strip("\n") if analysis else ""))
    versions = []
    for answer, analysis in found:
        version = Version(answer=answer, analysis=analysis, sources=())
        own = tuple(source for source in page.sources if source.answer == version.digest)
        versions.append(dataclasses.replace(version, sources=own))
    return Family(
        id=page.id,
        text=question_text(body),
        options=options(body),
        versions=tuple(versions),
        doubtful=page.doubtful,
    )


def question_text(body: Body) -> str:
    """Return the question of a page as plain text, its paragraphs on lines."""
    return unescape(re.sub(r"\n{2,}", "\n", body.question))


def options(body: Body) -> tuple[str, ...]:
    """Return the options of a page as plain text, without letters."""
    return tuple(unescape(each.strip()) for each in _OPTION.split(body.parts.get("options", ""))[1:])


def union(old: Family, new: Family) -> Family:
    """Return the family of both, under the old id; what `new`'s documents said before is replaced."""
    replaced = {(source.digest, source.ordinal) for version in new.versions for source in version.sources}
    by_text: dict[tuple[str, str], list[SourceRef]] = {}
    for version in old.versions:
        kept = [source for source in version.sources if (source.digest, source.ordinal) not in replaced]
        if kept:
            by_text.setdefault((version.answer, version.analysis), []).extend(kept)
    texts = [(new.text, new.options)] + ([(old.text, old.options)] if by_text else [])
    doubtful = new.doubtful + (old.doubtful if by_text else ())
    for version in new.versions:
        by_text.setdefault((version.answer, version.analysis), []).extend(version.sources)
    text, chosen = max(texts, key=lambda each: (len(each[0]), each))
    versions = [
        Version(answer=answer, analysis=analysis, sources=tuple(sorted(sources, key=_place)))
        for (answer, analysis), sources in by_text.items()
    ]
    return Family(
        id=old.id,
        text=text,
        options=chosen,
        versions=tuple(sorted(versions, key=_rank)),
        doubtful=tuple(sorted(set(doubtful))),
    )


def same_question(a: Family, b: Family) -> bool:
    """Whether two families ask the same thing, width, case and punctuation aside."""
    return normalise(a.text) == normalise(b.text) and sorted(map(normalise, a.options)) == sorted(
        map(normalise, b.options)
    )


def to_page(family: Family) -> Page:
    """Return the page of a family as an import writes it, sealed."""
    versions = sorted(family.versions, key=_rank)
    best = versions[0]
    sources = tuple(sorted((s for version in versions for s in version.sources), key=_place))
    lead = best.sources[0]
    asked = Question(
        ordinal=1,
        text=family.text,
        start=0,
        end=0,
        section=lead.section,
        options=family.options,
        answer=unescape(best.answer) or None,
    )
    title = titles.short_title(family.text)
    roles = dict.fromkeys(role for source in sources for role in classify.title_roles(source.title or ""))
    page = Page(
        id=family.id,
        title=title,
        roles=tuple(roles),
        kind=classify.kind(asked),
        topics=classify.question_topics(asked),
        year=max((s.year for s in sources if s.year), default=None),
        points=lead.points,
        truncated=lead.truncated,
        doubtful=family.doubtful,
        sources=sources,
        body=compose(
            Body(heading=escape(title), question=_paragraphs(family.text), parts=_parts(family, versions))
        ),
    )
    return seal(page)


def _parts(family: Family, versions: list[Version]) -> dict[str, str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    best, *others = (version for version in versions)
    others = [version for version in others if version.answer or version.analysis]
    blocks: list[str] = []
    for number, other in enumerate(others, 1):
        heading = escape(other.sources[0].title or other.sources[0].file)
        blocks += [f"### {heading} {{#other-{number}}}", other.answer]
        if other.analysis:
            blocks += [f"#### 解析 {{#other-{number}-analysis}}", other.analysis]
    return {
        "options": "\n".join(
            f"- {letters[i % 26]}. {escape(option)}" for i, option in enumerate(family.options)
        ),
        "answer": best.answer,
        "analysis": best.analysis,
        "other-answers": "\n\n".join(block for block in blocks if block),
    }


def _paragraphs(text: str) -> str:
    return "\n\n".join(escape(line) for line in text.split("\n") if line.strip())


def _rank(version: Version) -> tuple[bool, bool, int, str, str]:
    """Best first: with an answer, whole, the longer; then by text, so that the order is one."""
    cut = all(source.truncated for source in version.sources)
    return not version.answer, cut, -len(version.answer), version.answer, version.analysis


def _place(source: SourceRef) -> tuple[str, int]:
    return source.digest, source.ordinal
