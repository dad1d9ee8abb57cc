"""resolve.py - what the calls through pointers may reach.

A call is found in the source where the compiler says it is; the type of what is called there comes from
the debugging data.  It may reach every function of that type whose address stands anywhere in the
image: in a table or another variable, in a literal pool, or made by an instruction.  A call through
a constant table that the source names may reach what stands in that table.  Where a type alone is
too coarse, NARROW has what a member's values are.  Nothing is assumed to be complete: an
address that no call could use, and a call of an unknown type, are complaints.

SPDX-License-Identifier: MIT
"""
import os
import re

CALLEE = re.compile(r'((?:[A-Za-z_]\w*)(?:\[[^\]]*\]|->\w+|\.\w+)*)\s*\(')
WORD = re.compile(r'[A-Za-z_]\w*')

# Where a type alone is too coarse: in which source what name is called, what that may be, and why.
NARROW = [
    (r'/core/levels', 'agent', r':(agent_run|no_agent)$', 'struct board_hooks has it from agent_hooks() or a test image'),
    (r'/core/levels', 'application', r':(hub_main|measure|compute|echo)$', 'agent_hooks() is given it by main()'),
    (r'/core/gate_calls', 'entry', r':hub_main$', 'the gate tells it hooks->application'),
    (r'/armv7m/nvic\.c|/drivers/plic\.c', 'handler', r':(?!agent_run$|no_agent$)', 'drivers connect their own functions'),
    (r'/watchdog\.c', 'feed', r':feed$', 'struct board_watchdog'),
    (r'/watchdog\.c', 'stop', r':stop$', 'struct board_watchdog'),
    (r'/gdb/execute\.c', 'handler', r':agent_(cont|system_reset)$', 'gdb_execute() is called with these'),
    (r'/gdb/query\.c', 'part', r':(?!gdb_(query|set)$)', 'look_up() is called by these, with tables that do not have them'),
    (r'/commands/help\.c', 'handler', r':hmp_log$', 'the line before looks whether it is the row of "log"'),
]

# Entered by the processor, or an address for something else than a call.
ENTERED = re.compile(
    r':(trap_entry|board_start|(fault|nmi|svcall|pendsv|systick)_handler|nvic_dispatch|armv7m_unwind'
    r'|application_(main|idle)|main|first_(run|hold)|(riscv|armv7m)_probe_(begin|end)|semihosting_call'
    r'|arch_(probe_words|probe_copy|poll)|riscv_(agent_call|break_call|hart_end)|board_(break|gate|poll)'
    r'|e2k_safepoint|enter_at_(poll|break))$'
    r'|/armv7m/stop\.c:end$')

# Linked, and never called.
UNCALLED = {
    'firmware/agent_init.c:host_clock': 'a build without limits on the rate of events does not ask for the time',
    'firmware/debug/plants.c:debug_original': 'nothing passes breaks where they are calls (e2k)',
    'firmware/debug/fault.c:fault_of_agent': 'a fault ends the machine (e2k)',
    'firmware/app/devices.c:devices_sense': 'the first of the application, whose place is asked for (e2k)',
}


class Resolver:
    def __init__(self, root, elf, dwarf, functions):
        self.root, self.dwarf, self.functions = root, dwarf, functions
        self.lines, self.used, self.complaints = {}, set(), []
        self.described = dwarf.functions()
        self.names = self._names()
        places, self.tables = set(), {}
        local = {(os.path.normpath(dwarf.source(d)), dwarf.name(d)) for d in dwarf.dies.values()
                 if d.tag == 'formal_parameter'}
        for place, owner, member in dwarf.pointers():
            places.add(place)
            if not elf.is_writable(place) and elf.pointer(place) in functions and owner not in local:
                self.tables.setdefault((*owner, member), set()).add(elf.pointer(place))
        words = list(elf.pointers(functions))
        taken = {function for _, function, _ in words}
        # What only a constant without a name has may be a text that looks like an address.
        self.certain = {function for place, function, literal in words if literal or place in places}
        for function in functions.values():
            taken |= function.taken
            self.certain |= function.taken
        self.taken = {}
        for address in taken:
            die = self.described.get(address)
            self.taken.setdefault(dwarf.signature(die) if die is not None else None, set()).add(address)

    def _names(self):
        """By source and name: the structure it is a member of, or None; what it may call, or None; the
        structure that it is, has elements of or points to."""
        names = {}
        for die in self.dwarf.dies.values():
            if die.tag not in ('member', 'variable', 'formal_parameter'):
                continue
            name = self.dwarf.name(die)
            called, structure = self.dwarf.called(die), self.dwarf.structure(die)
            if name and (called or structure is not None):
                key = os.path.normpath(self.dwarf.source(die)), name
                names.setdefault(key, set()).add((self._tag(die.parent) if die.tag == 'member' else None,
                                                  called, self._tag(structure)))
        return names

    def _tag(self, structure):
        return None if structure is None else self.dwarf.name(structure) or id(structure)

    def _line(self, path, number):
        if path not in self.lines:
            with open('%s/%s' % (self.root, path)) as source:
                self.lines[path] = source.read().split('\n')
        return ' '.join(self.lines[path][number - 1:number + 2])

    def _chains(self, path, line, column):
        """What is called at a place and in what follows it there: names from the outermost to the called."""
        text = self._line(path, line)[column - 1:]
        for match in CALLEE.finditer(text):
            chain = re.sub(r'\[[^\]]*\]', '', match.group(1))
            yield WORD.findall(chain)

    def types(self, source, site):
        """The names that lead to what is called, and the types of function that may have."""
        for chain in self._chains(*site):
            owners = {None}
            if len(chain) > 1:
                owners = {s for _, _, s in self.names.get((source, chain[-2]), ()) if s}
            types = {called for owner, called, _ in self.names.get((source, chain[-1]), ())
                     if called and owner in owners}
            if types:
                return chain, types
        return (None,), set()

    def targets(self, function, site):
        """Addresses of functions.  Where there are none, no function of such a type is anywhere to be
        called: the pointer is NULL."""
        chain, types = self.types(function.source, site)
        found = set().union(*(self.taken.get(t, set()) for t in types)) if types else set()
        found = self.tables.get((site[0], chain[0], chain[-1]), found)
        for where, member, pattern, _ in NARROW:
            if member == chain[-1] and re.search(where, site[0]):
                found = {a for a in found if re.search(pattern, str(self.functions[a]))}
        if not types:
            self.complaints.append('%s: calls through a pointer at %s:%d, of no known type' % (function, site[0], site[1]))
        self.used |= found
        return found

    def unused(self):
        """Addresses are taken of these, and no call that was resolved may be to them."""
        for addresses in self.taken.values():
            for address in sorted(addresses - self.used):
                name = str(self.functions[address])
                if address in self.certain and not ENTERED.search(name) and name not in UNCALLED:
                    yield '%s: its address is taken, and no call through a pointer has its type' % name
