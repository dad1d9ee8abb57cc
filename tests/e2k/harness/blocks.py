"""blocks.py - pseudo-random assembly: functions of basic blocks whose instructions use all
registers, memory that overlaps, forward branches, loops, jump tables and calls.

It ends whatever the numbers are: calls go to functions further down and never stand in a
loop, loops have a count of turns.  x3 is the state (blocks/main.c); x2 is a stack, whose
frames are memory to draw too; everything else is drawn.

SPDX-License-Identifier: MIT
"""
import random

FUNCTIONS = 6
REGISTERS = [1] + list(range(4, 32))
# Offsets from x3: the registers, counts of turns and a pointer, memory that instructions draw.
TURNS = 32 * 8
POINTER = TURNS + 7 * 8 # to the frame of the function
SCRATCH = TURNS + 8 * 8
SCRATCH_SIZE = 256
# A frame: the link, then memory to draw.
FRAME = 64
FRAME_SCRATCH = 8
FRAME_SIZE = FRAME - FRAME_SCRATCH

THREE = ['add', 'sub', 'sll', 'slt', 'sltu', 'xor', 'srl', 'sra', 'or', 'and', 'addw', 'subw',
         'sllw', 'srlw', 'sraw', 'mul', 'mulh', 'mulhu', 'mulhsu', 'mulw']
DIVISIONS = ['div', 'divu', 'rem', 'remu', 'divw', 'divuw', 'remw', 'remuw']
IMMEDIATE = ['addi', 'slti', 'sltiu', 'xori', 'ori', 'andi', 'addiw']
SHIFTS = {'slli': 63, 'srli': 63, 'srai': 63, 'slliw': 31, 'srliw': 31, 'sraiw': 31}
LOADS = {'lb': 1, 'lbu': 1, 'lh': 2, 'lhu': 2, 'lw': 4, 'lwu': 4, 'ld': 8}
STORES = {'sb': 1, 'sh': 2, 'sw': 4, 'sd': 8}
BRANCHES = ['beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu']


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.data = []
        self.labels = 0
        self.kept = set() # registers that nothing may write now

    # ----------------------------------------------------------------- pieces

    def emit(self, text):
        self.lines.append('    ' + text)

    def label(self):
        self.labels += 1
        # Some stay in the symbol table, some are only known from their uses.
        return ('.L%d' if self.random.random() < 0.8 else 'local%d') % self.labels

    def place(self, label):
        self.lines.append(label + ':')

    def source(self):
        return 'x%d' % self.random.choice([0] + self.near)

    def target(self):
        if self.random.random() < 0.02:
            return 'x0'
        return 'x%d' % self.random.choice([r for r in self.near if r not in self.kept])

    def offset(self, size):
        return SCRATCH + self.random.randrange(0, self.reach, size)

    def immediate(self):
        return self.random.choice([self.random.randint(-2048, 2047), self.random.randint(-3, 8),
                                   -2048, 2047, 255, -1])

    # ----------------------------------------------------------- instructions

    def access(self):
        """A load or store, at x3 or in the frame, or at an address that is computed."""
        operation = self.random.choice([LOADS, STORES])
        name = self.random.choice(list(operation))
        size = operation[name]
        register = self.target() if operation is LOADS else self.source()
        way = self.random.random()
        if way < 0.45:
            self.emit('%s %s, %d(x3)' % (name, register, self.offset(size)))
        elif way < 0.75:
            self.emit('%s %s, %d(x2)' % (name, register, self.frame_offset(size)))
        elif way < 0.8:
            self.lowered_stack(name, register, size)
        else:
            self.computed(name, register, size)

    def frame_offset(self, size):
        return FRAME_SCRATCH + self.random.randrange(0, min(FRAME_SIZE, self.reach), size)

    def lowered_stack(self, name, register, size):
        """An access between two moves of the stack pointer, to a word that it has below."""
        self.emit('addi x2, x2, -16')
        self.emit('sd %s, 0(x2)' % self.source())
        self.emit('%s %s, %d(x2)' % (name, register,
                                     self.random.choice([0, 16 + self.frame_offset(size)])))
        self.emit('addi x2, x2, 16')

    def computed(self, name, register, size):
        """An address in a register of its own, from x3 or x2; another instruction between."""
        base = self.target()
        if base == 'x0':
            base = 'x31' if 31 not in self.kept else 'x30'
        way = self.random.random()
        if way < 0.3:
            self.emit('addi %s, x2, %d' % (base, self.frame_offset(size)))
            offset = 0
        elif way < 0.5:
            # The same, but no translator can know.
            self.emit('ld %s, %d(x3)' % (base, POINTER))
            offset = self.frame_offset(size)
        else:
            self.emit('andi %s, %s, %d' % (base, self.source(), (self.reach - 1) & -size))
            self.emit('add %s, %s, x3' % (base, base))
            offset = SCRATCH
        if self.random.random() < 0.3:
            self.instruction(depth=1, avoid=base)
        self.emit('%s %s, %d(%s)' % (name, register, offset, base))

    def another(self, avoid):
        target = self.target()
        return 'x0' if target == avoid else target

    def moved(self, avoid):
        """A copy, a change of what was copied, and both as operands."""
        copied, changed = self.another(avoid), self.another(avoid)
        self.emit('mv %s, %s' % (copied, changed))
        for _ in range(self.random.randint(1, 2)):
            self.emit('addi %s, %s, %d' % (changed, changed, self.immediate()))
        operands = [copied, changed]
        self.random.shuffle(operands)
        self.emit('%s %s, %s, %s' % (self.random.choice(THREE), self.another(avoid), *operands))

    def instruction(self, depth=0, avoid=None):
        kind = self.random.random()
        target = self.another(avoid)
        if kind < 0.35:
            self.emit('%s %s, %s, %s' % (self.random.choice(THREE), target, self.source(),
                                         self.source()))
        elif kind < 0.37:
            self.moved(avoid)
        elif kind < 0.4:
            self.emit('%s %s, %s, %s' % (self.random.choice(DIVISIONS), target, self.source(),
                                         self.source()))
        elif kind < 0.55:
            self.emit('%s %s, %s, %d' % (self.random.choice(IMMEDIATE), target, self.source(),
                                         self.immediate()))
        elif kind < 0.65:
            name = self.random.choice(list(SHIFTS))
            self.emit('%s %s, %s, %d' % (name, target, self.source(),
                                         self.random.randint(0, SHIFTS[name])))
        elif kind < 0.68:
            self.emit('%s %s, %d' % (self.random.choice(['lui', 'lui', 'auipc']), target,
                                     self.random.randrange(1 << 20)))
        elif not depth:
            self.access()

    def burst(self):
        """Operations that could all be in one bundle, and more than it has words for: large
        constants, products and comparisons of what has long been there."""
        old = self.random.sample(REGISTERS, 6)
        free = [r for r in REGISTERS if r not in self.kept and r not in old]
        for target in self.random.sample(free, self.random.randint(3, min(12, len(free)))):
            kind = self.random.random()
            a, b = self.random.sample(old, 2)
            if kind < 0.4:
                bits = self.random.choice([12, 31, 31, 63])
                self.emit('li x%d, %d' % (target, self.random.randint(-1 << bits, (1 << bits) - 1)))
            elif kind < 0.7:
                self.emit('%s x%d, x%d, x%d' % (self.random.choice(['mul', 'mulhu', 'mulh']), target, a, b))
            else:
                self.emit('%s x%d, x%d, x%d' % (self.random.choice(['slt', 'sltu']), target, a, b))

    def block(self):
        """Straight code; sometimes few registers and little memory, so that all depends on
        all, sometimes much of both."""
        self.near = self.random.sample(REGISTERS, self.random.choice([3, 5, 12, len(REGISTERS)]))
        if not set(self.near) - self.kept:
            self.near = REGISTERS
        self.reach = self.random.choice([8, 16, 64, SCRATCH_SIZE])
        for _ in range(self.random.choice([0, 1, 2, 4, 8, 16, 40])):
            self.instruction()
        if self.random.random() < 0.2:
            self.burst()

    # ------------------------------------------------------------------- flow

    def branch(self, target):
        self.emit('%s %s, %s, %s' % (self.random.choice(BRANCHES), self.source(), self.source(),
                                     target))

    def skip(self, depth):
        """A branch over some code, or to one of two pieces."""
        end = self.label()
        if self.random.random() < 0.5:
            self.branch(end)
            self.code(depth)
        else:
            other = self.label()
            self.branch(other)
            self.code(depth)
            self.emit('j ' + end)
            self.place(other)
            self.code(depth)
        self.place(end)

    def loop(self, depth):
        """Turns counted in a register or in memory, an exit in the middle perhaps."""
        start, end = self.label(), self.label()
        turns = self.random.randint(1, 6)
        free = [r for r in REGISTERS if r not in self.kept]
        in_register = self.random.random() < 0.6 and len(free) > 8
        if in_register:
            counter = self.random.choice(free)
            self.kept.add(counter)
            self.emit('li x%d, %d' % (counter, turns))
        else:
            # The innermost loop that counts in memory has the last slot.
            slot = TURNS + 8 * depth
            self.emit('li x%d, %d' % (free[0], turns))
            self.emit('sd x%d, %d(x3)' % (free[0], slot))
        self.place(start)
        self.code(depth, calls=False)
        if self.random.random() < 0.3:
            self.branch(end)
            self.block()
        if in_register:
            self.emit('addi x%d, x%d, -1' % (counter, counter))
        else:
            counter = self.random.choice([r for r in REGISTERS if r not in self.kept])
            self.emit('ld x%d, %d(x3)' % (counter, slot))
            self.emit('addi x%d, x%d, -1' % (counter, counter))
            self.emit('sd x%d, %d(x3)' % (counter, slot))
        self.emit('bnez x%d, %s' % (counter, start))
        self.place(end)
        if in_register:
            self.kept.discard(counter)

    def table(self, depth):
        """A jump through a table of places, absolute or relative."""
        ways = self.random.choice([2, 4, 8])
        labels = [self.label() for _ in range(ways)]
        end, table = self.label(), self.label()
        a, b = ('x%d' % r for r in self.random.sample([r for r in REGISTERS if r not in self.kept], 2))
        relative = self.random.random() < 0.5
        self.emit('andi %s, %s, %d' % (a, self.source(), ways - 1))
        self.emit('slli %s, %s, %d' % (a, a, 2 if relative else 3))
        self.emit('la %s, %s' % (b, table))
        self.emit('add %s, %s, %s' % (a, a, b))
        self.emit('%s %s, 0(%s)' % ('lw' if relative else 'ld', a, a))
        if relative:
            self.emit('add %s, %s, %s' % (a, a, b))
        self.emit('jr ' + a)
        self.data.append('    .balign 8\n%s:' % table)
        for label in labels:
            self.data.append('    .word %s - %s' % (label, table) if relative else '    .dword ' + label)
        for label in labels:
            self.place(label)
            self.block()
            if self.random.random() < 0.7:
                self.emit('j ' + end)
        self.place(end)

    def call(self):
        if self.function + 1 == FUNCTIONS or not self.calls:
            return
        self.calls -= 1
        callee = self.random.randint(self.function + 1, FUNCTIONS - 1)
        way = self.random.random()
        if way < 0.5:
            self.emit('call function%d' % callee)
            self.emit('sd x2, %d(x3)' % POINTER)
            return
        pointer = self.random.choice([r for r in REGISTERS if r not in self.kept])
        if way < 0.75:
            self.emit('la x%d, function%d' % (pointer, callee))
        else:
            self.emit('la x%d, functions' % pointer)
            self.emit('ld x%d, %d(x%d)' % (pointer, 8 * callee, pointer))
        self.emit('jalr x1, 0(x%d)' % pointer)
        self.emit('sd x2, %d(x3)' % POINTER)

    def code(self, depth, calls=True):
        for _ in range(self.random.randint(1, 3)):
            self.block()
            kind = self.random.random()
            if depth >= 3:
                continue
            if kind < 0.4:
                self.skip(depth + 1)
            elif kind < 0.6 and depth < 2:
                self.loop(depth + 1)
            elif kind < 0.75:
                self.table(depth + 1)
            elif calls and not depth:
                self.call()

    def one(self, function):
        self.function = function
        self.calls = 2
        self.lines += ['    .globl function%d' % function, '    .balign 4', 'function%d:' % function]
        self.emit('addi x2, x2, -%d' % FRAME)
        self.emit('sd x1, 0(x2)')
        for offset in range(FRAME_SCRATCH, FRAME, 8):
            self.emit('sd x%d, %d(x2)' % (self.random.choice(REGISTERS), offset))
        self.emit('sd x2, %d(x3)' % POINTER)
        self.code(0)
        self.call()
        self.code(0)
        self.emit('ld x1, 0(x2)')
        self.emit('addi x2, x2, %d' % FRAME)
        if function + 1 < FUNCTIONS and self.random.random() < 0.3:
            self.emit('tail function%d' % (function + 1))
        else:
            self.emit('ret')


def assembly(seed):
    """The text of an assembly file with function0 to function5 and their table, functions."""
    generator = Generator(seed)
    for function in range(FUNCTIONS):
        generator.one(function)
    table = ['    .balign 8', '    .globl functions', 'functions:']
    table += ['    .dword function%d' % i for i in range(FUNCTIONS)]
    return '\n'.join(['    .text', '    .option norelax'] + generator.lines +
                     ['    .section .rodata'] + table + generator.data) + '\n'
