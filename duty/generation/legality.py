"""The rules of `problem`, kept as bit masks so that a hundred thousand moves are asked in a second."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from duty.generation.problem import Duty, Person, Post, Problem

WEEK = 7
WEEK_MASK = (1 << WEEK) - 1
# Days before the first post that still matter; bit 0 of a mask of days.
BEFORE = 14


class Reason(StrEnum):
    """Why a person may not take a post; the words are `duty.wording.reason_word`."""

    CATEGORY = "category"
    MAY_NOT_LEAD = "may_not_lead"
    EXEMPT = "exempt"
    NOT_YET = "not_yet"
    LEFT = "left"
    AWAY = "away"
    NO_NIGHTS = "no_nights"
    ELSEWHERE = "elsewhere"
    SAME_DAY = "same_day"
    REST = "rest"
    WEEK = "week"
    NIGHTS = "nights"


class Legality:
    """Who may take which post, given what everybody has taken so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.first = min((post.day for post in problem.posts), default=date.min)
        self.bit = [1 << self._offset(post.day) for post in problem.posts]
        self.shift_of_day = [self._offset(post.day) for post in problem.posts]
        self.taken = [0 for _person in problem.people]
        self.days = [self._mask(person, night=False) for person in problem.people]
        self.nights = [self._mask(person, night=True) for person in problem.people]
        rests = {person.rest for person in problem.people}
        self._clashes = {rest: clashes(problem.posts, rest) for rest in rests}
        self.clash = [self._clashes[person.rest] for person in problem.people]
        self.suitable: list[tuple[int, ...]] = [
            tuple(
                number
                for number, person in enumerate(problem.people)
                if unsuited(person, post) is None
            )
            for post in problem.posts
        ]
        self.able = [sum(1 << person for person in people) for people in self.suitable]

    def may_take(self, person: int, post: int) -> bool:
        """Of a suitable person: whether nothing that was taken so far stands against it."""
        if self.taken[person] & self.clash[person][post]:
            return False
        if not self.problem.posts[post].onsite:
            return True
        return not self._week_is_full(person, post) and not self._too_many_nights(person, post)

    def take(self, person: int, post: int) -> None:
        self.taken[person] |= 1 << post
        if self.problem.posts[post].onsite:
            self.days[person] |= self.bit[post]
            if self.problem.posts[post].night:
                self.nights[person] |= self.bit[post]

    def release(self, person: int, post: int) -> None:
        """One onsite duty a day: the day's bit is this post's alone."""
        self.taken[person] &= ~(1 << post)
        if self.problem.posts[post].onsite:
            self.days[person] &= ~self.bit[post]
            if self.problem.posts[post].night:
                self.nights[person] &= ~self.bit[post]

    def reason_against(self, person: int, post: int) -> Reason | None:
        """Why not, the plainest reason first; None where the person may."""
        static = unsuited(self.problem.people[person], self.problem.posts[post])
        if static is not None:
            return static
        if self.taken[person] & self.clash[person][post]:
            return self._clash_reason(person, post)
        if self.problem.posts[post].onsite and self._week_is_full(person, post):
            return Reason.WEEK
        if self.problem.posts[post].onsite and self._too_many_nights(person, post):
            return Reason.NIGHTS
        return None

    def _clash_reason(self, person: int, post: int) -> Reason:
        asked = self.problem.posts[post]
        others = (
            other
            for number, other in enumerate(self.problem.posts)
            if self.taken[person] >> number & 1 and self.clash[person][post] >> number & 1
        )
        same_day = any(
            other.day == asked.day or overlap(other.start, other.end, asked) for other in others
        )
        return Reason.SAME_DAY if same_day else Reason.REST

    def _week_is_full(self, person: int, post: int) -> bool:
        most = self.problem.people[person].most_in_7_days
        at = self.shift_of_day[post]
        worked = (self.days[person] | self.bit[post]) >> (at - WEEK + 1)
        if (worked & ((1 << (2 * WEEK - 1)) - 1)).bit_count() <= most:
            return False
        return any((worked >> start & WEEK_MASK).bit_count() > most for start in range(WEEK))

    def _too_many_nights(self, person: int, post: int) -> bool:
        if not self.problem.posts[post].night:
            return False
        run = self.nights[person] | self.bit[post]
        for _night in range(self.problem.people[person].nights_in_row):
            run &= run >> 1
        return run != 0

    def _offset(self, day: date) -> int:
        return (day - self.first).days + BEFORE

    def _mask(self, person: Person, *, night: bool) -> int:
        mask = 0
        for duty in person.bound:
            offset = self._offset(duty.day)
            if duty.onsite and offset >= 0 and (duty.night or not night):
                mask |= 1 << offset
        return mask


def unsuited(person: Person, post: Post) -> Reason | None:
    """What speaks against the two for ever, whatever else is planned."""
    if post.categories and person.category not in post.categories:
        return Reason.CATEGORY
    if post.lead and not person.can_lead:
        return Reason.MAY_NOT_LEAD
    if person.share <= 0:
        return Reason.EXEMPT
    if person.since is not None and post.day < person.since:
        return Reason.NOT_YET
    if person.until is not None and post.day >= person.until:
        return Reason.LEFT
    if any(overlap(absence.start, absence.end, post) for absence in person.absences):
        return Reason.AWAY
    if post.night and person.no_night_until is not None and post.day < person.no_night_until:
        return Reason.NO_NIGHTS
    return _bound_against(person, post)


def _bound_against(person: Person, post: Post) -> Reason | None:
    for duty in person.bound:
        if overlap(duty.start, duty.end, post):
            return Reason.ELSEWHERE
        if duty.onsite and post.onsite:
            if duty.day == post.day:
                return Reason.SAME_DAY
            if _too_close(duty, post, person.rest):
                return Reason.REST
    return None


def clashes(posts: tuple[Post, ...], rest: timedelta) -> list[int]:
    """For each post the mask of those that nobody can stand beside it."""
    masks = [0 for _post in posts]
    order = sorted(range(len(posts)), key=lambda number: posts[number].start)
    furthest = timedelta(days=2) + rest
    for place, here in enumerate(order):
        masks[here] |= 1 << here
        for there in order[place + 1 :]:
            if posts[there].start - posts[here].start > furthest:
                break
            if _clash(posts[here], posts[there], rest):
                masks[here] |= 1 << there
                masks[there] |= 1 << here
    return masks


def _clash(one: Post, other: Post, rest: timedelta) -> bool:
    if one.shift == other.shift or overlap(one.start, one.end, other):
        return True
    if not (one.onsite and other.onsite):
        return False
    return one.day == other.day or _too_close(one, other, rest)


def _too_close(one: Post | Duty, other: Post, rest: timedelta) -> bool:
    return one.start < other.end + rest and other.start < one.end + rest


def overlap(start: datetime, end: datetime, post: Post) -> bool:
    return start < post.end and post.start < end
