"""The browser tests' own tools: what they must notice, they notice."""


def test_a_page_that_is_missing_is_heard_on_the_console(page_375, troubles) -> None:
    answer = page_375.goto("/nowhere/")
    assert answer is not None
    assert answer.status == 404
    assert page_375.locator("h1").inner_text() == "没有找到这一页"
    assert len(troubles) == 1
    troubles.clear()


def test_inline_script_is_stopped_and_heard(page_1280, troubles) -> None:
    page_1280.goto("/healthz")
    page_1280.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'document.title = 1'}))"
    )
    assert page_1280.title() == ""
    assert "Content Security Policy" in troubles[0]
    troubles.clear()


def test_without_script_a_page_still_reads(page_no_script) -> None:
    answer = page_no_script.goto("/healthz")
    assert answer is not None
    assert answer.ok
