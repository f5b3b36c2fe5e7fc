"""What kind of page it is: parked, guarded, behind a log-in, gone, a shell of scripts, or one of content.

What belongs here: pages that hold nothing to read, by their words and elements. What does not: pages of content without
partners (`layouts.choose`).
"""

from selectolax.lexbor import LexborNode

from schemas.vocabularies import IssueClass
from scrapers.layouts.page.model import Page
from scrapers.text.normalise import AnyCase

_PARKING = AnyCase(
    r"domain (?:name )?(?:is|may be) (?:for sale|parked|available)|buy this domain|this domain (?:has expired|"
    r"is parked)|domain parking|parked (?:free|domain)|"
    r"account (?:has been )?suspended|website is no longer available|домен\w* (?:продається|продаётся|"
    r"продается|припаркован|вільний|свободен|зареєстрован)|"
    r"купити (?:цей )?домен|купить (?:этот )?домен|цей домен|срок регистрации домена|domain steht zum verkauf|"
    r"domena (?:jest )?na sprzedaż|"
    r"хостинг[- ]акаунт|сайт (?:тимчасово )?(?:заблоковано|призупинено|временно отключен)|apache2? (?:ubuntu|"
    r"debian)? ?default page|welcome to nginx|index of /",
    needs="domain parked suspended available домен domena хостинг заблоковано призупинено отключен apache nginx index",
)
_LOGIN = AnyCase(
    r"увійти|вхід|логін|пароль|авторизац|войти|вход|log ?in|sign ?in|password|zaloguj|hasło|"
    r"anmelden|passwort|kennwort",
    needs="увійти вхід логін пароль авторизац войти вход log sign password zaloguj hasło anmelden passwort kennwort",
)
_GONE = AnyCase(
    r"\b404\b|сторінк\w+ не (?:знайден|існує)|сторінки не існує|страниц\w+ не (?:найден|"
    r"существует)|page (?:was )?not found|not be found|"
    r"nie znaleziono (?:strony)?|strona nie istnieje|seite (?:wurde )?nicht gefunden",
)
_BLOCKED = AnyCase(
    r"just a moment|checking your browser|verify you are (?:a )?human|access denied|доступ "
    r"(?:заборонено|запрещ[её]н|обмежено)|ddos[- ]protection|"
    r"attention required|are you a robot|captcha|ray id",
    needs="moment checking verify denied доступ ddos attention robot captcha ray",
)
_SHELL = AnyCase(
    r"enable javascript|requires? javascript|javascript (?:to run|is (?:disabled|required))|"
    r"увімкніть (?:підтримку )?javascript|включите javascript|"
    r"aktivieren sie javascript|włącz(?:yć)? (?:obsługę )?javascript|loading\.{0,3}$|"
    r"завантаження\.{0,3}$|загрузка\.{0,3}$",
)


OPENING = 4_000
"""Characters of everything on a page, menus included, that tell what kind of page it is."""


def classify(page: Page) -> tuple[IssueClass, str] | None:
    """The class and the words for a page that is not a page of content, None for one that may be read."""
    text = page.text
    size = len(text)
    whole = text
    if size < 1500 and page.tree is not None and page.tree.body is not None:
        whole = _opening(page.tree.body)
    if size < 2500:
        found = _said(_PARKING, whole, page.title) if size < 1500 else None
        if found:
            return IssueClass.PARKING_PAGE, f"a parked, suspended or default page: “{found}”"
        found = _said(_BLOCKED, page.title, whole if size < 1200 else "")
        if found:
            return IssueClass.UNREACHABLE, f"a page of a guard in front of the site: “{found}”"
        if (
            page.tree is not None
            and _LOGIN.search(whole + " " + page.title)
            and page.tree.css_first("input[type=password]") is not None
        ) or (size < 300 and page.title and _LOGIN.fullmatch(page.title.strip())):
            return IssueClass.LOGIN_PAGE, "a log-in form where a page was expected"
        found = _said(_GONE, page.title, *((page.heading, text[:400]) if size < 1000 else ()))
        if found:
            return IssueClass.GONE, f"the page says that it does not exist: “{found}”"
    if size < 250 and _is_shell(page, size, whole):
        return IssueClass.SCRIPT_SHELL, "a JavaScript shell: the page holds no text of its own"
    if size < 20 and not page.title:
        return IssueClass.NO_LAYOUT, "the page holds no text"
    return None


def _opening(body: LexborNode) -> str:
    """The first characters that an element holds, menus and scripts included."""
    texts, size = [], 0
    for node in body.traverse(include_text=True, skip_empty=True):
        if node.tag == "-text":
            texts.append(node.text_content)
            size += len(texts[-1]) + 1
            if size > OPENING:
                break
    return " ".join(texts)[:OPENING]


def _said(pattern: AnyCase, *texts: str) -> str | None:
    """What the first text that holds the pattern says, as it is printed."""
    return next((text[found.start() : found.end()] for text in texts if (found := pattern.search(text))), None)


SERVED = 150
"""Characters from which the server sent more than a place for scripts."""


def _is_shell(page: Page, size: int, whole: str) -> bool:
    if page.tree is None or page.tree.css_first("script") is None:
        return False
    if size < 30 or (size < SERVED and _mount(page)) or _SHELL.search(whole):
        return True
    noscript = page.tree.css_first("noscript")
    return noscript is not None and _SHELL.search(noscript.text(deep=True) or "") is not None


def _mount(page: Page) -> bool:
    return (
        page.tree is not None
        and page.tree.css_first("#app, #root, #__next, #__nuxt, app-root, [ng-app], [data-reactroot]") is not None
    )
