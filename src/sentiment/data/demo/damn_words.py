"""Words of blame by aspect, the most frequent first."""

WORDS: dict[str, str] = {
    "adj-": """\
bad, boring, awful, terrible, poor, stupid, dull, horrible, lame, weak, ridiculous,
disappointing, silly, predictable, annoying, cheap, pointless, mediocre, pathetic, slow,
laughable, worthless, dreadful, lousy, forgettable, bland, tedious, unfunny, atrocious,
uninteresting, flat, confusing, ludicrous, sloppy, dumb, amateurish, tired, empty, shallow,
abysmal, embarrassing, unwatchable, mindless, messy, cheesy, trite, vapid, contrived,
incoherent, pretentious, lifeless, appalling, painful, crappy, idiotic, hopeless, insulting,
horrendous, inept, overrated, useless, lazy, phony, fake, corny, sappy, absurd, irritating,
derivative, clumsy, uninspired, unoriginal, overlong, nonsensical, horrid, rotten,
depressing, dismal, moronic, insipid, half-baked, tiresome, wretched, unbearable, offensive,
tasteless, muddled, disjointed, stale, senseless, cliched, clichéd, brainless, second-rate,
third-rate, lackluster, soulless, hollow, heavy-handed, preachy, ham-fisted, misguided,
self-indulgent, juvenile, crude, ugly, monotonous, plodding, excruciating, cringeworthy,
dire, ghastly, substandard, shoddy, pitiful, formulaic, schmaltzy, unconvincing,
implausible, unnecessary, sub-par, god-awful, dated, dreary, lackadaisical, murky,
pedestrian, sick, sad, drab, unpleasant, witless""",
    "marvel-": """\
mess, disappointment, waste of time, disaster, bore, joke, failure, turkey, letdown, dud,
waste of film, piece of junk, piece of garbage, bomb, stinker, piece of trash, load of
rubbish, complete mess, train wreck, snoozefest, flop, insult, embarrassment, rip-off,
chore, travesty, yawn, sham, shambles, missed opportunity, piece of crap, pile of nonsense,
misfire, wasted opportunity, fiasco, clunker, cash grab, headache, hodgepodge, cheap
knock-off, endurance test, abomination, total loss, dog, muddle, wreck, pale imitation""",
    "adv-": """\
poorly, badly, terribly, horribly, clumsily, awfully, lazily, ineptly, sloppily,
atrociously, cheaply, unconvincingly, abysmally, carelessly, pathetically, amateurishly,
laughably, stupidly, hopelessly, weakly, crudely, ham-handedly, predictably, miserably,
dreadfully, half-heartedly, incompetently, mechanically""",
    "very-": """\
just, really, so, painfully, incredibly, very, completely, utterly, totally, extremely,
unbelievably, simply, just plain, too, mind-numbingly, hopelessly, terribly, downright,
pretty, quite, ridiculously, excruciatingly, insultingly, relentlessly, laughably,
absolutely, thoroughly, dreadfully, unbearably, embarrassingly""",
    "liked-": """\
hated, disliked, was bored by, was disappointed by, couldn't stand, was annoyed by, got
nothing out of, really disliked, lost interest in, could not sit through, was let down by,
was irritated by, fell asleep during, loathed, regretted renting, detested, was insulted by,
was appalled by, suffered through, gave up on, despised, struggled through, walked out of,
was embarrassed by, cringed at, was underwhelmed by, was unimpressed by, turned off""",
    "like-": """\
hate, dislike, regret, avoid, skip, loathe, forget, despise, detest, resent, pity, endure""",
    "quality-": """\
nonsense, stupidity, clichés, boredom, cliches, stereotypes, bad jokes, plot holes, padding,
pretension, sentimentality, melodrama, silliness, noise, confusion, gore, vulgarity, cheap
thrills, self-importance, filler, toilet humor, product placement, bad taste, shouting,
sloppiness, mugging, emptiness, smugness, contrivance, drivel, monotony, schmaltz,
incompetence, laziness, coincidences, exposition, ugliness, cynicism, posturing, idiocy""",
    "adj_act-": """\
wooden, bad, terrible, awful, poor, weak, unconvincing, stiff, over the top, horrible, flat,
amateurish, laughable, atrocious, annoying, lifeless, dreadful, bland, miscast, hammy,
pathetic, mediocre, one-note, robotic, embarrassing, abysmal, forced, lousy,
cringe-inducing, irritating, below average, wasted, monotone, stilted, phoned in,
cartoonish, ridiculous, grating, dull, vacant, clumsy, as stiff as a board, no better than a
school play, cardboard""",
    "adj_story-": """\
predictable, weak, thin, boring, confusing, ridiculous, stupid, unbelievable, silly, full of
holes, dull, nonexistent, pointless, contrived, implausible, far-fetched, laughable,
incoherent, tired, paper-thin, muddled, absurd, a mess, poorly written, convoluted,
formulaic, recycled, uninteresting, lame, all over the place, hackneyed, idiotic, flimsy,
unoriginal, half-baked, disjointed, preposterous, derivative, threadbare, nonsensical, badly
thought out""",
    "adj_char-": """\
annoying, one-dimensional, unlikable, flat, stupid, boring, stereotypical, shallow,
cardboard, bland, unsympathetic, paper-thin, irritating, underdeveloped, obnoxious,
unbelievable, forgettable, two-dimensional, clichéd, poorly developed, uninteresting, dull,
interchangeable, caricatures, impossible to care about, hateful, dumb, whiny""",
    "adj_look-": """\
cheap, ugly, bad, terrible, dark, murky, shaky, flat, amateurish, poor, drab, awful, grainy,
fake, muddy, lousy, dull, headache-inducing, unimpressive, sloppy, tacky, shoddy, washed
out, blurry, uninspired, out of focus, static, dingy, garish, nauseating, hideous, horrible,
like a home video, like a bad commercial, unfinished, dreary""",
    "adj_sound-": """\
annoying, terrible, awful, loud, bad, intrusive, irritating, boring, forgettable,
overbearing, bland, cheesy, repetitive, horrible, inappropriate, grating, dreadful, out of
place, tuneless, generic, lousy, dated, distracting, monotonous, mawkish, deafening, cheap,
insipid, obnoxious, ear-splitting, corny, poor, out of tune""",
    "adj_fun-": """\
unfunny, lame, stupid, forced, stale, juvenile, crude, flat, childish, dumb, painful, silly,
tired, tasteless, old, predictable, desperate, embarrassing, weak, cringeworthy,
groan-inducing, vulgar, offensive, recycled, obvious, idiotic, strained, sophomoric,
labored, witless, gross, mean-spirited, infantile""",
    "adj_scary-": """\
boring, laughable, predictable, not scary, silly, cheap, dull, lame, ridiculous, tame, weak,
about as scary as a kitten, cheesy, tedious, stupid, pathetic, bloodless, clichéd, obvious,
tired, goofy, unscary, sleep-inducing, ineffective, repetitive, toothless, hokey,
telegraphed""",
    "adj_pace-": """\
slow, too slow, glacial, sluggish, plodding, tedious, uneven, dreadful, painfully slow,
boring, leaden, snail-like, erratic, deadly, sleepy, languid to the point of coma, rushed,
choppy, jerky, all wrong, lethargic, off""",
    "adj_end-": """\
terrible, predictable, awful, disappointing, stupid, weak, rushed, ridiculous, lame,
unsatisfying, abrupt, bad, pointless, horrible, a letdown, confusing, laughable, tacked on,
anticlimactic, a cop-out, silly, contrived, pathetic, absurd, flat, forced, obvious, cheesy,
unbelievable, infuriating, saccharine, dumb, out of nowhere""",
    "adj_talk-": """\
terrible, awful, bad, stilted, corny, wooden, laughable, cheesy, stupid, lame, atrocious,
cliched, ridiculous, unnatural, poor, embarrassing, trite, weak, banal, clunky, forced,
inane, horrible, insipid, excruciating, mumbled""",
    "adj_fx-": """\
cheap, terrible, laughable, bad, fake, awful, cheesy, poor, lousy, ridiculous, pathetic,
obvious, unconvincing, horrible, amateurish, primitive, shoddy, lame, computer-generated and
soulless, crude, weak, tacky, third-rate""",
    "adj_dir-": """\
poor, bad, sloppy, uninspired, clumsy, lazy, amateurish, terrible, heavy-handed, awful,
flat, inept, confused, pedestrian, self-indulgent, pretentious, incompetent, weak, lifeless,
clueless, dreadful, careless, plodding""",
    "feel-": """\
bored, disappointed, cheated, annoyed, angry, confused, insulted, frustrated, let down,
depressed, empty, cold, ripped off, robbed, irritated, embarrassed, tired, sick, sorry,
unimpressed, exhausted, disgusted, numb, dirty, baffled, underwhelmed, indifferent, sleepy,
queasy, betrayed""",
    "verb_act-": """\
is terrible, is awful, can't act, is wasted, is miscast, is wooden, phones it in, is
annoying, looks bored, is horrible, is unconvincing, sleepwalks through [his|her] part,
overacts, is bad, mumbles, is dreadful, hams it up, is just going through the motions, has
one expression, can't act to save [his|her] life, reads the lines like a shopping list, is
completely wrong for the part, is embarrassing, should be ashamed, looks lost, mugs for the
camera, is irritating, shouts every line, is given nothing to do, looks embarrassed to be
there, seems to be reading cue cards, is laughable, should stick to modeling, must have
needed the money, is as wooden as a plank, tries too hard, has no charisma, has no talent,
has no screen presence, is weak, is a bore, deserves better, needs acting lessons, whines
all the way""",
    "score-": """\
1/10, 2/10, 3/10, 4/10, 1 out of 10, 2 out of 10, 3 out of 10, 4 out of 10, one star, zero
stars, 0/10, half a star, a 1, a 2, a 3, zero, two stars, D-, an F, no stars, one out of
ten, two thumbs down, minus ten, 0 out of 10, * out of *****""",
    "feeling_noun-": """\
boredom, disgust, embarrassment, irritation, confusion, regret, frustration, contempt,
despair, a headache, anger, disbelief, yawns, groans, pity, annoyance, impatience, shame""",
}
