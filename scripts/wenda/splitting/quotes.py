"""Documents that set every question and every answer in quotation marks: the marks are theirs, not the speakers'."""

from __future__ import annotations

from collections.abc import Sequence

from wenda.splitting.drafts import Draft, Span

_PAIRS = {"“": "”", '"': '"', "「": "」", "『": "』"}
_FEW = 2  # questions, below which quotation marks are no habit


def unquoted(flat: str, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Return the drafts without the quotation marks around their texts and answers, where all have them.

    A single reply in quotation marks keeps them: it is what the candidate would say.
    """
    spans = [span for draft in drafts for span in draft.spans if span.field in ("text", "answer")]
    last = max(spans, key=lambda span: span.end, default=None)
    if len(drafts) < _FEW or not any(span.field == "answer" for span in spans):
        return drafts
    if not all(_wrapped(flat, span, broken=span is last) for span in spans):
        return drafts
    return tuple(draft._replace(spans=_without(flat, draft.spans)) for draft in drafts)


def _wrapped(flat: str, span: Span, *, broken: bool) -> bool:
    """Return whether one pair of marks encloses a span; where the document breaks off the second may be missing."""
    closing = _PAIRS.get(flat[span.start])
    if closing is None:
        return False
    depth = 1
    for at in range(span.start + 1, span.end):
        if flat[at] == closing:
            depth -= 1
        elif flat[at] == flat[span.start]:
            depth += 1
        if not depth:
            return at + 1 == span.end
    return broken


def _without(flat: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in spans:
        if span.field in ("text", "answer"):
            closed = flat[span.end - 1] == _PAIRS[flat[span.start]] and span.end - span.start > 1
            span = span._replace(start=span.start + 1, end=span.end - closed)
        found.append(span)
    return tuple(found)
