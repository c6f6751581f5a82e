from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = "区划与工作日"
    default_auto_field = "django.db.models.BigAutoField"
