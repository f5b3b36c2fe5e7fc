"""Training of the acceptance model: a conditional logit with a place for "none of them", fitted on generated mentions.

python -m bench.matching.train            prints how well a model trained on one generator is calibrated on the other, then trains on both and
                                          writes registry/matching/model.json
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from bench.matching import noise
from bench.matching.index import SEED, hidden_index, home
from registry.matching import scoring
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer

#: Strength of the pull towards zero, so that no weight runs away where the generator is too clean.
RIDGE = 1.0
STYLES = noise.STYLES
#: Mentions of the samples: in the bigger ones the hromady have more partners.
SIZES = (6_000, 12_000, 24_000)


@dataclass
class Examples:
    """Questions with known answers: `x` of candidates, `query` (question of each), `truth` (True where it is the place meant), how many questions."""

    x: np.ndarray
    query: np.ndarray
    truth: np.ndarray
    count: int

    @classmethod
    def join(cls, parts: Sequence["Examples"]) -> "Examples":
        first = np.cumsum([0, *(part.count for part in parts)])
        return cls(
            np.concatenate([part.x for part in parts]),
            np.concatenate([part.query + start for part, start in zip(parts, first)]),
            np.concatenate([part.truth for part in parts]),
            int(first[-1]),
        )


def examples(style: str, n: int, seed: int, resolver: Resolver, places, regions) -> tuple[Examples, Examples]:
    """(names alone, names read beside the other mentions of their hromada as they are in use), one question a mention's part."""
    sample = noise.generate(n, style, seed, places, regions, resolver.gazetteer.homes)
    homes = resolver.homes_of(sample.mentions)
    parts, queries = resolver.reader.read(sample.mentions)
    answers = resolver.asker.ask(queries)
    merged = resolver.gazetteer._merged
    chance, none = scoring.probabilities(resolver.model.alone, answers.x, answers.found.query, len(queries))
    state = resolver.state(sample.mentions, homes, parts, queries, answers, chance, none)
    doubt, again = resolver.read_again(queries, state)
    read_again = {ask: row for row, ask in enumerate(doubt.tolist())}
    told: tuple[list, list] = ([], [])
    for row, number in enumerate(state.live):
        part = parts[number]
        true = sample.truth[sample.mentions[part.mention].id]
        if part.part >= len(true):
            continue
        key = f"geonames:{merged.get(str(true[part.part]), true[part.part])}"
        ask = int(state.member[row])
        for into, of, query in ((told[0], answers, part.query), (told[1], again, read_again.get(ask, -1))):
            if query >= 0:
                mine = slice(of.start[query], of.start[query + 1])
                into.append(
                    (of.x[mine], np.array([resolver.gazetteer.key(place) == key for place in of.found.place[mine]], dtype=bool))
                )
    return tuple(
        Examples(
            np.concatenate([x for x, _ in kept]),
            np.repeat(np.arange(len(kept)), [len(x) for x, _ in kept]),
            np.concatenate([truth for _, truth in kept]),
            len(kept),
        )
        for kept in told
    )


def fit(of: Examples, start: np.ndarray) -> np.ndarray:
    """Weights that make the places meant likeliest."""
    x, query, truth, count = of.x, of.query, of.truth, of.count
    positive = np.zeros(count, dtype=bool)
    positive[query[truth]] = True

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        chance, none = scoring.probabilities(weights, x, query, count)
        likelihood = np.log(np.maximum(chance[truth], 1e-12)).sum() + np.log(np.maximum(none[~positive], 1e-12)).sum()
        gradient = x.T @ (truth - chance)
        return -likelihood + RIDGE * (weights**2).sum(), -gradient + 2 * RIDGE * weights

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000, "ftol": 1e-10, "gtol": 1e-3}).x


def calibration(weights: np.ndarray, of: Examples) -> list[tuple[str, int, float, float]]:
    """(band of the best probability, questions, mean probability, share right)."""
    query, truth = of.query, of.truth
    chance, _ = scoring.probabilities(weights, of.x, query, of.count)
    order = np.lexsort((-chance, query))
    first = np.ones(len(order), dtype=bool)
    first[1:] = query[order][1:] != query[order][:-1]
    top, right = chance[order][first], truth[order][first]
    bands = [(0, 0.5), (0.5, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 0.99), (0.99, 0.999), (0.999, 1.01)]
    return [
        (
            f"{low}-{min(high, 1)}",
            int(m.sum()),
            float(top[m].mean()) if m.any() else 0.0,
            float(right[m].mean()) if m.any() else 0.0,
        )
        for low, high in bands
        for m in [(top >= low) & (top < high)]
    ]


def main() -> None:
    places, regions = noise.atlas_of_places(Gazetteer.open(home()))
    # The packages lack about one real partner in fifty, mostly villages.
    gazetteer = hidden_index(places, seed=SEED + 1, share=0.02)
    model = scoring.model()
    for turn in range(3):
        resolver = Resolver(gazetteer, model=model)
        data = {
            style: [examples(style, n, 100 + 10 * turn + part, resolver, places, regions) for part, n in enumerate(SIZES)]
            for style in STYLES
        }
        # How a model does that has never seen the other generator: only printed.
        for style in STYLES if turn == 2 else ():
            for which, start in enumerate((model.alone, model.beside)):
                mine, other = (
                    Examples.join([pair[which] for pair in data[name]]) for name in (style, *(set(STYLES) - {style}))
                )
                report(
                    f"trained on {style} alone, asked about the other, {('alone', 'beside')[which]}", fit(mine, start), other
                )
        every = [Examples.join([pair[which] for style in STYLES for pair in data[style]]) for which in (0, 1)]
        model = scoring.Model(fit(every[0], model.alone), fit(every[1], model.beside))
        print(f"turn {turn}: {every[0].count} questions, {every[1].count} of them read again", flush=True)
    resolver = Resolver(gazetteer, model=model)
    for style in STYLES:
        for which, weights, of in zip(
            ("alone", "beside"), (model.alone, model.beside), examples(style, 12_000, 7, resolver, places, regions)
        ):
            report(f"{style}, {which}", weights, of)
    named = {
        which: {name: round(float(weight), 4) for name, weight in zip(scoring.FEATURES, getattr(model, which))}
        for which in ("alone", "beside")
    }
    for name in scoring.FEATURES:
        print(f"  {name:22} {named['alone'][name]:8.3f} {named['beside'][name]:8.3f}")
    trained = f"bench.matching.train on the generators {' and '.join(STYLES)}, {len(STYLES) * sum(SIZES)} mentions in the last of 3 turns"
    scoring.MODEL.write_text(json.dumps({"trained": trained, **named}, indent=1) + "\n", encoding="utf-8")


def report(title: str, weights: np.ndarray, of: Examples) -> None:
    print(title)
    for band, number, said, was in calibration(weights, of):
        print(f"  {band:12} {number:6} said {said:.4f} was {was:.4f}")


if __name__ == "__main__":
    main()
