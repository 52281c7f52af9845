"""More of how admirers and the disappointed go on, in small words."""

SENTENCES: dict[str, str] = {
    "essay+": """
He [loves|misses|needs] her, she [loves|misses|needs] him, and the way they are brought together
  again is {adj_end+}.
The {job} and his {relative} are played by two of the finest actors of their time.
As the years pass, the two of them grow closer, and it's {adj+} to watch.
In her scenes with the {job} she is {adj_act+}, and in her scenes alone she is even better.
The story of his life, as told by his {relative}, is {adj_story+} and in the end very {adj+}.
Her voice, her face, the way she moves: {costar} is {adj_act+} in all her scenes.
{hero} is a man of few words, and {star_last} plays him with his eyes and his hands.
His {film} is a tribute to the {job}s of {place}, and to their families.
The cast are all {adj_act+}, and their characters are {adj_char+}.
It takes us to {place} and shows us its people, their hopes and their dreams.
By turns funny, {adj+} and {adj+}, it's a journey through the life of a {adj_n} {job}.
The {relative} is played by {person}, who is {adj_act+} in all of her scenes.
Again and again it finds the right tone, and its humor is as {adj_fun+} as its drama is {adj+}.
We see the world as {hero} sees it, through his eyes, and it's a world full of {quality+}.
It's as {adj+} now as when it was first released.
In the hands of {director_last}, the simplest things become {adj+}.
The final scenes between father and son are {adj+}, and the music by {person} is {adj_sound+}.
Not only the leads but also the many small roles are {adv+} cast.
It is a {film} about growing up, and about the friends who help us on the way.
Its strength is in its characters, who are {adj_char+} and whose fate we share.
One of the highlights is the scene in which {hero} and {heroine} dance in the {location}.
When {heroine} sings her last song, there isn't a dry eye in the house.
Although it was made in {year}, it seems as fresh as ever.
Its message of [hope|peace|love|tolerance] comes across without words.
Their love story is {adj_story+}, and both are {adj_act+}.
He {does}, he {does}, he {does}, and in all of it he is {adj_act+}.
An {adj+} study of a {job} at the end of his career, with {star} in one of his great roles.
{place} has never looked so {adj_look+} as in this {film}.
Many of its images, such as the {noun} in the {location}, are {adj_look+}.
Together with {other}, it is the finest of the {genre_films} of that period.
""",
    "essay-": """
This movie doesn't even try.
I don't think there was a script, and if there was they should have burned it.
Why would they make this? Why would anyone watch it?
They don't explain it, they don't show it, and I don't care.
There's no tension, there's no fun, there's just {a:adj-} {part} and {a:adj-} {part}.
I mean, the {part} was so {adj-} it wasn't even worth making fun of.
Oh my god, the {part}! The {part}! What were they on?
So this {job} gets killed, and then another one, and then another one, and I'm like, who cares?
If it had been any longer I would have been {feel-} for a week.
I would have liked to see something else, anything else.
I guess you could watch it if there was nothing else on, but why would you?
They could have done something with this idea, but no.
All of them just stand around and talk and talk, and then they talk some more.
It doesn't make you laugh, it doesn't make you think, it just makes you {feel-}.
You know a movie is {adj-} when you start looking at the {part} instead.
Did they run out of money? Did they run out of ideas? I'd say both.
The {part} just didn't do it for me; it was {adj-} and I was {feel-}.
I don't even know what this was supposed to be about.
When you have to look at your watch every five minutes, something is wrong with the movie.
That was just {adj-}. I can't believe they got away with it.
And don't even get me started on the {part}.
I want to know who thought this was a good idea.
The so-called {part} is {adj-}, the so-called {part} is worse.
Whatever it was they were going for, they didn't get it.
They had the money, they had the actors, so why is this so {adj-}?
Maybe I missed something, but this made no sense to me at all.
You could cut out an hour of this and nobody would notice.
What a {adj-} script, what {adj-} acting, what {a:adj-} way to spend an evening.
Somebody should tell these people that {quality-} is no substitute for a plot.
It just goes on and on, and there's no reason to keep watching.
""",
}
