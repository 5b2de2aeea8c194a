"""Whatever is asked of the API, the answer is an answer or a fault that says what is wrong."""

import json
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jawara.api.description import openapi
from tests.support.api import body

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]
PATHS = sorted(openapi()["paths"])
NAMES = sorted(
    {
        item["name"]
        for methods in openapi()["paths"].values()
        for item in methods["get"]["parameters"]
        if item["in"] == "query"
    }
)
LIKELY = (
    *("36.04", "36.73", "3604", "0", "id", "99", "36.04.", "٣٦", "P2KP-1/1", "p2kp-1/2"),
    *("2004-11-30", "30 Nopember 2004", "0001-01-01", "9999-12-31", "2004-02-30", "20041130"),
    *("2004-12-24T10:00:00+07:00", "0001-01-01T00:00", "9999-12-31T23:59:59-23:59", "T", "Z"),
    *("1", "0", "-1", "1000", "1001", "1000000", "9" * 30, "1e3", "1.5", "NaN", " 7 "),
    *("village", "en", "xx", "serang", "kec. ", "%", "_", "'", '"', "\\", "\0", "\ud7ff", "=1+1"),
    *("grants.unexplained", "community.members", "cycle.bkm_renewal.progress"),
)
# No lone surrogates: they cannot stand in an address.
ANY = st.sampled_from(LIKELY) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/"), max_size=30
)
QUERIES = st.dictionaries(st.sampled_from(NAMES), ANY, max_size=4)


def address(path: str, name: str, asked: dict[str, str]) -> str:
    filled = path.replace("{code}", quote(name, safe="")).replace("{key}", quote(name, safe=""))
    return f"{filled}?{urlencode(asked)}"


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(path=st.sampled_from(PATHS), name=ANY, asked=QUERIES)
@example(path="/api/v1/territories", name="", asked={"q": "\0", "parent": "\0"})
@example(path="/api/v1/boards", name="", asked={"territory": "\0", "phase": "\0"})
@example(path="/api/v1/territories/{code}", name="\0", asked={})
@example(path="/api/v1/territories/{code}", name="36.04", asked={"as_of": "0001-01-01"})
@example(path="/api/v1/figures/{key}", name="grants.unexplained", asked={"as_of": "9999-12-31"})
@example(path="/api/v1/figures/{key}/records", name="community.members", asked={"page": "1000000"})
def test_an_answer_or_a_fault(path: str, name: str, asked: dict[str, str]) -> None:
    response = Client().get(address(path, name, asked))
    assert response.status_code in {200, 404, 422}
    content = body(response)
    if response.status_code != 200:
        said = json.loads(content)
        assert set(said) == {"code", "message", "field"}
        assert said["message"]
        assert "%(" not in said["message"]
    elif path.endswith(".csv"):
        assert content.startswith(b"\xef\xbb\xbf")
    else:
        json.loads(content)
