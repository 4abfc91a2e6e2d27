"""How a bug is planted, and which invariants are meant to catch it."""

BUGS = {}
"""The bugs there are, by name: each returns what is put in place of a part of the product."""


def caught_by(*invariants):
    """Plant the decorated bug, which one of these *invariants* is meant to catch."""

    def planted(made):
        made.caught_by = frozenset(invariants)
        BUGS[made.__name__] = made
        return made

    return planted
