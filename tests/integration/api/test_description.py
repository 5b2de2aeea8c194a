"""OpenAPI and the page for people: a change of the API must be meant."""

import json
import os
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from jawara.api.description import openapi
from tests.support.api import body

SNAPSHOT = Path(__file__).with_name("openapi.json")
# Set this to write the snapshot anew, then look at what changed.
WRITE = "JAWARA_WRITE_SNAPSHOT"


def described() -> str:
    with translation.override("id"):
        return json.dumps(openapi(), ensure_ascii=False, indent=1) + "\n"


def test_the_api_is_as_it_was_described() -> None:
    now = described()
    if os.environ.get(WRITE):
        SNAPSHOT.write_text(now, encoding="utf-8")
    assert now == SNAPSHOT.read_text(encoding="utf-8"), (
        f"The API changed. If that is meant: {WRITE}=1 pytest {Path(__file__).name}, "
        "and say so in CHANGELOG.md."
    )


def test_every_address_and_parameter_is_explained() -> None:
    with translation.override("id"):
        paths = openapi()["paths"]
    assert len(paths) == 12
    for path, methods in paths.items():
        assert set(methods) == {"get"}, path
        operation = methods["get"]
        assert operation["summary"]
        assert operation["description"]
        assert operation["x-example"].startswith(path.partition("{")[0])
        assert all(item["description"] for item in operation["parameters"]), path
        assert set(operation["responses"]) == (
            {"200", "404", "422"} if "{" in path else {"200", "422"}
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("serang")
class TestPages:
    def test_every_example_works(self) -> None:
        for methods in openapi()["paths"].values():
            example = methods["get"]["x-example"]
            answer = Client().get(example)
            assert answer.status_code == 200, example
            text = body(answer).decode("utf-8-sig")
            rows = text.splitlines()[1:] if ".csv" in example else json.loads(text)
            assert rows
            assert ".csv" in example or rows.get("items", True)

    def test_the_page_shows_every_address_in_both_languages(self) -> None:
        for language in ("id", "en"):
            page = Client().get("/api/v1/docs", {"lang": language}).content.decode()
            assert f'<html lang="{language}">' in page
            assert page.count("<h1") == 1
            for path, methods in openapi()["paths"].items():
                assert path in page
                assert methods["get"]["x-example"].replace("&", "&amp;") in page
            assert "<script" not in page
            assert "style=" not in page
            other = "en" if language == "id" else "id"
            assert f'href="?lang={other}"' in page

    def test_openapi_speaks_the_readers_language(self) -> None:
        answer = Client().get("/api/v1/openapi.json")
        assert json.loads(answer.content) == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
