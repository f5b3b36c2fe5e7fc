"""Local keys: under which key a part counts while it is no accepted place.

What belongs here: joining the doubtful names of a hromada through `grouping.py` with what the gazetteer calls the places in question. What does not: the rules
of joining.
"""

from collections.abc import Set

import numpy as np
import polars as pl

from registry.matching import grouping, keys, scoring
from registry.matching.asking import State
from registry.matching.mentions import ABOVE
from registry.matching.reading import Part, Query
from registry.matching.verdicts import Judge, Verdict
from registry.places.gazetteer import BIT, Gazetteer, core
from schemas.vocabularies import Decision, Level
from scrapers.text.normalise import fold

#: A place whose name is this likely is what a doubtful name is grouped by.
_GUESS = 0.3
#: A name printed without a level is one of a county or the like from this chance.
_UNIT = 0.8


class LocalKeys:
    """Names the doubtful partners of hromady."""

    def __init__(self, gazetteer: Gazetteer, judge: Judge):
        self.gazetteer = gazetteer
        self.judge = judge

    def of(
        self,
        homes: list,
        parts: list[Part],
        queries: list[Query],
        state: State,
        verdicts: list[Verdict],
        refused: list[Set[str]],
    ) -> list[str]:
        """Place key under which each part counts while it is no accepted place: that of a partner of the same hromada that it most likely
        is, else `local:<country>:<hromada>:<sound key>`, shared by all the doubtful names that are one body."""
        g = self.gazetteer
        asks, rows = state.asks, state.rows.tolist()
        asked = asks.query.tolist()
        chosen = [verdicts[row] for row in rows]
        place = np.array([v.place if v.decision is Decision.ACCEPT else -1 for v in chosen], dtype=np.int64)
        strength = [v.names.get(self.judge.called(v.place), v.best) if v.place >= 0 else v.best for v in chosen]
        guess = np.array([v.place if v.place >= 0 and s >= _GUESS else -1 for v, s in zip(chosen, strength)], dtype=np.int64)
        for number, at in asks.ruled.items():
            if at >= 0:
                place[number] = guess[number] = at
        # Two namesakes are hardly ever partners of one hromada: whichever of them is meant, it is one partner.
        numbers: dict[tuple[int, str], int] = {}
        meant = np.array([numbers.setdefault(self.judge.called(at), at) if at >= 0 else -1 for at in guess.tolist()], dtype=np.int64)
        above = np.array(
            [self._above(queries[query], int(at) if v.best >= _UNIT else -1) for query, at, v in zip(asked, guess, chosen)],
            dtype=np.int8,
        )
        country = np.array([g.country_index.get(queries[query].country or "", -1) for query in asked], dtype=np.int64)
        home = asks.home
        # What the gazetteer calls the places in question stands beside what the sources call them: a slip in Latin letters is near the one
        # when all the others are in Cyrillic.
        known = sorted(
            {
                (int(h), int(at), int(p))
                for h, at, p, said in zip(home, guess, place, country)
                if at >= 0 and (p >= 0 or said in (-1, g.country[at]))
            }
        )
        own = sorted({at for _, at, _ in known})
        bare = [core(g.name(at)) or g.name(at) for at in own]
        called = {
            at: (fold(name).replace(" ", ""), *sounds)
            for at, name, *sounds in zip(
                own,
                bare,
                keys.readings([(name, g.iso(at)) for name, at in zip(bare, own)]),
                keys.readings([(name, None) for name in bare]),
            )
        }
        extra = np.array(known, dtype=np.int64).reshape(-1, 3)
        named_as = np.array([numbers[self.judge.called(at)] for _, at, _ in known], dtype=np.int64)
        town = np.array([self._class(at) for _, at, _ in known], dtype=np.int8)
        leader, counted = grouping.group(
            grouping.Names(
                np.concatenate([home, extra[:, 0]]),
                np.concatenate([country, np.asarray(g.country)[extra[:, 1]].astype(np.int64)]),
                np.concatenate([above, town]),
                np.concatenate([meant, named_as]),
                np.concatenate([place, extra[:, 2]]),
                asks.text + [called[at][0] for _, at, _ in known],
                asks.sound + [called[at][1] for _, at, _ in known],
                *(
                    np.concatenate([codes, keys.encode(pl.Series([called[at][which] for _, at, _ in known], dtype=pl.String))])
                    for which, codes in ((1, asks.codes), (2, asks.letters))
                ),
                np.array(strength + [0.0] * len(known)),
                np.array([v.spelled for v in chosen] + [True] * len(known)),
                np.array([v.lost for v in chosen] + [False] * len(known)),
                np.concatenate([asks.told_by, np.zeros(len(known), dtype=np.uint64)]),
                [v.names for v in chosen] + [{}] * len(known),
            )
        )
        named: list[str] = []
        for number, first in enumerate(leader[: len(rows)].tolist()):
            if counted[number] >= 0 and g.key(int(counted[number])) not in refused[rows[number]]:
                named.append(g.key(int(counted[number])))
                continue
            first = number if counted[number] >= 0 else first
            query, at = asked[first], int(guess[first])
            name = fold(g.name(at)).replace(" ", "-") if at >= 0 else asks.sound[first] or asks.text[first]
            where = queries[query].country or (g.iso(at) if at >= 0 else "??")
            code, home, _ = homes[parts[state.live[rows[first]]].mention]
            named.append(f"local:{where}:{code or home}:{name}{'~unit' if above[first] else ''}")
        return [named[number] for number in state.member.tolist()]

    def _class(self, place: int) -> int:
        """1 for counties, regions and the like, 2 for districts of cities, 3 for associations, 0 for towns and municipalities."""
        bits = int(self.gazetteer.level[place])
        return (
            0 if bits & scoring.TOWN else 2 if bits == BIT[Level.CITY_DISTRICT] else 3 if bits == BIT[Level.ASSOCIATION] else 1
        )

    def _above(self, query: Query, guess: int) -> int:
        """`_class` of what a query means that likeliest means the place `guess` (-1 unknown)."""
        level = query.level
        if level is None:
            return 0 if guess < 0 or self.judge.not_that_unit(query, guess) else self._class(guess)
        if level not in ABOVE:
            return 0
        if guess >= 0 and int(self.gazetteer.level[guess]) & scoring.TOWN:
            return 0 if scoring.agrees(level, int(self.gazetteer.level[guess])) else 1
        return {Level.CITY_DISTRICT: 2, Level.ASSOCIATION: 3}.get(level, 1)
