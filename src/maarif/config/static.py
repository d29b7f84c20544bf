"""Static files under names that carry their digest, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Digest in the name; a file unknown to the manifest keeps its plain name instead of failing the page."""

    manifest_strict = False
