from django.apps import AppConfig


class CentersConfig(AppConfig):
    name = "centers"
    verbose_name = "党群服务中心"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from centers import jobs
        from notify.jobs import register

        register(jobs.SURVEY, jobs.bring_in)
