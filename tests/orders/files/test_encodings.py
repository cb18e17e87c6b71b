import pytest

from tenure.kernel.errors import BadInput
from tenure.orders.files.encodings import guess_single_byte
from tenure.orders.files.shape import inspect_file

from .reading import check_text, refusal, rows, write

TEXTS = {
    "cp1251": [
        "Клиент;Сумма;ООО «Ромашка»",
        "Мука",
        "Ёлка",
        "ЗАО ТОРГОВЫЙ ДОМ",
        "Brutăria нет, Кравченко".replace("ă", "a"),
    ],
    "cp866": ["Клиент;Сумма;Дата;ООО Ромашка;ИП Кравченко"],
    "koi8-r": ["Клиент;Сумма;Дата;ООО Ромашка;ИП Кравченко"],
    "cp1250": [
        "Brutăria Spicul de Aur",
        "Săpun lichid",
        "Bucureşti, Iaşi, preţ",
        "Łódź, Kraków, żółć",
        "Příliš žluťoučký kůň",
        "Câmp;Sumă",
    ],
    "cp1252": [
        "Café Müller, crème brûlée",
        "Straße; España; niño",
        "São João; corações",
        "Søren Ærø",
        "José",
        "Société Générale",
        "Malmö",
    ],
}


@pytest.mark.parametrize(("encoding", "text"), [(name, text) for name, texts in TEXTS.items() for text in texts])
def test_the_letters_tell_the_alphabet(encoding, text):
    assert guess_single_byte(text.encode(encoding)) == encoding


FILE = "Дата;Клиент;Сумма\n03.02.2026;ООО «Ромашка»;4310,00\n14.02.2026;Ёлка;10,50\n"


@pytest.mark.parametrize(
    ("encoding", "start", "found"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp1251", b"", "cp1251"),
    ],
)
def test_a_file_reads_the_same_in_every_encoding(tmp_path, encoding, start, found):
    checked = check_text(tmp_path, start + FILE.encode(encoding))
    assert checked.shape.encoding == found
    assert checked.shape.columns[0].heading == "Дата"
    assert rows(checked, "line_no, client_name, amount_minor") == [(2, "ООО «Ромашка»", 431000), (3, "Ёлка", 1050)]


def test_a_byte_order_mark_without_a_heading_is_no_part_of_the_first_value(tmp_path):
    checked = check_text(tmp_path, b"\xef\xbb\xbfA1;2026-02-03;5\nA1;2026-02-04;6\n", "client=1", "date=2", "amount=3")
    assert rows(checked, "client_id") == [("A1",), ("A1",)]


def test_two_encodings_in_one_file_are_refused_with_the_line(tmp_path):
    mixed = FILE.encode() + "15.02.2026;Берёзка;7\n".encode("cp1251")
    path = write(tmp_path, mixed)
    assert refusal(path) == "mixed_encodings"


def test_letters_lost_before_us_do_not_stop_a_file(tmp_path):
    lost = b"Date;Client;Product;Total\n2026-02-03;A;Imation\xef\xbf\xbd\xef\xbf\xbd\xef;5\n2026-02-04;B;Plain;6\n"
    checked = check_text(tmp_path, lost)
    assert checked.shape.lost_letters
    assert rows(checked, "product") == [("Imation\ufffd",), ("Plain",)]


def test_the_shape_says_where_a_mixed_file_changes(tmp_path):
    path = write(tmp_path, FILE.encode() + "15.02.2026;Берёзка;7\n".encode("cp1251"))
    with pytest.raises(BadInput) as caught:
        inspect_file(path)
    assert caught.value.problem.data["line"] == 4
