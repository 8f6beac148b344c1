"""A pack is genuine or it is not: one changed bit anywhere is seen, and nothing that is sent can do harm."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.evidence.any_zip import UnsafeZip, read_any_zip
from cmm.domain.evidence.archive import PUBLIC_KEY, SIGNATURE, SUMS, write_archive, write_sums
from cmm.domain.evidence.signing import CURRENT, RETIRED, STOLEN, SigningKey, to_pem
from cmm.domain.evidence.verify import LARGEST_PACK, MOST_BYTES, verify_pack
from cmm.domain.evidence.zip_form import TooLarge, ZipWriter, read_entries

KEY, OTHER = SigningKey(b"\1" * 32), SigningKey(b"\2" * 32)
OURS = {KEY.public: CURRENT}
FILES = {
    "snapshot.json": b'{"figures":[5,10,15]}' * 40,
    "ru/brief.pdf": bytes(range(256)),
    "data/data.csv": b"unit,count\r\nalmaty,5\r\n" * 30,
}
PACK = write_archive(FILES, KEY)


def repack(change: dict[str, bytes | None], *, data: bytes = PACK) -> bytes:
    """The pack as another zip program writes it; `change` has new contents, None leaves a file out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        files: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
        for name, content in {**files, **change}.items():
            if content is not None:
                new.writestr(name, content)
    return target.getvalue()


def test_a_pack_is_an_ordinary_zip_and_genuine() -> None:
    with zipfile.ZipFile(io.BytesIO(PACK)) as book:
        assert book.testzip() is None
        assert {name: book.read(name) for name in FILES} == FILES
    verdict = verify_pack(PACK, OURS)
    assert (verdict.state, verdict.public, verdict.files) == ("genuine", KEY.public, len(FILES) + 1)


def test_the_same_files_give_the_same_bytes_in_any_order() -> None:
    assert write_archive(dict(reversed(FILES.items())), KEY) == PACK


def test_one_changed_bit_anywhere_in_the_zip_is_seen() -> None:
    """Headers, packed bytes and their padding, the list of digests, the signature, the list at the end."""
    for place in range(len(PACK)):
        for bit in (place % 8, (place + 3) % 8):
            changed = bytearray(PACK)
            changed[place] ^= 1 << bit
            assert not verify_pack(bytes(changed), OURS).genuine, place


def test_a_pack_cut_short_or_with_something_before_behind_or_between_is_not_genuine() -> None:
    assert not any(verify_pack(PACK[:length], OURS).genuine for length in range(len(PACK)))
    assert not any(verify_pack(PACK + more, OURS).genuine for more in (b"\0", b"\n", PACK))
    assert not verify_pack(b"\0" + PACK, OURS).genuine
    middle = PACK.index(b"PK\x03\x04", 4)
    assert not verify_pack(PACK[:middle] + b"\0" + PACK[middle:], OURS).genuine


@given(st.data())
def test_no_part_of_a_pack_can_be_replaced(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PACK) - 1))
    end = data.draw(st.integers(start, len(PACK)))
    other = data.draw(st.binary(max_size=40))
    changed = PACK[:start] + other + PACK[end:]
    assert verify_pack(changed, OURS).genuine == (changed == PACK)


@given(st.binary(max_size=400))
def test_anything_may_be_sent(content: bytes) -> None:
    assert not verify_pack(content, OURS).genuine
    assert not verify_pack(PACK[:50] + content, OURS).genuine


def test_files_packed_again_are_named_so_also_with_a_folder_around_them() -> None:
    assert verify_pack(repack({}), OURS).state == "repacked"
    with zipfile.ZipFile(io.BytesIO(PACK)) as book:
        inside = {f"autumn/{name}": book.read(name) for name in book.namelist()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for name, content in inside.items():
            book.writestr(name, content)
    assert verify_pack(target.getvalue(), OURS).state == "repacked"


def test_what_was_changed_left_out_and_added_is_named() -> None:
    changed = repack(
        {"data/data.csv": b"unit,count\r\nalmaty,50\r\n", "ru/brief.pdf": None, "note.txt": b"x"}
    )
    verdict = verify_pack(changed, OURS)
    assert verdict.state == "changed"
    assert verdict.changed == ("data/data.csv",)
    assert verdict.missing == ("ru/brief.pdf",)
    assert verdict.added == ("note.txt",)


def test_who_changes_the_list_as_well_is_seen_by_the_signature() -> None:
    files = {**FILES, "data/data.csv": b"unit,count\r\nalmaty,50\r\n", PUBLIC_KEY: to_pem(KEY.public)}
    sums = write_sums(files, "0" * 64)
    assert verify_pack(repack({**files, SUMS: sums}), OURS).state == "forged"


def test_a_pack_of_somebody_else_is_unchanged_but_not_ours() -> None:
    verdict = verify_pack(write_archive(FILES, OTHER), OURS)
    assert (verdict.state, verdict.public) == ("foreign_key", OTHER.public)


def test_the_key_in_the_pack_cannot_be_exchanged() -> None:
    assert verify_pack(repack({PUBLIC_KEY: to_pem(OTHER.public)}), OURS).state == "changed"


@pytest.mark.parametrize(("standing", "state"), [(RETIRED, "genuine"), (STOLEN, "stolen_key")])
def test_packs_of_an_old_key_stay_good_unless_it_was_stolen(standing: str, state: str) -> None:
    keys = {OTHER.public: CURRENT, KEY.public: standing}
    assert verify_pack(PACK, keys).state == state


def test_a_pack_without_signature_or_list_is_unsigned() -> None:
    assert verify_pack(repack({SIGNATURE: None}), OURS).state == "unsigned"
    assert verify_pack(repack({SUMS: None}), OURS).state == "unsigned"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../b", "C:/x", "a\\b", "a//b", "./x", "data/DATA.csv"]
)
def test_names_that_lead_out_or_stand_twice_are_refused(name: str) -> None:
    assert verify_pack(repack({name: b"x"}), OURS).state == "unsafe"


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_does() -> None:
    writer = ZipWriter()
    for number in range(5):
        writer.add(f"{number}.csv", bytes(100_000))
    bomb = writer.finish()
    assert len(bomb) < 2_000
    assert MOST_BYTES <= 5 * LARGEST_PACK
    with pytest.raises(TooLarge):
        list(read_entries(bomb, most_bytes=250_000))
    with pytest.raises(UnsafeZip):
        list(read_any_zip(bomb, most_bytes=250_000))


def test_a_zip_that_lies_about_its_sizes_is_not_believed() -> None:
    honest = repack({"x": bytes(1_000_000)})
    lying = honest.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    assert verify_pack(lying, OURS).state == "changed"


def test_a_file_that_is_too_large_is_not_even_looked_at() -> None:
    assert verify_pack(bytes(LARGEST_PACK + 1), OURS).state == "unsafe"


def test_too_many_files_are_refused() -> None:
    many: dict[str, bytes | None] = {f"f{number}": b"" for number in range(2_001)}
    assert verify_pack(repack(many), OURS).state == "unsafe"
