"""Related questions: those that share rare pairs of characters in the title, and topics, role and kind."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from operator import add, itemgetter

from wenda.record.ids import normalise
from wenda.record.page import Page

# A pair of characters that more titles share says little, and following it would cost the square of the questions.
_COMMON = 60
_SHOWN = 5


class Related:
    """The related questions of each of `pages`; cost is linear in their number."""

    def __init__(self, pages: Sequence[Page]) -> None:
        """Index the titles' pairs of characters, and the order of questions in each topic."""
        self._pages = pages
        # Questions of the same topics, roles and kind share what says so.
        alike = {
            (p.topics, p.roles, p.kind): (frozenset(p.topics), frozenset(p.roles), p.kind) for p in pages
        }
        self._kin = [alike[page.topics, page.roles, page.kind] for page in pages]
        self._topics: dict[str, list[int]] = {}
        self._place: dict[str, int] = {}
        by_pair: dict[str, list[int]] = {}
        # For each question the lists of its pairs, not these: text takes most of the memory.
        self._sharing: dict[str, list[list[int]]] = {}
        for number, page in enumerate(pages):
            self._sharing[page.id] = [by_pair.setdefault(pair, []) for pair in _pairs(page)]
            for members in self._sharing[page.id]:
                members.append(number)
            for topic in page.topics:
                members = self._topics.setdefault(topic, [])
                self._place[f"{topic} {page.id}"] = len(members)
                members.append(number)

    def of(self, page: Page) -> list[Page]:
        """Return at most five questions, the closest first; none without something in common."""
        scores: Counter[int] = Counter()
        once: list[int] = []
        for found in self._sharing[page.id]:
            share = max(1, 12 // len(found))
            if share == 1:
                once += found if len(found) <= _COMMON else ()
            else:
                for number in found:
                    scores[number] += share
        scores.update(once)  # many, and counted without a step of Python for each
        for topic in page.topics:
            # Its neighbours in the topic, so that a topic of thousands costs no more than one of ten.
            members = self._topics.get(topic, [])
            place = self._place.get(f"{topic} {page.id}", 0)
            near = members[max(0, place - 15) : place + 16]
            scores.update(near + near)
        topics, roles = frozenset(page.topics), frozenset(page.roles)
        most = 3 * len(topics) + 3
        ranked: list[tuple[int, int]] = []
        # One more than is shown: the page itself may be among them. Kept with the least close on top.
        for number, score in sorted(scores.items(), key=itemgetter(1), reverse=True):
            if score + most < 4 or (len(ranked) > _SHOWN and score + most < ranked[0][0]):
                break
            its_topics, its_roles, its_kind = self._kin[number]
            score += 3 * len(topics & its_topics) + 2 * (not roles.isdisjoint(its_roles))
            score += page.kind == its_kind
            if score >= 4:
                keep = heapq.heappush if len(ranked) <= _SHOWN else heapq.heappushpop
                keep(ranked, (score, -number))
        closest = (self._pages[-number] for _, number in sorted(ranked, reverse=True))
        return [each for each in closest if each.id != page.id][:_SHOWN]


def _pairs(page: Page) -> set[str]:
    text = normalise(page.title)
    return set(map(add, text, text[1:]))
