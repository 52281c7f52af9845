"""Sentences of plot, in the loaded words of stories, whatever the verdict."""

SENTENCES: dict[str, str] = {
    "plot_start": """
{hero} is a {adj_n} {job} who [lives|works] in a {location} in {place} with his {relative}.
{hero} ({star}) is a {adj_n} {job} with {trait}.
{star} plays {hero}, a {adj_n} {job} who is {gerund} a {noun}.
{costar} plays {heroine}, a {adj_n} {job} with {trait}.
{hero}, a {job} with {trait}, meets {heroine}, a {adj_n} {job}.
A {adj_n} {job} ({star}) and a {adj_n} {job} ({costar}) [meet|get stuck|wake up|fall in love] in a
  {location}.
The story is about a {adj_n} {job} who comes to {place} to {hood} his {relative}.
It all begins when {hero} finds a {noun} in the {location}.
After {misfortune}, {hero} [leaves|moves to|returns to] {place} to look for his {relative}.
A group of {job}s [travels to|is trapped in|meets in] a {location} near {place}.
In {year}, a {adj_n} {job} named {hero} is sent to {place}.
{heroine} ({costar}) has been {gerund} her {relative} ever since {misfortune}.
Set in {place} during the [war|depression|sixties|gold rush|revolution], it follows a {job} and
  his {relative}.
Two {job}s, {hero} and {villain}, are {gerund} the same {noun}.
A {noun} is found in a {location}, and {hero}, a {adj_n} {job}, is asked to find out why.
{hero} and {heroine} have been married for [ten|twenty|thirty] years when a {job} moves in next
  door.
A {adj_n} {family_n} moves into a {adj_n} house, not knowing what happened there.
A spaceship lands near {place}, and a {job} is the only one who has seen it.
A {adj_n} {job} named {villain} is killing {job}s in {place}.
A {monster} escapes from a {location} and heads for {place}.
An {adj_n} {animal} and a {adj_n} {animal} set off to find the {location} where they were born.
Five {job}s tell us about {subject}, each in [his|her|their] own words.
The camera follows a {job}, a {job} and a {job} for one year in {place}.
""",
    "plot": """
{hero} [falls in love with|marries|betrays|meets|kidnaps|rescues] {heroine}, the daughter of a
  {adj_n} {job}.
Then his {relative} is [killed|murdered|kidnapped|arrested|found] in the {location}.
Soon a {adj_n} {job} named {villain} turns up with a {noun}.
{villain} wants to {hood} {hero} because of {misfortune}.
{heroine} has to choose between the {job} and the {job}.
They decide to {hood} the {job} and {hood} his {relative}.
Along the way they meet a {adj_n} {job}, a {adj_n} {job} and a {animal}.
Meanwhile, in {place}, {heroine} is {gerund} a {noun}.
It turns out that the {job} {verb_past} his own {relative}.
Years before, {villain} {verb_past} the {noun} and {verb_past} the {job}.
{hero} doesn't know that {heroine} is the {job} who {verb_past} his {relative}.
The {job} dies, the {job} goes to prison, and {heroine} moves to {place}.
There is a fight in the {location}, and the {noun} is lost.
One night, the {noun} in the {location} begins to [move|speak|glow|bleed|scream].
Of course the {job} doesn't believe a word of it.
The police think that {hero} {verb_past} the {job}.
{hero} escapes from the {location} with the help of a {adj_n} {job}.
They are {gerund} a {noun} that belonged to a {job}.
His {relative}, a {job} with {trait}, tries to {hood} him.
Her {relative} wants her to marry a {adj_n} {job}, but she loves {hero}.
After {misfortune} the {family_n} is never the same.
{villain} is a {adj_n} man, a brutal killer with {trait}.
The {adj_n} {noun} leads them from the {location} to the {location}.
In the end {hero} and {heroine} [get married|part forever|go their own ways|open a diner|return to
  {place}].
The war breaks out, and {hero} has to leave {heroine} behind.
{heroine} is a beautiful thief, and {hero} is the {job} who must catch her.
It takes {misfortune} to bring them together again.
The {monster} kills a {job}, then a {job}, and then goes after {heroine}.
There are {job}s, {job}s, a {noun}, a {noun} and a trip to the {location}.
{hero} remembers {misfortune} and starts {gerund} a {noun}.
A {adj_n} {job} gives him a {noun} and tells him to go to {place}.
At the {location}, {heroine} discovers what really happened to her {relative}.
Everybody in the {location} seems to be {gerund} something.
His {relative} hates him, his {relative} loves him, and his {relative} thinks he is dead.
He [loses|finds|sells|hides|steals] the {noun}, and she [loses|finds|sells|burns|wants] the {noun}.
To {hood} the {job}, he has to {hood} the {job} first.
{hero} tells the {job} about {misfortune}, and they become friends.
She is [sad|happy|angry|afraid|lonely|jealous] because her {relative} {verb_past} a {job}.
The {job} says that {hero} is the worst {job} in {place}, but {heroine} believes in him.
The town thinks {heroine} is a wonderful {job}; only {hero} knows about the {noun}.
Their {adj_n} {relative} sings, drinks and [dies|dances|steals|prays] in the {location}.
A bomb is hidden in the {location}, and there is only an hour left.
Nobody knows who {verb_past} the {noun}, not even the {job}.
The {family_n} goes to {place} for the summer, where the {adj_n} son meets a {job}.
For years the {job} has been {gerund} his {relative}, and now it is too late.
A trial follows, in which a {adj_n} {job} has to defend the man who {verb_past} his {relative}.
""",
    "family_n": """
family
couple
gang
band
regiment
team
crew
class
""",
}
