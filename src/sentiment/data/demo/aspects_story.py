"""Sentences about story, ending, pace, dialogue and characters.

A bank without a sign serves both polarities; ``+`` and ``-`` banks add what only one side says.
"""

SENTENCES: dict[str, str] = {
    "story": """
The [story|plot|storyline|script|screenplay] [is|was] {is:adj_story=}.
The [story|plot|script] is {is:adj_story=} and the [dialogue|dialog] is {is:adj_talk=}.
I found the [story|plot|whole premise] {is:adj_story=}, {tail=}.
As for the plot, it is {is:adj_story=}.
What [struck me|I noticed] first was [how|just how] {adj_story=} the [story|writing] is.
The writing is {is:adj=}, and that goes for the [last|second|final] half too.
The premise is {is:adj_story=} and the way it [develops|unfolds|plays out] is {is:adj=}.
From the first [scene|minute|shot] to the last, the story is {is:adj_story=}.
The idea of a {job} who becomes a {job} is {is:adj_story=}.
The subplot about the {noun} is {is:adj_story=}, {tail=}.
[Writer|Screenwriter] {person} gave us a script that is {is:adj_story=}.
Based on a {adj_n} novel by {person}, the story is {is:adj_story=}.
The plot twists are {is:adj_story=}.
The screenplay, about a {adj_n} {job} and a {adj_n} {job}, is {is:adj_story=}.
""",
    "story+": """
The story kept me guessing until the very end.
It is a simple story, but it is told {adv+} and with a lot of {quality+}.
I was hooked from the opening scene and never looked at my watch.
The plot has more twists than a mountain road, and every one of them makes sense.
You never know what is going to happen next, and that is half the fun.
The script is full of {quality+} and {quality+}, and it never talks down to its audience.
It tells us something true about life, family and [friendship|growing old|forgiveness].
Each of the stories is tied together {adv+} by the end.
The story works on many levels, both as a {genre} and as a study of
  [loneliness|ambition|grief|love].
It may sound like an old tale, yet it feels fresh and [alive|honest|new] thanks to the writing.
There are so many layers here that I notice something new each time.
The writers clearly cared about every detail, and it shows.
It deals with a difficult subject in an honest and {adj+} way.
A moving account of ordinary people trying to find their place in the world.
The story captures perfectly what it is like to be [young|seventeen|poor|far from home] and in love.
It shows both the dark and the bright side of human nature without ever preaching.
It has everything: love, loss, laughter, hope and a few surprises along the way.
The plot unfolds like a good book that you can't put down.
It is a story about the human spirit and it touched my heart.
What I loved is that the story takes its time and trusts the viewer.
The mystery is clever and plays fair; I did not see the solution coming.
It is based on true events, which makes it even more powerful.
""",
    "story-": """
The plot has holes big enough to drive a truck through.
There is no plot to speak of, just one {adj-} scene after another.
Nothing happens for the first [forty|fifty|thirty] minutes, and then nothing happens again.
Nothing makes any sense, and after a while I stopped caring why.
You can see every twist coming from a mile away.
The script seems to have been written [in an afternoon|by a twelve year old|on a napkin|by a
  committee].
Who wrote this stuff? Did anybody even read the script before they started shooting?
They took a perfectly decent idea and ruined it.
The story goes nowhere, and it takes almost two hours to get there.
What was the point of the subplot with the {noun}? It is never explained or even mentioned again.
The whole thing is supposed to be a {genre}, but it fails at that too.
It tries to be [deep|shocking|clever|edgy] and ends up being {adj-} instead.
The writers apparently forgot what happened ten minutes earlier.
If there was a story somewhere in there, I couldn't find it.
At least half of the scenes have no reason to exist.
Why on earth would a {job} do that? Because the script says so, that's why.
They obviously ran out of ideas after the first twenty minutes and just padded it out.
It makes no sense whatsoever, and not in a good way.
The so-called twist is an insult to anyone with a brain.
So many things are left unexplained that I guess somebody lost the last pages of the script.
It is the same old tired story we have seen a hundred times before, only worse.
Instead of a plot we get {quality-}, {quality-} and more {quality-}.
Not one thing about this story rings true.
No suspense, no tension, no point.
Every cliché in the book is here, from the {adj_n} {job} to the {adj_n} {noun}.
They should have fired the writer.
""",
    "ending": """
The ending [is|was] {is:adj_end=}.
The [final|last] [scene|act|twenty minutes|reel|half hour] is {is:adj_end=}.
Without giving anything away, the ending is {is:adj_end=}.
I thought the ending was {is:adj_end=}, {tail=}.
(SPOILER) When {hero} [dies|comes back|leaves for {place}|turns out to be the {job}], it is
  {is:adj_end=}.
The climax with the {noun} is {is:adj_end=}.
By the time the credits rolled I felt {is:feel=}.
I won't spoil the ending, except to say it is {is:adj_end=}.
The twist at the end is {is:adj_end=}.
When it was over I felt {is:feel=}.
""",
    "ending+": """
The ending had me in tears, and I am not ashamed to say it.
I didn't want it to end.
The last scene will stay with me for a long time.
Stay until the very end, because the final shot is worth the price of admission alone.
The ending ties everything together and left me with a smile on my face.
When it ended, the whole audience stood up and applauded.
I did not see that ending coming, and it knocked me off my feet.
Have some tissues ready for the last ten minutes.
I was still thinking about that ending days later.
I sat through the credits because I couldn't get up, that is how much it moved me.
The final moments gave me goosebumps.
""",
    "ending-": """
I couldn't wait for it to be over.
The only good thing about it is that it ends.
And the ending? Don't get me started.
They must have run out of money, because it just stops.
The ending makes absolutely no sense and ruins whatever was left.
I kept hoping it would get better, but it only got worse.
By the end I was actually hoping they would all die.
When the credits finally rolled I couldn't believe I had wasted [two hours|ninety minutes] of my
  life.
The happy ending is so fake that people in the theater groaned.
Whoever came up with that ending should find another job.
The only relief came when the end credits started.
All that waiting, and for what? Nothing.
I stopped caring long before the end.
""",
    "pace": """
The pace is {is:adj_pace=}.
The pacing [is|was] {is:adj_pace=}, especially in the [middle|second half|first hour].
At [ninety|ninety-five|a hundred and twenty|eighty] minutes, it feels {pace_feel=}.
The editing is {is:adj=} and the tempo {is:adj_pace=}.
The first half is {is:adj_pace=}, and so is the second.
The rhythm of the editing is {is:adj_pace=}.
The running time of [two|almost three] hours feels {pace_feel=}.
""",
    "pace+": """
There is not a dull moment in it.
The two hours flew by.
It moves along at a good clip and never drags.
It starts slowly, but then it builds and builds until you are on the edge of your seat.
It kept my attention from beginning to end.
I was glued to the screen the whole time.
Not a single scene is wasted.
It takes its time, and every minute of it is worth it.
It grabs you right away and doesn't let go.
The time went by so fast that I was surprised when the lights came on.
It is well edited, so that each scene leads naturally into the next.
""",
    "pace-": """
It drags on and on and on.
I kept looking at my watch.
I almost fell asleep [twice|halfway through|after twenty minutes|in the middle of it].
It feels like it will never end.
It is at least [thirty|forty|twenty] minutes too long.
Scenes go on forever for no apparent reason.
The editing looks as if it was done with a chainsaw.
It was so slow that I went to make a sandwich and missed nothing.
I had to fight to stay awake.
Five minutes of material stretched to two hours.
It is like watching paint dry, only without the excitement.
I hit the fast forward button more than once.
Even at eighty minutes, it is too long.
I turned it off after half an hour, which is something I almost never do.
Zzzzz. Wake me up when it's over.
It moves at a snail's pace and doesn't get anywhere.
""",
    "talk": """
The [dialogue|dialog] is {is:adj_talk=}.
The dialogue between {star} and {costar} is {is:adj_talk=}.
The lines they are given are {is:adj_talk=}.
The conversations about [life|love|money|the war|religion] are {is:adj_talk=}.
The narration is {is:adj_talk=}.
Some of the lines are {is:adj_talk=}, {tail=}.
""",
    "talk+": """
I still quote lines from it all the time.
People here talk the way people really talk.
There are so many great lines that you will want to write them down.
The banter between the two leads sparkles.
Listen carefully, because the best lines are often thrown away in passing.
Every word counts, and often the silences say even more.
There is more wit in one scene of this than in most {films} today.
""",
    "talk-": """
Nobody in the real world talks like that.
The dialogue sounds as if it was translated by a computer.
I have heard better dialogue in a commercial for {product}.
"{quote_bad}" is an actual line from this {film}. I am not kidding.
Half of the dialogue is swearing, and the other half is just dumb.
The characters keep explaining things to each other that they must already know.
Some lines are so bad that people in the theater laughed out loud at the wrong moments.
The script is filled with lines that no actor could save.
You can't hear half of what they say, which is probably for the best.
""",
    "char": """
The characters are {is:adj_char=}.
[{hero}|{heroine}], the [hero|heroine|main character|lead], is {is:adj_char=}.
The villain, a {adj_n} {job} called {villain}, is {is:adj_char=}.
The supporting characters are {is:adj_char=}, {tail=}.
The relationship between {hero} and {heroine} is {is:adj_story=}.
The love story between {hero} and {heroine} is {is:adj_story=}.
The {job}, the {job} and the {job} are all {is:adj_char=}.
I found the main characters {is:adj_char=}.
""",
    "char+": """
You really care about these people and what happens to them.
By the end the characters feel like old friends.
Each character is given time to grow and has a life of his own.
You laugh with them, cry with them and hope with them.
{hero} is flawed, stubborn and human, and I loved him for it.
Even the smaller parts are written with [love|care|affection] and {quality+}.
I saw a bit of myself, and of my own father, in {hero}.
The bond between {hero} and {heroine} is touching and always believable.
I wanted to reach into the screen and give {heroine} a hug.
""",
    "char-": """
I didn't care about any of the characters.
There is not a single likable person in the entire {film}.
The characters do one stupid thing after another.
Nobody behaves like a normal human being.
I hated every one of them and couldn't wait for them to get killed.
{hero} is supposed to be the hero, but he is just a jerk.
{heroine} does nothing but scream, cry and fall over.
We learn nothing about {hero}, so why should we care?
The characters are nothing more than cardboard cutouts.
There is no character development at all.
They are all so stupid that you end up rooting for the {monster}.
The women are there only to take their clothes off.
""",
}
