"""The language of a text, by the words and letters it uses most.

What belongs here: the languages that are read, and those told apart so that they are not read as one of these. What does not:
the country of a page (`origin`).
"""

import re
from collections import Counter
from functools import cache
from itertools import chain

#: By script: words and letters that one language writes often and the others do not. Of two that are as frequent the first counts.
_SIGNS = {
    "cyrillic": (
        ("uk", r"[їєґ]|(?<!\w)(?:і|та|що|про|від|є|між|із|міст[оа])(?!\w)"),
        ("ru", r"[ыэъё]|(?<!\w)(?:и|что|как|город\w*|это|между|также)(?!\w)"),
    ),
    "latin": (
        ("pl", r"[ąęłżźśćń]|(?<!\w)(?:się|jest|oraz|miast\w*|przez|został\w*)(?!\w)"),
        ("de", r"[äöüß]|(?<!\w)(?:der|die|und|mit|das|für|von|den|dem|eine?r?|ist|im)(?!\w)"),
        ("en", r"(?<!\w)(?:the|and|of|with|was|is|in|to|has|by)(?!\w)"),
        # Languages whose grammar this reader does not have: told apart so that their pages are not read as one of ours.
        ("cs", r"[ěřů]|(?<!\w)(?:se|na|že|který|které|která|měst[oa]|smlouv\w+|nebo|také|jsou)(?!\w)"),
        ("sk", r"[ľĺŕô]|(?<!\w)(?:sa|na|ktor\w+|mest[oa]|zmluv\w+|alebo|aj|sú|bude)(?!\w)"),
        ("ro", r"[ășțşţ]|(?<!\w)(?:și|şi|cu|din|orașul|care|este|sau|localit\w+)(?!\w)"),
        ("hu", r"[őűöü]|(?<!\w)(?:és|az|hogy|város\w*|testvér\w*|egy|nem)(?!\w)"),
        ("fr", r"(?<!\w)(?:le|la|les|des|du|est|dans|avec|ville\w*|une|et|aux)(?!\w)"),
        ("it", r"(?<!\w)(?:il|di|che|della|del|con|città|una|gli|nel|sono)(?!\w)"),
        ("lt", r"[ėųūį]|(?<!\w)(?:ir|su|miest\w+|kad|savivaldyb\w+)(?!\w)"),
        ("sv", r"[åäö]|(?<!\w)(?:och|att|är|som|för|ett|av|till|med|kommun\w*)(?!\w)"),
    ),
}
_WORDS = re.compile(r"\w+")
_RUN = re.compile(r"[а-яіїєґ]{3,}|[a-z]{3,}")


def language(text: str) -> str | None:
    """The language of a text by the words and letters it uses most; None when there is too little to say."""
    sample = text[:2_000]
    runs = _RUN.findall(sample)
    if len(runs) < 3:
        return None
    cyrillic = sum(run[0] > "z" for run in runs)
    latin = len(runs) - cyrillic
    signs = _signs_of("cyrillic" if cyrillic > latin else "latin")
    counts = Counter(chain.from_iterable(map(signs.__getitem__, _WORDS.findall(sample.lower()))))
    if cyrillic > latin and not re.search("[ыіїєё]", sample) and sample.count("ъ") > 0.004 * len(sample):
        return "bg"
    most = max(counts.values(), default=0)
    return next(name for name, _ in signs.signs if counts[name] == most) if most >= 3 else None


class _Signs(dict):
    """Word -> the languages of a script that it is a sign of, as often as it holds one. Most words of a page are on the next as well."""

    def __init__(self, script: str) -> None:
        super().__init__()
        self.signs = [(name, re.compile(pattern)) for name, pattern in _SIGNS[script]]
        self.any = re.compile("|".join(pattern for _, pattern in _SIGNS[script]))

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= 1 << 12:
            self.clear()
        found: tuple[str, ...] = ()
        if self.any.search(word):
            found = tuple(name for name, pattern in self.signs for _ in pattern.findall(word))
        self[word] = found
        return found


# Compiled when the first page of the script is read: some pages meet one script alone, some processes no page.
_signs_of = cache(_Signs)
