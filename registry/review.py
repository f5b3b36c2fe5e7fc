"""The review queue: one question a printed form in one hromada (or party, country word, or term that may be over), and the answers.

A question shows the words in their context, what it may be and why, and what the counts would do; those that settle most come first.
One answer decides every claim of the form. What does not belong here: taking the decisions (`decisions.py`).
"""

import csv
import hashlib
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from registry import resolution
from registry.matching import linkage
from registry.matching.reasons import LEVELS, in_ukrainian, say
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from registry.rulings import Ruling
from registry.terms import MAYBE_RANGE, printed_term
from schemas.vocabularies import COUNTED, IN_FORCE, Decision, Judgement
from scrapers.text.dates import PRECISION_OF_LENGTH, bounds
from scrapers.text.normalise import fold

#: Candidates that a question lists, and how many of them may be places that no gazetteer lists either.
CANDIDATES = 5
_UNLISTED = 2
#: Columns of the file; the last four are the reviewer's.
COLUMNS = (
    "item", "check", "question", "settles", "elsewhere", "hromada_code", "hromada", "oblast", "form", "country", "now", "reasons",
    "quote", "source", "url", *(f"candidate_{number}" for number in range(1, CANDIDATES + 1)), "effect", "answer", "scope", "reason",
)  # fmt: skip
PLACE, PARTY, COUNTRY, TERM = "place", "hromada", "country", "term"
HERE, ALWAYS = "here", "always"
#: A file of answers is a table of a few thousand rows, whatever it says.
_LARGEST = 20 * 1024 * 1024
_MOST_ROWS = 50_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_CODE = re.compile(r"UA\d{17}")


class ReviewError(ValueError):
    """The file cannot be applied; `problems` are lines of (row, words), row 0 for the file itself."""

    def __init__(self, problems: Sequence[tuple[int, str]]):
        self.problems = list(problems)
        super().__init__("\n".join(f"row {row}: {words}" if row else words for row, words in self.problems))


class Listed(NamedTuple):
    """A candidate of a question: `about` tells namesakes apart (level, region, inhabitants), and `reasons` are the resolver's, both in Ukrainian."""

    key: str
    name: str
    country: str
    score: float
    about: str = ""
    reasons: str = ""

    def __str__(self) -> str:
        about = f" ({self.about})" if self.about else ""
        return " · ".join(filter(None, (f"{self.name}{about}", self.country, f"{self.score:.2f}", self.reasons, self.key)))


@dataclass(frozen=True)
class Question:
    """One question. `candidates` come likely first; `claims` statements wait for it in this hromada."""

    kind: str
    form: str
    hromada_code: str | None
    hromada: str | None
    oblast: str | None
    country: str | None
    now: str
    reasons: str
    candidates: tuple[Listed, ...]
    place_key: str | None
    claims: int
    elsewhere: int
    quote: str
    source: str
    url: str
    effect: tuple[str, ...] = field(default=())
    at_stake: int = 0

    @property
    def item(self) -> str:
        """Stable name of the question: the same form in the same hromada is the same item on every night."""
        return _digest(self.kind, self.hromada_code, self.oblast if self.kind == PARTY else None, fold(self.form), self.country)

    @property
    def check(self) -> str:
        """Digest of what was asked: an answer to other candidates is no answer to these."""
        return _digest(self.form, self.now, self.place_key, *(key for key, *_ in self.candidates))

    def ask(self) -> str:
        match self.kind:
            case "place":
                if self.now == Decision.NEW:
                    return (
                        "Газетир не знає такого місця. Це нове місце (new), один із кандидатів (номер) чи не партнер (reject)?"
                    )
                return "Яке це місце: номер кандидата, new, reject, або not 1 (точно не перший)?"
            case "hromada":
                return "Яка це громада: номер кандидата, код КАТОТТГ, або none (не громада)?"
            case "term":
                return (
                    f"Надрукований строк сплив {self.now}. Коли партнерство припинилося: день РРРР-ММ-ДД, або none (діє далі)?"
                )
        return "Яка це країна: код ISO з двох літер, або none (не країна)?"


def _digest(*parts: object) -> str:
    # A letter in front: Excel reads 123e4567 as a number and writes back another text.
    return "q" + hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()[:12]


# --- asking -----------------------------------------------------------------------------------------------------------

_OPEN = """
SELECT d.hromada_code, d.partner_raw AS form, d.verdict, d.score, d.reasons, d.candidates, d.part, d.place_id, place.key AS place_key, place.level,
  s.id, s.country, s.country_raw, s.hromada_code AS printed_code, s.hromada_raw, s.oblast_raw AS oblast, s.quote, s.source_id AS source,
  doc.url, h.name AS hromada, coalesce(h.oblast_row, h.oblast) AS hromada_oblast
FROM decision d JOIN statement s ON s.id = d.statement_id
JOIN LATERAL (SELECT document_id FROM claim WHERE claim.statement_id = s.id ORDER BY first_seen DESC LIMIT 1) seen ON true
JOIN document doc ON doc.id = seen.document_id
LEFT JOIN hromada h ON h.code = d.hromada_code LEFT JOIN place ON place.id = d.place_id
WHERE d.retired_at IS NULL AND s.record <> 'seeker'
ORDER BY s.source_id, s.id, d.part
"""


def questions(connection: sa.Connection, resolver: Resolver) -> list[Question]:
    """Every open question, those that settle most first: a count that may change, then claims here, then claims elsewhere."""
    rows = connection.execute(sa.text(_OPEN)).mappings().all()
    ruled_words = {
        fold(word)
        for word in connection.scalars(
            sa.text("SELECT form FROM ruling WHERE judgement = 'country_word' AND retired_at IS NULL")
        )
    }
    excluded = defaultdict(set)
    for form, code, key in connection.execute(
        sa.text("SELECT form, hromada_code, place_key FROM ruling WHERE judgement = 'different' AND retired_at IS NULL")
    ):
        excluded[fold(form), code].add(key)
    places: dict[tuple, list[Mapping]] = defaultdict(list)
    parties: dict[tuple, list[Mapping]] = defaultdict(list)
    words: dict[str, list[Mapping]] = defaultdict(list)
    # What else each hromada is tied to, and how many hromady each place: a candidate among them changes a count.
    tied: dict[str, dict[str, str]] = defaultdict(dict)
    partners: dict[str, set[str]] = defaultdict(set)
    supports: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["country_raw"] and not row["country"] and fold(row["country_raw"]) not in ruled_words:
            words[row["country_raw"]].append(row)
        if row["verdict"] == Decision.REJECT:
            continue
        if row["hromada_code"] and row["place_key"]:
            tied[row["hromada_code"]][row["place_key"]] = row["place_id"]
            partners[row["place_key"]].add(row["hromada_code"])
            supports[row["hromada_code"], row["place_key"]].add(row["form"])
        if row["hromada_code"] is None:
            parties[_party(row)].append(row)
        elif row["verdict"] in (Decision.REVIEW, Decision.NEW):
            places[row["hromada_code"], fold(row["form"]), row["country"]].append(row)
    waiting = Counter(form for _, form, _ in places)
    alike, about = _alike(rows), cache(partial(_about, resolver.gazetteer))
    found = [
        _place(group, waiting[form] - 1, excluded[form, code] | excluded[form, None], alike, tied, partners, supports, about)
        for (code, form, _), group in places.items()
    ]
    found += [question for key, group in parties.items() if (question := _of_party(*key, group, resolver))]
    found += [_of_word(word, group) for word, group in words.items()]
    found += _terms(connection)
    return sorted(
        found, key=lambda q: (-q.at_stake, -q.claims, -q.elsewhere, q.kind, q.hromada_code or "", q.form, q.country or "")
    )


def _party(row: Mapping) -> tuple[str, str | None]:
    """The Ukrainian party, as printed, of the part of a cell that a decision is about."""
    told = resolution.parties({"hromada_code": row["printed_code"], "hromada_raw": row["hromada_raw"], "oblast": row["oblast"]})
    text, oblast = told[min(row["part"] // resolution.MOST_PARTS, len(told) - 1)]
    return text or "", oblast


def _about(gazetteer: Gazetteer, key: str) -> str:
    """What tells a place from its namesakes: level, region, inhabitants. Empty for a key that the gazetteer does not hold."""
    place = gazetteer.place(key)
    if place is None:
        return ""
    region, people = int(gazetteer.region[place]), int(gazetteer.population[place])
    words = [
        *(LEVELS[level] for level in gazetteer.levels(place)[:1]),
        gazetteer.name(region) if region not in (-1, place) else "",
        f"{people:,} ос.".replace(",", "\u00a0") if people else "",
    ]
    return ", ".join(filter(None, words))


def _alike(rows: Iterable[Mapping]) -> dict[str, list[Listed]]:
    """Candidates among the places that no gazetteer lists, by the key of such a place: those of other hromady that it may be.

    Of two such places only the later is asked about the earlier, so that no two answers can swap them.
    """
    groups: dict[str, list[Mapping]] = defaultdict(list)
    for row in rows:
        if row["verdict"] != Decision.REJECT and row["hromada_code"] and (row["place_key"] or "").startswith("local:"):
            groups[row["place_key"]].append(row)
    places = [
        linkage.Unlisted(
            key,
            group[0]["hromada_code"],
            next((row["country"] for row in group if row["country"]), key.split(":")[1]),
            tuple(sorted({row["form"] for row in group})),
            group[0]["level"],
        )
        for key, group in sorted(groups.items())
    ]
    # A place that stands decided comes before one in question.
    order = {key: (all(row["verdict"] != Decision.ACCEPT for row in group), key) for key, group in groups.items()}
    found = defaultdict(list)
    for key, others in linkage.by_place(linkage.alike(places)).items():
        for other, probability in others:
            first = groups[other][0]
            if order[other] < order[key] and len(found[key]) < _UNLISTED:
                found[key].append(
                    Listed(other, first["form"], first["country"] or "", round(probability, 2), first["hromada"] or "")
                )
    return found


def _place(
    group: Sequence[Mapping], elsewhere: int, excluded: set[str], alike: Mapping[str, list[Listed]], tied, partners, supports, about
) -> Question:
    row = group[0]
    unlisted = [item for item in alike.get(row["place_key"] or "", ()) if item[0] not in excluded]
    named = [
        Listed(item["place_key"], item["name"], item["country"], item["score"], about(item["place_key"]), in_ukrainian(item.get("reasons", "")))
        for item in row["candidates"]
        if item["place_key"] not in excluded
    ]
    listed = tuple(named[: CANDIDATES - len(unlisted)] + unlisted)
    code, now = row["hromada_code"], row["place_key"]
    alone = supports[code, now] == {row["form"]}
    effect, at_stake = [], 0
    for number, (key, name, *_) in enumerate(listed, start=1):
        changes = _effect(key, code, now, alone, tied, partners)
        at_stake |= bool(changes)
        effect.append(f"{number} ({name}): {changes or 'без змін'}")
    effect.append("new: партнерства без змін, місце стає окремим партнером")
    effect.append(f"reject: {'партнерства −1' if alone else 'без змін'}")
    return Question(
        kind=PLACE, form=row["form"], hromada_code=code, hromada=row["hromada"], oblast=row["hromada_oblast"], country=row["country"],
        now=row["verdict"], reasons=in_ukrainian(row["reasons"]), candidates=listed, place_key=now, claims=len({item["id"] for item in group}),
        elsewhere=elsewhere, quote=row["quote"], source=row["source"], url=row["url"], effect=tuple(effect), at_stake=int(at_stake),
    )  # fmt: skip


def _effect(key: str, code: str, now: str | None, alone: bool, tied, partners) -> str:
    """What the counts would do if the form were this place: nothing, or words."""
    changes = []
    if key == now or not alone:
        return ""
    if key in tied[code]:
        changes.append("партнерства −1 (громада вже має це місце)")
    if key in partners and len(partners[now]) == 1:
        changes.append("партнери −1")
    return ", ".join(changes)


def _of_party(text: str, oblast: str | None, group: Sequence[Mapping], resolver: Resolver) -> Question | None:
    row = group[0]
    guess = resolver.hromady.resolve(text, None, oblast, None, None)
    if guess.decision is Decision.REJECT:
        # An oblast or raion council is known to be no hromada: nobody is asked.
        return None
    listed = tuple(
        Listed(code, resolver.hromady.rows[code]["name"], "UA", round(guess.score, 2), resolver.hromady.rows[code]["oblast"])
        for code in guess.candidates[:CANDIDATES]
    )
    ties = len({(item["form"], item["country"]) for item in group})
    return Question(
        kind=PARTY, form=text, hromada_code=None, hromada=None, oblast=oblast, country=None, now=Decision.REVIEW,
        reasons=in_ukrainian(guess.reasons), candidates=listed, place_key=None, claims=len({item["id"] for item in group}), elsewhere=0,
        quote=row["quote"], source=row["source"], url=row["url"], effect=(f"партнерства до +{ties}",), at_stake=int(bool(listed)),
    )  # fmt: skip


def _of_word(word: str, group: Sequence[Mapping]) -> Question:
    row = group[0]
    return Question(
        kind=COUNTRY, form=word, hromada_code=None, hromada=None, oblast=None, country=None, now=Decision.REVIEW,
        reasons=in_ukrainian(say("unknown_country")), candidates=(), place_key=None,
        claims=len({item["id"] for item in group}), elsewhere=0, quote=row["quote"], source=row["source"], url=row["url"],
        effect=(f"країна для {len({item['id'] for item in group})} тверджень",),
    )  # fmt: skip


#: What is said of ties in force by statements that may print a term, where no person said yet what became of it.
_MAY_BE_OVER = """
WITH said AS (
  SELECT d.hromada_code, d.place_id, s.id, s.record, s.since, s.since_precision, s.duration_raw, s.signed_raw, s.quote, s.source_id AS source
  FROM decision d JOIN statement s ON s.id = d.statement_id
  WHERE d.retired_at IS NULL AND d.verdict <> 'reject' AND d.place_id IS NOT NULL AND s.stage = ANY(:in_force)
)
SELECT said.hromada_code, h.name AS hromada, coalesce(h.oblast_row, h.oblast) AS oblast, place.key AS place_key, place.name AS form, place.country,
  said.id, said.record, said.since, said.since_precision, said.duration_raw, said.signed_raw, said.quote, said.source, doc.url,
  (SELECT max(clock) FROM run WHERE finished)::date AS today
FROM said JOIN partnership p USING (hromada_code, place_id) JOIN place ON place.id = said.place_id JOIN hromada h ON h.code = said.hromada_code
JOIN LATERAL (SELECT document_id FROM claim WHERE claim.statement_id = said.id ORDER BY first_seen DESC LIMIT 1) seen ON true
JOIN document doc ON doc.id = seen.document_id
WHERE EXISTS (
    SELECT 1 FROM said other WHERE other.hromada_code = said.hromada_code AND other.place_id = said.place_id
      AND (other.duration_raw IS NOT NULL OR other.signed_raw ~ :range))
  AND EXISTS (
    SELECT 1 FROM partnership_version v WHERE v.partnership_id = p.id AND upper_inf(v.recorded) AND upper_inf(v.valid) AND v.status = ANY(:counted))
  AND NOT EXISTS (
    SELECT 1 FROM ruling r WHERE r.hromada_code = said.hromada_code AND r.place_key = place.key AND r.day IS NOT NULL AND r.retired_at IS NULL)
ORDER BY said.hromada_code, said.place_id, said.id
"""


def _terms(connection: sa.Connection) -> Iterator[Question]:
    """Ties whose every statement prints a term, the last of which ran out, while the words of one leave it in doubt."""
    given = {"in_force": [*map(str, IN_FORCE)], "counted": [*map(str, COUNTED)], "range": MAYBE_RANGE}
    rows = connection.execute(sa.text(_MAY_BE_OVER), given).mappings()
    for (code, key), statements in groupby(rows, key=lambda row: (row["hromada_code"], row["place_key"])):
        group = list(statements)
        terms = [
            printed_term(*(row[name] for name in ("record", "since", "since_precision", "duration_raw", "signed_raw", "quote")))
            for row in group
        ]
        if None in terms or all(term.certain for term in terms):
            continue
        row, term = max(zip(group, terms, strict=True), key=lambda pair: (pair[1].span[1], pair[0]["id"]))
        if term.span[1] > row["today"]:
            continue
        yield Question(
            kind=TERM, form=row["form"], hromada_code=code, hromada=row["hromada"], oblast=row["oblast"], country=row["country"],
            now=term.until, reasons=in_ukrainian(say("term")), candidates=(), place_key=key,
            claims=len(group), elsewhere=0, quote=row["quote"], source=row["source"], url=row["url"], effect=("день: партнерства −1",), at_stake=1,
        )  # fmt: skip


# --- a file out -------------------------------------------------------------------------------------------------------


def export(found: Iterable[Question], path: Path) -> int:
    """Write questions to `.csv` (UTF-8 with BOM) or `.xlsx`; returns their number. No cell of it is a formula."""
    rows = [_row(question) for question in found]
    aside = path.with_name(f".{path.name}.new")
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(rows, aside)
    elif path.suffix.lower() == ".csv":
        with aside.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(COLUMNS)
            writer.writerows([neutral(row[name]) for name in COLUMNS] for row in rows)
    else:
        raise ReviewError([(0, f"{path.name}: the queue is written as .csv or .xlsx")])
    aside.replace(path)
    return len(rows)


def _row(question: Question) -> dict[str, object]:
    row: dict[str, object] = {
        "item": question.item, "check": question.check, "question": question.ask(), "settles": question.claims,
        "elsewhere": question.elsewhere, "hromada_code": question.hromada_code, "hromada": question.hromada, "oblast": question.oblast,
        "form": question.form, "country": question.country, "now": str(question.now), "reasons": question.reasons,
        "quote": question.quote, "source": question.source, "url": question.url, "effect": "; ".join(question.effect),
        "answer": "", "scope": HERE, "reason": "",
    }  # fmt: skip
    for number in range(CANDIDATES):
        row[f"candidate_{number + 1}"] = str(question.candidates[number]) if number < len(question.candidates) else ""
    return row


def neutral(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _write_xlsx(rows: Sequence[Mapping[str, object]], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "review"
    sheet.append(COLUMNS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([None] * len(COLUMNS))
        for column, name in enumerate(COLUMNS, start=1):
            value = neutral(row[name])
            cell = sheet.cell(sheet.max_row, column)
            if isinstance(value, str):
                value = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:32_000]
                cell.value = value
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=name in ("question", "reasons", "quote", "effect"), vertical="top")
            else:
                cell.value = value
    scope = DataValidation(type="list", formula1=f'"{HERE},{ALWAYS}"', allow_blank=True)
    scope.add(
        f"{sheet.cell(1, COLUMNS.index('scope') + 1).column_letter}2:{sheet.cell(1, COLUMNS.index('scope') + 1).column_letter}{len(rows) + 1}"
    )
    sheet.add_data_validation(scope)
    sheet.freeze_panes = "A2"
    book.save(path)


# --- a file back ------------------------------------------------------------------------------------------------------


def read_answers(path: Path) -> list[dict[str, str]]:
    """Rows of a file that came back, as text; ReviewError when it is no such table."""
    if not path.is_file():
        raise ReviewError([(0, f"{path} is not a file; name the one that pobratym review export wrote")])
    if path.stat().st_size > _LARGEST:
        raise ReviewError([(0, f"{path.name} is larger than {_LARGEST // 1024 // 1024} MB")])
    body = path.read_bytes()
    table = _from_xlsx(body) if path.suffix.lower() == ".xlsx" else _from_csv(body)
    head = [name.strip() for name in table[0]] if table else []
    missing = [name for name in ("item", "check", "answer") if name not in head]
    if missing:
        raise ReviewError(
            [(0, f"{path.name}: column {', '.join(missing)} is missing; export the queue anew and fill in its last columns")]
        )
    if len(set(head) - {""}) < len([name for name in head if name]):
        raise ReviewError([(0, f"{path.name}: a column stands twice")])
    if len(table) > _MOST_ROWS:
        raise ReviewError([(0, f"{path.name} has more than {_MOST_ROWS} rows")])
    problems = [
        (number, "more cells than columns") for number, cells in enumerate(table[1:], start=2) if len(cells) > len(head)
    ]
    if problems:
        raise ReviewError(problems)
    return [dict(zip(head, [*cells, *[""] * (len(head) - len(cells))], strict=True)) for cells in table[1:]]


def _from_csv(body: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp1251"):
        # A Ukrainian Excel saves CSV in its own code page and with semicolons.
        try:
            text = body.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ReviewError([(0, "the file is neither UTF-8 nor Windows-1251")])
    if "\0" in text:
        raise ReviewError([(0, "the file is not a CSV table")])
    head = text.splitlines()[0] if text else ""
    delimiter = max(",;\t", key=head.count)
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise ReviewError([(0, f"the file is not a CSV table: {error}")]) from None


def _from_xlsx(body: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    except (CalamineError, ValueError, IndexError) as error:
        raise ReviewError([(0, f"the file is not an Excel workbook: {error}")]) from None
    return [[_cell(value) for value in row] for row in rows if any(value not in ("", None) for value in row)]


def _cell(value: object) -> str:
    """A number typed into Excel comes back as a float."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def to_rulings(
    rows: Sequence[Mapping[str, str]], found: Iterable[Question], author: str, hromady: Iterable[str], countries: Iterable[str]
) -> tuple[list[Ruling], list[tuple[int, str]]]:
    """Decisions that a file asks for, and what is wrong with it by row (2 is the first under the head). Rows without answer are left."""
    asked = {question.item: question for question in found}
    codes, known = set(hromady), set(countries)
    # Here the form alone says what is meant, unless the hromada has it with two countries.
    forms = Counter((question.hromada_code, fold(question.form)) for question in asked.values() if question.kind == PLACE)
    given: list[Ruling] = []
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        answer = " ".join(_plain(row["answer"]).split())
        if not answer:
            continue
        item = _plain(row["item"])
        question = asked.get(item)
        if item in seen:
            problems.append((number, f"item {item} stands twice (row {seen[item]})"))
        elif question is None:
            problems.append((number, f"item {item!r} is not in the queue: unknown, or decided already"))
        elif _plain(row["check"]) != question.check:
            problems.append((number, f"item {item}: the question has changed since it was exported; export the queue anew"))
        else:
            try:
                twice = forms[question.hromada_code, fold(question.form)] > 1
                scope, reason = _plain(row.get("scope", "")), _plain(row.get("reason", ""))
                given.append(_ruling(question, answer, scope, reason, author, codes, known, twice))
            except ValueError as error:
                problems.append((number, f"item {item} («{question.form[:60]}»): {error}"))
        seen.setdefault(item, number)
    given, clashes = _without_clashes(given)
    return given, problems + [(0, words) for words in clashes]


def _plain(text: str | None) -> str:
    """What was typed, without the apostrophe of a neutralised cell."""
    text = (text or "").strip()
    return text[1:].strip() if text.startswith("'") else text


def _ruling(
    question: Question, answer: str, scope: str, reason: str, author: str, codes: set[str], countries: set[str], twice: bool
) -> Ruling:
    word = answer.lower()
    scope = scope.lower() or HERE
    if scope not in (HERE, ALWAYS):
        raise ValueError(f"scope is {HERE} or {ALWAYS}, not {scope!r}")
    reason = reason or f"review: {answer}"
    base = {"author": author, "reason": reason, "form": question.form}
    number = int(word) if word.isdigit() and len(word) < 3 else None
    if number is not None and not 1 <= number <= len(question.candidates):
        raise ValueError(f"there is no candidate {number}; the question lists {len(question.candidates)}")
    if question.kind == COUNTRY:
        if word != "none" and answer.upper() not in countries:
            raise ValueError(f"{answer!r} is no ISO code of a country, nor none")
        return Ruling(judgement=Judgement.COUNTRY_WORD, target=None if word == "none" else answer.upper(), **base)
    if question.kind == PARTY:
        target = question.candidates[number - 1][0] if number else answer.upper() if _CODE.fullmatch(answer.upper()) else None
        if target is None and word != "none":
            raise ValueError(f"{answer!r} is neither a candidate's number, nor a KATOTTG code, nor none")
        if target and target not in codes:
            raise ValueError(f"the codifier holds no hromada {target}")
        return Ruling(judgement=Judgement.HROMADA, oblast=question.oblast, target=target, **base)
    if question.kind == TERM:
        if scope == ALWAYS:
            raise ValueError(f"scope is {HERE}: the answer is about this tie")
        tie = {"hromada_code": question.hromada_code, "place_key": question.place_key, "author": author, "reason": reason}
        if word == "none":
            # In force from the day after the term on, whatever it was.
            last = bounds(question.now, PRECISION_OF_LENGTH[len(question.now)])[1]
            return Ruling(judgement=Judgement.RESUME, day=last + timedelta(days=1), **tie)
        try:
            return Ruling(judgement=Judgement.END, day=date.fromisoformat(answer), **tie)
        except ValueError:
            raise ValueError(f"{answer!r} is neither a day (YYYY-MM-DD) nor none") from None
    where = {"hromada_code": None if scope == ALWAYS else question.hromada_code}
    country = question.country if scope == ALWAYS or twice else None
    if word == "reject":
        return Ruling(judgement=Judgement.REJECT, country=country, **where, **base)
    if word == "new":
        key = question.place_key if (question.place_key or "").startswith("local:") else "new"
        return Ruling(judgement=Judgement.SAME, place_key=key, country=country, **where, **base)
    if number:
        return Ruling(judgement=Judgement.SAME, place_key=question.candidates[number - 1][0], country=country, **where, **base)
    not_this = re.fullmatch(r"not (\d)", word)
    if not_this and 1 <= int(not_this[1]) <= len(question.candidates):
        return Ruling(judgement=Judgement.DIFFERENT, place_key=question.candidates[int(not_this[1]) - 1][0], **where, **base)
    listed = {key: key for key, *_ in question.candidates}
    if answer in listed:
        return Ruling(judgement=Judgement.SAME, place_key=answer, country=country, **where, **base)
    raise ValueError(f"{answer!r} is no candidate of this question, nor new, reject, not 1")


def _without_clashes(given: Sequence[Ruling]) -> tuple[list[Ruling], list[str]]:
    """The same answer for everywhere given twice is one; two different ones are a problem."""
    kept: dict[tuple, Ruling] = {}
    clashes = []
    for ruling in given:
        other = kept.setdefault(ruling.subject, ruling)
        if other is not ruling and (other.judgement, other.place_key, other.target) != (
            ruling.judgement,
            ruling.place_key,
            ruling.target,
        ):
            clashes.append(f"«{ruling.form}» is answered in two ways for the same scope")
    return list(kept.values()), clashes


def answers(
    connection: sa.Connection, path: Path, resolver: Resolver, author: str
) -> tuple[list[Ruling], list[tuple[int, str]]]:
    """The decisions of a file against the queue as it stands now, and its problems."""
    hromady: Iterator[str] = iter(connection.scalars(sa.text("SELECT code FROM hromada")).all())
    return to_rulings(read_answers(path), questions(connection, resolver), author, hromady, resolver.gazetteer.countries)
