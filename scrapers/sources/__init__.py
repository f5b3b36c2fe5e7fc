"""The registry of sources, in the order in which they are crawled: the list of hromady first, for others walk it."""

from scrapers.sites import load_sites
from scrapers.source import Source
from scrapers.sources.cities4cities import Cities4Cities
from scrapers.sources.community_sites import CommunitySites
from scrapers.sources.decentralization import PortalCards, PortalHromady
from scrapers.sources.discovered_sites import DiscoveredSites
from scrapers.sources.giz_map import GizMap
from scrapers.sources.hromady_org import HromadyOrg
from scrapers.sources.law_register import LawRegister
from scrapers.sources.ministry_monitoring import MinistryMonitoring
from scrapers.sources.sister_cities import SisterCities
from scrapers.sources.skew import Skew
from scrapers.sources.twinning_org import TwinningOrg
from scrapers.sources.unitedforua import UnitedForUa
from scrapers.sources.wikidata import Wikidata

SOURCES: dict[str, Source] = {
    source.id: source
    for source in (
        PortalHromady(),
        PortalCards(),
        LawRegister(),
        CommunitySites(),
        DiscoveredSites(),
        Skew(),
        GizMap(),
        Cities4Cities(),
        UnitedForUa(),
        HromadyOrg(),
        TwinningOrg(),
        SisterCities(),
        Wikidata(),
        MinistryMonitoring(),
    )
}


def source_of(name: str) -> Source:
    """The source behind the name that a claim, issue or document carries. Raises `KeyError` for an unknown one."""
    return SOURCES[CommunitySites.id if name in load_sites() else name]
