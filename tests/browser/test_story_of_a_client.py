"""One client from the first day: company, people, map, what to learn next, brief, the talk recorded, Today; and a big deal
thought through in its decision table."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

NAME = "Casa Pâinii din Soroca SRL"
OWNER, BUYER = "Lidia Rusu", "Олег Морару"
TOMORROW = "2026-05-13"


def add_person(page: Page, name: str, post: str) -> None:
    page.locator("#people header a").click()
    form = page.locator("#edit-client form")
    form.locator("#f-name").fill(name)
    form.locator("#f-title").fill(post)
    form.locator("button.primary").click()
    expect(page.locator("#people")).to_contain_text(name)


def put_on_the_map(page: Page, name: str, *, role: str, weight: str, attitude: str, objection: str = "") -> None:
    page.locator(".head-acts .primary").click()
    form = page.locator("#unit-dialog form").first
    form.locator("#f-person").select_option(form.locator("#f-person option", has_text=name).get_attribute("value"))
    form.locator("#f-role").select_option(role)
    form.locator("#f-weight").fill(weight)
    form.locator("#f-attitude").select_option(attitude)
    form.locator("#f-objection").fill(objection)
    form.locator("button.primary").click()
    expect(page.locator("#people")).to_contain_text(name)
    expect(page.locator("#unit-dialog")).to_be_hidden()


def test_from_a_new_company_to_a_promise_on_today(opened: Callable[..., Page]) -> None:
    page = opened("/clients/new/", who="salesperson")
    page.locator("#f-name").fill(NAME)
    page.locator("main button.primary").click()
    expect(page.locator("h1")).to_have_text(NAME)
    card = page.url
    add_person(page, OWNER, "Owner")
    add_person(page, BUYER, "Head of purchasing")

    page.locator("#decides a.btn").click()
    page.locator("#f-title").fill("Boxes for the new line")
    page.locator("#f-value").fill("48 000")
    page.locator("main button.primary").click()
    put_on_the_map(page, OWNER, role="decider", weight="70", attitude="0")
    put_on_the_map(page, BUYER, role="purchaser", weight="30", attitude="1", objection="It is too expensive")
    expect(page.locator(".map-drawn svg").first).to_contain_text(OWNER)

    page.goto(card)
    expect(page.locator("#decides svg").first).to_contain_text(BUYER.split(maxsplit=1)[0])
    question = page.locator("#learn ol.learn li b").first.inner_text()
    page.locator("#learn a", has_text="All questions").click()
    expect(page.locator("table.questions")).to_contain_text(question)

    page.goto(card)
    page.keyboard.press("b")
    sheet = page.locator("article.sheet")
    expect(sheet).to_contain_text(OWNER)
    expect(sheet).to_contain_text(question)
    expect(sheet).to_contain_text("It is too expensive")

    page.keyboard.press("b")
    page.wait_for_url(card)
    page.keyboard.press("r")
    record = page.locator("#record")
    record.locator(".who-pick", has_text=BUYER).locator("label").first.click()
    asked = record.locator(".ask")
    answer_to(asked)
    record.locator(".came-up summary").click()
    record.locator(".came", has_text="It is too expensive").locator("label", has_text="Helped").first.click()
    record.locator('[name="owed-1-title"]').fill("Send samples of the double box")
    record.locator('[name="owed-1-due_on"]').fill(TOMORROW)
    record.locator("button.primary").click()
    page.wait_for_url(card)
    expect(page.locator(".note.said")).to_contain_text("1 fact")
    expect(page.locator(".note.said")).to_contain_text("1 promise")
    expect(page.locator(".note.said")).to_contain_text("1 objection")
    expect(page.locator("#promises")).to_contain_text("Send samples of the double box")
    expect(page.locator("#timeline")).to_contain_text("Learnt")
    assert page.locator("#learn ol.learn li b").first.inner_text() != question

    page.goto(page.url.split("/clients/")[0] + "/")
    expect(page.locator("#today")).to_contain_text("Send samples of the double box")


def answer_to(asked: Locator) -> None:
    """Fill in whatever field the question comes with."""
    field = asked.locator('[name="answer"]').first
    kind = field.evaluate("one => one.tagName + ' ' + (one.type || '')")
    if kind.startswith("SELECT"):
        field.select_option(index=1)
    else:
        field.fill(
            "2026-11-30"
            if "date" in kind
            else "1500"
            if field.get_attribute("inputmode")
            else "In November, with the new line"
        )


def test_a_big_deal_is_thought_through_asked_and_answered(opened: Callable[..., Page]) -> None:
    page = opened("/units/1/", who="salesperson", quiet=True)  # a refused amount is told to the console too
    page.locator(".head-acts a", has_text="Decision table").click()
    expect(page.locator(".lead")).to_contain_text("Ask first")
    question = page.locator(".unknown h3").first.inner_text()
    page.locator(".ask-row button").click()
    expect(page.locator(".said")).to_contain_text("on your list")
    table = page.url.split("?")[0]
    page.goto(table.split("/units/")[0] + "/")
    expect(page.locator("#today")).to_contain_text(question)
    page.goto(table)
    page.locator(".unknown select").first.select_option(index=1)
    page.locator(".unknown .heard button.btn").first.click()
    expect(page.locator("#h-heard")).to_be_visible()
    page.locator(".head-acts a", has_text="Amounts").click()
    amount = page.locator(".case input").first
    amount.fill("a lot")
    page.locator(".savebar .primary").click()
    expect(page.locator(".bad").first).to_contain_text("is not a number")
    assert page.locator(".case input").first.input_value() == "a lot"
    page.locator(".case input").first.fill("25 000")
    page.locator(".savebar .primary").click()
    expect(page.locator(".cases")).to_contain_text("€25,000")
    page.goto(table)
    page.locator("form", has=page.get_by_text("Take back")).locator("button").click()
    expect(page.locator("#h-heard")).to_have_count(0)
