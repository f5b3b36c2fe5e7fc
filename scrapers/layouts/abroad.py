"""Pages of the other side whose sentences `sentence` does not read: a tie told in another language, or by a site that names itself in
its address alone.

What belongs here: a Ukrainian and a foreign town beside each other in a sentence of a tie, by words of many languages and by
what is known for a town; the town whose site it is, and the Ukrainian items of its list of twins. What does not: the grammar of
our six languages (`sentence`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Outcome, Scope
from scrapers.layouts.page.dateline import dateline
from scrapers.layouts.page.model import Block, Page
from scrapers.layouts.page.origin import country_of_domain
from scrapers.layouts.sentence.dates import moment_of
from scrapers.layouts.sentence.gathering import gather
from scrapers.layouts.sentence.model import LONGEST_SENTENCE, LONGEST_TEXT, Evidence, Mention
from scrapers.layouts.sentence.splitting import sentences
from scrapers.layouts.sentence.stages import INTENT_DOCUMENT, PLAN, sentence_stage
from scrapers.text.cases import polish_nominatives
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import PartialDate
from scrapers.text.normalise import AnyCase, fold
from scrapers.text.places import is_known_place

_TIE = AnyCase(
    r"jumel|accords? de (?:coop|parten|jumel|solid|amiti)|conventions? de (?:jumel|coop|parten)|partenariat|[iî]nfr[aă][tțţ]i|acord(?:ul|uri\w*)?(?!\w)|"
    r"parteneriat|partener(?:ului|ul|ă|e|ei)?(?!\w)|testvér|partner|együttműköd|megállapod|vänort|vänskap|avtal|družob|družb|spolupr[aá]c|zmluv|"
    r"smlouv|gemell|accordo|patto d|dokumentum|miest\w* partner|partneryst|susigimin|bendradarb|побратим|сътрудничеств|umow|współprac|porozumien|"
    r"bliźniacz|twin|sister|memorandum|vereinbar|zusammenarbeit|protocollo|patto|samarbet|letter of intent|vennskap|venskab|stedenband|ciudad\w* hermana|hermanamient|geminad|ystävyyskaup"
)
#: A document or a twin, not only cooperation.
_FIRM = AnyCase(
    r"jumel|accord|convention|partnerkapcsolat|[iî]nfr[aă][tțţ]i|testvér|megállapod|szerződ|vänort|avtal|družob|partnersk\w+ m[eě]st|zml[uo]uv|zmluv|smlouv|"
    r"vyhlásen|gemell|patto|побратим|umow|porozumien|partnersk|bliźniacz|twin|sister|memorandum|vereinbarung|partnerst[aä]dt|"
    r"partnerschaft|agreement|vennskap|venskab|partnerschap|intencyjn|(?:oraș|oras|localit|municipi)\w*[- ]partener|protocollo"
)
_SIGNED = AnyCase(
    r"sign[eéa]|scell|semnat|semnar|înfrățit|infratit|aláír|írt[aá]k? alá|teckna[drst]|signera[drts]|podpís|podeps|uzavrel|uzavřel|uzavret[áéo]|uzavřen[ao]|firmat|siglat|sottoscri|sancit|conclu|noué|établi un|nouer|"
    r"pasiraš|подпис|podpis|zawar|unterzeichn|geschlossen|besiegel"
)
_WISHED = AnyCase(
    r"letter of intent|lettre d.intention|scrisoar\w+ de inten|szándéknyilatkoz|avsiktsförklaring|list\w* o zám[eě]r|lettera d.intenti|"
    r"deklarác\w+ o zám|absichtserkl|list\w* intencyjn|ketinimų"
)
_DECIDED = AnyCase(
    r"schválil|schválen|aprobat|aprobar|approuv|adopté|délibér|voté|jóváhagy|godkän|approvat|delibera|pritarė|одобри|beschloss|beschließ|"
    r"zugestimmt|stimmt\w* [^.]{0,20}für|uchwal"
)
_OVER = AnyCase(
    r"rompr|rompu|suspend|suspension|résili|încet|reziliat|felmond|megszünt|felfüggeszt|vypoved|vypověd|zruš|pozastav|avslut|sagts? upp|"
    r"zerwa|wypowied|beendet|gekündigt|прекрат|nutrauk"
)
_TO_COME = AnyCase(
    r"envisag|souhaite(?:nt)?(?!\w)|projet de|prévoi|va signer|vont signer|urmează|intenționeaz|tervez|szeretné|plánuj|chce|chcú|chtějí|planerar|vill |kommer att|"
    r"intende|vorrebbe|ketina|предстои|wants|hopes|geplant|möchte|soll "
)
#: Who else signs agreements, across towns.
_OF_OTHERS = AnyCase(
    r"universit|uniwersyt|univerzit|egyetem|hôpita|hospital|nemocnic|kórház|spital|chemins de fer|compagnie|railway|airline|orchest|festival|"
    r"football|fotbal|futbal|school|schule|école|škol|iskola|szkoł|lycée|gymnasi|gimnaz|chamber|kammer|association"
)
#: What stands between two towns that a sentence puts side by side.
_LINK = re.compile(
    r"[^.;:!?]{0,26}?(?<!\w)(?:et|și|şi|och|és|a|aj|s|so|se|med|mit|und|and|i|z|ze|with|e|y|en|og|avec|cu|con|su|ir|и|с|със|à|ja|"
    r"partnerstadt|partnerstädte|testvérvárosa|ville jumelle|ville jumelée)(?!\w)[^.;:!?]{0,26}"
    r"|\s(?:a|ont|ha|hanno|har|hat|haben|au)\s[^.;:!?]{3,48}\s(?:avec|mit|con|med|cu)\s(?:[^\W\d_]{1,12}\s){0,4}"
    r"|\s*(?:\([^()]{2,40}\)\s*)?[–—/-]\s*|\s[^.;:!?\d]{0,30}(?:partnerst[aä]dt|twin town|sister city|testvérváros|vänort|miast\w+ partnersk|partnersk\w+ m[eěi][sa]s?t|družob\w+ mest|orașul\w* înfrățit|gemellat)\w*\s[^.;:!?\d]{0,12}",
    re.I,
)
#: Beside its neighbour in one list.
_NEXT = re.compile(
    r"\s*(?:\([^()]{2,40}\)\s*)?(?:,|et|și|şi|och|és|a|aj|and|und|i|e|y|og|ir|и|oraz)(?:\s+(?:de|la|cu|s|so|s městem|mit|med|z))?\s*",
    re.I,
)
_UNIT_BEFORE = AnyCase(
    r"(?<!\w)(?:maires?(?:sse)? d['’eu]|vill\w{1,2} d['’eu]|communes? d['’eu]|primar\w*|orașul(?:ui)?|oraşul(?:ui)?|comun(?:a|ei|ele|elor)|municipiul(?:ui)?|"
    r"m[eě]st(?:o|a|om|em|u|ami)|obec|obc[eio]u?|primátor\w*|starost\w+|com[uú]ne di|città di|sindaco di|burmistrz\w*|wójt\w*|gmin\w+|miast\w+|stadt|"
    r"gemeinde|(?:ober)?bürgermeister\w* (?:von|der stadt)|mayor of|city of|town of|borough of|kommunen|staden)\s+(?:(?:mesta|města|obce|orașului|comunei|municipiului|gminy|miasta)\s+)?$"
)
_UNIT_AFTER = AnyCase(
    r"s?\s+(?:kommun(?:er|s)?|város(?:sal|a|i|ok)?|polgármester(?=e(?!\w)|é)|önkormányzat|község|vezetője|(?:[IVX]+\.|\d+\.)\s*kerület|testvérváros)(?:[a-záéíóöőúüű]{0,6})(?!\w)"
)
#: `eine der neun Freiburger Partnerstädte`, `Budapest testvérvárosa`.
_ITS_TWIN = AnyCase(r"s?\s+(?:partnerst[aä]dt|testvérváros|vänort|twin town|sister cit)")
#: Where something happens, at the end of what stands before a town.
_THERE = {
    lang: re.compile(rf"(?<!\w)(?:{words})\s+$")
    for lang, words in (
        ("sv", "i|på"),
        ("fr", "à|au|aux|chez|près de"),
        ("ro", "în|la|din|lângă"),
        ("sk", "v|vo|pri"),
        ("cs", "v|ve|u"),
        ("it", "a|in|presso"),
        ("de", "in|aus|nach|bei"),
        ("pl", "w|we|do"),
        ("en", "in|at|to"),
        ("lt", "prie"),
        ("bg", "в|във"),
    )
}

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĖĘĚĢĪĮĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘȚŢŤŪŮŰŲŹŻŽА-Я"
_CAP = rf"[{_UPPER}][\w'’]*(?:[-‑][\w'’]+)*"
_RUN = re.compile(rf"(?<![\w-]){_CAP}(?:\s(?:(?:de|la|le|les|sur|sous|du|nad|pod|di|del|am|an der|in)\s)?{_CAP}){{0,3}}")
_GENERIC = frozenset(
    str.split(
        "mesto město mesta obec ville villes commune primăria primarul orașul oraşul comuna comunei municipiul stadt gemeinde gmina gminy miasto "
        "miasta kommun staden comune città mayor city town maire le la les den die der the urząd"
    )
)
#: Endings of cases, longest first, and what the nominative has instead.
_ENDINGS = {
    "hu": str.split(
        "ával:a ével:e ccsal:cs ccsel:cs llyal:ly llyel:ly sszal:sz sszel:sz ggyal:gy ggyel:gy nnyal:ny nnyel:ny val: vel: ában:a ében:e ban: ben: ából:a éből:e ból: ből: "
        "ának:a ének:e nak: nek: ához:a éhez:e hoz: hez: höz: ától:a étől:e tól: től: áról:a éről:e ról: ről: ára:a ére:e ra: re: ába:a ébe:e ba: be: "
        "án:a én:e on: en: ön: ot: et: át:a ét:e t: i: n:"
    ),
    "sk": str.split("ovom:ov om: em: ou:a ami:y mi: ej:á ého:ý u: a: e: y: i:"),
    "cs": str.split("ovem:ov em: em:o ou:a mi: y:a u: a: a:o u:o e: i:"),
    "sv": ["s:"],
    "de": ["er:", "s:"],
}
_DOUBLED = re.compile(r"([bcdfghjklmnprstvz])\1[ae]l$")


@dataclass(slots=True)
class _Town:
    """A town that a sentence names, by its nominative; `ukrainian` or known abroad."""

    start: int
    end: int
    name: str
    ukrainian: bool


#: Whose mayor somebody is: Hungarian says it behind the town, `polgármester` alone stands behind a person.
_A_MAYOR = re.compile(r"\s(?:al)?polgármester(?:rel|t|nek|től)?(?!\w)")
_ITS_MAYOR = re.compile(r"\s(?:polgármestere|polgármesterének|elöljárója|városvezetője|önkormányzata)(?!\w)")
#: Another name of the town before: `Lwiw (früher: Lemberg)`.
_ALSO = re.compile(r"\s*[(/][^()]{0,20}")
_AREA_AFTER = AnyCase(r"\s+(?:járás|megy|rajon|raion|okres|kraj|oblast|region|obw[oó]d|powiat)")
_REGION_BEFORE = AnyCase(r"(?<!\w)(?:regiun\w+|région de|regióna?|oblast\w*|obwod\w*|obwód|kraj\w*|region\w*|megye)\s+$")


@lru_cache(maxsize=1 << 12)
def _forms(name: str, lang: str) -> tuple[str, ...]:
    """What a printed name may be the oblique case of, itself first."""
    if lang == "pl":
        return tuple(
            dict.fromkeys((name, *map(" ".join, product(*(polish_nominatives(word) for word in name.split(" ")[:3])))))
        )
    found = [name]
    if lang == "hu" and (doubled := _DOUBLED.search(name)):
        found.append(name[: doubled.start() + 1])
    for ending in _ENDINGS.get(lang, ()):
        old, _, new = ending.partition(":")
        if name.endswith(old) and len(name) > len(old) + 2:
            found.append(name[: -len(old)] + new)
    return tuple(dict.fromkeys(found))


def _town(name: str, lang: str) -> tuple[str, bool] | None:
    """The nominative of a name and whether it is Ukrainian; None when no town is known by it."""
    forms = _forms(name, lang)
    for form in forms:
        if cues.is_ukrainian(form):
            return form, True
    known = next(filter(is_known_place, forms), None)
    if known is None or (" " not in known and "-" not in known and cues.is_given_name(known)) or len(known) < 3:
        return None
    return known, False


def _towns(sentence: str, lang: str) -> list[_Town]:
    found: list[_Town] = []
    countries = [(one.start, one.end) for one in find_countries(sentence)]
    for match in _RUN.finditer(sentence):
        words = [(match.start() + word.start(), word.group()) for word in re.finditer(r"\S+", match.group())]
        while words and words[0][1].lower() in _GENERIC:
            words = words[1:]
        low = 0
        while low < len(words):
            # The longest piece that is a town: "Freiburgs Partnerstadt Lwiw", "Ungvár Nyíregyházával".
            for high in range(len(words), low, -1):
                start, end = words[low][0], words[high - 1][0] + len(words[high - 1][1])
                if low and cues.is_given_name(words[low - 1][1]):
                    continue
                town = (
                    None if any(left < end and start < right for left, right in countries) else _town(sentence[start:end], lang)
                )
                if town is None and lang == "hu" and high - low == 1 and _ITS_MAYOR.match(sentence, end):
                    town = sentence[start:end], False
                if town is not None and not town[1] and high < len(words):
                    behind = words[high][1]
                    if not (_TIE.search(behind) or _town(behind, lang)):
                        continue  # "Bertrand MALQUIER"
                called = (
                    bool(found)
                    and town is not None
                    and town[1]
                    and found[-1].ukrainian
                    and _ALSO.fullmatch(sentence[found[-1].end : start])
                )
                if (
                    town is not None
                    and not called
                    and not (lang == "hu" and _A_MAYOR.match(sentence, end))
                    and not _AREA_AFTER.match(sentence, end)
                    and not (town[1] and _REGION_BEFORE.search(sentence[:start]))
                ):
                    found.append(_Town(start, end, *town))
                    low = high - 1
                    break
            low += 1
    return found


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Ties of towns abroad with Ukrainian ones, each with its Ukrainian side; nothing on a page of Ukraine."""
    outcome = Outcome("news", structure=0.7)
    context.dated = context.dated or dateline(page)
    evidence: list[Evidence] = []
    above = ""
    size = 0
    title = [page.heading or page.title]
    lists = not cues.is_event(title[0]) and (cues.PARTNER_WORDS.search(title[0]) or _TWINS.search(title[0])) is not None
    for order, text in enumerate(title + [block.text for block in page.blocks]):
        size += len(text)
        if size > LONGEST_TEXT:
            break
        both = len(text) < _LONGEST_STORY and _TIE.search(text) and _SIGNED.search(text) is not None
        for sentence in sentences(text):
            tied = _TIE.search(sentence)
            if both and not tied:
                evidence += _told(sentence, text, page, context, order, linked=False)
            pair = _PAIR.fullmatch(sentence) if len(sentence) < _LONGEST_PAIR else None
            if pair is None:
                above = sentence
            elif paired := _paired(pair, lists or _TIE.search(above) is not None, page, context, order):
                evidence += paired
                continue
            if tied or (pair and _TIE.search(above)):
                evidence += _told(sentence, sentence if tied else above, page, context, order, linked=True)
            if tied:
                above = sentence
    evidence += _of_the_site(page, context)
    staged = {stem(one.mention.text) for one in evidence if one.stage}
    for one in evidence:
        if stem(one.mention.text) not in staged and _FIRM.search(one.sentence):
            one.stage = Stage.SIGNED  # "jumelage", "testvérváros": a twin is one by its name
    outcome.drafts = gather(evidence, scope.landless()._replace(listed=False))
    outcome.entries = outcome.explained = len(outcome.drafts)
    return outcome


_LONGEST_PAIR = 120
_LONGEST_STORY = 600
"""The longest text of which one sentence may name the mayors and another what they signed."""
_WORD = rf"[{_UPPER}][\w'’]*(?:[-‑–][\w'’]+)*"
_WORDS = rf"{_WORD}(?:\s(?:(?:de|la|le|sur|nad|an der|am|di|del|pod)\s)?{_WORD}){{0,3}}"
_SIDE = rf"{_WORDS}(?:(?:,| et| și| și| and| und| i| a| és| e)\s{_WORDS})?"
#: Two sides of a tie on a line of its own: `X (région) – Y (région), depuis 1967`.
_PAIR = re.compile(
    rf"\W*(?P<one>{_SIDE})\s*(?:\((?P<of_one>[^()]*)\)\s*)?\s[–—-]\s+(?P<two>{_SIDE})\s*(?:\((?P<of_two>[^()]*)\))?(?P<rest>(?:[\s,;:–—.-].*)?)"
)


def _paired(pair: re.Match, tied: bool, page: Page, context: Context, order: int) -> list[Evidence]:
    """The towns abroad of a line that puts them beside a Ukrainian one, under words of a tie; none when not one side alone is
    Ukrainian."""
    sides = [(pair[side], pair[f"of_{side}"] or "") for side in ("one", "two")]
    home = [
        cues.is_ukrainian(name) or any(cues.is_ukrainian(word[0]) for word in _RUN.finditer(where)) for name, where in sides
    ]
    if not tied or home[0] == home[1]:
        return []
    (side, _), (names, where) = sides if home[0] else reversed(sides)
    country = country_of(where) if where else None
    moment = when_of(pair["rest"], context.base) if pair["rest"] else None
    found = []
    for name in _AND.split(names):
        if cues.plausible(name) and country_of(name) is None and country != "UA":
            mention = Mention(0, 0, name, country=country or _home(page), levelled=True, twin=True)
            found.append(Evidence(mention, pair.string, Stage.SIGNED, moment, side, 0.9, order))
    return found


_AND = re.compile(r"(?:,| et| și| și| and| und| i| a| és| e)\s")


def _told(sentence: str, of: str, page: Page, context: Context, order: int, *, linked: bool) -> Iterator[Evidence]:
    """The towns abroad that a sentence ties to a Ukrainian one; the words of the tie stand in `of`."""
    if context.occupied and cues.OCCUPATION.search(sentence):
        return
    towns = _towns(sentence, page.lang or "")
    sides = [town for town in towns if town.ukrainian]
    if not sides or len(sides) == len(towns):
        return
    if len(sentence) > LONGEST_SENTENCE or _OF_OTHERS.search(sentence):
        return
    signed = _SIGNED.search(of) is not None or _FIRM.search(of) is not None
    there = _THERE.get(page.lang or "")
    taken: list[_Town] = []
    for first, second in pairwise(towns):
        between = sentence[first.end : second.start]
        if (
            linked
            and signed
            and first.ukrainian != second.ukrainian
            and len(between) <= _NEAR
            and (between == " " or _LINK.fullmatch(between))
            and not (there and there.search(between))
        ):
            taken.append(second if first.ukrainian else first)
    for town in towns:
        before, after = sentence[max(0, town.start - 40) : town.start], sentence[town.end : town.end + 40]
        if not town.ukrainian and (
            _ITS_TWIN.match(after) or (signed and (_UNIT_BEFORE.search(before) or _UNIT_AFTER.match(after)))
        ):
            taken.append(town)
    for first, second in [*pairwise(towns), *((two, one) for one, two in reversed(list(pairwise(towns))))]:
        low, high = sorted((first, second), key=lambda town: town.start)
        if any(first is one for one in taken) and not second.ukrainian and _NEXT.fullmatch(sentence, low.end, high.start):
            taken.append(second)
    stage, moment = _stage(of), _moment(of, context)
    done: set[int] = set()
    for town in taken:
        if town.start in done:
            continue
        done.add(town.start)
        side = min(sides, key=lambda one: abs(one.start - town.start))
        country = _country(sentence[town.end :][:40], page)
        mention = Mention(town.start, town.end, town.name, country=country, levelled=True)
        yield Evidence(mention, sentence, stage, moment, side.name, 0.8, order)


_NEAR = 64
#: The country of a page by its language, where its address tells none.
_OF_LANGUAGE = {
    "hu": "HU",
    "ro": "RO",
    "sk": "SK",
    "cs": "CZ",
    "fr": "FR",
    "sv": "SE",
    "it": "IT",
    "lt": "LT",
    "bg": "BG",
    "pl": "PL",
}


def _country(after: str, page: Page) -> str | None:
    """The country in a bracket behind a name, or that of the page."""
    bracket = re.match(r"\s*\(([^()]{3,40})\)", after)
    said = country_of(bracket[1]) if bracket else None
    return said if said not in (None, "UA") else _home(page)


def _home(page: Page) -> str | None:
    return country_of_domain(page.host) or _OF_LANGUAGE.get(page.lang or "")


def _stage(sentence: str) -> Stage | None:
    if _WISHED.search(sentence) or INTENT_DOCUMENT.search(sentence):
        return Stage.INTENT
    if _OVER.search(sentence):
        return Stage.ENDED
    if _SIGNED.search(sentence) and not _TO_COME.search(sentence):
        return Stage.SIGNED
    if _DECIDED.search(sentence):
        return Stage.APPROVED
    if _TO_COME.search(sentence) or PLAN.search(sentence):
        return Stage.INTENT
    stage = sentence_stage(sentence)
    return None if stage is Stage.TALKS and _FIRM.search(sentence) else stage


def _moment(sentence: str, context: Context) -> PartialDate | None:
    """The date of a signing, or the year since which there is a tie."""
    if not (_SIGNED.search(sentence) or _SINCE.search(sentence)) or (
        _DECIDED.search(sentence) and not _SIGNED.search(sentence)
    ):
        return None
    return moment_of(_SUFFIX.sub(" ", sentence), context)


#: `2017-ben`: the case of a year.
_SUFFIX = re.compile(r"(?<=\d{4})-(?:b[ae]n|t[óő]l|[öoe]s|i|r[ae]|b[ae]|ig)(?!\w)")


_SINCE = AnyCase(
    r"(?<!\w)(?:seit|depuis|since|od|sedan|din|dal|de|du|vom|z|z dnia|óta)\s+(?:dnia\s+)?(?:\d{1,2}\.?\s+\S+\s+)?(?:19|20)\d\d(?!\d)|(?:19|20)\d\d óta"
)


_TIED_TO = AnyCase(
    r"umow|porozumien|intencyjn|agreement|memorandum|vertrag|vereinbarung|jumel|convention|zmluv|smlouv|acord|avtal|szerződ|megállapod|"
    r"partnersk\w+ (?:miast|gmin)|miast\w* partnersk|partnerst[aä]dt|partnerschaft|sister cit|twin town|partnerstw"
)


def _of_the_site(page: Page, context: Context) -> list[Evidence]:
    """The town whose site it is, by its address and its own text, when the page is of one Ukrainian town (its heading) and
    tells of an agreement: `krakow.pl`, `Lwów`, `Porozumienie z Krakowem`."""
    head = page.heading or page.title
    text = page.text[:_READ]
    of = head if not (_TIED_TO.search(head) and _UKRAINE.search(head)) else f"{head}\n{text}"
    sides = {stem(town.name): town.name for town in _towns(of, page.lang or "") if town.ukrainian}
    if len(sides) != 1 or len(head) > _LONGEST_HEAD:
        return []
    side = next(iter(sides.values()))
    labels = {piece for label in page.host.split(".")[:-1] for piece in (label, *label.split("-")) if len(piece) > 3}
    labels |= {_UMLAUT.sub(r"\1", label) for label in labels}
    owners: dict[str, int] = {}
    for match in _RUN.finditer(text) if labels else ():
        for name in {match.group(), *match.group().split(" ")}:
            for form in _forms(name, page.lang or ""):
                if _on(labels, fold(form)) and not cues.is_ukrainian(form) and (is_known_place(form) or _is_unit(name, text)):
                    owners[form] = owners.get(form, 0) + 1
    if not owners:
        return []
    owner = max(owners, key=lambda name: (" " in name, owners[name]))
    told = [sentence for sentence in sentences(text) if _TIED_TO.search(sentence) and not cues.OCCUPATION.search(sentence)]
    near = [
        sentence for sentence in told if _SIGNED.search(sentence) or when_of(sentence, None) or _of_both(sentence, side, owner)
    ]
    found = []
    for order, sentence in enumerate(near):
        mention = Mention(0, 0, owner, country=_home(page), levelled=True)
        found.append(Evidence(mention, sentence, _stage(sentence), _moment(sentence, context), side, 0.8, order))
    return found[:_MOST]


def _is_unit(name: str, text: str) -> bool:
    """Whether a text puts the word for a unit before a name that no place is known by: `Gmina Dzwola`."""
    return (
        re.search(rf"(?<!\w)(?i:gmin|gemeinde|obec|obce|comun|commune|kommun|község)\w{{0,3}}\s{re.escape(name)}(?!\w)", text)
        is not None
    )


_READ = 8_000
_UKRAINE = AnyCase("ukra|ucra|укра")
_UMLAUT = re.compile("([aou])e")
_LONGEST_HEAD = 90
_MOST = 6


def _on(labels: set[str], key: str) -> bool:
    """Whether a folded name, or the first word of several, is a label of an address."""
    return re.sub("[ -]", "", key) in labels or (" " in key and key.split(" ")[0] in labels)


def _of_both(sentence: str, side: str, owner: str) -> bool:
    """Whether a sentence names either of the two towns."""
    key = fold(sentence)
    return fold(side)[:5] in key or fold(owner)[:5] in key


# --- whose page it is, and its list of twins --------------------------------------------------------------------------

_NAMED = rf"{_CAP}(?:[ -](?:(?:de|la|le|sur|nad|an der|am|in|im|di|del|pod)[ -])?{_CAP}){{0,3}}"
#: The name of a site: `Urząd Gminy X`, `Stadt X`, `Primăria orașului X`, `X Nagyközség Önkormányzata`, `X kommun`.
_SITE_OF = re.compile(
    rf"(?<!\w)(?i:urząd (?:gminy|miasta)|gmina|miasto|powiat|stadt|gemeinde|markt|landkreis|prim[aă]ria(?: (?:ora[sșş]ului|comunei|municipiului|satului))?|m[eě]sto|obec|"
    rf"mairie de|ville de|commune de|comune di|città di|city of|town of|borough of|county of)\s+(?P<behind>{_NAMED})"
    rf"|(?P<before>{_NAMED}?)(?:\s(?i:nagyközség|község|város|megyei jogú város)(?!\w)|s?\s(?i:kommun|city council|town council|borough council|municipality|önkormányzata?)(?!\w))"
)
_HEAD, _FOOT, _LONGEST_NAME = 12, 12, 90


def owner_of_site(page: Page) -> str | None:
    """The town abroad that a site calls itself by in its title, its head or its foot; None when these name none, or several."""
    blocks = page.all_blocks or page.blocks
    texts = [page.title, page.heading, *(block.text for block in (*blocks[:_HEAD], *blocks[_HEAD:][-_FOOT:]))]
    labels = {piece for label in page.host.split(".")[:-1] for piece in (label, *label.split("-")) if len(piece) > 3}
    found: dict[str, int] = {}
    for text in dict.fromkeys(texts):
        for match in _SITE_OF.finditer(text) if len(text) <= _LONGEST_NAME else ():
            name = next(filter(None, (_own_name(one, page.lang or "") for one in match.groups() if one)), None)
            if name is not None:
                found[name] = found.get(name, 0) + 1 + (2 if _on(labels, fold(name)) else 0)
    for name in list(found):
        if found[name] < 2 and not is_known_place(name):
            del found[name]
    best = max(found, key=found.__getitem__, default=None)
    return best if best and list(found.values()).count(found[best]) == 1 else None


def _own_name(printed: str, lang: str) -> str | None:
    """The nominative of a name in the name of a site, None when it cannot be that of a town abroad."""
    forms = _forms(printed, lang) if lang == "pl" else (printed,)
    name = next(filter(is_known_place, forms), printed)
    usable = cues.plausible(name) and not any(map(cues.is_ukrainian, forms)) and name.split(" ")[0].lower() not in _GENERIC
    return name if usable and country_of(name) is None else None


_TWINS = AnyCase(
    r"gemellagg|città gemell|vänort|susigimin|miestai partneri|vennskapsby|venskabsby|ystävyyskaup|localit[aă][tțţ]i\w* [iî]nfr[aă][tțţ]it|ora[sșş]e\w* [iî]nfr[aă][tțţ]it"
)
_SHORT = 60
_LONGEST_ITEM = 400
_MOST_ITEMS = 6
_BEFORE_LAND = re.compile(rf"(?P<name>{_NAMED})\s*(?:\(|,|–|—|-|\|)\s*(?:[^()–—|,]{{0,30}}?[,\s]\s*)?$")
_BEHIND_LAND = re.compile(rf"\)?\s*(?:[:–—-]|\|)\s*(?P<name>{_NAMED})")


def listed(page: Page, context: Context) -> Outcome | None:
    """The Ukrainian items of a list of twins on the site of a town abroad, each a tie of that town; None when the page is no such
    list, names nobody whose it is, or holds none."""
    start = next(
        (
            number
            for number, block in enumerate(page.blocks)
            if len(block.text) <= _SHORT
            and (cues.PARTNER_WORDS.search(block.text) or _TWINS.search(block.text))
            and not cues.is_event(block.text)
        ),
        None,
    )
    if start is None:
        return None
    items = list(_ukrainian_items(page, start))
    owner = owner_of_site(page) if 0 < len(items) <= _MOST_ITEMS else None
    if owner is None:
        return None
    outcome = Outcome("news", structure=0.9)
    for name, told, order in items:
        mention = Mention(0, 0, owner, country=_home(page), levelled=True, twin=True)
        dated = [sentence for sentence in sentences(_SUFFIX.sub(" ", told)) if when_of(sentence, context.base)]
        moment = when_of(next(filter(_SIGNED.search, dated), dated[0]), context.base) if dated else None
        stage = Stage.ENDED if _OVER.search(told) else Stage.INTENT if _WISHED.search(told) else Stage.SIGNED
        evidence = Evidence(mention, told, stage, moment, name, 1.0, order)
        outcome.drafts += gather([evidence], Scope())
    outcome.entries = outcome.explained = len(outcome.drafts)
    return outcome


def _ukrainian_items(page: Page, start: int) -> Iterator[tuple[str, str, int]]:
    """(name, the text of its item, number of the block) of every place that a list puts in Ukraine."""
    blocks = page.blocks
    for number in range(start + 1, len(blocks)):
        text = blocks[number].text
        if len(text) > _LONGEST_ITEM or not _UKRAINE.search(text):
            continue
        lands = [one for one in find_countries(text) if one.form == "name"]
        for land in lands:
            if land.iso != "UA":
                continue
            row = _row(page, number)
            before, behind = _BEFORE_LAND.search(text[: land.start]), _BEHIND_LAND.match(text, land.end)
            if before:
                name = before["name"]
            elif behind:
                name = behind["name"]
            elif land.start < 3:
                name = next((one.text for one in (*row, blocks[number - 1]) if _names_one(one.text)), "")
            else:
                name = ""
            if not _names_one(name):
                continue
            told = text if len(lands) == 1 else _SEPARATED.split(text[land.end :])[0]
            below = [] if row or len(lands) > 1 or blocks[number].kind == "li" else _below(blocks, number)
            yield name.strip(), "\n".join([told, *(one.text for one in (*row, *below))]), number


def _row(page: Page, number: int) -> list[Block]:
    """The other blocks of the table row in which a block stands."""
    block = page.blocks[number]
    if block.cell < 0:
        return []
    cell = page.cells[block.cell]
    return [
        one
        for one in page.blocks
        if one.cell >= 0
        and one is not block
        and (page.cells[one.cell].table, page.cells[one.cell].row) == (cell.table, cell.row)
    ]


def _below(blocks: list[Block], number: int) -> list[Block]:
    """The blocks that tell of an item whose name and country stand alone: up to the next such item or heading."""
    found = []
    for block in blocks[number + 1 : number + 1 + _MOST_BELOW]:
        short = len(block.text) <= _SHORT
        if (
            block.heading
            or block.kind == "li"
            or (short and (block.all_bold or any(one.form == "name" for one in find_countries(block.text))))
        ):
            break
        found.append(block)
    return found


_MOST_BELOW = 5
_SEPARATED = re.compile(r"[,;\n]")


def _names_one(text: str) -> bool:
    """Whether a short text is a name and no country."""
    return 2 < len(text) <= _SHORT and bool(_RUN.match(text)) and cues.plausible(text) and country_of(text) is None
