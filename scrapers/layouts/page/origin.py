"""The country that a page comes from: by its domain, or by a language that one country writes.

What belongs here: what an address and a language tell. What does not: countries that a text names
(`scrapers.text.countries`).
"""

from scrapers.layouts.page.model import Page

#: The country of a page that is not Ukrainian, by its domain.
_TLD = {
    code.lower().replace("gb", "uk"): code
    for code in str.split("GB DE PL AT CZ SK LT LV EE FR IT HU RO SE FI DK NL BE ES PT HR SI BG MD CH NO IE JP CA AU NZ GE US")
} | {"gov": "US"}


def country_of_domain(host: str) -> str | None:
    """The foreign country to which the last part of a host name belongs."""
    return _TLD.get(host.rsplit(".", 1)[-1])


def home_country(page: Page) -> str | None:
    """The country of a page that is the partner's own: by its domain, or by a language that one country writes."""
    return country_of_domain(page.host) or ({"pl": "PL", "de": "DE"}.get(page.lang or "") if not page.host else None)
