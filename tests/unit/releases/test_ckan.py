"""Sending a release to a portal, over real HTTP to a server that answers as CKAN does."""

import json
from email.parser import BytesParser
from email.policy import HTTP

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from pipelines import ckan
from registry.releases import integrity

PASSPORT = {
    "identifier": "pobratym", "description": "опис", "version": "2025-10-01.0", "licence": "CC-BY-4.0", "publisher": "Проєкт", "keywords": ["угоди"],
    "responsible_person": None, "responsible_unit": "Відділ", "feedback": "a@example.org", "page": None, "purpose": "№ 835", "language": ["uk", "en"],
    "frequency": "щокварталу", "data_as_of": "2025-10-01", "first_published": "x", "last_modified": "y", "publisher_code": None,
    "structure": "datapackage.json",
}  # fmt: skip
TOKEN = "a-secret-token"


class Portal:
    """A CKAN with one data set at most; keeps what it was sent."""

    def __init__(self, server: HTTPServer) -> None:
        self.dataset: dict | None = None
        self.files: dict[str, bytes] = {}
        self.calls: list[str] = []
        for action in ("package_show", "package_create", "package_patch", "resource_create", "resource_patch"):
            server.expect_request(f"/api/3/action/{action}", method="POST").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        action = request.path.rsplit("/", 1)[1]
        self.calls.append(action)
        if request.headers.get("Authorization") != TOKEN:
            return self._reply(403, {"success": False, "error": {"message": "Access denied"}})
        if action.startswith("package"):
            fields = request.get_json()
            if action == "package_show":
                if self.dataset is None:
                    return self._reply(404, {"success": False, "error": {"__type": "Not Found Error"}})
            elif action == "package_create":
                self.dataset = {"id": "d-1", "resources": [], **fields}
            else:
                assert fields["id"] == "d-1"
                self.dataset |= fields
            return self._reply(200, {"success": True, "result": self.dataset})
        message = BytesParser(policy=HTTP).parsebytes(
            f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode() + request.get_data()
        )
        parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
        fields = {name: part.get_payload(decode=True).decode() for name, part in parts.items() if name != "upload"}
        assert fields["package_id"] == "d-1"
        held = next((item for item in self.dataset["resources"] if item["id"] == fields.get("id")), None)
        if action == "resource_create":
            held = {"id": f"r-{len(self.dataset['resources'])}"}
            self.dataset["resources"].append(held)
        held |= fields
        self.files[held["name"]] = parts["upload"].get_payload(decode=True)
        return self._reply(200, {"success": True, "result": held})

    @staticmethod
    def _reply(status: int, content: dict) -> Response:
        return Response(json.dumps(content), status=status, content_type="application/json")


@pytest.fixture
def portal(httpserver: HTTPServer) -> Portal:
    return Portal(httpserver)


@pytest.fixture
def release(tmp_path):
    folder = tmp_path / "2025-10-01.0"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "ids.csv").write_bytes(b"public_id\r\npt-000001\r\n")
    (folder / "data" / "ids.parquet").write_bytes(b"PAR1\x00\xff")
    resources = [{"name": "ids", "title": "Ідентифікатори", "description": "…", "path": "data/ids.csv"}]
    integrity.write_json(folder / "datapackage.json", {"passport": PASSPORT, "resources": resources})
    return folder, integrity.seal(folder, {"version": folder.name})


def test_a_release_is_created_with_its_passport_and_files(portal, httpserver, release):
    planned = ckan.plan(*release, organisation="minreg")
    assert ckan.upload(planned, httpserver.url_for("/"), TOKEN) == httpserver.url_for("/dataset/pobratym")
    assert portal.calls == ["package_show", "package_create", *["resource_create"] * 4]
    assert portal.dataset["owner_org"] == "minreg" and portal.dataset["maintainer"] == "Відділ"
    extras = {item["key"]: item["value"] for item in portal.dataset["extras"]}
    assert extras["update_frequency"] == "щокварталу" and extras["language"] == "uk, en" and "responsible_person" not in extras
    assert portal.files["Ідентифікатори (Parquet)"] == b"PAR1\x00\xff"
    assert portal.files["index.json"] == (release[0] / "index.json").read_bytes()


def test_sending_again_sends_no_file_and_a_new_release_replaces_files(portal, httpserver, release, tmp_path):
    planned = ckan.plan(*release)
    ckan.upload(planned, httpserver.url_for("/"), TOKEN)
    portal.calls.clear()
    ckan.upload(planned, httpserver.url_for("/"), TOKEN)
    assert portal.calls == ["package_show", "package_patch"]
    folder, _ = release
    (folder / "data" / "ids.csv").write_bytes(b"public_id\r\npt-000002\r\n")
    portal.calls.clear()
    for name in ("index.json", "SHA256SUMS"):
        (folder / name).unlink()
    ckan.upload(ckan.plan(folder, integrity.seal(folder, {"version": "2026-01-01.0"})), httpserver.url_for("/"), TOKEN)
    assert portal.calls == ["package_show", "package_patch", "resource_patch", "resource_patch"]
    assert len(portal.dataset["resources"]) == 4 and portal.files["Ідентифікатори (CSV)"].endswith(b"pt-000002\r\n")


def test_a_refusal_names_the_portals_words_and_never_the_token(portal, httpserver, release):
    with pytest.raises(ckan.CkanError, match=r"package_show: the portal answered 403: .*Access denied") as refused:
        ckan.upload(ckan.plan(*release), httpserver.url_for("/"), "another-secret")
    assert "another-secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "body"), [(500, "<html>oops</html>"), (200, '{"success": false, "error": "no"}'), (200, "[]")]
)
def test_answers_that_are_no_success_are_errors(httpserver, release, status, body):
    httpserver.expect_request("/api/3/action/package_show").respond_with_data(body, status=status)
    with pytest.raises(ckan.CkanError, match=f"answered {status}"):
        ckan.upload(ckan.plan(*release), httpserver.url_for("/"), TOKEN)


def test_a_portal_that_is_not_there_is_an_error(release):
    with pytest.raises(ckan.CkanError, match="cannot be reached"):
        ckan.upload(ckan.plan(*release), "http://127.0.0.1:1", TOKEN)


def test_an_altered_release_is_not_sent(release):
    folder, sums = release
    (folder / "data" / "ids.csv").write_text("other")
    with pytest.raises(integrity.ReleaseAltered, match=r"ids.csv was changed"):
        ckan.plan(folder, sums)


def test_the_dry_run_names_fields_files_and_what_is_missing(release):
    told = ckan.plan(*release).as_json()
    assert told["dataset"]["name"] == "pobratym" and told["dataset"]["tags"] == [{"name": "угоди"}]
    assert {item["file"] for item in told["resources"]} == {"ids.csv", "ids.parquet", "datapackage.json", "index.json"}
    assert set(told["missing"]) <= {"edrpou", "responsible", "email", "homepage"}
