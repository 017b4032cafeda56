"""One question as several documents ask and answer it, and the page that they make together.

Adding versions in any order gives the same page, so the order of files and of imports does not matter.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from wenda.classifying import classify, titles
from wenda.model import Question
from wenda.record import wording
from wenda.record.ids import normalise
from wenda.record.markdown import escape, unescape
from wenda.record.page import Body, Page, SourceRef, compose, parse, seal
from wenda.reflowing.reflow import reflow

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
        answer=escape(answer) if question.options else reflow(answer),
        analysis=reflow(question.analysis or ""),
        sources=(),
    )
    source = dataclasses.replace(source, answer=version.digest)
    return Family(
        id=question_id,
        text=_lines(question.text),
        options=tuple(_lines(option) for option in question.options),
        versions=(dataclasses.replace(version, sources=(source,)),),
        doubtful=doubtful,
    )


def _lines(text: str) -> str:
    """Return the text as it comes back from a page: no blank lines, no spaces at their ends."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def from_page(page: Page) -> Family:
    """Return the family that a page as an import left it was made of."""
    body = parse(page.body)
    found = [(body.parts.get("answer", ""), body.parts.get("analysis", ""))]
    for other in _OTHER.split(body.parts.get("other-answers", ""))[1:]:
        said, *why = _OTHER_ANALYSIS.split(other)
        found.append((said.strip("\n"), why[0].strip("\n") if why else ""))
    if ("", "") not in found:
        found.append(("", ""))  # sources that gave no answer beside others that did show nowhere in the body
    versions = []
    for answer, analysis in found:
        version = Version(answer=answer, analysis=analysis, sources=())
        digest = version.digest
        own = tuple(source for source in page.sources if source.answer == digest)
        if own or (answer or analysis):
            versions.append(dataclasses.replace(version, sources=own))
    return Family(
        id=page.id,
        text=wording.question_text(body),
        options=wording.options(body),
        versions=tuple(versions),
        doubtful=page.doubtful,
    )


def also_asked(family: Family) -> tuple[str, ...]:
    """Return how else the sources put the question, one line each; spellings of one phrase are one."""
    phrases: dict[str, str] = {}
    own = normalise(family.text)
    for asked in {source.asked for version in family.versions for source in version.sources if source.asked}:
        line = " ".join(asked.split())
        identity = normalise(line)
        if identity and identity != own:
            phrases[identity] = max(phrases.get(identity, ""), line, key=lambda each: (len(each), each))
    return tuple(sorted(phrases.values()))


def same_question(a: Family, b: Family) -> bool:
    """Whether two families ask the same thing, width, case and punctuation aside."""
    return normalise(a.text) == normalise(b.text) and sorted(map(normalise, a.options)) == sorted(
        map(normalise, b.options)
    )


def to_page(family: Family, before: Page | None = None) -> Page:
    """Return the page of a family as an import writes it, sealed; what was noted on `before` stays."""
    versions = sorted(family.versions, key=rank)
    best = versions[0]
    sources = tuple(sorted((s for version in versions for s in version.sources), key=place))
    waiting = {place(source): source for source in before.sources if source.waiting} if before else {}
    every = waiting | {place(source): source for source in sources}
    lead = best.sources[0]
    title, kind, topics = classified(asked(family, best))
    named = dict.fromkeys(source.title or "" for source in sources)
    roles = dict.fromkeys(role for each in named for role in classify.title_roles(each))
    page = Page(
        id=family.id,
        title=title,
        roles=tuple(roles),
        kind=kind,
        topics=topics,
        year=max((s.year for s in sources if s.year), default=None),
        points=lead.points,
        truncated=lead.truncated,
        doubtful=family.doubtful,
        sources=tuple(every[each] for each in sorted(every)),
        also_asked=also_asked(family),
        aliases=before.aliases if before else (),
        distinct=before.distinct if before else (),
        history=before.history if before else (),
        body=compose(
            Body(heading=escape(title), question=_paragraphs(family.text), parts=_parts(family, versions))
        ),
    )
    return seal(page)


def asked(family: Family, best: Version) -> Question:
    """Return the question by which a page of the family, with its best version, is titled and classified."""
    lead = best.sources[0]
    return Question(
        ordinal=1,
        text=family.text,
        start=0,
        end=0,
        section=lead.section,
        options=family.options,
        answer=unescape(best.answer) or None,
        truncated=lead.truncated,
    )


class Labels(NamedTuple):
    """Title, kind and topics of a question."""

    title: str
    kind: str | None
    topics: tuple[str, ...]


_known: OrderedDict[Question, Labels] = OrderedDict()
# The next document that asks the same seldom changes what is asked, or the best answer.
_MOST_KNOWN = 1 << 10


def classified(question: Question) -> Labels:
    """Return how a question is titled and classified: remembered, for most are asked for more than once."""
    found = _known.get(question) or Labels(
        titles.title_of(question), classify.kind(question), classify.question_topics(question)
    )
    remember(question, found)
    return found


def remember(question: Question, labels: Labels) -> None:
    """Take over what another process made of a question."""
    _known[question] = labels
    _known.move_to_end(question)
    if len(_known) > _MOST_KNOWN:
        _known.popitem(last=False)


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


def rank(version: Version) -> tuple[bool, bool, int, str, str]:
    """Return the key that sorts the best first: with an answer, whole, the longer.

    Then comes the text, so that there is one order only.
    """
    cut = all(source.truncated for source in version.sources)
    return not version.answer, cut, -len(version.answer), version.answer, version.analysis


def place(source: SourceRef) -> tuple[str, int]:
    """Return which place in which document a source is."""
    return source.digest, source.ordinal
