"""What becomes of a picture: decoded, turned upright and written anew without anything but its pixels. Runs in the limited process only."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from maarif.support.files.pdfs import Refused
from maarif.support.files.types import Fault, Format, Verdict

MOST_PIXELS: Final = 24_000_000
"""More than this is not decoded; a JPEG is then decoded at a half, a quarter or an eighth."""
MOST_WEBP_PIXELS: Final = 12_000_000
"""Decoding WebP takes several times the memory of its pixels."""
MOST_JPEG_PIXELS: Final = 210_000_000
_OPEN: Final = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}


def examine(source: Path, target: Path, found: str) -> Verdict:
    """Writes the picture anew to `target`; Refused when it is not accepted. `found` is jpeg, png or webp."""
    Image.MAX_IMAGE_PIXELS = None  # the limits here are stricter, and answer in words
    try:
        with Image.open(source, formats=_OPEN[found]) as picture:
            return _examined(picture, target, found)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise Refused(Fault.BROKEN) from error


def _examined(picture: Image.Image, target: Path, found: str) -> Verdict:
    pixels = picture.width * picture.height
    if pixels > _most_pixels(picture, found):
        raise Refused(Fault.TOO_MANY_PIXELS)
    if found != "jpeg" and getattr(picture, "n_frames", 1) > 1:
        raise Refused(Fault.ANIMATED)
    if pixels > MOST_PIXELS:
        step = next(step for step in (2, 4, 8) if pixels // step**2 <= MOST_PIXELS)
        picture.draft("RGB", (picture.width // step, picture.height // step))
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    kept = _plain(picture)
    kept.info.clear()  # comments, colour profiles, Exif with its place: nothing but pixels goes on
    if found == "png":
        kept.save(target, format="PNG", compress_level=4)
    else:
        kept.save(target, format="JPEG", quality=90)
    return Verdict(format=Format.PNG if found == "png" else Format.JPEG, pages=1, rewritten=True)


def _most_pixels(picture: Image.Image, found: str) -> int:
    """How many pixels fit into the memory of this process; a progressive JPEG is decoded whole."""
    if found == "jpeg" and not picture.info.get("progressive"):
        return MOST_JPEG_PIXELS
    return MOST_WEBP_PIXELS if found == "webp" else MOST_PIXELS


def _plain(picture: Image.Image) -> Image.Image:
    """Grey or coloured, without transparency: what was transparent becomes paper."""
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode in ("1", "I", "F", "I;16"):
        return picture.convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return picture.convert("RGB")


def draw(source: Path, target: Path, width: int) -> None:
    """Draws a kept picture as a PNG no wider than this."""
    with Image.open(source, formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (width, width))
        picture.thumbnail((width, 2 * width))
        picture.convert("RGB").save(target, format="PNG")
