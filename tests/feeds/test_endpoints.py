from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.feeds import ENDPOINTS, Endpoint, Manners
from centralasia.feeds.endpoints import Wanted
from centralasia.readers.registry import reader

NBK = ENDPOINTS["nbk"]


@pytest.mark.parametrize(
    "base",
    [
        "nationalbank.kz/",
        "ftp://nationalbank.kz/",
        "https:///rss/",
        "https://nationalbank.kz/rss",
        "https://nationalbank.kz:port/",
        "http://[::1/",
        "",
    ],
)
def test_a_base_is_an_address_that_can_be_asked(base: str) -> None:
    with pytest.raises(InvalidValueError, match="base must be an address that begins with") as caught:
        NBK.at(base)
    assert caught.value.value == base


def test_a_base_is_a_text() -> None:
    with pytest.raises(WrongTypeError, match="base must be an address as text"):
        NBK.at(b"https://nationalbank.kz/")  # type: ignore[arg-type]  # what is tested


@pytest.mark.parametrize("pause", [-1, float("nan"), float("inf")])
def test_a_pause_is_a_number_of_seconds(pause: float) -> None:
    with pytest.raises(InvalidValueError, match="pause must be a number of seconds, 0 or more"):
        NBK.at("https://mirror.example/", pause=pause)


@pytest.mark.parametrize("pause", [True, "1"])
def test_a_pause_is_a_number(pause: Any) -> None:
    with pytest.raises(WrongTypeError, match="pause must be a number of seconds"):
        NBK.at("https://mirror.example/", pause=pause)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://nationalbank.kz/other", True),
        ("https://www.nationalbank.kz/rss/", True),
        ("https://NATIONALBANK.kz:443/", True),
        ("https://nationalbank.kz:80/", False),
        ("http://nationalbank.kz/rss/", False),
        ("https://nationalbank.kz.example/", False),
        ("https://nationalbank.kz@evil.example/", False),
        ("https://nationalbank.kz:8443/", False),
        ("file:///etc/passwd", False),
        ("https://nationalbank.kz:x/", False),
        ("//nationalbank.kz/", False),
    ],
)
def test_redirections_stay_with_the_publisher(url: str, *, allowed: bool) -> None:
    assert NBK.may_redirect_to(url) is allowed


def test_a_mirror_redirects_to_itself_only() -> None:
    mirror = NBK.at("http://mirror.example:8000/nbk/")
    assert mirror.may_redirect_to("http://mirror.example:8000/elsewhere")
    assert mirror.may_redirect_to("https://mirror.example/elsewhere")
    assert not mirror.may_redirect_to("https://nationalbank.kz/rss/")
    assert mirror.pause == NBK.pause


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_endpoint_has_a_reader_and_is_asked_over_tls(name: str) -> None:
    endpoint = ENDPOINTS[name]
    assert reader(endpoint.publisher).name == name == endpoint.publisher
    assert urlsplit(endpoint.base).scheme == "https"
    assert endpoint.pause > 0
    assert endpoint.note
    assert endpoint.certainty in {"seen", "used", "documented", "memory"}


@pytest.mark.parametrize("name", [name for name, each in ENDPOINTS.items() if each.day])
def test_an_address_of_a_day_is_whole(name: str) -> None:
    address = ENDPOINTS[name].day.format(day=date(2026, 3, 1))
    assert "{" not in address
    assert "2026" in address


def test_days_that_are_known_are_not_missing() -> None:
    known = {"a": frozenset({date(2026, 3, 2), date(2026, 3, 3)}), "b": frozenset({date(2026, 3, 3)})}
    wanted = Wanted(days=(date(2026, 3, 1), date(2026, 3, 4)), today=date(2026, 3, 5), known=known.__getitem__)
    assert wanted.missing("a") == [date(2026, 3, 4), date(2026, 3, 1)]
    assert wanted.missing("a", "b") == [date(2026, 3, 4), date(2026, 3, 2), date(2026, 3, 1)]
    assert attrs.evolve(wanted, days=None).missing("a") == []


class TestManners:
    @pytest.mark.parametrize(
        ("changes", "error", "message"),
        [
            ({"timeout": 0}, InvalidValueError, "timeout must be more than 0 seconds, got 0"),
            ({"deadline": -1}, InvalidValueError, "deadline must be a number of seconds, 0 or more, got -1"),
            ({"wait": "1"}, WrongTypeError, "wait must be a number of seconds, got '1' of type str"),
            ({"retries": -1}, InvalidValueError, "retries must be at least 0, got -1"),
            ({"retries": True}, WrongTypeError, "retries must be a whole number, got True of type bool"),
            ({"retries": 1.5}, WrongTypeError, "retries must be a whole number, got 1.5 of type float"),
            ({"limit": 0}, InvalidValueError, "limit must be at least 1, got 0"),
            ({"give_up_after": 0}, InvalidValueError, "give_up_after must be at least 1, got 0"),
            ({"ca_certs": "no/such.pem"}, InvalidValueError, "ca_certs must be a file of certificates in PEM"),
            ({"ca_certs": 1}, WrongTypeError, "ca_certs must be a path"),
        ],
    )
    def test_what_they_cannot_be_is_told(self, changes: Any, error: type[Exception], message: str) -> None:
        with pytest.raises(error) as caught:
            Manners(**changes)
        assert str(caught.value).startswith(message)

    @pytest.mark.parametrize(
        "content", [b"", b"nope", b"-----BEGIN CERTIFICATE-----\nnope\n-----END CERTIFICATE-----\n"]
    )
    def test_a_file_without_certificates_is_refused_by_its_name(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "authority.pem"
        path.write_bytes(content)
        with pytest.raises(InvalidValueError) as caught:
            Manners(ca_certs=path)
        assert str(caught.value) == f"ca_certs must be a file of certificates in PEM, got {str(path)!r}"

    def test_there_is_no_way_to_trust_everybody(self) -> None:
        names = {each.name for each in attrs.fields(Manners)} | {each.name for each in attrs.fields(Endpoint)}
        assert not names & {"verify", "insecure", "cert_reqs", "check"}
