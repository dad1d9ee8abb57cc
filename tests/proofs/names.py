"""names.py - holds a model in step with the code it is of, by the names of states and steps.

names.toml of a model says, file by file, which names of the code the model has, and which it leaves
out and why.  A name that only one of them has is an error:

    [[code]]
    file = "protocol/server/session.c"
    functions = true                      # all functions that the file defines
    [[code]]
    file = "protocol/include/qmp/server.h"
    enum = "qmp_reply_phase"              # all its values
    [[code]]
    file = "protocol/include/qmp/server.h"
    struct = "qmp_session"                # all its members
    [[code]]
    file = "board/core/levels.c"
    names = ["requested"]                 # just these

    [renamed]                             # what the code's name is in the model
    [left_out]                            # name = "the reason"

SPDX-License-Identifier: MIT
"""
import re
import tomllib
from pathlib import Path


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.DOTALL)


def block(text, head):
    """What stands in the braces behind HEAD."""
    match = re.search(head + r"\s*\{(.*?)\n\}", text, re.DOTALL)
    if not match:
        raise LookupError(f"the code has no {head}")
    return match[1]


def code_names(root, source):
    text = without_comments((Path(root) / source["file"]).read_text())
    if source.get("functions"):
        return set(re.findall(r"^[A-Za-z_][\w ]*[ *](\w+)\([^;{]*\)\n\{", text, re.M))
    if "enum" in source:
        return set(re.findall(r"^\s*(\w+)", block(text, f"enum {source['enum']}"), re.M))
    if "struct" in source:
        body = re.sub(r"^#.*$", "", block(text, f"struct {source['struct']}"), flags=re.M)
        return set(re.findall(r"(\w+)(?:\[[^\]]*\])?;", body))
    names = set(source["names"])
    gone = {name for name in names if not re.search(rf"\b{name}\b", text)}
    if gone:
        raise LookupError(f"{source['file']} has no {', '.join(sorted(gone))}")
    return names


def model_names(text):
    """Whatever the model defines: mtypes, macros, inlines."""
    text = without_comments(text)
    found = set(re.findall(r"^inline (\w+)", text, re.M))
    for values in re.findall(r"^mtype = \{(.*?)\}", text, re.M | re.DOTALL):
        found |= set(re.findall(r"\w+", values))
    return found


def compare(root, folder):
    """Raises LookupError where model and code do not have the same names."""
    table = tomllib.loads((folder / "names.toml").read_text())
    model = without_comments((folder / f"{folder.name}.pml").read_text())
    renamed, left_out = table.get("renamed", {}), table.get("left_out", {})
    known = set()
    for source in table["code"]:
        known |= code_names(root, source)
    wrong = []
    for name in sorted(known - set(left_out)):
        if not re.search(rf"\b{renamed.get(name, name)}\b", model):
            wrong.append(f"the model has no {name}, and no reason is given")
    for name in sorted((set(left_out) | set(renamed)) - known):
        wrong.append(f"the code has no {name}, which names.toml speaks of")
    own = set(table.get("own", [])) | {renamed.get(name, name) for name in known}
    for name in sorted(model_names(model) - own):
        wrong.append(f"the code has no {name}, which the model has")
    if wrong:
        raise LookupError("; ".join(wrong))
