from django.apps import AppConfig


class CentersConfig(AppConfig):
    name = "centers"
    verbose_name = "党群服务中心"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import audit_words
        from centers import history, jobs
        from notify.jobs import register

        audit_words.define(history.WORDS)

        register(jobs.SURVEY, jobs.bring_in)
