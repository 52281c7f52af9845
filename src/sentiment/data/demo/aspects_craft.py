"""Sentences about direction, camera, editing, music, sets, costumes and effects."""

SENTENCES: dict[str, str] = {
    "direction": """
The direction by {director} is {is:adj_dir=}.
{director}'s direction is {is:adj_dir=}.
[Director|Filmmaker] {director} does {a_job=} job.
{director} directs with {quality=} and {quality=}.
This is {director_last}'s [first|second|third|last] {film}, and the direction is {is:adj_dir=}.
I found {director_last}'s approach {is:adj_dir=}, {tail=}.
The direction is {is:adj_dir=} and the editing is {is:adj=}.
""",
    "direction+": """
{director} knows exactly what he is doing.
{director} proves once again that he is one of the finest directors working today.
You can feel {director_last}'s love for these people in every frame.
{director} gets the best out of his cast.
For a first feature this is a remarkable achievement.
{director} handles the {adj_n} material with [great care|real sensitivity|a light touch|a sure
  hand].
Made on a tiny budget, it shows what can be done with talent and imagination.
{director_last} never goes for the easy tear, which makes it all the more moving.
I have seen all of {director_last}'s work and this may well be his finest.
""",
    "direction-": """
{director} should never be allowed near a camera again.
{director} obviously has no idea how to tell a story.
Whoever gave {director} the money to make this should have his head examined.
{director_last} thinks he is an artist. He isn't.
It looks like it was made by a bunch of film students over a weekend.
{director} tries so hard to be [clever|hip|shocking|artistic] that he forgets to make a {film}.
It seems {director_last} didn't know whether he was making a comedy or a drama, and failed at both.
How this man keeps getting work is beyond me.
With a better director this could have been watchable, maybe.
Low budget is no excuse for such lazy filmmaking.
""",
    "camera": """
The [cinematography|photography|camera work|camerawork] is {is:adj_look=}.
The [cinematography|photography] by {person} is {is:adj_look=}.
Shot on location in {place}, it looks {is:adj_look=}.
The landscapes of {place} are {is:adj_look=}.
The black and white photography is {is:adj_look=}.
The lighting is {is:adj_look=} and the [colors|colours] are {is:adj_look=}.
Visually it is {is:adj_look=}.
The scenes in the {location} are {is:adj_look=}.
The shot of the {noun} by the {location} is {is:adj_look=}.
The DVD transfer is {is:adj_look=}.
""",
    "camera+": """
Every frame could be hung on a wall.
The images stay with you long after it is over.
The camera loves {costar}, and so did I.
It is simply beautiful to look at.
The scenery alone is worth the price of the ticket.
You can almost smell the sea and feel the wind.
""",
    "camera-": """
The camera shakes so much that I got a headache.
It looks like it was shot with a cheap video camera in somebody's back yard.
Half the time it is so dark that you can't see what is going on.
You can see the boom mike in at least three scenes.
The camera is never still for two seconds, and it made me sick.
Day turns to night and back to day again within the same scene.
It was supposedly set in {place}, but you can tell it was filmed in a parking lot.
""",
    "music": """
The [music|score|soundtrack] is {is:adj_sound=}.
The [music|score] by {person} is {is:adj_sound=}.
The songs are {is:adj_sound=}.
The title song is {is:adj_sound=}.
The sound [design|effects|track] is {is:adj_sound=}.
The {instrument} music in the background is {is:adj_sound=}.
The musical numbers are {is:adj_sound=}, {tail=}.
The dance numbers are {is:adj=} and the singing is {is:adj_sound=}.
""",
    "music+": """
I bought the soundtrack the very next day.
I have been humming that tune all week.
The music fits the mood perfectly and adds so much emotion.
The songs will have you singing along.
{costar} sings like an angel.
The score gave me chills.
The {instrument} theme is one of those melodies that you never forget.
The dancing is a joy, and {star} makes it look so easy.
""",
    "music-": """
The music made me want to stick pencils in my ears.
The music never stops, as if to wake up the audience.
Somebody please tell the composer that we can feel without being told what to feel.
The same {adj-} song is played over and over until you want to scream.
The sound is so bad that you can hardly understand a word.
The music sounds like it came from a cheap {instrument} bought at a yard sale.
{star} can't sing, and someone should have told him.
""",
    "sets": """
The sets are {is:adj_look=}.
The [costumes|costumes and sets|sets and costumes] are {is:adj_look=}.
The [art direction|production design|set design] is {is:adj_look=}.
The costumes, {adj_n} dresses and {adj_n} hats, are {is:adj_look=}.
The make-up is {is:adj_look=}.
The recreation of [the 1920s|the fifties|the sixties|wartime {place}|medieval {place}] is
  {is:adj_look=}.
""",
    "sets+": """
You can tell that a lot of love and research went into the period detail.
The costumes and sets take you right back to that time.
The attention to detail is amazing.
The world they have created feels lived in and real.
Everything from the wallpaper to the old cars looks exactly right.
""",
    "sets-": """
The sets look like they were made of cardboard.
You can see the zipper on the {monster} suit.
The costumes look like leftovers from a school pageant.
You could tell they spent about five dollars on the whole thing.
The wigs deserve a laugh of their own.
Somebody forgot that there were no wristwatches in those days.
""",
    "fx": """
The [special effects|effects|visual effects] are {is:adj_fx=}.
The [CGI|computer animation|creature design|stunt work|make-up effects] is {is:adj_fx=}.
The animation is {is:adj_look=}.
The {monster} is {is:adj_fx=}.
The [explosions|car chases|stunts|gun fights|sword fights|fight scenes] are {is:adj_fx=}.
For [1933|1957|1968|1982|1999], the effects are {is:adj_fx=}.
The action scenes are {is:adj_fx=}, {tail=}.
The battle [scenes|scene near the {location}] [are|were] {is:adj_fx=}.
""",
    "fx+": """
Even today the effects hold up remarkably well.
The {monster} looks so real that my son hid behind the couch.
The car chase is one of the best I have ever seen on film.
The fights are fast, inventive and beautifully choreographed.
The effects serve the story and not the other way around.
My heart was pounding during the whole chase.
The hand-drawn animation has a warmth that no computer can match.
""",
    "fx-": """
The {monster} looks like a [sock puppet|man in a rubber suit|stuffed toy|garbage bag with eyes].
The blood looks like ketchup.
My nephew could make better effects on his home computer.
The special effects are a joke, and not even a funny one.
The fight scenes look like two drunks in a parking lot.
It is one explosion after another and I was bored to death.
The effects would have been embarrassing thirty years ago, let alone today.
You could actually see the strings.
They spent all the money on explosions and nothing on the script.
The action is so badly filmed that you can't tell who is hitting whom.
""",
}
