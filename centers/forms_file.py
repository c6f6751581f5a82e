"""Forms of a centre's file: houses, rooms, places near by, equipment, point, photos, old things."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.uploads.fields import PhotosField
from centers.forms import DATE, PlainErrors
from centers.models import (
    Building,
    Center,
    CenterPhoto,
    Equipment,
    Function,
    Heritage,
    NearbyPlace,
    Room,
    Showcase,
    WallMoment,
)

NOT_A_COUNT = _("请填整数，从1往上")
NOT_AN_AREA = _("请填面积的数，大于0，最多一位小数；不知道就空着")
NOT_A_DEGREE = _("请填度数，例如 34.514123")


def count(label: Any, *, most: int = 9999, **more: Any) -> forms.IntegerField:
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), NOT_A_COUNT)
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, error_messages=messages, **more
    )


def area(label: Any, **more: Any) -> forms.DecimalField:
    wrong = ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal("0.1"),
        max_digits=7,
        decimal_places=1,
        error_messages=dict.fromkeys(wrong, NOT_AN_AREA),
        **more,
    )


def functions(**more: Any) -> forms.ModelMultipleChoiceField:
    """Every function with a box: an embedded centre's room may have three."""
    return forms.ModelMultipleChoiceField(
        label=_("干啥用（可以选几样）"),
        queryset=Function.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("没有这种用处，请重新勾"),
            "invalid_pk_value": _("没有这种用处，请重新勾"),
        },
        **more,
    )


class Asked(PlainErrors, forms.ModelForm):
    """Asks for an action's words; the action writes the row and guards it, the model is not asked twice."""

    def _post_clean(self) -> None:
        pass


class BuildingForm(Asked):
    floors = count(_("几层"), most=60, initial=1)

    class Meta:
        model = Building
        fields = ["name", "address", "floors", "ownership", "former_use", "condition"]
        help_texts = {
            "name": _("例如：主楼、老学校"),
            "address": _("和中心在一起就空着"),
            "former_use": _("例如：小学、供销社"),
            "condition": _("例如：完好、屋顶要补漏"),
        }


class RoomForm(Asked):
    floor = count(_("几楼"), most=60, initial=1)
    area = area(_("面积（平方米，不知道就空着）"))
    functions = functions()

    class Meta:
        model = Room
        fields = ["name", "floor", "area", "functions", "hours"]
        help_texts = {"hours": _("和中心一样就空着，例如：周三上午")}


class NearbyForm(Asked):
    meters = forms.IntegerField(
        label=_("离中心几米（不知道就空着）"),
        required=False,
        min_value=0,
        max_value=100_000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("请填多少米，整数")),
    )
    functions = functions()

    class Meta:
        model = NearbyPlace
        fields = ["name", "address", "meters", "functions"]
        help_texts = {"name": _("例如：小学操场、村卫生室")}


class EquipmentForm(Asked):
    number = count(_("几件"), most=100_000, initial=1)

    class Meta:
        model = Equipment
        fields = ["name", "number", "paid_by", "giver", "since", "condition"]
        widgets = {"since": DATE}
        help_texts = {
            "name": _("例如：电脑、打印机、文件柜"),
            "giver": _("谁出的钱或者谁送的，例如：县住建局"),
        }


class PlaceForm(PlainErrors, forms.ModelForm):
    """Areas, condition and ownership: what a survey asks besides the address."""

    class Meta:
        model = Center
        fields = ["indoor_area", "outdoor_area", "condition", "ownership"]
        help_texts = {"condition": _("例如：完好、屋顶要补漏"), "ownership": _("例如：村集体")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("indoor_area", "outdoor_area"):
            self.fields[name].error_messages = dict.fromkeys(
                ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
                _("请填平方米数，不能是负的，最多一位小数"),
            )

    def _post_clean(self) -> None:
        """The action writes the row and guards it."""


class PointForm(PlainErrors, forms.Form):
    """The point on the map: pasted as one pair, or typed as two numbers. All empty: no point."""

    pasted = forms.CharField(
        label=_("从地图上复制来的“纬度,经度”"),
        required=False,
        max_length=60,
        help_text=_("例如：34.514123,112.179512"),
    )
    latitude = forms.CharField(
        label=_("纬度"), required=False, max_length=20, help_text=_("34点几的那个")
    )
    longitude = forms.CharField(
        label=_("经度"), required=False, max_length=20, help_text=_("112点几的那个")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        typed = [data.get("latitude", ""), data.get("longitude", "")]
        pasted = data.pop("pasted", "")
        if pasted:
            typed = [part for part in re.split(r"[\s,，、;；]+", pasted) if part]
            if len(typed) != 2:
                self.add_error("pasted", _("要两个数，中间用逗号，例如：34.514123,112.179512"))
                return data
        for name, text in zip(("latitude", "longitude"), typed, strict=True):
            data[name] = self._degrees("pasted" if pasted else name, text)
        return data

    def _degrees(self, field: str, text: str) -> Decimal | None:
        """Six decimals are ten centimetres; maps give more."""
        try:
            degrees = Decimal(text) if text else None
            if degrees is not None and not -180 <= degrees <= 180:
                raise InvalidOperation
        except InvalidOperation:
            self.add_error(field, NOT_A_DEGREE)
            return None
        return None if degrees is None else round(degrees, 6)


class PhotoForm(PlainErrors, forms.Form):
    """Up to three at once; nobody has to add any."""

    photos = PhotosField(label=_("照片（JPG、PNG，一次最多3张）"))
    caption = forms.CharField(
        label=_("说明"), required=False, max_length=60, help_text=_("例如：新修的活动室")
    )
    public = forms.BooleanField(label=_("放到网页上，大家都能看"), required=False, initial=True)


class WallPhotoForm(PhotoForm):
    """Beside the wall's state; on the village's page only where somebody says so."""

    wall = forms.ChoiceField(
        label=_("拍的是"),
        choices=WallMoment.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请点一样"), "invalid_choice": _("请点一样")},
    )
    caption = forms.CharField(
        label=_("说明"), required=False, max_length=60, help_text=_("例如：东墙、大门口")
    )
    public = forms.BooleanField(label=_("公开：放到网页上，大家都能看"), required=False)
    field_order = ("wall", "photos", "caption", "public")


class CaptionForm(Asked):
    class Meta:
        model = CenterPhoto
        fields = ["caption", "public"]


class HeritageForm(Asked):
    class Meta:
        model = Heritage
        fields = ["title", "text", "giver", "giver_agreed", "public"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "title": _("例如：老犁、村名的来历"),
            "giver": _("没人捐就空着"),
            "giver_agreed": _("不勾，网页上就不写名字"),
        }


class ShowcaseForm(Asked):
    class Meta:
        model = Showcase
        fields = ["since", "lessons"]
        widgets = {"since": DATE, "lessons": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"lessons": _("群众和别的村都看得到，写清楚怎么做的、花了多少钱、找谁问")}
