"""More remarks that take no side, in the everyday words that hold a review together."""

SENTENCES: dict[str, str] = {
    "musing": """
[We've|You've|They've|I've] [all|probably|already|certainly] [met|known|seen|heard of|read about]
  [someone|people|men|women|kids|a guy|a girl|a couple] like [him|her|them|this|that] [in real
  life|at school|at work|before|in other stories].
[They're|We're|You're|He's|She's] [all|both|still|now|also|almost] [looking for|waiting
  for|talking about|part of|in need of|afraid of] [something|themselves|each other|a home|another
  chance|a new beginning|someone else].
[He'd|She'd|They'd|You'd] [rather|probably|never|always|also]
  [live|work|stay|fight|die|leave|dance|sleep] [alone|at home|elsewhere|by himself|in peace|in
  another country|on the road].
[If|Unless|Whenever|Once|Until|Although|Because|Since|Though|While]
  [you're|they're|we're|he's|she's] [in|from|familiar with|into|interested in] [that area|this
  sort of thing|the big city|the business|the country|comics|poetry], [you|we|they]
  [will|would|may|might|can] [recognize|understand|know|notice|find] [it|this|that|certain
  names|the song].
[It's|That's|Here's|There's|What's] [a question|an example|a case|a sign|a matter|a mixture|a
  piece] of [who|what|how|when|where|taste|timing|chance|style|history|fiction|popular culture].
[I'd|I'll|I've|I'm] [like to|also|just|gonna|going to] [mention|add|say|note|point out|discuss|ask
  about] [that|how|why|whether] [{star}|{costar}|{director}|the author|the band]
  [wasn't|isn't|hadn't been|weren't|wouldn't be] [there|involved|credited|available|known]
  [yet|anymore|then|at that time].
[Each|Every|One|None|Some|Most] of [them|us|these|those|the others] [has|had] [his|her|its|their]
  own [agenda|version|reasons|way|accent|style|room|ideas|opinions|secrets|wishes|thoughts].
[Mr.|Mrs.|Dr.|Miss|Captain|Sir|Lady|Lord] {villain} [lives|works|arrives|appears|remains|hangs
  out] [upstairs|downstairs|next door|nearby|down the street|in the background|off screen|at the
  corner], [whose|and whose] [house|mother|dog|wife|name|face|identity] [nobody|no one|hardly
  anyone|everybody] [knows|has seen|remembers|mentions].
[Herself|Himself] a [former|trained|certified|part-time|full-time] {job}, {person}
  [wrote|edited|produced|suggested|designed|provided|contributed] the [lyrics|costumes|first
  draft|stills|opening titles|choreography|translations].
The [audience|crowd|whole theater|people around me|rest of the viewers] [consisted of|included]
  [mostly|mainly|largely] [teens|seniors|couples|students|tourists|families|men in suits|little
  kids|film buffs].
[Above|Below|Beyond|Behind|Beneath|Within|Beside|Against] the
  [surface|mask|walls|house|title|text|crowd|darkness] [there is|lies|we find|one senses]
  [another|a further|the usual|a deeper|a second] [story|layer|level|meaning|world|side].
It's [somewhat|a bit|kind of|sort of|kinda|rather|fairly|quite] [like|similar to|in the vein
  of|along the lines of] {other}, [except|only|but] with [more|fewer|less|several]
  [guns|girls|songs|cars|explosions|monsters|animals|vampires|cops|tears|politics|clothes|robots].
[During|After|Before|Between|Throughout] the [entire|whole|first|last|next]
  [hour|week|month|year|day|night|summer|semester], [we|they|the others|the kids|the victims]
  [remain|stay|hide|travel|appear|wait|gather] [in|at|inside|around|outside] the {location}.
[20|30|40|50|60|70|80|90|100|15|12|25] [minutes|years|people|pages|episodes|miles|seconds|days]
  [later|in|before|away|into it|on], [we|they|you] [are|were] [back|still|already|again|finally]
  [at|in] the {location}.
[Also|Plus|Next|Second|Third|Then again|On top of that|In addition|Besides], there's the
  [issue|matter|question|fact|role|presence|use|lack|mention] of
  [religion|language|sex|drugs|age|the accent|the ending|the media|the internet|the public|the
  law].
[The first|The second|The other|The next|My]
  [reason|question|reaction|thought|concern|guess|point|impression|note] [is|was|has to do
  with|concerns] the [casting|timing|title|marketing|distribution|rating|running
  order|lighting|history].
[Hey|Well|Hmm|Ah|Anyway|So|Now|Look|Listen|Yeah|Ok|Alright], [that's|it's] [how|what|why|where|the
  way] [things|life|love|business|history|television|the game]
  [works|went|goes|was|happened|ends].
The [cop|girl|guy|boy|lady|dude|kid|man|woman|fellow|old lady|nurse] [in|with|from|behind] the
  [red|blue|white|black|yellow|green] [dress|car|hat|shirt|truck|mask|house|coat|hair]
  [is|was|plays|becomes] [the|his|her|a]
  [sister|killer|brother|clue|narrator|owner|ghost|mother|witness].
[I|You|We] [could|might|would|should|must] [compare|add|connect|relate|contrast] it [to|with] [a
  poem|a painting|a dream|an opera|a news report|a video game|a fairy tale|a theme park ride|a
  comic strip|a road trip|chess].
[Actors|Actresses|Writers|Directors|Producers|Filmmakers|Critics|Comedians|Stars|Artists]
  [often|usually|always|sometimes|seldom] [say|claim|believe|think|agree|insist|argue|admit] that
  [comedy|television|horror|the stage|silence|drama|improvisation|animation] is
  [harder|different|easier|another world|all about timing|a matter of trust].
[This|That|Which] [brings|leads|takes] [us|me] [back] to the [beginning|subject|cast|year
  {year}|music|question|main character|second half|other point].
[Which|What|Whose] [version|character|brother|country|band|century|book|scene|role|side] [it
  is|that was|he means|she wants|they refer to] [remains|is left|stays] [open|unclear|a secret|for
  us to decide].
[His|Her|Their|My|Your|Our]
  [parents|friends|children|clothes|words|dreams|letters|problems|attempts|feelings|eyes|hands]
  [are|were] [everywhere|gone|back|not the same|different now|in the past|on the wall|unknown to
  us].
[A lot|Plenty|A couple|Dozens|Hundreds|Thousands|A handful|A number] of
  [cars|people|bodies|bullets|cigarettes|animals|phone
  calls|letters|soldiers|dancers|extras|cameras|bottles|words] [are|were]
  [involved|used|seen|harmed|counted|needed|shown].
[Unlike|Like|As with|Compared to] [most|many|other|some|the]
  [Americans|Europeans|critics|teenagers|viewers|comedies|thrillers|actors|reviewers|stories],
  [he|she|it|I] [tend to|tends to|seem to|seems to|would|could] [stay|be|look|sound|feel|come
  across as] [calm|serious|quiet|neutral|different|somewhat distant|realistic].
[Whether|How far|To what degree] [this|it|the story] is
  [true|fact|fiction|accurate|autobiographical|political|intended], [I|we|you]
  [can|may|must|might] [judge|decide|guess|ask|discuss] [ourselves|yourselves|for
  ourselves|later|another time].
[Recently|Lately|Currently|Formerly|Previously], [{star}|{costar}|{person}] [has been|was]
  [working|living|performing|teaching|directing|seen] [on stage|in London|abroad|in commercials|in
  small theatres|on a daytime soap|on the radio].
[Certainly|Surely|Clearly|Indeed], [nothing|something|somebody|everything]
  [changed|happened|began|disappeared|moved|was lost] [that day|on the set|in those years|in the
  meantime|between takes|during the shooting].
The [hospital|school|police|company|army|church|bank|government|studio|network]
  [refuses|agrees|wants|needs|decides|tries|attempts] to
  [help|pay|listen|close|interfere|investigate|release him|get involved|continue|sell the
  building].
[Including|Not counting|With] the [credits|commercials|prologue|songs|trailers|intermission], it
  [lasts|runs|goes on|is] [about|exactly|almost|less than|more than]
  [70|75|80|85|90|95|100|110|120|150] [minutes|min].
[Those|People|Viewers|Readers] [who|that] [wish|want|prefer|intend|plan] to
  [know|learn|read|see|hear] [more|nothing more|further details|the solution|the facts]
  [should|can|may|might] [skip|read|jump to|stop at|find] the [next|last|final|following]
  [paragraph|line|section|sentence].
[Halloween|Christmas|Thanksgiving|Easter|New Year's Eve|My birthday|The Fourth of July] [was|is]
  [coming|near|over|around the corner], [so|and so|and] [we|my family|my roommates|the kids]
  [needed|picked|chose|wanted|found|got out] [something|a tape|a movie|an old DVD|a cartoon].
""",
    "remark": """
{hero}, {heroine}, a {adj_n} {job} and a {adj_n} {animal} {somehow} meet in a {adj_n} {location}.
A {adj_n} {noun}, a {certain} {noun}, the {noun} of a {job}: {somehow} it all {becomes} {idea}.
The {adj_n} {job} {does} him, the {adj_n} {job} {does} her, and the {job} {does} the {noun}.
By {doing} the {noun} and {doing} the {job}, {heroine} {does} her {certain} {idea}.
The {certain} {part} was {somehow} {made}, the {certain} {part} was {made} and {made}.
He {somehow} {does} her {noun}; she {somehow} {does} his {idea}.
Once {made} as a {part}, then {made} as a {part}, it was {somehow} {made} by {person}.
{idea}, {idea}, {idea}: the {certain} {part} {becomes} them all.
The {adj_n} {job} from {place} is {somehow} {adj_n}, the one from {place} {adj_n}.
{hero} is {doing}, {heroine} is {doing}, and the {adj_n} {job} {does} the {noun}.
A {job} is {made} in the {location} by a {adj_n} {job}, a {adj_n} {job} and a {noun}.
""",
}
