"""Running text of a page abroad: towns that its sentences put beside a Ukrainian one.

What belongs here: which towns of a sentence are tied. What does not: lists (`listed`), the town whose site it is (`owner`).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.abroad.owner import of_the_site
from scrapers.layouts.abroad.pairs import LONGEST_PAIR, PAIR, sides_of
from scrapers.layouts.abroad.ties import moment_of_tie, stage_of_tie
from scrapers.layouts.abroad.towns import Town, country_of_town, home_of, towns_of
from scrapers.layouts.abroad.words import FIRM, OF_OTHERS, OVER, RESTS, SIGNED, TIE, TWINS
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Outcome, Scope
from scrapers.layouts.page.dateline import dateline
from scrapers.layouts.page.model import Page
from scrapers.layouts.sentence.gathering import gather
from scrapers.layouts.sentence.model import LONGEST_SENTENCE, LONGEST_TEXT, Evidence, Mention
from scrapers.layouts.sentence.splitting import sentences
from scrapers.text.countries import find_countries
from scrapers.text.normalise import AnyCase


def read(page: Page, scope: Scope, context: Context, *, of_site: bool) -> Outcome:
    """Ties of towns abroad with Ukrainian ones, each with its Ukrainian side, `of_site`: those of the town whose site it is as well;
    nothing on a page of Ukraine."""
    outcome = Outcome("news", structure=0.7)
    context.dated = context.dated or dateline(page)
    evidence: list[Evidence] = []
    above = ""
    size = 0
    title = [page.heading or page.title]
    lists = not cues.is_event(title[0]) and (cues.PARTNER_WORDS.search(title[0]) or TWINS.search(title[0])) is not None
    for order, text in enumerate(title + [block.text for block in page.blocks]):
        size += len(text)
        if size > LONGEST_TEXT:
            break
        both = len(text) < _LONGEST_STORY and TIE.search(text) and SIGNED.search(text) is not None
        for sentence in sentences(text):
            tied = TIE.search(sentence)
            if both and not tied:
                evidence += _told(sentence, text, page, context, order, linked=False)
            pair = PAIR.fullmatch(sentence) if len(sentence) < LONGEST_PAIR else None
            if pair is None:
                above = sentence
            elif paired := sides_of(pair, lists or TIE.search(above) is not None, page, context, order):
                evidence += paired
                continue
            if tied or (pair and TIE.search(above)):
                evidence += _told(sentence, sentence if tied else above, page, context, order, linked=True)
            if tied:
                above = sentence
    if of_site:
        evidence += of_the_site(page, context)
    staged = {stem(one.mention.text) for one in evidence if one.stage}
    for one in evidence:
        if stem(one.mention.text) not in staged and FIRM.search(one.sentence):
            one.stage = Stage.SIGNED  # "jumelage", "testvérváros": a twin is one by its name
    outcome.drafts = gather(evidence, scope.landless()._replace(listed=False))
    outcome.entries = outcome.explained = len(outcome.drafts)
    return outcome


_LONGEST_STORY = 600
"""The longest text of which one sentence may name the mayors and another what they signed."""


#: What stands between two towns that a sentence puts side by side.
_LINK = re.compile(
    r"[^.;:!?]{0,26}?(?<!\w)(?:et|și|şi|och|és|a|aj|s|so|se|med|mit|und(?! wird| hat| will| hilft)|and(?! will| has| is| was| would| support| help)|i|oraz|z|ze|with|e|y|en|og|avec|cu|con|su|ir|и|с|със|à|ja|"
    r"partnerstadt|partnerstädte|testvérvárosa|ville jumelle|ville jumelée)(?!\w)[^.;:!?]{0,26}"
    r"|\s*(?:,|and|und|i|et|a|és|și|e)\s(?:mayor|(?:ober)?bürgermeister\w*|burmistrz|prezydent|wójt|mer|starosta|primátor\w*|maire|primar\w*)\s(?:[^\s.,;:!?]+\s){0,4}(?:(?:of|von|de|miasta|gminy)\s)?"
    r"|\s(?:a|ont|ha|hanno|har|hat|haben|au)\s[^.;:!?]{3,48}\s(?:avec|mit|con|med|cu)\s(?:[^\W\d_]{1,12}(?:\s|['’])){0,5}"
    r"|\s*(?:\([^()]{2,40}\)\s*)?[–—/-]\s*|\s[^.;:!?\d]{0,30}(?:partnerst[aä]dt|(?:twin|sister|friendship|partner)(?:ed|ned)? (?:town|cit)|testvérváros|vänort|miast\w+ partnersk|partnersk\w+ m[eěi][sa]s?t|družob\w+ mest|orașul\w* înfrățit|gemellat|now\w+ partner)\w*(?:\s?[:–—-])?\s[^.;:!?\d]{0,12}"
    r"|\sde[mrn]\s(?:\w*ukrainisch\w*\s)(?:\w*stadt\s|gemeinde\s)?"
    r"|(?:,\s[^.,;:!?]{2,24},?)?(?:\s(?:city|town|borough) council)?\s(?:has |have |had |will |formally |officially |unanimously )*(?:adopt\w*|ch[oi]o?s\w*|pick\w*|select\w*|nam\w*|approv\w*|(?:decided|voted|agreed) to make|ma[dk]es?)\s(?:the )?(?:ukrainian )?(?:(?:city|town|village|community)(?: of)? )?",
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


def _told(sentence: str, of: str, page: Page, context: Context, order: int, *, linked: bool) -> Iterator[Evidence]:
    """The towns abroad that a sentence ties to a Ukrainian one; the words of the tie stand in `of`."""
    if context.occupied and cues.OCCUPATION.search(sentence):
        return
    towns = towns_of(sentence, page.lang or "")
    sides = [town for town in towns if town.ukrainian]
    if not sides or len(sides) == len(towns):
        return
    if len(sentence) > LONGEST_SENTENCE or OF_OTHERS.search(sentence):
        return
    if len({one.iso for one in find_countries(sentence) if one.form == "name"} - {"UA", home_of(page)}) >= _LANDS_OF_A_LIST:
        return  # the twins of one town: "smlouvu s městy Třebíč (ČR), Sanok (Poľsko), Mukačevo (Ukrajina)"
    signed = any(pattern.search(of) for pattern in (SIGNED, FIRM, RESTS, OVER))
    there = _THERE.get(page.lang or "")
    taken: list[Town] = []
    tied: dict[int, Town] = {}
    for first, second in pairwise(towns):
        between = sentence[first.end : second.start]
        if (
            linked
            and signed
            and first.ukrainian != second.ukrainian
            and len(between) <= _NEAR
            and (between == " " or (first.ukrainian and _MIT.search(sentence[: first.start]) and _HAT.fullmatch(between)) or _LINK.fullmatch(between) or _linked_by_a_tie(sentence[: first.start], between, there))
            and not (there and there.search(between))
        ):
            side, town = (first, second) if first.ukrainian else (second, first)
            taken.append(town)
            tied.setdefault(town.start, side)
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
    stage, moment = stage_of_tie(of), moment_of_tie(of, context)
    done: set[int] = set()
    for town in taken:
        if town.start in done:
            continue
        done.add(town.start)
        side = tied.get(town.start) or min(sides, key=lambda one: abs(one.start - town.start))
        country = country_of_town(town.name, sentence[town.end :][:40], page)
        mention = Mention(town.start, town.end, town.name, country=country, levelled=True)
        own = stage
        if stage in (Stage.ENDED, Stage.SUSPENDED) and of is sentence and not _is_over(clause := _clause_of(sentence, side)):
            own = stage_of_tie(clause)
        yield Evidence(mention, sentence, own, moment, side.name, 0.8, order)


def _linked_by_a_tie(before: str, between: str, there: re.Pattern | None) -> bool:
    """Whether what stands between two towns ties the first to the second: `uzavřela partnerskou smlouvu s`, ` Stadtrat beschließt
    Solidaritätspartnerschaft mit `; not where the first is only where something happened."""
    if there and there.search(before) and not _COUNCIL_IN.search(before):
        return False
    if (over := OVER.search(between) or RESTS.search(between)) and "," in between[over.end() :]:
        return False  # "hat Jena die Partnerschaft mit Wladimir beendet, die Partnerschaft mit Browary wird ausgebaut"
    return _WITH.search(between) is not None and TIE.search(between) is not None


#: What ties: the word behind which the other side stands, at most four words before it.
_WITH = AnyCase(r"(?<!\w)(?:mit|with|z|ze|s|se|so|avec|con|cu|med|met)(?:\s[^\s.,;:!?]+){0,4}\s$")
#: `Mit Schowkwa und Nischyn hat Wolfsburg Solidaritätspartnerschaften unterzeichnet`.
_MIT = AnyCase(r"(?<!\w)mit (?:[^\s.;,]+ (?:und )?){0,3}$")
_HAT = re.compile(r"\s(?:hat|haben|ist|sind|will|wollen|wird|werden|schloss|unterzeichnete)\s(?:die Stadt |auch )?")
_COUNCIL_IN = AnyCase(r"(?:rada (?:miejska|gminy|powiatu)|radni|urząd \w+|stadtrat|council|conseil \w+) (?:w|we|in|de)\s$")
def _clause_of(sentence: str, town: Town) -> str:
    """What stands between the commas around a town."""
    return sentence[sentence.rfind(",", 0, town.start) + 1 : (sentence.find(",", town.end) + 1 or len(sentence) + 1) - 1]


def _is_over(text: str) -> bool:
    return OVER.search(text) is not None or RESTS.search(text) is not None


_NEAR = 90
_LANDS_OF_A_LIST = 2
