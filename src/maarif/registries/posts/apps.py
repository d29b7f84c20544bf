"""Makes the posts room known to Django."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """The posts room."""

    name = "maarif.registries.posts"
    label = "posts"
    default_auto_field = "django.db.models.BigAutoField"
