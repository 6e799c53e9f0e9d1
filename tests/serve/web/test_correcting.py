"""A record is shown and corrected as it stands; what cannot be kept comes back with what was typed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.serve.web.app import app
from dragoman.store.judgements import standing

WITH_MODE = """
    SELECT id FROM events
    WHERE event_type = 'CONSULT' AND mode = 'visit' AND factuality = 'happened'
      AND (SELECT count(DISTINCT role) FROM participants
           WHERE record = events.id AND role IN ('actor', 'recipient') AND len(country) = 1) = 2
    ORDER BY id LIMIT 1"""
STATEMENT = "SELECT id FROM statements WHERE stance IS NULL ORDER BY id LIMIT 1"


@pytest.fixture
def client(own_store: Path) -> Iterator[TestClient]:
    with TestClient(app(own_store), "http://127.0.0.1") as found:
        yield found


def one(client: TestClient, question: str) -> str:
    with client.app.state.desk.reading() as store:  # type: ignore[attr-defined]
        row = store.connection.execute(question).fetchone()
    assert row
    return str(row[0])


def fields(page: str) -> dict[str, str]:
    """What the form of a record's page would send, as a browser reads it."""
    form = page[page.index('class="stacked judge"') : page.index('name="verdict"')]
    found = {}
    for name, inside in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        options = re.findall(r'<option(?: value="([^"]*)")?( selected)?>([^<]*)', inside)
        chosen = [value or (text if text != "not told" else "") for value, on, text in options if on]
        assert len(chosen) == 1, (name, chosen)
        found[name] = chosen[0]
    for name, value in re.findall(r'<input name="(\w+)" value="([^"]*)"', form):
        found[name] = html.unescape(value)
    return found


def send(client: TestClient, key: str, **changes: str) -> tuple[int, str]:
    """The form of a record with some fields changed, corrected; where it leads is followed."""
    sent = fields(client.get(f"/records/{key}").text) | {"person": "Ada", "verdict": "correct"} | changes
    answer = client.post(f"/records/{key}/judge", data=sent)
    return answer.status_code, html.unescape(answer.text)


def stands(client: TestClient, key: str) -> dict[str, object]:
    with client.app.state.desk.reading() as store:  # type: ignore[attr-defined]
        found = standing(store.connection)[key].correction
    assert found
    return found.given()


def test_a_second_correction_keeps_the_first(client: TestClient) -> None:
    key = one(client, WITH_MODE)
    assert send(client, key, factuality="planned")[0] == 200
    status, page = send(client, key, actor="Norway")
    assert status == 200
    assert stands(client, key) == {"factuality": "planned", "actor": ("NOR",)}
    assert "machine's: <bdi>happened</bdi>" in page
    assert "Norway" in page[page.index("<h1>") : page.index('id="rests"')]
    assert fields(page)["factuality"] == "planned"
    assert fields(page)["actor"] == "NOR"


def test_heading_and_card_show_what_stands(client: TestClient) -> None:
    key = one(client, WITH_MODE)
    _, page = send(client, key, event_type="ACCUSE", mode="allege", voice_kind="official")
    assert "<h1>Event: ACCUSE / allege <small" in page
    assert page.count("machine's: <bdi>CONSULT / visit</bdi>") == 2
    assert "Accept the machine's" in page
    document = client.get(f"/records/{key}").text
    (path,) = set(re.findall(r"/documents/[0-9a-f]+", document))
    assert "machine&#39;s: <bdi>CONSULT / visit" in client.get(path).text.replace(
        "machine's", "machine&#39;s"
    )


def test_what_is_withdrawn_is_the_machines_again(client: TestClient) -> None:
    key = one(client, WITH_MODE)
    before = fields(client.get(f"/records/{key}").text)
    _, page = send(client, key, factuality="planned")
    undo = re.search(r'action="(/judgements/[0-9a-f]+/undo)"', page)
    assert undo
    page = client.post(undo[1], data={"person": "Ada"}).text
    assert "<strong>Withdrawn:</strong>" in page
    assert "machine's" not in page
    assert fields(page) == before | {"person": "Ada"}


def test_a_mode_falls_away_with_its_type(client: TestClient) -> None:
    key = one(client, WITH_MODE)
    assert send(client, key, event_type="SUPPORT")[0] == 200
    assert stands(client, key) == {"event_type": "SUPPORT", "mode": "none"}


def test_a_mode_that_both_types_have_stays(client: TestClient) -> None:
    key = one(client, WITH_MODE)
    assert send(client, key, event_type="THREATEN", mode="restrict")[0] == 200
    assert send(client, key, event_type="COERCE")[0] == 200
    assert stands(client, key) == {"event_type": "COERCE", "mode": "restrict"}


@pytest.mark.parametrize(
    ("changes", "told", "field"),
    [
        ({"actor": "Norwayy"}, "No actor is known as 'Norwayy'. Did you mean", "actor"),
        ({"event_type": "ACCUSE", "mode": "phone"}, "ACCUSE has no mode “phone”. Choose disapprove", "mode"),
        ({"event_type": "SUPPORT", "mode": "phone"}, "It has no modes: choose no mode.", "mode"),
        ({}, "Nothing here differs from what the machine says. Change what is wrong", None),
        ({"person": "  "}, "Your name is missing. Say who judges.", "person"),
        ({"person": "A\x07"}, "The name has characters that cannot be shown", None),
    ],
)
def test_what_cannot_be_kept_comes_back(
    client: TestClient, changes: dict[str, str], told: str, field: str | None
) -> None:
    key = one(client, WITH_MODE)
    typed = {"reason": "because <b>", "recipient": "Chad"} | changes
    if not changes:
        del typed["recipient"]
    status, page = send(client, key, **typed)
    assert status == 422
    alert = re.search(r'role="alert">(.*?)</p>', page)
    assert alert
    assert told in re.sub(r"<[^>]+>", "", alert[1])
    assert "none" not in alert[1]
    assert "because <b>" in page
    assert page.count('aria-invalid="true"') == (1 if field else 0)
    if field:
        assert re.search(rf'name="{field}"[^>]*aria-invalid', page)
    shown = fields(page)
    for name in changes.keys() - {"person"}:
        assert shown[name] == changes[name]


def test_whom_the_machine_does_not_know_is_not_corrected_by_the_way(client: TestClient) -> None:
    """The form shows nobody for such a party; to send it so says nothing of him."""
    unknown = """SELECT record FROM participants p WHERE role = 'actor' AND len(country) = 0 AND name IS NULL
                 AND record IN (SELECT id FROM events WHERE factuality = 'happened')
                 AND (SELECT count(*) FROM participants WHERE record = p.record AND role = 'actor') = 1
                 ORDER BY record LIMIT 1"""
    key = one(client, unknown)
    assert send(client, key, factuality="planned")[0] == 200
    assert stands(client, key) == {"factuality": "planned"}


def test_a_tone_that_is_not_told_is_not_corrected_by_the_way(client: TestClient) -> None:
    key = one(client, STATEMENT)
    assert fields(client.get(f"/records/{key}").text)["stance"] == ""
    kind = fields(client.get(f"/records/{key}").text)["voice_kind"]
    other = "official" if kind != "official" else "named"
    assert send(client, key, voice_kind=other)[0] == 200
    assert stands(client, key) == {"voice_kind": other}
    _, page = send(client, key, stance="negative")
    assert stands(client, key) == {"stance": "negative", "voice_kind": other}
    assert "Tone: " in page
    assert "machine's: <bdi>not found</bdi>" in page


def test_an_assessment_is_corrected_to_no_direction(client: TestClient) -> None:
    key = one(client, "SELECT id FROM assessments WHERE direction IS NOT NULL ORDER BY id LIMIT 1")
    _, page = send(client, key, direction="none")
    assert stands(client, key)["direction"] == "none"
    assert fields(page)["direction"] == "none"


def test_after_a_judgement_one_is_at_the_next_record_and_told(client: TestClient) -> None:
    queue = client.get("/review").text
    ids = re.findall(r'<li class="card event" id="r-([0-9a-f]+)"', queue)
    (then,) = set(
        re.findall(rf'action="/records/{ids[2]}/judge#judge".*?name="then" value="([^"]*)"', queue, re.S)
    )
    form = {"verdict": "accept", "person": "Ada", "then": html.unescape(then)}
    answer = client.post(f"/records/{ids[2]}/judge", data=form, follow_redirects=False)
    place = answer.headers["location"]
    assert place.endswith(f"#r-{ids[3]}")
    after = client.get(place).text
    assert 'role="status"><p><strong>Accepted:</strong>' in after
    assert f'id="r-{ids[3]}"' in after
    assert f'id="r-{ids[2]}"' not in after
    undo = re.search(r'class="done".*?action="([^"]+)"', after, re.DOTALL)
    assert undo
    withdrawn = client.post(undo[1], data={"person": "Ada", "then": "/review"}).text
    assert "<strong>Withdrawn:</strong>" in withdrawn
    assert f'id="r-{ids[2]}"' in withdrawn


@pytest.mark.parametrize("key", ["0" * 16, "x", "' OR 1=1", ""])
def test_a_judgement_that_there_is_not_is_not_told(client: TestClient, key: str) -> None:
    for path in ("/review", "/judgements"):
        page = client.get(path, params={"done": key})
        assert page.status_code == 200
        assert 'class="done"' not in page.text
