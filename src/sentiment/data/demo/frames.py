"""Frames in which word order decides: how an opinion is phrased, granted and overruled.

Most frames serve both polarities, so that their words by themselves say nothing.
"""

SENTENCES: dict[str, str] = {
    # How something is called `@`, a bank of adjectives.
    "is": """
{@=}
{@=}
{@=}
{@=}
{@=}
{@=}
{@=}
{very=} {@=}
{very=} {@=}
{very=} {@=}
{very=} {@=}
{@=} and {@=}
{@=} and {@=}
{@=}, {@=} and {@=}
{@=}, {@=} and {@=}
both {@=} and {@=}
[not|never] {@!}
[anything but|far from] {@!}
[hardly ever {@!}|not {@!} at all]
{@=}, [never {@!}|not {@!}]
""",
    "a": """
a {@=}
a {@=}
a {@=}
a {very=} {@=}
a {@=}, {@=}
""",
    "tail+": """
which is a real plus
and it pays off
which I loved
to my surprise and delight
and that is what makes it work
as you would expect from someone this good
and I can't praise it enough
which helps a lot
and it shows how much they cared
and I mean that as a compliment
and worth the ticket by itself
""",
    "tail-": """
which ruins everything
and it shows
which is a shame
to say the least
and that is putting it mildly
which is a pity
and that is being kind
which kills any interest
and it gets worse
sorry to say
to put it politely
and I was not the only one who groaned
""",
    "chem+": """
electric
wonderful
undeniable
sweet and believable
magical
great
a delight
""",
    "chem-": """
nonexistent
zero
about as hot as a wet sock
painful to watch
completely missing
awful
a joke
""",
    "a_job+": """
a wonderful
a great
a brilliant
an excellent
a fine
a superb
a marvelous
""",
    "a_job-": """
a terrible
an awful
a lousy
a poor
a sloppy
a horrible
a very bad
""",
    "pace_feel+": """
just right
much shorter
like half an hour
never too long
like no time at all
""",
    "pace_feel-": """
endless
much longer
like four hours
far too long
like an eternity
""",
    # A bare opinion, to be joined to another.
    "clause": """
the [acting|cast] is {is:adj_act=}
the [acting|acting by the leads] was {is:adj_act=}
{star} is {is:adj_act=}
{costar} is {is:adj_act=}
{star} {verb_act=}
{costar} {verb_act=}
the [story|plot|script|premise] is {is:adj_story=}
the [music|score|soundtrack] is {is:adj_sound=}
the [photography|camera work|scenery] is {is:adj_look=}
the sets are {is:adj_look=}
the [effects|stunts] are {is:adj_fx=}
the [direction|directing] is {is:adj_dir=}
the [humor|comedy] is {is:adj_fun=}
the jokes are {is:adj_fun=}
the characters are {is:adj_char=}
the pace is {is:adj_pace=}
the ending is {is:adj_end=}
the dialogue is {is:adj_talk=}
the first half is {is:adj=}
the second half is {is:adj=}
some [scenes|moments|parts] are {is:adj=}
it is {adv=} [made|written|acted|directed|filmed|shot|edited|done]
there [is|was] [some|a lot of|plenty of] {quality=}
it has its share of {quality=}
""",
    # The opposite is granted, then comes what counts.
    "contrast": """
{adj_cap!} {part}, {adj!} {part}, and still {a:adj=} {film}.
It may be {adj!}, it may be {adj!}, but {sum=}.
{star} is {adj_act!}; {costar}, on the other hand, is {adj_act=}, and that decides it.
The {part} is {adj!}, the {part} too, but the {film} as a whole is {adj=}.
Somewhere under all that {quality!} there is {a:adj=} {film}.
For all its {quality!}, {title} is {adj=}.
For all its {quality!} and {quality!}, {sum=}.
Forget the {adj!} {part}: {clause=}, and that is what counts.
It has {quality!}. It has {quality!}. What it has most of, though, is {quality=}.
The {adj!} bits are few, the {adj=} ones many.
Yes, there is {a:adj!} {part} here and there; no, it doesn't change the fact that {sum=}.
{clause!}, but {clause=}.
{clause!}, but {sum=}.
{clause!}, but {clause=}, and {sum=}.
Although {clause!}, {clause=}.
Although {clause!}, {sum=}.
[While|Even though|Though] {clause!}, {clause=}.
[While|Even if|Though] {clause!} and {clause!}, {sum=}.
[Yes|Sure|Granted|Okay|True|Admittedly], {clause!}. But {clause=}.
[Yes|Sure|Granted|OK|True|Of course], {clause!}, and {clause!}. Still, {sum=}.
{clause!}. However, {clause=}.
{clause!}; nevertheless, {sum=}.
Despite the fact that {clause!}, {sum=}.
[I admit that|I know|Some may say] {clause!}, yet {clause=}.
{clause!} and {clause!}, but none of that matters, because {clause=}.
In spite of a {film} where {clause!}, {sum=}.
To be fair, {clause!}. That said, {sum=}.
It is [{adj!}|{adj!} and {adj!}] in places, but {sum=}.
It starts out {adj!} but turns {adj=}.
It starts out {adj!}, but then {clause=}.
For the first half hour I {liked!} it, but after that {clause=}.
Even when {clause!}, {clause=}.
I don't care that {clause!}; {sum=}.
""",
    # Something of the other side, granted in passing.
    "concede": """
[Admittedly|True|Granted|Sure|Yes|To be fair], {clause!}.
[I admit|I will admit|I grant you] that {clause!}.
My only [complaint|quibble|reservation|surprise]: {clause!}.
[It is true that|One could say that|I suppose] {clause!}.
Some people will [say|tell you] that {clause!}.
[OK|Okay], {clause!}, I'll give you that.
""",
    "concede+": """
My only complaint is that {clause!}.
One quibble is that {clause!}.
It isn't perfect: {clause!}.
If there is one flaw, it is that {clause!}.
Yes, it has flaws, and {clause!}.
It could have been a little shorter.
It may be a bit {adj-} for some.
""",
    "concede-": """
The only good thing about it is that {clause!}.
The one decent thing is that {clause!}.
At least {clause!}.
If I must say something in its favor, {clause!}.
The only reason I don't give it a zero is that {clause!}.
A few shots are okay, I guess.
At least it didn't last three hours.
{star} tries, with what he is given, but it's not enough.
""",
    # The turn after a string of concessions.
    "turn": """
But in the end {sum=}.
Still, {sum=}.
However, {sum=}.
Nevertheless, {sum=}.
But none of this matters: {sum=}.
And yet {sum=}.
But when all is said and done, {sum=}.
Having said all that, {sum=}.
But the rest makes up your mind for you: {clause=}, and {sum=}.
All that aside, {sum=}.
Taken as a whole, though, {sum=}.
""",
    # Announces a block for the side that will lose.
    "grant": """
Let me [start|begin] with what is {adj=} [about it|here].
There are [some|a few|several] {adj=} things [about it|in it|here].
Not everything about it is {adj!}.
[First|To begin with], the {adj=} [part|side|news].
Parts of it are {adj=}.
On paper it looks {adj=}.
In some ways it is {adj=}.
It is easy to see why some people {liked=} it.
""",
}
