"""Write N pages made of the sentences of the shipped questions, for sizes and times: the same at every run.

python benchmarks/search/generate.py 1000 build/pages-1000
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

from wenda import files
from wenda.record import ids, page
from wenda.record.folder import pages
from wenda.record.page import Body, Page, compose
from wenda.search.text import page_text

QUESTIONS = Path(__file__).parents[2] / "docs/questions"


def generate(count: int, docs: Path) -> None:
    """Write `count` pages below `docs`, each about as long as a scraped one: 600 characters."""
    chance = random.Random(5)
    shipped = [each for each in pages(QUESTIONS.parent) if each.listed]
    sentences = sorted(
        {s for each in shipped for s in re.split(r"(?<=[。！？])|\n", page_text(each).body) if len(s) > 5}
    )
    asked = [page_text(each).question.replace("\n", "") for each in shipped]
    for number in range(count):
        like = chance.choice(shipped)
        question = f"{chance.choice(asked)[:60]}（{number}）{chance.choice(sentences)}"
        answer: list[str] = []
        while sum(map(len, answer)) < chance.gauss(600, 200):
            answer.append(chance.choice(sentences))
        new = Page(
            id=ids.question_id(question),
            title=f"{chance.choice(shipped).title[:24]} {number}",
            roles=like.roles,
            kind=like.kind,
            topics=like.topics,
            body=compose(Body(heading="", question=question, parts={"answer": "\n\n".join(answer)})),
        )
        files.write_text(docs / "questions" / f"{new.id}.md", page.write(new))


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
