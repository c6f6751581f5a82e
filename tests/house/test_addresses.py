from ipaddress import ip_network

import pytest

from config.addresses import seen_through_proxies


@pytest.mark.parametrize(
    ("remote", "forwarded_for", "seen"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # anybody can write that header
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("10.0.0.2", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_trusted_proxies_are_believed(
    settings, remote: str, forwarded_for: str, seen: str
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/24")]
    assert seen_through_proxies(remote, forwarded_for) == seen


def test_a_trusted_proxy_says_whether_the_visitor_used_tls(client, settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    request = client.get("/healthz", headers={"x-forwarded-proto": "https"}).wsgi_request
    assert request.is_secure()
    settings.TRUSTED_PROXIES = []
    request = client.get("/healthz", headers={"x-forwarded-proto": "https"}).wsgi_request
    assert not request.is_secure()
