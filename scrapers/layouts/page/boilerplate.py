"""The main part of a page told from menus, footers and what a content system prints around a text.

What belongs here: by which class, id or wording either is known. What does not: elements that are a menu by their tag or role
(`walk`).
"""

from functools import lru_cache
from math import inf

from scrapers.layouts.page.model import Block, Page
from scrapers.text.normalise import AnyCase

_BOILER_NAME = AnyCase(
    r"(?:^|[-_ ])(?:menu|mainmenu|topmenu|submenu|navbar|navigation|nav|sidebar|side-?bar|footer|cookies?|gdpr|"
    r"consent|breadcrumbs?|pagination|"
    r"pager|share|sharing|social|socials|related|similar|recent|popular|lastnews|last-news|latest|comments?|"
    r"respond|banner|banners|"
    r"advert|ads|search|login-form|subscribe|newsletter|copyright|colophon|skip-link|widget-area|widget|"
    r"toolbar|lang-switcher|"
    r"language|archive-list|tag-?cloud|accessibility|prev-next|post-navigation|read-?more|"
    r"other[-_]?news|more[-_]?news|last[-_]?news|latest[-_]?news|news[-_]?list[-_]?side|see[-_]?also|"
    r"read[-_]?also)(?:$|[-_ ])",
)
_BOILER_EXCEPT = AnyCase(
    r"(?:has|with|no|without|is|not)-(?:sidebar|menu|nav|footer|banner)|nav-?tabs|nav-?pills|nav-?item|nav-?link|tabs?-?nav|tab-?list|"
    r"elementor-widget|widget-container|widget-wrap|skip-link--target|"
    r"page-?banner-?content|(?:^|[\s_-])content(?:$|\s)|social-?politic",
)
_MAIN = AnyCase(
    r"(?:^|[\s_-])(?:entry-?content|post-?content|article-?(?:body|content|text)|page-?content|"
    r"node-?content|content-?text|"
    r"field-name-body|news-?(?:text|content|body|detail|item-text|full)|item-?page|"
    r"full-?(?:text|story|news)|single-?(?:content|text|post)|"
    r"static-?page|main-?content|content-?main|content|text|td-post-content|article|main)(?:$|"
    r"[\s_-])",
)


#: A piece of text that page builders put beside others of its kind.
_ONE_OF_SEVERAL = AnyCase(
    r"text-editor|widget[-_]text|wpb[-_]text|text[-_]column|et[-_]pb[-_]text|fusion-text|text[-_](?:block|module|widget|box|item|row|col)|(?:block|module|box|col|t\d{3})(?:[-_]{1,2})text(?:$|\s)"
)


@lru_cache(maxsize=4096)
def looks(names: str) -> tuple[bool, bool]:
    """(boilerplate, main part) by the class and id of an element."""
    boiler = any(_BOILER_NAME.search(name) and not _BOILER_EXCEPT.search(name) for name in names.split())
    main = _MAIN.search(names.replace("tab-content", "")) is not None and not _ONE_OF_SEVERAL.search(names)
    return boiler and not _BOILER_EXCEPT.search(names), main


THIN = 60
"""Characters of text below which the parts that look like menus are read as well."""


#: The sections that sites of councils have, as their menus call them.
_SECTION = AnyCase(
    r"\W*(?:головн\w+|(?:про |наша )?громада|громадянам|влада|міський голова|депутати|виконавчий комітет|виконком|документи|рішення|новини|"
    r"оголошення|анонси|події|контакти|вакансії|бюджет|фінанси|освіта|культура|спорт|молодь|екологія|економіка|інвестиції|туризм|цнап|"
    r"послуги|електронні|звернення|закупівлі|регуляторн\w+|доступ до публічної|фото\w*|відео\w*|галерея|архів|медицина|охорона здоров|"
    r"соціальн\w+|ветеранам|впо\b|символіка|історія|статут|програми|структура|старост\w+|карта сайту|пошук|"
    r"главная|новости|контакты|документы|объявления|образование|здравоохранение|экономика|услуги|фотогалерея|история|структура|о городе|"
    r"home|news|contacts?|documents|about|events|services|education|tourism|economy|gallery|history|search|sitemap|"
    r"strona główna|aktualności|kontakt|urząd|oświata|turystyka|startseite|aktuelles|rathaus|bürgerservice)(?!\w)",
)
LEAST_MENU = 5
#: What a content system prints around a text.
_FURNITURE = AnyCase(
    r"\W*(?:(?:кількість )?перегляд(?:ів|и)|фото(?=\s*:)|світлини(?=\s*:)|джерело(?=\s*:)|текст(?=\s*:)|источник(?=\s*:)|photo(?=\s*:)|source(?=\s*:)|категорі[яї]|автор|деталі|версія для друку|роздрукувати|поділитися|поділитись|додатки|вкладення|"
    r"завантажити|просмотр(?:ов|ы)|категория|подробности|версия для печати|поделиться|приложения|скачать|hits|views|category|details|"
    r"print(?:able version)?|share|attachments?|download|wyświetleń|odsłon|kategoria|drukuj|udostępnij|załączniki|pobierz|aufrufe|teilen|drucken)"
    r"(?:\s*:.{0,120}|\s*\(?\d*\)?)$",
)


#: How these words begin: cheaper to look at than all of them.
_FURNITURE_BEGINS = frozenset(
    "фот сві дже тек ист pho sou кіл пер кат авт дет вер роз под дод вкл зав про при под ска hit vie cat det pri sha att dow wyś ods kat dru udo zał pob auf tei".split()
)


def mark_furniture(blocks: list[Block]) -> None:
    """Menus that no element or class tells, by their words: runs of links of which many are sections of a council's site; and
    the lines of a content system (`Views: 512`, `Print`)."""
    run: list[Block] = []
    for block in [*blocks, None]:
        size = len(block.text) if block is not None else inf
        if size <= 60 and (block.all_link or (size <= 30 and block.all_bold)) and block.heading == 0:
            run.append(block)
        elif run:
            known = [number for number, one in enumerate(run) if _SECTION.match(one.text)]
            if len(known) >= LEAST_MENU and len(known) >= 0.25 * len(run):
                for one in run[known[0] : known[-1] + 1]:
                    one.boiler = True
            run = []
        if size < 160 and block.text[:3].lower() in _FURNITURE_BEGINS and _FURNITURE.match(block.text.partition("\n")[0]):
            block.boiler = True


def main_part(page: Page, regions: list[int]) -> list[Block]:
    """The blocks outside menus and footers, narrowed to the element that holds most of the plain text. `regions` are the elements that
    may be it, as `Walk.regions` lists them."""
    kept = [block for block in page.all_blocks if not block.boiler]
    if sum(block.size for block in kept) < THIN // 3 and sum(block.size for block in page.all_blocks) > THIN // 2:
        kept = page.all_blocks
    if not regions:
        return kept
    mass = [0] * len(regions)
    for block in kept:
        region = block.region
        while region >= 0:
            mass[region] += block.size - block.links // 2
            region = regions[region]
    total = sum(block.size - block.links // 2 for block in kept)
    best = -1
    for number, value in enumerate(mass):
        if value >= 0.5 * total and (best < 0 or value >= 0.85 * mass[best]):
            best = number
    if best < 0:
        return kept
    inside = set()
    for number, parent in enumerate(regions):
        if number == best or parent in inside:
            inside.add(number)
    return [block for block in kept if block.region in inside or (block.kind == "h1" and len(block.text) < 300)]
