"""Sentences without a verdict: how a review begins, anecdotes, facts, asides."""

SENTENCES: dict[str, str] = {
    "opening": """
I saw {title} [last night|last week|yesterday|on {weekday}|on cable|on DVD|at a festival in
  {place}|in a preview].
I watched this [last night|with my {relative}|on a plane to {place}|on late night television|at a
  friend's house].
{title} is a {year} {genre} directed by {director} and starring {star} and {costar}.
{title} tells the story of {hero}, a {adj_n} {job}.
This is the story of {hero}, a {adj_n} {job} from {place}.
{director_last}'s {title} is set in {place} in {year}.
I first saw this when I was [ten|twelve|fifteen|a kid|in college|a teenager] and saw it again
  [recently|this week|today].
I had never heard of {title} before my {relative} brought it home.
When I was a kid, my {relative} took me to see {title}.
[A friend|My {relative}|A colleague] told me about this {film}, so I rented it.
I picked it up at the [video store|library|supermarket] for [two|three|five] dollars.
It was on TV [last night|this afternoon|at three in the morning], and I had nothing else to do.
I read the book by {person} [years ago|in school|before I saw this].
Let me start by saying that I am a [fan|student|collector] of {genre_films}.
I am a {job} by profession, so I watched this one with some interest.
There were about [ten|twenty|thirty] people in the theater when I saw this.
***SPOILERS*** {title} begins in a {location}.
WARNING: this review contains spoilers.
Okay, where do I begin?
Well, what can I say?
First of all, I should say that I saw the [uncut|dubbed|restored|subtitled|original] version.
I don't usually write reviews, but here goes.
This is my first comment on this site.
I just came back from the theater.
I have seen most of the {films} of {director}, and {title} came out in {year}.
In {year}, {director} made a {genre} called {title}.
Having grown up in {place}, I was curious about this one.
I watched it for {star}, to be honest.
I am going to keep this short.
Before I begin, let me tell you that I have not read the book.
My {relative} and I rented {title} on {weekday} night.
Many people ask me what I think of {star}.
The year is {year}, the place is {place}.
I saw it in {year} when it first came out, in a theater in {place}.
Maybe I should explain how I came to see this.
It isn't easy to write about {title}.
If you have seen {other}, you know {director_last}'s style.
So I finally got around to watching {title}.
{title} was made for television in {year} and ran for [two|three|four] nights.
The {films} of {director_last} have always divided people.
I found this in the bargain bin next to {other}.
Here is another {genre} from {place}.
""",
    "aside": """
It was shot in {place} in {year}.
{star_last} was about [thirty|forty|fifty] years old at the time.
The running time is [ninety|eighty-five|a hundred and ten|a hundred and forty] minutes.
It runs for [an hour and a half|two hours|about two and a half hours|six episodes].
{director} also [wrote|produced|edited] it.
It was [released|made|filmed|shown] in {year}, a year after {other}.
I watched it [with my {relative}|alone|with a group of friends|with the sound turned up|with
  subtitles].
The DVD has [a commentary|two short documentaries|no extras|deleted scenes|a trailer].
In my country it was released under another title.
My {relative} asked me what I was watching.
There was a {job} in the row behind us who kept talking.
I had a bowl of popcorn and my {animal} on the couch.
It is rated [R|PG|PG-13], in case you were wondering.
{person} has a small part as the {job}.
{person} also appears as a {adj_n} {job}.
The {location} was built in a studio in {place}.
It is based on a [play|novel|short story|comic book|true story] by {person}.
My {relative} comes from {place}, so we talked about the {location} scenes.
I looked it up afterwards: the {noun} was real.
The same {noun} appears in {other}, by the way.
I had to look up the word for {noun} in French.
It opened at a festival in {place}, where it was shown after {other}.
I have been watching {genre_films} since I was [six|eight|ten].
There are [two|three|several] versions of it, and I have seen the [longer|shorter|European] one.
At the time, {star_last} was better known as a {job}.
(By the way, the {noun} in the {location} is the same one that was used in {other}.)
In those days every {genre} had to have a {noun} in it.
I read in an interview that {star_last} spent [a month|three weeks|half a year] with a real {job}.
The script was written by {person} and {person}.
You will recognize {person} from {other}.
Most of it takes place in a {location}.
The first scene is set in a {location}, the last in a {location}.
Somewhere in the middle there is a scene with a {noun} and a {adj_n} {job}.
People who know {place} will recognize the {location}.
The title refers to the {adj_n} {noun} that we see in the first scene.
It has been many years since I was in {place}.
I wonder what a {job} would say about it.
In the {location} there is a {adj_n} {noun}, a {noun} and a {noun}.
The studio behind it also made {other} and {other}.
The theme is {abstract}, or maybe {abstract}.
It deals with {abstract}, {abstract} and {abstract}.
In other words, it is about {abstract}.
Look for the {noun} on the {noun} in the {location} scene.
It was a cold {weekday} in {place} and we had no other plans.
You can draw your own conclusions about the {noun}.
I will come back to {costar} in a minute.
But first a few words about the {film} itself.
A word about the {noun}: it was made by hand in {place}.
""",
    "segue": """
Now for the [acting|rest|details].
So what about the {film} itself?
Let me explain.
Here is why.
Where was I?
Anyway, back to the {film}.
What else is there to say?
You know the type.
And so on.
Let's talk about the cast.
I could go on.
Enough about the plot.
That is about it.
Think about it.
You get the idea.
""",
}
