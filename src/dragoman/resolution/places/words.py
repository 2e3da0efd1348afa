"""The words that recognition and phrases go by."""

from __future__ import annotations

NEAR = frozenset(
    "in at near from to into around outside inside across through throughout toward towards via between beyond off onto along "
    "within above below past amid beside bordering reach reached leave left entering entered visiting visited".split()
)
# A place name after one of these may be an actor, so it is a weaker sign of a place.
ABOUT = frozenset("of for with by against over on about".split())

# What kind of place a word makes of the name beside it, and the layers of the gazetteer that this allows.
TOWN_WORDS = frozenset(
    "city town village township hamlet suburb municipality capital settlement port resort community".split()
)
UNIT_WORDS = frozenset(
    "province governorate region state oblast district prefecture department canton territory provinces governorates regions "
    "states oblasts districts division county parish borough krai emirate counties area areas".split()
)
NATURE_WORDS = frozenset(
    "river lake sea gulf strait straits ocean bay mountain mountains mount island islands isle valley desert peninsula canal "
    "coast channel delta basin plateau plain hills heights volcano creek reef falls forest beach harbor harbour cape".split()
)
SITE_WORDS = frozenset(
    "camp airport base airbase crossing border prison port hospital dam bridge station square stadium street road avenue "
    "highway boulevard drive lane university college school church mosque cathedral temple park museum palace castle fort "
    "barracks checkpoint refinery plant mine field mall hotel tower building center centre library theatre theater cemetery "
    "court zoo garden gardens plaza speedway arena hall house crescent close terrace route junction neighbourhood neighborhood "
    "complex compound frontier embassy consulate campus monument".split()
)
FEATURES = TOWN_WORDS | UNIT_WORDS | NATURE_WORDS | SITE_WORDS

DIRECTIONS = {
    "north": 0.0, "northern": 0.0, "northernmost": 0.0, "northeast": 45.0, "northeastern": 45.0, "north-east": 45.0,
    "north-eastern": 45.0, "east": 90.0, "eastern": 90.0, "easternmost": 90.0, "southeast": 135.0, "southeastern": 135.0,
    "south-east": 135.0, "south-eastern": 135.0, "south": 180.0, "southern": 180.0, "southernmost": 180.0,
    "southwest": 225.0, "southwestern": 225.0, "south-west": 225.0, "south-western": 225.0, "west": 270.0,
    "western": 270.0, "westernmost": 270.0, "northwest": 315.0, "northwestern": 315.0, "north-west": 315.0,
    "north-western": 315.0,
}  # fmt: skip
BEARINGS = {
    0.0: "north", 45.0: "northeast", 90.0: "east", 135.0: "southeast", 180.0: "south", 225.0: "southwest", 270.0: "west",
    315.0: "northwest",
}  # fmt: skip
MIDDLE = frozenset({"central", "downtown", "inner", "mid", "greater"})

# Subjects of these act or speak: a state or its capital stands for the government.
ACTING = frozenset(
    "say tell announce warn accuse deny condemn urge call demand threaten vow pledge promise reject refuse insist claim argue "
    "sign agree negotiate withdraw recall expel impose lift sanction support back oppose attack invade bomb strike launch "
    "deploy send seek want ask offer accept welcome denounce criticise criticize protest respond retaliate recognise recognize "
    "sever cut restore declare decide plan propose hope fear believe consider block ban approve veto vote abstain buy sell "
    "supply arm fund finance provide test fire shoot down capture seize annex occupy release free host summon blame suspect "
    "express voice confirm admit acknowledge note report state add suspend resume halt end begin start pull join leave lead "
    "win lose beat defeat face hit kill arrest detain charge extradite deport allow let force help try continue".split()
)
# What these belong to is an actor: "Syria's government", "Moscow's decision".
OWNED_BY_ACTORS = frozenset(
    "government president minister prime army military police parliament policy decision position stance role ambassador "
    "foreign leader leaders forces troops soldiers ally allies enemy enemies support opposition intention intentions demand "
    "demands offer proposal attack attacks strike strikes invasion threat threats claim claims actions interests interest "
    "request refusal response plan plans programme program envoy delegation sanctions relations ties ministry regime rulers "
    "authorities court navy king queen".split()
)
# A name before one of these is that of a body.
BODY_WORDS = frozenset(
    "police department office university college school hospital ministry agency authority council committee commission "
    "party union club united fc association federation institute bank company corporation corp inc ltd group board times post "
    "tribune herald journal news gazette telegraph star chronicle radio television tv court house church society foundation "
    "army navy force forces guard service services bureau administration government parliament senate congress assembly "
    "library museum orchestra league team rangers bulldogs".split()
)
# Towns that are, in news, nearly always something else. Found by going through the one-word names of the gazetteer.
NOT_PLACES = frozenset(
    "of the city town county police union unity olympic games moro bush morsi gani may march august friday sunday monday tuesday wednesday thursday saturday "
    "january february april june july september october november december republican democrat democrats democratic congress "
    "parliament senate president minister general colonel mr mrs ms dr i we he she it they you but and or so if no not yes this "
    "that these those there here what when where who why how all some many most other others one two three four five six seven "
    "eight nine ten first second new old big best good free open central north south east west northern southern eastern "
    "western islam islamic muslim christian jewish god lord king queen prince state states street road police army navy force "
    "forces guard security national international world public justice peace liberty independence hope victory university "
    "college school hospital bank post press times star sun herald globe mail guardian observer independent twitter facebook "
    "google apple amazon reuters google internet covid mark ali ahmed mohammed mohamed omar hassan hussein ibrahim said saint "
    "angel santa maria jose juan carlos martin morales lopez garcia john paul george david michael james robert william thomas "
    "as at in on to by for from with about an also even just now then today yesterday tomorrow more less much very both each "
    "every any only over under after before since until while during despite because although however still yet never always "
    "our your my his her its their me him us them up down out off again once meanwhile overall another such same let see "
    "according added asked called told says say tv un eu nato who sea see bar page home company council senator governor mayor "
    "chief deputy department ministry court house church mission mosque center centre plaza hall club league union party "
    "labour labor liberal conservative green greens progress nation tribune canal split bay rio man nice cash most love sale "
    "male young brown black white gray grey orange bath reading mobile normal commerce defiance enterprise paradise eagle "
    "father mother brother sister doctor judge major captain sergeant officer professor bishop pope cardinal media data trump "
    "ebola zika chikungunya xinhua tass sana afp interfax yonhap kyodo ansa anadolu meth heroin obama clinton biden putin assad merkel macron modi xi erdogan sessions pence kerry bannon spencer".split()
)
PRESENT_TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady president minister general sheikh king queen prince".split()
)
# After a place name, these make it the name of a disease or a breed.
AILMENTS = frozenset(
    "virus fever disease syndrome flu strain variant encephalitis ebolavirus hemorrhagic haemorrhagic".split()
)
# Names that are common given names or surnames too: a place only with a sign of one.
ALSO_PERSONS = frozenset(
    "jordan chad georgia israel paris london austin dallas jackson lincoln madison washington houston hamilton carolina "
    "florence sydney victoria adelaide charlotte savannah brooklyn chelsea lorraine virginia kent devon troy tyler kingston "
    "clinton franklin salem santiago leon cordoba valencia medina lima diego alba regina ireland france england holland "
    "german francis wells marshall nelson douglas stanley carson lawrence vernon warren clayton quincy logan mason cody "
    "judith elizabeth alexandria sofia milan geneva vienna roma asia india kenya malaysia america dakota montana phoenix "
    "sheffield lancaster york burton preston bolton barnsley bradford chester churchill wellington nelson darwin perth".split()
)
