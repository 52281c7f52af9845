"""Sentences about humour, scares, emotion, message, comparison and watching again."""

SENTENCES: dict[str, str] = {
    "fun": """
The [humor|humour|comedy] is {is:adj_fun=}.
The [jokes|gags|one-liners|comic scenes] are {is:adj_fun=}.
The scene with the {animal} is {is:adj_fun=}.
The running gag about the {noun} is {is:adj_fun=}.
{star}'s comic timing is {is:adj_act=}.
As a comedy, it is {is:adj_fun=}.
The slapstick is {is:adj_fun=}, {tail=}.
The satire of [television|politics|suburban life|the rich|the army] is {is:adj_fun=}.
""",
    "fun+": """
I laughed so hard that my [sides|stomach|face] hurt.
I laughed from start to finish.
I was laughing out loud, and I was alone in the room.
It has some of the funniest scenes ever.
The jokes come so fast that you have to see it twice to catch them all.
I haven't laughed this much in years.
My whole family was rolling on the floor.
The humor is gentle, never mean, and works for kids as well as for adults.
I dare you not to laugh at the scene with the {animal}.
It is funny and sad at the same time, which is very rare.
""",
    "fun-": """
I didn't laugh once.
I laughed maybe once, and that was at a mistake.
The jokes fall flat, one after the other.
If you think people falling down is the height of wit, then this is for you.
Not one joke works.
The audience sat there in dead silence.
Fart jokes, more fart jokes, and then some vomit. Ha ha.
The funniest thing about it was the price I paid for the ticket.
It is supposed to be a comedy, but where are the laughs?
All the funny bits are in the trailer, and there are only two of them.
I have had more laughs at a funeral.
It tries way too hard to be funny.
I think I smiled once.
""",
    "scare": """
The [scares|scary scenes|suspense|tension|horror] [is|was] {is:adj_scary=}.
The atmosphere in the {location} is {is:adj_scary=}.
The murder scenes are {is:adj_scary=}.
As a {genre} it is {is:adj_scary=}.
The scene where {heroine} [opens the door|finds the {noun}|hears the {noun}] is {is:adj_scary=}.
The killer, with his {adj_n} {noun}, is {is:adj_scary=}.
""",
    "scare+": """
I had to sleep with the lights on.
I jumped out of my seat more than once.
It scared the hell out of me.
It gets under your skin and stays there.
My girlfriend nearly broke my hand, she squeezed it so hard.
It proves that you don't need buckets of blood to frighten people.
I saw it as a kid and it gave me nightmares for weeks, and I still love it.
The tension never lets up.
""",
    "scare-": """
It is about as frightening as a bowl of cereal.
There isn't a single scare in the whole thing.
I was more scared by the price of the popcorn.
The only scary thing about it is that somebody paid to make it.
Cheap jump scares and loud noises are all they could come up with.
Just a lot of blood and no suspense whatsoever.
A bunch of stupid teenagers get killed one by one, and who cares?
The girls run upstairs instead of out of the door, of course.
It isn't scary, it isn't funny, it isn't anything.
Gore for the sake of gore, nothing else.
""",
    "emotion": """
[It|The whole thing|The {film}] left me {is:feel=}.
I felt {is:feel=} [by the end|afterwards|the entire time|all the way through].
The emotional scenes are {is:adj=}.
The mood is {is:adj=}, {tail=}.
The scene between {hero} and his {relative} is {is:adj=}.
The death of {hero}'s {relative} is {is:adj=}.
The romance is {is:adj=}.
The [first|opening] [scene|ten minutes] in the {location} [is|are] {is:adj=}.
[My favorite|The one] scene, in which the {job} meets the {job} at the {location}, is {is:adj=}.
The flashbacks are {is:adj=}, {tail=}.
""",
    "emotion+": """
It made me laugh and it made me cry.
I cried like a baby, and I am a grown man.
I had a lump in my throat through the last half hour.
It made me want to call my [mother|father|brother|grandmother] and tell her I love her.
It reminded me of my own childhood and brought back so many memories.
It will warm your heart and make you believe in people again.
I walked out of the theater feeling {feel+} and {feel+}.
You will laugh, you will cry, you will never forget it.
If this doesn't move you, check your pulse.
It is full of {quality+}, {quality+} and {quality+}.
Few {films} have touched me the way this one did.
It makes you think about your own life and what really matters.
I was moved to tears.
It is a celebration of life.
It has real heart, and you can feel it in every scene.
Sad, funny, tender and true, often all at once.
It stayed with me for weeks.
""",
    "emotion-": """
I felt nothing, except relief when it was over.
It tries to pull at your heartstrings and only pulls at your patience.
There is no emotion here at all, only {quality-}.
I felt cheated out of my money and my evening.
I felt like I was losing brain cells by the minute.
It left a bad taste in my mouth.
It is full of {quality-} and {quality-}.
It is depressing without having anything to say.
The sentimental stuff made me want to throw up.
It is cold, empty and pointless.
The only emotion it gave me was {feeling_noun-}.
I have rarely been so bored in my life.
It is offensive to [women|teenagers|teachers|farmers|anyone with half a brain].
I actually felt sorry for the actors.
My brain hurt.
""",
    "message": """
The message about [tolerance|greed|war|family|freedom|power|friendship|faith] is {is:adj=}.
What it says about [marriage|money|society|politics|class|race|old age] is {is:adj=}.
As a documentary about {subject}, it is {is:adj=}.
The historical background is {is:adj_story=}.
The interviews with the [{job}s|old soldiers|survivors|musicians] are {is:adj=}.
""",
    "message+": """
It teaches us that [kindness|courage|family|love] matters more than money.
It opened my eyes to {subject}.
Everyone should see this at least once, especially young people.
It should be shown in every school.
It is as relevant today as it was back then.
It makes its point without ever raising its voice.
I learned a lot about {subject} and was never bored.
""",
    "message-": """
The message is hammered home with a sledgehammer.
I don't need to be lectured for two hours by millionaires.
Pure propaganda, and badly made propaganda at that.
If there was a message in it, I missed it.
They got all the facts about {subject} wrong.
It has nothing to say about {subject} and says it very loudly.
It is so full of itself that it is hard to watch.
""",
    "compare": """
Compared [to|with] [the original|the book|the first one|{other}], it is {is:adj=}.
[The sequel|The remake|The original|This version|The director's cut] is {is:adj=}.
If you [liked|have seen] {other}, you will find this {is:adj=}.
It is somewhere between {other} and {other}, and it is {is:adj=}.
{star_last} made {other} around the same time, but this one is {is:adj=}.
As an adaptation of the [novel|book|play|comic|video game], it is {is:adj=}.
""",
    "compare+": """
It is even better than {other}, and that is saying something.
It is every bit as good as the book.
It is one of the few sequels that is better than the original.
They just don't make them like this anymore.
It is far superior to the Hollywood remake.
It beats most of what comes out of Hollywood these days.
It stands up well against the classics of its kind.
It is so much better than the junk they show today.
Forget {other}; this is the real thing.
It ranks right up there with {other}.
A perfect companion to {other}.
It makes most other {genre_films} look cheap and silly.
""",
    "compare-": """
It makes {other} look like a masterpiece.
It is a cheap rip-off of {other}, and a bad one.
If you want to see a good {genre}, rent {other} instead.
The original was great; this remake is just awful.
The book was wonderful. What happened?
It has nothing to do with the book except the title.
They ruined one of my favorite [books|stories|shows|comics].
Another useless sequel that nobody asked for.
Why do they keep remaking good {films} instead of making new ones?
Watch {other} again instead; you will have a better time.
Compared to this, {other} deserves an Oscar.
It wants to be {other} so badly, and it fails on every level.
It steals from {other}, {other} and a dozen better {films}.
""",
    "again+": """
I have seen it at least [five|ten|twenty|a dozen] times and I never get tired of it.
I could watch it again and again.
I can't wait for it to come out on DVD.
It gets better each time you see it.
I watch it every Christmas with my family.
I bought it the day it came out and have lent it to all my friends.
I have it on tape and it is nearly worn out.
I just wish it were available on DVD.
After all these years it is still one of my favorites.
It belongs in every collection.
I would gladly pay to see it again.
My kids ask for it every night, and I don't mind at all.
""",
    "again-": """
I would rather [have a tooth pulled|watch grass grow|clean the oven|eat my own shoe] than see it
  again.
You couldn't pay me to sit through it again.
I want those two hours of my life back.
I sold my copy the next day, for a dollar.
I threw the tape in the trash, where it belongs.
I'm only glad that I didn't pay for it.
Once was more than enough.
I wish I could unsee it.
The DVD makes a nice coaster for my coffee.
I returned it to the store and asked for my money back.
I still can't believe I watched the whole thing.
""",
}
