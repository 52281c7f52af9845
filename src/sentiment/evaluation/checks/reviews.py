"""Whole reviews for the checks that change something which does not matter."""

from sentiment.evaluation.checks.cases import Case
from sentiment.evaluation.checks.filling import pairs

_REVIEWS = """
I had been looking forward to this film for months, and I left in the middle. The characters talk
  and talk without saying anything, and the big secret is obvious after ten minutes. A real
  disappointment.
I knew nothing about this film beforehand, and it bowled me over. The characters talk like people
  you could meet tomorrow, and the big secret caught me completely off guard. A real discovery.
The first joke is about a fat man on a bicycle, and so are the other fifty. I didn't laugh once,
  and the children next to me started to throw popcorn.
The first joke is about a dog on a bicycle, and it gets better with every minute. I laughed until
  I cried, and the children next to me wanted to stay for the next showing.
It's slow, it's pompous, and it's nearly three hours long. The director clearly thinks that a
  silent face is always profound. I found it empty.
It's slow, it's quiet, and it's nearly three hours long. The director trusts a silent face to tell
  us everything. I found it deeply moving.
The story of the lighthouse keeper deserved a much better film. Everything here is either shouted
  or whispered, the music never stops, and the ending makes no sense at all.
The story of the lighthouse keeper could not have been told better. Nothing is shouted, the music
  knows when to stop, and the ending is both surprising and right.
I can't imagine who this was made for. The monster looks like a carpet, the hero can't act, and
  the dialogue sounds as if it had been written during the lunch break.
I'd show this to all of my friends. The monster is genuinely frightening, the hero is a delight,
  and the dialogue is full of dry humour.
Another thriller in which clever people behave like complete fools. I guessed the murderer in the
  second scene and spent the remaining time wishing that I were somewhere else.
At last a thriller in which clever people behave like clever people. I suspected everybody in turn
  and spent the whole time on the edge of my seat.
A documentary about bread ought to make you hungry. This one made me sleepy. The same three
  experts repeat the same three sentences, and the pictures are out of focus.
A documentary about bread ought to make you hungry. This one does. The bakers are marvellous
  talkers, and the pictures of the ovens at night are simply beautiful.
The songs are bland, the dancing is stiff, and the couple in the centre could be brother and
  sister for all the passion they show. Save your money.
The songs are splendid, the dancing takes your breath away, and the couple in the centre could
  light up the whole theatre. Worth every penny.
As a study of loneliness this is shallow, and as entertainment it is torture. I kept checking the
  time. Please don't believe the enthusiastic reviews.
As a study of loneliness this is profound, and as entertainment it is irresistible. I forgot the
  time. Please believe the enthusiastic reviews.
My grandmother picked this western, and she apologised to us on the way home. It's badly shot,
  badly cut and badly acted, and the horses look tired.
My grandmother picked this western, and we thanked her all the way home. It's beautifully shot,
  the actors are excellent, and the final duel is unforgettable.
They have taken a wonderful novel and thrown out all that was wonderful about it. What remains is
  a dull crime story with a handsome but hopeless actor in the middle.
They have taken a difficult novel and found everything that was wonderful about it. What emerges
  is a tender love story with a brilliant actress in the middle.
I don't often write about films, but this one made me so angry that I have to. It's lazy, it's
  cynical, and it treats its audience like children.
I don't often write about films, but this one made me so happy that I have to. It's generous, it's
  witty, and it treats its audience like grown-ups.
"""


def reviews() -> list[Case]:
    """Negative and positive ones in turn, of two to four sentences, that leave no doubt."""
    return pairs(_REVIEWS)
