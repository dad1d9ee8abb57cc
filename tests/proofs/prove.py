#!/usr/bin/env python3
"""prove.py - runs the proofs of tests/proofs: Frama-C WP on the sources, Spin on the models, z3 on
what WP is told of bits.

    prove.py [--quick] [--build DIR] [SUBJECT...]

A subject is a folder with a proof.toml.  Exit status: 0 all shown, 1 something is not, 77 a program
is not installed.  A goal that cannot be proven stands in proof.toml with its reason; another that is
not proven is a failure, and so is another number of goals, or a planted mistake that is not found.

SPDX-License-Identifier: MIT
"""
import argparse
import collections
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import weave
from bits import wrong_axioms
from names import compare

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


# Times a prover's time for what it missed.
PATIENCE = 4
# Seconds for a goal that need not be proven.
MISTAKE_TIMEOUT = 10


class Failed(Exception):
    """A proof does not hold."""


def run(command, **options):
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False, **options)


# ------------------------------------------------------------------ Frama-C WP

def provers(build):
    """The provers' configuration, of this machine and in this build folder."""
    config = build / "why3.conf"
    if not config.exists():
        run(["why3", "-C", str(config), "config", "detect"])
    return config


def wp_command(subject, proof, out, timeout):
    includes = [f"-I{out}"]
    includes += [f"-I{base}/{f}" for f in proof.get("include", []) for base in (out, ROOT)]
    includes += [f"-I{HERE}", f"-I{ROOT}"]
    cpp = " ".join(includes + proof.get("cpp", []))
    return ["frama-c", "-c11", "-machdep", proof.get("machine", "gcc_x86_64"),
            f"-cpp-extra-args={cpp}", "-wp", "-wp-rte", "-wp-model", "Typed+Cast",
            "-wp-prover", "z3,cvc4", "-wp-timeout", str(timeout), "-wp-par", "2",
            "-wp-cache", "update", "-wp-cache-dir", str(out / "cache"),
            *proof.get("wp", []), str(HERE / subject / "proof.c")]


def read_goals(text):
    """How many goals there are, and the names of those that were not proven."""
    if "aborted" in text or "User Error" in text:
        raise Failed("Frama-C gave up:\n" + text[-2000:])
    figures = re.search(r"Proved goals:\s+(\d+) / (\d+)", text)
    if not figures:
        raise Failed("Frama-C said nothing of goals:\n" + text[-2000:])
    proven, goals = map(int, figures.groups())
    # The prefix is the memory model's.
    missed = set(re.findall(r"\[(?:Failed|Timeout)\] Goal typed_cast_(\w+)", text))
    if len(missed) != goals - proven:
        raise Failed(f"{goals - proven} goals not proven, of which {len(missed)} have names")
    return goals, missed


def check_goals(proof, goals, missed):
    """Compares what was proven with what is claimed.  Returns the figures, as text and as numbers."""
    listed = set(proof.get("open", {}))
    if goals != proof["goals"]:
        raise Failed(f"{goals} goals, proof.toml claims {proof['goals']}")
    if missed - listed:
        raise Failed("not proven: " + ", ".join(sorted(missed - listed)))
    for goal in sorted(listed - missed):
        print(f"    now proven, to be taken off the list: {goal}")
    figures = {"goals proven": goals - len(missed), **({"goals open": len(missed)} if missed else {})}
    said = f"{goals - len(missed)} of {goals} goals proven" + (f", {len(missed)} open" if missed else "")
    return said, figures


def ask(subject, proof, out, timeout, log):
    """Has Frama-C prove what is woven in OUT."""
    with open(out / log, "w", encoding="utf-8") as file:
        subprocess.run(wp_command(subject, proof, out, timeout), stdout=file, check=False, cwd=out,
                       stderr=subprocess.STDOUT,
                       env={"PATH": "/usr/bin:/bin", "HOME": str(out.parent),
                            "WHY3CONFIG": str(provers(out.parent))})
    return read_goals((out / log).read_text())


def plant(subject, proof, out):
    """Contracts that contradict themselves, or facts, prove anything, so mistakes have to be found."""
    for number, mutant in enumerate(proof["mutant"]):
        woven = out / mutant["file"]
        text = woven.read_text()
        if text.count(mutant["from"]) != 1:
            raise Failed(f"not once in {mutant['file']}: {mutant['from']}")
        woven.write_text(text.replace(mutant["from"], mutant["to"]))
        named = proof | {"wp": ["-wp-literals", "-wp-fct", mutant["function"]]}
        _, missed = ask(subject, named, out, MISTAKE_TIMEOUT, f"mutant-{number}.log")
        woven.write_text(text)
        if not missed:
            raise Failed(f"goes unnoticed: {mutant['what']}")


def prove_wp(subject, proof, build, _quick):
    """A prover that shares the machine runs out of time: goals that were missed are tried once more,
    with more of it.  The cache has what was proven until then, and nothing of earlier runs."""
    out = build / subject
    shutil.rmtree(out, ignore_errors=True)
    weave.weave(ROOT, HERE / subject / "contracts.acsl", out)
    (out / "cache").mkdir()
    for patience in (1, PATIENCE):
        goals, missed = ask(subject, proof, out, patience * proof["timeout"], f"wp-{patience}.log")
        if not missed - set(proof.get("open", {})):
            break
    said, figures = check_goals(proof, goals, missed)
    plant(subject, proof, out)
    mistakes = len(proof["mutant"])
    return f"{said}; {mistakes} planted mistakes found", {**figures, "planted mistakes found": mistakes}


# ------------------------------------------------------------------------ Spin

def search(model, definitions, out, options):
    """Searches all states of MODEL.  Returns the number of errors and of states."""
    defines = [f"-D{name}={value}" for name, value in definitions.items()]
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("pan*"):
        old.unlink()
    done = run(["spin", "-a", *defines, str(model)], cwd=out)
    if not (out / "pan.c").exists():
        raise Failed("spin: " + done.stdout)
    done = run(["cc", "-O2", "-DSAFETY", "-DMEMLIM=6000", "-o", "pan", "pan.c"], cwd=out)
    if done.returncode:
        raise Failed("cc: " + done.stdout)
    text = run(["./pan", "-m1000000", "-w24", *options], cwd=out).stdout
    found = re.search(r"errors: (\d+)\n\s+(\d+) states, stored", text)
    if not found or "max search depth too small" in text or "pan: out of memory" in text:
        raise Failed("not all states were searched:\n" + text[-1500:])
    return int(found[1]), int(found[2])


def prove_spin(subject, proof, build, quick):
    folder, out = HERE / subject, build / subject
    model = folder / proof["model"]
    compare(ROOT, folder)
    options = proof.get("options", [])
    errors, states = search(model, proof["quick" if quick else "long"], out, options)
    if errors:
        raise Failed(f"{errors} errors; the way there: spin -t -p {model} in {out}")
    # A model in which nothing can go wrong shows nothing.
    text = model.read_text()
    for mutant in proof["mutant"]:
        if text.count(mutant["from"]) != 1:
            raise Failed(f"not once in the model: {mutant['from']}")
        changed = out / "mutant.pml"
        changed.write_text(text.replace(mutant["from"], mutant["to"]))
        errors, _ = search(changed, proof["quick"], out / "mutant", options)
        if not errors:
            raise Failed(f"goes unnoticed: {mutant['what']}")
    mistakes = len(proof["mutant"])
    return (f"{states:,} states, no error; {mistakes} planted mistakes found",
            {"states searched": states, "planted mistakes found": mistakes})


# ------------------------------------------------------------------------ bits

def prove_bits(subject, proof, _build, _quick):
    header = "".join(path.read_text() for path in sorted((HERE / subject).glob("*.h")))
    wrong, count = wrong_axioms(header)
    if wrong:
        raise Failed("not proven: " + ", ".join(wrong))
    for mutant in proof["mutant"]:
        if header.count(mutant["from"]) != 1:
            raise Failed(f"not once in the headers: {mutant['from']}")
        if not wrong_axioms(header.replace(mutant["from"], mutant["to"]))[0]:
            raise Failed(f"goes unnoticed: {mutant['to']}")
    mistakes = len(proof["mutant"])
    return (f"{count} axioms proven; {mistakes} planted mistakes found",
            {"axioms proven": count, "planted mistakes found": mistakes})


# ------------------------------------------------------------------------ main

KINDS = {"wp": (prove_wp, ["frama-c", "why3", "z3", "cvc4"]),
         "spin": (prove_spin, ["spin", "cc"]),
         "bits": (prove_bits, ["z3"])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "proofs")
    parser.add_argument("subjects", nargs="*")
    options = parser.parse_args()
    names = options.subjects or sorted(p.parent.name for p in HERE.glob("*/proof.toml"))
    options.build.mkdir(parents=True, exist_ok=True)
    status = 0
    shown, left, sums = [], [], collections.Counter()
    for name in names:
        proof = tomllib.loads((HERE / name / "proof.toml").read_text())
        prove, programs = KINDS[proof["kind"]]
        missing = [program for program in programs if not shutil.which(program)]
        if missing:
            print(f"{name}: not installed: {', '.join(missing)} (tools/setup assure)")
            return 77
        print(f"{name}: ...", flush=True)
        begun = time.monotonic()
        try:
            said, figures = prove(name, proof, options.build.resolve(), options.quick)
            print(f"{name}: {said} ({time.monotonic() - begun:.0f} s)", flush=True)
            shown.append(name)
            sums.update(figures)
        except (Failed, weave.Lost, LookupError) as failure:
            print(f"{name}: FAILED: {failure}", flush=True)
            left.append(name)
            status = 1
    figures = ", ".join(f"{count:,} {what}" for what, count in sorted(sums.items()))
    print(f"proofs: {', '.join(shown)}: {figures}" if shown else "proofs: nothing",
          *([f"not {', '.join(left)}"] if left else []), sep="; ")
    return status


if __name__ == "__main__":
    sys.exit(main())
