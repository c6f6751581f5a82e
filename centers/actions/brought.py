"""What a project brings: quantities, money, and what residents said of it (B8, 001-5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, UnitKind, User
from centers.actions.projects import of_center, running
from centers.actions.record import record
from centers.models import Contribution, Project, Quantity, QuantityKind
from config.errors import Refusal


@transaction.atomic
def set_quantity(
    *, project: Project, kind: QuantityKind, amount: int, by: User, at: datetime
) -> None:
    """What the project has brought of one kind so far; 0 takes the line away."""
    project = of_center(project, by)
    if amount < 0:
        raise Refusal(_("数量不能是负数"), "amount")
    if amount:
        Quantity.objects.update_or_create(project=project, kind=kind, defaults={"amount": amount})
    else:
        project.quantities.filter(kind=kind).delete()
    record("set_quantity", project.center, by, at, kind=kind.name, amount=amount)


@transaction.atomic
def set_quantities(
    *, project: Project, amounts: Iterable[tuple[QuantityKind, int]], by: User, at: datetime
) -> None:
    """Several kinds at once, all or none; what stays as it was is left alone."""
    known = dict(project.quantities.values_list("kind", "amount"))
    for kind, amount in amounts:
        if known.get(kind.pk, 0) != amount:
            set_quantity(project=project, kind=kind, amount=amount, by=by, at=at)


@transaction.atomic
def add_contribution(
    *,
    project: Project,
    amount: Decimal,
    paid_by: str,
    given_on: date,
    by: User,
    at: datetime,
    unit: Unit | None = None,
    giver: str = "",
) -> Contribution:
    """Money for the project, from one county department or one other giver."""
    project = of_center(project, by)
    if amount <= 0:
        raise Refusal(_("钱数要大于0"), "amount")
    if (unit is None) == (not giver.strip()):
        raise Refusal(_("县直单位和别的来源，写一个"), "giver")
    if unit and unit.kind != UnitKind.DEPARTMENT:
        raise Refusal(_("请选县直单位"), "unit")
    if given_on > timezone.localdate(at):
        raise Refusal(_("钱到了再填"), "given_on")
    contribution = Contribution.objects.create(
        project=project,
        unit=unit,
        giver=giver.strip(),
        paid_by=paid_by,
        amount=amount,
        given_on=given_on,
    )
    record(
        "add_contribution", project.center, by, at, amount=amount, giver=str(unit or giver.strip())
    )
    return contribution


@transaction.atomic
def remove_contribution(*, contribution: Contribution, by: User, at: datetime) -> None:
    """Take back a line that was entered by mistake; it stays in the centre's history."""
    project = of_center(contribution.project, by)
    record(
        "remove_contribution",
        project.center,
        by,
        at,
        amount=contribution.amount,
        giver=str(contribution.unit or contribution.giver),
    )
    contribution.delete()


@transaction.atomic
def ask_opinions(*, project: Project, since: date, until: date, by: User, at: datetime) -> Project:
    """Ask the residents before it is built: the village's page says so between the two days (001-5)."""
    project = running(project, by)
    if until < since or until < timezone.localdate(at):
        raise Refusal(_("问到哪天，要在今天以后，也不早于开始"), "until")
    project.opinions_from, project.opinions_until = since, until
    project.save(update_fields=["opinions_from", "opinions_until"])
    record("ask_opinions", project.center, by, at, since=since, until=until)
    return project


@transaction.atomic
def answer_opinions(*, project: Project, answer: str, by: User, at: datetime) -> Project:
    """Say to everybody what was taken up; the village's page shows it beside the plan."""
    project = running(project, by)
    if not answer.strip():
        raise Refusal(_("请写怎么采纳的"), "answer")
    project.opinions_answer = answer.strip()
    project.save(update_fields=["opinions_answer"])
    record("answer_opinions", project.center, by, at, answer=answer.strip())
    return project
