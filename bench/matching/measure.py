"""What a set of resolutions is worth: pairs, counts, accepted places, shares of decisions.

A partnership is right as pairs: two mentions of one hromada belong together when they mean the same place. Precision and recall are over such pairs;
the count error compares the number of partnerships found with the true number.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.matching.mentions import ABOVE, Mention, Resolution, Ruling
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import Decision
from scrapers.text.normalise import fold


@dataclass(frozen=True)
class Worth:
    """Figures of one method on one sample; shares are of parts."""

    precision: float
    recall: float
    f1: float
    partner_f1: float
    count_error: float
    accepted: float
    review: float
    new: float
    accepted_right: float
    parts_wrong: int


def pairs(groups: Iterable[Sequence[tuple[object, object]]]) -> tuple[int, int, int]:
    """(true pairs, found pairs, pairs that are both) over groups of (truth, found) labels."""
    true = found = both = 0
    for group in groups:
        for labels, add in ((Counter(t for t, _ in group), "t"), (Counter(f for _, f in group), "f"), (Counter(group), "b")):
            count = sum(k * (k - 1) // 2 for k in labels.values())
            if add == "t":
                true += count
            elif add == "f":
                found += count
            else:
                both += count
    return true, found, both


def _rates(true: int, found: int, both: int) -> tuple[float, float, float]:
    precision, recall = both / found if found else 1.0, both / true if true else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def worth(rows: Sequence[tuple[str, object, object, str]], decisions: Sequence[str] | None = None, right: Sequence[bool] | None = None) -> Worth:
    """Figures of rows (hromada, true place, found key, id of the part); keys that are None stand alone."""
    by_home: dict[str, list[tuple[object, object]]] = defaultdict(list)
    everywhere: list[tuple[object, object]] = []
    for home, true, found, number in rows:
        label = (true, found if found is not None else ("alone", number))
        by_home[home].append(label)
        everywhere.append(label)
    precision, recall, f1 = _rates(*pairs(by_home.values()))
    partner = _rates(*pairs([everywhere]))[2]
    true_count = sum(len({t for t, _ in group}) for group in by_home.values())
    found_count = sum(len({f for _, f in group}) for group in by_home.values())
    decisions = list(decisions or ["accept"] * len(rows))
    accepted = [ok for ok, decision in zip(right or [t == f for _, t, f, _ in rows], decisions) if decision == Decision.ACCEPT]
    share = {decision: decisions.count(decision) / max(len(rows), 1) for decision in ("accept", "review", "new")}
    return Worth(precision, recall, f1, partner, found_count / max(true_count, 1) - 1, share["accept"], share["review"], share["new"],
                 sum(accepted) / max(len(accepted), 1), len(accepted) - sum(accepted))


def true_key(gazetteer: Gazetteer, number: int) -> str:
    """The key of a true place: of the town it is merged with where the gazetteer holds one body."""
    return f"geonames:{gazetteer._merged.get(str(number), number)}"


def ours(resolutions: Sequence[Resolution], truth: Mapping[str, Sequence[int]], gazetteer: Gazetteer) -> Worth:
    """Worth of resolutions. Parts that were split wrongly count as wrong."""
    rows, decisions, right = [], [], []
    for r in resolutions:
        answers = truth[r.id]
        true = true_key(gazetteer, answers[r.part]) if r.part < len(answers) else f"none:{r.id}:{r.part}"
        rows.append((r.hromada_code or "?", true, r.place_key, f"{r.id}:{r.part}"))
        decisions.append(r.decision)
        right.append(r.place_key == true)
    seen = {(r.id, r.part) for r in resolutions}
    for number, answers in truth.items():
        for part, answer in enumerate(answers):
            if (number, part) not in seen:
                rows.append(("?", true_key(gazetteer, answer), None, f"{number}:{part}"))
                decisions.append(Decision.REVIEW)
                right.append(False)
    return worth(rows, decisions, right)


def answers(resolutions: Sequence[Resolution], truth: Mapping[str, Sequence[int]], gazetteer: Gazetteer) -> list[Ruling]:
    """What a truthful person says to every question of the queue (doubtful and new forms), one answer a form, hromada, country and
    whether it was printed as a county or the like."""
    said: dict[tuple[str | None, str, str | None, bool], Ruling] = {}
    for r in resolutions:
        if r.decision in (Decision.REVIEW, Decision.NEW) and r.place_name:
            key = true_key(gazetteer, truth[r.id][r.part]) if r.part < len(truth[r.id]) else None
            above = r.level in ABOVE
            said.setdefault((r.hromada_code, fold(r.place_name), r.country, above),
                            Ruling(r.place_name, key, r.hromada_code, r.country, key is not None, "reviewer", above))
    return list(said.values())


def reviewed(resolver: Resolver, mentions: Sequence[Mention], found: Sequence[Resolution], truth: Mapping[str, Sequence[int]],
             rounds: int = 3) -> tuple[list[Ruling], list[Resolution]]:
    """(answers, resolutions) once the truthful person has emptied the queue; an answer may open a question, so the queue is looked at again."""
    said: list[Ruling] = []
    for _ in range(rounds):
        more = answers(found, truth, resolver.gazetteer)
        if not more:
            break
        said += more
        found = Resolver(resolver.gazetteer, resolver.hromady, said, resolver.model).resolve(mentions)
    return said, list(found)
