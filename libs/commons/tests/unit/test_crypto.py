import base64
import secrets

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commons.crypto import (
    BlindIndex,
    Keyring,
    SealError,
    SharedIndex,
    Signer,
    new_sealing_key,
    new_signing_key,
    open_with,
    seal_for,
    verify,
)

K1, K2 = secrets.token_bytes(32), secrets.token_bytes(32)
RING = Keyring({"k1": K1}, "k1")


@given(st.binary(max_size=2000), st.binary(max_size=40))
def test_what_is_sealed_opens_to_the_same(plain: bytes, aad: bytes) -> None:
    assert RING.open(RING.seal(plain, aad), aad) == plain


def test_the_same_content_never_looks_the_same() -> None:
    assert RING.seal(b"Amra", b"1") != RING.seal(b"Amra", b"1")


def test_a_blob_of_another_record_does_not_open() -> None:
    with pytest.raises(SealError):
        RING.open(RING.seal(b"secret", b"record-1"), b"record-2")


def test_no_byte_of_a_blob_can_be_changed() -> None:
    blob = RING.seal(b"secret", b"1")
    for position in range(len(blob)):
        changed = bytearray(blob)
        changed[position] ^= 1
        with pytest.raises(SealError):
            RING.open(bytes(changed), b"1")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01\x02k1", b"\x02\x02k1" + bytes(40), b"\x01\xff" + bytes(40)])
def test_what_is_no_blob_is_refused(blob: bytes) -> None:
    with pytest.raises(SealError):
        RING.open(blob, b"")


def test_after_rotation_old_rows_open_and_new_ones_name_the_new_key() -> None:
    before = RING.seal(b"secret", b"1")
    both = Keyring({"k1": K1, "k2": K2}, "k2")
    assert both.open(before, b"1") == b"secret"
    assert both.key_id(before) == "k1"
    after = both.reseal(before, b"1")
    assert both.key_id(after) == "k2"
    assert Keyring({"k2": K2}, "k2").open(after, b"1") == b"secret"
    with pytest.raises(SealError):
        Keyring({"k2": K2}, "k2").open(before, b"1")


def test_keys_come_from_a_setting_and_wrong_ones_stop_the_start() -> None:
    setting = orjson.dumps({"k1": base64.b64encode(K1).decode()}).decode()
    assert Keyring.of_json(setting, "k1").open(RING.seal(b"x", b""), b"") == b"x"
    with pytest.raises(ValueError):
        Keyring({"k1": K1}, "k9")
    with pytest.raises(ValueError):
        Keyring({"k1": b"short"}, "k1")
    with pytest.raises(ValueError):
        BlindIndex(b"short")
    with pytest.raises(ValueError):
        SharedIndex({"k1": b"short"}, "k1")


def test_an_index_tells_values_schemes_and_services_apart() -> None:
    index, other = BlindIndex(K1), BlindIndex(K2)
    assert index.of("email", "a@b.ba") == index.of("email", "a@b.ba")
    assert len({index.of("email", "x"), index.of("phone", "x"), index.of("email", "y"), other.of("email", "x")}) == 4
    assert len(index.of("email", "x")) == 32


def test_a_shared_index_carries_its_key_and_can_still_compute_the_old_one() -> None:
    old, new = SharedIndex({"k1": K1}, "k1"), SharedIndex({"k1": K1, "k2": K2}, "k2")
    assert old.of("jmb", "1").startswith("k1:")
    assert new.of("jmb", "1").startswith("k2:")
    assert new.of("jmb", "1", key_id="k1") == old.of("jmb", "1")


def test_only_the_holder_of_the_private_key_reads_a_sealed_address() -> None:
    private, public = new_sealing_key()
    other, _ = new_sealing_key()
    token = seal_for(public, {"email": "amra@example.org"})
    assert "amra" not in token
    assert open_with(private, token) == {"email": "amra@example.org"}
    with pytest.raises(SealError):
        open_with(other, token)
    with pytest.raises(SealError):
        open_with(private, token[:-3] + "AAA")
    with pytest.raises(SealError):
        open_with(private, "not.a.token")


def test_a_signature_fits_its_payload_and_key_only() -> None:
    signer, other = Signer(new_signing_key()), Signer(new_signing_key())
    signature = signer.sign(b"receipt")
    assert verify(signer.public, b"receipt", signature)
    assert not verify(signer.public, b"receipt!", signature)
    assert not verify(other.public, b"receipt", signature)
    assert "d" not in orjson.loads(signer.public)


@pytest.mark.parametrize("signature", ["", "AAAA", "ü", "====", "A" * 86])
def test_a_bad_signature_is_no_and_not_an_error(signature: str) -> None:
    signer = Signer(new_signing_key())
    assert not verify(signer.public, b"receipt", signature)
    assert not verify("{}", b"receipt", signer.sign(b"receipt"))
