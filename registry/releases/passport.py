"""The passport of a release as a data set: the fields of resolution 835 of the Cabinet of Ministers (21.10.2015), and DCAT.

Who publishes stands in `publisher.json`, which the publishing body fills in: the resolution asks for a responsible person or unit, and a
project cannot name one for it. What does not belong here: sending it anywhere (`pipelines/ckan.py`).
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

IDENTIFIER = "pobratym"
TITLE = "Міжнародні партнерства територіальних громад України"
TITLE_EN = "International partnerships of Ukrainian territorial communities"
DESCRIPTION = (
    "Угоди та партнерства територіальних громад України з іноземними містами, громадами й регіонами: хто з ким, відколи, у якому стані, "
    "з цитатою та адресою сторінки під кожним рядком; зміни від попереднього випуску з причинами."
)
DESCRIPTION_EN = (
    "Agreements and partnerships of Ukrainian territorial communities (hromady) with foreign cities, municipalities and regions: who with "
    "whom, since when, in what state, with the quoted words and the address behind every row; changes since the release before and why."
)
KEYWORDS = (
    "міжнародне партнерство", "побратимство", "територіальні громади", "місцеве самоврядування", "міжнародне співробітництво",
    "транскордонне співробітництво", "угоди",
)  # fmt: skip
FORMATS = ("CSV", "Parquet", "JSON", "HTML")
#: Quarterly releases (pipelines/schedules.py); the EU vocabulary names the same frequency QUARTERLY.
FREQUENCY = "щокварталу"
PURPOSE = "Постанова Кабінету Міністрів України від 21 жовтня 2015 р. № 835; облік міжнародних партнерств громад із доказом під кожним записом"
_THEMES = "http://publications.europa.eu/resource/authority/"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes and answers. Empty fields have to be filled before a release goes to the national portal."""

    name: str
    name_en: str
    edrpou: str
    unit: str
    responsible: str
    email: str
    homepage: str
    licence: str
    licence_title: str
    licence_url: str

    def missing(self) -> list[str]:
        """Fields that the resolution asks for and that are empty."""
        return [name for name in ("edrpou", "responsible", "email", "homepage") if not getattr(self, name)]


def publisher() -> Publisher:
    return Publisher(**json.loads(files("registry.releases").joinpath("publisher.json").read_text(encoding="utf-8")))


def passport(*, version: str, as_of: date, first_published: datetime, published_at: datetime, who: Publisher) -> dict[str, Any]:
    """The passport of a data set; keys in English, values as the portal prints them, None for what the publisher has not filled in."""
    return {
        "identifier": IDENTIFIER,
        "title": TITLE,
        "description": DESCRIPTION,
        "language": ["uk", "en"],
        "formats": list(FORMATS),
        "compression": None,
        "first_published": _stamp(first_published),
        "last_modified": _stamp(published_at),
        "data_as_of": as_of.isoformat(),
        "frequency": FREQUENCY,
        "keywords": list(KEYWORDS),
        "purpose": PURPOSE,
        "structure": "datapackage.json",
        "page": who.homepage or None,
        "publisher": who.name,
        "publisher_code": who.edrpou or None,
        "responsible_unit": who.unit or None,
        "responsible_person": who.responsible or None,
        "feedback": who.email or None,
        "licence": who.licence,
        "version": version,
    }


def dcat(entries: list[dict[str, Any]], fields: dict[str, Any], who: Publisher) -> dict[str, Any]:
    """The release as DCAT in JSON-LD. `entries`: files with path, mediatype, bytes and sha256; addresses are relative to the folder."""
    return {
        "@context": {
            "@base": "./",
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": "",
        "@type": "dcat:Dataset",
        "dct:identifier": fields["identifier"],
        "dct:title": [_text(TITLE, "uk"), _text(TITLE_EN, "en")],
        "dct:description": [_text(DESCRIPTION, "uk"), _text(DESCRIPTION_EN, "en")],
        "dcat:keyword": [_text(word, "uk") for word in KEYWORDS],
        "dcat:version": fields["version"],
        "dct:issued": _typed(fields["first_published"], "dateTime"),
        "dct:modified": _typed(fields["last_modified"], "dateTime"),
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:endDate": _typed(fields["data_as_of"], "date")},
        "dct:accrualPeriodicity": {"@id": f"{_THEMES}frequency/QUARTERLY"},
        "dct:language": [{"@id": f"{_THEMES}language/{code}"} for code in ("UKR", "ENG")],
        "dct:spatial": {"@id": f"{_THEMES}country/UKR"},
        "dcat:theme": [{"@id": f"{_THEMES}data-theme/GOVE"}],
        "dct:license": {"@id": who.licence_url},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": [_text(who.name, "uk"), _text(who.name_en, "en")]},
        **(
            {"dcat:contactPoint": {"@type": "vcard:Organization", "vcard:hasEmail": f"mailto:{who.email}"}} if who.email else {}
        ),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": entry["path"],
                "dcat:downloadURL": {"@id": entry["path"]},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{entry['mediatype']}"},
                "dcat:byteSize": entry["bytes"],
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": entry["sha256"],
                },
            }
            for entry in entries
        ],
    }


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _text(value: str, language: str) -> dict[str, str]:
    return {"@value": value, "@language": language}


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}
