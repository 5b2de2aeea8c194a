from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class WebConfig(AppConfig):
    name = "jawara.web"
    label = "web"

    def ready(self) -> None:
        # In our voice, in every form, the login library's too.
        forms.Field.default_error_messages["required"] = gettext_lazy("Bagian ini belum diisi.")
