"""weave.py - puts ACSL annotations into a source file on its way to Frama-C.

The sources stay free of annotations that only a prover reads.  A file of contracts says where
they belong, by the code itself, so that a place that is gone is an error and nothing goes stale:

    == FILE FUNCTION            before the definition of FUNCTION
    == FILE FUNCTION: CODE      before the line of FUNCTION that contains CODE
    == FILE FUNCTION: CODE #2   the second such line

What follows, up to the next "==", is inserted.  It is comments alone, which is checked: what is
proven is the source itself.

SPDX-License-Identifier: MIT
"""
import re
from pathlib import Path

HEAD = re.compile(r"== (\S+) (\w+)(?:: (.*?))?(?: #(\d+))?$")
COMMENTS = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


class Lost(Exception):
    """A place that the contracts name is not in the code."""


def sections(text):
    """Yields file, function, code or None, which of them, and what to insert."""
    head, body = None, []
    for line in text.splitlines() + ["== end end"]:
        if line.startswith("== "):
            if head:
                yield (*head, "\n".join(body).strip("\n"))
            match = HEAD.match(line)
            if not match:
                raise Lost(f"not a place: {line}")
            head = (match[1], match[2], match[3], int(match[4] or 1))
            body = []
        elif head:
            body.append(line)


def definition(lines, function):
    """First and last line of a function; a declaration is passed over."""
    begin = re.compile(rf"^[A-Za-z_][^;=]*\b{function}\(")
    for i, line in enumerate(lines):
        if not begin.match(line):
            continue
        for k in range(i, len(lines)):
            if lines[k].endswith(";") and k < i + 4 and not any("{" in x for x in lines[i:k + 1]):
                break
            if lines[k] == "}":
                return i, k
    raise Lost(f"no function {function}")


def place(lines, function, code, which):
    """The line before which something is to be inserted."""
    first, last = definition(lines, function)
    if code is None:
        return first
    found = [i for i in range(first, last) if code in lines[i]]
    if len(found) < which:
        raise Lost(f"{function} has no line {which} with: {code}")
    return found[which - 1]


def weave(root, contracts, out):
    """Writes the annotated files of CONTRACTS below OUT.  Returns their names."""
    inserts = {}
    for name, function, code, which, body in sections(Path(contracts).read_text()):
        if COMMENTS.sub("", body).strip():
            raise Lost(f"{contracts}: more than comments for {function}")
        if "lemma " in body:
            raise Lost(f"{contracts}: a lemma, which nobody proves where functions are named")
        lines = (Path(root) / name).read_text().splitlines()
        inserts.setdefault(name, []).append((place(lines, function, code, which), body))
    for name, parts in inserts.items():
        lines = (Path(root) / name).read_text().splitlines()
        woven = []
        for i, line in enumerate(lines):
            woven += [body for at, body in parts if at == i]
            woven.append(line)
        target = Path(out) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(woven) + "\n")
    return sorted(inserts)
