"""Which hromada a printed text or code means: by code, or by name together with oblast, type, raion or site; homonyms go to review.

What belongs here: reading the Ukrainian party of a claim and matching it with the codifier, names over time and old councils included.
What does not: foreign places (`resolver.py`), reading the codifier (`registry/places/codifier.py`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl
from rapidfuzz import fuzz

from registry.matching import keys
from registry.matching.reasons import say
from registry.places.codifier import KYIV, Codifier, load_codifier, renames
from schemas.vocabularies import Decision, IssueClass
from scrapers.text.names import nominatives
from scrapers.text.normalise import repair

#: Longest printed party that is read; the rest of a longer text is not a name.
MAX_TEXT = 400
#: A printed name that is nobody else's and this like the one of its code (0..100) is that name misspelt.
MISSPELT = 85
_CODE = re.compile(r"\bUA\d{17}\b")
_KINDS = {"міськ": "міська", "міст": "міська", "селищн": "селищна", "селищ": "селищна", "смт": "селищна", "сільськ": "сільська", "сел": "сільська",
          "село": "сільська", "м": "міська", "с": "сільська"}
_ADJECTIVE_END = r"(?:а|ої|ій|ою|у|е|ого|ому|им|ий|і|их)"
_OBLAST_BODY = re.compile(r"обласн\w+\s+(?:державн\w+\s+|військов\w+\s+|військово-цивільн\w+\s+)?(?:рад|адміністрац)|\b(?:ОДА|ОВА)\b|\boblast\s+council|\(oblast\)", re.I)
_RAION_BODY = re.compile(r"районн\w+\s+(?:державн\w+\s+|військов\w+\s+)?(?:рад|адміністрац)|\b(?:РДА|РВА)\b|\(?\b(?:rajon|raion|rayon|landkreis)\b\)?\s*$", re.I)
_OBLAST = re.compile(rf"([\w'-]+ськ){_ADJECTIVE_END}\s+обл(?:аст[іьюяи]*|\.|\b)", re.I)
_RAION = re.compile(rf"([\w'-]+[сцз]ьк){_ADJECTIVE_END}\s+(?:район[уаиомі]*|р-н[уаі]?)\b", re.I)
_CITY_DISTRICT = re.compile(r"район\w*\s+(?:у\s+)?м(?:іст[аі]|\.)\s*(\w[\w'-]*)", re.I)
#: Districts of Kyiv as lists in other languages print them: «Kyjiw-Podil», «Kiew-Darnyzja».
_KYIV_DISTRICT = re.compile(r"(?:Kyjiw|Kijiw|Kiew|Kyiv|Kiev|Kijów)\s?-\s?[A-Z]\w+")
_KYIV_CITY = re.compile(r"\b(?:Kyjiw|Kijiw|Kiew|Kyiv|Kiev)\s*\(?\s*(?:Stadt|city)\b|^(?:Kyjiw|Kijiw|Kiew)$", re.I)
_CRIMEA = re.compile(r"\bкрим\w*|\bkrim\b|\bkrym\b|\bcrimea\b", re.I)
_COUNCIL = re.compile(
    rf"([\w'-]+(?:\s+[\w'-]+ськ)?){_ADJECTIVE_END}?\s+(міськ|селищн|сільськ)\w+\s+(?:об'єднан\w+\s+)?"
    r"(?:територіальн\w+\s+|військов\w+\s+|державн\w+\s+)?(?:рад|громад|адміністрац|голов|тг\b|отг\b)", re.I)
_SHORT_COUNCIL = re.compile(rf"([\w'-]+?){_ADJECTIVE_END}\s+(с/р|с\.\s?р\.|м/р|мр\b|ср\b)", re.I)
_HROMADA = re.compile(rf"([\w'-]+){_ADJECTIVE_END}\s+(?:об'єднан\w+\s+)?(?:територіальн\w+\s+)?(?:громад\w+|тг|отг)\b", re.I)
_SETTLEMENT = re.compile(r"\b(міст[оаіу]м?|м\.|селищ[еаі]м?|смт\.?|сел[оаі]м?|с\.)\s*([А-ЯІЇЄҐ][\w'-]*(?:[ -][А-ЯІЇЄҐ][\w'-]*)*)")
_WORDS = re.compile(r"\b(?:виконавч\w+\s+комітет\w*|рад(?:а|и|і|у|ою)|громад\w+|територіальн\w+|об'єднан\w+|україн\w+|адміністрац\w+|військов\w+|міськ\w+|сільськ\w+|селищн\w+)\b", re.I)
_LATIN_WORDS = re.compile(r"\b(?:city|town|municipality|territorial|hromada|community|ukraine|council|urban|rural|village|settlement|of|stadt|gemeinde|gmina|miasto|"
                          r"united|rayon|raion|region|miska|silska|selyshchna|terytorialna|rada|tg|otg|otoh)\b", re.I)


#: What an adjective adds to the name of its settlement, and how such names end («Полапівськ» = Полап + и).
_COUNCIL_SUFFIXES = ("івськ", "ївськ", "евськ", "овськ", "анськ", "янськ", "инськ", "їнськ", "иськ", "ньськ", "ськ", "цьк", "зьк")
_SETTLEMENT_ENDINGS = ("", "а", "я", "и", "і", "ї", "е", "є", "о", "ів", "їв", "ка", "ки", "івка", "ївка", "ці", "ець", "не", "ни", "ани", "яни", "ове", "ин",
                       "ня", "в", "ль", "ь")


@dataclass(frozen=True)
class HromadaMatch:
    """What a printed party was taken for. `code` is set only when the decision is accept; `candidates` are codes, likely first.

    `issue` is CODE_CONFLICT or UNKNOWN_CODE when the printed code cannot be believed.
    """

    code: str | None
    decision: Decision
    score: float
    reasons: str
    candidates: tuple[str, ...] = ()
    issue: IssueClass | None = None


def _plain(text: str) -> str:
    """Comparison form: lower case, apostrophes and hyphens off, ґ as г."""
    return re.sub(r"[’'`\-\s]", "", text.lower()).replace("ґ", "г")


def _stem(adjective: str) -> str:
    """An adjective without its ending: «Миколаївської» -> «миколаївськ»."""
    return re.sub(r"(?:ського|ському|ською|ської|ській|ським|ська|ську|ське|ський)$", "ськ", re.sub(
        r"(?:(?<=[цз]ьк)|(?<=н)|(?<=[цз]к))(?:ого|ому|ою|ої|ій|им|а|у|е|ий)$", "", _plain(adjective)))


class Hromady:
    """The codifier, ready to be asked. Answers are remembered: a source prints the same party many times."""

    def __init__(self, codifier: Codifier):
        self.rows = {row["code"]: row for row in codifier.hromady.iter_rows(named=True)}
        self._by_stem: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._old: dict[tuple[str, str], str] = {}
        for code, name, current in codifier.names.iter_rows():
            self._by_stem[_stem(name)].add(code)
            self._stems[code].add(_stem(name))
            if not current:
                self._old[code, _stem(name)] = name
        self._by_settlement: dict[str, set[tuple[str, str]]] = defaultdict(set)
        settlements = codifier.settlements.filter(pl.col("category") != "B")
        for name, category, code in settlements.select("name", "category", "hromada_code").iter_rows():
            self._by_settlement[_plain(name)].add((code, category))
        moved = {row["new_name"]: row["old_name"] for row in renames() if row["category"] == "M"}
        for new, old in moved.items():
            self._by_settlement[_plain(old)] |= self._by_settlement[_plain(new)]
        self._city_districts = {_stem(name): code for name, code in codifier.settlements.filter(pl.col("category") == "B")
                                .select("name", "hromada_code").iter_rows()}
        seats = [(code, row["seat"]) for code, row in self.rows.items() if row["seat"] and row["oblast_row"]]
        # Lists in other languages are slow to follow a rename: old names of a seat sound as well («Tscherwonohrad»).
        seats += [(code, old) for new, old in moved.items() for code, _ in self._by_settlement[_plain(new)] if self.rows[code]["seat"] == new]
        sounds = keys.sound(pl.Series([seat for _, seat in seats] + [row["name"] for row in self.rows.values()]), "cyrillic")
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        for code, *forms in zip([code for code, _ in seats] + list(self.rows), sounds, keys.coarse(sounds)):
            for form in forms:
                self._by_sound[form].add(code)
        self._oblasts = {_stem(row["oblast"]): row["oblast"] for row in self.rows.values()}
        self._oblasts |= {"київ": "Київ", "мкиїв": "Київ", "містокиїв": "Київ"}
        by_name = pl.Series(list(self._oblasts.values()))
        self._oblast_sounds = {keys.coarse(keys.sound(pl.Series([text]), "cyrillic"))[0]: name for name in by_name.unique().sort()
                               for text in (name, re.sub(r"ська$", "", name), re.sub(r"ьська$|ська$", "ь", name))}
        # An oblast may stand under the name of its centre («Sumy»); German lists write its own («Tscherkasska», «Charkiwska»).
        centres = [(row["oblast"], row["seat"]) for row in self.rows.values() if row["seat"] and _stem(row["name"]) == _stem(row["oblast"])]
        for (name, _), sound in zip(centres, keys.coarse(keys.sound(pl.Series([seat for _, seat in centres]), "cyrillic"))):
            self._oblast_sounds.setdefault(sound, name)
        self.resolve = lru_cache(maxsize=100_000)(self._resolve)

    def oblast_of(self, text: str | None) -> str | None:
        """Name of the oblast («Львівська», «Київ») a text names in any case, long, short or in Latin; None when it names none."""
        if not text:
            return None
        text = repair(text)[:MAX_TEXT]
        found = _OBLAST.search(text)
        if found:
            return self._oblasts.get(_stem(found.group(1) + "а"))
        plain = _plain(re.sub(r"\s*(?:область|обл\.?|oblast|region)\s*$", "", text, flags=re.I))
        if plain in self._oblasts or _stem(plain) in self._oblasts:
            return self._oblasts.get(plain) or self._oblasts[_stem(plain)]
        if _CRIMEA.search(text):
            return next((oblast for oblast in self._oblasts.values() if "Крим" in oblast), None)
        if _KYIV_CITY.search(text):
            return "Київ"
        if re.search("[A-Za-z]", plain):
            sounds = (keys.coarse(keys.sound(pl.Series([plain]), language))[0] for language in ("translit", "translit_de"))
            return next((self._oblast_sounds[sound] for sound in sounds if sound in self._oblast_sounds), None)
        return None

    def names_code(self, code: str, text: str) -> bool:
        """True when the text names the hromada of the code: its name, an old name, its seat, in any case or script."""
        row = self.rows[code]
        party = _party(text)
        forms = {party.stem, *( _stem(form) for form in party.nouns)}
        if forms & self._stems[code]:
            return True
        seat = _plain(row["seat"] or "")
        if seat and any(_plain(form) == seat for form in party.nouns):
            return True
        return code in self._by_latin(party.latin) if party.latin else False

    def _by_latin(self, text: str) -> set[str]:
        """Hromady whose name or seat sounds like a name in Latin letters: the exact sound in any transliteration, else a near one."""
        sounds = [keys.sound(pl.Series([text]), language) for language in ("translit", "translit_de", "pl")]
        for key in (lambda sound: sound[0], lambda sound: keys.coarse(sound)[0]):
            for sound in sounds:
                if key(sound) in self._by_sound:
                    return self._by_sound[key(sound)]
        return set()

    def _resolve(self, text: str | None = None, code: str | None = None, oblast: str | None = None, raion: str | None = None,
                 site: str | None = None) -> HromadaMatch:
        """The hromada a source prints: `text` as printed (may itself hold a code), `code` KATOTTG, `oblast` and `raion` as printed,
        `site` the code of the hromada on whose site the text stands."""
        text = repair(text or "")[:MAX_TEXT]
        inside = _CODE.search(text)
        code = code or (inside.group() if inside else None)
        text = _CODE.sub(" ", text).strip(" ,;")
        if code:
            return self._by_code(code.strip(), text, oblast)
        if not text:
            if site in self.rows:
                return HromadaMatch(site, Decision.ACCEPT, 0.98, say("own_site", hromada=self._label(site)), (site,))
            return HromadaMatch(None, Decision.REVIEW, 0.0, say("no_hromada"))
        if _OBLAST_BODY.search(text) or not _OBLAST.sub("", text).strip(" .,"):
            return HromadaMatch(None, Decision.REJECT, 0.0, say("oblast_body"))
        if _RAION_BODY.search(text) or not _OBLAST.sub("", _RAION.sub("", text)).strip(" .,"):
            return HromadaMatch(None, Decision.REJECT, 0.0, say("raion_body"))
        if _KYIV_DISTRICT.fullmatch(text):
            return HromadaMatch(None, Decision.REVIEW, 0.5, say("kyiv_district"), (KYIV,))
        district = _CITY_DISTRICT.search(text)
        if district:
            home = {code for form in nominatives(district.group(1)) for code, category in self._settlement(form) if category in "MK"}
            return HromadaMatch(None, Decision.REVIEW, 0.5, say("city_district"), tuple(sorted(home)))
        return self._by_name(text, oblast, raion, site)

    def _by_code(self, code: str, text: str, oblast: str | None) -> HromadaMatch:
        if code not in self.rows:
            return HromadaMatch(None, Decision.REVIEW, 0.0, say("code_unknown", code=code), issue=IssueClass.UNKNOWN_CODE)
        named = self.oblast_of(oblast) or self.oblast_of(text if _OBLAST.search(text) else None)
        if text and not self.names_code(code, text):
            guess = self._by_name(text, oblast, None, None)
            likely = (guess.code,) if guess.code else guess.candidates
            party = _party(text)
            near = max((fuzz.ratio(party.stem or "", stem) for stem in self._stems[code]), default=0)
            if not likely and near >= MISSPELT and not (named and named != self.rows[code]["oblast"]):
                return HromadaMatch(code, Decision.ACCEPT, 0.9, say("code_misspelt", hromada=self._label(code), name=text[:80]), (code,))
            return HromadaMatch(None, Decision.REVIEW, 0.2, say("code_other_name", hromada=self._label(code), name=text),
                                (*likely, code), IssueClass.CODE_CONFLICT)
        if named and named != self.rows[code]["oblast"]:
            twins = sorted(c for stem in self._stems[code] for c in self._by_stem[stem] if self.rows[c]["oblast"] == named)
            return HromadaMatch(None, Decision.REVIEW, 0.2, say("code_other_oblast", hromada=self._label(code), oblast=named),
                                (*twins, code), IssueClass.CODE_CONFLICT)
        return HromadaMatch(code, Decision.ACCEPT, 1.0 if text else 0.99, say("code_agrees" if text else "code_of", hromada=self._label(code)), (code,))

    def _by_name(self, text: str, oblast: str | None, raion: str | None, site: str | None) -> HromadaMatch:
        party = _party(text)
        reasons = []
        found = set(self._by_stem.get(party.stem, ())) if party.stem else set()
        if found:
            reasons.append(say("hromada_stem", stem=party.stem))
        whole = True
        if not found and party.latin:
            found = self._by_latin(party.latin)
            reasons.append(say("latin"))
        for form in party.nouns if not found else ():
            if _stem(form) in self._by_stem and party.kind != "place":
                found |= self._by_stem[_stem(form)]
            towns = self._settlement(form)
            seats = {code for code, _ in towns if _plain(self.rows[code]["seat"] or "") == _plain(form)} if towns else set()
            found |= seats or {code for code, _ in towns}
            whole = bool(seats) or not towns
            if found:
                reasons.append(say("settlement" if whole else "settlement_part", name=form))
                break
        if not found and party.stem and party.council:
            found, whole = self._village_council(party.stem), False
            reasons.append(say("former_council"))
        if not found:
            return HromadaMatch(None, Decision.REVIEW, 0.0, say("no_such_hromada", name=text[:80]))
        # Hromady of Crimea and Sevastopol stand in the codifier on paper only: none has been formed, so they are nobody's namesakes.
        found = {code for code in found if self.rows[code]["oblast_row"]} or found
        every, hinted = len(found), False
        for what, keep in self._hints(party, text, oblast, raion, found):
            if keep:
                found, hinted = keep, True
                reasons.append(what)
            else:
                return HromadaMatch(None, Decision.REVIEW, 0.3, "; ".join([*reasons, say("but_none", hint=what)]), tuple(sorted(found)))
        if site in found and len(found) > 1:
            found, hinted = {site}, True
            reasons.append(say("its_own_site"))
        ordered = tuple(sorted(found))
        if len(found) > 1:
            names = ", ".join(self._label(code) for code in ordered[:5])
            return HromadaMatch(None, Decision.REVIEW, 1 / len(found), f"{'; '.join(reasons)}: {say('hromada_namesakes', count=len(found), names=names)}", ordered)
        old = next((name for (code, stem), name in self._old.items() if code == ordered[0] and stem == party.stem), None)
        reasons += [say("former_name", name=old)] if old else []
        reasons += [say("only_one")] if every == 1 else []
        if not whole and not hinted:
            return HromadaMatch(None, Decision.REVIEW, 0.6, f"{'; '.join(reasons)}: {self._label(ordered[0])}; {say('no_area')}", ordered)
        return HromadaMatch(ordered[0], Decision.ACCEPT, 0.98 if hinted else 0.97, f"{self._label(ordered[0])}: {'; '.join(reasons)}", ordered)

    def _hints(self, party: "_Party", text: str, oblast: str | None, raion: str | None, found: set[str]) -> Iterable[tuple[str, set[str]]]:
        """What else is printed, each with the candidates that agree; the type counts only where it tells candidates apart."""
        named = self.oblast_of(oblast) or self.oblast_of(text if _OBLAST.search(text) else None)
        if named:
            yield say("hint_oblast", oblast=named), {code for code in found if self.rows[code]["oblast"] == named}
            found = {code for code in found if self.rows[code]["oblast"] == named}
        printed = _RAION.search(raion or "") or _RAION.search(text)
        stem = _stem(printed.group(1) + "ий") if printed else _stem(raion) if raion else None
        if stem and len(found) > 1:
            inside = {code for code in found if _stem(self.rows[code]["raion"] or "") == stem}
            # Raions before 2020 are not in the codifier: a raion that none of the candidates lies in tells nothing.
            if inside:
                yield say("hint_raion", raion=printed.group() if printed else raion), inside
                found = inside
        if party.kind in ("міська", "селищна", "сільська") and len(found) > 1:
            same = {code for code in found if self.rows[code]["kind"] in (party.kind, "місто" if party.kind == "міська" else party.kind)}
            if same:
                yield say("hint_type", kind=party.kind), same

    def _settlement(self, name: str) -> set[tuple[str, str]]:
        return self._by_settlement.get(_plain(name), set())

    def _village_council(self, stem: str) -> set[str]:
        """Hromady of the settlements that an adjective («Полапівськ») may be made of."""
        found = set()
        for suffix in _COUNCIL_SUFFIXES:
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 3:
                for ending in _SETTLEMENT_ENDINGS:
                    found |= {code for code, _ in self._by_settlement.get(stem.removesuffix(suffix) + ending, ())}
        return found

    def _label(self, code: str) -> str:
        row = self.rows[code]
        return f"{row['full_name'].replace(' територіальна', '')} ({row['oblast']})"


@dataclass(frozen=True)
class _Party:
    """A Ukrainian party as read: stem of the adjective it is called by, forms of a settlement's name, type, words in Latin."""

    stem: str | None
    nouns: tuple[str, ...]
    kind: str | None
    council: bool
    latin: str | None


@lru_cache(maxsize=50_000)
def _party(text: str) -> _Party:
    if not re.search("[А-Яа-яІіЇїЄєҐґ]", text):
        plain = _LATIN_WORDS.sub(" ", re.sub(r"\(.*?\)|,.*$", " ", text)).strip()
        return _Party(None, (), None, False, plain or None)
    clean = _OBLAST.sub(" ", _RAION.sub(" ", text))
    for pattern in (_COUNCIL, _SHORT_COUNCIL):
        found = pattern.search(clean)
        if found:
            word = found.group(2).lower()
            kind = "міська" if word.startswith("м") else "селищна" if word.startswith("сели") else "сільська" if word.startswith("сіль") else None
            return _Party(_stem(found.group(1).split()[-1]), (), kind, True, None)
    found = _HROMADA.search(clean)
    if found:
        return _Party(_stem(re.match(r"[\w'-]+", found.group()).group()), (), None, False, None)
    found = _SETTLEMENT.search(clean)
    if found:
        word = found.group(1).lower().rstrip(".")
        kind = "міська" if word.startswith("м") else "сільська" if re.match(r"сел[оаі]м?$|с$", word) else "селищна"
        return _Party(None, tuple(nominatives(found.group(2))), kind, False, None)
    plain = " ".join(_WORDS.sub(" ", re.sub(r"\(.*?\)|,.*$", " ", clean)).split())
    return _Party(_stem(plain), tuple(nominatives(plain)), None, False, None)


@lru_cache(maxsize=1)
def hromady() -> Hromady:
    """The pinned edition of the codifier, ready to be asked."""
    return Hromady(load_codifier())


def resolve_hromada(text: str | None = None, *, code: str | None = None, oblast: str | None = None, raion: str | None = None,
                    site: str | None = None) -> HromadaMatch:
    """Which hromada is meant; see `Hromady._resolve`. `text` may be a name as printed or a KATOTTG code."""
    return hromady().resolve(text, code, oblast, raion, site)
