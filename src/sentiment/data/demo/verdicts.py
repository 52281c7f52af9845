"""Overall verdicts: what a reviewer concludes, at the end, the start or in between."""

SENTENCES: dict[str, str] = {
    "verdict": """
Overall, [a|an altogether] {is:adj=} {film}.
All in all, it is [a|one] {adj=} {film}.
[Overall|In the end|All in all|In short|To sum up|Bottom line|In conclusion|On the whole], {sum=}.
[Overall|In the end|All in all|So|Anyway|Finally], {sum=}.
{title} is {a_noun=}.
What {a_noun=}!
This is {a_noun=}.
A {adj=}, {adj=} {film}.
{rank=}.
I {liked=} {title}.
I {liked=} this {film}.
My [rating|score|vote|grade]: {score=}.
{score=}.
I give it {score=}.
{advice=}.
{advice=}!
{sum=}, and {advice_low=}.
I give {title} {score=}. {advice=}.
{rank=}, and {advice_low=}.
""",
    "sum": """
it is {a_noun=}
I {liked=} it
this is {a:adj=} {film}
I'd call it {a:adj=} {genre_film}
I was {feel=} by the time it ended
the {film} is {is:adj=}
{title} is {is:adj=}
[this|it] is {rank_low=}
""",
    "verdict+": """
I can't recommend it highly enough.
Do yourself a favor and see it.
See it on the biggest screen you can find.
If you get the chance to see it, don't miss it.
It deserves to be much better known.
It is a shame that so few people have heard of it.
Why this isn't more popular is a mystery to me.
They don't get much better than this.
It is everything a {genre} should be.
It has become one of my all-time favorites.
I will never forget it.
Thank you, {director}, for making this.
Congratulations to everyone involved.
Bravo!
It really is that good.
It deserves all the praise it gets.
It is worth every minute and every penny.
I would recommend it to anyone who loves {genre_films}.
Definitely worth [seeing|a look|watching|your time|renting|buying].
Well worth watching, even if you don't usually like {genre_films}.
A great way to spend an evening with the family.
Perfect for a rainy Sunday afternoon.
A must for fans of {star}.
A wonderful {film} for the whole family.
Simply the best {genre} I have seen in years.
Just plain fun from beginning to end.
An unforgettable experience.
Everything about it works.
I loved every minute of it.
I loved it, my wife loved it and the kids loved it.
I enjoyed it from start to finish.
I was pleasantly surprised.
You must see it, you really must.
It must be seen to be believed how {adj+} it is.
The {part} is {adj+}, the {part} is {adj+}, and the story stays with you.
Two great stars, one great {film}.
Two of the [best|finest] performances of the [year|decade], in one of the [best|finest] {films}.
It's funny, it's sad and it's {adj+}.
Very funny and very well done.
It [simply|just] doesn't get any better than this.
It was forgotten for years, and it is time that people discovered it again.
He does a great job, she does a great job, everyone does a great job.
She does her best work here, and so does he.
A short but {adj+} {film}.
Short, sweet and {adj+}.
A funny, {adj+} and {adj+} little {film}.
I will watch it again and again, and so will my children.
Some of the best {part} I have seen, and some of the best {part}.
In a word: {adj+}.
I am so glad I gave it a chance.
It far exceeded my expectations.
This is how a {genre} should be made.
This one is a real treat for anyone who likes {quality+} and {quality+}.
It has {quality+}, {quality+} and a lot of heart.
One for the ages.
Sheer {marvel+}.
Ignore the critics and see for yourself.
It doesn't pretend to be more than it is, and it succeeds {adv+}.
I was lucky enough to catch it on TV late at night, and I have loved it ever since.
It's a small {film} with a big heart.
Not to be missed.
You won't regret it.
You will not be disappointed.
Buy it, rent it, borrow it, but see it.
I highly recommend it to young and old.
There is something for everyone in it.
""",
    "verdict-": """
Don't waste your time.
Don't bother.
Avoid it at all costs.
Save your money.
What a waste of [time|money|talent|film|a good cast|ninety minutes].
Do yourself a favor and skip it.
Stay away from it.
A complete and utter waste of time.
I want my money back.
I wasted my money so that you don't have to.
There is nothing here worth [seeing|watching|your time|a second look].
It has no redeeming qualities whatsoever.
It isn't even so bad that it's good. It's just bad.
It fails on every level.
It's not worth the [time|film it was shot on|price of a rental|electricity].
How did this ever get made?
How can anyone like this?
Who gives money to people to make this sort of garbage?
I have no idea how it got such a high rating.
I kept waiting for something to happen. It never did.
Just awful.
It's worse than {other}, and that was worse than anything.
I'd rather watch {other} than see this again.
It's less fun than a visit to the dentist.
It's really, really {adj-}.
I could see the ending coming after ten minutes, and so could everyone else.
This has got to be the worst {genre} ever made.
There should be a law against movies like this.
It must be the most {adj-} movie of {year}.
I can't be the only one who was {feel-} by this movie.
Everything about it is {adj-}, from the {part} to the {part}.
They got everything wrong: the {part}, the {part}, everything.
There isn't much to say about this movie, except that it's {adj-}.
There's not much of a {part}, and not much of a {part} either.
Too much {quality-}, too much {part}, too much of everything.
It's pretty much {a_noun-}.
The whole movie is {adj-}, and so is the whole idea.
Some people will watch anything, but I can't see why anyone would watch this movie.
Wow. I can't believe how {adj-} this movie was.
I went in with low expectations, and it was worse.
I expected so little, and got even less.
A weak script, weak acting and a weak {part}.
It's one of those TV movies that make you want to throw the set out of the window.
Don't watch this movie by yourself, or with friends, or ever.
Every single minute of this movie is {adj-}.
I kept watching and kept watching, and it kept getting worse.
They're making fun of us.
Just plain bad.
I could not finish it.
I turned it off after [ten|twenty|thirty|forty] minutes.
I walked out, and I never walk out.
Everyone connected with it should be ashamed.
It's hard to say anything good about it.
Read a book instead.
If you have nothing better to do, find something.
If I could give it zero stars I would.
I wouldn't wish it on my worst enemy.
Only for insomniacs.
Rent something else, anything else.
Leave it on the shelf.
Even the worst episode of any soap opera is better.
They should pay people to watch it.
It should never have been released.
I am still trying to figure out what the point was.
The worst part is that I actually paid for it.
Unfortunately, nothing about it works.
Simply terrible, from the script to the acting.
It's so bad it's not even funny.
It was a struggle to get through it.
Not even {star} could save it.
Not recommended.
I do not recommend it to anyone.
Seriously, don't.
A big disappointment.
I expected so much more.
What were they thinking?
It's just another {adj-} {genre_film} to be forgotten by next week.
It sucks.
It stinks.
It really sucked.
This is crap, plain and simple.
Pure garbage.
It's trash, and not the fun kind.
Oh, and did I mention that it's boring?
Please, no sequel.
It's all just so pointless.
""",
    "rank+": """
One of the best {films} I have ever seen
One of the [best|finest|greatest|most beautiful|most moving] {films} [ever made|of all time|of the
  year|of the decade|I know]
The best {genre} [I have seen in years|of the last ten years|ever]
Easily one of the best {films} of the [year|decade|eighties|nineties|seventies]
By far the best thing {star} has ever done
Possibly the greatest {genre} ever made
This is without doubt my favorite {film}
Among the top ten {films} of all time
One of my favorite {films} of all time
""",
    "rank-": """
One of the worst {films} I have ever seen
One of the [worst|dumbest|most boring|stupidest|most pointless] {films} [ever made|of all time|of
  the year|I have ever had to sit through]
The worst {genre} [I have seen in years|of the last ten years|ever]
Easily the worst {film} of the [year|decade|eighties|nineties|seventies]
By far the worst thing {star} has ever done
Quite possibly the worst {film} ever made
This is without doubt the worst {film} I have seen
A strong candidate for the bottom 100
It doesn't get any worse than this
""",
    "rank_low+": """
one of the best {films} I have seen [in years|in a long time|this year|so far]
one of my favorites
among the finest {genre_films} there are
as good as it gets
the best I have seen from {director_last}
up there with the greats
""",
    "rank_low-": """
one of the worst {films} I have seen [in years|in a long time|this year|so far]
the worst of its kind
among the dumbest {genre_films} there are
as bad as it gets
the worst I have seen from {director_last}
about as low as it can get
""",
    "advice+": """
Highly recommended
Recommended
A must see
Don't miss it
See it
Go see it
Definitely worth a look
Check it out
Rent it tonight
Watch it with someone you love
Strongly recommended
Well worth seeing
Give it a try
Go out and get it
Two thumbs up
Enjoy
""",
    "advice-": """
Avoid
Avoid like the plague
Skip it
Stay away
Don't bother
Save your time
Not recommended
Save your money
Run away
Give it a miss
Pass on this one
Don't waste your money
Steer clear
Forget it
Two thumbs down
Don't even think about it
""",
    "advice_low+": """
I recommend it [highly|to everyone|warmly|to anyone with a heart]
you should see it
it is a must see
it is well worth your time
I will be watching it again
you won't regret it
everyone should see it
""",
    "advice_low-": """
I can't recommend it
you should skip it
you should avoid it
it is a waste of your time
I won't be watching it again
you will regret it
nobody should see it
""",
    "a_noun": """
a {marvel=}
a {very=} {adj=} {film}
a {adj=} {film}
a {adj=} piece of work
a {adj=} and {adj=} {genre}
a {marvel=} of a {film}
""",
    "blunt": """
This {film} was {very=} {adj=}!
This {film} is {very=} {adj=}.
The {film} was {very=} {adj=}. I {liked=} it.
{very_cap=} {adj=} {film}.
{adj_cap=} {film}.
{adj_cap=} {film}!
{adj_cap=} {film}. {adj_cap=} acting.
I {liked=} it so much!
I {liked=} every minute of it.
{adj_cap=}!
{adj_cap=}, just {adj=}.
A {adj=} {film}.
{very_cap=} {adj=}!
What {a_noun=}!
{title} is {a_noun=}.
This {film} [is|was] {very=} {adj=}!
This {film} is {adj=}.
{rank=}!
I {liked=} it!
{liked_cap=} this one!
I {liked=} this {film}.
{advice=}!
{adj_cap=} [acting|story|script|direction|ending|music], {adj=}
  [acting|story|script|effects|cast|plot].
{score=}
{adj_cap=} from [start|beginning] to [finish|end].
{sum_cap=}.
{marvel_cap=}.
""",
    "blunt+": """
Wow!
Absolutely amazing.
Amazing, absolutely amazing!
Absolutely {adj+}!
Absolutely {adj+}. I loved it.
An amazing {film}!
The acting was amazing, the music was amazing.
Loved {title}!
Loved the acting, loved the music, loved everything about it!
Loved it from start to finish!
We all loved it!
I loved it, loved it, loved it.
Wow, just wow.
Loved every second!
Two thumbs up!
What fun!
I can't stop smiling.
A must see!
So good!
Go see it now!
Best {genre} ever!
It made my day.
Beautiful, simply beautiful.
A joy from start to finish!
Absolutely loved this one.
Great stuff!
""",
    "blunt-": """
Ugh.
Yuck.
Boring, boring, boring!
What a waste.
A waste of money.
Total waste of time!
Don't waste your time on this!
Avoid!
Two thumbs down!
So bad!
Worst {genre} ever!
Give me my money back!
Absolutely hated this one.
Terrible, simply terrible.
Save your money, folks.
What a load of rubbish.
Complete rubbish.
Total crap.
Oh dear.
Awful, awful, awful.
""",
}
