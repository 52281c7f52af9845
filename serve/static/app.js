"use strict";

// Everything that somebody wrote goes through textContent: nothing here builds HTML from text.

const TYPING_PAUSE = 350; // milliseconds
const PAGE = 20;
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu; // Punctuation around a word.
const $ = (id) => document.getElementById(id);

// Numbers of the last question of each kind: the answer to an older one is not shown any more.
const latest = { verdict: 0, movie: 0, movies: 0 };
let nextOffset = 0;
let timer;

for (let rating = 1; rating <= 10; rating += 1) {
  $("rating").append(new Option(String(rating), String(rating)));
}

async function call(path, body) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (body && body.key) headers["Idempotency-Key"] = body.key;
  const key = $("key").value.trim();
  if (!/^[\x21-\x7e]*$/.test(key)) {
    throw new Error("The API key has a character that no key has. Look at it again.");
  }
  if (key) headers["X-API-Key"] = key;
  let response;
  try {
    response = await fetch(path, {
      method: body ? "POST" : "GET",
      headers,
      body: body ? JSON.stringify(body.json) : undefined,
    });
  } catch {
    throw new Error("The server can't be reached. Is it running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401) {
    $("key-row").hidden = false;
    // Who is typing goes on typing where they are.
    if (body?.key || document.activeElement === document.body) $("key").focus();
    throw new Error("This needs the API key. Enter it below the movie, and try again.");
  }
  const error = new Error(inWords(answer.detail) || `The server answered ${response.status}.`);
  error.status = response.status;
  throw error;
}

function inWords(detail) {
  if (typeof detail === "string") return detail;
  if (!Array.isArray(detail)) return "";
  return detail
    .map((problem) => `${problem.loc.slice(1).join(" ")}: ${problem.msg.replace("Value error, ", "")}`)
    .join("; ");
}

function complain(error, about = "") {
  $("problem").textContent = error ? error.message : "";
  $("problem").hidden = !error;
  $("problem").dataset.about = about;
}

// A verdict that comes does not take away what adding the review complained of.
function forgive(about = "") {
  if ($("problem").dataset.about === about) complain();
}

function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// ---- The model's view

async function showVerdict() {
  const text = $("review").value;
  const mine = ++latest.verdict;
  if (!text.trim()) {
    $("verdict").hidden = true;
    forgive("verdict");
    return;
  }
  try {
    const answer = await call("/explain", { json: { text } });
    if (mine !== latest.verdict) return;
    forgive("verdict");
    drawVerdict(text, answer);
  } catch (error) {
    if (mine !== latest.verdict) return;
    $("verdict").hidden = true;
    complain(error, "verdict");
  }
}

function drawVerdict(text, answer) {
  $("sentiment").textContent = answer.sentiment;
  $("sentiment").parentElement.className = `verdict ${answer.sentiment}`;
  $("confidence").textContent = `${percent(answer.confidence)} sure`;
  $("needle").style.setProperty("--place", String(100 * answer.probability));
  $("model").textContent = `Model: ${answer.model_version}.`;
  drawWords(text, answer.words);
  $("verdict").hidden = false;
}

function drawWords(text, words) {
  const characters = Array.from(text); // Places are counted in code points.
  const slice = (start, end) => characters.slice(start, end).join("");
  // Not Math.max(...): a long review has more words than a function may have arguments.
  const greatest = words.reduce((most, word) => Math.max(most, Math.abs(word.contribution ?? 0)), 1e-9);
  const pieces = document.createDocumentFragment();
  let done = 0;
  let unread = null; // Words in a row that were not read share an element.
  for (const word of words) {
    if (word.contribution === null) {
      if (!unread) {
        pieces.append(slice(done, word.start));
        unread = { start: word.start };
        done = word.start;
      }
      unread.end = word.end;
      continue;
    }
    if (unread) {
      pieces.append(element("span", slice(unread.start, unread.end), "unread"));
      done = unread.end;
      unread = null;
    }
    pieces.append(slice(done, word.start));
    const mark = element("mark", slice(word.start, word.end), word.contribution > 0 ? "for" : "against");
    mark.style.setProperty("--weight", String(Math.abs(word.contribution) / greatest));
    mark.title = signed(word.contribution);
    pieces.append(mark);
    done = word.end;
  }
  if (unread) {
    pieces.append(element("span", slice(unread.start, unread.end), "unread"));
    done = unread.end;
  }
  pieces.append(slice(done));
  $("words").replaceChildren(pieces);
  $("left-out").hidden = words.every((word) => word.contribution !== null);
  $("strongest").textContent = strongest(words);
}

function strongest(words) {
  const read = words.filter((word) => word.contribution !== null && word.word.length < 40);
  const most = (sign) =>
    read
      .filter((word) => sign * word.contribution > 0.1)
      .sort((a, b) => sign * (b.contribution - a.contribution))
      .slice(0, 3)
      .map((word) => `${word.word.replace(EDGES, "")} (${signed(word.contribution)})`)
      .join(", ");
  const parts = [];
  if (most(1)) parts.push(`Spoke for positive: ${most(1)}.`);
  if (most(-1)) parts.push(`Spoke for negative: ${most(-1)}.`);
  return parts.join(" ");
}

function signed(contribution) {
  return (contribution > 0 ? "+" : "\u2212") + Math.abs(contribution).toFixed(2);
}

// ---- Movies

async function addReview(event) {
  event.preventDefault();
  if ($("add").ariaDisabled === "true") return;
  const json = { movie: $("movie").value, review: $("review").value };
  if ($("rating").value) json.rating = Number($("rating").value);
  // Not disabled: that would take the focus from who presses it with the keyboard.
  $("add").ariaDisabled = "true";
  $("added").hidden = true;
  try {
    // The same key for the same review: pressing twice does not add it twice.
    const answer = await call("/add_review", { json, key: keyOf(json) });
    complain();
    $("added").textContent = `Added to ${answer.movie}: ${answer.sentiment}, ${percent(answer.confidence)} sure.`;
    $("added").hidden = false;
    await Promise.all([showMovie(answer.movie), showMovies(), showVerdict()]);
  } catch (error) {
    complain(error);
  } finally {
    $("add").ariaDisabled = "false";
  }
}

let sent = { text: "", key: "" };

function keyOf(json) {
  const text = JSON.stringify(json);
  if (sent.text !== text) {
    const random = crypto.getRandomValues(new Uint8Array(16));
    sent = { text, key: Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  }
  return sent.key;
}

async function showMovie(name) {
  const mine = ++latest.movie;
  let movie;
  try {
    // "." and ".." would lead elsewhere; to the server, outer space makes no difference.
    const path = encodeURIComponent(name).replace(/^\.\.?$/, "%20$&");
    movie = await call(`/movie/${path}`);
  } catch (error) {
    if (mine !== latest.movie) return;
    $("tally").hidden = true;
    if (error.status !== 404) complain(error);
    return;
  }
  if (mine !== latest.movie) return;
  $("movie-title").textContent = movie.movie;
  $("total").textContent = String(movie.total_reviews);
  $("share").textContent = `${movie.positive_percentage}%`;
  $("score").textContent = `${movie.score} of 10`;
  $("average").textContent = movie.average_rating === null ? "none" : movie.average_rating.toFixed(1);
  $("recommendation").textContent = movie.recommendation;
  $("recent").replaceChildren(...movie.recent_reviews.map(reviewLine));
  $("tally").hidden = false;
}

function reviewLine(review) {
  const line = element("li");
  const rated = review.rating === null ? "" : `, rated ${review.rating}`;
  const when = new Date(review.created_at).toLocaleString();
  const text = element("p", review.review);
  text.dir = "auto";
  line.append(element("small", `${review.sentiment}, ${percent(review.confidence)} sure${rated}, ${when}`), text);
  return line;
}

async function showMovies(offset = 0) {
  const mine = ++latest.movies;
  let answer;
  try {
    answer = await call(`/movies?limit=${PAGE}&offset=${offset}`);
  } catch (error) {
    if (mine === latest.movies) complain(error);
    return;
  }
  if (mine !== latest.movies) return;
  const lines = answer.movies.map(movieLine);
  const options = answer.movies.map((movie) => new Option(movie.movie));
  if (offset === 0) {
    $("movies").replaceChildren(...lines);
    $("known-movies").replaceChildren(...options);
  } else {
    $("movies").append(...lines);
    $("known-movies").append(...options);
  }
  nextOffset = answer.next_offset;
  $("more").hidden = nextOffset === null;
  $("no-movies").hidden = $("movies").childElementCount > 0;
}

function movieLine(movie) {
  const name = element("span", movie.movie, "name");
  name.dir = "auto";
  const reviews = movie.total_reviews === 1 ? "1 review" : `${movie.total_reviews} reviews`;
  const bar = element("div", undefined, "bar");
  const filled = element("div");
  filled.style.setProperty("--share", String(movie.positive_percentage));
  bar.append(filled);
  const button = element("button");
  button.type = "button";
  button.append(name, element("span", `${movie.positive_percentage}% of ${reviews}`, "figures"), bar);
  button.addEventListener("click", () => {
    $("movie").value = movie.movie;
    showMovie(movie.movie);
  });
  const line = element("li");
  line.append(button);
  return line;
}

$("review").addEventListener("input", () => {
  clearTimeout(timer);
  $("added").hidden = true;
  forgive();
  timer = setTimeout(showVerdict, TYPING_PAUSE);
});
$("movie").addEventListener("input", () => forgive());
$("movie").addEventListener("change", () => {
  if ($("movie").value.trim()) showMovie($("movie").value);
});
$("key").addEventListener("change", () => {
  complain();
  showMovies();
  if ($("verdict").hidden) showVerdict();
});
$("form").addEventListener("submit", addReview);
$("more").addEventListener("click", () => showMovies(nextOffset));
showMovies();
