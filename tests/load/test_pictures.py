from PIL import Image

from poddarkiv.load.pictures import read_picture


def _with_place() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (57.0, 42.0, 0.0)
    exif[0x8825] = exif.get_ifd(0x8825)
    return exif


def test_a_place_is_found_in_a_png_and_in_a_jpeg(tmp_path):
    for name in ("a.png", "a.jpg"):
        Image.new("RGB", (8, 8)).save(tmp_path / name, exif=_with_place())

    assert [read_picture(tmp_path / name).place for name in ("a.png", "a.jpg")] == [True, True]


def test_a_picture_without_a_place_has_none(tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")

    assert read_picture(tmp_path / "a.png").place is False


def test_a_png_that_is_cut_off_is_no_picture(tmp_path):
    Image.new("RGB", (800, 800)).save(tmp_path / "a.png")
    whole = (tmp_path / "a.png").read_bytes()
    (tmp_path / "a.png").write_bytes(whole[: len(whole) // 2])

    assert read_picture(tmp_path / "a.png") is None
