"""boards.py - what cannot be read off an image: how its stacks are entered, and what is not as it
looks.  Everything here has its reason.

SPDX-License-Identifier: MIT
"""
from stack import Without

IMAGES = ['riscv-virt', 'riscv-virt-polled', 'riscv-virt-isolated', 'mps2-an385', 'mps2-an385-newlib',
          'mps2-an385-isolated', 'mps2-an385-small', 'netduinoplus2', 'e2k']

# Functions in assembler, and those of C that set the stack pointer.
SPECIAL = {
    'board_start': ('sum', 'sets the stack pointer, once'),
    'other': ('sum', 'sets the stack pointer, once'),
    'trap_entry': ('one of', 'one of two ways: from the application, or from below'),
    'riscv_begin': ('sum', 'begins a stack; what it calls is an entry of its own'),
    'arch_enter_application': ('sum', 'begins a stack'),
    'enter_from_call': ('sum', 'calls enter_at_poll() or enter_at_break()'),
    'fault_handler': ('sum', 'written in assembler'),
    'nmi_handler': ('sum', 'written in assembler'),
    'svcall_handler': ('sum', 'written in assembler'),
    'pendsv_handler': ('sum', 'written in assembler'),
    'armv7m_unwind': ('sum', 'sets the stack pointer to near the top, with nothing below'),
    'arch_run': ('sum', 'leaves its stack for the application\'s'),
    'application_continue_at': ('sum', 'sets the thread\'s stack pointer, not its own'),
    'held_move_stack': ('sum', 'sets the thread\'s stack pointer, not its own'),
}

MORE_CALLS = {'enter_from_call': ['enter_at_poll', 'enter_at_break'], 'trap_entry': ['trap_handle']}

RULES = [
    Without(r':monitor_(begin|work|next)$', r'/human_command\.c:',
            'no row of the monitor is the command human-monitor-command (unit_monitor_table): it is not '
            'entered within itself, so this way is gone at most once'),
    Without(r'', r':(board_start|arch_enter_application)$', 'begins anew, on an empty stack'),
    Without(r':levels_run_agent$', r':enter_at_(safepoint|poll|break)$',
            'enter_wanted() and enter_at_break() look whether the agent runs: it is not entered twice'),
    Without(r'/armv7m/levels\.c:arch_run$', r':application_main$', 'is jumped to, with the thread\'s stack'),
]

# What trap_handle(), and what is inlined in it or not, does not call in a trap that is not the
# application's, and in one of another hart's application.
TRAP = r'/riscv/trap\.c:'
NESTED = TRAP, r':(levels_run_agent|gate_do|harts_trap|application_stop|application_trap|levels_look)$'
HART = TRAP, r':(?!harts_trap$)'

# What the processor pushes for an exception: eight words, and one that aligns them.
EXCEPTION = 36

# Shown for each image, where they are.
ENTRIES = ['agent_run', 'qmp_session_input', 'qmp_session_run', 'qmp_session_sent', 'qmp_event_send', 'gdb_input', 'gdb_run',
           'terminal_input', 'terminal_run', 'trap_entry', 'pendsv_handler', 'svcall_handler', 'nvic_dispatch',
           'systick_handler', 'fault_handler', 'nmi_handler', 'plic_dispatch', 'deadlines_service', 'e2k_safepoint',
           'board_poll', 'application_main', 'board_start']


def prepare(elf, functions, by_name):
    """Adds the calls that no instruction shows."""
    for name, goals in MORE_CALLS.items():
        if name in by_name:
            functions[by_name[name]].calls |= {by_name[g] for g in goals if g in by_name}
    if 'e2k_safepoint' in by_name: # rv2e2k plants its calls in the application
        first, last = elf.by_name['__app_text_start'], elf.by_name['__app_text_end']
        for address, function in functions.items():
            if first <= address < last and function.name != 'e2k_safepoint':
                function.calls.add(by_name['e2k_safepoint'])


def riscv(stack):
    """Per stack: its ways, each a list of what lies one above the other: (what, bytes, way)."""
    trap = stack.functions[stack.by_name['trap_entry']].frame
    nested = [('a trap in it', *add(trap, stack.of('trap_handle', NESTED)))] * 2
    stacks = {
        'agent': [[('start', *stack.of('board_start'))] + nested,
                  [('trap of the application', *stack.of('trap_entry'))] + nested,
                  [('first run of the agent', *add(trap, stack.of('first_run')))] + nested],
        'application': [[('application', *stack.of('application_main'))]],
    }
    if stack.has('harts_trap'):
        stacks['hart'] = [[('trap of a hart', *add(trap, stack.of('trap_handle', HART)))] + nested[:1],
                          [('start of a hart', *add(trap, stack.of('first_hold')))] + nested[:1]]
    return stacks


def add(bytes_more, depth):
    return depth[0] + bytes_more, depth[1]


def armv7m(stack):
    """Each level of urgency in the one before it: the application's interrupts, the agent, ports' interrupts,
    a fault, the NMI."""
    def worst(what, *names):
        found = max(stack.of(name) for name in names if stack.has(name))
        return (what, *add(EXCEPTION, found))

    levels = [worst('interrupt of the application', 'nvic_dispatch'),
              worst('agent', 'pendsv_handler', 'svcall_handler'),
              worst('interrupt of a port', 'nvic_dispatch', 'systick_handler'),
              worst('fault', 'fault_handler')]
    levels[0] = (levels[0][0], *add(-EXCEPTION, levels[0][1:])) # what it interrupts has a stack of its own
    if stack.has('nmi_handler'):
        levels.append(worst('NMI', 'nmi_handler'))
    return {'agent': [[('start', *stack.of('board_start'))], levels,
                      [('end of a handler', *add(64, stack.of('armv7m_unwind_next')))]],
            'application': [[('application', *stack.of('application_main')), ('exception', EXCEPTION, [])]]}


def e2k(stack):
    return {'agent': [[('start and first run of the agent', *stack.of('board_start'))]],
            'application': [[('application, and the agent in it', *stack.of('application_main'))]]}


def stacks(elf, stack):
    return armv7m(stack) if elf.arm else riscv(stack) if stack.has('trap_entry') else e2k(stack)
