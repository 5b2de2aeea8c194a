from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "jawara.trainings"
    label = "trainings"
