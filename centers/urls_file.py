"""A centre's file, its survey and standards; and what everybody sees of centres."""

from django.urls import path

from centers.views import rooms, seen, showing, standards, survey

FILE = "desk/center/<str:code>"

urlpatterns = [
    path("c/<str:code>/inside/", seen.center_inside, name="center-inside"),
    path("c/<str:code>/inside/heritage/", seen.center_heritage, name="center-heritage"),
    path("c/<str:code>/inside/photos/<int:pk>/", seen.public_photo, name="center-public-photo"),
    path("compare/", seen.compare, name="compare"),
    path("showcases/", seen.showcases, name="showcases"),
    path("map/", seen.county_map, name="county-map"),
    path("desk/survey/", survey.survey, name="center-survey"),
    path("desk/survey/template/", survey.survey_template, name="center-survey-template"),
    path("desk/standards/", standards.standards, name="standards"),
    path("desk/standards/<int:pk>/", standards.standard, name="standard"),
    path("desk/standards/<int:pk>/draft/", standards.standard_draft, name="standard-draft"),
    path("desk/standards/<int:pk>/change/", standards.standard_change, name="standard-change"),
    path("desk/standards/<int:pk>/drop/", standards.standard_drop, name="standard-drop"),
    path(
        "desk/standards/<int:pk>/in-force/", standards.standard_in_force, name="standard-in-force"
    ),
    path("desk/standards/<int:pk>/items/new/", standards.item_new, name="standard-item-new"),
    path("desk/standards/items/<int:pk>/", standards.item, name="standard-item"),
    path(
        "desk/standards/items/<int:pk>/remove/", standards.item_remove, name="standard-item-remove"
    ),
    path(f"{FILE}/rooms/", rooms.center_rooms, name="center-rooms"),
    path(f"{FILE}/buildings/new/", rooms.building_new, name="building-new"),
    path(f"{FILE}/buildings/<int:pk>/", rooms.building, name="building"),
    path(f"{FILE}/buildings/<int:pk>/remove/", rooms.building_remove, name="building-remove"),
    path(f"{FILE}/buildings/<int:pk>/rooms/new/", rooms.room_new, name="room-new"),
    path(f"{FILE}/rooms/<int:pk>/", rooms.room, name="room"),
    path(f"{FILE}/rooms/<int:pk>/remove/", rooms.room_remove, name="room-remove"),
    path(f"{FILE}/nearby/new/", rooms.nearby_new, name="nearby-new"),
    path(f"{FILE}/nearby/<int:pk>/", rooms.nearby, name="nearby"),
    path(f"{FILE}/nearby/<int:pk>/remove/", rooms.nearby_remove, name="nearby-remove"),
    path(f"{FILE}/equipment/new/", rooms.equipment_new, name="equipment-new"),
    path(f"{FILE}/equipment/<int:pk>/", rooms.equipment, name="equipment"),
    path(f"{FILE}/equipment/<int:pk>/remove/", rooms.equipment_remove, name="equipment-remove"),
    path(f"{FILE}/size/", showing.center_size, name="center-size"),
    path(f"{FILE}/point/", showing.center_point, name="center-point"),
    path(f"{FILE}/photos/", showing.center_photos, name="center-photos"),
    path(f"{FILE}/photos/new/", showing.photo_new, name="center-photo-new"),
    path(f"{FILE}/wall/photos/new/", showing.wall_photo_new, name="wall-photo-new"),
    path(f"{FILE}/photos/<int:pk>/", showing.photo, name="center-photo"),
    path(f"{FILE}/photos/<int:pk>/file/", showing.photo_file, name="center-photo-file"),
    path(f"{FILE}/photos/<int:pk>/remove/", showing.photo_remove, name="center-photo-remove"),
    path(f"{FILE}/heritage/new/", showing.heritage_new, name="heritage-new"),
    path(f"{FILE}/heritage/<int:pk>/", showing.heritage, name="heritage"),
    path(f"{FILE}/heritage/<int:pk>/remove/", showing.heritage_remove, name="heritage-remove"),
    path(f"{FILE}/showcase/", showing.showcase, name="center-showcase"),
    path(f"{FILE}/showcase/end/", showing.showcase_end, name="center-showcase-end"),
    path(f"{FILE}/history/", showing.center_history, name="center-history"),
]
