"""Looking through expression trees."""

from collections.abc import Iterator

from cmm.domain.questionnaire.model import Tree


def iterate_nodes(tree: Tree) -> Iterator[list[Tree]]:
    """Every operation in `tree`, the outermost first; literals are not listed."""
    if isinstance(tree, list):
        yield tree
        for part in tree[1:]:
            yield from iterate_nodes(part)


def references(tree: Tree) -> set[str]:
    """The names of the questions that `tree` looks at."""
    return {str(node[1]) for node in iterate_nodes(tree) if node[0] == "$"}


def columns(tree: Tree) -> set[str]:
    """The bare words of `tree`: columns of the choices sheet in a choice filter, a mistake elsewhere."""
    return {str(node[1]) for node in iterate_nodes(tree) if node[0] == "@"}
