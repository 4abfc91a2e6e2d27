"""DynamoDB's expressions as pynamodb writes them: read once, then asked of many items."""

import re
from decimal import Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne

TOKEN = re.compile(r"[#:]\w+|\w+|<>|<=|>=|[=<>(),+-]")
COMPARISONS = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
SETS = {"SS", "NS"}
WORDS = frozenset({"SET", "REMOVE", "ADD", "DELETE"})


def plain(value):
    """Return an attribute value such that two of one kind compare as DynamoDB compares them."""
    ((kind, content),) = value.items()
    if kind == "N":
        return kind, Decimal(content)
    if kind in SETS:
        return kind, frozenset(content)
    return kind, content


class Scope:
    """What an expression is asked of: an item, and what its placeholders stand for."""

    __slots__ = ("item", "names", "values")

    def __init__(self, item, asked):
        self.item = item
        self.names = asked.get("ExpressionAttributeNames", {})
        self.values = asked.get("ExpressionAttributeValues", {})


def holds(expression, item, asked):
    """Say whether a condition or key condition holds for *item*; None always does."""
    return expression is None or bool(_condition(expression)(Scope(item or {}, asked)))


def updated(expression, item, asked):
    """Return *item* as an update expression leaves it."""
    scope, new = Scope(item, asked), dict(item)
    for change in _update(expression):
        change(scope, new)
    return new


@cache
def _condition(expression):
    reader = Reader(expression)
    condition = reader.either()
    reader.end()
    return condition


@cache
def _update(expression):
    reader, changes = Reader(expression), []
    while reader.left:
        word = reader.take()
        assert word in WORDS, expression
        while True:
            changes.append(getattr(reader, word.lower())())
            if not reader.skip(","):
                break
    return changes


class Reader:
    """Reads the tokens of one expression; each method returns a function of a `Scope`."""

    def __init__(self, expression):
        self.left = TOKEN.findall(expression)[::-1]
        self.whole = expression
        assert "".join(self.left[::-1]) == re.sub(r"\s", "", expression), expression

    def take(self, *wanted):
        token = self.left.pop()
        assert not wanted or token in wanted, self.whole
        return token

    def skip(self, *wanted):
        """Take the next token if it is one of these, and say whether it was."""
        if self.left and self.left[-1] in wanted:
            self.left.pop()
            return True
        return False

    def end(self):
        assert not self.left, self.whole

    # ——— conditions ———

    def either(self):
        parts = [self.all()]
        while self.skip("OR"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else lambda s: any(part(s) for part in parts)

    def all(self):
        parts = [self.one()]
        while self.skip("AND"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else lambda s: all(part(s) for part in parts)

    def one(self):
        if self.skip("NOT"):
            inner = self.one()
            return lambda s: not inner(s)
        if self.skip("("):
            inner = self.either()
            self.take(")")
            return inner
        if self.left[-1][0] in "#:":
            return self.comparison()
        return self.function()

    def function(self):
        name = self.take("attribute_exists", "attribute_not_exists", "begins_with", "contains")
        self.take("(")
        path = self.operand()
        given = self.operand() if self.skip(",") else None
        self.take(")")
        match name:
            case "attribute_exists":
                return lambda s: path(s) is not None
            case "attribute_not_exists":
                return lambda s: path(s) is None
            case "begins_with":
                return lambda s: _text(path(s)).startswith(_text(given(s)))
        return lambda s: _contains(path(s), given(s))

    def comparison(self):
        left, word = self.operand(), self.take()
        if word == "BETWEEN":
            low = self.operand()
            self.take("AND")
            high = self.operand()
            return lambda s: _compared(ge, left(s), low(s)) and _compared(le, left(s), high(s))
        if word == "IN":
            self.take("(")
            choices = [self.operand()]
            while self.skip(","):
                choices.append(self.operand())
            self.take(")")
            return lambda s: any(_compared(eq, left(s), choice(s)) for choice in choices)
        right, compare = self.operand(), COMPARISONS[word]
        return lambda s: _compared(compare, left(s), right(s))

    def operand(self):
        token = self.take()
        if token[0] == "#":
            return lambda s: s.item.get(s.names[token])
        if token[0] == ":":
            return lambda s: s.values[token]
        assert token in {"if_not_exists", "list_append"}, self.whole
        self.take("(")
        first = self.operand()
        self.take(",")
        second = self.operand()
        self.take(")")
        if token == "if_not_exists":
            return lambda s: second(s) if first(s) is None else first(s)
        return lambda s: {"L": [*first(s)["L"], *second(s)["L"]]}

    # ——— updates ———

    def set(self):
        name = self.take()
        self.take("=")
        value = self.operand()
        if self.left and self.left[-1] in {"+", "-"}:
            sign, first, second = self.take(), value, self.operand()
            value = lambda s: _sum(first(s), second(s), sign)  # noqa: E731 - as the others here
        return lambda s, new: new.__setitem__(s.names[name], value(s))

    def remove(self):
        name = self.take()
        return lambda s, new: new.pop(s.names[name], None)

    def add(self):
        name, value = self.take(), self.operand()

        def change(scope, new):
            given, before = value(scope), scope.item.get(scope.names[name])
            ((kind, content),) = given.items()
            if before is None:
                new[scope.names[name]] = given
            elif kind == "N":
                new[scope.names[name]] = _sum(before, given, "+")
            else:
                new[scope.names[name]] = {kind: sorted({*before[kind], *content})}

        return change

    def delete(self):
        name, value = self.take(), self.operand()

        def change(scope, new):
            before = scope.item.get(scope.names[name])
            ((kind, content),) = value(scope).items()
            left = sorted(set(before[kind]) - set(content)) if before else []
            new.pop(scope.names[name], None)
            if left:
                new[scope.names[name]] = {kind: left}

        return change


def _compared(compare, left, right):
    if left is None or right is None:
        return compare is ne
    left, right = plain(left), plain(right)
    if left[0] != right[0]:
        return compare is ne
    return compare(left[1], right[1])


def _contains(there, wanted):
    if there is None:
        return False
    ((kind, content),) = there.items()
    if kind == "L":
        return wanted in content
    return next(iter(wanted.values())) in content


def _text(value):
    return (value or {}).get("S", "")


def _sum(left, right, sign):
    first, second = Decimal(left["N"]), Decimal(right["N"])
    return {"N": str(first + second if sign == "+" else first - second)}
