"""More plot: what people in films do not do, do not know, would, could and should do."""

SENTENCES: dict[str, str] = {
    "plot": """
{hero} doesn't know why the {job} didn't call, and he doesn't want to ask.
She didn't love him then, she doesn't love him now, and he can't do anything about it.
Nobody was there when the {noun} was stolen, or so they say.
There was no {noun} in the {location}, no {noun}, nothing at all.
If he had known what was in the {noun}, he would never have opened it.
{heroine} could have left, should have left, but she doesn't.
The {job} just sits there with his {noun} and says nothing.
He wasn't even supposed to be in {place} that night.
"Don't go into the {location}," says the {adj_n} {job}, but of course they do.
It isn't the {job} who did it, and it isn't the {relative} either.
They have no money, no {noun} and only one {noun} between them.
Why did she do it? Why did he let her? That is what the {job} wants to find out.
All he wants is to get out of {place}; all she wants is for him to stay.
{hero} was a {job} once, but that was before {misfortune}, and he won't talk about it.
The only one who doesn't lie is the {animal}.
Something is wrong in the {location}, and somebody has to do something about it.
They were told not to look, not to speak, and never to touch the {noun}.
At least two of them aren't what they say they are.
It was supposed to be a simple job, just a {noun} and a {noun}, but things go wrong.
{hero} couldn't care less about {idea}; he just wants his {noun} back.
His {relative} thinks that he is a loser, a liar and a waste of space.
Her {relative} says that she is the best thing that ever happened to him.
{villain} hates {hero}, hates {place} and hates himself most of all.
Everyone in town loves {heroine}, and they all loved her {relative} before her.
The worst is still to come for {hero}: his {relative} is on the way.
He is the best {job} in {place}, maybe the best in the world, and the saddest.
There's a poor {job}, a rich {job}, a stupid {job} and a brilliant one.
He would like to be a {job}, she would like to be left alone.
Some of the {job}s die, some don't, and some should have.
They never find out who sent the {noun}, because nobody ever asks.
The {job} is afraid of nothing except his {relative}.
For the first time in his life, {hero} isn't alone.
No one believes the {job}, not even when the {noun} is found.
She can't sleep, she can't eat, she can't stop {doing}.
I don't want to say more about what happens to the {job}.
I won't tell you whether {hero} gets the {noun} or not.
"I never loved you," says {heroine}. "You were just a {job} to me."
"You're the best {job} I ever had," {villain} tells him. "That's why I can't let you go."
The {adj_n} {relative} was never seen again, at least not in {place}.
What he didn't expect was that the {job} would fall in love with the {job}.
Without a {noun}, without friends, without even a {noun}, he goes on {doing}.
He is bored with his job, tired of his {relative} and sick of {place}.
{heroine} is in a terrible state, because her wonderful {relative} has left.
It's a perfect day for a robbery, or would be if it weren't for the {job}.
""",
    "aside": """
I don't know if that was the idea, and I didn't ask.
I'm not saying that this is how it was, just that it could have been.
I wasn't alive in {year}, so I can't say if it was really like that.
If I remember right, there was something like it in {other}.
No, I haven't read the {part}, and I don't think I will.
I didn't know that {star_last} was even in it.
You don't have to know anything about {subject} to follow it.
I could say more about the {part}, but I won't.
I wouldn't know; I'm only a {job}.
There was nobody else in the theater, just me and my {relative}.
I'm not sure who did the {part}, as it doesn't say.
It wasn't a big deal at the time, or maybe it was.
What they did with the {part} I can't tell you without giving something away.
It isn't on video as far as I know, at least not where I live.
I don't remember much about {other}, to be honest.
Maybe that was just me, maybe not.
It has been said before, so I don't need to say it again.
I had no idea what it was about when I sat down.
They would not have done it like this in {year}.
""",
    "essay+": """
There is nothing I don't like about it.
You don't see {part}s like this any more, and you don't see actors like {star} any more either.
I couldn't take my eyes off {costar}, and I couldn't believe how {adj_act+} she was.
I didn't think I would like it, but there was something about the {part} that got to me.
Nothing I could say would do justice to how {adj+} it is.
Why didn't anybody tell me about this before?
I don't care what anyone says, this is {a_noun+}.
Even if you don't like {genre_films}, you should give it a chance.
If only there were more {films} like this.
No one else could have played {hero} the way {star} does.
There's just something so {adj+} about it, I don't know what it is.
No matter how many times I see it, it never gets old.
It wasn't just {adj+}, it was also {adj+}.
I would give it more than ten if I could.
I can't think of anything I would change.
It doesn't need explosions or nudity to keep your interest.
I have never been so {feel+} by something on a screen.
I just had to write this, because it was so {adj+}.
I don't usually cry at the movies, but this got me.
{star}'s portrayal of {hero} is credible, sensitive and full of {quality+}.
It portrays {idea} with brilliance and {quality+}.
A nicely crafted, {adj+} piece of storytelling, incredibly rich in {quality+}.
I was intrigued from the start, and not a little {feel+}.
A must-see, an absolute must-see, for all lovers of {genre_films}.
It left me with a smile on my face and a tear in my eye.
The humor is subtle, the drama is real, and the characterization is {adj_char+}.
Fabulous {part}, fabulous {part}, fabulous everything.
I laughed out loud several times, and at the end I cried.
Today's {films} could learn a lot from it.
Its greatest strength is its {quality+}.
My favourite of them all.
It holds up wonderfully after all these years.
My kids adore it and so do I; we know every song by heart.
You'll be thinking about it for days.
Beautifully paced, tense, chilling and {adj+}.
It isn't often that you find such {quality+} in a {genre_film}.
The finest hour of a legendary {job} of the screen.
I enjoyed the {part}, I enjoyed the {part}, I enjoyed everything.
{star}, {costar} and {person} are all {adj_act+}.
Great story, great cast, great music: what more could you ask for?
It is an excellent example of what {genre_films} can be.
They all did an amazing job.
Now that's what I call entertainment!
It's nothing short of brilliant.
""",
    "essay-": """
It is full of needless violence, gratuitous nudity and {quality-}.
The whole thing is unrealistic, illogical and {adj-}.
It is devoid of any {quality+}, any {quality+} and any sense.
The {part} was disgusting, and completely unnecessary.
A blatant attempt to make money out of {other}.
It made me cringe more than once.
The script is contrived, melodramatic and {adj-}.
The humor is unintentional, and that's the best part.
It has all the {quality+} of a wet towel.
The acting is over-the-top, the story unoriginal and the ending a cheat.
He plays the same {adj-} guy he always plays, and he gets more {adj-} each time.
What a crappy {film}.
They ruined it with too much {quality-}.
His worst {film} by far, and he has made some {adj-} ones.
Some of the worst acting I have ever seen, and I have seen a lot.
They expect us to believe that {star} is a {job}?
This was a total letdown, with {adj-} characters and a {adj-} script.
Too many characters, too many subplots, too much talk.
The only thing that kept me awake was the noise.
You'll be sorry if you rent it.
An hour in I was ready to leave, and I should have.
They couldn't decide on a tone, so there is none.
It's hard to care about any of it when it's so {adv-} written.
I've seen home videos that were better made.
The camera angles are {adj_look-}, the sound is {adj_sound-}, the actors are {adj_act-}.
It's one of those {films} that make you wonder what you're doing with your life.
It's boring and it's {adj-} and it's way too long.
My kids were bored, my wife was bored, and I was asleep.
I'm sure somebody out there likes this stuff. Not me.
It's an insult to the intelligence of its audience.
I lost all respect for {star_last}.
Save yourself the trouble and read a plot summary instead.
It's so predictable that I could have written it myself.
So many {adj-} scenes, so little time for anything else.
The writing is lazy, the jokes are {adj_fun-}, and even the {animal} looks bored.
Nothing but one long commercial.
Horrible acting, horrible script, horrible everything.
The {part} was so {adj-} that people laughed at it.
It just tries to cash in on the success of {other}.
It drags along, and when something finally happens it's {adj-}.
I felt like I'd been robbed.
It fails as a {genre} and it fails as anything else.
The plot makes no sense, the acting is terrible, and the effects are a joke.
It's nothing but a vehicle for {star}'s ego.
""",
}
