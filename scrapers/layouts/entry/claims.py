"""From drafts to claims: raw fields as printed, the quote shortened, personal data out of it.

What belongs here: what every claim of a page holds. What does not: whether a draft is one (`layouts.choose`).
"""

import re

from schemas.vocabularies import Kind, Precision, Stage
from scrapers.claim import Claim
from scrapers.layouts.entry.dates import closing_date, printed_date
from scrapers.layouts.entry.marks import CITY_WORD, clean, without_flags
from scrapers.layouts.entry.model import Context, Draft
from scrapers.layouts.entry.stages import CLOSED
from scrapers.text.countries import find_countries
from scrapers.text.names import PartnerName
from scrapers.text.normalise import AnyCase, fold_space, strip_personal

MAX_QUOTE = 300


def shorten(text: str, around: str = "") -> str:
    """At most 300 characters of `text`, around a name when it does not fit."""
    text = fold_space(text)
    if len(text) <= MAX_QUOTE:
        return text
    at = max(0, text.find(around)) if around else 0
    start = max(0, min(at - MAX_QUOTE // 3, len(text) - MAX_QUOTE))
    return text[start : start + MAX_QUOTE].strip()


def to_claim(draft: Draft, context: Context) -> Claim:
    """The claim of a draft: raw fields as printed, personal data out of the quote.

    Of an ended or suspended tie the day of the end stands apart; where it is the only date printed, the start is not known.
    """
    since = None if _of_decision(draft) else draft.since
    in_force = draft.stage is Stage.APPROVED and since is not None and _NEW_DRAFT.search(draft.quote)
    closed = closing_date(draft.quote, context.base) if draft.stage in CLOSED else None
    if closed is not None and since == closed:
        since = None
    domestic = draft.country == "UA"
    hromada_raw, hromada_code = context.side(draft.hromada_raw)
    return Claim(
        source=context.source,
        partner_raw=partner_raw(draft.name),
        country_raw=draft.country_raw or (draft.name.country and _country_raw(draft)),
        country=draft.country,
        region_raw=draft.region_raw,
        since=since.value if since else None,
        since_precision=since.precision if since else Precision.UNKNOWN,
        kind=Kind.DOMESTIC if domestic else draft.kind or Kind.UNSPECIFIED,
        stage=Stage.SIGNED if in_force else draft.stage or Stage.SIGNED,
        level=draft.level or draft.name.level,
        quote=shorten(strip_personal(draft.quote), draft.name.name),
        hromada_raw=hromada_raw,
        hromada_code=hromada_code,
        number_raw=draft.number_raw,
        signed_raw=draft.signed_raw or printed_date(draft.quote, since is not None or closed is not None),
        ended_on=closed.value if closed else None,
        duration_raw=draft.duration_raw,
        url=context.url,
    )


def _of_decision(draft: Draft) -> bool:
    """Whether the day of a tie is that of a decision or a meeting, and not of a tie that is there."""
    if draft.stage not in (Stage.APPROVED, Stage.TALKS) or _SIGNED.search(draft.quote):
        return False
    return draft.stage is Stage.TALKS or not _SINCE.search(draft.quote)


_SIGNED = AnyCase(
    r"(?<!\w)(?:діє|діюч\w+|чинн\w+) (?:з|із|від) |"
    r"(?<!\w)(?<!буде )(?<!будуть )(?<!не )(?:підписан(?!н)\w*(?!\s?[-–—:]\s?(?:немає|ні(?!\w)|не\s))|підписал\w*|укладен(?!н)\w*|уклал\w*|подписан(?!и)\w*|подписал\w*|заключен(?!и)\w*|заключил\w*|(?<!not )(?<!yet )(?<!be )signed|concluded|podpisan[oaey]|podpisał\w*|zawart[oaey]|unterzeichnet\w*)(?!\w)"
)


_NEW_DRAFT = AnyCase(r"(?:проєкт|проект|текст)\w* (?:нової угоди|нового договору|нового меморандуму)|draft of (?:a|the) new agreement")
#: `Битом (Польща), з 2005, проєкт нової угоди схвалено`: the day of a tie that is there.
_SINCE = AnyCase(r"(?:,|\)|[–—-])\s(?:з|із|від|since|od|seit) (?:\d\d\.\d\d\.)?(?:19|20)\d\d")


def partner_raw(name: PartnerName) -> str:
    """The place as printed, without its country, flag and the word for a town; other level words stay."""
    text = without_flags(name.raw)
    if name.country:
        for found in reversed(find_countries(text)):
            if found.start > 0 or found.form == "adjective":
                text = text[: found.start] + text[found.end :]
    if not text.isalpha():
        text = re.sub(r"\(\s*[,;.]?\s*\)|\[\s*\]", " ", text)
        text = re.sub(r"\(\s*[,;]\s*|\s*[,;]\s*\)", lambda match: "(" if "(" in match[0] else ")", text)
    text = fold_space(clean(text))
    return CITY_WORD.sub("", text).strip(" ,;.-–—") or fold_space(name.name)


def _country_raw(draft: Draft) -> str | None:
    for found in find_countries(draft.name.raw):
        if found.iso == draft.name.country:
            return draft.name.raw[found.start : found.end]
    return None
