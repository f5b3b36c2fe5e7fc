"""Profiles of hromady by the All-Ukrainian Association of Hromady: declared, not readable yet."""

from scrapers.sources.unknown_layout import UnknownLayout


class HromadyOrg(UnknownLayout):
    """The platform of partnerships of the association."""

    id = "hromady_org"
    title = "Всеукраїнська асоціація громад: платформа партнерств"
    publisher = "All-Ukrainian Association of Hromady (hromady.org)"
    homepage = "https://partnership.hromady.org/"
    licence = "no terms known; facts only, attributed to the association"
