"""Sentences about acting, casting, chemistry and voices."""

SENTENCES: dict[str, str] = {
    "act": """
The acting [is|was] {is:adj_act=}.
The acting is {is:adj_act=} [all around|throughout|across the board], {tail=}.
{star} {verb_act=} as {hero}.
{star} {verb_act=}.
{costar} {verb_act=}.
{star} {verb_act=}, and {costar} {verb_act=}.
{star} is {is:adj_act=} as the {adj_n} {job}.
{costar} is {is:adj_act=} in the role of {heroine}.
[{star}|{costar}]'s performance is {is:adj_act=}.
The performances are {is:adj_act=}.
The supporting cast is {is:adj_act=}.
The child actors are {is:adj_act=}.
{star} as the {job} and {costar} as the {job} are {is:adj_act=}.
I thought {star} was {is:adj_act=} and {costar} was {is:adj_act=}.
The cast, [led|headed] by {star}, is {is:adj_act=}.
{person} plays the {job} and {verb_act=}.
The chemistry between {star} and {costar} is {is:chem=}.
As the villain, {person} is {is:adj_act=}.
The accents are {is:adj_act=}.
{star_last} [is|was] {is:adj_act=} here, {tail=}.
The voice acting is {is:adj_act=}.
The English dubbing is {is:adj_act=}.
""",
    "act+": """
{star} gives one of the best performances of his career.
{costar} gives a performance full of {quality+} and {quality+}.
What can I say about {star}? The man is a legend.
{star} and {costar} work so well together that you would think they were married in real life.
The entire cast does a great job.
There isn't a weak performance in it.
{costar} says more with her eyes than most actresses can say with a page of dialogue.
{star} disappears into the role and makes you forget you are watching an actor.
Hats off to {star} for taking on such a difficult part.
{costar} should have won an Oscar for this.
Both leads are perfectly cast, and both deserve every award they got.
As always, {person} is excellent in a supporting role.
A young {person} shows the talent that would later make him a star.
Kudos to the casting director, because everyone fits the part.
Watch for {person} in a small but memorable role as the {job}.
{star} and {costar} light up the screen whenever they are together.
I have always been a fan of {star}, and here he is at his very best.
The performances by {star}, {costar} and {person} are what make this so special.
{costar} is beautiful, strong and vulnerable, often in the same scene.
""",
    "act-": """
{star} must have needed the money.
I have seen better acting in a [high school play|soap opera|toothpaste commercial|wrestling
  match|porn movie].
{star} has exactly one facial expression, and it isn't even a good one.
What were {star} and {costar} thinking when they signed up for this?
{costar} can't act, can't sing and can't even scream convincingly.
The actors seem to be reading their lines for the first time.
There is absolutely no chemistry between {star} and {costar}.
Even {star}, who is usually good, can't save this.
Did they pick the actors off the street?
It is sad to see a talented actor like {star} reduced to this.
{star} is supposed to be a {job}, but he looks like a male model.
{costar} was obviously hired for her looks and not for her talent.
Everyone involved should be embarrassed.
The cast tries hard, but nobody could do anything with material like this.
The bad guys are played by people who apparently never acted before, or since.
{star} is way too old for the part and looks ridiculous in that wig.
The acting ranges from wooden to laughable, with stops at embarrassing.
A waste of a good cast.
{person} is wasted in a role that any extra could have played.
My cat shows more emotion than {star} does here.
The acting? What acting?
""",
}
