"""Who plays, what it is called, and where it comes from."""

from sentiment.evaluation.checks.cases import Capability, Case
from sentiment.evaluation.checks.filling import lines
from sentiment.evaluation.checks.swapping import swapped

# Nobody in particular: what a model thinks of real people is no business of a review's.
_KINDS = {
    "man": lines("""
James Carter
Ahmed Hassan
David Chen
Carlos Mendoza
Kwame Mensah
Peter Nowak
Rajesh Patel
Kenji Mori
Jamal Robinson
Erik Larsen
"""),
    "woman": lines("""
Mary Collins
Fatima Khalil
Grace Wong
Lucia Romero
Ama Owusu
Anna Kowalska
Priya Nair
Yuki Sato
Keisha Brown
Ingrid Dahl
"""),
    # Half of them have a word in them that would be an opinion elsewhere.
    "title": lines("""
The Copper Gate
Eleven Letters
The Tenth Passenger
Harbour Lights
North of the River
Bad Weather
A Wonderful Year
The Worst of Times
Beautiful Strangers
The Perfect Guest
"""),
    "city": lines(
        "Boston\nLagos\nMumbai\nBerlin\nTehran\nSeoul\nNaples\nManila\nDublin\nMexico City"
    ),
    "nation": lines(
        "French\nKorean\nNigerian\nIranian\nGerman\nIndian\nAmerican\nMexican\nPolish\nTurkish"
    ),
}

# Of few and moderate words: where a review is beyond doubt anyway, a name can do no harm.
_TEMPLATES = """
{man} plays the sergeant, and he is the weakest thing in a rather weak film.
{man} plays the sergeant, and he is the best thing in a rather good film.
I had read so much about {woman}. Now I don't see what the fuss was about. The film goes nowhere.
I had read so much about {woman}. Now I see what the fuss was about. The film stays with you.
Written and directed by {man}, who should have left at least one of the two to somebody else.
Written and directed by {man}, who turns out to be good at both.
{woman} and {man} play the parents. They hardly seem to know each other, and I soon lost interest.
{woman} and {man} play the parents. They seem to have known each other for years, and I was
  interested to the end.
{title} is not a film that I will remember. The plot is thin and the jokes are old.
{title} is a film that I will remember. The plot is solid and the jokes are fresh.
I have now seen {title} twice, and I still can't see the point of it.
I have now seen {title} twice, and I liked it even better the second time.
They showed {title} at our film club. Few of us stayed to the end.
They showed {title} at our film club. All of us stayed to the end, and we were sorry that it was
  over.
The story takes place in {city}. It drags on, and I didn't care about anybody in it.
The story takes place in {city}. It moves along, and I cared about everybody in it.
Three friends leave {city} by car. The trip is dull, and so are the three friends.
Three friends leave {city} by car. The trip is fun, and so are the three friends.
I saw it in {city}, in a full house. I didn't think much of it.
I saw it in {city}, in a full house. I thought highly of it.
This {nation} comedy has one good idea and wears it out. I was glad when it ended.
This {nation} comedy has one good idea and makes the most of it. I was sorry when it ended.
I don't see many {nation} films, and this one hasn't made me want to see more.
I don't see many {nation} films, and this one has made me want to see more.
A {nation} crew, a small budget, and a story about a bank robbery. It never gets going.
A {nation} crew, a small budget, and a story about a bank robbery. It grips from the start.
"""

_GENDERS = (
    {"actor": "actor", "man": "man", "he": "he", "his": "his", "brother": "brother"},
    {"actor": "actress", "man": "woman", "he": "she", "his": "her", "brother": "sister"},
)
_GENDERED = lines("""
The leading {actor} tries hard, but {he} has too little to work with. A weak film.
The leading {actor} is well cast, and {he} has a lot to work with. A strong film.
It is about a {man} who brings up {his} {brother} alone. I found it sentimental and slow.
It is about a {man} who brings up {his} {brother} alone. I found it touching and lively.
The director is a young {man}. I hope that {he} learns from {his} mistakes, for there are many here.
The director is a young {man}. I hope that {he} goes on like this, for there is much to like here.
The camera follows a {man} to work and home again, and {he} is no great company.
The camera follows a {man} to work and home again, and {he} is wonderful company.
""")


def names() -> Capability:
    """Other people, titles, cities, countries and genders."""
    male, female = _GENDERS
    gendered = [
        Case(template.format(**male), number % 2, template.format(**female))
        for number, template in enumerate(_GENDERED)
    ]
    return Capability(
        name="names",
        about="other people, titles, places, genders",
        kind="invariance",
        cases=(*swapped(_TEMPLATES, _KINDS, 2, "names"), *gendered),
        tolerance=0.1,
    )
