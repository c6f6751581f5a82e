"""The auditor reads Chinese words, never a verb's code; every verb written in the code is looked up."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from accounts.audit_words import VERB_WORDS
from accounts.models import AuditEntry
from tests.conftest import log_in

WRITER = "record_audit"


def trees() -> Iterator[tuple[str, ast.Module]]:
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if "site-packages" in folder.parts or config.name == "tests":
            continue
        for file in folder.rglob("*.py"):
            if "migrations" not in file.parts:
                yield str(file), ast.parse(file.read_text(encoding="utf-8"))


def verbs_written() -> set[str]:
    """What stands for `verb` in calls of record_audit, and of the functions that hand their own `verb` on to it."""
    calls: dict[str, list[tuple[str, ast.expr]]] = defaultdict(list)
    handing_on: dict[str, set[str]] = defaultdict(set, {WRITER: {""}})
    for file, tree in trees():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            names = [one.arg for one in function.args.args if one.arg not in {"self", "request"}]
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and (verb := verb_of(call)) is not None:
                    calls[called(call)].append((file, verb))
                    if called(call) == WRITER and isinstance(verb, ast.Name) and "verb" in names:
                        handing_on[function.name].add(file)
    found = set()
    for name, files in handing_on.items():
        for file, verb in calls[name]:
            if not name.startswith("_") or file in files:
                found |= said(verb)
    return found


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    if not isinstance(call.func, ast.Attribute):
        return ""
    of_itself = ast.unparse(call.func.value) == "self"
    return call.func.attr if of_itself or call.func.attr == WRITER else ""


def verb_of(call: ast.Call) -> ast.expr | None:
    """The keyword, else the first argument that can be one."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "verb"]
    given = [one for one in call.args if ast.unparse(one) != "request"]
    return (named or given or [None])[0]


def said(verb: ast.expr) -> set[str]:
    """Of f"put_{word}" its beginning."""
    return {
        one.value
        for one in ast.walk(verb)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def test_every_verb_that_is_written_has_words_and_no_words_stand_for_nothing():
    written = verbs_written()
    beginnings = tuple(verb for verb in written if verb.endswith("_"))
    made = {verb for verb in VERB_WORDS if beginnings and verb.startswith(beginnings)}
    assert len(written) > 60
    assert set(VERB_WORDS) == written.difference(beginnings) | made


def test_the_auditor_filters_by_words(client, at, auditor):
    for verb in ("confirm_item", "survey_wall"):
        AuditEntry.objects.create(verb=verb, at=at, actor=auditor, subject=f"by {verb}")
    page = log_in(client, auditor).get("/admin/accounts/auditentry/?verb=survey_wall").text
    assert all(words in page for words in ("确认事项", "填了围墙和大门"))
    assert ("by survey_wall" in page, "by confirm_item" in page) == (True, False)
