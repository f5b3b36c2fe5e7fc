"""Training of the acceptance model: a conditional logit with a place for "none of them", fitted on the mentions of one generator.

    python -m bench.matching.train            trains on `atlas`, prints the calibration on `scribe`, writes registry/matching/model.json
"""

import json

import numpy as np
from scipy.optimize import minimize

from bench.matching import noise
from bench.matching.index import SEED, hidden_index, home
from registry.matching import scoring
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer

#: Strength of the pull towards zero, so that no weight runs away where the generator is too clean.
RIDGE = 1.0
SEEN, NEAR = scoring.FEATURES.index("seen_here"), scoring.FEATURES.index("near_twin")


def examples(style: str, n: int, seed: int, resolver: Resolver, places, regions) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """(features of candidates, query of each, True where it is the place meant, number of questions), one question a mention's part.

    What the hromada's other mentions say enters as it does in use: the places that the model at hand accepts for them.
    """
    sample = noise.generate(n, style, seed, places, regions)
    homes = resolver._homes(sample.mentions)
    parts, queries = resolver._read(sample.mentions)
    answers = resolver._ask(queries)
    merged = resolver.gazetteer._merged
    chance, none = scoring.probabilities(resolver.model.weights, answers.x, answers.found.query, len(queries))
    state = resolver._state(sample.mentions, homes, parts, queries, answers, chance, none)
    seen = resolver._seen(state)
    xs, query, truth = [], [], []
    for row, number in enumerate(state.live):
        part = parts[number]
        true = sample.truth[sample.mentions[part.mention].id]
        if part.part >= len(true):
            continue
        start, end = answers.start[part.query], answers.start[part.query + 1]
        x = answers.x[start:end].copy()
        if row in seen:
            here, near = seen[row]
            found = answers.found.place[start:end]
            x[:, SEEN] = [int(place) in here for place in found]
            x[:, NEAR] = [int(place) in near for place in found]
        key = f"geonames:{merged.get(str(true[part.part]), true[part.part])}"
        truth += [resolver.gazetteer.key(place) == key for place in answers.found.place[start:end]]
        query += [len(xs)] * (end - start)
        xs.append(x)
    return np.concatenate(xs), np.array(query), np.array(truth), len(xs)


def fit(x: np.ndarray, query: np.ndarray, truth: np.ndarray, count: int, start: np.ndarray) -> np.ndarray:
    """Weights that make the places meant likeliest."""
    positive = np.zeros(count, dtype=bool)
    positive[query[truth]] = True

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        chance, none = scoring.probabilities(weights, x, query, count)
        likelihood = np.log(np.maximum(chance[truth], 1e-12)).sum() + np.log(np.maximum(none[~positive], 1e-12)).sum()
        gradient = x.T @ (truth - chance)
        return -likelihood + RIDGE * (weights**2).sum(), -gradient + 2 * RIDGE * weights

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000, "ftol": 1e-10, "gtol": 1e-3}).x


def calibration(weights: np.ndarray, x, query, truth, count) -> list[tuple[str, int, float, float]]:
    """(band of the best probability, questions, mean probability, share right)."""
    chance, _ = scoring.probabilities(weights, x, query, count)
    order = np.lexsort((-chance, query))
    first = np.ones(len(order), dtype=bool)
    first[1:] = query[order][1:] != query[order][:-1]
    top, right = chance[order][first], truth[order][first]
    bands = [(0, 0.5), (0.5, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 0.99), (0.99, 0.999), (0.999, 1.01)]
    return [(f"{low}-{min(high, 1)}", int(m.sum()), float(top[m].mean()) if m.any() else 0.0, float(right[m].mean()) if m.any() else 0.0)
            for low, high in bands for m in [(top >= low) & (top < high)]]


def main(n: int = 24_000) -> None:
    places, regions = noise.atlas_of_places(Gazetteer.open(home()))
    # The packages lack about one real partner in fifty, mostly villages.
    gazetteer = hidden_index(places, seed=SEED + 1, share=0.02)
    weights = scoring.model().weights
    for turn in range(3):
        resolver = Resolver(gazetteer, model=scoring.Model(weights))
        data = [examples("atlas", n, 100 + 10 * turn + part, resolver, places, regions) for part in range(2 if turn < 2 else 4)]
        starts = np.cumsum([0] + [count for *_, count in data])
        x, truth = np.concatenate([d[0] for d in data]), np.concatenate([d[2] for d in data])
        query = np.concatenate([d[1] + start for d, start in zip(data, starts)])
        weights = fit(x, query, truth, int(starts[-1]), weights)
        print(f"turn {turn}: {starts[-1]} questions, {truth.sum()} with their place among the candidates", flush=True)
    resolver = Resolver(gazetteer, model=scoring.Model(weights))
    for style in ("atlas", "scribe"):
        print(style)
        for band, number, said, was in calibration(weights, *examples(style, n // 2, 7, resolver, places, regions)):
            print(f"  {band:12} {number:6} said {said:.4f} was {was:.4f}")
    named = {name: round(float(weight), 4) for name, weight in zip(scoring.FEATURES, weights)}
    for name, weight in named.items():
        print(f"  {name:22} {weight:8.3f}")
    scoring.MODEL.write_text(json.dumps({"trained": f"bench.matching.train on generator atlas, {4 * n} mentions in the last of 3 turns", "weights": named}, indent=1) + "\n",
                             encoding="utf-8")


if __name__ == "__main__":
    main()
