"""What telephones take: HEIC becomes a JPEG in the browser, before it is sent."""

from io import BytesIO

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import expect

from embedded.stack import Stack
from tests import samples
from tests.browser import quick, voter
from tests.browser.people import Visitors, address

pytestmark = [pytest.mark.browser, pytest.mark.minio, pytest.mark.timeout(300)]
ALMOST_THE_SAME = 6.0
"""Of 255, in the mean: what two lossy formats do to a photograph."""


def heic(picture: Image.Image) -> bytes:
    """The photograph as a telephone of Apple writes it, with its position."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Apple"
    exif.get_ifd(0x8825)[1] = "N"
    pillow_heif.from_pillow(picture).save(out, quality=85, exif=exif.tobytes())
    return out.getvalue()


def difference(one: Image.Image, other: Image.Image) -> float:
    means = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    return sum(means) / len(means)


def test_a_heic_photograph_arrives_as_the_jpeg_that_the_voter_looked_at(stack: Stack, visitors: Visitors) -> None:
    who = voter.somebody(2)
    photograph = Image.open(BytesIO(samples.id_card())).convert("RGB")
    taken = heic(photograph)
    assert taken[4:12] == b"ftypheic"

    person = visitors.open("bs", phone=True)
    voter.new_account(person, address("iphone"), f"{who.name} {who.surname}")
    case = quick.ask(person, "StartApplication", election=quick.ELECTION, forSelf=True, kind="T", key=quick.key())
    person.go(f"/applications/{case['id']}/step/documents")
    scope = voter.choose_file(person, "documents-ID", "IMG_0042.HEIC", "image/heic", taken)
    preview = scope.locator(".look img")
    expect(preview).to_be_visible(timeout=60_000)
    assert preview.evaluate("image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])") == [
        photograph.width,
        photograph.height,
    ]
    person.look("photograph")
    scope.get_by_role("button", name=person.t("upload:send"), exact=True).click()
    expect(scope.get_by_text(person.t("upload:state.SEALED"))).to_be_visible(timeout=30_000)

    (document,) = quick.ask(person, "Application", id=case["id"])["documents"]
    assert (document["contentType"], document["name"], document["state"]) == ("image/jpeg", "IMG_0042.jpg", "SEALED")
    kept = voter.download(person, document["contentUrl"])
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", photograph.size, {})
        assert difference(picture, photograph) < ALMOST_THE_SAME


def test_a_file_that_only_says_that_it_is_heic_is_refused_in_words(stack: Stack, visitors: Visitors) -> None:
    who = voter.somebody(2)
    person = visitors.open("hr", phone=True)
    voter.new_account(person, address("pokvareno"), f"{who.name} {who.surname}")
    case = quick.ask(person, "StartApplication", election=quick.ELECTION, forSelf=True, kind="T", key=quick.key())
    person.go(f"/applications/{case['id']}/step/documents")
    broken = bytes([0, 0, 0, 24]) + b"ftypheic" + bytes(4000)
    scope = voter.choose_file(person, "documents-ID", "IMG_0043.HEIC", "image/heic", broken)
    expect(scope.locator(".problem")).to_contain_text(person.t("problems:upload.unreadable"), timeout=60_000)
    assert quick.ask(person, "Application", id=case["id"])["documents"] == []
