from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from casework.documents.homography import Degenerate, Homography, fitted
from casework.documents.layout import MARKS, SIGNATURE
from casework.documents.marks import mark_centre
from casework.documents.scanning import (
    OVER_THE_LINE,
    SHOWN_SIDE,
    ScanResult,
    page_picture,
    read_form,
    signature_crop,
)
from casework.documents.unreadable import Unreadable
from registration.printing import application_form
from services.registration.tests.unit.views import ORDINARY, form
from tests import samples

FORM = application_form(form(), "bs")
READ = ScanResult(ORDINARY.number, ORDINARY.form_hash, readable=True)
PX_PER_MM = 200 / 25.4


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


SCAN = opened(samples.signed_form(FORM, photographed=False, quality=92))
PHOTO = opened(samples.signed_form(FORM, quality=92))


def half(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def dim(picture: Image.Image) -> Image.Image:
    return picture.point(lambda value: 30 + value // 3)


def without_marks(picture: Image.Image) -> Image.Image:
    """The corners of the page are cut off or covered by fingers."""
    covered = picture.copy()
    draw = ImageDraw.Draw(covered)
    for mark in MARKS:
        draw.rectangle(
            [(value * PX_PER_MM) for value in (mark.x - 2, mark.y - 2, mark.x + 6, mark.y + 6)], fill="white"
        )
    return covered


DEGRADED: dict[str, Callable[[], bytes]] = {
    "scan": lambda: jpeg(SCAN),
    "scan upside down": lambda: jpeg(SCAN.rotate(180)),
    "scan lying left": lambda: jpeg(SCAN.rotate(90, expand=True)),
    "scan lying right": lambda: jpeg(SCAN.rotate(270, expand=True)),
    "scan askew": lambda: jpeg(SCAN.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor="white")),
    "scan much askew": lambda: jpeg(SCAN.rotate(-38, Image.Resampling.BICUBIC, expand=True, fillcolor="white")),
    "half size": lambda: jpeg(half(SCAN)),
    "badly compressed": lambda: jpeg(SCAN, 20),
    "half size and badly compressed": lambda: jpeg(half(SCAN), 20),
    "unsharp": lambda: jpeg(SCAN.filter(ImageFilter.GaussianBlur(2))),
    "dark": lambda: jpeg(dim(SCAN)),
    "without its marks": lambda: jpeg(without_marks(SCAN)),
    "photograph": lambda: jpeg(PHOTO),
    "photograph, half size, badly compressed": lambda: jpeg(half(PHOTO), 20),
    "photograph leaning": lambda: jpeg(samples.photograph(SCAN, turn=-7, lean=0.08)),
    "photograph upside down": lambda: jpeg(samples.photograph(SCAN, turn=176)),
    "photograph as pdf": lambda: as_pdf(PHOTO),
    "second page of a pdf": lambda: as_pdf(Image.new("RGB", SCAN.size, "white"), SCAN),
}


def as_pdf(*pictures: Image.Image) -> bytes:
    out = BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=list(pictures[1:]), resolution=200)
    return out.getvalue()


degraded = pytest.mark.parametrize("content", list(DEGRADED.values()), ids=list(DEGRADED))


@pytest.mark.provision("P47")
@degraded
def test_a_form_is_recognised_whatever_was_done_to_it(content: Callable[[], bytes]) -> None:
    assert read_form(content()) == READ


def frame_offsets(crop: Image.Image) -> list[float]:
    """How far each line of the signature box is from where it should be in the crop, in millimetres."""

    def darkest_row(picture: Image.Image, expected: float) -> float:
        rows = range(max(0, int(expected - 3 * PX_PER_MM)), min(picture.height, int(expected + 3 * PX_PER_MM)))
        quarter = picture.width // 4
        strips = {at: picture.crop((quarter, at, 3 * quarter, at + 1)).tobytes() for at in rows}
        return (min(strips, key=lambda at: sum(strips[at])) - expected) / PX_PER_MM

    upright = crop.convert("L")
    lying = upright.transpose(Image.Transpose.TRANSPOSE)
    near, far_x = OVER_THE_LINE * PX_PER_MM, (OVER_THE_LINE + SIGNATURE.width) * PX_PER_MM
    far_y = (OVER_THE_LINE + SIGNATURE.height) * PX_PER_MM
    places = ((upright, near), (upright, far_y), (lying, near), (lying, far_x))
    return [darkest_row(picture, expected) for picture, expected in places]


@pytest.mark.provision("P47")
@degraded
def test_the_signature_box_is_cut_out_straight_and_to_the_millimetre(content: Callable[[], bytes]) -> None:
    crop = opened(signature_crop(content()))
    expected = ((SIGNATURE.width + 2 * OVER_THE_LINE), (SIGNATURE.height + 2 * OVER_THE_LINE))
    assert crop.size == tuple(round(side * PX_PER_MM) for side in expected)
    assert max(map(abs, frame_offsets(crop))) < 1.5
    inside = crop.crop((60, 60, crop.width - 60, crop.height - 60))
    blue = sum(1 for r, g, b in zip(*[iter(inside.tobytes())] * 3, strict=True) if b > r + 15)
    assert blue > 300, "the ink is in it"


def test_two_hands_give_two_pictures_and_one_hand_the_same() -> None:
    crops = [
        opened(signature_crop(samples.signed_form(FORM, by=who, photographed=False))).convert("L").resize((60, 24))
        for who in ("Hadžić", "Hadžić", "Kovač")
    ]

    def differ(one: Image.Image, other: Image.Image) -> int:
        return sum(abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True))

    assert differ(crops[0], crops[1]) == 0
    assert differ(crops[0], crops[2]) > 3000


# ---- what cannot be read


@pytest.mark.parametrize(
    "content",
    [
        samples.id_card,
        samples.address_proof,
        lambda: jpeg(Image.new("RGB", (30, 30), "white")),
        lambda: jpeg(Image.new("RGB", (3000, 20), "black")),
        lambda: jpeg(SCAN.filter(ImageFilter.GaussianBlur(14))),
        lambda: jpeg(SCAN.crop((0, 600, SCAN.width, SCAN.height))),
    ],
    ids=["another picture", "another pdf", "tiny", "strip", "far too unsharp", "code cut off"],
)
def test_what_cannot_be_read_is_never_refused_and_shows_the_plain_region(content: Callable[[], bytes]) -> None:
    made = content()
    assert read_form(made) == ScanResult(None, None, readable=False)
    crop = opened(signature_crop(made))
    assert min(crop.size) >= 1


def test_the_plain_region_of_an_upright_page_holds_the_signature() -> None:
    hidden = SCAN.copy()
    hidden.paste("white", (1200, 80, 1654, 420))
    for picture in (hidden, hidden.rotate(-90, expand=True)):
        crop = opened(signature_crop(jpeg(picture)))
        blue = sum(1 for r, _, b in zip(*[iter(crop.tobytes())] * 3, strict=True) if b > r + 30)
        assert blue > 300


def test_a_code_of_something_else_is_not_a_form() -> None:
    import segno

    for text in (
        "https://example.org",
        "IZBORI2|REG-1|" + "0" * 64,
        "IZBORI1|REG 1|" + "0" * 64,
        "IZBORI1|REG-2028L-1|zz",
    ):
        out = BytesIO()
        segno.make(text).save(out, kind="png", scale=8)
        assert not read_form(jpeg(opened(out.getvalue()))).readable


# ---- pages as pictures


def test_pages_are_shown_as_pictures_one_by_one() -> None:
    first, second = opened(page_picture(FORM, 1)), opened(page_picture(FORM, 2))
    assert first.tobytes() != second.tobytes()
    assert abs(first.height / first.width - 297 / 210) < 0.01
    for number in (0, 3, -1, 1000):
        with pytest.raises(Unreadable) as refused:
            page_picture(FORM, number)
        assert refused.value.code == "document.no_such_page"
    with pytest.raises(Unreadable):
        page_picture(jpeg(SCAN), 2)


def test_a_page_of_any_claimed_size_becomes_a_picture_of_bounded_size() -> None:
    for width, height in ((14_400, 14_400), (14_400, 10), (3, 3)):
        document = pypdfium2.PdfDocument.new()
        document.new_page(width, height)
        out = BytesIO()
        document.save(out)
        assert max(opened(page_picture(out.getvalue(), 1)).size) <= SHOWN_SIDE + 1
    large = jpeg(Image.new("RGB", (6000, 4000), "white"))
    assert max(opened(page_picture(large, 1)).size) == SHOWN_SIDE


# ---- geometry


VIEW = Homography((7.9, 0.4, 20.0, -0.3, 8.2, 35.0, 0.0004, 0.0002))


@given(st.lists(st.tuples(st.floats(0, 210), st.floats(0, 297)), min_size=1, max_size=20))
@settings(max_examples=60)
def test_a_view_is_found_again_from_points_seen_in_it(more: list[tuple[float, float]]) -> None:
    points = [(0.0, 0.0), (210.0, 0.0), (210.0, 297.0), (0.0, 297.0), *more]
    found = fitted([(point, VIEW(point)) for point in points])
    for point in points:
        assert found(point) == pytest.approx(VIEW(point), abs=0.01)


def test_points_on_a_line_say_nothing() -> None:
    for pairs in ([], [((x, x), (x, x)) for x in (1.0, 2.0, 3.0, 4.0)]):
        with pytest.raises(Degenerate):
            fitted(pairs)


def test_a_mark_is_told_from_a_line_a_letter_and_a_dark_table() -> None:
    patch = Image.new("L", (120, 120), 230)
    draw = ImageDraw.Draw(patch)
    assert mark_centre(patch, 16) is None, "nothing there"
    draw.rectangle((0, 0, 119, 30), fill=40)
    draw.line((10, 60, 110, 60), fill=30, width=3)
    draw.text((20, 80), "Dž", fill=20)
    assert mark_centre(patch, 16) is None, "a table's edge, a line and letters"
    draw.rectangle((72, 72, 87, 87), fill=25)
    assert mark_centre(patch, 16) == pytest.approx((80, 80), abs=0.6)
