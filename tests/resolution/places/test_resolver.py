"""Which place a name means, in sentences of our own from all parts of the world."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from dragoman.resolution.places import PlaceMention, country_of_place
from dragoman.resolution.places.distances import distance_km

Read = Callable[..., tuple[PlaceMention, ...]]

# sentence, name in it, country, latitude, longitude
FOUND = [
    ("Shelling killed three people in Idlib on Monday.", "Idlib", "SYR", 35.9, 36.6),
    ("Troops entered the town of Rafah, Gaza, at dawn.", "Rafah", "PSE", 31.3, 34.2),
    ("Aid trucks waited to enter Gaza.", "Gaza", "PSE", 31.4, 34.4),
    ("Clashes broke out near Homs, Syria.", "Homs", "SYR", 34.7, 36.7),
    ("Two buses collided outside Tripoli, Lebanon.", "Tripoli", "LBN", 34.4, 35.8),
    ("Militias fought in Tripoli, the Libyan capital.", "Tripoli", "LBY", 32.9, 13.2),
    ("Residents fled Mosul as Iraqi forces advanced.", "Mosul", "IRQ", 36.3, 43.1),
    ("A drone struck a depot in Anbar province.", "Anbar", "IRQ", 32.9, 41.6),
    ("Police opened fire on a crowd in Basra.", "Basra", "IRQ", 30.5, 47.8),
    ("The Houthis shelled the port of Hodeidah in Yemen.", "Hodeidah", "YEM", 14.8, 43.0),
    ("Students marched in Tehran and Isfahan.", "Isfahan", "IRN", 32.7, 51.7),
    ("A convoy was ambushed in Helmand province, Afghanistan.", "Helmand", "AFG", 31.0, 64.0),
    ("The Taliban took Kunduz on Sunday.", "Kunduz", "AFG", 36.7, 68.9),
    ("A bomb went off in Peshawar, Pakistan.", "Peshawar", "PAK", 34.0, 71.6),
    ("Farmers blocked roads in Hyderabad, Sindh.", "Hyderabad", "PAK", 25.4, 68.4),
    ("Farmers blocked roads in Hyderabad, India.", "Hyderabad", "IND", 17.4, 78.5),
    ("Rebels attacked a police post in Manipur, India.", "Manipur", "IND", 24.7, 93.9),
    ("The army shelled villages in Rakhine State, Myanmar.", "Rakhine State", "MMR", 20.0, 93.7),
    ("Soldiers patrolled Marawi in the southern Philippines.", "Marawi", "PHL", 8.0, 124.3),
    ("Riots erupted in Urumqi, the capital of Xinjiang.", "Urumqi", "CHN", 43.8, 87.6),
    ("Workers went on strike in Chongqing, China.", "Chongqing", "CHN", 29.6, 106.6),
    ("Protesters gathered in Daegu, South Korea.", "Daegu", "KOR", 35.9, 128.6),
    ("Two people died in an earthquake near Sendai, Japan.", "Sendai", "JPN", 38.3, 140.9),
    ("A mine collapsed in Papua, Indonesia.", "Papua", "IDN", -4.0, 138.5),
    ("Gunmen raided a village in Borno State, Nigeria.", "Borno State", "NGA", 11.5, 13.1),
    ("Bandits abducted pupils in Zamfara.", "Zamfara", "NGA", 12.2, 6.2),
    ("Insurgents burned houses in Cabo Delgado, Mozambique.", "Cabo Delgado", "MOZ", -12.5, 39.3),
    ("Fighters seized Goma in eastern Congo.", "Goma", "COD", -1.7, 29.2),
    ("Shells fell on El Fasher in Sudan's North Darfur.", "El Fasher", "SDN", 13.6, 25.4),
    ("Ethiopian troops withdrew from Mekelle, Tigray.", "Mekelle", "ETH", 13.5, 39.5),
    ("A car bomb exploded in Mogadishu, Somalia.", "Mogadishu", "SOM", 2.0, 45.3),
    ("Soldiers staged a coup in Niamey, Niger.", "Niamey", "NER", 13.5, 2.1),
    ("Miners were shot dead in Rustenburg, South Africa.", "Rustenburg", "ZAF", -25.7, 27.2),
    ("Missiles hit Kharkiv and Odesa overnight.", "Odesa", "UKR", 46.5, 30.7),
    ("Drones attacked an oil depot in Russia's Belgorod region.", "Belgorod", "RUS", 50.6, 36.6),
    ("A bridge was bombed in Crimea.", "Crimea", "UKR", 45.3, 34.4),
    ("Police broke up a march in Minsk, Belarus.", "Minsk", "BLR", 53.9, 27.6),
    ("Villagers fled Stepanakert in Nagorno-Karabakh.", "Stepanakert", "AZE", 39.8, 46.8),
    ("Crowds filled the streets of Tbilisi, Georgia.", "Georgia", "GEO", 42.0, 43.5),
    ("A tornado tore through Macon, Georgia.", "Georgia", "USA", 32.8, -83.5),
    ("Dockers went on strike in Marseille, France.", "Marseille", "FRA", 43.3, 5.4),
    ("Voters in Catalonia went to the polls.", "Catalonia", "ESP", 41.8, 1.5),
    ("A march in Belfast, Northern Ireland, ended in violence.", "Belfast", "GBR", 54.6, -5.9),
    ("Farmers protested in Bavaria.", "Bavaria", "DEU", 49.0, 11.5),
    ("Gunmen killed six in Culiacan, Sinaloa.", "Culiacan", "MEX", 24.8, -107.4),
    ("Police raided a favela in Rio de Janeiro, Brazil.", "Rio de Janeiro", "BRA", -22.9, -43.2),
    ("Guerrillas attacked a base in Arauca, Colombia.", "Arauca", "COL", 7.1, -70.8),
    ("Thousands marched in Caracas, Venezuela.", "Caracas", "VEN", 10.5, -66.9),
    ("Gangs took over parts of Port-au-Prince, Haiti.", "Port-au-Prince", "HTI", 18.5, -72.3),
    ("Striking miners blocked a road near Potosi, Bolivia.", "Potosi", "BOL", -20.7, -67.0),
    ("Police shot a man in Portland, Oregon.", "Portland", "USA", 45.5, -122.7),
    ("Police shot a man in Portland, Maine.", "Portland", "USA", 43.7, -70.3),
    ("A fire broke out in Paris, Texas.", "Paris", "USA", 33.7, -95.6),
    ("A fire broke out in London, Ontario.", "London", "CAN", 43.0, -81.2),
    ("Truckers blocked a bridge in Windsor, Ont., on Friday.", "Windsor", "CAN", 42.3, -83.0),
    ("Islanders rioted in Honiara, Solomon Islands.", "Honiara", "SLB", -9.4, 160.0),
    ("Flood waters reached Townsville, Queensland.", "Townsville", "AUS", -19.3, 146.8),
    ("Israeli jets flew over the Golan Heights.", "Golan Heights", None, 33.0, 35.8),
    ("A tanker was seized in the Strait of Hormuz.", "Strait of Hormuz", None, 26.6, 56.3),
]


def _named(found: tuple[PlaceMention, ...], name: str) -> PlaceMention:
    matches = [m for m in found if m.text == name]
    assert matches, [(m.text, m.sense) for m in found]
    return matches[0]


@pytest.mark.parametrize(
    ("text", "name", "country", "lat", "lon"), FOUND, ids=[f[1] + "-" + f[0][-14:-1] for f in FOUND]
)
def test_name_is_found_where_it_lies(
    read_places: Read, text: str, name: str, country: str | None, lat: float, lon: float
) -> None:
    mention = _named(read_places(text), name)
    place = mention.named
    assert text[mention.span.start : mention.span.end] == name
    assert place.lat is not None
    assert place.lon is not None
    assert distance_km((place.lat, place.lon), (lat, lon)) < 120, place
    if country is not None:
        assert country_of_place(mention) == country


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Michael Jordan said he would not run. Jordan was cheered by fans.", "Jordan"),
        ("Chad Miller resigned. Chad was tired of the job.", "Chad"),
        ("She studied at the University of Leeds and plays for Manchester United.", "Manchester United"),
        ("Union leaders met on Tuesday.", "Union"),
        ("Bush called the Police on a Sunday in May.", "Police"),
        ("He told IDF officers to wait.", "IDF"),
        ("Two patients were treated for West Nile virus.", "West Nile"),
        ("Mr. Lincoln said the plan had failed.", "Lincoln"),
        ("The ICC ruled that the match was lost.", "ICC"),
        ("Morsi was overthrown by the army.", "Morsi"),
    ],
)
def test_what_only_looks_like_a_place_is_none(read_places: Read, text: str, name: str) -> None:
    assert not [m for m in read_places(text) if m.text == name and m.sense != "adjective"]


def test_place_inside_the_name_of_a_body_is_kept_apart(read_places: Read) -> None:
    text = "The Damascus University closed its gates."
    mention = _named(read_places(text), "Damascus")
    assert mention.sense == "adjective"
    assert mention.inside is not None
    assert "University" in text[mention.inside.start : mention.inside.end]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Syrian forces shelled the village.", "Syrian", "SYR"),
        ("Ukrainians queued for bread.", "Ukrainians", "UKR"),
        ("Texan ranchers complained.", "Texan", "USA"),
        ("Two Tibetans were arrested.", "Tibetans", "CHN"),
        ("A European envoy arrived.", "European", None),
    ],
)
def test_demonym_is_an_adjective(read_places: Read, text: str, name: str, country: str | None) -> None:
    mention = _named(read_places(text), name)
    assert (mention.sense, country_of_place(mention)) == ("adjective", country)


@pytest.mark.parametrize(
    ("text", "name", "sense"),
    [
        ("Turkey said it would send troops.", "Turkey", "actor"),
        ("Moscow accused the rebels of lying.", "Moscow", "actor"),
        ("The talks with Iran collapsed.", "Iran", "actor"),
        ("Israel's government rejected the offer.", "Israel", "actor"),
        ("Sanctions against Russia were lifted.", "Russia", "actor"),
        ("A bomb exploded in Turkey.", "Turkey", "place"),
        ("The minister flew to Moscow.", "Moscow", "place"),
        ("Thousands fled from Sudan.", "Sudan", "place"),
        ("Mexico's highest mountain erupted.", "Mexico", "place"),
    ],
)
def test_a_state_that_acts_is_an_actor(read_places: Read, text: str, name: str, sense: str) -> None:
    assert _named(read_places(text), name).sense == sense


def test_southern_part_is_shifted_and_wide(read_places: Read) -> None:
    mention = _named(read_places("Clashes erupted in southern Syria."), "Syria")
    assert mention.direction == "south"
    assert mention.place.precision == "region"
    assert mention.place.lat is not None
    assert mention.named.lat is not None
    assert mention.place.lat < mention.named.lat - 0.5
    assert mention.named.precision == "country"


def test_distance_and_direction_give_an_offset_point(read_places: Read) -> None:
    mention = _named(read_places("A pipeline was blown up 30 km north of Kirkuk."), "Kirkuk")
    assert (mention.direction, mention.offset_km) == ("north", 30.0)
    assert mention.place.lat is not None
    assert mention.named.lat is not None
    assert mention.place.lat - mention.named.lat == pytest.approx(0.27, abs=0.02)


def test_miles_are_turned_into_kilometres(read_places: Read) -> None:
    mention = _named(read_places("The jet crashed about 20 miles west of Amman, Jordan."), "Amman")
    assert mention.offset_km == pytest.approx(32.2)
    assert mention.direction == "west"


def test_feature_word_and_container_are_noted(read_places: Read) -> None:
    text = "Soldiers shot two men in the village of Beita in the West Bank."
    mention = _named(read_places(text), "Beita")
    assert mention.feature == "village"
    assert mention.container is not None
    assert text[mention.container.start : mention.container.end] == "West Bank"


def test_owner_puts_the_place_in_its_country(read_places: Read) -> None:
    mention = _named(read_places("Shells landed in Syria's Aleppo."), "Aleppo")
    assert mention.place.country == "SYR"


def test_dateline_is_read(read_places: Read) -> None:
    text = "BEIRUT, July 3 (Reuters) - Two men were shot dead on Sunday."
    mention = _named(read_places(text), "BEIRUT")
    assert mention.dateline
    assert mention.place.country == "LBN"
    assert mention.sentence == 0


def test_dateline_with_state_is_read(read_places: Read) -> None:
    mention = _named(read_places("GREENVILLE, S.C. (AP) - A school was closed on Monday."), "GREENVILLE")
    assert (mention.place.country, mention.place.admin1) == ("USA", "South Carolina")


def test_other_places_of_the_document_decide(read_places: Read) -> None:
    text = (
        "Floods hit Springfield on Friday. Roads to Joplin and Branson were closed, and the governor of Missouri asked for "
        "help. Springfield was without power."
    )
    found = [m for m in read_places(text) if m.text == "Springfield"]
    assert {m.place.admin1 for m in found} == {"Missouri"}


def test_home_of_the_newspaper_decides(read_places: Read) -> None:
    text = "A man was robbed in Richmond on Friday, police said."
    at_home = _named(read_places(text, publisher="www.vancouversun.com"), "Richmond")
    assert at_home.place.country == "CAN"


def test_county_lies_in_its_state(read_places: Read) -> None:
    mention = _named(read_places("Deputies in Harlan County, Kentucky, found the car."), "Harlan County")
    assert mention.place.precision == "district"
    assert mention.place.lat == pytest.approx(36.9, abs=0.4)


def test_two_counties_share_one_noun(read_places: Read) -> None:
    found = read_places("Roads were closed in Clay and Owsley counties, Kentucky.")
    assert [m.place.precision for m in found if m.text in ("Clay", "Owsley")] == ["district", "district"]


def test_unknown_village_is_named_with_a_reason(read_places: Read) -> None:
    mention = _named(read_places("Three people died in the village of Qzarnabad."), "Qzarnabad")
    assert mention.place.lat is None
    assert mention.place.reason.startswith("UNKNOWN")


def test_town_missing_where_the_text_puts_it_is_not_put_elsewhere(read_places: Read) -> None:
    mention = _named(read_places("A barn burned in Baghdad, Nebraska."), "Baghdad")
    assert mention.place.country != "IRQ"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Soldiers entered the Malian village of Moura.", "Moura"),
        ("Gunmen raided the village of Qzarnabad in central Mali.", "Qzarnabad"),
    ],
)
def test_unknown_village_has_the_country_that_the_text_puts_it_in(read_places: Read, text: str, name: str) -> None:
    place = _named(read_places(text), name).place
    assert (place.country, place.lat) == ("MLI", None)


def test_country_beside_it_decides_between_namesakes(read_places: Read) -> None:
    text = "Spanish police beat voters in Cordoba."
    assert _named(read_places(text), "Cordoba").place.country == "ESP"


def test_group_in_another_town_is_no_container(read_places: Read) -> None:
    text = "Soldiers shot villagers in Qzarnabad, a rights group in New York said."
    assert _named(read_places(text), "Qzarnabad").place.country is None


def test_choice_has_reason_and_candidates(read_places: Read) -> None:
    place = _named(read_places("A fire broke out in Birmingham."), "Birmingham").place
    assert place.reason
    assert len(place.candidates) > 1
    assert place.candidates[0].score >= place.candidates[1].score
    assert 0 <= place.score <= 1


def test_claimants_are_named(read_places: Read) -> None:
    place = _named(read_places("Tourists visited the Golan Heights."), "Golan Heights").place
    assert {"ISR", "SYR"} & set(place.claimants)


def test_the_answer_does_not_depend_on_what_was_read_before(read_places: Read) -> None:
    text = "Police in Cordoba arrested ten people."
    first = read_places(text)
    read_places("Rain fell on Cordoba, Spain, and Cordoba, Argentina.")
    assert read_places(text) == first


def test_spans_do_not_overlap_and_stand_in_text_order(read_places: Read) -> None:
    text = "From New York to Washington, D.C., and from Rio Grande do Sul to Buenos Aires Province, people marched."
    spans = [m.span for m in read_places(text)]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_empty_document_has_no_places(read_places: Read) -> None:
    assert read_places("12 34") == ()
