/* board.h - the whole contract between the agent and a board.
 *
 * A board moves bytes between its ports and rings, keeps time, starts and
 * restarts the application, and lets the agent look at memory without dying of
 * it.  It knows nothing of JSON, QMP or the agent: what it has to tell (a byte
 * came, there is room again) it tells through one hook.
 *
 * Levels of execution, used as "context" below:
 *   interrupt    a port's or the timer's handler: moves bytes, asks for the agent
 *   agent        the hook given to board_run(); port interrupts are enabled, and
 *                the board never enters it twice
 *   application  the function given to board_run(), on a stack of its own, and the
 *                interrupts it installed itself
 * On a board without interrupts the agent level is entered from board_poll() and
 * board_app_wait(), which the application calls, and where the processor has traps
 * (BOARD_TRAPS) from those of the application; without, it runs on the application's
 * stack.
 *
 * Numbers are bytes and microseconds unless a name says otherwise.  Pointers
 * returned by the board live as long as the program.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/config.h"

/* ------------------------------------------------------------------ identity */

struct board_region {
    const char *name; /* "ram", "flash" */
    uintptr_t base;   /* first byte */
    size_t size;      /* bytes */
    bool writable;
};

struct board_info {
    const char *name;                   /* "riscv-virt" */
    const char *target;                 /* QEMU's SysEmuTarget: "riscv64", "arm" */
    const struct board_region *regions; /* what is memory, ascending, disjoint */
    size_t region_count;
    bool interrupts; /* false: the agent runs only from board_poll() */
};

/* Constant; may be read from any context. */
extern const struct board_info board_info;

/* --------------------------------------------------------------------- ports */

enum board_port_role {
    BOARD_PORT_QMP,        /* carries a QMP session and nothing else */
    BOARD_PORT_CONSOLE,    /* the application's text */
    BOARD_PORT_GDB,        /* carries gdb's remote serial protocol */
    BOARD_PORT_QMP_PRETTY, /* as QMP, its output laid out as QEMU's pretty=on; the agent must be
                            * built with QMP_PRETTY=1 */
    BOARD_PORT_MONITOR,    /* a terminal of the human monitor */
};

/* What happened on a port since it was last asked. */
enum {
    BOARD_PORT_BREAK = 1u << 0,    /* a serial BREAK was received; what came before it is dropped */
    BOARD_PORT_ATTACHED = 1u << 1, /* a host opened the port; only its bytes are left to read */
    BOARD_PORT_DETACHED = 1u << 2, /* the host closed it */
    BOARD_PORT_OVERRUN = 1u << 3,  /* the hardware lost received bytes */
};

struct board_port;

struct board_port_ops {
    /* Takes at most SIZE received bytes out of the port's ring into BUFFER.
     * Context: agent.  Never waits.  Returns how many, 0 when there are none.
     * Re-enables the receive interrupt that a full ring had masked.
     * Returns 0 while an ATTACHED or a BREAK has not been taken with events(), so
     * that the bytes behind it are not taken for those before: call events() first.
     * Worst case: SIZE copies. */
    size_t (*read)(struct board_port *port, void *buffer, size_t size);

    /* Offers SIZE bytes for transmission.  Context: agent (QMP ports),
     * application or agent (console ports).  Never waits, and where the device is slow
     * takes only so many at a time that the call takes a millisecond or two.  Returns
     * how many were taken; when fewer than SIZE, the board asks for the agent as soon as there
     * is room again.  A port no host is attached to (where the port can know)
     * takes everything and drops it. */
    size_t (*write)(struct board_port *port, const void *buffer, size_t size);

    /* Returns the BOARD_PORT_ flags raised since the last call and clears them.
     * Context: agent.  May be NULL: nothing is ever raised. */
    unsigned (*events)(struct board_port *port);

    /* True when everything written has left the processor's hands.  When not, the
     * board asks for the agent again, so `while (!drained) board_wait();` is right.
     * Context: agent.  Used before power-off, so that a last reply is not cut. */
    bool (*drained)(struct board_port *port);
};

struct board_port {
    const struct board_port_ops *ops;
    const char *name;   /* "uart0": the label of query-chardev */
    const char *device; /* "16550", "cmsdk-uart", "virtio-serial" */
    enum board_port_role role;
    bool sees_hosts; /* ATTACHED and DETACHED are reported */
};

/* The board's ports, a fixed list whose order never changes.  A port whose device
 * is not present at run time is in the list all the same and stays silent.
 * Any context. */
extern struct board_port *const board_ports[];
extern const size_t board_port_count;

/* --------------------------------------------------------------- start-up */

/* You implement (the agent does): runs the agent until it has nothing to do.
 * Context: agent.  The board calls it after a port's interrupt, after an alarm,
 * after board_request_agent(), and once before the application first runs. */
struct board_stop;      /* board/debug.h */
struct board_gate_call; /* board/gate.h */

struct board_hooks {
    void (*agent)(void *context);
    void *context;
    void (*application)(void); /* entry point; when it returns, the board idles */
#if BOARD_ISOLATED
    /* Does for the application what it asked board_gate() for, if it may have that; false: it may
     * not.  Context: see board/gate.h.  May be NULL: there is nothing. */
    bool (*gate)(void *context, unsigned operation, struct board_gate_call *call);
#endif
#if BOARD_DEBUG
    /* The agent itself, or an interrupt of the board, met a fault; the board resets next.  Only
     * notes it where a reset leaves it (BOARD_KEPT).  Context: the fault's.  May be NULL. */
    void (*fatal)(void *context, const struct board_stop *stop);
    /* What the break instruction at ADDRESS stands in the place of, if the agent planted one there;
     * else NULL.  Code that the agent or an interrupt of the board executes, as the application
     * does, may have one: the board then has them go on as if there were none.  Only looks, and
     * calls nothing else, not even what a compiler would call.  Context: any.  May be NULL. */
    const uint8_t *(*original)(void *context, uintptr_t address);
#endif
};

/* Brings up clocks, rings, ports.  Interrupts stay masked.
 * Context: reset, once, before anything else of the board. */
void board_init(void);

/* Enables the ports' interrupts, runs the agent level once, then the
 * application (with its data initialised).  HOOKS must live for ever.
 * Context: reset, once. */
_Noreturn void board_run(const struct board_hooks *hooks);

/* True when the image was started with the application held back
 * (board/run --paused); a reset of the board does not change it.  Any context. */
bool board_boot_paused(void);

/* ------------------------------------------------------ levels and waiting */

/* Asks that the agent level runs soon.  Any context; cheap; calls are not
 * counted.  On a polled board it runs at the next board_poll(). */
void board_request_agent(void);

/* Waits until something asks for the agent (a port, an alarm,
 * board_request_agent), or returns at once if something already has since the
 * agent hook was entered or board_wait() last returned: no wake-up is lost.
 * Context: agent, while the application is held.  A polled board returns after
 * looking at its ports once. */
void board_wait(void);

/* Looks at the ports and, if there is anything, runs the agent level.  Returns
 * only when the agent lets the application go on.  Context: application.
 * Does nothing on a board with interrupts. */
void board_poll(void);

/* Sleeps until board_clock() >= UNTIL, in the processor's idle state where there
 * is one; a polled board keeps polling.  Context: application. */
void board_app_wait(uint64_t until);

/* Makes the application start afresh: its data is initialised at once, and when the
 * agent level is left the processor continues at the application's entry, on an
 * empty stack, with the application's interrupts off.  Asked for twice before that,
 * it happens once.  Context: agent. */
void board_app_restart(void);

/* Has processor CPU, which is not 0, call ENTRY(ARGUMENT), on a stack of its own of
 * BOARD_CPU_STACK bytes.  When that returns, the processor waits for another application.
 * Returns false, and does nothing, when there is no such processor or it runs one already.
 * board_app_restart() takes all of them away; one that is still on its way back is waited for,
 * microseconds, at most two seconds.  Context: application, on processor 0.
 *
 * The agent and the rest of the board are processor 0's: there an application may call
 * board_clock() and board_break(), and use its own memory; nothing else of the board, and
 * nothing of the agent. */
bool board_app_start_cpu(unsigned cpu, void (*entry)(void *argument), void *argument);

/* ------------------------------------------------------------------- time */

/* Microseconds since reset, monotonic.  Any context. */
uint64_t board_clock(void);

/* Seconds and microseconds since the Unix epoch.  Returns false, and writes
 * nothing, where the board has no such clock.  Any context. */
bool board_time_of_day(int64_t *seconds, int32_t *microseconds);

/* Asks for the agent at board_clock() >= WHEN; one alarm, a later call replaces
 * it; UINT64_MAX turns it off.  Context: agent. */
void board_alarm(uint64_t when);

/* ----------------------------------------------------------------- memory */

/* Copies SIZE bytes between the agent and memory that may not be there, in
 * accesses of any width and number: this is for memory (registers of devices:
 * board/services.h).  Return how many bytes were copied: fewer than SIZE means
 * that an access to the next one, though it were of a byte, faults (boards that
 * cannot catch a fault refuse what is outside board_info.regions instead).  It is
 * fast where the address and the buffer are equally aligned.  Two bytes at an even
 * address are written at once, as an interrupt may execute them (where
 * BOARD_WIDE_ACCESS is 1).  Context: agent.
 * Worst case: SIZE accesses and two traps. */
size_t board_memory_read(uintptr_t address, void *buffer, size_t size);
size_t board_memory_write(uintptr_t address, const void *buffer, size_t size);

/* ------------------------------------------------------------------- ends */

/* Ends for good; an emulator exits with status 0.  Any context. */
_Noreturn void board_power_off(void);

/* Resets the whole board, agent included.  Any context. */
_Noreturn void board_reset(void);

#endif
