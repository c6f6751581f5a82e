"""What a centre shows to others: photos, old things and stories, what other villages may learn (B9, B51)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.uploads import actions as uploads
from accounts.uploads.pictures import Picture
from centers import permissions
from centers.actions.record import allow, lock_in_use, record
from centers.models import Center, CenterPhoto, Heritage, Showcase
from config.errors import Refusal

MOST_PHOTOS = 30
ABOUT_HERITAGE = ("title", "text", "giver", "giver_agreed", "public")


@transaction.atomic
def add_photo(
    *,
    center: Center,
    picture: Picture,
    caption: str,
    public: bool,
    by: User,
    at: datetime,
    wall: str = "",
) -> CenterPhoto:
    """Keep a picture that was drawn anew; a public one stands on the centre's page at once.

    `wall` says that it shows the wall, before or after.

    None is ever asked for. Refuses the thirty-first.
    """
    allow(permissions.may_edit_center(by, center))
    center = lock_in_use(center)
    if center.photos.count() >= MOST_PHOTOS:
        raise Refusal(_("已经有%s张照片了，先去掉几张再加") % MOST_PHOTOS, "photos")
    photo = CenterPhoto.objects.create(
        center=center,
        upload=uploads.store(picture=picture, by=by, at=at),
        caption=caption,
        wall=wall,
        public=public,
        added_by=by,
        added_at=at,
    )
    after = {"caption": caption, "public": public, **({"wall": wall} if wall else {})}
    record("add_photo", center, by, at, after=after)
    return photo


@transaction.atomic
def change_photo(
    *, photo: CenterPhoto, caption: str, public: bool, by: User, at: datetime
) -> CenterPhoto:
    """Other words under it, on the page or off it."""
    center = photo.center
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    before = {"caption": photo.caption, "public": photo.public}
    photo.caption, photo.public = caption, public
    photo.save(update_fields=["caption", "public"])
    after = {"caption": caption, "public": public}
    record("change_photo", center, by, at, before=before, after=after)
    return photo


@transaction.atomic
def remove_photo(*, photo: CenterPhoto, by: User, at: datetime) -> None:
    """Consequences: the file goes with the row; that there was one stays in the history."""
    center = photo.center
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    record("remove_photo", center, by, at, before={"caption": photo.caption})
    upload = photo.upload
    photo.delete()
    uploads.forget(uploads=[upload])


@transaction.atomic
def put_heritage(
    *,
    center: Center,
    title: str,
    by: User,
    at: datetime,
    text: str = "",
    giver: str = "",
    giver_agreed: bool = False,
    public: bool = True,
    heritage: Heritage | None = None,
) -> Heritage:
    """Add or change a story or a thing that somebody gave; the name is public only with consent (B9).

    The giver's name is personal: the history says that it changed, never what it is.
    """
    allow(permissions.may_edit_center(by, center))
    center = lock_in_use(center)
    if giver_agreed and not giver.strip():
        raise Refusal(_("勾了同意写名字，就要写是谁捐的"), "giver")
    heritage = heritage or Heritage(center=center, added_by=by, added_at=at)
    before = _said(heritage) if heritage.pk else {}
    heritage.title, heritage.text, heritage.public = title, text, public
    heritage.giver, heritage.giver_agreed = giver.strip(), giver_agreed
    heritage.save()
    record("put_heritage", center, by, at, before=before, after=_said(heritage))
    return heritage


@transaction.atomic
def remove_heritage(*, heritage: Heritage, by: User, at: datetime) -> None:
    center = heritage.center
    allow(permissions.may_edit_center(by, center))
    lock_in_use(center)
    record("remove_heritage", center, by, at, before=_said(heritage))
    heritage.delete()


@transaction.atomic
def name_showcase(*, center: Center, lessons: str, since: date, by: User, at: datetime) -> Showcase:
    """Name a demonstration centre, or change its words; its county alone may (000-25).

    Consequences: it stands on the public list, with what others may learn there.
    """
    allow(permissions.may_plan_renovation(by, center.region))
    center = lock_in_use(center)
    if since > timezone.localdate(at):
        raise Refusal(_("这一天还没到"), "since")
    shown = Showcase.objects.filter(center=center).first()
    before = {"since": shown.since, "lessons": shown.lessons} if shown else {}
    shown = shown or Showcase(center=center)
    shown.since, shown.lessons, shown.named_by = since, lessons, by
    shown.save()
    after = {"since": since, "lessons": lessons}
    record("name_showcase", center, by, at, before=before, after=after)
    return shown


@transaction.atomic
def end_showcase(*, center: Center, by: User, at: datetime) -> None:
    """Take it off the list; that it stood there stays in the history."""
    allow(permissions.may_plan_renovation(by, center.region))
    lock_in_use(center)
    shown = Showcase.objects.filter(center=center).first()
    if shown:
        record("end_showcase", center, by, at, before={"since": shown.since})
        shown.delete()


def _said(heritage: Heritage) -> dict[str, object]:
    said = {field: getattr(heritage, field) for field in ABOUT_HERITAGE}
    return {**said, "giver": _("写了名字") if heritage.giver else ""}
