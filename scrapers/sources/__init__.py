"""The registry of sources, in the order in which they are crawled: the list of hromady first, for others walk it."""

from scrapers.sites import load_sites
from scrapers.source import Source
from scrapers.sources.community_sites import CommunitySites
from scrapers.sources.decentralization import PortalCards, PortalHromady
from scrapers.sources.discovered_sites import DiscoveredSites
from scrapers.sources.law_register import LawRegister

SOURCES: dict[str, Source] = {source.id: source for source in (PortalHromady(), PortalCards(), LawRegister(), CommunitySites(), DiscoveredSites())}


def source_of(name: str) -> Source:
    """The source behind the name that a claim, issue or document carries. Raises `KeyError` for an unknown one."""
    return SOURCES[CommunitySites.id if name in load_sites() else name]
