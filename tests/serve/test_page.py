"""The web page as a person has it: in a real Chromium, from a real server."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsers import ELSEWHERE, MILLISECONDS, chromium
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    WebError,
    expect,
)

from sentiment.data import demo
from serve.service import STATIC

from running_server import Server, serving, wait_for

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 3,
}
UNREACHABLE = "The server can't be reached. Is it running?"
HOSTILE_REVIEWS = {
    "markup": "<script>document.title='hacked'</script>"
    "<img src=x onerror=\"document.title='hacked'\">",
    "quotes": "\"It's\" <b>'good'</b> &amp; `${1 + 1}` \\ &#60;\n\n  and\tso on  ",
    "arabic": "فيلم رائع جدا، good، أنصح به!",
    "hebrew": "סרט נפלא, good, ממש אהבתי",
    "emoji": "😀😀 good 👩‍👩‍👧‍👦 film 🎬, \U0001d553\U0001d552\U0001d555 ending 🏳️‍🌈 bad",
}
HOSTILE_MOVIES = [
    '<b>x</b>/../"?#%',
    "<img src=x onerror=\"document.title='hacked'\">",
    "%2e%2e/%00",
    "../movies",
    "..",
    ".",
    "/",
    "פו 🎬",
]

OpenPage = Callable[..., Page]

# A browser and its pages take a minute.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def provoked() -> list[str]:
    """Parts of the console's messages that a test provokes; each of them has to come."""
    return []


@pytest.fixture
def open_page(browser: Browser, provoked: list[str]) -> Iterator[OpenPage]:
    """Opens a page as a new visitor; nothing may go wrong there or be asked of others."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        # A movie that nobody has reviewed yet is nothing wrong, but Chromium reports its 404.
        unknown_movie = "404" in message.text and "/movie/" in message.location["url"]
        if message.type in ("error", "warning") and not unknown_movie:
            faults.append(f"{message.text} ({message.location['url']})")

    def note_error(error: WebError) -> None:
        faults.append(f"uncaught: {error.error}")

    def open_one(url: str, **settings: Any) -> Page:
        def note_request(request: Request) -> None:
            if urlsplit(request.url)[:2] != urlsplit(url)[:2]:
                faults.append(f"asked another host: {request.url}")

        context = browser.new_context(**settings)
        context.set_default_timeout(MILLISECONDS)
        contexts.append(context)
        context.on("console", note_message)
        context.on("weberror", note_error)
        context.on("request", note_request)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [fault for fault in faults if not any(part in fault for part in provoked)] == []
    assert [part for part in provoked if not any(part in fault for fault in faults)] == []


@pytest.fixture(scope="module")
def server(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Not that of the other tests, whose movies would fill the list."""
    with serving(tmp_path_factory.mktemp("page"), f"bundle={tiny_bundle}", "workers=1") as running:
        yield running


@pytest.fixture
def page(server: Server, open_page: OpenPage) -> Page:
    return open_page(server.url)


# ---- What a person does


def review_of(page: Page) -> Locator:
    return page.get_by_label("Review", exact=True)


def movie_of(page: Page) -> Locator:
    return page.get_by_label("Movie", exact=True)


def add_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Add review")


def tally_of(page: Page) -> Locator:
    return page.locator("#tally")


def write_review(page: Page, review: str) -> None:
    """Writes it and waits for the model's view of it."""
    with page.expect_response("**/explain"):
        review_of(page).fill(review)
    expect(page.locator("#words")).to_have_text(review, use_inner_text=False)


def add_review(page: Page, movie: str, review: str, rating: str = "") -> None:
    review_of(page).fill(review)
    movie_of(page).fill(movie)
    page.get_by_label("Rating").select_option(rating)
    with page.expect_response("**/add_review"):
        add_button(page).click()
    expect(page.get_by_role("status")).to_contain_text("Added to")
    # Not before tally, list and verdict are drawn.
    expect(add_button(page)).to_be_enabled()


def line_of(page: Page, movie: str) -> Locator:
    """The movie's line in the list."""
    name = page.locator(".name").get_by_text(movie, exact=True)
    return page.locator("#movies button").filter(has=name)


def listed(page: Page) -> list[str]:
    return page.locator("#movies .name").all_text_contents()


def problem_of(page: Page) -> Locator:
    return page.get_by_role("alert")


def post_reviews(server: Server, movie: str, *reviews: str) -> None:
    """Adds them; a movie with two of them stands before all that have one."""
    for review in reviews:
        answer = server.post("/add_review", {"movie": movie, "review": review}).json()
        assert answer["movie"] == movie


def made_up(review: str, contributions: dict[str, float | None]) -> str:
    """An answer of ``/explain`` that says of these words, in their order, what they add."""
    words, end = [], 0
    for word, contribution in contributions.items():
        start = review.index(word, end)
        end = start + len(word)
        words.append({"word": word, "start": start, "end": end, "contribution": contribution})
    verdict = {"sentiment": "positive", "confidence": 0.75, "probability": 0.75}
    return json.dumps({**verdict, "model_version": "made-up", "bias": 0, "words": words})


def settle(page: Page) -> None:
    """Waits until the page has dealt with the answers that it has: a newer one went its way."""
    page.evaluate("fetch('/static/icon.svg', {cache: 'no-store'}).then(answer => answer.text())")


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def answer_with(status: int, body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body=body, content_type="application/json")


def reviews_by_sentiment(server: Server) -> dict[str, list[str]]:
    """Some that this model takes for positive and some that it takes for negative."""
    texts, _ = demo.generate(100, "test", seed=1)
    answer = server.post("/predict_batch", {"texts": texts}).json()
    found: dict[str, list[str]] = {"positive": [], "negative": []}
    for text, prediction in zip(texts, answer["predictions"], strict=True):
        found[prediction["sentiment"]].append(text)
    return found


# ---- The model's view


def test_typing_shows_what_the_model_makes_of_it(page: Page, server: Server) -> None:
    expect(page.locator("#verdict")).to_be_hidden()
    review = "A warm, funny film."
    review_of(page).press_sequentially(review)
    expect(page.locator("#words")).to_have_text(review)
    answer = server.post("/explain", {"text": review}).json()
    expect(page.locator("#sentiment")).to_have_text(answer["sentiment"])
    expect(page.locator("#confidence")).to_have_text(f"{percent(answer['confidence'])} sure")
    expect(page.locator("#model")).to_have_text(f"Model: {answer['model_version']}.")


def test_the_needle_stands_at_the_probability(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url, reduced_motion="reduce")
    for probability in (0.03, 0.5, 0.9):
        review = f"good {probability}"
        answer = server.post("/explain", {"text": review}).json() | {"probability": probability}
        page.route("**/explain", answer_with(200, json.dumps(answer)))
        write_review(page, review)
        needle = page.locator("#needle").bounding_box()
        scale = page.locator(".scale").bounding_box()
        assert needle is not None
        assert scale is not None
        middle = needle["x"] + needle["width"] / 2 - scale["x"]
        assert middle / scale["width"] == pytest.approx(probability, abs=0.005)


def test_words_are_coloured_for_and_against(page: Page, server: Server) -> None:
    review = "It took a while to get going,\n but what a good, funny ending! Not bad at all."
    write_review(page, review)
    marks = page.locator("#words mark")
    words = server.post("/explain", {"text": review}).json()["words"]
    assert marks.all_text_contents() == [word["word"] for word in words]
    kinds = [mark.get_attribute("class") for mark in marks.all()]
    assert kinds == ["for" if word["contribution"] > 0 else "against" for word in words]
    titles = [str(mark.get_attribute("title")).replace("\u2212", "-") for mark in marks.all()]
    assert titles == [f"{word['contribution']:+.2f}" for word in words]
    assert page.locator("#words").text_content() == review


def test_colours_say_which_way_and_how_much(page: Page) -> None:
    review = "Superb, dull plot. unread, too!"
    contributions = {"Superb": 1.5, "dull": -0.75, "plot": 0.03, "unread": None, "too": None}
    answer = made_up(review, contributions)
    page.route("**/explain", answer_with(200, answer))
    write_review(page, review)
    colours = page.locator("#words mark").evaluate_all(
        "marks => marks.map(mark => getComputedStyle(mark).backgroundColor)"
    )
    alphas = [rgba(colour)[3] for colour in colours]
    assert alphas == pytest.approx([0.5, 0.25, 0.01], abs=0.005)
    superb, dull, plot = (rgba(colour)[:3] for colour in colours)
    assert superb == plot != dull
    # The legend shows the same colours.
    expect(page.locator(".legend mark.for")).to_be_visible()
    expect(page.locator(".legend mark.against")).to_be_visible()
    assert page.locator("#words .unread").all_text_contents() == ["unread, too"]
    expect(page.locator("#left-out")).to_be_visible()
    expect(page.locator("#strongest")).to_have_text(
        "Spoke for positive: Superb (+1.50). Spoke for negative: dull (\u22120.75)."
    )


def test_an_older_answer_does_not_replace_a_newer_one(page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/explain", hold_the_first)
    with page.expect_request("**/explain"):
        review_of(page).fill("older")
    review_of(page).fill("newer")
    expect(page.locator("#words")).to_have_text("newer")
    with page.expect_response("**/explain"):
        held[0].continue_()
    settle(page)
    expect(page.locator("#words")).to_have_text("newer")


def test_an_emptied_review_clears_the_view_and_the_message(page: Page, provoked: list[str]) -> None:
    write_review(page, "good")
    expect(page.locator("#verdict")).to_be_visible()
    review_of(page).fill(" \n")
    expect(page.locator("#verdict")).to_be_hidden()
    provoked.append("503")
    page.route("**/explain", answer_with(503, '{"detail": "Not now."}'))
    review_of(page).fill("good")
    expect(problem_of(page)).to_be_visible()
    review_of(page).fill("")
    expect(problem_of(page)).to_be_hidden()


# ---- Movies


def test_added_reviews_are_counted_and_listed(server: Server, open_page: OpenPage) -> None:
    reviews = reviews_by_sentiment(server)
    first, second, third = *reviews["positive"][:2], reviews["negative"][0]
    page = open_page(server.url)
    expect(tally_of(page)).to_be_hidden()
    add_review(page, "Heat", first, rating="9")
    expect(page.get_by_role("status")).to_contain_text("Added to Heat: positive, ")
    expect(page.locator("#total")).to_have_text("1")
    expect(page.locator("#recommendation")).to_have_text("too few reviews to tell")
    add_review(page, "Heat", second)
    expect(line_of(page, "Heat")).to_contain_text("100% of 2 reviews")
    add_review(page, "heat ", third, rating="4")

    expect(page.locator("#total")).to_have_text("3")
    expect(page.get_by_role("heading", name="Heat")).to_be_visible()
    expect(page.locator("#share")).to_have_text("66.7%")
    expect(page.locator("#score")).to_have_text("6 of 10")
    expect(page.locator("#average")).to_have_text("6.5")
    expect(page.locator("#recommendation")).to_have_text("recommended")
    assert page.locator("#recent p").all_text_contents() == [third, second, first]
    notes = page.locator("#recent small").all_text_contents()
    assert [re.findall(r"^\w+|rated \d+", note) for note in notes] == [
        ["negative", "rated 4"],
        ["positive"],
        ["positive", "rated 9"],
    ]
    assert server.get("/movie/heat").json()["average_rating"] == 6.5

    expect(line_of(page, "Heat")).to_contain_text("66.7% of 3 reviews")
    bar = line_of(page, "Heat").locator(".bar").bounding_box()
    filled = line_of(page, "Heat").locator(".bar div").bounding_box()
    assert bar is not None
    assert filled is not None
    assert filled["width"] / bar["width"] == pytest.approx(2 / 3, abs=0.01)

    # It is there for others too.
    other = open_page(server.url)
    expect(line_of(other, "Heat")).to_contain_text("66.7% of 3 reviews")
    # What was said of this review does not stay beside the next one.
    review_of(page).fill("Another.")
    expect(page.get_by_role("status")).to_be_hidden()


def test_a_movie_in_the_field_shows_its_tally(page: Page, server: Server) -> None:
    server.post("/add_review", {"movie": "Brazil", "review": "Odd.", "rating": 7})
    movie_of(page).fill("brazil")
    movie_of(page).press("Tab")
    expect(page.locator("#movie-title")).to_have_text("Brazil")
    expect(page.locator("#average")).to_have_text("7.0")
    movie_of(page).fill("A film that nobody has seen")
    movie_of(page).press("Tab")
    expect(tally_of(page)).to_be_hidden()
    expect(problem_of(page)).to_be_hidden()


def test_an_empty_list_invites(page: Page, server: Server) -> None:
    invitation = page.get_by_text("No reviews yet.")
    post_reviews(server, "Something", "Good.")
    page.reload()
    expect(page.locator("#movies li")).not_to_have_count(0)
    expect(invitation).to_be_hidden()
    page.route("**/movies?*", answer_with(200, '{"movies": [], "next_offset": null}'))
    page.reload()
    expect(invitation).to_be_visible()


def test_the_list_comes_page_by_page(server: Server, open_page: OpenPage) -> None:
    for number in range(45):
        post_reviews(server, f"Film {number:02}", "Good.")
    names = [movie["movie"] for movie in server.get("/movies?limit=500").json()["movies"]]
    page = open_page(server.url)
    more = page.get_by_role("button", name="Show more")
    for shown in range(20, len(names), 20):
        expect(page.locator("#movies li")).to_have_count(shown)
        more.click()
    expect(page.locator("#movies li")).to_have_count(len(names))
    expect(more).to_be_hidden()
    assert listed(page) == names
    # The movie's field suggests the same.
    suggestions = page.locator("#known-movies option")
    assert suggestions.evaluate_all("options => options.map(option => option.value)") == names

    # Who presses twice does not see the same movies twice.
    page.reload()
    expect(page.locator("#movies li")).to_have_count(20)
    held: list[Route] = []
    page.route("**/movies?*", lambda route: held.append(route))
    more.dblclick()
    settle(page)
    for route in held:
        with page.expect_response("**/movies?*"):
            route.continue_()
    expect(page.locator("#movies li")).to_have_count(40)
    settle(page)
    assert listed(page) == names[:40]


def test_a_click_in_the_list_shows_the_movie(server: Server, open_page: OpenPage) -> None:
    for movie in ("Alien", "Jaws"):
        post_reviews(server, movie, "Old.", f"About {movie}.")
    page = open_page(server.url)
    line_of(page, "Jaws").click()
    expect(page.locator("#movie-title")).to_have_text("Jaws")
    expect(page.locator("#recent p")).to_have_text(["About Jaws.", "Old."])
    expect(movie_of(page)).to_have_value("Jaws")

    # The answer to the first click comes after that to the second.
    held: list[Route] = []
    page.route("**/movie/Jaws", lambda route: held.append(route))
    with page.expect_request("**/movie/Jaws"):
        line_of(page, "Jaws").click()
    line_of(page, "Alien").click()
    expect(page.locator("#movie-title")).to_have_text("Alien")
    with page.expect_response("**/movie/Jaws"):
        held[0].continue_()
    settle(page)
    expect(page.locator("#movie-title")).to_have_text("Alien")


# ---- Sending


def test_an_empty_field_is_not_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    for filled, missing in ((movie_of(page), review_of(page)), (review_of(page), movie_of(page))):
        missing.fill("")
        filled.fill("Stalker")
        add_button(page).click()
        # The browser goes to the field and says what is missing.
        expect(missing).to_be_focused()
        assert missing.evaluate("field => field.validity.valueMissing")
        settle(page)
    assert not [url for url in sent if "add_review" in url]


def test_pressing_twice_adds_once(page: Page, server: Server) -> None:
    add_review(page, "Twice", "Good.")
    # A second press soon after, by a hand that is slower than the answer.
    with page.expect_response("**/add_review"):
        add_button(page).click()
    expect(add_button(page)).to_be_enabled()
    expect(page.locator("#total")).to_have_text("1")
    # And one that is faster.
    review_of(page).fill("Good!")
    with page.expect_response("**/add_review"):
        add_button(page).dblclick()
    expect(add_button(page)).to_be_enabled()
    expect(page.locator("#total")).to_have_text("2")
    assert server.get("/movie/Twice").json()["total_reviews"] == 2


def test_what_was_added_before_the_line_broke_is_not_added_again(
    page: Page, server: Server, provoked: list[str]
) -> None:
    provoked.append("net::ERR_FAILED")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/add_review", lose_the_answer, times=1)
    review_of(page).fill("Good.")
    movie_of(page).fill("Lost")
    add_button(page).click()
    expect(problem_of(page)).to_have_text(UNREACHABLE)
    add_button(page).click()
    expect(page.get_by_role("status")).to_contain_text("Added to Lost")
    expect(problem_of(page)).to_be_hidden()
    assert server.get("/movie/Lost").json()["total_reviews"] == 1


def test_with_the_keyboard_alone(page: Page, server: Server) -> None:
    keyboard = page.keyboard

    def focused() -> str:
        style = page.evaluate(
            """() => {
                const style = getComputedStyle(document.activeElement);
                return [style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        assert style[0] == "solid"
        assert style[1] >= 2
        return str(page.evaluate("document.activeElement.id"))

    def tab() -> str:
        keyboard.press("Tab")
        return focused()

    assert tab() == "review"
    keyboard.type("Good.")
    assert tab() == "movie"
    keyboard.type("Metropolis")
    assert tab() == "rating"
    keyboard.type("8")
    assert tab() == "add"
    keyboard.press("Enter")
    expect(page.locator("#movie-title")).to_have_text("Metropolis")
    expect(page.locator("#average")).to_have_text("8.0")
    # Who works without a mouse stays where they were.
    expect(add_button(page)).to_be_focused()
    expect(add_button(page)).to_be_enabled()
    keyboard.press("Tab")
    first = page.locator("#movies button").first
    expect(first).to_be_focused()
    focused()
    keyboard.press("Enter")
    expect(page.locator("#movie-title")).to_have_text(listed(page)[0])
    reached = ""
    for _ in range(30):
        keyboard.press("Tab")
        focused()
        reached = page.evaluate("document.activeElement.textContent")
        if reached == "Metrics":
            break
    assert reached == "Metrics"
    assert server.get("/movie/Metropolis").json()["total_reviews"] == 1


# ---- What nobody should write


def test_hostile_reviews_are_shown_as_text(page: Page, server: Server) -> None:
    elements = page.locator("script, img, b").count()
    for kind, review in HOSTILE_REVIEWS.items():
        write_review(page, review)
        assert page.locator("#words").text_content() == review
        words = server.post("/explain", {"text": review}).json()["words"]
        assert page.locator("#words mark").all_text_contents() == [word["word"] for word in words]
        from_the_right = kind in ("arabic", "hebrew")
        add_review(page, review if from_the_right else "Hostile", review)
        latest = page.locator("#recent p").first
        expect(latest).to_have_text(review, use_inner_text=False)
        assert latest.text_content() == review
        places = (review_of(page), movie_of(page), page.locator("#words"), latest)
        for place in (*places, page.locator("#movie-title")):
            assert place.evaluate("place => place.matches(':dir(rtl)')") == from_the_right
    assert page.locator("script, img, b").count() == elements
    expect(page).to_have_title("Sentiment Lab")


def test_hostile_movies_open_from_the_list(server: Server, open_page: OpenPage) -> None:
    for number, movie in enumerate(HOSTILE_MOVIES):
        post_reviews(server, movie, "Old.", f"Number {number}.")
    page = open_page(server.url)
    for number, movie in enumerate(HOSTILE_MOVIES):
        line_of(page, movie).click()
        expect(page.locator("#recent p").first).to_have_text(f"Number {number}.")
        assert page.locator("#movie-title").text_content() == movie
        expect(movie_of(page)).to_have_value(movie)
    assert page.locator("main img, main b").count() == 0
    expect(page).to_have_title("Sentiment Lab")


def test_a_long_review_is_shown(page: Page) -> None:
    review = "A good film, or not? " * 4_800
    assert len(review) > 100_000
    review_of(page).fill(review)
    expect(page.locator("#verdict")).to_be_visible()
    expect(page.locator("#left-out")).to_be_visible()
    assert page.locator("#words").text_content() == review
    unread = page.locator("#words .unread")
    # In one piece: an element a word would make the page slow.
    expect(unread).to_have_count(1)
    assert unread.evaluate("unread => getComputedStyle(unread).fontStyle") == "italic"
    assert page.locator("#words mark").count() > 10


def test_there_can_be_more_words_than_a_function_may_have_arguments(page: Page) -> None:
    count = 150_000
    answer = json.loads(made_up("a", {"a": None}))
    spoken = [{"word": "a", "start": 0, "end": 1, "contribution": 1.0}]
    unread = [{**answer["words"][0], "start": n, "end": n + 1} for n in range(2, 2 * count, 2)]
    answer["words"] = spoken + unread
    page.route("**/explain", answer_with(200, json.dumps(answer)))
    review_of(page).fill("a " * count)
    expect(page.locator("#verdict")).to_be_visible()
    assert page.locator("#words").text_content() == "a " * count


def test_what_gets_into_the_page_is_not_run(page: Page, provoked: list[str]) -> None:
    provoked.append("Content Security Policy")
    page.evaluate(
        """() => {
            window.refused = [];
            const note = (violation) => refused.push(violation.effectiveDirective);
            document.addEventListener("securitypolicyviolation", note);
            const script = document.createElement("script");
            script.textContent = "document.title = 'hacked'";
            const image = document.createElement("div");
            image.innerHTML = `<img src=/health alt='' onerror='document.title=1'>`;
            document.body.append(script, image);
        }"""
    )
    wait_for(lambda: len(page.evaluate("refused")) > 1)
    settle(page)
    assert sorted(page.evaluate("refused")) == ["script-src-attr", "script-src-elem"]
    expect(page).to_have_title("Sentiment Lab")


def test_the_policy_allows_nothing_inline(server: Server) -> None:
    policy = server.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


# ---- Screens


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(
        page.evaluate(
            """() => {
                const root = document.documentElement;
                return innerWidth === 390 && root.scrollWidth <= root.clientWidth;
            }"""
        )
    )


def test_on_a_phone_nothing_is_wider_than_the_screen(
    server: Server, open_page: OpenPage, provoked: list[str]
) -> None:
    page = open_page(server.url, **PHONE)
    assert fits(page)
    write_review(page, "x" * 300)
    assert fits(page)
    movie_of(page).fill("W" * 300)
    longest = movie_of(page).input_value()
    assert len(longest) == 200
    post_reviews(server, longest, "Good.")
    add_review(page, longest, "x" * 300, rating="10")
    expect(page.locator("#movie-title")).to_have_text(longest)
    expect(line_of(page, longest)).to_be_visible()
    assert fits(page)
    provoked.append("503")
    page.route("**/explain", answer_with(503, json.dumps({"detail": "x" * 300})))
    review_of(page).fill("y")
    expect(problem_of(page)).to_have_text("x" * 300)
    assert fits(page)


def rgba(colour: str) -> list[float]:
    values = [float(value) for value in re.findall(r"[\d.]+(?:e-\d+)?", colour)]
    return values if len(values) == 4 else [*values, 1.0]


def luminance(colour: list[float]) -> float:
    """As WCAG defines it: 0 for black, 1 for white."""
    parts = [part / 255 for part in colour[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def texts_and_grounds(page: Page, selector: str) -> list[tuple[str, float, float]]:
    """What is visible: its HTML, and the luminance of its text and of what that stands on.

    One script finds and reads all of it: the page draws its words anew when it likes.
    """
    found = page.evaluate(
        """selector => Array.from(document.querySelectorAll(selector))
            .filter(place => place.checkVisibility())
            .map(place => {
                const grounds = [];
                for (let element = place; element; element = element.parentElement)
                    grounds.unshift(getComputedStyle(element).backgroundColor);
                return [place.outerHTML, getComputedStyle(place).color, ...grounds];
            })""",
        selector,
    )
    return [
        (html, luminance(rgba(text)), luminance(seen_ground(map(rgba, grounds))))
        for html, text, *grounds in found
    ]


def seen_ground(grounds: Iterable[list[float]]) -> list[float]:
    """What is seen of grounds that lie on each other and let some light through."""
    seen = [255.0, 255.0, 255.0]
    for *ground, alpha in grounds:
        seen = [alpha * new + (1 - alpha) * old for new, old in zip(ground, seen, strict=True)]
    return seen


def test_text_can_be_read_in_light_and_dark(page: Page, provoked: list[str]) -> None:
    contributions = {"good": 1.0, "bad": -1.0, "so": None}
    page.route("**/explain", answer_with(200, made_up("good bad so", contributions)))
    write_review(page, "good bad so")
    add_review(page, "Colours", "good bad so")
    expect(tally_of(page)).to_be_visible()
    provoked.append("503")
    page.route("**/movie/Other", answer_with(503, '{"detail": "Not now."}'))
    movie_of(page).fill("Other")
    movie_of(page).press("Tab")
    expect(problem_of(page)).to_be_visible()
    shown = "h1, h2, header p, label, small, input, textarea, select, #add, #problem, #added"
    drawn = "#words mark, #words .unread, .legend mark, .ends span, .figures, footer a"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ((_, text, ground),) = texts_and_grounds(page, "body")
        assert (text > 0.6 and ground < 0.1) if scheme == "dark" else (text < 0.1 and ground > 0.6)
        found = texts_and_grounds(page, f"{shown}, {drawn}")
        assert len(found) > 20
        for html, text, ground in found:
            contrast = (max(text, ground) + 0.05) / (min(text, ground) + 0.05)
            assert contrast >= 4.5, (scheme, html)


def test_without_javascript_the_page_says_so(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url, java_script_enabled=False)
    expect(page.locator("noscript")).to_be_visible()
    assert "needs JavaScript" in page.locator("noscript").inner_text()


# ---- What goes wrong


def test_an_error_is_shown_until_it_is_over(page: Page, provoked: list[str]) -> None:
    for status, body, words in (
        (503, '{"detail": "Too many wait; try again."}', "Too many wait; try again."),
        (500, "<html>", "The server answered 500."),
    ):
        provoked.append(str(status))
        page.route("**/explain", answer_with(status, body), times=1)
        review_of(page).fill(f"good {status}")
        expect(problem_of(page)).to_have_text(words)
        expect(page.locator("#verdict")).to_be_hidden()
        review_of(page).fill(f"better {status}")
        expect(page.locator("#words")).to_have_text(f"better {status}")
        expect(problem_of(page)).to_be_hidden()


def test_a_refused_review_says_why(page: Page, provoked: list[str]) -> None:
    provoked.append("422")
    with page.expect_response("**/explain"):
        review_of(page).fill("Good.")
        movie_of(page).fill("   ")
        add_button(page).click()
    # Also when the verdict comes after it.
    settle(page)
    expect(problem_of(page)).to_have_text("movie: should hold more than white space")
    expect(add_button(page)).to_be_enabled()
    movie_of(page).fill("Named")
    expect(problem_of(page)).to_be_hidden()
    add_button(page).click()
    expect(page.get_by_role("status")).to_contain_text("Added to Named")
    expect(problem_of(page)).to_be_hidden()


# ---- The API key


def test_the_key_is_asked_for_when_it_is_needed(
    tiny_bundle: Path, tmp_path: Path, open_page: OpenPage, provoked: list[str]
) -> None:
    provoked.append("401")
    settings = (f"bundle={tiny_bundle}", "workers=1")
    with serving(tmp_path / "locked", *settings, SENTIMENT_API_KEY="right-secret") as locked:
        page = open_page(locked.url)
        key = page.get_by_label("API key")
        write_review(page, "Good.")
        expect(key).to_be_hidden()
        movie_of(page).fill("Locked")
        add_button(page).click()
        expect(key).to_be_focused()
        expect(problem_of(page)).to_contain_text("This needs the API key.")
        key.fill("wrong-secret")
        add_button(page).click()
        expect(key).to_be_focused()
        expect(problem_of(page)).to_contain_text("This needs the API key.")
        assert locked.get("/movie/Locked").status_code == 404
        key.fill("right-secret")
        key.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Added to Locked")
        expect(problem_of(page)).to_be_hidden()
        expect(line_of(page, "Locked")).to_contain_text("1 review")
        expect(add_button(page)).to_be_enabled()


def test_a_key_for_everything_opens_everything_until_the_server_ends(
    tiny_bundle: Path, tmp_path: Path, open_page: OpenPage, provoked: list[str]
) -> None:
    provoked += ["401", "net::ERR_CONNECTION_REFUSED"]
    settings = (f"bundle={tiny_bundle}", "workers=1", "api_key_for=all")
    with serving(tmp_path / "locked", *settings, SENTIMENT_API_KEY="right-secret") as locked:
        body = {"movie": "Locked", "review": "Good."}
        locked.post("/add_review", body, headers={"X-API-Key": "right-secret"})
        page = open_page(locked.url)
        key = page.get_by_label("API key")
        expect(key).to_be_focused()
        with page.expect_response("**/explain"):
            review_of(page).fill("Good.")
        expect(problem_of(page)).to_contain_text("This needs the API key.")
        # Who goes on typing after a pause types where they are.
        with page.expect_response("**/explain"):
            review_of(page).press_sequentially(" Fine.")
        settle(page)
        review_of(page).press("ArrowLeft")
        expect(review_of(page)).to_be_focused()
        with page.expect_response("**/explain"):
            review_of(page).fill("Good.")
        key.fill("snow\u2603man")
        key.press("Tab")
        expect(problem_of(page)).to_contain_text("a character that no key has")
        key.fill("right-secret")
        key.press("Tab")
        expect(line_of(page, "Locked")).to_be_visible()
        # What was written before the key is judged now.
        expect(page.locator("#words")).to_have_text("Good.")
        expect(problem_of(page)).to_be_hidden()
    review_of(page).fill("Better.")
    expect(problem_of(page)).to_have_text(UNREACHABLE)
    expect(page.locator("#verdict")).to_be_hidden()
    movie_of(page).fill("Gone")
    add_button(page).click()
    expect(add_button(page)).to_be_enabled()
    expect(problem_of(page)).to_have_text(UNREACHABLE)
    expect(page.get_by_role("status")).to_be_hidden()


# ---- Around it


def test_it_works_on_another_machine_over_plain_http(
    server: Server, open_page: OpenPage, provoked: list[str]
) -> None:
    # There a browser has less to offer, such as no crypto.randomUUID.
    provoked.append("Cross-Origin-Opener-Policy header has been ignored")
    page = open_page(f"http://{ELSEWHERE}:{server.port}")
    assert not page.evaluate("isSecureContext")
    add_review(page, "Far away", "Good.")
    expect(page.locator("#total")).to_have_text("1")


def test_the_docs_show_all_operations(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url)
    page.get_by_role("link", name="API").click()
    page.wait_for_url("**/docs")
    paths = server.get("/openapi.json").json()["paths"]
    operations = sum(len(methods) for methods in paths.values())
    assert operations >= 8
    expect(page.locator(".opblock")).to_have_count(operations)
    expect(page.get_by_text("/add_review")).to_be_visible()
    page.locator(".opblock-post").first.click()
    expect(page.get_by_role("button", name="Try it out")).to_be_visible()


def test_the_metrics_are_a_click_away(page: Page, server: Server) -> None:
    link = page.get_by_role("link", name="Metrics").get_attribute("href")
    assert "# TYPE" in server.get(str(link)).text


def test_the_script_uses_only_what_is_there() -> None:
    used = set(re.findall(r"""\$\(["']([^"']+)["']\)""", (STATIC / "app.js").read_text("utf-8")))
    given = re.findall(r'\bid="([^"]+)"', (STATIC / "index.html").read_text("utf-8"))
    assert len(used) > 20
    assert used <= set(given)
    assert len(given) == len(set(given))


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_the_page_says_what_it_is(server: Server, open_page: OpenPage, path: str) -> None:
    page = open_page(server.url + path)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title()
    expect(page.locator("img:not([alt])")).to_have_count(0)


def test_everything_has_a_name(page: Page, server: Server) -> None:
    write_review(page, "Good.")
    add_review(page, "Named", "Good.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sentiment Lab")
    fields = page.locator("main").locator("input, select, textarea")
    expect(fields).to_have_count(4)
    assert fields.evaluate_all("fields => fields.map(field => field.labels.length)") == [1] * 4
    for name in ("Your review", "The model's view", "Named", "Movies"):
        expect(page.get_by_role("region", name=name)).to_be_visible()
    for button in page.get_by_role("button").all():
        assert button.inner_text().strip()
