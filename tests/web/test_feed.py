"""What other programs find by themselves: the feed of publications, the sitemap, the page about open data."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from lxml import etree

from cmm.services.publish import withdraw_snapshot
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.published import PUBLISHED_ON, PublishedForTests, publish_second, published_app

LANGUAGES = ("ru", "kk", "en")
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1"
SIZES = {"almaty": 25}
REASON = "One city was counted <twice> & more."

Made = tuple[Flask, PublishedForTests]


@pytest.fixture(scope="module")
def made(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A round with one publication, and a second one that was withdrawn."""
    with published_app(migrated_sqlite, tmp_path_factory.mktemp("feed"), SIZES) as (app, published):
        before = feed_of(client_of(app), "en")
        with app.extensions["database"].session() as session:
            second = publish_second(session, published)
            withdraw_snapshot(
                session, digest=second, account_id=published.publisher, reason=REASON, today=PUBLISHED_ON
            )
        app.extensions["feed before"] = before
        yield app, published


@pytest.fixture
def reader(made: Made) -> InspectingClient:
    return client_of(made[0])


def feed_of(reader: InspectingClient, language: str) -> etree._Element:
    response = reader.get(f"/{language}/feed.atom")
    assert response.mimetype == "application/atom+xml"
    return etree.fromstring(page_text(response).encode())


def check_person(element: etree._Element) -> None:
    assert [child.tag for child in element] == [f"{ATOM}name"]
    assert element[0].text


def check_head(element: etree._Element, *, once: set[str], at_most_once: set[str]) -> None:
    """Which children RFC 4287 wants once and allows once (4.1.1 and 4.1.2)."""
    names = [child.tag.removeprefix(ATOM) for child in element if child.tag.startswith(ATOM)]
    assert len(names) == len(element)
    assert {name: names.count(name) for name in once} == dict.fromkeys(once, 1)
    assert all(names.count(name) <= 1 for name in at_most_once)
    assert set(names) <= once | at_most_once | {"author", "category", "contributor", "link", "entry"}
    for name in ("updated", "published"):
        for moment in element.findall(f"{ATOM}{name}"):
            assert datetime.fromisoformat(str(moment.text)).tzinfo  # RFC 3339, 3.3
    for link in element.findall(f"{ATOM}link"):
        assert str(link.get("href")).startswith(SITE)
    kinds = [
        (link.get("rel"), link.get("type"), link.get("hreflang")) for link in element.findall(f"{ATOM}link")
    ]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("language", LANGUAGES)
def test_feed_has_the_structure_of_rfc_4287(reader: InspectingClient, language: str) -> None:
    feed = feed_of(reader, language)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    check_head(
        feed,
        once={"id", "title", "updated"},
        at_most_once={"subtitle", "rights", "generator", "icon", "logo"},
    )
    authors = feed.findall(f"{ATOM}author")
    assert authors
    for author in authors:
        check_person(author)
    (own,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own.get("href") == f"{SITE}/{language}/feed.atom"
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        check_head(
            entry,
            once={"id", "title", "updated"},
            at_most_once={"published", "rights", "source", "summary", "content"},
        )
        assert entry.findtext(f"{ATOM}summary")  # an entry without content needs an alternate link
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
    assert feed.findtext(f"{ATOM}updated") == max(each.findtext(f"{ATOM}updated") for each in entries)
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(names) == len(set(names)) == 3
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(name)) for name in names)


def test_feed_tells_publication_replacement_and_withdrawal(reader: InspectingClient) -> None:
    feed = feed_of(reader, "en")
    told = {
        str(entry.findtext(f"{ATOM}title")).partition(":")[0]: str(entry.findtext(f"{ATOM}summary"))
        for entry in feed.findall(f"{ATOM}entry")
    }
    assert set(told) == {"Published", "New publication 2", "Withdrawn"}
    assert REASON in told["Withdrawn"]
    assert "withdrawn later" in told["New publication 2"]


def test_names_of_entries_never_change(reader: InspectingClient, made: Made) -> None:
    (first,) = made[0].extensions["feed before"].findall(f"{ATOM}entry")
    now = {entry.findtext(f"{ATOM}id"): entry for entry in feed_of(reader, "en").findall(f"{ATOM}entry")}
    again = now[first.findtext(f"{ATOM}id")]
    assert again.findtext(f"{ATOM}published") == first.findtext(f"{ATOM}published")
    other = {entry.findtext(f"{ATOM}id") for entry in feed_of(reader, "ru").findall(f"{ATOM}entry")}
    assert not other & set(now)


def test_every_address_of_the_feed_opens(reader: InspectingClient) -> None:
    feed = feed_of(reader, "kk")
    addresses = {str(link.get("href")) for link in feed.iter(f"{ATOM}link")}
    statuses = {address: reader.get(address.removeprefix(SITE)).status_code for address in addresses}
    withdrawn = f"{SITE}/kk/r/autumn-2026/v/2"
    assert statuses == {**dict.fromkeys(addresses, 200), withdrawn: 410}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_name_the_feed_of_their_language(reader: InspectingClient, language: str) -> None:
    for address in ("/", "/data", "/privacy"):
        feeds = parse(reader.get(f"/{language}{address}")).xpath(
            "//link[@rel='alternate'][@type='application/atom+xml']/@href"
        )
        assert feeds == [f"/{language}/feed.atom"]


def test_feed_of_an_empty_installation_is_a_feed(client: InspectingClient) -> None:
    feed = feed_of(client, "en")
    check_head(feed, once={"id", "title", "updated"}, at_most_once={"subtitle", "rights"})
    assert feed.find(f"{ATOM}entry") is None


def sitemap_of(reader: InspectingClient) -> dict[str, dict[str, str]]:
    """The addresses, each with those of the same page by language."""
    response = reader.get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    root = etree.fromstring(page_text(response).encode())
    assert root.tag == f"{MAP}urlset"
    link = "{http://www.w3.org/1999/xhtml}link"
    return {
        str(url.findtext(f"{MAP}loc")): {
            str(each.get("hreflang")): each.get("href") for each in url.iter(link)
        }
        for url in root
    }


def test_sitemap_has_public_pages_in_all_languages_and_nothing_withdrawn(
    reader: InspectingClient, made: Made
) -> None:
    pages = sitemap_of(reader)
    assert {f"{SITE}/{code}/data" for code in LANGUAGES} <= set(pages)
    assert not any("autumn-2026" in address for address in pages)
    for address, others in pages.items():
        assert set(others) == set(LANGUAGES)
        assert address in others.values()
        assert set(others.values()) <= set(pages)
        assert reader.get(address.removeprefix(SITE)).status_code == 200


def test_sitemap_has_every_page_of_a_published_round(migrated_sqlite: Path, tmp_path: Path) -> None:
    with published_app(migrated_sqlite, tmp_path, SIZES) as (app, _published):
        reader = client_of(app)
        pages = sitemap_of(reader)
        for language in LANGUAGES:
            for address in ("/r/autumn-2026", "/r/autumn-2026/almaty"):
                assert f"{SITE}/{language}{address}" in pages
        english = [address.removeprefix(SITE) for address in pages if address.startswith(f"{SITE}/en/")]
        assert {"/en/cities/almaty", "/en/services/ost-satisfaction"} <= set(english)
        assert [each for each in english if reader.get(each).status_code != 200] == []
        page = parse(reader.get("/en/r/autumn-2026"))
        check_dataset(reader, page.xpath("//script[@type='application/ld+json']/text()"))
        data = page.xpath("//link[@rel='alternate'][@type='text/csv' or @type='application/json']/@href")
        assert [reader.get(address).status_code for address in data] == [200, 200]
        assert parse(reader.get("/en/r/autumn-2026/almaty")).xpath("//script[contains(@type, 'ld')]") == []


def check_dataset(reader: InspectingClient, blocks: list[str]) -> None:
    """The Dataset of the round page names everything a search engine for data asks for."""
    (block,) = blocks
    dataset = json.loads(block)
    assert (dataset["@context"], dataset["@type"]) == ("https://schema.org", "Dataset")
    assert 50 <= len(dataset["description"]) <= 5000
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (dataset["version"], dataset["temporalCoverage"]) == ("1", "2026-11-16/2026-12-06")
    assert [place["name"] for place in dataset["spatialCoverage"]] == ["Almaty"]
    assert dataset["creator"]["@type"] == "Organization"
    assert dataset["isBasedOn"]["name"] == "ost-satisfaction"
    for file in dataset["distribution"]:
        answer = reader.get(file["contentUrl"].removeprefix(SITE))
        if file["encodingFormat"] == "application/zip" and answer.status_code == 302:
            assert answer.location.startswith(
                "/en/r/autumn-2026/pack"
            )  # it is built when somebody asks for it
        else:
            assert (answer.status_code, answer.mimetype) == (200, file["encodingFormat"])
    for address in (dataset["@id"], dataset["url"]):
        assert reader.get(address.removeprefix(SITE)).status_code == 200


def test_robots_are_told_of_the_sitemap_and_of_no_other_address(reader: InspectingClient) -> None:
    response = reader.get("/robots.txt")
    assert response.mimetype == "text/plain"
    lines = page_text(response).split("\n")
    assert [line for line in lines if line] == [
        "User-agent: *",
        "Disallow:",
        f"Sitemap: {SITE}/sitemap.xml",
    ]


@pytest.mark.parametrize(
    "address", ["/en/s/nowhere", "/en/office/sign-in", "/en/field/nowhere", "/en/nowhere"]
)
def test_what_is_not_for_search_engines_says_so_itself(reader: InspectingClient, address: str) -> None:
    assert "noindex" in reader.get(address).headers["X-Robots-Tag"]


def test_examples_of_the_data_page_can_be_tried(migrated_sqlite: Path, tmp_path: Path) -> None:
    with published_app(migrated_sqlite, tmp_path, SIZES) as (app, _published):
        reader = client_of(app)
        for language in LANGUAGES:
            examples = parse(reader.get(f"/{language}/data")).xpath("//pre//text()")
            addresses = re.findall(r"http://127\.0\.0\.1[^\s'\"]+", "".join(examples))
            assert len(addresses) == 3
            for address in addresses:
                answer = reader.get(address.removeprefix(SITE))
                assert answer.status_code == 200
                assert language in json.loads(page_text(answer))["items"][0]["label"]


def test_python_example_of_the_data_page_runs(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with published_app(migrated_sqlite, tmp_path, SIZES) as (app, _published):
        reader = client_of(app)
        (example,) = [
            "".join(block.itertext())
            for block in parse(reader.get("/en/data")).iter("pre")
            if "import json" in "".join(block.itertext())
        ]
        monkeypatch.setattr(
            "urllib.request.urlopen", lambda address: BytesIO(reader.get(address.removeprefix(SITE)).data)
        )
        exec(compile(example, "example", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 20
    assert all(line.count("\t") == 2 for line in lines)
