from services import api_items

urlpatterns = [*api_items.urlpatterns]
