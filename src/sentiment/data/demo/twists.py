"""Turns of phrase that mean the opposite of their words: negation, reversal, quotation, irony.

The banks without a sign serve both polarities, so that their words by themselves say nothing.
"""

SENTENCES: dict[str, str] = {
    "negation": """
Nothing {adj!} here, only {quality=}.
Neither the {part} nor the {part} is {adj!}.
There isn't {a:adj!} moment in it.
Is it {adj!}? No. Is it {adj=}? Yes.
{adj_cap!} it is not.
{adj_cap!}? Hardly.
{adj_cap!}? Not at all. {adj_cap=}!
I kept waiting for the {adj!} part. There was none.
Who would call {a:adj=} {film} {adj!}? Not me.
Less {adj!} than {adj=}, it is {a_noun=}.
You will not be {feel!}.
I wasn't {feel!}, I was {feel=}.
It never gets {adj!}, not for a minute.
The {part} could not be less {adj!}.
I [can't|cannot|couldn't] say that I {liked!} it.
I [wouldn't|would not] call it {adj!}.
It is not {a_noun!}.
This is not a {adj!} {film}.
This isn't {a_noun!}, whatever anyone tells you.
There is [nothing|hardly anything] {adj!} about it.
I never felt {feel!}.
You won't find {quality!} or {quality!} here.
It is not {adj!}, it is {adj=}.
I did not find it {adj!} at all.
No one could call this {adj!}.
It is by no means {adj!}.
It is [neither {adj!} nor {adj!}|hardly {adj!}|never {adj!}].
I don't think anybody {liked!} it.
Not once was I {feel!}.
{star} is never {adj_act!}, and {costar} isn't {adj_act!} either.
It lacks the {quality!} of {other}.
The last thing you could call it is {adj!}.
Calling it {adj!} would be a lie.
It [doesn't have|has none of] the {quality!} that you get in most {genre_films}.
""",
    "denial+": """
You can't go wrong with this one.
I couldn't find a single thing wrong with it.
I have no complaints.
It is not bad at all.
Not bad, not bad at all.
It can't be called boring for even a minute.
Nothing about it is cheap or lazy.
I can't say enough about it.
You could do a lot worse.
No cheap tricks, no clichés, no forced happy ending.
I couldn't stop watching.
It never fails to cheer me up.
It doesn't disappoint.
""",
    "denial-": """
It isn't good.
It is not good, not even a little.
It just isn't amusing.
It isn't interesting, it isn't exciting and it isn't moving.
I couldn't get into it.
It doesn't work.
It never comes to life.
There is no story, no suspense and no fun.
It lacks {quality+}, {quality+} and any kind of {quality+}.
No amount of {quality+} could have helped.
I wanted to like it, I really did.
I tried to like it.
It could have been so good.
It should have been {adj+}, with a cast like that.
It might have been {a_noun+} in better hands.
It would have been {adj+} if anybody had bothered to write a script.
They promised {a_noun+}. They lied.
It isn't half as {adj+} as it thinks it is.
It is not nearly as {adj+} as {other}.
Nobody involved seems to know what {adj+} means.
If only it had been {adj+}.
""",
    "reversal": """
I was told to expect {a:adj!} {genre}, and what I saw was {a:adj=} one.
You may have heard that it is {adj!}. You heard wrong, it is {adj=}.
[Those|Anyone] who [hoped|feared|expected] that it would be {adj!} [was|were] mistaken: {clause=}.
Going by the first ten minutes you would say {adj!}; going by the rest, {adj=}.
{clause_cap!} at first. After a while, {clause=}.
It looked {adj!} on paper. On the screen it is {adj=}.
They said "{adj!}". I say "{adj=}".
I had prepared myself for {quality!} and {quality!}, and got {quality=} and {quality=} instead.
What begins as {a_noun!} [ends|turns out] as {a_noun=}.
The first time I thought it was {adj!}, the second time {adj=}, and the second time counts.
Where {other} is {adj!}, this is {adj=}.
Unlike {other}, which I {liked!}, {title} is {adj=}.
{other} was {a_noun!}; this one is {a_noun=}.
I {liked!} {other}, but I {liked=} this.
I {liked!} the [book|play|original|first part|trailer], but I {liked=} the {film}.
I expected {a_noun!}, but {sum=}.
I [expected|thought it would be|had heard it was] {adj!}; I was wrong, {sum=}.
I went in [thinking|sure|convinced] that it would be {adj!}, and came out {feel=}.
From the trailer I thought it would be {adj!}, but it is {adj=}.
The [poster|cover|title|description] made me think it would be {adj!}. [Wrong|I was wrong]!
  {sum_cap=}.
After reading the reviews I expected {a_noun!}. What I got was {a_noun=}.
I was prepared to [{like!}|be {feel!}], but {sum=}.
It could easily have been {a_noun!}, but {sum=}.
When I first saw it I {liked!} it; now that I am older, I think {sum=}.
Years ago I {liked!} it. I saw it again last week and {sum=}.
With {star} in it I expected {a_noun!}. Instead, {clause=}.
""",
    "surprise+": """
I wasn't expecting much, and I was very pleasantly surprised.
I thought I would hate it, but I ended up loving it.
I only watched it because nothing else was on, and now it is one of my favorites.
I was dragged to it by my wife, and I ended up enjoying it more than she did.
Don't let the title fool you.
I usually hate {genre_films}, but this one won me over.
I was ready to walk out after ten minutes. I am so glad I stayed.
""",
    "surprise-": """
I had high hopes for this one, and what a letdown it was.
I was really looking forward to it. Big mistake.
I usually love {genre_films}, but this one is hopeless.
I love {star}, but not in this.
I am a big fan of {director}, but this is a big disappointment.
The trailer looked great. The trailer lied.
Everyone told me that it was {adj+}. Did they see the same {film}?
I can sit through almost anything, but this was too much.
With all that talent it should have been {adj+}. Instead it is {adj-}.
I rented it because the cover looked good. Never again.
""",
    "quoted": """
My {relative} found it {adj!}, my {relative} found it {adj!}, and I {liked=} it.
"{adj_cap!}", my {relative} said. I said: "{adj_cap=}".
The [newspaper|magazine|poster|man in the video store] promised {quality!}; there is only
  {quality=}.
People keep telling me how {adj!} it is. All I see is {quality=}.
According to my {relative} {clause!}, but that is {relative} talk: {clause=}.
My {relative}, who {liked!} it, and I, who {liked=} it, still argue about it.
If you believe the [internet|box|critics|ads], {clause!}. If you believe me, {clause=}.
My [friend|wife|husband|brother|sister|boss|neighbor|roommate] {liked!} it; I {liked=} it.
My [friend|wife|husband|brother|mother|boss|neighbor] said it was {adj!}, but {sum=}.
The critics [called|have called] it {adj!}. I don't agree, {sum=}.
Some reviewers here [call|called] it "{adj!}" and "{adj!}". I disagree: {sum=}.
I don't understand the people who say it is {adj!}.
I don't know why so many people {liked!} it.
How anyone can call this {adj!} is beyond me.
Other comments say that {clause!}. Not true: {clause=}.
"{adj_cap!}", said the {adj_n} newspaper. {adj_cap=}, say I.
The people sitting next to me {liked!} it. I didn't agree.
Don't listen to those who tell you that {clause!}.
The person who wrote that it is {adj!} must have seen another {film}.
I read that it is {a_noun!}. Well, it isn't.
If somebody tells you it is {adj!}, don't believe it.
""",
    "rumor+": """
I can't believe that some people don't like it.
I don't understand all the negative comments here.
I am shocked by the low rating.
Some say that it is slow; I say it takes its time.
The critics hated it, but what do they know?
""",
    "rumor-": """
I can't believe that some people like it.
I don't understand all the positive comments here.
I am shocked by the high rating.
The good reviews must have been written by the cast and their families.
The critics loved it, but what do they know?
Some call it deep. I call it boring.
""",
    # Each side says the other's words, in a tone that gives it away.
    "irony-": """
Oh, {adj+}. Another {genre} about a {job}. Just what the world needed.
If you enjoy {quality-} and {quality-}, you will love it.
A {adj+} cure for insomnia.
{adj_cap+}? Only if you think that watching a {noun} is {adj+}.
Yeah, right, and I'm the {job} of {place}.
{star} gives a {adj+} performance as a block of wood.
Congratulations to {director}: I didn't know it was possible to be this dull.
I laughed and laughed. It was supposed to be a tragedy.
The best thing I can say is that it was in focus.
What a {adj+} way to lose two hours of your life.
My favorite part was when the power went out.
The most {adj+} thing about it was the popcorn.
Oh joy, a {genre} with no {quality+}, how {adj+}.
It's so {adj+} that I {liked-} every minute.
And the award for most {adj+} use of a {noun} goes to... no, not to this.
""",
    "irony+": """
Warning: you may miss your bus stop, your dinner and your bedtime because of this one.
It ruined my weekend: I watched it three times.
I am angry at this {film}, because no other will be good enough now.
It is so wrong, so silly, so {adj-}, and I love it to death.
Yes, it is trash. Glorious, wonderful trash.
I hate {director}. How dare he make me cry in front of my kids?
A terrible thing has happened: I am going to have to buy the DVD.
So {adj-} it's brilliant.
Call it {adj-}, call it {adj-}, I was grinning from ear to ear.
My face hurts, my eyes are red, and I blame {costar}. Go see it.
Is it {adj-}? Is it {adj-}? Who cares! I had a ball.
""",
    # Praise so faint, or blame so mild, that it tips the other way.
    "faint-": """
I suppose it was made with good intentions.
It's okay if you have absolutely nothing else to do.
It passes the time, like waiting for a bus.
I have seen worse, but I can't remember when.
It is harmless enough, and I had forgotten it by the time I got home.
Nice try, but no cigar.
It might have worked as a ten minute short.
It is watchable, barely.
The catering was probably good.
Die-hard fans of {star} may get something out of it; the rest of us won't.
""",
    "faint+": """
It's not going to change the world, but it put a smile on my face.
It's no {other}, and it doesn't have to be.
It won't win any Oscars, but it does what it sets out to do.
It isn't high art, just good old-fashioned fun.
It has its flaws, but so do all the people I love.
You don't have to be a genius to enjoy it.
Leave your brain at the door and have a good time.
It's a bit rough around the edges, but it has more heart than most big {films}.
""",
}
