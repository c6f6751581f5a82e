from django.urls import path

from services import views_items

urlpatterns = [
    path("c/<str:code>/items/", views_items.items, name="items"),
    path("c/<str:code>/items/<str:item_code>/", views_items.item, name="item"),
    path("c/<str:code>/items/<str:item_code>/print/", views_items.item_print, name="item-print"),
    path("desk/items/", views_items.item_lookup, name="item-lookup"),
]
