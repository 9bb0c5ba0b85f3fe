"""Public answers are written as Jira comments and read by people who have no Jira."""

import pytest

from chalicelib.rendering.wiki import plain_text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("[~accountid:5b10a-erin] It is fixed.", "It is fixed."),
        ("See [our help|https://shop.example/help].", "See our help (https://shop.example/help)."),
        ("[https://shop.example/a|https://shop.example/a|smart-link]", "https://shop.example/a"),
        ("[https://shop.example/a]", "https://shop.example/a"),
        ("It is *really* _fixed_ +now+", "It is really fixed now"),
        ("h2. News\n{quote}It works{quote}", "News\nIt works"),
        ("{color:red}Reload{color} !shot.png|thumbnail!", "Reload "),
        ("2 * 3 * 4 and snake_case_name and [1]", "2 * 3 * 4 and snake_case_name and [1]"),
        ("Wait! Then go!", "Wait! Then go!"),
    ],
)
def test_words_without_markup(markup: str, words: str) -> None:
    assert plain_text(markup) == words
