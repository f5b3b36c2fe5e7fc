"""Community sites: what `sites/*.yaml` declares, read strictly.

What belongs here: the declaration of a site (address, whose list it is, layout, options, expectations) and finding the site
of an address. What does not: reading its pages (`layouts`) or fetching them (`fetch.py`). A new site is one YAML and one
saved page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml

FOLDER = Path(__file__).parent / "sites"
LAYOUTS = ("auto", "table", "listing", "headings", "lines", "cards", "prose", "news")
COLUMNS = ("partner", "country", "region", "since", "stage", "kind", "number", "duration", "hromada", "ignore")
_CODE = re.compile(r"UA\d{17}")


class BadSite(ValueError):
    """A YAML of a site that breaks a rule; the words name the file and the key."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a layout is held to one page.

    `selector` is CSS for the part of the page that holds the list; `columns` the roles of table columns by position
    (`partner country region since stage kind number duration hromada ignore`); `skip_rows` the rows above the first entry;
    `listed` says that every name of the page is a partner, whatever its headings say.
    """

    selector: str | None = None
    columns: tuple[str, ...] = ()
    skip_rows: int | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """One community site. `lookups` maps a printed value to the one meant; `ignore` lists printed entries that are none;
    both are exact after folding of blanks. `expect_min` and `expect_max` bound the number of claims of a good reading."""

    id: str
    title: str
    hromada: str
    url: tuple[str, ...]
    publisher: str
    robots: str
    licence: str
    lang: str
    expect_min: int
    expect_max: int
    layout: str = "auto"
    options: Options = Options()
    lookups: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    notes: str = ""


_TYPES = {
    "id": str,
    "title": str,
    "hromada": str,
    "publisher": str,
    "robots": str,
    "licence": str,
    "lang": str,
    "expect_min": int,
    "expect_max": int,
    "layout": str,
    "notes": str,
    "selector": str,
    "skip_rows": int,
    "listed": bool,
}


def read_site(path: Path) -> Site:
    """One YAML file as a `Site`. BadSite for an unknown, missing, doubled or ill-typed key, naming the file and the key."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError, _DoubledKey) as error:
        raise BadSite(f"{path.name}: {error}") from error
    values = _fields(path, "", data, Site)
    required = {item.name for item in fields(Site)} - {"layout", "options", "lookups", "ignore", "notes"}
    missing = sorted(required - values.keys())
    if missing:
        raise BadSite(f"{path.name}: missing key {missing[0]!r}")
    site = Site(**values)
    for key, wrong in (
        ("id", site.id != path.stem),
        ("layout", site.layout not in LAYOUTS),
        ("hromada", not _CODE.fullmatch(site.hromada)),
        ("expect_min", not 0 <= site.expect_min <= site.expect_max),
        ("url", not all(re.match(r"https?://", url) for url in site.url)),
        ("options.columns", any(role not in COLUMNS for role in site.options.columns)),
        ("lang", len(site.lang) != 2),
    ):
        if wrong:
            raise BadSite(f"{path.name}: bad value of {key!r}")
    return site


def _fields(path: Path, prefix: str, data: object, model: type) -> dict:
    if not isinstance(data, dict):
        raise BadSite(f"{path.name}: {prefix.rstrip('.') or 'the file'} is not a mapping")
    known = {item.name for item in fields(model)}
    values = {}
    for key, value in data.items():
        name = f"{prefix}{key}"
        if key not in known:
            raise BadSite(f"{path.name}: unknown key {name!r}")
        if key == "options":
            value = Options(**_fields(path, "options.", value, Options))
        elif key == "lookups":
            if not isinstance(value, dict) or not all(isinstance(text, str) for pair in value.items() for text in pair):
                raise BadSite(f"{path.name}: {name!r} is not a mapping of texts")
        elif key in ("url", "ignore", "columns"):
            value = (value,) if isinstance(value, str) else value
            if not isinstance(value, list | tuple) or not value or not all(isinstance(text, str) for text in value):
                raise BadSite(f"{path.name}: {name!r} is not a list of texts")
            value = tuple(value)
        elif type(value) is not _TYPES[key]:
            raise BadSite(f"{path.name}: {name!r} is not of type {_TYPES[key].__name__}")
        values[key] = value
    return values


class _DoubledKey(ValueError):
    """Raised while a file is loaded, where its name is not known."""


class _Strict(yaml.SafeLoader):
    """YAML's own rule, which its parser does not keep: no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        mapping: dict = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=deep)
            if key in mapping:
                raise _DoubledKey(f"doubled key {key!r}")
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping


_Strict.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, lambda loader, node: loader.construct_mapping(node, deep=True)
)


@cache
def _packaged() -> dict[str, Site]:
    return _read_folder(FOLDER)


def _read_folder(folder: Path) -> dict[str, Site]:
    sites = {path.stem: read_site(path) for path in sorted(folder.glob("*.yaml"))}
    taken: dict[str, str] = {}
    for site in sites.values():
        for url in site.url:
            other = taken.setdefault(_address(url), site.id)
            if other != site.id:
                raise BadSite(f"{site.id}.yaml: 'url' {url} is also that of {other}")
    return sites


def load_sites(folder: Path | str | None = None) -> dict[str, Site]:
    """Every site by id, in order of id; `folder` replaces the packaged one. BadSite when any file breaks a rule."""
    return dict(_packaged()) if folder is None else _read_folder(Path(folder))


def site_for(url: str, sites: Mapping[str, Site] | None = None) -> Site | None:
    """The site that declares this address, scheme, `www.`, query and a closing slash aside; None when nobody does."""
    address = _address(url)
    for site in (_packaged() if sites is None else sites).values():
        if any(_address(one) == address for one in site.url):
            return site
    return None


def _address(url: str) -> str:
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{unquote(parts.path).rstrip('/')}"
