"""Named refusals of whole bundles; of single rows there are `types.Reject`s."""

from maarif.kernel.errors import Refusal


class BundleRefused(Refusal):
    """A bundle cannot be taken in at all; nothing was written. `params` say which file and why."""


class NotABundle(BundleRefused):
    """The path is no folder and no zip with OneRoster files in it."""


class UnsafeArchive(BundleRefused):
    """A zip reaches out of its folder, is encrypted, or swells beyond measure."""


class NotUtf8(BundleRefused):
    """A file is not written in UTF-8."""


class MissingColumn(BundleRefused):
    """The header of a file lacks a column that OneRoster demands."""


class BadHeader(BundleRefused):
    """A file has no header, or one with a column twice."""


class MissingFile(BundleRefused):
    """The manifest promises a file that is not there."""


class WouldEnd(BundleRefused):
    """A bulk file would end most of what its source had given before; `--allow-empty` lets it."""


class LoadRunning(BundleRefused):
    """Another load is running on this database."""
