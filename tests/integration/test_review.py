"""Persons' decisions on a real Postgres: the queue and its answers, merges and splits, dump and load, nights that touch little."""

import csv
import random
from datetime import date, timedelta

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import decisions, evidence, review, snapshots
from registry.rulings import Ruling, RulingError
from registry.statements import ClockSetBack
from schemas.vocabularies import Cause, Judgement
from tests.conftest import cloned
from tests.integration.nights import LVIV, POLTAVA, RIVNE, Row, content, events, later, play, successors, ties

PAGE = {POLTAVA: "https://poltava.example/", RIVNE: "https://rivne.example/", LVIV: "https://lviv.example/"}


def person(judgement: str, **words) -> Ruling:
    return Ruling(judgement, "Олена Коваль", "сторінка громади", **words)


def key(connection, name: str) -> str:
    return connection.scalar(sa.text("SELECT key FROM place WHERE name = :name ORDER BY id LIMIT 1"), {"name": name})


def question(connection, resolver, form: str) -> review.Question:
    return next(item for item in review.questions(connection, resolver) if item.form == form)


# --- decisions --------------------------------------------------------------------------------------------------------


def test_one_answer_settles_every_claim_of_the_form_and_outlives_the_nights(registry, resolver):
    pages = {
        PAGE[POLTAVA]: [Row("Жешув", "Польща"), Row("Жубровка Мала", "Польща")],
        "https://other.example/": [Row("Жубровка Мала", "Польща", "2019")],
    }
    play(registry, resolver, later(0), pages)
    assert question(registry, resolver, "Жубровка Мала").claims == 2
    decisions.decide(
        registry, [person("same", form="Жубровка Мала", hromada_code=POLTAVA, place_key="geonames:759734")], later(1), resolver
    )
    assert ties(registry) == {f"{POLTAVA} Rzeszów": "active"}
    assert [event[:2] for event in events(registry, later(1))][0:1] == [("detail", Cause.KNOWN_DETAIL)]
    assert ("merged", Cause.FIX_DUPLICATE) in [event[:2] for event in events(registry, later(1))]
    play(registry, resolver, later(2), pages, full=True)
    authors = registry.execute(
        sa.text("SELECT author, author_name, count(*) FROM decision WHERE retired_at IS NULL GROUP BY 1, 2 ORDER BY 1")
    ).fetchall()
    assert [tuple(row) for row in authors] == [("person", "Олена Коваль", 2), ("rule", None, 1)]


def test_always_makes_an_alias_everywhere_and_a_later_word_retires_it(registry, resolver):
    play(
        registry,
        resolver,
        later(0),
        {PAGE[POLTAVA]: [Row("Жубровка Мала", "Польща")], PAGE[RIVNE]: [Row("Жубровка Мала", "Польща", hromada=RIVNE)]},
    )
    decisions.decide(registry, [person("same", form="Жубровка Мала", place_key="geonames:759734")], later(1), resolver)
    assert set(ties(registry)) == {f"{POLTAVA} Rzeszów", f"{RIVNE} Rzeszów"}
    play(registry, resolver, later(2), {PAGE[LVIV]: [Row("Жубровка Мала", "Польща", hromada=LVIV)]})
    assert f"{LVIV} Rzeszów" in ties(registry)
    decisions.decide(registry, [person("reject", form="Жубровка Мала")], later(3), resolver)
    assert ties(registry) == {}
    rows = registry.execute(sa.text("SELECT judgement, retired_by FROM ruling ORDER BY id")).fetchall()
    assert [tuple(row) for row in rows] == [("same", "Олена Коваль"), ("reject", None)]
    decisions.retire(registry, [2], "Іван Петренко", later(4), resolver)
    assert len(ties(registry)) == 3


def test_not_this_place_is_kept_and_asked_no_more(registry, resolver):
    play(registry, resolver, later(0), {PAGE[POLTAVA]: [Row("Жешув", "Польща")]})
    assert ties(registry) == {f"{POLTAVA} Rzeszów": "active"}
    decisions.decide(registry, [person("different", form="Жешув", place_key="geonames:759734")], later(1), resolver)
    assert f"{POLTAVA} Rzeszów" not in ties(registry)
    assert "geonames:759734" not in [found[0] for found in question(registry, resolver, "Жешув").candidates]


def test_merged_places_keep_their_ids_with_a_successor(registry, resolver):
    pages = {
        PAGE[POLTAVA]: [Row("Жешув", "Польща"), Row("Жубровка Мала", "Польща")],
        PAGE[RIVNE]: [Row("Жубровка Мала", "Польща", hromada=RIVNE)],
    }
    play(registry, resolver, later(0), pages)
    before = snapshots.take(registry, later(0).date(), later(0))
    locals_ = [row[0] for row in registry.execute(sa.text("SELECT id FROM place WHERE key LIKE 'local:%' ORDER BY id"))]
    survivor = registry.scalar(sa.text("SELECT id FROM place WHERE key = 'geonames:759734'"))
    decisions.decide(registry, [person("merge", place_key=loser, target=survivor) for loser in locals_], later(1), resolver)
    assert set(ties(registry)) == {f"{POLTAVA} Rzeszów", f"{RIVNE} Rzeszów"}
    found = events(registry, later(1))
    assert [(event, cause) for event, cause, *_ in found].count(("merged", Cause.FIX_DUPLICATE)) == 2
    assert all(after.startswith("pt-") for event, *_, after in found if event == "merged")
    told = successors(registry)
    assert {told[loser] for loser in locals_} == {survivor} and len(told) == 4
    again = snapshots.take(registry, later(0).date(), later(0))
    assert again.content_hash() == before.content_hash(), "what was known then has not changed"
    with pytest.raises(RulingError, match="back to itself"):
        decisions.decide(registry, [person("merge", place_key=survivor, target=locals_[0])], later(2), resolver)


def test_a_split_gives_the_form_a_tie_of_its_own(registry, resolver):
    play(registry, resolver, later(0), {PAGE[POLTAVA]: [Row("Жешув", "Польща"), Row("Ряшів", "Польща")]})
    assert ties(registry) == {f"{POLTAVA} Rzeszów": "active"}
    decisions.decide(
        registry, [person("split", form="Ряшів", country="PL", place_key="geonames:759734", target="new")], later(1), resolver
    )
    assert ties(registry) == {f"{POLTAVA} Rzeszów": "active", f"{POLTAVA} Ряшів": "active"}
    split = [event for event in events(registry, later(1)) if event[0] == "split"]
    assert [(event[1], event[3]) for event in split] == [(Cause.FIX_SPLIT, "Ряшів")] and split[0][4].startswith("pt-")


def test_a_corrected_country_is_not_known_earlier(registry, resolver):
    play(registry, resolver, later(0), {PAGE[POLTAVA]: [Row("Жубровка Мала", "Польща")]})
    local = registry.scalar(sa.text("SELECT key FROM place"))
    decisions.decide(registry, [person("place_country", place_key=local, target="BY")], later(1), resolver)
    assert [event[:2] + event[4:] for event in events(registry, later(1))] == [("detail", Cause.REF_COUNTRY, "PL", "BY")]
    then, now = (
        snapshots.take(registry, later(2).date(), moment).partnerships["country"].to_list() for moment in (later(0), later(1))
    )
    assert (then, now) == (["PL"], ["BY"])
    decisions.retire(registry, [1], "Іван", later(2), resolver)
    assert registry.scalar(sa.text("SELECT country FROM place")) == "PL"


def test_a_tie_is_withdrawn_ended_suspended_and_resumed(registry, resolver):
    rows = [Row("Жешув", "Польща"), Row("Люблін", "Польща"), Row("Фільдерштадт", "Німеччина", "1990")]
    play(registry, resolver, later(0), {PAGE[POLTAVA]: rows})
    given = [
        person("withdraw", hromada_code=POLTAVA, place_key=key(registry, "Rzeszów")),
        person("end", hromada_code=POLTAVA, place_key=key(registry, "Lublin"), day=date(2025, 1, 1)),
        person("suspend", hromada_code=POLTAVA, place_key=key(registry, "Filderstadt"), day=date(2022, 3, 1)),
    ]
    decisions.decide(registry, given, later(1), resolver)
    assert ties(registry) == {f"{POLTAVA} Lublin": "ended", f"{POLTAVA} Filderstadt": "suspended"}
    causes = {event[3]: event[:2] for event in events(registry, later(1))}
    assert causes == {
        "Rzeszów": ("withdrawn", Cause.FIX_WITHDRAWN), "Lublin": ("status", Cause.REAL_ENDED), "Filderstadt": ("status", Cause.FIX_OURS),
    }, "suspended long before the last night: a correction, as between two days"  # fmt: skip
    on = date(2023, 1, 1)
    assert snapshots.take(registry, on, later(1)).partnerships["partner"].to_list() == ["Lublin"]
    decisions.decide(
        registry,
        [person("resume", hromada_code=POLTAVA, place_key=key(registry, "Filderstadt"), day=date(2024, 1, 1))],
        later(2),
        resolver,
    )
    assert ties(registry)[f"{POLTAVA} Filderstadt"] == "active"
    assert [event[:2] for event in events(registry, later(2))] == [("status", Cause.KNOWN_LATE)]
    assert snapshots.take(registry, on, later(2)).partnerships["partner"].to_list() == ["Lublin"], "suspended that day"
    play(registry, resolver, later(3), {PAGE[POLTAVA]: rows}, full=True)
    assert ties(registry) == {f"{POLTAVA} Lublin": "ended", f"{POLTAVA} Filderstadt": "active"}, (
        "no scrape undoes a person's word"
    )


def test_a_reorganised_hromada_passes_its_ties_on(registry, resolver):
    play(
        registry,
        resolver,
        later(0),
        {
            PAGE[POLTAVA]: [Row("Жешув", "Польща"), Row("Люблін", "Польща")],
            PAGE[RIVNE]: [Row("Жешув", "Польща", hromada=RIVNE)],
        },
    )
    decisions.decide(registry, [person("reorganise", hromada_code=RIVNE, target=POLTAVA)], later(1), resolver)
    assert set(ties(registry)) == {f"{POLTAVA} Rzeszów", f"{POLTAVA} Lublin"}
    assert [event[:3] for event in events(registry, later(1)) if event[0] == "moved"] == [
        ("moved", Cause.REF_HROMADA_REORGANISED, RIVNE)
    ]


def test_unknown_parties_and_country_words_are_answered_once(registry, resolver):
    rows = [Row("Жешув", "Польща", hromada="Городоцька громада"), Row("Жешув", "Ляхистанія"), Row("Люблін", "Ляхистанія")]
    play(registry, resolver, later(0), {PAGE[LVIV]: rows})
    kinds = {item.kind: item for item in review.questions(registry, resolver)}
    assert kinds["country"].claims == 2 and len(kinds["hromada"].candidates) > 1
    party = kinds["hromada"].candidates[0][0]
    given = [
        person("hromada", form=kinds["hromada"].form, target=party),
        person("country_word", form="Ляхистанія", target="PL"),
    ]
    decisions.decide(registry, given, later(1), resolver)
    assert set(ties(registry)) == {f"{party} Rzeszów", f"{POLTAVA} Rzeszów", f"{POLTAVA} Lublin"}
    assert {item.kind for item in review.questions(registry, resolver)} <= {"place"}


@pytest.mark.parametrize(
    ("ruling", "words"),
    [
        (person("same", form="Жешув"), "needs place_key"),
        (person("same", form="Жешув", place_key="geonames:1", day=date(2024, 1, 1)), "has no day"),
        (person("same", form="Жешув", place_key="pl-999999"), "there is no place"),
        (person("same", form="Жешув", place_key="geonames:759734", hromada_code="UA00000000000000000"), "holds no hromada"),
        (person("end", hromada_code=POLTAVA, place_key="geonames:1", day=date(2024, 1, 1)), "there is no place|holds no partnership"),
        (person("country_word", form="Ляхистанія", target="XX"), "is no ISO code"),
        (person("guess", form="Жешув"), "is no judgement"),
        (Ruling("reject", " ", "because", form="Жешув"), "needs the name"),
        (person("same", form="Ж" * 501, place_key="geonames:759734"), "longer than"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_stand_changes_nothing(registry, resolver, ruling, words):
    play(registry, resolver, later(0), {PAGE[POLTAVA]: [Row("Жешув", "Польща")]})
    with pytest.raises(RulingError, match=words):
        decisions.decide(registry, [ruling], later(1), resolver)
    assert registry.scalar(sa.text("SELECT count(*) FROM ruling")) == 0


def test_recorded_time_only_moves_forward(registry, resolver):
    with pytest.raises(RulingError, match="no night yet"):
        decisions.decide(registry, [person("reject", form="Жешув")], later(0), resolver)
    play(registry, resolver, later(5), {PAGE[POLTAVA]: [Row("Жешув", "Польща")]})
    with pytest.raises(ClockSetBack):
        decisions.decide(registry, [person("reject", form="Жешув")], later(1), resolver)
    [taken] = decisions.decide(registry, [person("reject", form="Жешув")], later(5), resolver)
    assert taken.decided_at == later(5) + timedelta(microseconds=1)
    with pytest.raises(ClockSetBack):
        play(registry, resolver, later(4), {})


# --- the queue as a file ----------------------------------------------------------------------------------------------


def opened(registry, resolver) -> None:
    rows = [Row("Жубровка Мала", "Польща"), Row("=HYPERLINK(1)Кравцова", "Польща"), Row("Жешув", "Польща")]
    play(registry, resolver, later(0), {PAGE[POLTAVA]: rows, PAGE[RIVNE]: [Row("Жубровка Мала", "Польща", hromada=RIVNE)]})


def filled(path, answers: dict[str, str], **columns: str) -> None:
    """The exported CSV with answers by form."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, review.COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "answer": answers.get(row["form"], ""), **columns} for row in rows)


def test_the_queue_shows_words_candidates_and_effect_and_comes_back(registry, resolver, tmp_path):
    opened(registry, resolver)
    path = tmp_path / "queue.csv"
    assert review.export(review.questions(registry, resolver), path) >= 2
    text = path.read_text(encoding="utf-8-sig")
    assert PAGE[POLTAVA] in text and "Жубровка Мала Польща" in text
    for row in csv.reader(text.splitlines()):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    filled(path, {"Жубровка Мала": "new"})
    given, problems = review.answers(registry, path, resolver, "Олена")
    # First the one that may change a count: Rivne's may be the place of Poltava.
    assert problems == [] and [(ruling.judgement, ruling.hromada_code) for ruling in given] == [
        (Judgement.SAME, RIVNE),
        (Judgement.SAME, POLTAVA),
    ]
    decisions.decide(registry, given, later(1), resolver)
    assert "Жубровка Мала" not in {item.form for item in review.questions(registry, resolver)}
    assert registry.scalars(
        sa.text("SELECT confirmed FROM place WHERE key LIKE 'local:%' AND name = 'Жубровка Мала'")
    ).all() == [True, True]
    _, problems = review.answers(registry, path, resolver, "Олена")
    assert len(problems) == 2 and all("decided already" in words for _, words in problems)


def test_namesakes_are_told_apart_by_what_is_shown(registry, resolver):
    play(registry, resolver, later(0), {PAGE[POLTAVA]: [Row("Спрінгфілд", "США")]})
    [asked] = review.questions(registry, resolver)
    assert len({found.name for found in asked.candidates}) == 1 < len(asked.candidates)
    assert len({found.about for found in asked.candidates}) == len(asked.candidates)
    assert all(str(found).startswith("Springfield (місто, ") and "ос.)" in str(found) for found in asked.candidates)
    assert all(found.reasons and found.reasons in str(found) for found in asked.candidates)


def test_a_village_that_no_gazetteer_lists_is_found_again_in_another_hromada(registry, resolver, tmp_path):
    pages = {
        PAGE[POLTAVA]: [Row("Жубровка Мала", "Польща")],
        PAGE[RIVNE]: [Row("Żubrówka Mala", "Польща", hromada=RIVNE), Row("Жубровка Мала", "Литва", hromada=RIVNE)],
    }
    play(registry, resolver, later(0), pages)
    asked = {(item.hromada_code, item.country): item for item in review.questions(registry, resolver)}
    first, second = asked[POLTAVA, "PL"], asked[RIVNE, "PL"]
    assert first.candidates[-1:] != (first.place_key,) and first.place_key in [found[0] for found in second.candidates]
    unlisted = [found[0] for item in asked.values() for found in item.candidates if found[0].startswith("local:")]
    assert unlisted == [first.place_key], "the earlier is not asked about the later, and no country about another"
    number = [found[0] for found in second.candidates].index(first.place_key) + 1
    path = tmp_path / "queue.csv"
    review.export(review.questions(registry, resolver), path)
    filled(path, {second.form: str(number)})
    given, problems = review.answers(registry, path, resolver, "Олена")
    assert problems == []
    decisions.decide(registry, given, later(1), resolver)
    tied = registry.execute(
        sa.text("SELECT p.hromada_code, place.key FROM partnership_version v JOIN partnership p ON p.id = v.partnership_id "
                "JOIN place ON place.id = p.place_id WHERE upper_inf(v.recorded) AND v.status <> 'ended' AND place.country = 'PL' ORDER BY 1")
    ).all()  # fmt: skip
    assert [tuple(row) for row in tied] == [(POLTAVA, first.place_key), (RIVNE, first.place_key)]


def test_the_workbook_comes_back_as_excel_saves_it(registry, resolver, tmp_path):
    opened(registry, resolver)
    path = tmp_path / "queue.xlsx"
    review.export(review.questions(registry, resolver), path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    assert tuple(head) == review.COLUMNS
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    for row in sheet.iter_rows(min_row=2):
        if row[head.index("form")].value == "Жубровка Мала":
            row[head.index("answer")].value = "reject"
            row[head.index("scope")].value = "always"
    book.save(path)
    given, problems = review.answers(registry, path, resolver, "Олена")
    assert problems == [] and [(ruling.judgement, ruling.hromada_code) for ruling in given] == [(Judgement.REJECT, None)]
    decisions.decide(registry, given, later(1), resolver)
    assert not any("Жубровка Мала" in tie for tie in ties(registry))


def test_what_comes_back_is_checked_row_by_row(registry, resolver, tmp_path):
    opened(registry, resolver)
    path = tmp_path / "queue.csv"
    review.export(review.questions(registry, resolver), path)
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    first = next(row for row in rows if row["form"] == "Жубровка Мала")

    def problems(*changed: dict) -> list[str]:
        with path.open("w", encoding="cp1251", newline="", errors="replace") as file:
            writer = csv.DictWriter(file, review.COLUMNS, delimiter=";")
            writer.writeheader()
            writer.writerows(changed)
        return [words for _, words in review.answers(registry, path, resolver, "Олена")[1]]

    assert problems({**first, "answer": ""}) == []
    for change, words in (
        ({"item": "0" * 12, "answer": "reject"}, "is not in the queue"),
        ({"check": "0" * 12, "answer": "reject"}, "has changed since"),
        ({"answer": "9"}, "no candidate 9"),
        ({"answer": "Лондон"}, "is no candidate|is neither"),
        ({"answer": "reject", "scope": "world"}, "scope is"),
    ):
        [found] = problems({**first, **change})
        assert any(part in found for part in words.split("|")), found
    assert "stands twice" in problems({**first, "answer": "reject"}, {**first, "answer": "reject"})[0]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "item, check, answer is missing"),
        (b"item,check\n1,2\n", "answer is missing"),
        (b"item,check,answer\n1,2,3,4,5\n", "more cells than columns"),
        (b"item,check,answer,answer\n", "stands twice"),
        (b"\x98\x00\xff", "neither UTF-8|not a CSV"),
        (b"item,check,answer\n\0,\0,\0\n", "not a CSV table"),
    ],
)
def test_a_file_that_is_no_queue_is_refused(tmp_path, body, words):
    path = tmp_path / "bad.csv"
    path.write_bytes(body)
    with pytest.raises(review.ReviewError, match=words):
        review.read_answers(path)
    workbook = tmp_path / "bad.xlsx"
    workbook.write_bytes(body + b"PK")
    with pytest.raises(review.ReviewError):
        review.read_answers(workbook)


# --- dump and load ----------------------------------------------------------------------------------------------------


def test_a_registry_rebuilt_from_nights_and_decisions_is_the_same(server, template, registry, resolver, tmp_path):
    nights = [
        (later(0), {PAGE[POLTAVA]: [Row("Жешув", "Польща"), Row("Жубровка Мала", "Польща")], PAGE[RIVNE]: [Row("Люблін", "Польща", hromada=RIVNE)]}),
        (later(4), {PAGE[POLTAVA]: [Row("Жешув", "Польща"), Row("Кравцова Горішня", "Польща")], PAGE[RIVNE]: None}),
        (later(8), {PAGE[POLTAVA]: [Row("Жешув", "Польща")], PAGE[RIVNE]: [Row("Люблін", "Польща", "2001", hromada=RIVNE)]}),
    ]  # fmt: skip
    play(registry, resolver, *nights[0])
    decisions.decide(registry, [person("same", form="Жубровка Мала", place_key="geonames:759734")], later(1), resolver)
    play(registry, resolver, *nights[1])
    decisions.decide(
        registry,
        [person("end", hromada_code=RIVNE, place_key=key(registry, "Lublin"), day=date(2024, 1, 1))],
        later(5),
        resolver,
    )
    decisions.retire(registry, [1], "Іван", later(6), resolver)
    play(registry, resolver, *nights[2])
    decisions.decide(
        registry, [person("withdraw", hromada_code=POLTAVA, place_key=key(registry, "Rzeszów"))], later(9), resolver
    )
    folder = tmp_path / "dump"
    assert decisions.dump(registry, folder)["decisions.csv"] == 3
    again = tmp_path / "again"
    decisions.dump(registry, again)
    assert all((folder / name).read_bytes() == (again / name).read_bytes() for name in ("decisions.csv", "ids.csv"))
    with cloned(server, template) as database:
        engine = database.engine()
        with engine.connect() as fresh:
            decisions.load(fresh, folder)
            for clock, pages in nights:
                play(fresh, resolver, clock, pages)
            assert decisions.apply_due(fresh, resolver) == 1
            assert content(fresh) == content(registry)
            for moment in (later(0), later(5), later(9)):
                one, other = (snapshots.take(made, later(9).date(), moment).content_hash() for made in (fresh, registry))
                assert one == other
            assert decisions.load(fresh, folder) == {"decisions.csv": 0, "ids.csv": 0}
            (folder / "decisions.csv").write_text((folder / "decisions.csv").read_text().replace("withdraw", "end"))
            with pytest.raises(RulingError, match="decision '3'"):
                decisions.load(fresh, folder)
        engine.dispose()


# --- nights -----------------------------------------------------------------------------------------------------------

NAMES = [
    "Жешув",
    "Ряшів",
    "Люблін",
    "Тшебіня",
    "Жубровка Мала",
    "Жубровка Мла",
    "Кравцова",
    "Санок",
    "Фільдерштадт",
    "Нарбонна",
    "Щецин",
    "Грифіце",
]
COUNTRIES = ["Польща", None, "Німеччина"]


def random_page(draw: random.Random, code: str) -> list[Row] | None:
    if draw.random() < 0.15:
        return None
    rows = [
        Row(draw.choice(NAMES), draw.choice(COUNTRIES), draw.choice([None, None, "2001", "2001-05-06"]), code)
        for _ in range(draw.randint(0, 5))
    ]
    if draw.random() < 0.3:
        rows.append(
            Row(
                draw.choice(NAMES),
                "Польща",
                "2010-02-03",
                code,
                {"record": "agreement", "title_raw": "Угода", "number_raw": "7"},
            )
        )
    return rows


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_touched_homes_alone_give_what_everything_gives(server, template, resolver, seed):
    """Random nights and decisions, once with every night whole and once with touched homes only: the same rows, history included."""
    made = []
    for full in (True, None):
        draw = random.Random(seed)
        with cloned(server, template) as database:
            engine = database.engine()
            with engine.connect() as connection:
                for number in range(4):
                    pages = {PAGE[code]: random_page(draw, code) for code in (POLTAVA, RIVNE, LVIV)}
                    play(connection, resolver, later(number * 6), pages, full=full)
                    name = draw.choice(NAMES)
                    scope = draw.choice([None, POLTAVA])
                    judgement = draw.choice(["same", "reject", "different"])
                    place = {} if judgement == "reject" else {"place_key": "geonames:759734"}
                    decisions.decide(
                        connection, [person(judgement, form=name, hromada_code=scope, **place)], later(number * 6 + 1), resolver
                    )
                made.append(content(connection))
            engine.dispose()
    for name in made[0]:
        assert made[1][name] == made[0][name], name


def test_a_night_with_nothing_new_touches_nothing(registry, resolver):
    pages = {PAGE[POLTAVA]: [Row("Жешув", "Польща"), Row("Жубровка Мала", "Польща", "2001")]}
    play(registry, resolver, later(0), pages)
    before = content(registry)
    play(registry, resolver, later(1), pages)
    assert content(registry) == before
    assert registry.scalar(sa.text("SELECT count(*) FROM decision")) == 2


def test_identifiers_stand_still_over_thirty_nights(registry, resolver):
    """Sources appear, fail and change spelling; no identifier moves to another tie, and a tie keeps the one it has."""
    draw = random.Random(7)
    spellings = {
        "Rzeszów": ["Жешув", "Ряшів", "Rzeszów", "Жешов"],
        "Lublin": ["Люблін", "Lublin"],
        "Sanok": ["Санок", "Sanok", "Сянок"],
    }
    known: dict[str, str] = {}
    minted: dict[str, tuple] = {}
    for number in range(30):
        pages = {}
        for code in (POLTAVA, RIVNE):
            rows = [Row(draw.choice(forms), "Польща", hromada=code) for forms in spellings.values() if draw.random() < 0.9]
            pages[PAGE[code]] = None if draw.random() < 0.2 else rows
        if number > 10:
            pages["https://register.example/"] = [Row("Жешув", "Польща", "2005-06-07", POLTAVA)]
        play(registry, resolver, later(number), pages)
        for public_id, hromada, name in registry.execute(
            sa.text("SELECT p.id, p.hromada_code, place.name FROM partnership p JOIN place ON place.id = p.place_id")
        ):
            assert known.setdefault(f"{hromada} {name}", public_id) == public_id
            assert minted.setdefault(public_id, (hromada, name)) == (hromada, name)
    assert {name.split(" ", 1)[1] for name in known} == set(spellings)
    assert all(status == "active" for status in ties(registry).values())


def test_a_source_that_corrects_itself_is_its_own_cause(registry, resolver):
    play(registry, resolver, later(0), {PAGE[POLTAVA]: [Row("Люблін", "Польща", "2004-05-06"), Row("Жешув", "Польща")]})
    play(registry, resolver, later(1), {PAGE[POLTAVA]: [Row("Люблінарія", "Польща", "2004-05-06"), Row("Щецин", "Польща")]})
    found = {event[3]: event[:2] for event in events(registry, later(1))}
    assert found["Lublin"] == ("withdrawn", Cause.FIX_SOURCE)
    assert "Rzeszów" not in found, "a name that is gone while another appears is no correction"
    assert f"{POLTAVA} Rzeszów" in ties(registry) and f"{POLTAVA} Lublin" not in ties(registry)
    play(registry, resolver, later(2), {PAGE[POLTAVA]: [Row("Люблін", "Польща", "2004-05-06")]})
    assert f"{POLTAVA} Lublin" in ties(registry), "words that come back count again"


def test_a_dead_page_is_told_after_five_failed_nights(registry, resolver):
    play(registry, resolver, later(0), {PAGE[POLTAVA]: [Row("Жешув", "Польща")]})
    for number in range(1, 6):
        assert evidence.dead_pages(registry) == []
        play(registry, resolver, later(number), {PAGE[POLTAVA]: None})
    assert evidence.dead_pages(registry) == [("list", PAGE[POLTAVA], 5, later(0))]
    assert ties(registry) == {f"{POLTAVA} Rzeszów": "active"}
