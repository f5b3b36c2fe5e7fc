"""A release on a CKAN portal, such as data.gov.ua: its passport as the data set, its files as resources.

`plan` says what would be sent; `upload` sends it: package_create or package_patch, then resource_create or resource_patch with the
file, so that sending a release twice leaves one data set. The only writer to a foreign host (docs/decisions/0006-ckan-uploader.md). What does not
belong here: what the passport says (`registry/releases/passport.py`).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from registry.releases import integrity
from registry.releases.passport import TITLE, publisher

#: Seconds for one call; an upload of some megabytes included.
TIMEOUT = 120.0
#: Extra fields of the data set, and the field of the passport behind each.
EXTRAS = {
    "purpose_of_collecting_information": "purpose",
    "update_frequency": "frequency",
    "language": "language",
    "data_as_of": "data_as_of",
    "first_published": "first_published",
    "last_modified": "last_modified",
    "responsible_person": "responsible_person",
    "responsible_unit": "responsible_unit",
    "publisher_code": "publisher_code",
    "structure": "structure",
}


class CkanError(RuntimeError):
    """The portal refused or could not be reached; the message says what it said."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the release as a resource of the data set."""

    name: str
    description: str
    format: str
    mimetype: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent: the data set's fields, its resources, and passport fields that the publisher has not filled in yet."""

    dataset: dict[str, Any]
    resources: list[Resource]
    missing: list[str]

    def as_json(self) -> dict[str, Any]:
        return {
            "dataset": self.dataset,
            "resources": [
                {
                    "name": item.name, "description": item.description, "format": item.format, "mimetype": item.mimetype,
                    "file": item.path.name, "bytes": item.path.stat().st_size, "sha256": item.sha256,
                }
                for item in self.resources
            ],
            "missing": self.missing,
        }  # fmt: skip


def plan(folder: Path, sums_sha256: str | None, *, organisation: str = "") -> Plan:
    """The data set and resources of a release folder, whose every byte is checked first. Raises ReleaseAltered."""
    integrity.verify(folder, sums_sha256)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    passport, who = package["passport"], publisher()
    dataset = {
        "name": passport["identifier"],
        "title": TITLE,
        "notes": passport["description"],
        "version": passport["version"],
        "license_id": passport["licence"],
        "author": passport["publisher"],
        "maintainer": passport["responsible_person"] or passport["responsible_unit"] or "",
        "maintainer_email": passport["feedback"] or "",
        "url": passport["page"] or "",
        "tags": [{"name": word} for word in passport["keywords"]],
        "extras": [{"key": key, "value": _text(passport[name])} for key, name in EXTRAS.items() if passport[name]],
        **({"owner_org": organisation} if organisation else {}),
    }
    resources = []
    for resource in package["resources"]:
        path = folder / resource["path"]
        kinds = [("CSV", "text/csv", path), ("Parquet", "application/vnd.apache.parquet", path.with_suffix(".parquet"))]
        resources += [
            Resource(f"{resource['title']} ({kind})", resource["description"], kind, mimetype, file, integrity.sha256(file))
            for kind, mimetype, file in kinds
        ]
    for name, kind, words in (
        ("datapackage.json", "JSON", "Структура набору даних (Frictionless Data Package)"),
        ("index.json", "JSON", "Перелік файлів випуску з SHA-256"),
    ):
        resources.append(Resource(name, words, kind, "application/json", folder / name, integrity.sha256(folder / name)))
    return Plan(dataset, resources, who.missing())


def upload(planned: Plan, url: str, token: str) -> str:
    """Send a plan to the portal at `url`; returns the address of the data set. Raises CkanError.

    Resources are known by their name: one with the same SHA-256 is left, another version replaces its file.
    """
    with httpx.Client(
        base_url=url.rstrip("/") + "/api/3/action/", headers={"Authorization": token}, timeout=TIMEOUT, trust_env=False
    ) as client:
        name = planned.dataset["name"]
        standing = _call(client, "package_show", {"id": name}, absent=True)
        if standing is None:
            dataset = _call(client, "package_create", planned.dataset)
        else:
            dataset = _call(client, "package_patch", {"id": standing["id"], **planned.dataset})
        held = {item["name"]: item for item in (standing or {}).get("resources", [])}
        for item in planned.resources:
            fields = {
                "package_id": dataset["id"], "name": item.name, "description": item.description, "format": item.format,
                "mimetype": item.mimetype, "hash": item.sha256,
            }  # fmt: skip
            there = held.pop(item.name, None)
            if there and there.get("hash") == item.sha256:
                continue
            action = "resource_patch" if there else "resource_create"
            with item.path.open("rb") as file:
                _call(
                    client,
                    action,
                    {**fields, **({"id": there["id"]} if there else {})},
                    file=(item.path.name, file, item.mimetype),
                )
        return f"{url.rstrip('/')}/dataset/{name}"


def _call(
    client: httpx.Client, action: str, fields: dict[str, Any], *, file: tuple | None = None, absent: bool = False
) -> dict[str, Any] | None:
    """One action of the API; `absent`: a missing object is None and not an error."""
    try:
        answer = client.post(action, data=fields, files={"upload": file}) if file else client.post(action, json=fields)
    except httpx.HTTPError as error:
        raise CkanError(f"{action}: the portal cannot be reached: {error}") from error
    if absent and answer.status_code == 404:
        return None
    try:
        content = answer.json()
    except ValueError:
        content = {}
    if answer.status_code != 200 or not isinstance(content, dict) or content.get("success") is not True:
        # The portal's words, never the request: its headers hold the token.
        said = content.get("error") if isinstance(content, dict) else None
        words = json.dumps(said, ensure_ascii=False)[:500] if said else answer.reason_phrase
        raise CkanError(f"{action}: the portal answered {answer.status_code}: {words}")
    return content["result"]


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
