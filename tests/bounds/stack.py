"""stack.py - how deep a stack gets: the deepest way through a call graph.

SPDX-License-Identifier: MIT
"""
import re


class Recursion(Exception):
    pass


class Without:
    """Below a function some others are not called, for a reason.  Patterns for `source:name`."""

    def __init__(self, below, without, reason):
        self.below, self.without, self.reason = re.compile(below), re.compile(without), reason


class Stack:
    """The depths of one image's functions.  RULES hold wherever the way leads through their `below`."""

    def __init__(self, functions, targets, rules=()):
        self.functions, self.targets, self.rules = functions, targets, rules
        self.known, self.under_way = {}, []
        self.by_name = {}
        for address, function in functions.items():
            self.by_name.setdefault(function.name, address)

    def has(self, name):
        return name in self.by_name

    def of(self, name, without=None):
        """Bytes, and the way as a list of names.  WITHOUT: what some functions do not call below this entry,
        as patterns for the callers and for the called."""
        return self._depth(self.by_name[name], frozenset(), without)

    def all(self):
        """Goes every way there is, wherever it begins."""
        for address in self.functions:
            self._depth(address, frozenset(), None)

    def _depth(self, address, active, without):
        function = self.functions[address]
        active |= {n for n, rule in enumerate(self.rules) if rule.below.search(str(function))}
        key = address, active, without
        if key in self.known:
            return self.known[key]
        if key in self.under_way:
            way = self.under_way[self.under_way.index(key):] + [key]
            raise Recursion(' -> '.join(self.functions[a].name for a, _, _ in way))
        self.under_way.append(key)
        deepest, way = function.frame, []
        for goal, frame in self._goals(function, active, without):
            depth, below = self._depth(goal, active, without)
            if depth + frame > deepest:
                deepest, way = depth + frame, below
        self.under_way.pop()
        self.known[key] = deepest, ['%s %d' % (function.name, function.frame)] + way
        return self.known[key]

    def _goals(self, function, active, without):
        """What it calls, and the bytes of its own that are on the stack meanwhile.  What a function of C
        ends in has its place."""
        jumps = 0 if function.compiled else function.frame
        called = function.calls | set().union(*(self.targets(function, site) for site in function.sites), set())
        for goal in sorted(called | function.jumps):
            name = str(self.functions[goal])
            if without is not None and re.search(without[0], str(function)) and re.search(without[1], name):
                continue
            if not any(self.rules[n].without.search(name) for n in active):
                yield goal, function.frame if goal in called else jumps
