"""A village is merged into the next one: links, matters, people, notices and duty go with it (B1)."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry, Post, Unit, User
from centers.models import Center, QuantityKind, VillageNotice
from duty.models import Assignment
from notify.models import Message, PhoneTask
from portal import succession
from regions.models import Region
from services import actions
from services.audience import sees
from services.models import Category, Rectification, Ticket
from services.public import public_matter
from supervision.figures import month_of_village
from tests.centers.conftest import make_project
from tests.conftest import hire, log_in
from tests.duty.conftest import stand
from tests.services.test_races import at_once

OLD, NEW = "410327102200", "410327102201"
TODAY = date(2026, 11, 23)


@pytest.fixture
def merge(clock, capsys):
    """柳泉村 becomes part of 鱼泉村 today; answers what the command printed."""

    def merge(*more: str, codes: tuple[str, ...] = (OLD,), into: str = NEW) -> str:
        call_command("change_region", "merge", *codes, "--into", into, "--on", "2026-11-23", *more)
        return capsys.readouterr().out

    return merge


@pytest.fixture
def accepted(ask, lamp, cadre, at) -> Ticket:
    ticket = ask(item=lamp)
    actions.accept(ticket=ticket, by=cadre, at=at)
    return ticket


@pytest.fixture
def ended(ask, cadre, at) -> Ticket:
    ticket = ask()
    actions.withdraw(ticket=ticket, at=at)
    return ticket


@pytest.fixture
def about_service(db) -> Category:
    return Category.objects.create(name="对服务的意见", about_service=True)


def can_read(person: User, ticket: Ticket) -> bool:
    """By query and by the plain rule, which must agree."""
    row = Ticket.objects.prefetch_related("holdings").get(pk=ticket.pk)
    person = User.objects.get(pk=person.pk)
    by_query = Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()
    assert by_query == sees(person, row)
    return by_query


def test_the_old_page_and_its_form_lead_to_the_successor(client, merge, center, neighbour, cadre):
    merge()
    assert client.get(f"/c/{OLD}/").headers["Location"] == f"/c/{NEW}/"
    assert client.get(f"/c/{OLD}/ask/").headers["Location"] == f"/c/{NEW}/ask/"
    # a form that was opened before the merger still takes the matter in, at the successor
    client.post(
        f"/c/{OLD}/ask/", {"text": "路灯坏了", "requester_phone": "16000000101", "key": "k"}
    )
    ticket = Ticket.objects.get()
    assert (ticket.region.code, ticket.unit.name) == (NEW, "鱼泉村党群服务中心")


def test_open_matters_go_on_there_with_their_dates_and_their_story(
    merge, accepted, neighbour, cadre, units, at
):
    due = accepted.clocks.get(kind="handle").due_at
    waiting = accepted.number
    merge()
    accepted.refresh_from_db()
    assert (accepted.unit, accepted.holder, accepted.status) == (
        units.neighbour,
        None,
        "in_progress",
    )
    assert (accepted.number, accepted.region.code, accepted.first_contact) == (waiting, OLD, cadre)
    handle = accepted.clocks.get(kind="handle")
    assert (handle.due_at, handle.unit) == (due, units.neighbour)
    assert list(accepted.events.values_list("verb", flat=True)) == ["submit", "accept", "follow"]
    actions.assign(ticket=accepted, user=neighbour, by=neighbour, at=at)
    actions.resolve(ticket=accepted, result="修好了", outcome="done", by=neighbour, at=at)
    steps = [step.words for step in public_matter(accepted, at).steps]
    assert "村镇合并了，由鱼泉村党群服务中心接着办" in steps


def test_what_nobody_has_accepted_waits_at_the_successor(merge, ask, neighbour, cadre, units, at):
    ticket = ask()
    merge()
    ticket.refresh_from_db()
    assert ticket.unit == units.neighbour
    assert set(ticket.clocks.values_list("unit", flat=True)) == {units.neighbour.pk}
    actions.accept(ticket=ticket, by=neighbour, at=at)
    assert ticket.holder == neighbour


def test_who_works_in_both_keeps_the_matter(merge, accepted, cadre, units):
    Post.objects.create(user=cadre, unit=units.neighbour, role="agent", starts=TODAY)
    merge()
    accepted.refresh_from_db()
    assert (accepted.unit, accepted.holder) == (units.neighbour, cadre)


def test_an_offer_to_the_closed_station_is_the_successors(
    merge, ask, neighbour, cadre, clerk, units, at
):
    ticket = ask()
    actions.transfer(ticket=ticket, unit=units.township, reason="归镇里", by=cadre, at=at)
    actions.take(ticket=ticket, by=clerk, at=at)
    actions.transfer(ticket=ticket, unit=units.village, reason="还是村里", by=clerk, at=at)
    merge()
    offer = ticket.holdings.offered().get()
    assert (offer.unit, offer.offered_by) == (units.neighbour, units.township)
    actions.take(ticket=ticket, by=neighbour, at=at)
    assert ticket.unit == units.neighbour


def test_a_matter_that_a_department_holds_stays_there_and_is_read_by_the_successor(
    merge, ask, neighbour, cadre, liaison, units, at
):
    ticket = ask()
    actions.transfer(ticket=ticket, unit=units.department, reason="归住建局", by=cadre, at=at)
    actions.take(ticket=ticket, by=liaison, at=at)
    merge()
    ticket.refresh_from_db()
    assert (ticket.unit, ticket.holder) == (units.department, liaison)
    assert can_read(neighbour, ticket)


def test_the_successors_people_read_the_old_matters_closed_ones_too(
    merge, ended, accepted, cadre, neighbour, clerk
):
    assert not can_read(neighbour, ended)
    merge()
    for ticket in (ended, accepted):
        assert can_read(neighbour, ticket)
        assert can_read(cadre, ticket)
        assert can_read(clerk, ticket)
    assert list(ended.events.values_list("verb", flat=True)) == ["submit", "withdraw"]


def test_a_report_and_a_complaint_about_the_house_stay_out_of_sight(
    merge, ask, neighbour, cadre, clerk, confidential_officer, about_service
):
    report, complaint = ask(confidential=True), ask(category=about_service)
    merge()
    assert not can_read(neighbour, report)
    assert can_read(confidential_officer, report)
    assert not can_read(neighbour, complaint)
    assert can_read(clerk, complaint)


def test_an_old_matter_that_is_taken_up_again_comes_to_the_successor(
    merge, accepted, clerk, cadre, units, at
):
    actions.resolve(ticket=accepted, result="修好了", outcome="done", by=cadre, at=at)
    Ticket.objects.filter(pk=accepted.pk).update(mode="agent")
    actions.feed_back(ticket=accepted, channel="phone", by=cadre, at=at)
    actions.call_back(ticket=accepted, solved=True, grade=1, by=clerk, at=at)
    merge()
    assert Rectification.objects.get().unit == units.neighbour
    accepted.refresh_from_db()
    assert accepted.unit == units.village
    actions.reopen(ticket=accepted, reason="又坏了", by=clerk, at=at + timedelta(days=1))
    assert (accepted.unit, accepted.holder) == (units.neighbour, None)


def test_figures_of_the_new_village_count_from_now_on(
    merge, ask, accepted, neighbour_village, village, neighbour, at
):
    merge()
    assert month_of_village(neighbour_village, at).received == 0
    ask(region=neighbour_village)
    assert month_of_village(neighbour_village, at).received == 1
    assert month_of_village(village, at).received == 1


def test_notices_that_show_are_the_successors_and_past_ones_stay(
    merge, cadre, village, neighbour_village, at
):
    def notice(**span) -> VillageNotice:
        said = {"title": "停水", "kind": "outage", "text": "明天", "written_by": cadre}
        return VillageNotice.objects.create(region=village, **said, **span)

    day = timedelta(days=1)
    shows = notice(shows_from=at - day, shows_until=at + day)
    past = notice(shows_from=at - 2 * day, shows_until=at - day)
    merge()
    assert list(VillageNotice.objects.filter(region=neighbour_village)) == [shows]
    assert list(VillageNotice.objects.filter(region=village)) == [past]


def test_coming_shifts_are_cancelled_and_the_running_one_ends_by_itself(
    merge, center, cadre, clock
):
    running = stand(center, cadre, "2026-11-23T08:00", "2026-11-23T17:30")
    coming = stand(center, cadre, "2026-11-24T08:00", "2026-11-24T17:30")
    merge()
    assert Assignment.objects.get(pk=running.pk).status == "active"
    coming = Assignment.objects.select_related("shift").get(pk=coming.pk)
    assert (coming.status, coming.shift.cancelled) == ("cancelled", True)
    assert not Center.objects.below(center.region).exists()


def test_calls_that_stood_on_the_old_screen_stand_on_the_successors(merge, cadre, units, at):
    call = {"text": "请打电话叫人", "callee": cadre, "created_at": at}
    waiting = PhoneTask.objects.create(cause="one", unit=units.village, **call)
    done = PhoneTask.objects.create(cause="two", unit=units.village, done_at=at, **call)
    merge()
    assert list(units.neighbour.phone_tasks.all()) == [waiting]
    assert list(units.village.phone_tasks.all()) == [done]


def test_posts_end_only_when_asked_and_are_named_otherwise(merge, cadre, neighbour, units, village):
    assert "还挂在旧单位的岗位" in merge()
    assert not Post.objects.filter(user=cadre).exclude(ends=None).exists()
    assert list(units.neighbour.serves.all()) == [village]


def test_posts_and_links_end_on_the_day_when_asked(merge, cadre, neighbour, units, village):
    link = hire("link", "刘包村", 31, units.township, "village_link", region=village)
    assert "到期的岗位：" in merge("--end-posts")
    ends = Post.objects.filter(user__in=[cadre, link]).values_list("ends", flat=True)
    assert set(ends) == {TODAY}
    assert neighbour.posts.get().ends is None


def test_one_audit_entry_says_what_was_done(merge, accepted, neighbour, neighbour_village):
    merge()
    entry = AuditEntry.objects.get(verb="merge_regions")
    assert entry.subject == f"region:{neighbour_village.pk}"
    assert entry.data["merged"][OLD]["moved"] == 1


def test_a_merged_township_hands_its_villages_to_the_other(
    merge, ask, clerk, county_officer, units, village, other_village
):
    """Villages and their stations lie below the successor, whose people see their matters."""
    ticket = ask(region=other_village)
    assert not can_read(clerk, ticket)
    merge(codes=("410327103000",), into="410327102000")
    units.other.refresh_from_db()
    assert units.other.superior == units.township
    assert can_read(clerk, ticket)
    ticket.refresh_from_db()
    assert ticket.unit == units.other


def test_a_chain_of_mergers_leads_to_the_last(merge, accepted, units, other_village, cadre):
    last = hire("last", "赵终", 32, units.other, "station_head")
    merge()
    merge(codes=(NEW,), into="410327103201")
    accepted.refresh_from_db()
    assert accepted.unit == units.other
    assert can_read(last, accepted)


@pytest.mark.parametrize(
    ("codes", "into", "said"),
    [
        ((OLD,), OLD, "不能并入自己"),
        ((OLD,), "410327102000", "只能并入同一级的区划"),
        (("410327102299",), NEW, "没有代码为410327102299的区划"),
        (("410327000000",), NEW, "只能合并村、社区和乡镇"),
        ((OLD, "410327102299"), NEW, "没有代码为410327102299的区划"),
    ],
)
def test_what_cannot_be_merged_is_said_and_nothing_is_done(
    merge, accepted, units, codes, into, said
):
    with pytest.raises(CommandError, match=said):
        merge(codes=codes, into=into)
    accepted.refresh_from_db()
    assert accepted.unit == units.village
    assert not AuditEntry.objects.filter(verb="merge_regions").exists()


def test_without_a_unit_that_could_answer_nothing_is_done(merge, units, village, accepted):
    Unit.objects.filter(pk=units.neighbour.pk).update(kind="department")
    Unit.objects.filter(pk=units.township.pk).update(kind="department")
    with pytest.raises(CommandError, match="鱼泉村还没有受理单位"):
        merge()
    village.refresh_from_db()
    assert village.retired_on is None


def test_a_merger_a_second_time_is_refused_with_the_code_of_today(merge, units):
    merge()
    with pytest.raises(CommandError, match=f"{OLD}是旧代码，现在是鱼泉村，代码{NEW}"):
        merge()


def test_what_slips_in_afterwards_follows_at_night(merge, ask, cadre, units, at, village):
    merge()
    ticket = ask(region=units.neighbour.region)
    Ticket.objects.filter(pk=ticket.pk).update(unit=units.village, region=village)
    assert actions.follow_late(at=at) == 1
    assert actions.follow_late(at=at) == 0
    ticket.refresh_from_db()
    assert ticket.unit == units.neighbour


def test_a_renamed_village_is_found_and_its_units_are_listed_for_a_person(center, clock, capsys):
    call_command("change_region", "rename", OLD, "新柳村村民委员会", "--on", "2026-11-23")
    said = capsys.readouterr().out
    assert "柳泉村村民委员会改名为新柳村村民委员会" in said
    assert "还叫旧名，请到后台改：柳泉村党群服务中心" in said
    assert AuditEntry.objects.get(verb="rename_region").data["former"] == "柳泉村村民委员会"


def test_a_recoded_village_keeps_its_links_and_its_centre_is_a_communitys(
    client, center, cadre, clock, capsys
):
    call_command("change_region", "recode", OLD, "410327102001", "--on", "2026-11-23")
    assert client.get(f"/c/{OLD}/").headers["Location"] == "/c/410327102001/"
    center.refresh_from_db()
    assert center.kind == "community"


def test_a_date_that_is_none_is_said_in_plain_words(center, clock):
    with pytest.raises(CommandError, match="日期要写成 2026-11-23 这样"):
        call_command("change_region", "rename", OLD, "新柳村", "--on", "昨天")


def test_a_day_to_come_is_refused(units, clock):
    with pytest.raises(CommandError, match="日期还没到"):
        call_command("change_region", "rename", OLD, "新柳村", "--on", "2026-12-01")


def test_the_desk_of_the_successor_opens_an_old_matter(client, merge, accepted, neighbour):
    merge()
    log_in(client, neighbour)
    assert client.get(f"/desk/tickets/{accepted.number}/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_villages_merged_into_each_other_at_once_leave_one(units, at):
    def merging(code: str, into: str):
        return lambda: succession.merge(codes=[code], into=into, on=TODAY, at=at)

    out = at_once(merging(OLD, NEW), merging(NEW, OLD))
    assert sorted(type(answer).__name__ for answer in out) == ["Refusal", "Report"]
    assert Region.objects.villages().filter(code__in=[OLD, NEW]).count() == 1


def test_a_running_renovation_leaves_with_its_reason_and_the_county_is_told(
    merge, center, neighbour, county_officer, at
):
    running = make_project(center, at)
    running.quantities.create(kind=QuantityKind.objects.get_or_create(name="公厕")[0], amount=1)
    done = make_project(center, at, order=2, finished_on=TODAY)
    said = merge()
    assert "柳泉村的改造项目退出，原因写的是并入鱼泉村：第1批" in said
    running.refresh_from_db()
    done.refresh_from_db()
    assert (running.left_on, running.left_reason) == (TODAY, "并入鱼泉村")
    assert (running.quantities.get().amount, done.finished_on, done.left_on) == (1, TODAY, None)
    message = Message.objects.inbox(county_officer).get(text__contains="改造")
    assert message.text == "柳泉村并入鱼泉村，改造项目退出：第1批"
