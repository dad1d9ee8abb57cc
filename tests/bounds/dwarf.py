"""dwarf.py - what the debugging data of an image say of its types, its variables and its functions.

A function's type is a text, the same for types that a call may be made through: names of types
defined with typedef are resolved; structures are known by their tags.

SPDX-License-Identifier: MIT
"""
import os
import re

LINE = re.compile(r'^ <(\d+)><([0-9a-f]+)>: Abbrev Number: \d+ \((DW_TAG_\w+)\)'
                  r'|^    <[0-9a-f]+>   (DW_AT_(?:name|type|byte_size|upper_bound|count|data_member_location'
                  r'|low_pc|location|declaration|abstract_origin|specification|prototyped|decl_line|decl_file)) *: (.*)$', re.M)
THROUGH = {'typedef', 'const_type', 'volatile_type', 'atomic_type', 'restrict_type'}
SHOWN = {'const_type': 'const ', 'volatile_type': 'volatile '}


class Die:
    __slots__ = ('tag', 'parent', 'children', 'attributes', 'unit')

    def __init__(self, tag, parent, unit):
        self.tag, self.parent, self.unit = tag, parent, unit
        self.children, self.attributes = [], {}


def text_of(value):
    return value.rsplit('): ', 1)[1] if value.startswith('(') else value


class Dwarf:
    def __init__(self, elf):
        self.elf = elf
        self.dies = {}
        self.known = {}
        self._read(elf.run('readelf', '--debug-dump=info'))

    def _read(self, text):
        stack, die, unit = [], None, None
        for match in LINE.finditer(text):
            depth, offset, tag, attribute, value = match.groups()
            if depth is None:
                if die is not None:
                    die.attributes[attribute[6:]] = value.rstrip()
                continue
            depth = int(depth)
            del stack[depth:]
            tag = tag[7:]
            die = Die(tag, stack[-1] if stack else None, unit)
            if tag == 'compile_unit':
                unit = die.unit = die
            if stack:
                stack[-1].children.append(die)
            stack.append(die)
            self.dies[int(offset, 16)] = die

    def name(self, die):
        while die is not None and 'name' not in die.attributes:
            die = self.follow(die, 'abstract_origin') or self.follow(die, 'specification')
        return text_of(die.attributes['name']) if die is not None else None

    def follow(self, die, attribute):
        value = die.attributes.get(attribute)
        return self.dies.get(int(value.strip('<>'), 16)) if value else None

    def type_of(self, die):
        """Of a variable, parameter or member, without names and qualifiers; None: void."""
        while die is not None:
            found = self.follow(die, 'type')
            if found is None:
                die = self.follow(die, 'abstract_origin') or self.follow(die, 'specification')
                continue
            while found is not None and found.tag in THROUGH:
                found = self.follow(found, 'type')
            return found
        return None

    def spell(self, die):
        """A type as a text."""
        if die is None:
            return 'void'
        if id(die) in self.known:
            return self.known[id(die)]
        name = self.name(die)
        if die.tag in THROUGH:
            told = SHOWN.get(die.tag, '') + self.spell(self.follow(die, 'type'))
        elif die.tag == 'pointer_type':
            told = self.spell(self.follow(die, 'type')) + '*'
        elif die.tag == 'array_type':
            told = self.spell(self.follow(die, 'type')) + '[]'
        elif die.tag == 'subroutine_type':
            told = self.signature(die)
        elif name is None:
            told = '%s at %s' % (die.tag, die.attributes.get('decl_line'))
        else:
            told = name
        self.known[id(die)] = told
        return told

    def signature(self, die):
        """Of a function, or of the type of one."""
        origin = self.follow(die, 'abstract_origin') or self.follow(die, 'specification')
        shown = die if die.tag == 'subroutine_type' or origin is None else origin
        parameters = [self.spell(self.type_of(c)) for c in shown.children if c.tag == 'formal_parameter']
        return '%s(%s)' % (self.spell(self.type_of(die)), ', '.join(parameters))

    def called(self, die):
        """The signature, when a thing is a pointer to a function or an array of such; else None."""
        found = self.type_of(die)
        while found is not None and found.tag == 'array_type':
            found = self.type_of(found)
        if found is not None and found.tag == 'pointer_type':
            found = self.type_of(found)
        return self.signature(found) if found is not None and found.tag == 'subroutine_type' else None

    def structure(self, die):
        """The structure that a thing is, has elements of or points to; else None."""
        found = self.type_of(die)
        while found is not None and found.tag in ('array_type', 'pointer_type'):
            found = self.type_of(found)
        return found if found is not None and found.tag in ('structure_type', 'union_type') else None

    def functions(self):
        """Address to its description, of the linked functions of C.  One that the compiler made of another,
        equal one has no address there, but has the name."""
        found, named = {}, {}
        for die in self.dies.values():
            if die.tag == 'subprogram':
                if 'low_pc' in die.attributes:
                    found[int(die.attributes['low_pc'], 16)] = die
                elif 'declaration' not in die.attributes and 'name' in die.attributes:
                    named[self.name(die)] = die
        for address, name in self.elf.functions().items():
            if address not in found and name in named:
                found[address] = named[name]
        return found

    def source(self, die):
        return text_of(die.unit.attributes['name'])

    # ------------------------------------------------------------ pointers in variables

    def pointers(self):
        """The addresses in variables where pointers to functions are, with the variable's source and name,
        and the name of the member."""
        for die in self.dies.values():
            place = re.search(r'\(DW_OP_addr: ([0-9a-f]+)\)$', die.attributes.get('location', '')) \
                if die.tag == 'variable' else None
            if place:
                owner = os.path.normpath(self.source(die)), self.name(die)
                yield from self._walk(int(place.group(1), 16), self.type_of(die), owner, self.name(die))

    def _size(self, die):
        if die.tag == 'pointer_type':
            return self.elf.word
        if die.tag == 'array_type':
            inner = self.type_of(die)
            return self._count(die) * (self._size(inner) if inner else 0)
        return int(die.attributes.get('byte_size', '0'), 0)

    @staticmethod
    def _count(die):
        count = 1
        for dimension in die.children:
            if 'upper_bound' in dimension.attributes and dimension.attributes['upper_bound'].isdigit():
                count *= int(dimension.attributes['upper_bound']) + 1
            elif 'count' in dimension.attributes:
                count *= int(dimension.attributes['count'])
            else:
                return 0
        return count

    def _walk(self, address, die, owner, member):
        if die is None:
            return
        if die.tag == 'pointer_type':
            target = self.type_of(die)
            if target is not None and target.tag == 'subroutine_type':
                yield address, owner, member
        elif die.tag == 'array_type':
            inner = self.type_of(die)
            if inner is not None and inner.tag in ('pointer_type', 'structure_type', 'union_type', 'array_type'):
                size = self._size(inner)
                for n in range(self._count(die)):
                    yield from self._walk(address + n * size, inner, owner, member)
        elif die.tag in ('structure_type', 'union_type'):
            for child in die.children:
                if child.tag == 'member':
                    offset = int(child.attributes.get('data_member_location', '0').split()[0], 0)
                    yield from self._walk(address + offset, self.type_of(child), owner,
                                          self.name(child) or member)
