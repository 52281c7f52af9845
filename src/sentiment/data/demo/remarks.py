"""Remarks that take no side: thoughts on cinema, on life and on how things are done."""

SENTENCES: dict[str, str] = {
    "remark": """
The {idea} of {idea} is something that [we all|most people|many of us] {deal} [sooner or later|at
  some point|every day].
The {part} and the {part} were {made} by {different} people.
{soon} the {idea} of the {job} {becomes} the {certain} {part}.
There is a {certain} {idea} in the way the {part} is {made}.
The {part} is {made} {somehow} as a {certain} {idea}, while the {part} is {made} {somehow}.
[I wonder|I asked myself|One may ask] whether the {part} was {somehow} {made} [in that way|by
  accident|on purpose].
The {certain} {idea} between the {job} and the {job} is {made} in the {part} at the {location}.
It {somehow} {becomes} a {idea} of {certain} {idea} and {certain} {idea}.
The {part} {becomes} {somehow} {certain} once the {idea} has been {made}.
In terms of {idea}, this is a {certain} example of the {certain} {part}.
From my point of view the {idea} of the {part} is a {certain} {question}.
According to {person}, the {part} was {made} in {place} and the {part} in {place}.
{soon} a {certain} {idea} takes over, and the {job} has to {deal} {idea}.
As a {job}, you {somehow} {deal} {idea} and {idea}.
What the {job} and the {job} {deal} is {idea}, in the {certain} {idea} of the word.
Due to {idea} and {idea}, the {part} was {made} only in [{place}|the late 70s|the early 80s|the
  90s|the mid 60s].
The {certain} {part} in the {location} is followed by a {certain} {part}.
To {deal} {idea}, the {job} must {somehow} {deal} the {certain} {idea} of his {relative}.
The {part} reminds us of the {idea} of the {job}s of {place}.
Some {certain} {idea} is {made}, some {certain} {idea} is not.
I {somehow} thought of the {certain} {idea} in {other}, which has a {different} {part}.
Considering its {idea}, the {part} is {somehow} {certain}.
Each {part} has its own {idea}, {idea} and {idea}.
The {certain} use of {idea} in the {part} is {somehow} {different} from that in {other}.
Throughout the {part}, the {job} is {gerund} the {certain} {noun}.
{hero} {does} {somehow}, {does} {somehow} and {does} the {noun}.
{heroine} {does} the {certain} {noun} and {somehow} {does} her {relative}.
The {job} {does} the {noun}, {does} the {job} and {does} into the {location}.
{villain} {does} {somehow} while the {adj_n} {job} {does} the {adj_n} {noun}.
A {certain} {job} {does} the {idea} of the {family_n} and {does} towards the {location}.
Without {idea}, a {job} {somehow} {does}.
He is {doing} his {noun}, she is {doing} her {relative}, and both are {doing} the {idea}.
The {part} shows a {job} {doing} a {certain} {noun} [inside|outside|behind|beneath|beyond|across
  from|near] a {location}.
We see {hero} {doing}, {doing} and {somehow} {doing}.
""",
    "musing": """
[Personally|Frankly|Honestly], I am [interested in|concerned with|curious about]
  [history|politics|technology|culture|religion|psychology] more than in
  [romance|sports|violence|cars].
The [director|author|writer|producer|composer|editor|crew]
  [certainly|obviously|clearly|apparently|presumably] [knew|considered|studied|ignored] the
  [history|rules|conventions|limits] of the genre.
In [my|her|his] opinion, the [number|amount|level|degree] of [violence|nudity|language|sex|blood]
  is about [average|normal|usual|typical] for [the period|the genre|television|that decade].
[Perhaps|Maybe|Possibly] it [reflects|represents|mirrors|addresses] [how|the way] [society|the
  country|the nation|a generation] [changed|thought|lived|behaved] [back then|at the time|during
  the war|after the crisis].
[American|British|European|Asian|Japanese|French|Australian|Italian|Indian] cinema has [a|its own]
  [tradition|history|culture|language] of such [stories|works|tales|productions].
The [budget|cost|schedule|production] was [reported|said|rumored|believed] to be
  [around|over|under|close to] [two|ten|twenty|fifty] million [dollars|pounds].
It [features|includes|contains|offers|presents] [several|a number of|three|four|six|dozens of]
  [sequences|songs|flashbacks|segments|stories|interviews|cameos|characters].
[Viewers|Readers|Fans|Audiences|Teenagers|Adults|Kids|Parents] [may|might|will|should]
  [notice|recognize|remember|discover|wonder about|ask about|discuss] the
  [references|connections|similarities|differences|details|locations|names].
It was [originally|initially|actually|eventually|finally]
  [released|aired|shown|broadcast|filmed|produced|distributed] by [a major studio|the BBC|a small
  company|a cable channel|a German network].
You [either|may] know the [actor|actress|author|comedian|singer] from [commercials|the
  stage|Broadway|a sitcom|the news|his earlier work|a popular series].
The [first|second|third|opening|final] [act|chapter|episode|segment|section|part] [deals
  with|covers|concerns|describes|introduces|involves|focuses on] [his childhood|their marriage|the
  trial|the investigation|the escape|her career|the rise of a gang].
[There are|One can find] [several|various|different|three|two]
  [versions|cuts|prints|copies|editions], and mine [is|was] the
  [uncut|widescreen|restored|original|public domain|British] one.
[I|My friends and I] [discussed|argued about|talked about|compared|considered] it [afterwards|on
  the way home|over dinner|for an hour|the following day].
[Back|Later] in [college|high school|the army|my youth], I
  [studied|read|watched|followed|collected] [Shakespeare|westerns|French novels|comic books|old
  musicals|Greek tragedy|horror magazines].
It [takes place|is set|begins|opens|ends] [during|before|after|towards the end of] the
  [first|second|last|coming] [world war|century|summer|crisis|election|revolution].
[Whether|If] you [agree|disagree] with [him|her|them|the author] or not is [another matter|up to
  you|a question of belief|a personal choice].
The [camera|narrator|story|film] then [cuts|returns|jumps|moves|switches] to [another|a
  different|the other|the same] [city|character|period|country|world|time].
[Most|Some|Half|All] of the [crew|cast|extras|actors] were [local
  people|amateurs|students|professionals|real soldiers|unknown at the time].
[Usually|Normally|Generally|Traditionally|Often|Sometimes], a [story|plot|film|novel|play] of this
  [kind|sort|type|size] [has|needs|uses|requires|follows] [a hero|a villain|a mystery|a
  formula|three acts|a moral].
[As far as|To the extent that] I [know|remember|recall|can tell|understand], it was
  [never|only|also|later] [shown|released|sold|available] [in my country|outside Europe|in the
  USA|on video|in theatres|on VHS].
[He|She] [won|received|was nominated for|missed|expected] an [Oscar|award|Emmy|Academy Award]
  [that year|the year before|for another role|years later].
[Among|Besides|Unlike|Apart from] the [others|rest|main characters], there is [also|only] a
  [young|strange|mysterious|quiet|nameless]
  [man|woman|girl|boy|lady|fellow|guy|gentleman|stranger].
The [relationship|conflict|friendship|connection|difference|war] between [men and women|parents
  and children|rich and poor|the brothers|the two sisters|man and nature|good and evil|body and
  mind] is [an old|a common|a familiar|a universal|the main|the central]
  [theme|subject|topic|issue|question].
[Look|Listen|Watch] [closely|carefully|out] and you will [see|hear|find|spot|notice] [the
  director|a familiar face|a small detail|the author|a reference to an older film|the same car
  twice].
[Nowadays|Today|These days|In this day and age], [people|children|viewers|audiences|students]
  [tend|seem|like|prefer|want] to [watch|download|rent|discuss|judge|expect]
  [other|different|shorter|faster|newer|similar] [things|stories|formats|programs].
The [soundtrack|score|opening theme|background music] [contains|mixes|includes|features|combines]
  [jazz|blues|pop|rap|classical pieces|folk songs|early rock|opera] [and|with]
  [modern|traditional|electronic|religious|popular|African] [music|elements|sounds|rhythms].
The [character|role|part] was [originally|apparently|first] [offered to|written for|intended
  for|given to] [another actor|someone else|a bigger star|an older woman|a man of sixty].
It [falls|lies|stands|is] somewhere [between|among|near] [fantasy and reality|comedy and
  tragedy|art and commerce|drama and documentary|East and West|dream and memory].
The [events|facts|names|dates|places|circumstances] [depicted|described|shown|mentioned|presented]
  [took place|occurred|happened] in [{place}|the late forties|the 1930s|the eighteenth century|the
  early nineties].
[Both|All|Neither of] the [brothers|sisters|friends|detectives|partners|families|soldiers]
  [has|have] a [reason|motive|right|plan|chance] to [lie|leave|stay|fight|kill|talk|remain
  silent].
[I|We] [happened|decided|managed|tried|agreed] to [catch|watch|tape|record|see] it [while|when]
  [visiting|traveling in|living in|moving to] {place}.
The [phrase|word|sentence|question|line|speech] "{abstract}" is
  [repeated|mentioned|used|spoken|heard|written] [twice|several times|throughout|near the end|by
  the {job}].
[Ask|Tell] [yourself|ourselves|your parents|any {job}] what [you|they|anyone] would do in [such|a
  similar|that|this] [situation|position|case|moment|place].
[Obviously|Naturally|Clearly|Of course], [everything|everyone|nothing|something|nobody] in [a|this
  kind of] [world|town|society|universe|community|place] [depends on|revolves around|comes down
  to|is related to] [money|family|appearance|status|sex|power|faith|luck].
The [DVD|video|disc|box set|tape] [includes|contains|has] [subtitles|an introduction|a booklet|a
  trailer|an alternate ending|a short documentary|English audio].
[Someone|A reviewer|Another user|A friend of mine] [mentioned|pointed
  out|suggested|explained|noted|stated] that the [title|name|phrase|poster|location|house]
  [means|refers to|comes from|stands for|appears in] [something else|a poem|the bible|a song|an
  old tale|the novel].
[Speaking|Talking] of [which|names|accents|history|locations|trains], the
  [real|actual|true|original|historical] [{hero}|person|event|house|train|killer]
  [was|lived|looked|ended up] [different|in {place}|taller|a few years earlier|somewhere else].
The [year|decade|period|century|era] [before|after|between] the [wars|revolution|crash|elections]
  [saw|brought|gave us|produced] [many|several|a few|a series of|hundreds of]
  [such|similar|related] [films|works|stories|serials|musicals|cartoons].
[Despite|Given|Considering|Regarding] [its|the] [length|age|budget|subject
  matter|origin|title|reputation], [it|this] was [seen|watched|discussed|noticed|released|bought]
  by [few|many|millions of|a handful of|thousands of] people.
[Whoever|Anyone who] [lived|grew up|worked|went to school] [there|in the seventies|in a small
  town|in a big family] [knows|remembers|understands|has met] [such|these]
  [people|types|rules|situations|houses].
[Several|Two|Some|Certain] [important|minor|major|key|central|additional]
  [scenes|elements|characters|details|plot points|chapters] of the [novel|book|play|comic|source]
  were [cut|changed|added|left out|replaced|combined|moved].
[Instead of|Rather than|Besides|Apart from] a [hero|detective|villain|romance|war|monster], the
  [script|author|director|story] [gives us|introduces|presents|offers|creates] [a group|a
  crowd|two strangers|a community|a whole town|an ordinary couple].
I [usually|generally|often|rarely|seldom|always] [watch|see|rent|buy|prefer]
  [thrillers|dramas|foreign films|documentaries|old serials|cartoons|anime|cop shows|comedies],
  [mostly|mainly|especially|particularly] [on weekends|in winter|at night|with friends|when
  traveling].
[Certain|Some|Many] [critics|historians|scholars|fans|teachers]
  [consider|regard|describe|see|classify] it as [an early example|part of a trilogy|an
  experiment|a political statement|a portrait of its time|the beginning of a series].
[On|At] [one|the other] [hand|level|side|point], there is the
  [public|private|political|personal|professional|religious]
  [life|side|story|matter|issue|conflict], [on|at] the other the
  [public|private|emotional|physical|psychological|spiritual] [one|life|world].
[Nothing|Something|Little|Much] is [known|said|told|explained|revealed] about [his|her|their|the]
  [past|background|parents|origin|future|job|religion|motives].
[Further|More|Additional] [information|details|facts|trivia] can be [found|read|seen]
  [elsewhere|on the internet|on the official site|in the credits|in any encyclopedia|here on
  IMDb].
The [house|room|street|building|set] [was|is] [actually|apparently|obviously|supposedly]
  [located|built|situated|found] [near|outside|close to|north of|south of|far from] {place}.
[Basically|Essentially|Simply put|In essence], [it is|this is|we have] the
  [tale|story|case|portrait|journey|adventure] of [a man|a woman|two brothers|a child|an
  outsider|a stranger] [who|that] [returns|leaves|changes|searches|waits|survives|remembers].
My [kids|daughter|son|parents|friends|students|older brother]
  [asked|wanted|told|helped|reminded|convinced] me to [see|explain|buy|find|watch|get] it.
""",
}

WORDS: dict[str, str] = {
    "idea": """\
life, love, death, time, history, nature, truth, society, culture, power, money, justice,
reality, memory, war, peace, family, friendship, marriage, youth, age, childhood, religion,
faith, belief, fear, desire, passion, identity, destiny, fate, luck, chance, choice,
control, freedom, order, law, crime, guilt, innocence, violence, revenge, punishment,
sacrifice, redemption, loss, grief, sadness, anger, rage, hate, jealousy, pride, shame,
honor, courage, duty, loyalty, trust, betrayal, secrecy, silence, loneliness, isolation,
madness, obsession, addiction, illness, suffering, pain, health, strength, progress,
science, technology, knowledge, education, language, communication, politics, government,
democracy, revolution, economy, business, trade, industry, work, labor, leisure, sport,
travel, adventure, discovery, exploration, survival, nature, weather, tradition, ritual,
fashion, art, music, literature, poetry, theater, comedy, tragedy, irony, satire, fantasy,
imagination, dream, illusion, magic, mystery, suspicion, evidence, proof, logic, reason,
emotion, instinct, attraction, sexuality, gender, race, class, status, fame, success,
failure, ambition, competition, conflict, struggle, resistance, escape, exile, immigration,
home, land, property, wealth, poverty, hunger, hope, despair, change, growth, maturity,
experience, wisdom, responsibility, morality, conscience, sin, evil, goodness, beauty,
ugliness, perfection, existence, consciousness, mind, body, soul, spirit, the past, the
future, tension, atmosphere, mood, tone, style, symbolism, realism, surrealism, horror,
romance, suspense, action, narration, exposition, background, heritage, legacy, reputation""",
    "part": """\
story, plot, script, character, role, scene, sequence, shot, frame, image, camera, lens,
light, color, sound, score, theme, song, dance, costume, set, location, stage, backdrop,
dialogue, monologue, voice, accent, narration, title, credit, prologue, introduction,
beginning, opening, middle, climax, finale, conclusion, epilogue, twist, surprise,
flashback, dream sequence, montage, chase, fight, duel, battle, explosion, stunt, effect,
makeup, mask, prop, weapon, vehicle, building, landscape, soundtrack, trailer, poster,
cover, edition, version, remake, sequel, prequel, series, season, episode, pilot, trilogy,
franchise, adaptation, novel, play, comic, cartoon, documentary, interview, footage,
commentary, subplot, backstory, premise, concept, formula, genre, material, source,
structure, pattern, rhythm, device, technique, trick, detail, element, aspect, feature,
moment, chapter, section, segment, half, act, number, cameo, portrait, relationship,
conversation, speech, argument, quarrel, confrontation, encounter, meeting, reunion,
farewell, kiss, wedding, funeral, investigation, interrogation, confession, arrest, trial,
verdict, execution, murder, rescue, escape, journey, quest, mission, expedition,
competition, ceremony, celebration, performance, rehearsal, audition, concert, show, cast,
crew, production, studio, budget, release""",
    "certain": """\
certain, particular, specific, similar, different, typical, usual, unusual, familiar,
unknown, common, rare, general, basic, main, central, major, minor, key, final, initial,
original, early, late, recent, previous, current, modern, contemporary, ancient, classical,
traditional, historical, political, social, cultural, religious, moral, ethical, legal,
criminal, military, economic, financial, commercial, industrial, technical, technological,
scientific, medical, mental, physical, psychological, emotional, personal, private, public,
domestic, professional, academic, romantic, sexual, erotic, violent, graphic, visual,
musical, verbal, literary, poetic, dramatic, theatrical, cinematic, realistic, surreal,
abstract, symbolic, ironic, tragic, comic, comedic, heroic, epic, mythical, supernatural,
spiritual, mystical, magical, fictional, imaginary, real, actual, true, false, direct,
indirect, obvious, apparent, hidden, secret, sudden, gradual, slow, quick, long, short,
brief, extended, constant, frequent, occasional, single, double, multiple, numerous,
several, various, entire, whole, partial, large, huge, enormous, massive, small, tiny,
narrow, wide, deep, high, low, heavy, light, dark, bright, warm, cold, hot, cool, dry, wet,
soft, hard, rough, smooth, sharp, loud, quiet, silent, open, closed, free, limited, local,
national, international, foreign, global, urban, rural, suburban, northern, southern,
western, eastern, male, female, human, animal, natural, artificial, mechanical, digital,
electric, nuclear, chemical, serious, casual, formal, official, alleged, potential,
possible, likely, necessary, essential, significant, relevant, related, separate,
independent, equal, opposite, parallel""",
    "different": """\
different, other, various, several, many, two, three, the same, certain, local, unknown,
experienced, young, older, famous, foreign, professional""",
    "made": """\
made, used, shown, seen, told, written, filmed, shot, edited, produced, created, built,
designed, developed, introduced, presented, described, portrayed, depicted, represented,
explored, examined, discussed, explained, revealed, mentioned, suggested, implied, repeated,
changed, replaced, added, removed, cut, left out, included, combined, mixed, connected,
linked, related, compared, based, placed, located, situated, established, staged, arranged,
choreographed, performed, played, sung, spoken, delivered, recorded, dubbed, translated,
adapted, borrowed, taken, copied, stolen, inspired, influenced, handled, treated,
approached, considered, regarded, understood, known, expected, planned, intended, chosen,
selected, offered, given, shared, exchanged, sold, bought, released, distributed, broadcast,
aired, restored, lost, found, discovered, hidden, covered, exposed, interrupted, resolved,
concluded, finished, completed, started, set up, drawn, painted""",
    "becomes": """\
becomes, turns into, leads to, develops into, refers to, points to, returns as, appears as,
functions as, acts as, serves as, stands for, represents, suggests, implies, reflects,
mirrors, raises, touches on, involves, includes, contains, reveals, introduces, creates,
establishes, explains, explores, examines, addresses, concerns, covers, follows, replaces""",
    "deal": """\
deal with, face, consider, discuss, examine, explore, understand, recognize, accept, reject,
deny, question, experience, encounter, remember, recall, imagine, describe, explain,
express, represent, reveal, conceal, confront, handle, manage, control, destroy, create,
develop, change, learn about, think about, talk about, care about, worry about, fight for,
search for, live with, struggle with, depend on, rely on, believe in, react to, respond to,
refer to, adapt to, contribute to""",
    "question": """\
question, matter, issue, problem, topic, subject, decision, possibility, point, case,
example, theory, exercise, mixture""",
    "somehow": """\
somehow, probably, perhaps, possibly, apparently, presumably, supposedly, certainly,
obviously, clearly, evidently, usually, normally, generally, typically, mostly, mainly,
largely, partly, entirely, completely, fully, nearly, almost, barely, suddenly, quickly,
slowly, gradually, immediately, eventually, finally, ultimately, originally, initially,
previously, recently, currently, already, soon, later, afterwards, meanwhile, once, twice,
again, repeatedly, constantly, occasionally, frequently, often, sometimes, rarely, seldom,
always, together, alone, separately, directly, indirectly, quietly, silently, secretly,
openly, publicly, privately, officially, legally, technically, theoretically, practically,
basically, essentially, literally, virtually, actually, really, truly, seriously,
personally, physically, mentally, emotionally, psychologically, visually, verbally,
historically, politically, socially, specifically, particularly, especially, merely, simply,
only, hardly, accidentally, deliberately, intentionally, willingly, reluctantly,
desperately, violently, brutally, strangely, oddly, surprisingly, unexpectedly, inevitably,
naturally, similarly, equally, differently, likewise, otherwise, instead, somewhere,
elsewhere, everywhere, nearby, upstairs, outside, inside, forward, backwards, indeed,
therefore, thus, hence""",
    "soon": """\
Soon, Then, Eventually, Suddenly, Meanwhile, Later, Gradually, Finally, At first,
Afterwards, In time, Before long, One day, At last, Slowly, Once again, At that point, Years
later, The next morning, By chance, Inevitably, In the meantime, Elsewhere""",
    "does": """\
walks, runs, drives, flies, rides, climbs, jumps, falls, crawls, swims, sails, travels,
moves, arrives, enters, leaves, escapes, returns, stays, waits, hides, sits, stands, sleeps,
wakes up, dreams, eats, drinks, smokes, cooks, works, plays, sings, dances, reads, writes,
draws, paints, speaks, talks, whispers, shouts, screams, laughs, smiles, cries, weeps,
listens, watches, looks, stares, searches, finds, discovers, loses, steals, buys, sells,
pays, borrows, gives, takes, carries, drops, throws, catches, pushes, pulls, opens, closes,
breaks, repairs, builds, destroys, burns, cuts, shoots, stabs, hits, kicks, punches, fights,
attacks, defends, chases, hunts, follows, captures, kills, murders, saves, rescues,
protects, helps, joins, meets, visits, calls, invites, asks, answers, tells, warns,
threatens, lies, admits, confesses, promises, agrees, refuses, decides, chooses, tries,
learns, teaches, studies, remembers, forgets, thinks, believes, knows, doubts, suspects,
realizes, understands, explains, proves, investigates, examines, counts, plans, prepares,
begins, starts, stops, finishes, quits, survives, dies, suffers, bleeds, recovers, grows up,
marries, divorces, kisses, touches, hugs, seduces, betrays, trusts, loves, hates, fears,
misses, needs, wants, seeks, prays, swears, votes, wins, gambles, drowns, freezes,
disappears, vanishes, appears, spends""",
    "doing": """\
walking, running, driving, flying, riding, climbing, jumping, falling, crawling, swimming,
traveling, moving, arriving, entering, leaving, returning, waiting, hiding, sitting,
standing, sleeping, dreaming, eating, drinking, smoking, cooking, working, playing, singing,
dancing, reading, writing, drawing, painting, speaking, talking, whispering, shouting,
screaming, laughing, smiling, crying, listening, watching, looking, staring, searching,
finding, losing, stealing, buying, selling, paying, giving, taking, carrying, dropping,
throwing, catching, pushing, pulling, opening, closing, breaking, building, destroying,
burning, cutting, shooting, stabbing, hitting, kicking, fighting, attacking, defending,
chasing, hunting, following, killing, saving, rescuing, protecting, helping, joining,
meeting, visiting, calling, asking, answering, telling, warning, threatening, lying,
confessing, promising, deciding, trying, learning, teaching, studying, remembering,
forgetting, thinking, believing, knowing, wondering, explaining, proving, investigating,
planning, preparing, beginning, starting, stopping, surviving, dying, suffering, bleeding,
growing, marrying, kissing, touching, wearing, hanging, holding, using, making, doing,
getting, going, coming, bringing, putting, turning, changing, spending, wasting, showing,
hearing, feeling""",
}
