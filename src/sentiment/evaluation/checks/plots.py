"""Summaries of plots, told without an opinion."""

from sentiment.evaluation.checks.filling import lines

# One a line, of about 130 words.
PLOTS = lines("""
The film opens in a small town on the coast, in the summer of 1962. Martin, who repairs boats,
  gets a letter from a notary in the capital: an aunt whom he has met only once has left him a
  house. He takes the night train and finds that a family of six has been living there since the
  spring. The father, a tram driver, shows him a contract. Martin decides to stay for a week in
  the room above the kitchen. The eldest daughter, Irene, works in a print shop and studies in the
  evenings. She helps him to read the papers of his aunt, in which the name of a painter comes up
  again and again. The two of them travel to a village near the border, where the painter's
  brother keeps bees. The last third of the film is set ten years later, when the house is to make
  way for a road.
Anna is the navigator on a ship that measures the depth of the northern sea. In the third week the
  radio falls silent, and the captain decides to go on as planned. We learn from letters that she
  has a son, who lives with his grandparents, and that she has promised to be back by Christmas.
  At the same time, on land, a clerk in the shipping office notices that one of the maps has been
  printed with two different dates. He visits the printer, then the printer's former partner, and
  then a school where the map hangs on a wall. On the ship the cook and the second engineer begin
  to keep a log of their own. When the ship turns south in November, it has one more person on
  board than when it left, and the film goes back to the first day and shows it from the clerk's
  side.
In a city that is never named, a lift operator called Samuel finds a key on the floor of his lift.
  It has a number on it, and he begins to try it on the doors of the building, one floor each
  evening. On the fourth floor he meets a piano teacher, on the ninth a man who makes clocks, and
  on the twelfth three students who share a flat and a telephone. Each of them tells him how they
  came to live there, and each story is shown as they tell it. Between the stories we see Samuel
  at home, where he lives with his sister and her two boys. She works in a laundry and wants to
  move to the country. In the last part the building gets a new owner, the lift is replaced by one
  with buttons, and Samuel is offered a place at the front door. The key turns out to belong to
  the cellar.
The story is told by Ruth, who is seventy when it begins. She sits in a bus between two villages
  and talks to the boy in the next seat about the year in which she was the only woman in a
  cycling club. We then see her at twenty, behind the counter of her uncle's shop, from which she
  delivers bread in the mornings. The club needs a sixth rider for a race over four days. They
  train on the road along the canal, and the baker's van follows them with water and spare tyres.
  On the second day of the race there is snow on the pass, and the riders spend the night in a
  school. Two of them swap their numbers there, for a reason that we hear only at the end. The
  film returns to the bus several times. By then the boy has told her where he is going, and why
  he has a suitcase with him.
A judge retires, and on his first free morning he walks to the court as he has always done. On the
  way he is asked for directions by a woman who looks for the office of births and deaths. He goes
  there with her, and it turns out that both of them were born in the same street, in the same
  week, in the same house. The film follows the two through one long day. They take a tram to the
  end of the line, eat in a canteen for builders, and go through the address books in a library.
  In the afternoon they are joined by a retired postman with a very good memory and a dog. There
  are short scenes in black and white, in which we see the street as it was before the bridge was
  built. In the evening the three of them ring at a door on the second floor, and the film ends
  before it opens.
Two brothers own a garage on the road to the airport. Peter, the elder one, keeps the books, while
  Tom does the repairs and sings in a choir on Mondays. One evening a driver leaves a grey van
  with them and pays for a month. In the second week the police come and ask about another van, a
  white one. In the third week a girl of about ten appears, who says that she knows where the
  driver is. The brothers take turns in driving her to the places that she names: a fairground, a
  quarry, a hotel that is closed for the winter. Meanwhile the choir rehearses for a concert, and
  we see the town get ready for it. Tom's solo and the return of the driver fall on the same
  night. The film shows that night twice, once with the elder brother and once with the younger
  one, and the two versions differ.
The year is 1931. A surveyor by the name of Keller is sent to a valley that will be flooded for a
  dam. He has to draw up a list of everything that stands there: houses, barns, trees and wells.
  He takes a room with the schoolmaster, whose pupils become his guides. Some of the farmers talk
  to him, some send him away, and one sells him the same apple tree three times. Every chapter of
  the film bears the name of a house and shows the people who live in it on an ordinary day. The
  chief engineer comes twice, by car in the summer and on foot in the winter. After the second
  visit the list has to be started again from the other end of the valley. A late chapter, set in
  our time, follows a diver who photographs what is left of the school, and then the surveyor's
  grandson, who has the list.
Claire translates technical manuals and lives on the fourth floor with a view of the harbour. One
  day the manual of a sewing machine contains a page that does not belong there, with a recipe and
  a telephone number. She dials it, and a man answers who seems to have expected somebody else.
  They begin to talk every Wednesday at six. He says that he is a cook on a train, and the film
  shows us the train: the kitchen, the passengers, the stations on the way to the south. Claire's
  neighbour, a retired actor, teaches her how to guess from a voice where somebody comes from. In
  the spring she gets a ticket by post. She packs and unpacks twice, and then the neighbour drives
  her to the station. The second half takes place on the train, in a single night, with eleven
  passengers and two stops.
""")
