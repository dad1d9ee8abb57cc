"""bits.py - has z3 prove the axioms of bits/*.h, on words of bits.

WP is told them as facts about integers.  Here each is a question about words of 128 bits, in which
nothing wraps while the numbers themselves are below 2^64: is there one for which it does not hold?

SPDX-License-Identifier: MIT
"""
import ast
import re
import subprocess

WIDTH = 128
OPERATORS = {ast.Add: "bvadd", ast.Sub: "bvsub", ast.Mult: "bvmul", ast.FloorDiv: "bvudiv",
             ast.Mod: "bvurem", ast.LShift: "bvshl", ast.RShift: "bvlshr", ast.BitAnd: "bvand",
             ast.BitOr: "bvor", ast.LtE: "bvule", ast.Lt: "bvult", ast.Eq: "="}
AXIOM = re.compile(r"axiom (\w+): \\forall integer ([\w, ]+);\s*(.*?) ==> (.*?);", re.DOTALL)


def smt(node):
    """An expression, or a condition, as SMT-LIB writes it."""
    if isinstance(node, ast.Expression):
        return smt(node.body)
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return f"(_ bv{node.value} {WIDTH})"
    if isinstance(node, ast.BinOp):
        return f"({OPERATORS[type(node.op)]} {smt(node.left)} {smt(node.right)})"
    if isinstance(node, ast.BoolOp):
        return "(and " + " ".join(smt(value) for value in node.values) + ")"
    if isinstance(node, ast.IfExp):
        return f"(ite {smt(node.test)} {smt(node.body)} {smt(node.orelse)})"
    if isinstance(node, ast.Compare):
        terms = [node.left, *node.comparators]
        return "(and " + " ".join(f"({OPERATORS[type(op)]} {smt(a)} {smt(b)})" for op, a, b
                                  in zip(node.ops, terms, terms[1:])) + ")"
    raise LookupError(f"not understood: {ast.dump(node)}")


def parse(text):
    """ACSL's expressions are Python's but for the spelling."""
    text = " ".join(text.split()).replace("&&", "and").replace("/", "//")
    text = re.sub(r"\(([^()]*) \? (.*) : (.*)\)$", r"(\2 if \1 else \3)", text)
    return ast.parse(text, mode="eval")


def questions(header):
    """Yields the axioms' names and the questions whether they can be wrong."""
    for name, variables, condition, claim in AXIOM.findall(header):
        names = variables.split(", ")
        words = [f"(declare-const {v} (_ BitVec {WIDTH}))\n"
                 f"(assert (bvult {v} (_ bv{1 << 64} {WIDTH})))" for v in names]
        yield name, "\n".join([*words, f"(assert {smt(parse(condition))})",
                               f"(assert (not {smt(parse(claim))}))", "(check-sat)"])


def wrong_axioms(header):
    """The names of those that z3 does not prove, and how many there are."""
    wrong, asked = [], list(questions(header))
    if len(asked) != header.count("axiom "):
        raise LookupError("an axiom is written in another way")
    for name, question in asked:
        answer = subprocess.run(["z3", "-in", "-T:60"], input=question, text=True, check=False,
                                stdout=subprocess.PIPE).stdout.strip()
        if answer != "unsat":
            wrong.append(name)
    return wrong, len(asked)
