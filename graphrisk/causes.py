"""What the system, TOML and checked settings complain of, as sentences that can be said in another language.

All of them speak English themselves. A complaint that is not known here stays as it is, and the English text
of those that are is theirs, to the letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphrisk.sentences import Said, Sentence, reason_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_AT = re.compile(r"(?P<problem>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")

CHECKS = {
    "bool_parsing": "Input should be a valid boolean, unable to interpret input",
    "bool_type": "Input should be a valid boolean",
    "date_type": "Input should be a valid date",
    "dict_type": "Input should be a valid dictionary",
    "enum": "Input should be {expected}",
    "extra_forbidden": "Extra inputs are not permitted",
    "float_parsing": "Input should be a valid number, unable to parse string as a number",
    "float_type": "Input should be a valid number",
    "greater_than": "Input should be greater than {gt}",
    "greater_than_equal": "Input should be greater than or equal to {ge}",
    "int_from_float": "Input should be a valid integer, got a number with a fractional part",
    "int_parsing": "Input should be a valid integer, unable to parse string as an integer",
    "int_type": "Input should be a valid integer",
    "less_than": "Input should be less than {lt}",
    "less_than_equal": "Input should be less than or equal to {le}",
    "list_type": "Input should be a valid list",
    "literal_error": "Input should be {expected}",
    "missing": "Field required",
    "model_type": "Input should be a valid dictionary or instance of {class_name}",
    "string_pattern_mismatch": "String should match pattern '{pattern}'",
    "string_too_short": "String should have at least {min_length} character",
    "string_type": "Input should be a valid string",
    "too_short": "{field_type} should have at least {min_length} item after validation, not {actual_length}",
    "tuple_type": "Input should be a valid tuple",
    "value_error": "Value error, {error}",
}
"""Pydantic's kinds of errors and their messages, as far as settings, policies and taxonomies raise them."""


def cause(error: OSError) -> Sentence:
    """Return what the system gives as the reason, such as "Permission denied"."""
    text = error.strerror or str(error)
    return text if isinstance(text, Sentence) else Sentence(text)


def spelled(error: BaseException) -> str:
    """Return `str(error)`, as a sentence for errors of the system, of UTF-8 and of TOML."""
    text = str(error)
    if isinstance(error, OSError) and error.strerror:
        return _if_same(
            text,
            Sentence(
                "[Errno {number}] {cause}: {file}",
                number=error.errno,
                cause=cause(error),
                file=repr(error.filename),
            ),
        )
    if isinstance(error, UnicodeDecodeError):
        return _if_same(
            text,
            Sentence(
                "'{encoding}' codec can't decode byte {byte} in position {position}: {reason}",
                encoding=error.encoding,
                byte=f"0x{error.object[error.start]:02x}",
                position=error.start,
                reason=Sentence(error.reason),
            ),
        )
    match = _AT.fullmatch(text)
    if match is None:
        return text
    problem = Sentence(match["problem"])
    if match["line"] is None:
        return Sentence("{problem} (at end of document)", problem=problem)
    return Sentence(
        "{problem} (at line {line}, column {column})",
        problem=problem,
        line=match["line"],
        column=match["column"],
    )


def checked(item: ErrorDetails) -> str:
    """Return the message of one of the errors that pydantic found in settings or in a policy."""
    text = str(item["msg"])
    template = CHECKS.get(item["type"])
    if template is None:
        return text
    return _if_same(text, Sentence(template, **{k: _value(v) for k, v in item.get("ctx", {}).items()}))


def _value(value: object) -> object:
    if isinstance(value, BaseException):
        return reason_of(value)
    first, found, last = str(value).rpartition(" or ")  # pydantic's way to list what is allowed
    return Sentence("{first} or {last}", first=first, last=last) if found else value


def _if_same(text: str, sentence: Sentence) -> Said:
    return sentence if sentence == text else text
