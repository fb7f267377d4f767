"""Words of pasted HTML as plain text."""

from portal.core.html import plain_text


def test_lines_are_kept_without_blanks_around_or_between_them() -> None:
    assert plain_text("<p>  một \n\n \t hai</p><p>ba &lt; bốn</p>\n") == "một\nhai\nba < bốn"


def test_a_long_run_of_spaces_is_read_in_one_pass() -> None:
    assert plain_text("<b>a" + " " * 200_000 + "b</b>") == "a" + " " * 200_000 + "b"
