import pytest
from django.contrib.messages import get_messages

from accounts.models import AuditEntry
from services.catalogue.admin import warnings_of
from services.choices import Mode
from services.models import ServiceItem
from tests.conftest import log_in

CHANGELIST = "/admin/services/serviceitem/"


def form_of(item: ServiceItem, *papers: str, **changes: str) -> dict[str, str]:
    """What the page of an item posts."""
    fields = [
        "code",
        "name",
        "also_called",
        "level",
        "mode",
        "presence",
        "place",
        "phone",
        "fee",
        "conditions",
        "steps",
        "ticket_class",
        "promised_basis",
        "legal_basis",
        "source",
    ]
    posted = {name: str(getattr(item, name)) for name in fields}
    for name in ("promised_amount", "legal_amount"):
        posted[name] = "" if getattr(item, name) is None else str(getattr(item, name))
    posted |= {"category": str(item.category_id), "active": "on"}
    posted |= {"materials-TOTAL_FORMS": str(len(papers)), "materials-INITIAL_FORMS": "0"}
    posted |= {"offers-TOTAL_FORMS": "0", "offers-INITIAL_FORMS": "0"}
    for number, text in enumerate(papers):
        posted |= {f"materials-{number}-order": str(number + 1), f"materials-{number}-text": text}
    return posted | changes


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.mark.parametrize("who", ["county_officer", "admin_person"])
def test_the_county_confirms_items_and_the_audit_keeps_it(
    client, request, clock, bare, relief, who
):
    person = request.getfixturevalue(who)
    posted = {"action": "confirm", "_selected_action": [bare.pk, relief.pk]}
    answer = log_in(client, person).post(CHANGELIST, posted)
    bare.refresh_from_db()
    assert bare.confirmed
    assert "核实了1项" in said(answer)
    entry = AuditEntry.objects.get(verb="confirm_item")
    assert (entry.actor, entry.subject, entry.at) == (person, f"item:{bare.pk}", clock.now())
    assert entry.data == {"code": "012", "version": 1}


def test_a_confirmation_can_be_taken_back(client, county_officer, relief):
    log_in(client, county_officer).post(
        CHANGELIST, {"action": "take_back", "_selected_action": [relief.pk]}
    )
    relief.refresh_from_db()
    assert not relief.confirmed
    assert AuditEntry.objects.filter(verb="unconfirm_item", subject=f"item:{relief.pk}").exists()


@pytest.mark.parametrize("who", ["cadre", "clerk", "auditor", "security", "villager"])
def test_others_may_not_see_the_items_there(client, request, bare, who):
    answer = log_in(client, request.getfixturevalue(who)).get(CHANGELIST)
    assert answer.status_code in (302, 403)


def test_an_edit_raises_the_version_and_is_audited(client, county_officer, bare):
    answer = log_in(client, county_officer).post(
        f"{CHANGELIST}{bare.pk}/change/", form_of(bare, "身份证", fee="不收钱")
    )
    assert answer.status_code == 302
    bare.refresh_from_db()
    assert (bare.fee, bare.version) == ("不收钱", 2)
    entry = AuditEntry.objects.get(verb="change_item")
    assert entry.data["fields"] == ["fee", "materials"]


def test_saving_without_a_change_leaves_no_trace(client, county_officer, bare):
    log_in(client, county_officer).post(f"{CHANGELIST}{bare.pk}/change/", form_of(bare))
    bare.refresh_from_db()
    assert bare.version == 1
    assert not AuditEntry.objects.filter(verb="change_item").exists()


def test_a_vague_word_warns_on_save_and_does_not_refuse(client, county_officer, bare):
    posted = form_of(bare, "身份证等相关材料")
    answer = log_in(client, county_officer).post(f"{CHANGELIST}{bare.pk}/change/", posted)
    assert answer.status_code == 302
    assert "含糊的词：等、相关" in said(answer)
    assert bare.materials.get().text == "身份证等相关材料"


def test_an_agent_for_somebody_who_must_come_is_refused_in_words(client, county_officer, wedding):
    answer = log_in(client, county_officer).post(
        f"{CHANGELIST}{wedding.pk}/change/", form_of(wedding, mode="agent")
    )
    assert answer.status_code == 200
    assert "要本人到场的事不能代办，只能领着去" in answer.content.decode()


def test_the_confirmed_mark_cannot_be_typed(client, county_officer, bare):
    posted = form_of(bare, confirmed="on")
    log_in(client, county_officer).post(f"{CHANGELIST}{bare.pk}/change/", posted)
    bare.refresh_from_db()
    assert not bare.confirmed


@pytest.mark.parametrize(
    ("chosen", "shown"), [("1", {"012"}), ("0", {"001"}), ("", {"001", "012"})]
)
def test_the_list_can_be_narrowed_to_what_is_not_yet_said(
    client, county_officer, relief, bare, chosen, shown
):
    answer = log_in(client, county_officer).get(CHANGELIST, {"unsaid": chosen} if chosen else {})
    assert {item.code for item in answer.context["cl"].queryset} == shown


def test_a_complete_item_warns_of_nothing(relief):
    assert warnings_of(relief) == []


def test_an_unusual_mode_and_a_promise_longer_than_the_law_are_pointed_out(relief):
    relief.mode = Mode.ACCOMPANY
    relief.promised_amount = 50
    assert warnings_of(relief) == [
        "按哪级定、要不要本人到场，一般是代办，请再看看",
        "承诺的比法定的还长",
    ]
