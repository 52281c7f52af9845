"""Opinions for the templates of several capabilities."""

from sentiment.evaluation.checks.filling import Bank, lines, opinions

# About one part of a film, as a clause.
PART = opinions(
    """
the acting is wooden
most of the jokes fall flat
the photography is murky
the script is full of holes
the two leads look bored
the songs are forgettable
the costumes look cheap
the middle section drags
the dialogue is clumsy
the special effects are laughable
the villain is a cardboard figure
the supporting cast is weak
the sound is poor
the editing is sloppy
the love story is unconvincing
the crowd scenes are a mess
the pace is sluggish
the sets look like painted cardboard
""",
    """
the acting is heartfelt
most of the jokes hit home
the photography is ravishing
the script is full of wit
the two leads look wonderful together
the songs are catchy
the costumes look splendid
the middle section flies by
the dialogue is sharp
the special effects are dazzling
the villain is a memorable figure
the supporting cast is strong
the sound is crisp
the editing is masterly
the love story is touching
the crowd scenes are thrilling
the pace is brisk
the sets look like old paintings
""",
)

# The same as noun phrases.
FEATURE = opinions(
    """
wooden acting
a script full of holes
murky photography
clumsy dialogue
shabby costumes
a feeble villain
forgettable songs
laughable effects
a sluggish middle section
sloppy editing
""",
    """
heartfelt acting
a script full of wit
ravishing photography
sharp dialogue
splendid costumes
a memorable villain
catchy songs
dazzling effects
a brisk middle section
masterly editing
""",
)

# About a film as a whole, as a clause.
WHOLE = opinions(
    """
I had a miserable time
I hope to forget it soon
few films have bored me as much
I hated this film
it all adds up to a disaster
the film lost me completely
the film is a waste of an evening
I came away angry and disappointed
I advise everyone to stay away
this is a film to avoid
I disliked this film intensely
the film gave me two very dull hours
the film deserves every bad review it can get
the result is pure tedium
I was bored and annoyed in equal measure
I regret every minute that I gave it
""",
    """
I had a wonderful time
I hope to remember it always
few films have delighted me as much
I loved this film
it all adds up to a triumph
the film won me over completely
the film is well worth an evening
I came away happy and refreshed
I advise everyone to see it
this is a film to treasure
I enjoyed this film immensely
the film gave me two very happy hours
the film deserves every prize it can get
the result is pure pleasure
I was amused and moved in equal measure
I am glad of every minute that I gave it
""",
)

A_FILM = opinions(
    """
a bore
a mess
a failure
a disaster
a dud
a flop
a shambles
a calamity
a letdown
""",
    """
a joy
a delight
a success
a triumph
a gem
a treat
a marvel
a masterpiece
a winner
""",
)

ADJECTIVE = opinions(
    """
dreadful
terrible
awful
dismal
abysmal
feeble
woeful
lousy
atrocious
""",
    """
superb
excellent
wonderful
splendid
magnificent
marvelous
outstanding
terrific
brilliant
""",
)

# What a film may be to whoever watches it.
APPEAL = opinions(
    """
boring
tedious
tiresome
dull
disappointing
""",
    """
interesting
enjoyable
convincing
engaging
rewarding
""",
)

FELT = opinions(
    """
hated
loathed
disliked
detested
""",
    """
loved
adored
enjoyed
admired
""",
)

# What a viewer is.
MOOD = opinions(
    """
bored
annoyed
irritated
disappointed
""",
    """
gripped
entertained
touched
impressed
""",
)

MOMENT = opinions(
    """
dull scene
weak performance
false note
wasted minute
clumsy line
tedious stretch
""",
    """
memorable scene
good performance
convincing moment
gripping minute
clever line
touching moment
""",
)

SUBJECT = lines("""
the film
the whole film
the main performance
the direction
the story
the writing
""")

BANKS: dict[str, Bank] = {
    "part": PART,
    "feature": FEATURE,
    "whole": WHOLE,
    "a_film": A_FILM,
    "adjective": ADJECTIVE,
    "appeal": APPEAL,
    "felt": FELT,
    "mood": MOOD,
    "moment": MOMENT,
    "subject": SUBJECT,
}
