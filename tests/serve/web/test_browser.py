"""The pages in a real browser: every link and form that people use, no error, and usable by all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.serve.web.browsing import browser, listening

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
SERIOUS = ("serious", "critical")
# What a browser says of a request that it gave up itself: no fault where the page that asked for it was left
GIVEN_UP = "net::ERR_ABORTED"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def address(examples_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk over the example articles, which the tests of this page may judge and add to."""
    path = Path(shutil.copy(examples_store, tmp_path_factory.mktemp("desk") / "desk.duckdb"))
    with listening(path) as found:
        yield found


class Complaints(list[str]):
    """What the browser complained of."""


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def context(chromium: Browser, address: str, complaints: Complaints) -> Iterator[BrowserContext]:
    made = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    made.on("console", lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None)
    made.on("weberror", lambda one: complaints.append(str(one.error)))
    made.on(
        "requestfailed",
        lambda one: (
            None
            if one.failure == GIVEN_UP and not one.is_navigation_request()
            else complaints.append(f"{one.url} failed: {one.failure}")
        ),
    )
    made.on(
        "request", lambda one: None if one.url.startswith(address) else complaints.append(f"asked {one.url}")
    )
    made.on(
        "response", lambda one: complaints.append(f"{one.status} {one.url}") if one.status >= 400 else None
    )
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, complaints: Complaints) -> Iterator[Page]:
    """A page that must not have complained of anything when the test ends."""
    made = context.new_page()
    made.set_default_timeout(15_000)
    yield made
    assert not complaints


def test_from_the_overview_to_a_dyad_to_an_incident_to_the_words(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.get_by_role("region", name="Dyads with most incidents").get_by_role(
        "link", name=re.compile("Pakistan.*Russia")
    ).click()
    expect(page).to_have_url(re.compile("/dyads/PAK/RUS"))
    page.locator("#incidents ~ .wide").get_by_role("link", name="CONSULT").first.click()
    expect(page).to_have_url(re.compile("/incidents/i"))
    expect(page.get_by_text("first seen", exact=True)).to_be_visible()
    page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    expect(page).to_have_url(re.compile("/documents/.*record="))
    chosen = page.locator(".card[aria-current]")
    expect(chosen).to_have_count(1)
    key = chosen.get_attribute("data-record") or "none"
    assert page.locator(f".m.on[data-records~='{key}']").count() > 0


def test_a_dyad_is_asked_for_by_names(page: Page) -> None:
    page.goto("/")
    page.get_by_label("How are").fill("Russia")
    page.get_by_label("and", exact=True).fill("pakistan")
    page.get_by_role("button", name="getting on?").click()
    expect(page).to_have_url(re.compile("/dyads/PAK/RUS$"))


def test_filters_narrow_and_stay_in_the_address(page: Page) -> None:
    page.goto("/dyads/PAK/RUS")
    whole = page.locator("#incidents ~ .wide tbody tr").count()
    page.get_by_label("Voice").select_option("official")
    page.locator("select[name=freq]").select_option("year")
    page.get_by_role("button", name="Show").first.click()
    expect(page).to_have_url(re.compile("voice=official.*freq=year"))
    expect(page.get_by_label("Voice")).to_have_value("official")
    assert 0 < page.locator("#incidents ~ .wide tbody tr").count() < whole
    address = page.url
    page.goto("/")
    page.goto(address)
    expect(page.get_by_label("Voice")).to_have_value("official")
    page.get_by_role("link", name="Clear").click()
    expect(page.get_by_label("Voice")).to_have_value("")


def test_from_the_latest_incidents_to_all_of_them(page: Page) -> None:
    page.goto("/actors/IND?voice=official")
    page.get_by_role("link", name=re.compile(r"^All \d+ incidents$")).click()
    expect(page).to_have_url(re.compile("/incidents.*voice=official.*a=IND"))
    expect(page.get_by_label("Party")).to_have_value("India")
    page.get_by_label("Order").select_option("most reports first")
    page.get_by_label("Until").fill("2016-12-31")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("a=India.*order=reports.*until=2016-12-31"))
    page.get_by_role("link", name="incidents without a day").click()
    expect(page.get_by_label("only without a day")).to_be_checked()


def test_a_point_of_the_index_shows_its_incidents(page: Page) -> None:
    page.goto("/dyads/PAK/RUS?freq=year")
    page.locator("#index ~ figure .pic-wide a").last.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"period=\d{4}-01-01#incidents"))
    expect(page.get_by_role("heading", name="Incidents of 2022")).to_be_visible()


def test_two_voices_are_laid_over_each_other(page: Page) -> None:
    page.goto("/dyads/PAK/RUS")
    page.get_by_label("Lay beside it").select_option("official")
    page.locator(".overlay select").nth(1).select_option("report")
    page.locator(".overlay").get_by_role("button").click()
    expect(page).to_have_url(re.compile("beside=official&beside=report"))
    expect(page.locator("#index ~ figure .pic-wide")).to_contain_text("official")


def test_a_card_shows_its_spans_and_why(page: Page, address: str) -> None:
    page.goto("/search?q=drill&kind=article")
    page.locator(".hits a").first.click()
    card = page.locator(".card.event").first
    why = card.locator(".why")
    expect(why).to_be_hidden()
    card.focus()
    expect(why).to_be_visible()
    key = card.get_attribute("data-record")
    assert page.locator(".m.on").count() > 0
    assert page.locator(f".m.on:not([data-records~='{key}'])").count() == 0
    page.get_by_label("events").uncheck()
    expect(card).to_be_hidden()
    expect(page.locator(".article .m.trigger:not(.off)").first).to_be_visible()


def test_marks_and_cards_lead_to_each_other_by_keyboard(page: Page) -> None:
    page.goto("/search?q=drill&kind=article")
    page.locator(".hits a").first.click()
    stops = page.locator(".m[tabindex='0']")
    expect(stops).to_have_count(1)
    focused = page.locator(":focus")
    for _ in range(40):  # from the top of the page, as whoever has no pointer
        page.keyboard.press("Tab")
        if focused.evaluate("one => one.classList.contains('m')"):
            break
    first = focused.inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused.inner_text() != first
    expect(stops).to_have_count(1)
    mine = (focused.get_attribute("data-records") or "none").split()
    assert page.locator(".card.on").count() == len(mine)
    page.keyboard.press("Enter")
    assert focused.get_attribute("data-record") in mine
    page.keyboard.press("Enter")
    assert mine[0] in (focused.get_attribute("data-records") or "")
    expect(page.locator(".card.on").first).to_be_visible()
    page.keyboard.press("Shift+Tab")
    assert not focused.evaluate("one => one.classList.contains('m')")


def test_the_key_names_every_mark_and_the_title_stands_once(page: Page) -> None:
    page.goto("/search?q=drill&kind=article")
    page.locator(".hits a").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    assert page.get_by_role("main").inner_text().count(title) == 1
    marks = page.locator(".article .m, .headline .m").evaluate_all("all => all.map(one => one.classList[1])")
    key = page.locator(".key .m").evaluate_all("all => all.flatMap(one => [...one.classList])")
    assert {one for one in marks if one not in ("evidence", "place", "date", "depth0")} <= set(key)


@pytest.mark.parametrize("path", ["/", "/dyads/PAK/RUS", "/search", "/review"])
@pytest.mark.parametrize("scripts", [True, False])
def test_filters_are_folded_on_a_telephone_and_open_elsewhere(
    chromium: Browser, address: str, path: str, scripts: bool
) -> None:
    with chromium.new_context(base_url=address, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(path)
        voice = page.get_by_label("Voice")
        page.set_viewport_size({"width": 390, "height": 844})
        expect(voice).to_be_hidden()
        page.locator(".fold summary").click()
        voice.select_option("official")
        page.locator(".filters button").click()
        expect(page).to_have_url(re.compile("voice=official"))
        page.set_viewport_size({"width": 1280, "height": 900})
        expect(voice).to_be_visible()
        expect(page.locator(".fold summary")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280, 1800])
def test_the_header_is_in_line_with_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/review")
    left = "one => one.getBoundingClientRect().x"
    assert page.locator(".brand").evaluate(left) == page.locator("h1").evaluate(left)


def test_furniture_can_be_shown(page: Page) -> None:
    page.goto("/search?q=drill+alliance&kind=article")
    page.locator(".hits a").first.click()
    dropped = page.locator(".dropped")
    expect(dropped.locator("li").first).to_be_hidden()
    dropped.locator("summary").click()
    expect(dropped.locator("li").first).to_be_visible()


def incidents(page: Page) -> int:
    """How many incidents Russia and Pakistan have in 2022, as the table of their page says."""
    page.goto("/dyads/PAK/RUS?freq=year")
    page.locator("summary", has_text="The figures by year").click()
    row = page.get_by_role("row", name=re.compile("^2022"))
    return int(row.get_by_role("cell").first.inner_text()) if row.count() else 0


def test_a_judgement_counts_at_once_and_is_undone(page: Page) -> None:
    before = incidents(page)
    page.goto("/dyads/PAK/RUS?period=2022-01-01&freq=year#incidents")
    page.locator("#incidents ~ .wide").get_by_role("link", name=re.compile("SUPPORT|CONSULT")).first.click()
    reports = page.get_by_role("article").count()
    assert reports == 1
    page.get_by_role("link", name="Why, and judge").click()
    page.get_by_label("Your name").first.fill("Ada <b>Analyst</b>")
    page.get_by_label("Reason").fill("It says so of another.")
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("stands", exact=True)).to_be_visible()
    record = page.url
    assert incidents(page) == before - 1
    page.goto("/judgements")
    expect(page.get_by_role("row").filter(has_text="Ada <b>Analyst</b>")).to_be_visible()
    page.goto(record)
    page.locator(".history").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("withdrawn", exact=True)).to_be_visible()
    assert incidents(page) == before


def test_a_correction_takes_the_place_of_what_the_machine_said(page: Page) -> None:
    page.goto("/review?kind=event&actor=Russia&order=newest")
    page.get_by_role("link", name=re.compile("^Correct")).first.click()
    page.get_by_label("Told as").select_option("did_not_happen")
    page.get_by_label("Your name").first.fill("Ada")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page).to_have_url(re.compile("/review"))
    page.goto("/judgements")
    expect(page.get_by_text("factuality: did not happen").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="gold for dragoman eval judged").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert any("did_not_happen" in json.dumps(json.loads(line)) for line in lines)


def test_the_queue_goes_on_after_a_judgement(page: Page) -> None:
    page.goto("/review")
    heading = page.get_by_role("heading", name=re.compile(r"\d+ records"))
    count = int(heading.inner_text().split()[0])
    card = page.locator(".queue .card").first
    card.get_by_label("Your name").fill("Ada")
    card.get_by_role("button", name=re.compile("^Accept")).click()
    expect(heading).to_have_text(f"{count - 1} records")
    expect(page.get_by_role("status")).to_contain_text("Accepted:")
    expect(page.get_by_role("status")).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target') === document.querySelector('.queue .card')")
    expect(page.locator(".queue .card").first.get_by_label("Your name")).to_have_value("Ada")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Withdrawn:")
    expect(heading).to_have_text(f"{count} records")


def test_what_cannot_be_kept_is_told_at_the_form(page: Page, complaints: Complaints) -> None:
    page.goto("/review?kind=event&actor=Russia")
    page.get_by_role("link", name=re.compile("^Correct")).first.click()
    page.get_by_label("Actors").fill("Rusia")
    page.get_by_label("Your name").first.fill("Ada")
    page.get_by_label("Reason").fill("it is theirs")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("No actor is known as 'Rusia'. Did you mean Russia")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_label("Reason")).to_have_value("it is theirs")
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert not [one["id"] for one in found["violations"] if one["impact"] in SERIOUS]
    page.get_by_label("Actors").fill("Norway")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Corrected:")
    page.get_by_role("status").get_by_role("link").click()
    expect(page.get_by_label("Actors")).to_have_value("NOR")
    page.locator(".history").get_by_role("button", name="Undo").click()
    assert len(complaints) == 2  # the answer has status 422, as the browser and its console say
    complaints.clear()


def test_a_text_is_added_and_opens_in_the_reader(page: Page) -> None:
    page.goto("/add")
    page.get_by_label("Text").fill(
        "Botswana praised Namibia on 3 May 2021. Namibia thanked Botswana for its help."
    )
    page.get_by_label("Title").fill("Two neighbours <i>agree</i>")
    page.get_by_label("Published").fill("2021-05-04")
    page.get_by_role("button", name="Read").click()
    page.wait_for_url(re.compile("/add/[0-9a-f]+"))
    expect(page.get_by_text("added")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Two neighbours <i>agree</i>").click()
    expect(page.get_by_role("heading", name="Two neighbours <i>agree</i>")).to_be_visible()
    expect(page.locator(".article")).to_contain_text("Botswana praised Namibia")
    assert page.locator(".article .m.trigger").count() >= 1
    page.goto("/dyads/BWA/NAM")
    expect(page.locator("#incidents ~ .wide")).to_contain_text("Botswana praised Namibia")


def test_files_are_added_and_a_bad_one_is_told(page: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(
        "Lesotho accused Eswatini of a raid on 2 June 2020.\n\nMaseru said that it would protest.", "utf-8"
    )
    bad.write_text("   \n", "utf-8")
    page.goto("/add")
    page.get_by_label("Files").set_input_files([good, bad])
    page.get_by_role("button", name="Read").click()
    expect(page.get_by_text("2 of 2 articles")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("listitem").filter(has_text="b.txt")).to_contain_text(re.compile("no text|empty"))
    expect(page.get_by_role("link", name="a.txt")).to_be_visible()


def test_an_address_of_this_machine_is_not_fetched(page: Page, address: str) -> None:
    page.goto("/add")
    page.get_by_label("Address").fill(f"{address}/api")
    page.get_by_role("button", name="Read").click()
    expect(page.get_by_text("not public")).to_be_visible(timeout=30_000)


def test_the_theme_is_kept(page: Page) -> None:
    page.goto("/")
    shown = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(shown)
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate(shown) != light
    page.goto("/search")
    assert page.evaluate(shown) != light


PAGES = {
    "overview": "/",
    "dyad": "/dyads/PAK/RUS?beside=official",
    "actor": "/actors/IND",
    "incidents": "/incidents?a=IND",
    "search": "/search?q=pipeline&voice=official",
    "review": "/review",
    "judgements": "/judgements",
    "add": "/add",
    "api": "/api",
    "enter": "/enter",
}
FOUND = {
    "incident": ("/dyads/PAK/RUS", "#incidents ~ .wide a.type"),
    "document": ("/search?q=drill&kind=article", ".hits a"),
    "record": ("/review?order=newest", ".queue a.type"),
}


def open_page(page: Page, name: str) -> None:
    if name in PAGES:
        page.goto(PAGES[name])
        return
    path, link = FOUND[name]
    page.goto(path)
    page.locator(link).first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, *FOUND])
def test_axe_finds_nothing_serious(page: Page, name: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, name)
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    serious = [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]
    assert len(found["passes"]) > 10
    assert not serious


@pytest.mark.parametrize("width", [360, 768, 1600])
@pytest.mark.parametrize("name", [*PAGES, *FOUND])
def test_no_page_is_wider_than_the_screen(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", [*PAGES, *FOUND])
def test_every_page_tells_as_much_without_scripts(chromium: Browser, address: str, name: str) -> None:
    """What scripts do is for comfort: text, tables, pictures, links and forms are in the page itself."""
    with chromium.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        open_page(page, name)
        assert page.get_by_role("heading", level=1).is_visible()
        assert len(page.get_by_role("main").inner_text()) > 40
