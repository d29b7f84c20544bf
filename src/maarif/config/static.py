"""Static files under names that carry their digest, so that browsers may keep them for ever."""

from typing import IO, Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Digest in the name; a file not collected (a test, a fresh clone) keeps its plain name instead of failing the page."""

    manifest_strict = False

    def hashed_name(self, name: str, content: IO[bytes] | None = None, filename: str | None = None) -> Any:
        """The name with the digest, or the plain one where there is no file to digest."""
        try:
            return super().hashed_name(name, content, filename)  # type: ignore[no-untyped-call]
        except ValueError:
            if content is not None:
                raise
            return name
