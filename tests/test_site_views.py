"""Views, parts of rendered pages, what machines read: the values behind the templates."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from questions import BARE, CHOICE, CUT, MOVED, REVIEWED, TABLE, TWO_ROLES, WITHDRAWN, write_docs
from wenda.site import build, meta
from wenda.site import html as site_html
from wenda.site import text as site_text
from wenda.site.index import catalog
from wenda.site.related import Related
from wenda.site.views import Site


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views") / "docs"
    write_docs(folder)
    return folder


@pytest.fixture(scope="module")
def views(docs: Path) -> Site:
    return Site(catalog(docs))


def test_neighbours_are_those_of_the_list(views: Site) -> None:
    view = views.question(TWO_ROLES)
    assert view is not None
    assert [each.role.id for each in view.neighbours] == ["agent", "manager"]
    manager = view.neighbours[1]
    assert (manager.place, manager.total, manager.before) == (1, 2, None)
    assert manager.after is not None
    assert manager.after.id == TABLE


def test_walking_on_reaches_each_question_of_the_role_once(views: Site) -> None:
    order = []
    first = next(
        n
        for page in views.catalog.roles[0].pages
        if (v := views.question(page.id))
        for n in v.neighbours
        if n.role.id == "agent" and n.before is None
    )
    following = first.after
    while following:
        order.append(following.id)
        view = views.question(following.id)
        assert view is not None
        following = next(n for n in view.neighbours if n.role.id == "agent").after
    assert len(order) == len(set(order)) == len(views.catalog.roles[0].pages) - 1


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("index.md", "首页"),
        ("roles/agent.md", "客服专员"),
        (f"questions/{TWO_ROLES}.md", "客服专员"),
        (f"questions/{BARE}.md", "岗位"),
        ("topics/refunds.md", "主题"),
        ("kinds/index.md", "题型"),
    ],
)
def test_one_tab_is_active(views: Site, path: str, tab: str) -> None:
    assert [each.link.name for each in views.tabs(path) if each.active] == [tab]


def test_crumbs_lead_from_home(views: Site) -> None:
    assert [each.name for each in views.crumbs(f"questions/{REVIEWED}.md")] == ["首页", "客服专员", "情景题"]
    assert [each.name for each in views.crumbs("topics/refunds.md")] == ["首页", "主题"]
    assert views.crumbs("index.md") == ()


def test_related_questions_have_something_in_common_and_are_others(views: Site) -> None:
    related = Related(views.catalog.pages)
    page = views.pages["05kkkkkk"]
    found = related.of(page)
    assert 0 < len(found) <= 5
    assert page not in found
    assert all(set(each.topics) & set(page.topics) for each in found)
    assert related.of(views.pages[BARE]) == []


def test_withdrawn_and_moved_pages_have_views_and_no_neighbours(views: Site) -> None:
    moved, withdrawn = views.question(MOVED), views.question(WITHDRAWN)
    assert moved is not None
    assert moved.moved_to is not None
    assert moved.moved_to.id == REVIEWED
    assert withdrawn is not None
    assert withdrawn.related == ()
    assert withdrawn.neighbours == ()
    assert views.question("zzzzzzzz") is None


def test_home_counts_and_offers(views: Site) -> None:
    home = views.home()
    assert [(card.link.id, card.link.count) for card in home.roles] == [
        ("agent", 44),
        ("marketing", 20),
        ("manager", 2),
    ]
    assert [(on, [link.id for link in links]) for on, links in home.recent] == [
        ("2026-10-01", [REVIEWED]),
        ("2026-09-01", [CHOICE]),
    ]
    assert home.roles[0].kinds[0] == ("行为", 14)
    assert len({link.id for link in home.random}) == len(home.random) <= 60
    assert not {MOVED, WITHDRAWN} & {link.id for link in home.random}


def test_a_page_is_divided_at_its_anchors() -> None:
    html = '<h1 id="_1">题<a class="headerlink" href="#_1">#</a></h1>\n<p>问</p>\n<h2 id="answer">答</h2>\n<p>甲</p>'
    parts = site_html.divide(html)
    assert (parts.heading, parts.lead) == ("题", "<p>问</p>")
    assert parts.sections == (("answer", '<h2 id="answer">答</h2>\n<p>甲</p>'),)
    assert site_html.divide("<p>只有字</p>").sections == ()


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**先听**，再答。", "先听，再答。"),
        ("- 一\n- 二\n\n1. 三", "一 二 三"),
        (r"\*不是\* 1\. 2<b>", "*不是* 1. 2<b>"),
        ("[题](../questions/a.md)和`码`", "题和码"),
        ("| a |\n| --- |\n\n后", "后"),
    ],
)
def test_plain_text_of_markdown(markdown: str, text: str) -> None:
    assert site_text.plain(markdown, limit=50) == text


def test_json_cannot_leave_its_element() -> None:
    value = "</script><!--\u2028"
    text = meta.script_json({"name": value})
    assert not re.search("[<>\u2028]", text)
    assert json.loads(text) == {"name": value}


@pytest.fixture(scope="module")
def site(docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://wenda.example/kf/")
        patch.setenv("REPORT_URL", "https://wenda.example/report")
        build.build_site(docs, folder)
    return folder


def read(site: Path, page_id: str) -> str:
    return (site / f"questions/{page_id}.html").read_text("utf-8")


def test_each_page_says_what_it_is(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert text.count("<title>") == 1, path
        assert text.count("<h1") == 1, path
        if path.name not in ("404.html", "offline.html"):  # noindex, at no address of their own
            address = "https://wenda.example/kf/" + path.relative_to(site).as_posix()
            address = address.removesuffix("index.html") if path == site / "index.html" else address
            assert f'<link rel="canonical" href="{address}">' in text, path
            assert f'property="og:url" content="{address}"' in text, path
            for key in ("og:title", "og:description", "og:type"):
                assert re.search(rf'property="{key}" content="[^"]+"', text), (path, key)
            assert re.search(r'name="description" content="[^"]+"', text), path


def test_titles_are_text_wherever_they_stand(site: Path) -> None:
    text = read(site, TABLE)
    assert "<b>满意度" not in text
    assert 'og:title" content="&lt;b&gt;满意度&lt;/b&gt; &amp; 解决率怎么看？"' in text
    assert "<title>&lt;b&gt;满意度&lt;/b&gt; &amp; 解决率怎么看？ - 问答</title>" in text


def linked_data(text: str) -> dict[str, dict[str, object]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return {each["@type"]: each for each in map(json.loads, found)}


def test_linked_data_matches_what_is_seen(site: Path) -> None:
    text = read(site, REVIEWED)
    data = linked_data(text)
    assert set(data) == {"BreadcrumbList", "LearningResource"}
    seen = re.sub(r"<[^>]+>", "", text[text.index("<article") : text.index("</article>")])
    lesson = data["LearningResource"]
    for value in (
        lesson["name"],
        lesson["description"],
        lesson["identifier"],
        lesson["dateModified"],
        *lesson["about"],
    ):  # type: ignore[misc]
        assert str(value) in seen
    assert lesson["url"] == f"https://wenda.example/kf/questions/{REVIEWED}.html"
    items = data["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in items] == ["首页", "客服专员", "情景题", "客户催单，你怎么回？"]  # type: ignore[attr-defined]
    assert "LearningResource" not in linked_data(read(site, WITHDRAWN))


def test_the_sitemap_names_what_is_to_be_found(site: Path) -> None:
    tree = ElementTree.parse(site / "sitemap.xml")
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {each.text for each in tree.iter(f"{space}loc")}
    assert f"https://wenda.example/kf/questions/{REVIEWED}.html" in found
    assert not any(str(each).endswith((f"{MOVED}.html", f"{WITHDRAWN}.html")) for each in found)
    assert "Sitemap: https://wenda.example/kf/sitemap.xml" in (site / "robots.txt").read_text("utf-8")


def test_a_problem_is_reported_where_the_project_says(site: Path) -> None:
    assert f"https://wenda.example/report?title=%5B{CUT}%5D" in read(site, CUT)


def test_nothing_runs_inline_and_nothing_is_styled_inline(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*(?:src=|application/(?:ld\+)?json))", text), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), path


def test_no_page_asks_another_host(site: Path) -> None:
    for path in site.rglob("*.html"):
        loads = re.findall(
            r'(?:src|<link[^>]*rel="(?:stylesheet|icon|preload)"[^>]*href)="([^"]+)"', path.read_text("utf-8")
        )
        assert not [each for each in loads if "//" in each], path


def test_pages_are_light(site: Path) -> None:
    import gzip

    for page_id in (REVIEWED, CHOICE, CUT, TABLE):
        data = (site / f"questions/{page_id}.html").read_bytes()
        assert len(data) < 30_000
        assert len(gzip.compress(data)) < 7_000
    ours = [*(site / "assets/javascripts").glob("s*.js"), *(site / "assets/stylesheets").glob("s*.css")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in ours) < 40_000


def test_without_an_address_nothing_absolute_is_written(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    build.build_site(docs, tmp_path / "site")
    assert not list((tmp_path / "site").glob("sitemap*"))
    text = read(tmp_path / "site", REVIEWED)
    assert "canonical" not in text
    assert "og:url" not in text
    assert "wd-qr" not in text
    assert "url" not in linked_data(text)["LearningResource"]


@pytest.mark.parametrize("epoch", ["1790000000", pytest.param("", marks=pytest.mark.slow)])
def test_the_offline_site_is_the_same_twice(docs: Path, tmp_path: Path, epoch: str) -> None:
    # Without SOURCE_DATE_EPOCH decks for Anki had the second they were made in.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "SITE_URL": ""}
    command = [str(Path(sys.executable).with_name("wenda")), "offline", "--docs", str(docs)]
    for name in ("一", "二"):
        there = ["--site", str(tmp_path / name / "site"), "--dist", str(tmp_path / name / "dist")]
        subprocess.run([*command, *there], check=True, env=environment, capture_output=True)
    one, two = (next((tmp_path / name / "dist").glob("*.zip")) for name in ("一", "二"))
    assert one.name == ("wenda-2026-09-21.zip" if epoch else two.name), (
        "the day changed in between: run again"
    )
    assert one.read_bytes() == two.read_bytes()
    sums = (tmp_path / "一/dist/SHA256SUMS").read_text("utf-8")
    subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=one.parent, check=True, capture_output=True)
    assert sums.endswith(f"  {one.name}\n")
    with zipfile.ZipFile(one) as archive:
        names = archive.namelist()
        home = archive.read("index.html").decode()
        assert {"index.html", f"questions/{REVIEWED}.html"} <= set(names)
        assert not [
            name for name in names if name.startswith(("404", "sitemap", ".")) or name.endswith(".zip")
        ]
        assert {"downloads/wenda.apkg", "packs/index.html"} <= set(names)
        assert len({info.date_time for info in archive.infolist()}) == 1
    assert "下载离线版" not in home
    online = (tmp_path / "一/site/index.html").read_text("utf-8")
    assert f'href="downloads/{one.name}"' in online
    assert one.stem.removeprefix("wenda-") in home
    assert (tmp_path / "一/site/downloads" / one.name).read_bytes() == one.read_bytes()
