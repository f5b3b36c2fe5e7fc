"""The Ukrainian side of a document: one cell may name several bodies, each with its own oblast.

What does not belong here: which hromada a body is (`hromady.py`).
"""

import re

_BODY = r"(?:рада|ради|громада|громади|адміністрація|адміністрації|комітет|комітету|ОДА|РДА|міськрада|сільрада)"
_HAS_BODY = re.compile(rf"\b{_BODY}\b", re.IGNORECASE)
#: «та» joins two bodies only before a capital; inside a name it stands before a small letter or not at all.
_SEPARATOR = re.compile(r"\s*[,;\n]\s*|\s+(?:та|і|й)\s+(?=[А-ЯІЇЄҐ])")
_OBLAST = re.compile(r"([\w’'ʼ-]+ська\s+(?:область|обл\.?)|[\w’'ʼ-]+ської\s+(?:області|обл\.?))", re.IGNORECASE)


def split_parties(cell: str, oblast: str | None) -> list[tuple[str, str | None]]:
    """Bodies of a cell with the oblast of each: its own when the cell prints one beside it, else the row's.

    A cell of one body comes back as it is. A piece without a word for a body («рада», «громада», «адміністрація») stays with the one
    before it, so that an address or a raion is never taken for a party.
    """
    pieces: list[str] = []
    for piece in _SEPARATOR.split(cell.strip()):
        if not piece:
            continue
        if pieces and not (_HAS_BODY.search(piece) and _HAS_BODY.search(pieces[-1])):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        else:
            pieces.append(piece)
    if len(pieces) < 2:
        return [(cell, oblast)]
    return [(piece, found[1] if (found := _OBLAST.search(piece)) else oblast) for piece in pieces]
