"""The resolver: printed names of foreign partners in, places of the gazetteer (or new local places, questions, rejections) out.

What belongs here: the order of the steps, mentions in batches, letting the sources of one hromada inform each other, and rulings of persons. What does not:
the steps themselves: reading (`reading.py`), asking (`asking.py`), deciding (`verdicts.py`), the keys of what stays in doubt (`local.py`), hromady
(`hromady.py`), storage of decisions.

Everything that is decided for a mention depends only on the mention, on the other mentions of its hromada and on decisions: resolving the
mentions of touched hromady alone gives the same as resolving all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl

from registry.matching import beside, decide, keys, scoring
from registry.matching.asking import Answers, Asker, State, tops
from registry.matching.candidates import BY_FOLD, PRINTED, Candidates, Finder, spread
from registry.matching.hromady import Hromady, hromady
from registry.matching.local import LocalKeys
from registry.matching.mentions import ABOVE, Mention, Resolution, Ruling
from registry.matching.reading import Part, Query, Reader
from registry.matching.reasons import say
from registry.matching.verdicts import NOTHING, Judge, Verdict
from registry.places.gazetteer import BIT, Gazetteer
from schemas.vocabularies import Decision, Level
from scrapers.text.normalise import fold

BATCH = 250_000
#: A place that another form of the hromada means with this chance is named by another source.
NAMED = 0.9
#: With this chance it is as good as certain, its inhabitants counted in.
SURE = 0.99
#: An accepted form is read again when a form this like it, or more, means something else.
_DISPUTED = 0.5
#: Nearer than this to the hromada a place is likelier to be its partner, the more the nearer. In the transcribed rows of four sources such places in Poland,
#: Romania, Slovakia and Hungary are partners several times as often as they would be by chance, within 50 km some forty times.
HOME_KM = 200
#: A place that a form this like means is asked about though the name itself does not lead to it.
_PUT_FORWARD = 0.35


class Resolver:
    """Resolves mentions against an opened gazetteer. Pure: the same input gives the same output, in any order of mentions."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        codifier: Hromady | None = None,
        rulings: Iterable[Ruling] = (),
        model: scoring.Model | None = None,
    ):
        self.gazetteer = gazetteer
        self.hromady = codifier or hromady()
        self.finder = Finder(gazetteer)
        self.reader, self.asker, self.judge = Reader(gazetteer, self.finder), Asker(gazetteer, self.finder), Judge(gazetteer)
        self.local_keys = LocalKeys(gazetteer, self.judge)
        self.model = model or scoring.model()
        self._rulings: dict[tuple[str | None, str | None, str, bool | None], Ruling] = {}
        self._not: dict[tuple[str | None, str], set[str]] = defaultdict(set)
        for ruling in rulings:
            if ruling.same or ruling.place_key is None:
                self._rulings[ruling.hromada, ruling.country, fold(ruling.name), ruling.above] = ruling
            else:
                self._not[ruling.hromada, fold(ruling.name)].add(ruling.place_key)

    def resolve(self, mentions: Sequence[Mention]) -> list[Resolution]:
        """One resolution a part of each mention, in the order of the mentions; a mention without any name gives one rejected part."""
        homes = self.homes_of(mentions)
        found: list[Resolution] = []
        of: list[int] = []
        for rows in _batches([group for _, group, _ in homes]):
            mine = [mentions[row] for row in rows]
            parts, queries = self.reader.read(mine)
            of += [rows[part.mention] for part in parts]
            found += self._answer(mine, [homes[row] for row in rows], parts, queries, self.asker.ask(queries))
        return [found[at] for at in np.argsort(np.array(of, dtype=np.int64), kind="stable").tolist()]

    def homes_of(self, mentions: Sequence[Mention]) -> list[tuple[str | None, str, str]]:
        """(code, group, reason) of the hromada of each mention; the group is the code, or the words printed when there is none."""
        known: dict[tuple[str | None, str | None], tuple[str | None, str, str]] = {}
        homes = []
        for mention in mentions:
            asked = (mention.hromada, mention.oblast)
            if asked not in known:
                match = self.hromady.resolve(mention.hromada, None, mention.oblast, None, None)
                known[asked] = (
                    match.code,
                    match.code or f"?{fold((mention.hromada or '')[:200])}|{fold((mention.oblast or '')[:100])}",
                    "" if match.code else say("hromada", rest=match.reasons),
                )
            code, group, note = known[asked]
            # Two names without any hromada have nothing in common that could vouch for either.
            homes.append((code, group if code or (mention.hromada or "").strip() else f"?#{mention.id}", note))
        return homes

    def _answer(
        self, mentions: Sequence[Mention], homes: list, parts: list[Part], queries: list[Query], answers: Answers
    ) -> list[Resolution]:
        chance, none = scoring.probabilities(self.model.alone, answers.x, answers.found.query, len(queries))
        state = self.state(mentions, homes, parts, queries, answers, chance, none)
        again = self._again(queries, state)
        told: dict[int, Verdict] = {}
        verdicts: list[Verdict] = []
        for query, ask in zip(state.asked.tolist(), state.member.tolist()):
            if ask in again:
                verdicts.append(again[ask])
            else:
                if query not in told:
                    told[query] = self._tell(queries, state, query)
                verdicts.append(told[query])
        said = {
            (home, place)
            for home, query, verdict in zip(state.group.tolist(), state.asked.tolist(), verdicts)
            if queries[query].level is Level.GMINA and verdict.place >= 0
            for place in (verdict.place, int(self.gazetteer.twin[verdict.place]))
        }
        beside = self.judge.side_by_side(mentions, parts, queries, state, verdicts)
        verdicts = [
            self.judge.gmina(
                verdict, queries[query], (home, verdict.place) in said, row in beside, mentions[parts[number].mention].name
            )
            for row, (verdict, query, home, number) in enumerate(
                zip(verdicts, state.asked.tolist(), state.group.tolist(), state.live)
            )
        ]
        verdicts = self.judge.associations(mentions, parts, queries, state, verdicts)
        refused = [self._refused(homes[parts[number].mention][0], parts[number].name) for number in state.live]
        verdicts = [self._unless_refused(verdict, keys_of) for verdict, keys_of in zip(verdicts, refused)]
        local = self.local_keys.of(homes, parts, queries, state, verdicts, refused)
        for row in beside:
            if verdicts[row].decision is Decision.REVIEW and queries[int(state.asked[row])].level is Level.GMINA:
                # One source names both, so they are two; which the second is has to be said.
                part = parts[state.live[row]]
                local[row] = f"local:PL:{homes[part.mention][1]}:{fold(part.name).replace(' ', '-')}~gmina"
        results: list[Resolution] = []
        position = {number: row for row, number in enumerate(state.live)}
        for number, part in enumerate(parts):
            mention, (code, _, note) = mentions[part.mention], homes[part.mention]
            if part.query < 0:
                results.append(
                    Resolution(
                        mention.id,
                        part.part,
                        code,
                        None,
                        part.name or None,
                        part.country,
                        part.level,
                        1.0,
                        Decision.REJECT,
                        part.rejected or "",
                    )
                )
                continue
            row, query = position[number], queries[part.query]
            if state.member[row] in state.ruled:
                results.append(self._by_ruling(state.ruled[state.member[row]], mention, part, code, query))
                continue
            v = verdicts[row]
            if v.decision is Decision.REJECT:
                results.append(
                    Resolution(mention.id, part.part, code, None, part.name, "UA", part.level, v.score, v.decision, v.reasons)
                )
            elif v.decision is Decision.ACCEPT:
                results.append(
                    Resolution(
                        mention.id,
                        part.part,
                        code,
                        self.gazetteer.key(v.place),
                        self.gazetteer.name(v.place),
                        self.gazetteer.iso(v.place),
                        part.level or plainest(int(self.gazetteer.level[v.place])),
                        v.score,
                        v.decision,
                        _with(v.reasons, note),
                        v.candidates,
                    )
                )
            else:
                results.append(
                    Resolution(
                        mention.id,
                        part.part,
                        code,
                        local[row],
                        part.name,
                        query.country,
                        part.level,
                        v.score,
                        v.decision,
                        _with(v.reasons, note),
                        v.candidates,
                    )
                )
        return results

    def _refused(self, code: str | None, name: str) -> Set[str]:
        """Keys of places that, as a person has said, this form is not."""
        if not self._not:
            return NOTHING
        form = fold(name)
        return self._not.get((code, form), set()) | self._not.get((None, form), set())

    def _unless_refused(self, verdict: Verdict, refused: Set[str]) -> Verdict:
        """A question instead of a verdict that a person has denied."""
        if verdict.place < 0 or self.gazetteer.key(verdict.place) not in refused:
            return verdict
        denied = f"{say('denied', place=self.gazetteer.name(verdict.place))}; {verdict.reasons}"
        return replace(verdict, decision=Decision.REVIEW, place=-1, reasons=denied)

    def state(
        self,
        mentions: Sequence[Mention],
        homes: list,
        parts: list[Part],
        queries: list[Query],
        answers: Answers,
        chance: np.ndarray,
        none: np.ndarray,
    ) -> State:
        live = [number for number, part in enumerate(parts) if part.query >= 0]
        asked = np.array([parts[number].query for number in live], dtype=np.int64)
        groups: dict[str, int] = {}
        group = np.array([groups.setdefault(homes[parts[number].mention][1], len(groups)) for number in live], dtype=np.int64)
        # Asks are numbered as they come within their hromada, whatever other hromady stand between: ties are broken by it.
        _, rows, member = np.unique(group * max(len(queries), 1) + asked, return_index=True, return_inverse=True)
        member, rows = np.argsort(np.argsort(rows))[member], np.sort(rows)
        ruled = self._ruled(homes, parts, [live[row] for row in rows])
        sounds = keys.readings([(query.name, query.country) for query in queries])
        spelled = keys.readings([(query.name, None) for query in queries])
        texts = [fold(query.name).replace(" ", "") for query in queries]
        mine = asked[rows].tolist()
        told_by = beside.told_by(group, member, [mentions[parts[number].mention].source for number in live], len(rows))
        asks = beside.Asks(
            group[rows],
            asked[rows],
            answers.context.country[asked[rows]],
            np.array([queries[query].level in ABOVE for query in mine], dtype=bool),
            [texts[query] for query in mine],
            [sounds[query] for query in mine],
            *(keys.encode(pl.Series(read, dtype=pl.String).gather(mine)) for read in (sounds, spelled)),
            {
                ask: -1 if place is None else place
                for ask, place in ((ask, self.gazetteer.place(ruling.place_key or "")) for ask, ruling in ruled.items())
            },
            told_by,
        )
        codes = {home: homes[parts[number].mention][0] for home, number in zip(group.tolist(), live)}
        nowhere = (np.nan, np.nan)
        home_at = np.array(
            [self.gazetteer.homes.get(codes[home] or "", nowhere) for home in range(len(groups))], dtype=np.float32
        ).reshape(-1, 2)
        top = tops(answers, chance, len(queries))
        return State(
            answers,
            chance,
            none,
            top,
            self._verdicts(queries, chance, none, top),
            live,
            asked,
            group,
            member,
            rows,
            asks,
            ruled,
            home_at,
        )

    def _verdicts(self, queries: list[Query], chance: np.ndarray, none: np.ndarray, top: np.ndarray) -> list[Decision]:
        best = np.where(top >= 0, chance[np.maximum(top, 0)] if len(chance) else 0, 0)
        return [
            decide.decide(float(p), float(n), query.country is not None)
            if query.country or not query.country_said
            else Decision.REVIEW
            for p, n, query in zip(best, none, queries)
        ]

    def _ruled(self, homes: list, parts: list[Part], asks: list[int]) -> dict[int, Ruling]:
        """The ruling of each ask that has one; `asks` are numbers of parts."""
        if not self._rulings:
            return {}
        found = {}
        for ask, number in enumerate(asks):
            part = parts[number]
            name, home, above = fold(part.name), homes[part.mention][0], part.level in ABOVE
            tries = (
                (hromada, country, name, level)
                for hromada in (home, None)
                for country in (part.country, None)
                for level in (above, None)
            )
            ruling = next((self._rulings[key] for key in tries if key in self._rulings), None)
            if ruling is not None:
                found[ask] = ruling
        return found

    def _by_ruling(self, ruling: Ruling, mention: Mention, part: Part, code: str | None, query: Query) -> Resolution:
        if ruling.place_key is None:
            return Resolution(
                mention.id,
                part.part,
                code,
                None,
                part.name,
                part.country,
                part.level,
                1.0,
                Decision.REJECT,
                say("rejected_by", person=ruling.author),
            )
        place = self.gazetteer.place(ruling.place_key)
        if place is None:
            return Resolution(
                mention.id,
                part.part,
                code,
                ruling.place_key,
                part.name,
                part.country,
                part.level,
                1.0,
                Decision.ACCEPT,
                say("decided_by", person=ruling.author),
            )
        return Resolution(
            mention.id,
            part.part,
            code,
            self.gazetteer.key(place),
            self.gazetteer.name(place),
            self.gazetteer.countries[self.gazetteer.country[place]],
            part.level or plainest(int(self.gazetteer.level[place])),
            1.0,
            Decision.ACCEPT,
            say("decided_by", person=ruling.author),
        )

    def read_again(self, queries: list[Query], state: State) -> tuple[np.ndarray, Answers]:
        """(asks that are read again, their candidates in the light of what the other forms of the hromada mean): those in doubt, and those
        accepted whose neighbours mean something else. A place that a form very like it means is a candidate whatever the name itself leads to."""
        asks, answers, g = state.asks, state.answers, self.gazetteer
        said = beside.meant(asks, answers.found.place, state.chance, answers.start)
        pairs = beside.kin(asks)
        # A place in another country than the one printed is only accepted with what the others say.
        here = ~np.append(answers.found.foreign, False)[state.top].astype(bool)
        accepted = (np.array([decision is Decision.ACCEPT for decision in state.first], dtype=bool) & here)[asks.query]
        open_ = np.ones(len(asks.query), dtype=bool)
        open_[list(asks.ruled)] = False
        sure = np.flatnonzero(accepted & open_)
        tops = answers.found.take(state.top[asks.query[sure]])
        tops.query = np.arange(len(sure))
        disputed = beside.by_kin(said, tops, sure, pairs, len(g))[1] >= _DISPUTED
        # The very name of a place of the printed country is that place, whatever else is alike.
        disputed &= (
            (tops.found != BY_FOLD) | (tops.way != PRINTED) | tops.foreign.astype(bool) | (asks.country[sure] == beside.NOWHERE)
        )
        open_[sure[~disputed]] = False
        doubt = np.flatnonzero(open_)
        again = answers.again(asks.query[doubt])
        again = self._put_forward(queries, asks, doubt, again, said, pairs)
        x, found = again.x, again.found
        column = {name: x[:, number] for number, name in enumerate(scoring.FEATURES)}
        # A county that is a partner says nothing of a name without a level: that is the town. Nor does a partner once called like another place
        # say anything of that place.
        spelled, unit = column["same_letters"] > 0, column["unit_unsaid"] > 0
        spelled_town = np.zeros(len(doubt), dtype=bool)
        spelled_town[found.query[spelled & ~unit]] = True
        differs = (
            (column["level_differs"] > 0)
            | (column["region_differs"] > 0)
            | (column["alternate"] > 0)
            | unit & ~(spelled & ~spelled_town[found.query])
        )
        # Nor does one in another country where the printed one has a place called so: Веллен in Germany is not Wieleń.
        called_so = np.zeros(len(doubt), dtype=bool)
        called_so[found.query[~found.foreign & (found.likeness >= scoring.NAMESAKE)]] = True
        differs |= found.foreign & called_so[found.query]
        edits = (1 - found.likeness) * found.length
        like = (found.likeness >= beside.LIKE) & (edits <= np.maximum(beside.EDITS, beside.SHARE * found.length))
        words = beside.meant(
            asks,
            answers.found.place,
            scoring.impartial(self.model.alone, answers.x, answers.found, len(queries)),
            answers.start,
        )
        asked, place = doubt[found.query], found.place.astype(np.int64)
        seen = np.where(differs, 0, beside.elsewhere(asks, words, asked, place, len(g)))
        # Two forms that could both be either of two namesakes say little of which: what another form means counts by its odds.
        column["seen_here"][:] = np.log2(np.clip(seen, 0.5, 0.999) / (1 - np.clip(seen, 0.5, 0.999))) * like
        column["seen_perhaps"][:] = seen * like
        column["seen_sure"][:] = like * ~differs * (beside.elsewhere(asks, said, asked, place, len(g)) >= SURE)
        twins = np.bincount(found.query[found.likeness >= scoring.NAMESAKE], minlength=len(doubt))[found.query] > 1
        column["seen_twin"][:] = column["seen_here"] * twins
        column["seen_far"][:] = seen * ~like * (found.likeness >= beside.FAR)
        crowd = np.bincount(asks.home)[asks.home[doubt]][found.query]
        column["seen_crowd"][:] = column["seen_here"] * np.log2(np.maximum(crowd / 10, 1))
        column["kin"][:], column["kin_elsewhere"][:] = beside.by_kin(said, found, doubt, pairs, len(g))
        column["kin"][differs & (column["level_differs"] > 0)] = 0
        known: dict[int, set[int]] = defaultdict(set)
        for ask in np.flatnonzero(accepted).tolist():
            known[int(asks.home[ask])].add(state.place(int(asks.query[ask])))
        for row, ask in enumerate(doubt.tolist()):
            mine = slice(again.start[row], again.start[row + 1])
            column["near_twin"][mine] = beside.near(g, found.place[mine], known.get(int(asks.home[ask]), set()))
        at = state.home_at[asks.home[doubt]][found.query]
        distance = scoring.kilometres(at[:, 0], at[:, 1], g.lat[found.place], g.lon[found.place])
        column["near_home"][:] = np.nan_to_num(np.clip(np.log2(HOME_KM / np.maximum(distance, 1)), 0, 3))
        # What the other forms mean holds how many people live there already; where there is none, that still has to be said.
        told = np.zeros(len(doubt), dtype=bool)
        told[found.query[seen > 0]] = True
        for name in ("population", "population_east"):
            column[f"unseen_{name}"][:] = column[f"twin_{name}"] * ~told[found.query]
        return doubt, again

    def _put_forward(
        self,
        queries: list[Query],
        asks: beside.Asks,
        doubt: np.ndarray,
        again: Answers,
        said: beside.Meant,
        pairs: tuple[np.ndarray, np.ndarray, np.ndarray],
    ) -> Answers:
        """The candidates of the asks in doubt with the places added that forms very like them mean."""
        row_of = np.full(len(asks.query), -1, dtype=np.int64)
        row_of[doubt] = np.arange(len(doubt))
        a, b, alike = pairs
        keep = row_of[a] >= 0
        a, b, alike = row_of[a[keep]], b[keep], alike[keep]
        start = np.searchsorted(said.ask, np.arange(len(asks.query) + 1))
        pair, row = spread(start[b], start[b + 1])
        keep = alike[pair] * said.chance[row] >= _PUT_FORWARD
        size = len(self.gazetteer)
        wanted = np.setdiff1d(a[pair[keep]] * size + said.place[row[keep]], again.found.query * size + again.found.place)
        if not len(wanted):
            return again
        asked, place = wanted // size, wanted % size
        changed = np.unique(asked)
        mine = asks.query[doubt[changed]]
        forms = self.asker.forms(queries, again.context.country, mine, changed)
        more = self.finder.against(forms, asked, place)
        if not len(more.query):
            return again
        changed = np.unique(more.query)
        row_of = np.full(len(doubt), -1, dtype=np.int64)
        row_of[changed] = np.arange(len(changed))
        within = row_of[again.found.query] >= 0
        theirs = Candidates.join([again.found.take(np.flatnonzero(within)), more])
        order = np.lexsort((theirs.place, theirs.query))
        theirs = theirs.take(order)
        numbered = theirs.take(np.arange(len(order)))
        numbered.query = row_of[theirs.query]
        x = scoring.features(self.gazetteer, numbered, again.context.take(changed))
        every = Candidates.join([again.found.take(np.flatnonzero(~within)), theirs])
        order = np.argsort(every.query, kind="stable")
        return Answers(
            every.take(order),
            np.concatenate([again.x[~within], x])[order],
            np.searchsorted(every.query[order], np.arange(len(doubt) + 1)),
            again.context,
        )

    def _again(self, queries: list[Query], state: State) -> dict[int, Verdict]:
        """Verdicts of the asks that are read again beside the hromada's other forms."""
        doubt, again = self.read_again(queries, state)
        chance, none = scoring.probabilities(self.model.beside, again.x, again.found.query, len(doubt))
        named = np.maximum(*(again.x[:, scoring.FEATURES.index(name)] for name in ("seen_perhaps", "kin"))) >= NAMED
        close = again.x[:, scoring.FEATURES.index("near_twin")] > 0
        home = again.x[:, scoring.FEATURES.index("near_home")] > 1
        verdicts = {}
        for row, ask in enumerate(doubt.tolist()):
            rows = np.arange(again.start[row], again.start[row + 1])
            here, near, at_home = (set(again.found.place[rows[flag[rows]]].tolist()) for flag in (named, close, home))
            verdicts[ask] = self.judge.verdict(
                queries[int(state.asks.query[ask])], again.found, rows, chance[rows], float(none[row]), here, near, at_home
            )
        return verdicts

    def _tell(self, queries: list[Query], state: State, query: int) -> Verdict:
        rows = np.arange(state.answers.start[query], state.answers.start[query + 1])
        return self.judge.verdict(queries[query], state.answers.found, rows, state.chance[rows], float(state.none[query]))


def _batches(groups: Sequence[str]) -> Iterator[Sequence[int]]:
    """Rows in batches of about BATCH, all of one group in one batch."""
    if len(groups) <= BATCH:
        yield range(len(groups))
        return
    number: dict[str, int] = {}
    of = np.array([number.setdefault(group, len(number)) for group in groups], dtype=np.int64)
    batch = np.cumsum(np.bincount(of)) // BATCH
    for each in np.unique(batch):
        yield np.flatnonzero(batch[of] == each).tolist()


@cache
def plainest(bits: int) -> Level:
    """The level by which a place of several is called when nobody printed one."""
    return next(level for level in (Level.CITY, Level.COMMUNE, Level.SETTLEMENT, *Level) if bits & BIT[level])


def _with(reasons: str, note: str) -> str:
    return f"{reasons}; {note}" if note else reasons
