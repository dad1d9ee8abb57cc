/* handover.pml - who has the processor: application, agent, interrupts (board/core/levels.c,
 * board/core/stops.c, board/arch/riscv/trap.c, firmware/agent.c).
 *
 * One processor.  A host sends COMMANDS bytes, each a command: stop, cont, or any other.  Interrupts
 * come at any point where they are not masked; the application masks them as it likes, asks for the
 * agent, and comes to breaks.  An interrupt's handler is one step, as nothing interrupts it.
 *
 * Shown in every state:
 *   - the application executes nothing while it is stopped, nor with a stop that nobody took;
 *   - the agent is not entered twice;
 *   - nobody sleeps while something waits to be done: in the end every command was executed, and
 *     the application runs if the last of stop and cont was cont.
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS
#define COMMANDS 4
#endif
#ifndef BREAKS
#define BREAKS 2 /* of the application's */
#endif
#ifndef CALLS
#define CALLS 1 /* of board_request_agent() by the application */
#endif
#ifndef YIELDS
#define YIELDS 1
#endif
#ifndef MASKS
#define MASKS 2 /* times that the application masks interrupts; it unmasks them as often */
#endif

mtype = { QMP_RUN_RUNNING, QMP_RUN_PAUSED, QMP_RUN_DEBUG };
mtype = { stop, cont, other };

/* board/core/levels.c, board/core/stops.c */
bool requested = true, is_active, raised;

/* firmware/agent.c */
mtype state = QMP_RUN_RUNNING;
bool yielding, busy;

/* The processor: interrupts are enabled, it executes the application (mscratch != 0), the
 * software interrupt. */
bool irq_on, application, software;
/* An interrupt or an exception took it out of the application. */
bool trapped;

/* The port: bytes on the line, and in the ring; the alarm: it is set, it is due. */
chan wire = [COMMANDS] of { mtype };
chan ring = [COMMANDS] of { mtype };
bool alarm_set, alarm_due;

byte sent, executed, breaks, calls, yields, masks;
mtype last = cont, command;

#define levels_agent_wanted() (requested && !is_active)
#define holds(agent)          (state != QMP_RUN_RUNNING)
#define is_pending            (len(wire) > 0 || software || alarm_due)

inline arch_pend_agent()
{
    if :: application -> software = true :: else fi
}

inline board_request_agent()
{
    requested = true;
    if :: !is_active -> arch_pend_agent() :: else fi
}

/* plic_dispatch(), deadlines_service(), clint_clear_software() */
inline is_interrupt()
{
    if
    :: len(wire) > 0 -> wire?command; ring!command; board_request_agent()
    :: alarm_due -> alarm_due = false; board_request_agent()
    :: software -> software = false
    fi
}

active proctype interrupts()
{
end:
    do
    :: atomic { irq_on && is_pending ->
        if
        :: application -> application = false; irq_on = false; trapped = true
        :: else
        fi;
        is_interrupt() }
    od
}

active proctype host()
{
    do
    :: sent < COMMANDS ->
        atomic { if :: wire!stop :: wire!cont :: wire!other fi; sent++ }
    :: sent == COMMANDS -> break
    od
}

active proctype clock()
{
end:
    do
    :: atomic { alarm_set -> alarm_set = false; alarm_due = true }
    od
}

/* One command, or none.  A stop that the application came to is taken first. */
inline work_all()
{
    busy = false;
    if
    :: atomic { ring?command -> busy = true; executed++;
        if
        :: command == stop -> last = stop;
            if :: state == QMP_RUN_RUNNING -> state = QMP_RUN_PAUSED :: else fi
        :: command == cont -> last = cont; state = QMP_RUN_RUNNING
        :: else
        fi }
    :: len(ring) == 0
    fi
}

inline debug_take_stops()
{
    if
    :: raised ->
        raised = false; /* board_take_stop() */
        if :: state == QMP_RUN_RUNNING -> state = QMP_RUN_DEBUG; last = stop :: else fi
    :: else
    fi
}

inline board_wait()
{
    irq_on = false;
    do
    :: !requested ->
        is_pending;      /* irq_wait() */
        irq_on = true;
        /* The handler comes here, at the latest before the next but one instruction. */
        !is_pending;
        irq_on = false
    :: requested -> break
    od;
    requested = false;
    irq_on = true
}

inline agent_run()
{
    debug_take_stops();
    if
    :: yielding && !holds(agent) && alarm_set /* board_clock() < agent->resume_at */
    :: else ->
        yielding = false;
        do
        :: work_all();
            debug_take_stops();
            if
            :: !busy && !holds(agent) -> break
            :: !busy && holds(agent) -> board_wait()
            :: busy && !holds(agent) && yields < YIELDS -> /* out_of_time() */
                yields++; yielding = true; alarm_set = true;
                break
            :: busy
            fi
        od
    fi
}

inline levels_run_agent()
{
    assert(!is_active);
    is_active = true;
    do
    :: requested = false;
        irq_on = true;
        agent_run();
        irq_on = false;
        if :: requested :: else -> break fi
    od;
    is_active = false
}

/* Behind the handler, and behind what the application came to by itself. */
inline trap_handle()
{
    assert(!irq_on);
    if
    :: levels_agent_wanted() -> levels_run_agent()
    :: else
    fi;
    assert(!raised); /* end_stop() has nothing to end */
    assert(!holds(agent))
}

/* What the application does; each is one instruction. */
inline application_main()
{
    if
    :: atomic { application && irq_on && masks < MASKS -> masks++; irq_on = false }
    :: atomic { application && !irq_on -> irq_on = true }
    :: atomic { application && calls < CALLS -> calls++; board_request_agent() }
    :: atomic { application && breaks < BREAKS -> breaks++;
        application = false; irq_on = false; trapped = true;
        raised = true; board_request_agent() } /* stops_raise() */
    :: trapped
    fi
}

active proctype processor()
{
    levels_run_agent(); /* first_run() */
    atomic { application = true; irq_on = true }
    do
    :: trapped ->
        trapped = false;
        trap_handle();
        /* mret: one that broke with interrupts masked finds them enabled here, as if it had
         * unmasked them next. */
        atomic { application = true; irq_on = true }
    :: !trapped -> application_main()
    od
}

/* At any time, as this may be executed between any two steps. */
active proctype watcher()
{
    assert(!application || (!holds(agent) && !raised && !is_active))
}

/* When nobody does anything any more, nothing is left to be done: whatever the host sent was
 * executed, and the application runs unless the last command, or its last stop, was against it. */
active proctype end_watcher()
{
    timeout ->
    assert(sent == COMMANDS && executed == COMMANDS && len(wire) == 0 && len(ring) == 0);
    assert(!requested && !raised && !alarm_set && !alarm_due);
    assert(holds(agent) == (last == stop));
    assert(application == !holds(agent))
}
