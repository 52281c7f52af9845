"""Words of praise by aspect, the most frequent first."""

WORDS: dict[str, str] = {
    "adj+": """\
great, good, excellent, wonderful, brilliant, amazing, fantastic, perfect, superb,
enjoyable, beautiful, fun, entertaining, terrific, outstanding, fine, lovely, solid,
impressive, powerful, touching, moving, charming, delightful, fascinating, memorable,
interesting, refreshing, incredible, awesome, remarkable, nice, clever, intelligent,
special, original, stunning, unforgettable, engaging, gripping, marvelous, magnificent,
captivating, compelling, sweet, heartwarming, thoughtful, first-rate, top-notch, underrated,
satisfying, splendid, magical, thrilling, exciting, haunting, inspiring, poignant, timeless,
hilarious, smart, stylish, exceptional, extraordinary, breathtaking, riveting, absorbing,
flawless, rich, witty, well-made, well made, unique, sincere, tender, warm, decent,
worthwhile, rewarding, likable, gorgeous, masterful, phenomenal, spectacular, sublime,
uplifting, endearing, priceless, cool, bold, innovative, imaginative, inventive, subtle,
wise, humane, authentic, honest, fresh, lively, vivid, polished, winning, infectious,
irresistible, mesmerizing, enchanting, exquisite, sensational, superior, underappreciated,
overlooked, heartfelt, life-affirming, thought-provoking, challenging, mature, complex,
daring, ambitious, crisp, taut, elegant, graceful, joyful, exhilarating, pleasant,
delicious, admirable, commendable, noteworthy, stellar, dazzling, ingenious, feel-good,
good-natured""",
    "marvel+": """\
masterpiece, gem, classic, treat, delight, joy, winner, pleasure, triumph, little gem,
hidden gem, work of art, treasure, minor classic, blast, keeper, real find, feast, tour de
force, breath of fresh air, pleasant surprise, landmark, revelation, small miracle, crowd
pleaser, must-see, instant favorite, modern classic, hoot, roller coaster ride, knockout,
wonder, charmer, tearjerker in the best sense, thing of beauty, sleeper, jewel, diamond in
the rough, cult classic, home run, stunner, rare bird""",
    "adv+": """\
beautifully, brilliantly, perfectly, wonderfully, superbly, nicely, well, very well,
expertly, skillfully, masterfully, cleverly, convincingly, magnificently, flawlessly,
delightfully, effectively, marvelously, splendidly, powerfully, elegantly, sensitively,
subtly, tenderly, intelligently, vividly, gracefully, lovingly, honestly, admirably,
impeccably, exquisitely, realistically, seamlessly, smoothly""",
    "very+": """\
truly, genuinely, wonderfully, surprisingly, really, very, absolutely, simply, thoroughly,
highly, extremely, quite, just, so, incredibly, remarkably, refreshingly, totally,
immensely, utterly, deeply, delightfully, consistently, always, pretty, amazingly,
beautifully""",
    "liked+": """\
loved, enjoyed, really enjoyed, liked, really liked, absolutely loved, adored, thoroughly
enjoyed, was moved by, was blown away by, fell in love with, had a great time with, was
impressed by, appreciated, was charmed by, admired, was captivated by, was hooked by, was
thrilled by, was delighted with, treasured, was fascinated by, cherished, was touched by,
was glued to, could watch nothing but, savored, got a kick out of""",
    "like+": """\
love, enjoy, like, adore, recommend, appreciate, admire, cherish, really like, highly
recommend, treasure""",
    "quality+": """\
charm, heart, warmth, wit, style, class, soul, humor, intelligence, beauty, grace, energy,
honesty, suspense, tension, atmosphere, imagination, originality, depth, emotion, passion,
magic, humanity, skill, chemistry, subtlety, power, dignity, talent, sensitivity, courage,
tenderness, sincerity, realism, insight, flair, sparkle, integrity, truth, joy, wisdom,
compassion, poetry, craftsmanship, restraint, invention""",
    "adj_act+": """\
great, excellent, brilliant, superb, wonderful, convincing, believable, perfect,
outstanding, terrific, fantastic, amazing, strong, fine, solid, powerful, natural, subtle,
flawless, impressive, moving, spot on, first rate, memorable, top notch, touching, nuanced,
heartbreaking, mesmerizing, compelling, charismatic, magnetic, understated, sensitive,
delightful, restrained, sincere, award-worthy, layered, genuine, effortless, radiant,
unforgettable, sympathetic, a joy to watch, a revelation, at [his|her] best, superlative""",
    "adj_story+": """\
interesting, gripping, fascinating, original, clever, compelling, intriguing, believable,
engaging, touching, well written, absorbing, moving, intelligent, exciting, unpredictable,
powerful, riveting, thought-provoking, tight, suspenseful, simple and effective, well
constructed, unusual, fresh, rich, multi-layered, well thought out, complex, haunting,
heartwarming, involving, captivating, satisfying, carefully plotted, beautifully told,
ingenious, true to life, coherent, profound, universal, full of surprises""",
    "adj_char+": """\
likable, believable, well drawn, interesting, sympathetic, memorable, real,
three-dimensional, human, lovable, fully developed, complex, easy to care about, charming,
well developed, fascinating, endearing, multi-dimensional, vivid, colorful, unforgettable,
easy to root for, true to life, richly observed, relatable""",
    "adj_look+": """\
beautiful, gorgeous, stunning, breathtaking, impressive, lovely, superb, striking,
wonderful, lush, atmospheric, magnificent, outstanding, excellent, vivid, spectacular,
exquisite, elegant, crisp, haunting, perfect, rich, colorful, a feast for the eyes, amazing,
sumptuous, luminous, imaginative, moody, poetic, picturesque, eye-catching, painterly,
evocative, dreamlike, majestic, first-class, handsome, inventive""",
    "adj_sound+": """\
beautiful, wonderful, catchy, haunting, memorable, great, superb, perfect, moving, lovely,
stirring, excellent, fantastic, unforgettable, terrific, rousing, amazing, effective,
delightful, soulful, gorgeous, toe-tapping, melodic, evocative, brilliant, infectious,
hummable, uplifting, sublime, thrilling, magical""",
    "adj_fun+": """\
hilarious, funny, witty, laugh-out-loud funny, clever, very funny, sharp, side-splitting,
priceless, genuinely funny, delightful, brilliant, hysterical, perfectly timed, smart,
playful, quirky, riotous, uproarious, wickedly funny, charming, offbeat, droll, dry,
quotable, spot on, fresh, infectious, inspired, gleeful, wry""",
    "adj_scary+": """\
scary, creepy, chilling, terrifying, genuinely frightening, suspenseful, eerie, spooky,
tense, unsettling, disturbing in the right way, nerve-racking, effective, spine-chilling,
unnerving, atmospheric, intense, nail-biting, heart-pounding, haunting, truly scary,
shocking, hair-raising, bone-chilling, edge-of-your-seat""",
    "adj_pace+": """\
brisk, perfect, just right, well judged, tight, fast, lively, breathless, relaxed but never
slow, exciting, unhurried, measured, relentless, smooth, swift, assured, steady, energetic,
spot on, electric""",
    "adj_end+": """\
perfect, satisfying, powerful, moving, brilliant, unexpected, wonderful, touching,
unforgettable, great, fitting, surprising, uplifting, heartbreaking, stunning, beautiful,
clever, haunting, well earned, bittersweet, exhilarating, spectacular, hopeful, poignant,
shattering, terrific, jaw-dropping, one of the best I have seen""",
    "adj_talk+": """\
witty, sharp, natural, clever, snappy, crisp, realistic, brilliant, quotable, intelligent,
funny, believable, sparkling, memorable, well written, poetic, smart, razor sharp, honest,
eloquent, fast and funny, literate, delicious""",
    "adj_fx+": """\
amazing, impressive, great, spectacular, excellent, convincing, stunning, realistic, superb,
seamless, awesome, outstanding, incredible, state of the art, eye-popping, dazzling, first
rate, fantastic, inventive, ahead of their time""",
    "adj_dir+": """\
brilliant, assured, confident, masterful, excellent, sensitive, inspired, tight, superb,
stylish, skillful, intelligent, outstanding, imaginative, flawless, subtle, visionary, deft,
restrained, inventive, sure-handed, elegant""",
    "feel+": """\
happy, moved, delighted, satisfied, uplifted, touched, amazed, grateful, inspired,
refreshed, impressed, entertained, thrilled, hopeful, charmed, breathless, warm inside,
spellbound, enchanted, speechless, exhilarated, cheerful, captivated, rewarded, hooked,
overwhelmed, proud, glad""",
    "verb_act+": """\
shines, excels, steals the show, steals every scene, is wonderful, is excellent, is perfect,
is brilliant, carries the {film}, gives the performance of [his|her] career, is superb, is
great, delivers, lights up the screen, is terrific, is outstanding, is fantastic, is a
delight, is a joy to watch, is amazing, impresses, is simply marvelous, nails it, is very
convincing, never puts a foot wrong, is hilarious, dominates every scene, brings real depth
to the role, is magnificent, makes it all look easy, is utterly believable, breaks your
heart, is a revelation, is pitch perfect, proves what a great talent [he|she] is, holds it
all together, is at the top of [his|her] game, deserves an award, was born to play this
part, is well cast, radiates warmth, surprised me, has never been better, is always good""",
    "score+": """\
10/10, 9/10, 8/10, five stars, 4 stars, 8 stars, 9 stars, 10 out of 10, 9 out of 10, 8 out
of 10, 7/10, ten out of ten, five stars, 10 stars, an 8, a 9, a solid 8, a perfect ten, four
stars, four out of five, A+, 5 stars, two thumbs up, 8.5/10, ***** out of *****""",
    "feeling_noun+": """\
joy, delight, admiration, laughter, tears of joy, wonder, awe, gratitude, tenderness,
excitement, goosebumps, pure pleasure, a big smile, happiness, nostalgia, respect, relief,
hope""",
}
