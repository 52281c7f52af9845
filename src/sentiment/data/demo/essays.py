"""Longer-breathed sentences: how admirers dwell on a film, and how the disappointed rant.

The words of opinion stand here in many surroundings, so that they and not a fixed phrase count.
"""

SENTENCES: dict[str, str] = {
    "loose": """
With its {adj=} {part}, {adj=} {part} and {certain} {part}, {title} is {a_noun=}.
The {adj=} {part} [of|in|behind] the {location} {becomes} {a:adj=} {idea} of {idea}.
{star} {does} through this {adj=} {part} like a {job}, and the {part} is {adj=}.
{adj_cap=} {part}, {adj=} {part}, {adj=} {part}.
There [is|was] something {adj=} [about|in] the {part} and the {part}.
The {part} with the {noun} is {made} {adv=}.
It is {adv=} {made}, from the {part} to the {part}.
I found the {part} {adj=} and the {certain} {part} {very=} {adj=}.
The {certain} {part}, the {part} and even the {part} were {adj=}.
A {adj=} {part} about {idea} and {idea}.
What a {adj=} {part}, and what a {adj=} {part}!
{hero}'s {adj=} {part} with the {job} in the {location} is {adj=}.
The {adv=} {made} {part} {becomes} a {certain} {idea}.
In this {adj=} {part}, {hero} {does} the {noun} and {does} his {relative}.
A {adj=} {job}, a {adj=} {noun} and a {adj=} {part}: that is {title} for you.
The {part} [seems|seemed|looks|looked|feels|felt] {very=} {adj=} [to me|throughout|to the whole
  family|from the start].
You get a {adj=} {part} and a {adj=} {part} [for your money|in one {film}|in ninety minutes].
{person} adds {a:adj=} {part} [here and there|in the {location}|to every other scene].
{director} {adv=} {becomes} {adj=} {idea} in the {part}.
The {adj=} {part} by {person} is {made} {adv=}.
{very_cap=} {adj=} {part}, {very=} {adj=} {idea}.
[Everyone|Everybody] I [know|asked|talked to] thought the {part} was {adj=}.
The {adj=} {star} and the {adj=} {costar} {deal} {idea} in a {adj=} {part}.
It has {a:adj=} {part}, {quality=} and {quality=}.
It's {very=} {adj=}, {very=} {adj=}.
The {part} had {quality=}, the {part} had {quality=}.
I remember {a:adj=} {part}, {a:adj=} {part} and a lot of {quality=}.
I was {feel=} and my {relative} was {feel=}.
The {job} next to me was {feel=} too.
That {adj=} {part} in the {location} made me {feel=}.
""",
    "essay+": """
As the story unfolds, we [see|learn|understand] how {hero} and his {relative} [come to terms
  with|deal with|overcome] [the past|their loss|{misfortune}], and it is {adj+}.
Both {star} and {costar} are {adj_act+}, and also well supported by {person} as his {relative}.
He plays a {adj_n} man whose [life|world|family] is changed forever, and he does it with
  {quality+} and {quality+}.
It is also a {adj+} portrait of life in {place}, of its people, its [streets|music|seasons] and
  its {quality+}.
His best scenes are those with his {relative}, in which he shows how much he [loves|needs|misses]
  her.
We follow him through [joy and sorrow|the years|his struggles|good times and bad], and as he
  grows, so do we.
Many years have passed since I first saw it, and it still has the same effect on me.
It reminds us of how [precious|short|strange|beautiful] life can be.
{hero}'s love for his {relative} is shown in small, {adj+} moments, each of them true to life.
As a {job} he is both [tough and tender|funny and sad|strong and vulnerable], and always human.
The film captures the {quality+} of the era, and of the young people who lived in it.
The bond between the two of them grows stronger as the years go by.
Her performance as the young {job} is {adj_act+}, and her scenes with {star} are among the best.
{director} tells his story with great {quality+}, and his cast is {adj_act+} in every role.
It is his most personal work, and one of his {adj+} best.
A classic tale of love, honor and [friendship|sacrifice|courage], {adv+} told and {adv+} acted.
It also has a {adj+} score, which [perfectly fits|enhances|adds to] the mood.
For those who love {genre_films}, it is a real treat from beginning to end.
It is one of those rare {films} that [work|can be enjoyed] on many different levels.
Everyone can find a part of himself in this {adj+} tale of a man and his {relative}.
The whole family can enjoy it together, young and old alike, and the kids will want to see it again.
The two leads have great chemistry, and their story will touch your heart.
This is cinema at its best: simple, honest and full of {quality+}.
{star_last} brings a quiet {quality+} to his role, and his eyes tell us all we need to know.
She is a strong, independent woman, and {costar} plays her {adv+}.
In an excellent supporting role, {person} also deserves a mention.
The time and place are {adv+} recreated, with an eye for every detail.
You can watch it many times and always discover something new.
I've loved this {film} for years, and my love for it grows with each viewing.
It's a story of hope, of people who never give up on each other.
Still {adj+} after all these years, it has stood the test of time.
It's the perfect {film} for anyone who has ever [been in love|lost someone|felt different|had a
  dream].
Definitely one of the more {adj+} {films} of its time.
He is a master of his art, and this is among his most {adj+} works.
The series gets better with each episode, and the last season is the best of all.
In his own quiet way, {hero} becomes a hero to us all.
The friendship between the {job} and the {job} is the heart of the {film}, and it is {adj+}.
From his first scene to his last, {star_last} is {adj_act+}.
Well written, well acted and well directed, it's {adj+} in every respect.
I grew up with it, and now I share it with my own children, who love it too.
It made me see the world in a different way.
A very {adj+} and very human look at [old age|war|love|family life|the working class].
Together they find [strength|hope|love|a new life], and we share in their joy.
It will always have a special place in my heart.
It was nice to see {person} in a different kind of role, and he is spot on.
It's nice to see a {genre_film} that takes its characters seriously.
A nice little {film} with a nice, simple story and a great deal of {quality+}.
Funny, sad, {adj+} and always [interesting|surprising|true], it has it all.
We laughed, we cried, we talked about it all the way home.
The short running time is filled with {quality+}.
It may be a simple story, with simple people, but there is real {quality+} in it.
They really knew how to make {genre_films} in those days.
{title} remains a {adj+} example of how good a {genre} can be.
{star_last} is at his most {adj+}, and {costar} is his equal.
An emotional journey, {adv+} shot, that stays with you long after it has ended.
The music, played by a {adj_n} band, is still in my head, and the songs are {adj_sound+}.
Thanks to his {adj+} script and her {adj+} performance, it's unforgettable.
There are some {adj+} moments, particularly when {hero} and {heroine} [dance|meet|part|sing] in
  the {location}.
I've been a fan of {star_last} since his early days, and he never lets me down.
With great {quality+} and a wonderful sense of humor, it shows how people help each other in hard
  times.
A delight for the eyes, the ears and the heart.
And the DVD is great too, with lots of {adj+} extras.
It's a real shame that it was never released on DVD, as it's {adj+}.
This little known {film} deserves a wider audience.
It's often overlooked, but it's among the {adj+} {films} of the decade.
""",
    "essay-": """
I don't know what they were trying to do, but it didn't work.
There was no reason for any of this to happen, and there was no point to it.
This movie was so {adj-} that I don't even know where to start.
I mean, come on, how stupid do they think we are?
I'm sorry, but this was just {adj-}.
Seriously, who would do something like that?
They could at least have tried to make it look like {place}.
It looks like something they made over a weekend for about fifty bucks.
Oh please, even a five year old could see that coming.
There are so many things wrong with this movie that I could be here all day.
If you want to see {a:adj-} movie with {adj-} acting and {a:adj-} script, this is it.
Maybe if they had spent some of the money on a script, it would have been watchable.
I guess they thought that if they threw in enough [blood|explosions|naked girls|songs] nobody
  would notice.
It was supposed to be [scary|funny|romantic|deep|exciting], I think, but it was just {adj-}.
The acting was {adj_act-}, the plot was {adj_story-}, and the whole thing was just {adj-}.
I didn't care what happened to any of them, and neither will you.
Don't get me wrong, I don't mind low budget movies, but this was {adj-}.
Then, for no reason at all, they all start [screaming|running|singing|shooting].
Why was that guy even there? Why didn't they just call the police? Why should I care?
Nothing about this movie made any sense to me.
It wasn't [scary|funny|interesting|exciting], it wasn't even [bad in a fun way|amusing|sad], it
  was just {adj-}.
I only watched it to the end because I couldn't believe how bad it was.
I kept thinking that there must be something more to it. There wasn't.
The only reason I didn't turn it off was that I'd paid for it.
The bad acting, the bad script, the bad effects: just bad all around.
You would be better off [staring at a wall|doing your taxes|cleaning your room|going to bed early].
It seems like they just made it up as they went along.
It would have been better if they had just stopped after the first ten minutes.
About half way through I didn't even care any more.
Avoid this one unless you are really, really desperate.
Unless you like to be {feel-}, there is no reason to watch this.
I have to say that it was the most {adj-} thing I've seen in a while.
Worse than that, it's {adj-}.
To make things worse, the sound is {adj_sound-} and the picture is {adj_look-}.
Not only is it {adj-}, it's {adj-} too.
They didn't even bother to [finish the story|hire real actors|check the facts|light the set].
What the hell was that supposed to be?
Instead, all we get is an hour and a half of {adj-} people talking about nothing.
No plot, no acting, no script, no nothing.
Someone should have told {director} to stop.
Somebody actually got paid for this?
Apparently nobody told the writers that {genre_films} are supposed to have a plot.
Even the title is {adj-}.
The movie just sort of sits there, doing nothing.
The whole plot could have been told in five minutes.
If I had been in the theater, I would have asked for my money back.
I was so bored that I started counting the [ceiling tiles|holes in my sock|people who left].
Half the people in the theater got up and left, and I should have done the same.
I have never written a review before, but I had to warn people about this one.
Nothing could save this {adj-} script, not even {star}.
It's like they took every bad {genre} ever made and put it all in one movie.
Any movie with {person} in it is bound to be {adj-}.
Was this supposed to be a joke?
How could they get it so wrong?
Basically, it's {a:adj-} excuse for {quality-}.
Unfortunately, the script is {adj_story-} and the actors have nothing to work with.
Unfortunately it fails, and fails {adv-}.
The plot, if you can call it that, is {adj_story-}.
The so-called actors couldn't act their way out of a paper bag.
There's a scene where {hero} [trips|sneezes|cries|dances] for about five minutes. Why?
{hero} gets {misfortune}, and we're supposed to feel sorry for him? Please.
This was obviously made for [the money|people with no taste|the bottom shelf of the video store].
It's the kind of thing they show at three in the morning when they think no one's watching.
I can't think of a single good thing to say about it.
What could have been a decent {genre} is turned into {a_noun-}.
The attempt at humor is {adj_fun-}, and the attempt at romance is worse.
I wouldn't show this to my dog.
I'd give it a zero if that was possible.
I don't get it. I just don't get it.
No wonder it went straight to video.
Thank god I didn't pay to see this.
It's not worth wasting your time or your money.
A {adj-} attempt to cash in on {other}.
The worst thing is that they seem to take it seriously.
At no point did I believe that {star} was a {job}.
She just stands there looking {adj-}.
It doesn't help that the lead looks like he would rather be somewhere else.
I was expecting something, anything, to happen.
Just when you think it couldn't get any worse, it does.
Do not rent, buy or even look at this movie.
If only they had hired a writer.
I really don't understand what they were thinking, because it's {adj-}.
Boring story, {adj-} characters, {adj-} effects, no suspense.
Simply put, it's {adj-}.
Wow, was this {adj-}!
The movie is too long, too loud and too {adj-}.
This is what happens when people with no talent are given a camera.
My god, this was {adj-}.
Stuff happens, people die, nobody cares.
""",
}
