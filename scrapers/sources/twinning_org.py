"""The search for partners of the Council of European Municipalities and Regions: declared, not readable yet."""

from scrapers.sources.unknown_layout import UnknownLayout


class TwinningOrg(UnknownLayout):
    """Announcements of towns that look for a twin."""

    id = "twinning_org"
    title = "CEMR twinning.org: пошук партнерів"
    publisher = "Council of European Municipalities and Regions (CEMR)"
    homepage = "https://www.twinning.org/"
    licence = "no terms known; facts only, attributed to CEMR"
