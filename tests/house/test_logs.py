from config import logs


def written(**event: object) -> dict[str, object]:
    return dict(logs.without_personal_data(None, "info", {"event": "request_started", **event}))


def test_no_tracking_code_reaches_the_logs() -> None:
    assert written(request="GET /t/12345670/?code=654321")["request"] == "GET /t/12345670/"


def test_who_and_from_where_do_not_reach_the_logs() -> None:
    line = written(ip="203.0.113.9", user_agent="x", phone="16000000001", code=200)
    assert line == {"event": "request_started", "code": 200}


def test_a_request_through_the_portal_logs_its_path_only(client, caplog) -> None:
    client.get("/healthz?code=654321", headers={"user-agent": "Villager's phone"})
    assert "/healthz" in caplog.text
    assert "654321" not in caplog.text
    assert "phone" not in caplog.text
    assert "127.0.0.1" not in caplog.text
