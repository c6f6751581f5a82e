"""Questions about centres, standards, assessments and notices."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import Unit
from accounts.scope import regions_of, regions_visible_to
from regions.models import Region

if TYPE_CHECKING:
    from accounts.models import User
    from centers.models import (  # noqa: F401 - named in the bases
        Assessment,
        Batch,
        Center,
        Heritage,
        Project,
        Standard,
        StandardItem,
        VillageNotice,
    )


class CenterQuerySet(QuerySet["Center"]):
    def visible_to(self, user: User) -> CenterQuerySet:
        return self.filter(unit__region__in=regions_visible_to(user))

    def below(self, region: Region) -> CenterQuerySet:
        """The centres at work there: that of a merged village is history."""
        return self.filter(
            unit__region__path__startswith=region.path, unit__region__retired_on=None
        )

    def matching(self, words: str) -> CenterQuerySet:
        """Each word somewhere in the centre's or the region's name, pinyin, initials or code."""
        if not words.split():
            return self
        return self.filter(unit__region__in=Region.objects.matching(words))

    def of_villages(self) -> CenterQuerySet:
        return self.exclude(kind="township")

    def of_region(self, region: Region) -> Center | None:
        """The centre that a region's page shows: its own, one that serves it, else the township's."""
        if region.level == "village":
            unit = Unit.objects.station_of(region)
            return (
                self.filter(unit=unit).select_related("unit__region__parent").first()
                if unit
                else None
            )
        return self.filter(unit__region=region).select_related("unit__region__parent").first()

    def with_hours(self) -> CenterQuerySet:
        """What `opening.door_of` reads, for lists of centres."""
        return self.prefetch_related("hours", "closures")

    def with_progress(self, standard: Standard) -> CenterQuerySet:
        """Adds `met_items` and `needed_items` of a standard; soft items only warn and are not counted."""
        from centers.models import Assessment

        met = (
            Assessment.objects.current()
            .meeting()
            .filter(center=OuterRef("pk"), item__standard=standard, item__soft=False)
        )
        counted = met.order_by().values("center").annotate(number=Count("pk")).values("number")
        needed = {kind: len(standard.needed(kind)) for kind in ("village", "community", "township")}
        return self.annotate(
            met_items=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
            needed_items=Case(
                *(When(kind=kind, then=Value(number)) for kind, number in needed.items()),
                default=0,
                output_field=IntegerField(),
            ),
        )

    def annotated_with_met(self, standard: Standard) -> QuerySet[Any, Any]:
        """Adds `met`: the keys of the standard's items that the centre meets."""
        from centers.models import Assessment

        met = (
            Assessment.objects.current()
            .meeting()
            .filter(center=OuterRef("pk"), item__standard=standard)
        )
        return self.annotate(met=ArraySubquery(met.order_by().values("item")))

    def with_met_items(self, standard: Standard) -> QuerySet[Any, tuple[str, int, list[int]]]:
        """One row per centre: its kind, the township's key, the keys of the items it meets."""
        rows = self.order_by().annotated_with_met(standard)
        return rows.annotate(township=F("unit__region__parent")).values_list(
            "kind", "township", "met"
        )

    def lacking_item(self, standard: Standard, item: StandardItem) -> CenterQuerySet:
        """Centres that the standard asks for the item and that do not meet it."""
        from centers.models import Assessment, CenterKind

        met = Assessment.objects.current().meeting().filter(item=item)
        kinds = [kind for kind in CenterKind.values if item in standard.needed(kind)]
        return self.filter(kind__in=kinds).exclude(pk__in=met.order_by().values("center"))

    def lacking_any(self, standard: Standard) -> CenterQuerySet:
        """Centres that lack at least one item; the others that are asked are `complete`."""
        from centers.models import Assessment, CenterKind

        lacks = Q(pk__in=[])
        for kind in CenterKind.values:
            if needed := [item.pk for item in standard.needed(kind)]:
                met = Assessment.objects.current().meeting().filter(item__in=needed)
                here = met.filter(center__in=self.order_by().values("pk"))
                counted = here.order_by().values("center").annotate(number=Count("pk"))
                have_all = counted.filter(number=len(needed)).values("center")
                lacks |= Q(kind=kind) & ~Q(pk__in=have_all)
        return self.filter(lacks)

    @staticmethod
    def wall_state(state: str) -> Q:
        """A centre whose wall is in the state, or was never surveyed; as a predicate: `Center.wall_state`."""
        return Q(wall=None) if state == "unsurveyed" else Q(wall__state=state)

    def with_wall(self, state: str) -> CenterQuerySet:
        return self.filter(self.wall_state(state))

    def free_to_renovate(self) -> CenterQuerySet:
        """In no batch that has not ended."""
        return self.exclude(projects__in=_active_projects())

    def complete(self, standard: Standard) -> CenterQuerySet:
        """Centres to which the standard applies and that lack nothing of it; as a count over gaps: `standards.gaps`."""
        nothing_lacks = Q(needed_items__gt=0, met_items__gte=F("needed_items"))
        return self.with_progress(standard).filter(nothing_lacks)


class StandardQuerySet(QuerySet["Standard"]):
    def in_force(self, code: str, on: date) -> Standard | None:
        """The newest version that is valid on a day, its items read along."""
        return (
            self.filter(code=code, valid_from__lte=on, draft=False)
            .order_by("-version")
            .prefetch_related("items")
            .first()
        )

    def each_in_force(self, on: date) -> list[Standard]:
        """The newest valid version of every standard, items read along; two queries."""
        newest = (
            self.filter(valid_from__lte=on, draft=False)
            .order_by("code", "-version")
            .distinct("code")
            .values("pk")
        )
        return list(self.filter(pk__in=newest).prefetch_related("items"))


class AssessmentQuerySet(QuerySet["Assessment"]):
    def current(self) -> AssessmentQuerySet:
        return self.filter(current=True)

    def meeting(self) -> AssessmentQuerySet:
        """Rows whose item is met; as a predicate: `StandardItem.is_met_by`."""
        there = Q(presence="have") | Q(presence="nearby", item__nearby_counts=True)
        not_too_much = Q(item__most=None) | Q(amount__lte=F("item__most"))
        enough = ~Q(item__measure__in=["at_least", "area"]) | (
            Q(amount__gte=F("item__least")) & not_too_much
        )
        return self.filter(there & enough)

    def visible_to(self, user: User) -> AssessmentQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))


class VillageNoticeQuerySet(QuerySet["VillageNotice"]):
    def showing(self, at: datetime) -> VillageNoticeQuerySet:
        return self.filter(
            approved_at__isnull=False, withdrawn_at=None, shows_from__lte=at, shows_until__gt=at
        )

    def waiting(self, at: datetime) -> VillageNoticeQuerySet:
        """Drafts that somebody still has to approve, and that are not past."""
        return self.filter(approved_at=None, withdrawn_at=None, shows_until__gt=at)

    def for_village(self, village: Region) -> VillageNoticeQuerySet:
        """What concerns a village: its own notices and those set above it for everybody below."""
        return self.filter(region_id__in=village.ancestor_ids)

    def visible_to(self, user: User) -> VillageNoticeQuerySet:
        return self.filter(region__in=regions_visible_to(user))


class HeritageQuerySet(QuerySet["Heritage"]):
    def public(self) -> HeritageQuerySet:
        return self.filter(public=True)


class BatchQuerySet(QuerySet["Batch"]):
    def with_progress(self) -> BatchQuerySet:
        """Adds `entered` and `done`, those that left not counted."""
        standing = Q(projects__left_on=None)
        return self.annotate(
            entered=Count("projects", filter=standing),
            done=Count("projects", filter=standing & Q(projects__finished_on__isnull=False)),
        )

    def visible_to(self, user: User) -> BatchQuerySet:
        """A batch is the county's; everybody below it sees which there are."""
        above = {key for region in regions_of(user) for key in region.ancestor_ids}
        return self.filter(programme__region__in=above)


def _active_projects() -> ProjectQuerySet:
    from centers.models import Project

    return Project.objects.active()


class ProjectQuerySet(QuerySet["Project"]):
    def standing(self) -> ProjectQuerySet:
        """Those that have not left their batch: they count towards its quota."""
        return self.filter(left_on=None)

    @staticmethod
    def state(name: str, on: date) -> Q:
        """As a predicate: `Project.state`; the named states are `centers.renovation.STATES`."""
        running = Q(finished_on=None, left_on=None)
        return {
            "running": running & Q(batch__deadline__gte=on),
            "late": running & Q(batch__deadline__lt=on),
            "in_time": Q(finished_on__lte=F("batch__deadline")),
            "done_late": Q(finished_on__gt=F("batch__deadline")),
            "left": Q(left_on__isnull=False),
            "standing": Q(left_on=None),
            "done": Q(finished_on__isnull=False),
        }[name]

    def in_state(self, name: str, on: date) -> ProjectQuerySet:
        return self.filter(self.state(name, on))

    def with_steps(self) -> ProjectQuerySet:
        """Adds `steps_all` and `steps_done`."""
        from centers.models import Milestone

        steps = Milestone.objects.filter(project=OuterRef("pk")).order_by().values("project")
        counted = steps.annotate(all=Count("pk"), done=Count("done_on"))
        return self.annotate(
            steps_all=Coalesce(Subquery(counted.values("all")), 0),
            steps_done=Coalesce(Subquery(counted.values("done")), 0),
        )

    def asking(self, on: date) -> ProjectQuerySet:
        """Residents are asked on that day; as a predicate: `Project.is_asking`."""
        return self.active().filter(opinions_from__lte=on, opinions_until__gte=on)

    def active(self) -> ProjectQuerySet:
        return self.filter(finished_on=None, left_on=None)

    def late(self, on: date) -> ProjectQuerySet:
        """As a predicate: `Project.is_late`."""
        return self.in_state("late", on)

    def below(self, region: Region) -> ProjectQuerySet:
        return self.filter(center__unit__region__path__startswith=region.path)

    def in_batch_by_township(self, batch: Batch) -> list[tuple[int, int]]:
        """(township's key, centres in the batch), those that left not counted."""
        counted = (
            self.filter(batch=batch, left_on=None)
            .annotate(township=_township())
            .order_by()
            .values("township")
            .annotate(number=Count("pk"))
            .values_list("township", "number")
        )
        return [(township, number) for township, number in counted if township]

    def visible_to(self, user: User) -> ProjectQuerySet:
        return self.filter(center__unit__region__in=regions_visible_to(user))


def _township() -> Subquery:
    """The township that a project's centre lies in, service areas between them or not."""
    path = ExpressionWrapper(OuterRef("center__unit__region__path"), output_field=CharField())
    above = Region.objects.filter(level="township").annotate(place=path)
    return Subquery(above.filter(place__startswith=F("path")).values("pk")[:1])
