from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "duty"
    verbose_name = "值班"
    default_auto_field = "django.db.models.BigAutoField"
