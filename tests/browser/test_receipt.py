"""A receipt is worth what somebody else can check: the QR on the paper leads to the public page and to its answer."""

import pypdfium2
import pytest
import zxingcpp

from embedded.stack import Stack
from tests.browser import quick, voter
from tests.browser.people import Visitors, address

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def address_on(receipt: bytes) -> str:
    """What a telephone reads from the printed receipt."""
    with pypdfium2.PdfDocument(receipt) as document:
        page = document[0].render(scale=150 / 72).to_pil().convert("L")
    (code,) = zxingcpp.read_barcodes(page)
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    return str(code.text)


@pytest.mark.provision("P45")
def test_the_code_on_the_receipt_leads_to_the_check_that_succeeds_and_a_wrong_code_to_none(
    stack: Stack, visitors: Visitors
) -> None:
    who = voter.somebody(3)
    person = visitors.open("bs")
    voter.new_account(person, address("potvrda"), f"{who.name} {who.surname}")
    case = quick.apply(person, who)
    receipt = case["receipt"]
    link = address_on(voter.download(person, receipt["pdfUrl"]))
    assert link.startswith(f"{stack.origin}/receipt#")

    stranger = visitors.open("en", phone=True)
    stranger.page.goto(link)
    stranger.sees(stranger.t("public:receipt.valid"))
    stranger.sees(receipt["number"])
    stranger.sees(receipt["hash"])
    assert who.surname not in stranger.page.content()
    stranger.look("receipt-scanned")

    *_, last = link
    wrong = link[:-1] + ("7" if last != "7" else "8")
    other = visitors.open("hr", phone=True)
    other.page.goto(wrong)
    other.sees(other.t("problems:receipt.not_found"))
    assert other.page.get_by_text(other.t("public:receipt.valid")).count() == 0
    other.look("receipt-wrong")
