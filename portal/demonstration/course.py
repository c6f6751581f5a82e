"""What happens in one matter of the bulk, from the first word to the last: chance decides, the rules bind.

`run` tells a `Matter` what is done to it, step by step. On paper (`paper.Paper`) the steps
become rows; a test lets the same steps happen through services.actions and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from accounts.models import Unit
from config.clock import LOCAL
from portal.demonstration.cast import Cast, Person, Village
from portal.demonstration.names import GIVEN, SURNAMES, VILLAGER_PHONES
from portal.demonstration.sayings import ABOUT_SERVICE, REPORTS, SAYINGS, Saying, said
from services.actions import Done, Intake
from services.choices import Channel, Kind
from services.models import ServiceItem

VILLAGERS = 60
STAFF_CHANNELS = (Channel.HOTLINE, Channel.IN_PERSON, Channel.VISIT, Channel.DUTY_LOG)
WEIGHTS = [saying.weight for saying in SAYINGS]
GRADES, GRADE_WEIGHTS = (5, 4, 3, 2, 1), (52, 34, 10, 3, 1)


class Matter(Protocol):
    """What can be done to a matter; `at` never goes back."""

    drawn: bool

    def submit(
        self, intake: Intake, at: datetime, by: Person | None, done: Done | None = None
    ) -> None: ...
    def accept_due(self) -> datetime: ...
    def deem_accepted(self, at: datetime) -> None: ...
    def accept(self, at: datetime, by: Person) -> None: ...
    def assign(self, at: datetime, by: Person, user: Person) -> None: ...
    def contact(self, at: datetime, by: Person, note: str) -> None: ...
    def decline(self, at: datetime, by: Person, reason: str, where_to: str) -> None: ...
    def ask_for_materials(self, at: datetime, by: Person, items: Sequence[str]) -> None: ...
    def supply(self, at: datetime, by: Person) -> None: ...
    def transfer(self, at: datetime, by: Person, unit: Unit, reason: str) -> None: ...
    def escalate(self, at: datetime, by: Person, reason: str, note: str) -> None: ...
    def take(self, at: datetime, by: Person) -> None: ...
    def give_back(self, at: datetime, by: Person, reason: str) -> None: ...
    def resolve(self, at: datetime, by: Person, result: str, outcome: str, basis: str) -> None: ...
    def feed_back(self, at: datetime, by: Person, channel: str) -> None: ...
    def call_back(
        self, at: datetime, by: Person, reached: bool, solved: bool | None, grade: int | None
    ) -> None: ...
    def rate(self, at: datetime, grade: int) -> None: ...
    def unsampled_close(self) -> datetime: ...
    def leave_unsampled(self, at: datetime) -> None: ...
    def rectification_open(self) -> bool: ...
    def rectify(self, at: datetime, by: Person, result: str) -> None: ...
    def withdraw(self, at: datetime) -> None: ...


class Later(Exception):
    """The next step lies after the present."""


@dataclass
class Course:
    """One matter's way; ends where the present cuts it off."""

    cast: Cast
    rng: Random
    matter: Matter
    at: datetime
    now: datetime

    def run(self) -> None:
        chance = self.rng.random()
        try:
            if chance < 0.006:
                self._report()
            elif chance < 0.014:
                self._about_service()
            else:
                self._ordinary()
        except Later:
            return

    # --- instants

    def _pass(self, span: timedelta) -> datetime:
        """So much later, in working time."""
        return self._until(self.cast.office.calendar.next_working_instant(self.at + span))

    def _until(self, instant: datetime) -> datetime:
        self.at = max(self.at, instant).replace(microsecond=0)
        if self.at > self.now:
            raise Later
        return self.at

    def _hours(self, low: float, high: float) -> timedelta:
        return timedelta(minutes=int(60 * self.rng.uniform(low, high)))

    # --- who

    def _villager(self, village: Village) -> dict[str, Any]:
        number = self.rng.randrange(VILLAGERS)
        key = village.region.pk * VILLAGERS + number
        name = SURNAMES[key * 7 % len(SURNAMES)] + GIVEN[key * 11 % len(GIVEN)]
        return {"requester_name": name, "requester_phone": str(VILLAGER_PHONES + 1000 + key)}

    # --- ways

    def _report(self) -> None:
        """A mild word about a cadre, for the county's eyes alone."""
        village = self.rng.choice(self.cast.villages)
        text, place = said(REPORTS, self.rng)
        intake = Intake(village.region, text=text, place=place, kind=Kind.REPORT, confidential=True)
        self.matter.submit(intake, self.at, None)
        assert self.cast.confidential is not None  # noqa: S101 - the county has set up its desk
        _desk, officer = self.cast.confidential
        self.matter.accept(self._pass(self._hours(1, 5)), officer)
        self.matter.resolve(
            self._pass(self._hours(8, 60)), officer, "找人谈过话了，当面赔了不是", "explained", "作风问题由组织提醒谈话；不同意可以再说"
        )  # fmt: skip
        self.matter.feed_back(self._pass(self._hours(0.2, 3)), officer, "in_person")
        self.matter.leave_unsampled(self._until(self.matter.unsampled_close()))

    def _about_service(self) -> None:
        """A complaint about the village's own door goes one level up (回避)."""
        village = self.rng.choice(self.cast.villages)
        text, _place = said(ABOUT_SERVICE, self.rng)
        intake = Intake(
            village.region, text=text, kind=Kind.OPINION, category=self.cast.about_service,
            first_contact=village.clerk.user, **self._villager(village),
        )  # fmt: skip
        self.matter.submit(intake, self.at, None)
        self._accept(village.clerk, village.clerk)
        self.matter.resolve(
            self._pass(self._hours(2, 30)),
            village.clerk,
            "查了值班记录，批评了，排班补上了",
            "done",
            "",
        )
        self._finish(village.clerk, self._caller(self.cast.county_desk))

    def _ordinary(self) -> None:
        village = self.rng.choice(self.cast.villages)
        saying = self.rng.choices(SAYINGS, WEIGHTS)[0]
        item = self.cast.items.get(saying.item)
        text, place = said(saying.texts, self.rng)
        web = self.rng.random() < 0.22
        worker = village.head if self.rng.random() < 0.5 else self.rng.choice(village.others)
        urgent = not web and saying.department == "县供电公司" and self.rng.random() < 0.25
        intake = Intake(
            village.region, channel=Channel.WEB if web else self.rng.choice(STAFF_CHANNELS), text=text, place=place,
            kind=Kind(saying.kind), item=item, urgent=urgent, first_contact=worker.user, **self._villager(village),
        )  # fmt: skip
        if not web and self.rng.random() < saying.instant:
            self.matter.submit(intake, self.at, worker, Done(self.rng.choice(saying.results)))
            return
        self.matter.submit(intake, self.at, None if web else worker)
        self._open_matter(village, saying, item, worker, urgent=urgent)

    def _open_matter(
        self,
        village: Village,
        saying: Saying,
        item: ServiceItem | None,
        worker: Person,
        *,
        urgent: bool,
    ) -> None:
        chance = self.rng.random()
        if chance < 0.02 and not urgent:
            self.matter.withdraw(self._until(self.at + self._hours(0.2, 2)))
            return
        if chance < 0.03 and not urgent:
            self.matter.decline(
                self._pass(self._hours(0.2, 2)),
                worker,
                "no_public_matter",
                "这是两家的私事，可以找村调委会",
            )
            return
        if chance < 0.07 and not urgent:
            self.matter.ask_for_materials(
                self._pass(self._hours(0.2, 2)), worker, ("身份证复印件", "户口本原件")
            )
            self.matter.supply(self._pass(self._hours(4, 40)), worker)
        if urgent:
            self.matter.accept(
                self._until(self.at + timedelta(minutes=self.rng.randint(1, 12))), worker
            )
        else:
            self._accept(worker, village.head)
        if self.rng.random() < 0.8:
            self.matter.contact(
                self._until(self.at + timedelta(minutes=self.rng.randint(2, 20))),
                worker,
                "说好了啥时候来",
            )
        handler, caller = self._hand_on(village, saying, worker)
        self._work(handler, saying, item, urgent=urgent)
        self._finish(handler, caller, saying)

    def _accept(self, worker: Person, head: Person) -> None:
        """In time nearly always; what nobody accepted is accepted all the same, and given to somebody later."""
        due = self.matter.accept_due()
        wanted = self.cast.office.calendar.next_working_instant(
            self.at + (self._hours(0.1, 3) if self.rng.random() < 0.95 else self._hours(20, 40))
        )
        if wanted < due:
            self.matter.accept(self._until(wanted), worker)
            return
        self.matter.deem_accepted(self._until(due))
        self.matter.assign(self._pass(self._hours(0.5, 4)), head, worker)

    def _hand_on(self, village: Village, saying: Saying, worker: Person) -> tuple[Person, Person]:
        """Who works on it, and who will call back: the township for the village, the county for the others."""
        county = self._caller(self.cast.county_desk)
        chance = self.rng.random()
        if saying.department in self.cast.departments and chance < 0.2:
            unit, liaison = self.cast.departments[saying.department]
            self.matter.transfer(
                self._pass(self._hours(0.5, 6)), worker, unit, "村里办不了，请派人"
            )
            if self.rng.random() < 0.15:
                self.matter.give_back(
                    self._pass(self._hours(0.5, 8)), liaison, "归镇里管，请直接找镇里"
                )
                return worker, village.clerk
            self.matter.take(self._pass(self._hours(0.5, 10)), liaison)
            return liaison, county
        if chance < 0.26:
            self.matter.escalate(
                self._pass(self._hours(0.5, 6)), worker, "unable", "村里没有这笔钱"
            )
            self.matter.take(self._pass(self._hours(0.3, 6)), village.clerk)
            return village.clerk, county
        return worker, village.clerk

    def _work(
        self, handler: Person, saying: Saying, item: ServiceItem | None, *, urgent: bool
    ) -> None:
        days = int(item.promised_amount or 5) if item else 5
        share = (
            self.rng.uniform(0.05, 0.9) if self.rng.random() < 0.96 else self.rng.uniform(1.0, 2.2)
        )
        span = self._hours(0.3, 8) if urgent else timedelta(hours=max(1, int(24 * days * share)))
        explained = self.rng.random() < 0.03
        at = self._pass(span)
        if explained:
            self.matter.resolve(
                at, handler, "按规定办不了，当面说清了", "explained", "不符合条件；不同意找镇服务部"
            )
        else:
            self.matter.resolve(at, handler, self.rng.choice(saying.results), "done", "")

    def _finish(self, handler: Person, caller: Person, saying: Saying | None = None) -> None:
        """Told; then called back, rated, or silent; once in a while once more."""
        self.matter.feed_back(
            self._pass(self._hours(0.1, 5)),
            handler,
            self.rng.choice(("phone", "phone", "visit", "in_person")),
        )
        told = self.at
        if not self.matter.drawn:
            if self.rng.random() < 0.25:
                self.matter.rate(self._until(told + self._hours(1, 40)), self._grade())
                self._rectify(handler)
            else:
                self.matter.leave_unsampled(self._until(self.matter.unsampled_close()))
            return
        for _attempt in range(2):
            if self.rng.random() < 0.15:
                self.matter.call_back(self._pass(self._hours(1, 12)), caller, False, None, None)
        solved = self.rng.random() > 0.06
        self.matter.call_back(
            self._pass(self._hours(1, 20)), caller, True, solved, self._grade() if solved else None
        )
        if solved:
            self._rectify(handler)
            return
        self.matter.resolve(
            self._pass(self._hours(2, 20)), handler, "又去弄了一遍，这回好了", "done", ""
        )
        self.matter.feed_back(self._pass(self._hours(0.1, 3)), handler, "visit")
        self.matter.call_back(self._pass(self._hours(1, 20)), caller, True, True, 4)

    def _rectify(self, handler: Person) -> None:
        if self.matter.rectification_open():
            self.matter.rectify(
                self._pass(self._hours(8, 90)), handler, "上门赔了不是，以后先打电话再去"
            )

    def _grade(self) -> int:
        return self.rng.choices(GRADES, GRADE_WEIGHTS)[0]

    @staticmethod
    def _caller(desk: tuple[Unit, Person] | None) -> Person:
        assert desk is not None  # noqa: S101 - set-up demands a county desk
        return desk[1]


def came_in(rng: Random, now: datetime, days: int) -> datetime:
    """An instant of the last so many days: mostly by day, fewer on Sundays."""
    while True:
        at = now - timedelta(seconds=rng.uniform(60, days * 86400))
        hour = at.astimezone(LOCAL).hour
        if 7 <= hour < 21 or rng.random() < 0.08:
            return at.replace(microsecond=0)
