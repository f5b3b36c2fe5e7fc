"""Verdicts: from the probabilities of a question to a decision, with the reasons in words.

What belongs here: what stands in the way of the likeliest place (a contradicted country, a unit and its seat, a town and the gmina around it), and the words.
What does not: thresholds (`decide.py`), probabilities (`scoring.py`).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import numpy as np

from registry.matching import decide, keys, scoring
from registry.matching.asking import ADJECTIVE_OF_A_TOWN, OF_A_TOWN, State
from registry.matching.candidates import BY_FOLD, NOMINATIVE, PRINTED, SECOND, Candidates
from registry.matching.mentions import ABOVE, Candidate, Mention
from registry.matching.reading import Part, Query
from registry.matching.reasons import say
from registry.places.gazetteer import BIT, Gazetteer
from schemas.vocabularies import Decision, Level
from scrapers.text.normalise import fold

#: Candidates told with a result.
TOLD = 5
#: A place less like a name than this is not called so.
_CALLED = 0.95
#: A name of so many sounds is no chance.
_LONG = 7
#: Countries whose counties and districts are called after their seats.
_NAMED_AFTER_SEAT = frozenset(("PL", "CZ", "SK", "HU", "RS", "LV", "TR", "AZ"))
_RURAL = re.compile(r"\b(?:сільськ\w+ [гґ]мін|[гґ]мін\w+ сільськ|gmin\w+ wiejsk|wiejsk\w+)", re.I)
_URBAN = re.compile(r"\b(?:міськ\w+ [гґ]мін|[гґ]мін\w+ міст|[гґ]мін\w+ міськ|gmin\w+ miast|gmin\w+ miejsk\w+\b(?!-))", re.I)
NOTHING: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided for a query: the likeliest `place` (-1 none) with its probability `best`, `names`, the chances of (country, folded name), namesakes together;
    `lost` when no place of the printed country is called nearly so. Accepted only if the decision says so."""

    decision: Decision
    place: int
    score: float
    reasons: str
    candidates: list[Candidate]
    best: float
    spelled: bool = False
    names: Mapping[tuple[int, str], float] = field(default_factory=dict)
    lost: bool = False


class Judge:
    """Decides queries against a gazetteer."""

    def __init__(self, gazetteer: Gazetteer):
        self.gazetteer = gazetteer

    def verdict(
        self,
        query: Query,
        found: Candidates,
        rows: np.ndarray,
        chance: np.ndarray,
        none: float,
        here: Set[int] = NOTHING,
        near: Set[int] = NOTHING,
        at_home: Set[int] = NOTHING,
    ) -> Verdict:
        """Decision, place, score, reasons and candidates of a query."""
        g = self.gazetteer
        if not len(rows):
            reasons = "; ".join([say("nothing_like_it"), *([] if query.country else [say("no_country")])])
            return Verdict(
                Decision.NEW if query.country else Decision.REVIEW,
                -1,
                round(none, 4),
                reasons,
                [],
                0.0,
                lost=query.country is not None,
            )
        order = np.lexsort((found.place[rows], -chance))
        likely = [i for i in order[:TOLD].tolist() if chance[i] >= 0.005]
        row, best = rows[order[0]], float(chance[order[0]])
        place = int(found.place[row])
        said = query.country or not query.country_said
        # Another source of the hromada names the place with its country, so the one printed here may be missing or wrong.
        verdict = decide.decide(best, none, query.country is not None) if said or place in here else Decision.REVIEW
        if not query.country and place not in here and not _whole_name(found, row):
            verdict = Decision.REVIEW
        if found.foreign[row] and _sure_name(found, row):
            # The printed country may be the slip.
            if verdict is Decision.NEW or (best < decide.CONTRADICTED and place not in here):
                verdict = Decision.REVIEW
        elif found.foreign[row] and verdict is Decision.ACCEPT and place not in here:
            verdict = Decision.REVIEW
        if verdict is Decision.ACCEPT and self.not_that_unit(query, place):
            verdict = Decision.REVIEW
        itself = found.way[row] == PRINTED and found.likeness[row] >= scoring.NAMESAKE
        if verdict is Decision.ACCEPT and query.level in OF_A_TOWN and not itself and ADJECTIVE_OF_A_TOWN.search(query.name.lower()):
            verdict = Decision.REVIEW  # «Опольська гміна» is made of one of several towns
        # «Nowa Wieś» may be any of a dozen that have a second word.
        goes_on = int(g.further[place]) > int(g.population[place]) and not (query.region or place in here or place in at_home)
        if verdict is Decision.ACCEPT and goes_on:
            verdict = Decision.REVIEW
        alike, *evidence = self._evidence(query, found, row, here, near, at_home)
        words = [alike, *([say("goes_on")] if goes_on else [])]
        if not query.country:
            words.append(say("country_unknown" if query.country_said else "no_country"))
            if g.iso(place) == "UA" and best >= decide.ACCEPT:
                verdict, words = Decision.REJECT, [say("domestic", rest=alike)]
        listed = []
        for i in likely:
            at = int(found.place[rows[i]])
            told = "" if verdict is Decision.ACCEPT else "; ".join(self._evidence(query, found, rows[i], here, near, at_home))
            listed.append(Candidate(g.key(at), g.name(at), g.iso(at), round(float(chance[i]), 4), told))
        if verdict is Decision.REJECT:
            return Verdict(verdict, -1, best, words[0], listed, best)
        twins = int((found.likeness[rows] >= scoring.NAMESAKE).sum())
        if found.likeness[row] >= scoring.NAMESAKE and twins > 1:
            words.append(say("namesakes", count=twins))
        if query.region:
            words.append(say("region", region=query.region[:60]))
        text = "; ".join(words + evidence)
        if verdict is Decision.NEW:
            text = say("not_like_enough", rest=text)
        lost = query.country is not None and not bool((~found.foreign[rows] & (found.likeness[rows] >= _CALLED)).any())
        names: dict[tuple[int, str], float] = {}
        for i in order.tolist() if verdict is not Decision.ACCEPT else order[:1].tolist():
            if chance[i] < 0.005:
                break
            key = self.called(int(found.place[rows[i]]))
            names[key] = names.get(key, 0.0) + float(chance[i])
        return Verdict(
            verdict,
            place,
            round(best if verdict is not Decision.NEW else none, 4),
            text,
            listed,
            best,
            _just_so(query, found, row),
            names,
            lost,
        )

    def called(self, place: int) -> tuple[int, str]:
        """Country and folded name of a place: the same for namesakes."""
        return int(self.gazetteer.country[place]), fold(self.gazetteer.name(place))

    def not_that_unit(self, query: Query, place: int) -> bool:
        """True when a town and the unit around it may be confused: the level printed is that of the other, or none is and the unit bears the name of its seat, which
        would have to be there as well."""
        bits = int(self.gazetteer.level[place])
        unit = not bits & scoring.TOWN
        if query.level is None:
            # A quarter («Урсинув») bears no other town's name.
            return unit and bits != BIT[Level.CITY_DISTRICT] and self.gazetteer.iso(place) in _NAMED_AFTER_SEAT
        return unit != (query.level in ABOVE) and not scoring.agrees(query.level, int(self.gazetteer.level[place]))

    def _evidence(
        self, query: Query, found: Candidates, row: int, here: Set[int], near: Set[int], at_home: Set[int]
    ) -> list[str]:
        """What speaks for a candidate or against it: first how its name meets the printed one."""
        place = int(found.place[row])
        words = [self._alike(found, row)]
        if query.country and found.foreign[row]:
            words.append(say("contradicted", printed=query.country, country=self.gazetteer.iso(place)))
        if query.level:
            agrees = scoring.agrees(query.level, int(self.gazetteer.level[place]))
            words.append(say("level_agrees" if agrees else "level_differs", level=query.level.value))
        if place in here:
            words.append(say("named_elsewhere"))
        elif place in near:
            words.append(say("near_partner"))
        if place in at_home:
            words.append(say("near_home"))
        return words

    def _alike(self, found: Candidates, row: int) -> str:
        name = self.gazetteer.name(int(found.place[row]))
        if found.found[row] == BY_FOLD and found.way[row] == PRINTED:
            return say("same_name", place=name)
        if found.found[row] == BY_FOLD and found.way[row] == SECOND:
            return say("second_name", place=name)
        if found.likeness[row] >= 0.999:
            return say("case_form" if found.way[row] == NOMINATIVE else "sounds_like", place=name)
        return say("like", place=name, likeness=f"{found.likeness[row]:.2f}")

    def side_by_side(
        self, mentions: Sequence[Mention], parts: list[Part], queries: list[Query], state: State, verdicts: list[Verdict]
    ) -> set[int]:
        """Rows of a Polish town and a gmina of its name that one source names for one hromada: two bodies."""
        g = self.gazetteer
        named: dict[tuple[int, str, int], dict[bool, list[int]]] = defaultdict(lambda: {True: [], False: []})
        for row, (verdict, query, home, number) in enumerate(
            zip(verdicts, state.asked.tolist(), state.group.tolist(), state.live)
        ):
            if verdict.decision is Decision.ACCEPT and int(g.level[verdict.place]) & BIT[Level.GMINA]:
                town = verdict.place if int(g.level[verdict.place]) & BIT[Level.CITY] else int(g.twin[verdict.place])
                mention = mentions[parts[number].mention]
                # «Гміна міста Краснік» is the town.
                rural = queries[query].level is Level.GMINA and not _URBAN.search(mention.name)
                named[home, mention.source, town][rural].append(row)
        return {row for rows in named.values() if rows[True] and rows[False] for row in (*rows[True], *rows[False])}

    def gmina(self, verdict: Verdict, query: Query, said: bool, beside: bool, cell: str) -> Verdict:
        """A Polish town and the rural gmina of its name around it are two bodies. «Гміна Замосць» may be either, and so may a bare Zamość where
        another source of the hromada says gmina (`said`): a person has to decide. Where one source names both (`beside`) they are two. Of a gmina that is not on
        our list a person is asked only where it is printed as one."""
        g = self.gazetteer
        if (
            verdict.decision is not Decision.ACCEPT
            or query.level is Level.CITY
            or not int(g.level[verdict.place]) & BIT[Level.GMINA]
        ):
            return verdict
        twin = int(g.twin[verdict.place])
        rural, urban = bool(_RURAL.search(cell)), bool(_URBAN.search(cell))
        if twin == verdict.place:
            if not beside and query.level is Level.GMINA and not urban:
                return replace(verdict, decision=Decision.REVIEW, reasons=f"{verdict.reasons}; {say('rural_gmina')}")
            twin = -1
        if twin >= 0 and (rural or urban or beside):
            told = rural or urban
            wanted = rural if told else query.level is Level.GMINA
            place = verdict.place if bool(int(g.level[verdict.place]) & BIT[Level.CITY]) != wanted else twin
            return replace(
                verdict,
                place=place,
                reasons=verdict.reasons if told else f"{verdict.reasons}; {say('side_by_side')}",
            )
        if beside and query.level is Level.GMINA:
            return replace(
                verdict,
                decision=Decision.REVIEW,
                reasons=f"{verdict.reasons}; {say('town_beside')}",
            )
        if twin >= 0 and said:
            return replace(
                verdict,
                decision=Decision.REVIEW,
                reasons=f"{verdict.reasons}; {say('other_body', place=g.name(twin))}",
            )
        return verdict

    def associations(
        self, mentions: Sequence[Mention], parts: list[Part], queries: list[Query], state: State, verdicts: list[Verdict]
    ) -> list[Verdict]:
        """A German Samtgemeinde is called by its first town's name alone by one source and in full by another: in one hromada both are it,
        unless a source names the two side by side."""
        g = self.gazetteer
        found: dict[tuple[int, int], Verdict] = {}
        sources: dict[tuple[int, int], set[str]] = defaultdict(set)
        printed = [mentions[parts[number].mention].source for number in state.live]
        for home, source, verdict in zip(state.group.tolist(), printed, verdicts):
            if (
                verdict.place >= 0
                and verdict.best >= decide.REVIEW
                and int(g.level[verdict.place]) == BIT[Level.ASSOCIATION]
                and g.twin[verdict.place] >= 0
                and g.iso(verdict.place) == "DE"
            ):
                key = (home, int(g.twin[verdict.place]))
                found[key] = max(
                    found.get(key, verdict), verdict, key=lambda v: (v.decision is Decision.ACCEPT, v.best, -v.place)
                )
                sources[key].add(source)
        if not found:
            return verdicts
        result = []
        for home, query, source, verdict in zip(state.group.tolist(), state.asked.tolist(), printed, verdicts):
            key = (home, verdict.place)
            whole = found.get(key) if queries[query].level is None and source not in sources[key] else None
            result.append(
                verdict
                if whole is None
                else replace(
                    verdict,
                    place=whole.place,
                    decision=whole.decision,
                    reasons=f"{verdict.reasons}; {say('first_town', place=g.name(whole.place))}",
                )
            )
        return result


def _just_so(query: Query, found: Candidates, row: int) -> bool:
    """True for a place of the printed country that is called as printed: with the same letters, or with the same sounds where another script leaves nothing else."""
    heard = found.likeness[row] >= scoring.NAMESAKE and found.way[row] != NOMINATIVE and keys.is_cyrillic(query.name)
    here = query.country is not None and not found.foreign[row]
    return bool(here and (heard or (found.found[row] == BY_FOLD and found.way[row] == PRINTED)))


def _whole_name(found: Candidates, row: int) -> bool:
    """True for a name that needs no country: as printed that of the place, or a slip of one too long to be that of another somewhere in the world."""
    return bool(found.way[row] != NOMINATIVE and (found.likeness[row] >= scoring.NAMESAKE or found.length[row] >= _LONG))


def _sure_name(found: Candidates, row: int) -> bool:
    """True for a name long and like enough to be no chance: then the printed country may be the slip."""
    return bool(
        found.likeness[row] >= 0.999 and found.length[row] >= 4 and (found.found[row] == BY_FOLD or found.length[row] >= _LONG)
    )
