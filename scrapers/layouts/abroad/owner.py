"""The town whose site a page is of: by its address, its title, its head or its foot.

What belongs here: whose site it is, and what it tells of its one Ukrainian twin without naming itself. What does not: lists (`listed`).
"""

import re

from scrapers.layouts import cues
from scrapers.layouts.abroad.ties import moment_of_tie, stage_of_tie
from scrapers.layouts.abroad.towns import GENERIC, NAMED, RUN, UPPER, forms_of, home_of, towns_of
from scrapers.layouts.abroad.words import OF_OTHERS, SIGNED, UKRAINE
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Outcome, Scope
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.origin import country_of_domain
from scrapers.layouts.sentence.gathering import gather
from scrapers.layouts.sentence.model import Evidence, Mention
from scrapers.layouts.sentence.splitting import sentences
from scrapers.text.countries import country_of
from scrapers.text.normalise import AnyCase, fold
from scrapers.text.places import is_known_place

_TIED_TO = AnyCase(
    r"umow|porozumien|intencyjn|agreement|memorandum|vertrag|vereinbarung|jumel|convention|zmluv|smlouv|acord|avtal|szerződ|megállapod|"
    r"współprac\w+ (?:z|ze) [^.;]{3,40} (?:trwa|od (?:19|20))|partnersk\w{1,4} (?:miast|mieści|gmin)|(?:miast|mieści)\w{0,4} partnersk|partnerst[aä]dt|partnerschaft|sister cit|twin town|partnerstw|līgum|sutart"
)


def read(page: Page, context: Context) -> Outcome | None:
    """The one tie of the town on whose own site, in its own country, a page is; None when there is none."""
    if country_of_domain(page.host) is None:
        return None
    outcome = Outcome("news", structure=0.9)
    outcome.drafts = gather(of_the_site(page, context, in_text=True), Scope())
    outcome.entries = outcome.explained = len(outcome.drafts)
    return outcome if outcome.drafts else None


def of_the_site(page: Page, context: Context, *, in_text: bool = False) -> list[Evidence]:
    """The town whose site it is, by its address and its own text, when the page tells of an agreement with the one Ukrainian town of its
    heading: `krakow.pl`, `Lwów`, `Porozumienie z Krakowem`. `in_text`: with the towns that its sentences name as well."""
    head = page.heading or page.title
    text = page.text[:_READ]
    lang = page.lang or ""
    of = head if not (_TIED_TO.search(head) and UKRAINE.search(head)) else f"{head}\n{text}"
    sides = {stem(town.name): town.name for town in towns_of(of, lang) if town.ukrainian}
    if len(sides) != 1 or len(head) > _LONGEST_HEAD:
        if not in_text:
            return []
        sides = {}
    headed = next(iter(sides.values()), None)
    if headed is None and in_text and len(head) <= _LONGEST_HEAD and (put := _IN_UKRAINE.search(head)) and cues.plausible(put["name"]):
        headed = put["name"]
    owner = owner_by_address(page)
    if owner is None:
        return []
    told = [sentence for sentence in sentences(text) if _TIED_TO.search(sentence) and not cues.OCCUPATION.search(sentence)]
    found = []
    for order, sentence in enumerate(told):
        named = [headed] if headed else [town.name for town in towns_of(sentence, lang) if town.ukrainian]
        tied = _OF_TOWNS.search(sentence) or {stem(one.hromada or "") for one in found} & {stem(name) for name in named}
        if in_text and not (tied and _of_the_town(sentence, owner, lang)):
            continue
        if headed and not (SIGNED.search(sentence) or when_of(sentence, None) or _of_both(sentence, headed, owner)):
            continue
        for side in named if len(named) == 1 or UKRAINE.search(sentence) else ():
            mention = Mention(0, 0, owner, country=home_of(page), levelled=True)
            found.append(Evidence(mention, sentence, stage_of_tie(sentence), moment_of_tie(sentence, context), side, 0.8, order))
    return found[:_MOST]


def _of_the_town(sentence: str, owner: str, lang: str) -> bool:
    """Whether a sentence of a tie is about the town itself: it names no other town abroad before it, and no school, firm or clinic."""
    if OF_OTHERS.search(sentence) or _OF_BODIES.search(sentence):
        return False
    abroad = [stem(town.name) for town in towns_of(sentence, lang) if not town.ukrainian]
    return not abroad or abroad[0] == stem(owner) or fold(owner)[:_KEY] in fold(sentence[:_SUBJECT])


_KEY, _SUBJECT = 5, 40
_OF_BODIES = AnyCase(
    r"firm|spółk|organizacj|fundacj|stowarzysz|teatr|dom kultury|uczeln|klinik|schul|hochschul|verein|berna|unternehmen|company|theatr|nemocnic|divadl|ligonin|mokykl|skol"
)
#: A tie of towns, not any agreement.
_OF_TOWNS = AnyCase(
    r"partner|współprac|bliźniacz|zaprzyjaźni|twin|sister|jumel|družob|spoluprác|spoluprac|bendradarb|sadarb|sadraudz|înfrăți|testvér|gemell|vänort|intencyjn|porozumien|freundschaft|solidarit"
)


def owner_by_address(page: Page) -> str | None:
    """The place abroad by whose name a site is called, as its text writes it in the nominative: `saarbruecken.de`, `umporeba.pl`,
    `brzegdolny.pl`; None where the text never names it."""
    text = page.text[:_READ]
    labels = _labels(page.host)
    labels |= {bare for label in labels if len(bare := _OFFICE.sub("", label)) > 3}
    labels |= {_UMLAUT.sub(r"\1", label) for label in labels}
    owners: dict[str, int] = {}
    for match in RUN.finditer(text) if labels else ():
        words = match.group().split(" ")
        behind = words[1:] if words[0].lower() in GENERIC else words
        for name in {" ".join(behind), *behind} - {""}:
            for form in forms_of(name, page.lang or ""):
                if (
                    on_labels(labels, fold(form))
                    and not cues.is_ukrainian(form)
                    and (is_known_place(form) or _is_unit(name, text))
                ):
                    owners[form] = owners.get(form, 0) + 1
    seats = {bare[:_KEY] for label in labels if (bare := label.removeprefix("powiat").removeprefix("starostwo")) != label}
    for match in _OF_COUNTY.finditer(f"{page.title}\n{text}") if seats else ():
        if fold(match["name"])[: _KEY - 1] in {seat[: _KEY - 1] for seat in seats}:
            return f"Powiat {match['name']}i"
    return max(owners, key=lambda name: (" " in name, owners[name]), default=None)


#: `Gmina Partnerska - Bajkowce, Ukraina`.
_IN_UKRAINE = re.compile(rf"(?P<name>{NAMED})\s*[,(–—-]\s*(?i:ukrain|ucrain|україн)")
#: What the address of a municipality has before its name.
_OFFICE = re.compile(r"^(?:um|ug|umig|urzad|gmina|miasto|powiat|stadt|gemeinde|landkreis|mesto|obec|comunade|comuna|primaria|comune|ville|mairie)-?")
#: `Powiatu Sławieńskiego`: a county is called by the adjective of its seat.
_OF_COUNTY = re.compile(rf"(?i:powiat\w{{0,2}})\s(?P<name>[{UPPER}]\w+(?:sk|ck|dzk))(?:iego|iemu|im|i)(?!\w)")


def _is_unit(name: str, text: str) -> bool:
    """Whether a text puts the word for a unit before a name that no place is known by: `Gmina Dzwola`."""
    return (
        re.search(rf"(?<!\w)(?i:gmin|gemeinde|obec|obce|comun|commune|kommun|község)\w{{0,3}}\s{re.escape(name)}(?!\w)", text)
        is not None
    )


_READ = 8_000
_UMLAUT = re.compile("([aou])e")
_LONGEST_HEAD = 90
_MOST = 6


def _of_both(sentence: str, side: str, owner: str) -> bool:
    """Whether a sentence names either of the two towns."""
    key = fold(sentence)
    return fold(side)[:_KEY] in key or fold(owner)[:_KEY] in key


def _labels(host: str) -> set[str]:
    """The labels of an address, and their words, that are long enough to be a name."""
    return {
        piece for label in host.split(".")[:-1] for piece in (label, label.replace("-", ""), *label.split("-")) if len(piece) > 3
    }


def on_labels(labels: set[str], key: str) -> bool:
    """Whether a folded name, or the first word of several, is a label of an address."""
    return re.sub("[ -]", "", key) in labels or (" " in key and key.split(" ")[0] in labels)


#: The name of a site: `Urząd Gminy X`, `Stadt X`, `Primăria orașului X`, `X Nagyközség Önkormányzata`, `X kommun`.
_SITE_OF = re.compile(
    rf"(?<!\w)(?i:urząd (?:gminy|miasta)|gmina|miasto|powiat|stadt|gemeinde|markt|landkreis|prim[aă]ria(?: (?:ora[sșş]ului|comunei|municipiului|satului))?|m[eě]sto|obec|"
    rf"mairie de|ville de|commune de|comune di|città di|city of|town of|borough of|county of)\s+(?P<behind>{NAMED})"
    rf"|(?P<before>{NAMED}?)(?:\s(?i:nagyközség|község|város|megyei jogú város)(?!\w)|s?\s(?i:kommun|city council|town council|borough council|municipality|önkormányzata?)(?!\w))"
)
_HEAD, _FOOT, _LONGEST_NAME = 12, 12, 90


def owner_of_site(page: Page) -> str | None:
    """The town abroad that a site calls itself by in its title, its head or its foot; None when these name none, or several."""
    blocks = page.all_blocks or page.blocks
    texts = [page.title, page.heading, *(block.text for block in (*blocks[:_HEAD], *blocks[_HEAD:][-_FOOT:]))]
    labels = _labels(page.host)
    found: dict[str, int] = {}
    for text in dict.fromkeys(texts):
        for match in _SITE_OF.finditer(text) if len(text) <= _LONGEST_NAME else ():
            name = next(filter(None, (_own_name(one, page.lang or "") for one in match.groups() if one)), None)
            if name is not None:
                found[name] = found.get(name, 0) + 1 + (2 if on_labels(labels, fold(name)) else 0)
    for name in list(found):
        if found[name] < 2 and not is_known_place(name):
            del found[name]
    best = max(found, key=found.__getitem__, default=None)
    return best if best and list(found.values()).count(found[best]) == 1 else None


def _own_name(printed: str, lang: str) -> str | None:
    """The nominative of a name in the name of a site, None when it cannot be that of a town abroad."""
    forms = forms_of(printed, lang) if lang == "pl" else (printed,)
    name = next(filter(is_known_place, forms), printed)
    usable = cues.plausible(name) and not any(map(cues.is_ukrainian, forms)) and name.split(" ")[0].lower() not in GENERIC
    return name if usable and country_of(name) is None else None
