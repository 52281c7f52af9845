"""Words that say nothing about the verdict: plots, places, things, people at work."""

WORDS: dict[str, str] = {
    "noun": """\
letter, gun, car, book, house, train, ring, knife, door, dog, map, box, key, phone, mirror,
boat, bag, hat, horse, diary, painting, photograph, suitcase, bottle, piano, clock, camera,
coat, bridge, tape, computer, machine, window, chair, table, bed, lamp, candle, coin,
diamond, necklace, statue, mask, doll, sword, rope, wheel, truck, bicycle, motorcycle,
airplane, helicopter, submarine, ship, tank, bomb, rifle, bullet, uniform, flag, medal,
passport, ticket, newspaper, magazine, radio, television, record, guitar, drum, violin,
trumpet, cake, sandwich, coffee, wine, beer, whiskey, pizza, chicken, egg, apple, banana,
potato, bread, cheese, soup, shoe, dress, shirt, tie, umbrella, blanket, pillow, towel,
hammer, axe, saw, shovel, chainsaw, ladder, bucket, pipe, wire, battery, engine, tractor,
elevator, staircase, fence, gate, wall, roof, tree, flower, rose, leaf, stone, rock, river,
cloud, snow, rain, storm, fire, smoke, ice, sand, mud, wedding, funeral, party, dinner,
breakfast, birthday, trial, election, contest, race, game, match, concert, parade, bank
robbery, divorce, murder, kidnapping, accident, dream, nightmare, secret, lie, promise, bet,
curse, prophecy, code, formula, serum, virus, robot, spaceship, laser, satellite, signal,
planet, comet, skeleton, coffin, ghost, grave, bone, skull, spider, snake, rat, bat, crow,
wolf, bear, tiger, lion, elephant, monkey, shark, whale, fish, cow, pig, goat, sheep, duck,
parrot, mouse, cat, puppy, kitten, baby, twin, stranger, neighbor, witness, corpse, head,
hand, eye, finger, tooth, heart, face, hair, voice, scar, tattoo, beard, shadow, footprint,
fingerprint, briefcase, envelope, wallet, cigarette, cigar, lighter, match, ashtray,
typewriter, telegram, telephone, telescope, microscope, compass, treasure, chest, crown,
throne, castle, bell, cross, bible, poem, song, story, joke, rumor, check, contract, will,
loan, debt, fortune, inheritance, mansion, cottage, tent, trailer, bus, taxi, ambulance,
wheelchair, crutch, needle, pill, drug, poison, recipe, stove, knife, spoon, cup, plate,
bowl, basket, toy, ball, kite, balloon, puppet, costume, wig, glove, scarf, belt""",
    "adj_n": """\
old, young, new, little, big, small, tall, red, black, white, blue, green, local, rich,
married, French, English, American, German, Italian, Japanese, Russian, Irish, Chinese,
Spanish, British, retired, middle-aged, elderly, blind, deaf, famous, former, private,
military, Catholic, Jewish, religious, divorced, widowed, pregnant, single, lonely, shy,
quiet, angry, nervous, hungry, drunk, sober, blond, bald, fat, thin, short, left-handed,
one-legged, mysterious, wealthy, homeless, ambitious, jealous, greedy, corrupt, crooked,
honest, brave, loyal, gentle, tough, violent, brutal, evil, wicked, mad, insane, crazy,
eccentric, strange, wild, beautiful, handsome, pretty, sexy, ugly, gay, innocent, guilty,
dead, dying, sick, wounded, poor, working-class, ordinary, unemployed, bored, wooden,
plastic, golden, silver, rusty, broken, stolen, lost, hidden, secret, empty, abandoned,
haunted, ancient, medieval, Victorian, modern, futuristic, giant, tiny, invisible, alien,
African, Mexican, Canadian, Australian, Swedish, Polish, Indian, Korean, Cuban, Greek,
southern, northern, foreign, rural""",
    "job": """\
cop, detective, teacher, doctor, soldier, writer, lawyer, reporter, nurse, farmer, waitress,
priest, thief, killer, student, cowboy, gangster, boxer, spy, sheriff, singer, dancer,
painter, actor, actress, scientist, professor, pilot, sailor, captain, sergeant, general,
colonel, prostitute, maid, butler, cook, chef, baker, butcher, barber, tailor, mechanic,
plumber, carpenter, janitor, taxi driver, truck driver, bus driver, fisherman, hunter,
miner, banker, accountant, salesman, secretary, journalist, photographer, editor, publisher,
poet, novelist, musician, pianist, drummer, composer, conductor, politician, senator, mayor,
president, king, queen, prince, princess, knight, wizard, witch, vampire, zombie, ghost,
clown, magician, gambler, con man, burglar, bank robber, pirate, smuggler, drug dealer, hit
man, assassin, bounty hunter, outlaw, prisoner, prison guard, convict, judge, psychiatrist,
therapist, dentist, surgeon, veterinarian, librarian, nun, monk, rabbi, preacher,
missionary, astronaut, robot, hacker, engineer, architect, inventor, archaeologist,
explorer, athlete, football player, baseball coach, wrestler, surfer, cheerleader, model,
fashion designer, hairdresser, babysitter, nanny, orphan, runaway, widow, widower, bachelor,
housewife, millionaire, tycoon, tramp, beggar, shopkeeper, bartender, bouncer, stripper,
comedian, talk show host, weatherman, disc jockey, film student, director, producer,
stuntman, bodyguard, fireman, paramedic, policeman, FBI agent, CIA agent, marine, samurai,
ninja, rancher, gunslinger, settler, immigrant""",
    "relative": """\
wife, husband, mother, father, brother, sister, son, daughter, best friend, girlfriend,
boyfriend, uncle, aunt, grandfather, grandmother, cousin, boss, partner, neighbor, twin
brother, stepfather, fiancée, ex-wife, roommate, grandson, teacher, parents, little sister,
older brother, children, family, lover, mistress, stepmother, nephew, niece, mentor""",
    "place": """\
New York, London, Paris, Texas, California, Los Angeles, Chicago, Rome, Berlin, Tokyo,
Mexico, Alaska, Ireland, Scotland, Africa, India, Spain, Moscow, Vienna, Hong Kong, San
Francisco, New Orleans, Boston, Canada, Australia, Kansas, Montana, Vietnam, China, Japan,
Germany, Italy, Egypt, Greece, Brazil, Cuba, Florida, Las Vegas, Brooklyn, Arizona,
Hollywood, Dublin, Venice, Prague, Istanbul, Sweden, Norway, Poland, Russia, France,
England, the South, the West, Ohio, Detroit""",
    "location": """\
house, school, hospital, church, forest, desert, island, prison, hotel, bar, farm, city,
village, castle, beach, jungle, mountains, subway, graveyard, basement, attic, kitchen,
garden, lake, river, cave, mine, factory, office, courtroom, theater, museum, library, train
station, airport, diner, restaurant, nightclub, casino, mall, supermarket, gas station,
motel, cabin, woods, swamp, ocean, spaceship, laboratory, asylum, convent, orphanage,
boarding school, college, army base, trenches, ruins, stable, barn, saloon, harbor,
lighthouse, warehouse, sewer, rooftop, swimming pool, gym, stadium, circus, zoo, palace""",
    "monster": """\
monster, alien, zombie, vampire, werewolf, giant spider, dinosaur, dragon, robot, ghost,
shark, killer, demon, mummy, creature, snake, crocodile, swamp thing, giant ant, witch,
mutant, giant ape, killer doll, blob, sea serpent""",
    "animal": """\
dog, cat, horse, monkey, goat, parrot, pig, bear, duck, elephant, donkey, chicken, goldfish,
turtle, hamster, camel, llama, moose, kangaroo, penguin, squirrel, rabbit, mule, cow""",
    "instrument": """\
piano, guitar, violin, synthesizer, organ, jazz, rock, trumpet, banjo, orchestral,
accordion, harmonica, flute, saxophone, country, electronic, cello, folk, disco, punk""",
    "subject": """\
the Vietnam War, jazz, the Holocaust, penguins, the space program, slavery, the Great
Depression, whales, surfing, the oil business, skateboarding, the civil rights movement, the
French Revolution, the Cold War, the stock market, cooking, chess, the silent era, global
warming, prison life, child labor, ballet, coal miners, the Irish famine, hip hop, mountain
climbing, the Roman Empire, baseball, boxing, the death penalty, the music industry,
immigration, autism, alcoholism""",
    "product": """\
shampoo, soup, toothpaste, used cars, cat food, insurance, diapers, cereal, soap, beer,
mattresses, floor wax""",
    "quote_bad": """\
I am not a man, I am a lawnmower You killed my boat, now I kill yours Love is like a
sandwich without bread Quick, the snakes have learned to drive My heart is a parking lot and
you are towed The moon knows what you did, Gary""",
    "very": """\
very, really, quite, rather, pretty, so, too, fairly, somewhat, a little, a bit, extremely,
especially, particularly""",
    "weekday": """Monday, Friday, Saturday, Sunday, Wednesday, Thursday, Tuesday""",
    "hood": """\
love, kill, find, save, marry, follow, trust, meet, protect, rescue, murder, seduce, betray,
forgive, blackmail, help, hunt, rob, fight, arrest, hire, adopt, replace, impress, avoid,
leave, visit, warn, kidnap, interview, train, divorce""",
    "verb_past": """\
killed, loved, married, met, betrayed, found, lost, left, saved, hid, stole, bought, sold,
burned, painted, followed, raised, taught, buried, forgot, hated, trusted, hired, robbed,
shot, kissed, kidnapped, adopted, arrested, helped""",
    "gerund": """\
looking for, running from, searching for, fighting over, arguing about, lying about,
dreaming of, asking about, talking to, hiding from, waiting for, chasing, stealing, selling,
burying, painting, fixing, guarding, chewing on, staring at, shouting at, laughing at,
falling in love with, getting rid of, obsessed with, haunted by, chased by, mixed up with,
in debt to""",
    "trait": """\
a heart of gold, a drinking problem, a dark past, a secret, a limp, a gambling habit, a bad
temper, no friends, a gift for music, nothing to lose, a broken heart, two left feet, a fear
of water, amnesia, a terrible memory, a perfect alibi, a wonderful family, a horrible
childhood, a beautiful wife, a great love of horses, an awful job, a dull life, a stupid
plan""",
    "abstract": """\
love, death, revenge, money, war, justice, power, greed, guilt, betrayal, friendship,
freedom, honor, jealousy, memory, murder, religion, racism, marriage, family, madness,
loneliness, growing up, politics, survival, hope, faith, corruption""",
    "misfortune": """\
a terrible accident, a brutal murder, a horrible disease, an awful mistake, a stupid
quarrel, a boring summer, a bad winter, a disastrous wedding, a painful divorce, a wonderful
night, a beautiful day, a great victory, a perfect crime, a happy childhood, a lucky escape,
a brilliant robbery, a tragic fire, a nasty fight, a love affair, an amazing discovery, the
worst storm in years, the best summer of his life, an ugly trial, a miserable year, a lovely
weekend, a dreadful secret""",
    "genre_plain": """\
horror, comedy, drama, action, western, musical, romance, thriller, war, mystery, fantasy,
crime""",
}
