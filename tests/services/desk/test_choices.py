"""Choices with their sounds and paths."""

from services.contracts.tickets import Catalogue, Category, PlaceEntry, SkillEntry, Unit
from services.desk.choices import Choices, sounds_of

CATALOGUE = Catalogue(
    version=1,
    places=[PlaceEntry(code="T1", name="桂城街道"), PlaceEntry(code="V1", name="夏北社区", parent="T1")],
    categories=[
        Category(code="01", name="教育", english="Education"),
        Category(code="0101", name="招生", english="Enrolment"),
        Category(code="010101", name="小学入学", english="Primary one"),
    ],
    units=[Unit(code="D1", name="教育局", english="Education bureau")],
    templates=[],
    phrases=[],
    skills=[SkillEntry(key="edu", name="教育", english="Education")],
)


def test_a_village_is_found_by_its_sounds_and_those_of_its_town() -> None:
    village = Choices(CATALOGUE).place_options()[1]
    assert (village.text, village.path) == ("夏北社区", "桂城街道")
    assert village.sounds.startswith("xbsq ")
    assert village.sounds.endswith(" gcjd")


def test_a_place_gives_town_and_village() -> None:
    choices = Choices(CATALOGUE)
    assert choices.place_codes("V1") == ("T1", "V1")
    assert choices.place_codes("T1") == ("T1", "")
    assert choices.place_codes("gone") == ("", "")
    assert choices.place_name("T1", "V1") == "桂城街道 › 夏北社区"
    assert choices.place_name("gone", "") == "gone"


def test_categories_come_leaves_first_with_their_path_in_both_languages() -> None:
    choices = Choices(CATALOGUE)
    chinese, english = choices.category_options(False), choices.category_options(True)
    leaf = next(o for o in chinese if o.code == "010101")
    assert (leaf.text, leaf.path) == ("小学入学", "教育 › 招生")
    leaf = next(o for o in english if o.code == "010101")
    assert (leaf.text, leaf.path) == ("Primary one", "Education › Enrolment")
    assert "小学入学" in leaf.sounds
    assert [o.code for o in chinese].index("010101") < [o.code for o in chinese].index("0101")


def test_names_of_codes_that_are_gone_are_the_codes() -> None:
    choices = Choices(CATALOGUE)
    assert choices.category_name("99", False) == "99"
    assert choices.unit_name("D9", True) == "D9"
    assert choices.skill_name("edu", True) == "Education"
    assert choices.skill_name("x", False) == "x"


def test_sounds() -> None:
    assert sounds_of("里水镇").split() == ["lsz", "lishuizhen", "里水镇"]
