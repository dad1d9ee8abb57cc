/* harts.c - the harts other than 0: finding, starting, holding them.
 *
 * Hart 0 tells a hart what it may by `allowed`, and the hart hart 0 where it is by `held`; each is
 * written by one side only.  A stop of the hart ends what it was allowed before: it counts them in
 * `stops`, and goes on only with a permission that is newer.
 * Source: RISC-V Advanced Core Local Interruptor Specification, "Machine-level Software
 * Interrupt Device".
 *
 * SPDX-License-Identifier: MIT */
#include "harts.h"

#if BOARD_CPUS_MAX > 1

#include "application.h"
#include "board/board.h"
#include "core/arch.h"
#include "core/deadlines.h"
#include "core/levels.h"
#include "core/stops.h"
#include "csr.h"
#include "drivers/clint.h"
#include "system.h"
#include "triggers.h"

/* A hart answers within microseconds, but an emulator's host may have none to spare for it. */
#define PATIENCE 2000000u

/* Looks between two sleeps, and how long these are, in microseconds. */
#define SPIN 100u
#define DOZE 50u

_Noreturn void riscv_begin(void *stack_top, void (*prepare)(struct trap_frame *frame));
_Noreturn void harts_begin(unsigned long cpu);
extern const char riscv_hart_end[];

static struct hart {
    /* Hart 0's. */
    uint32_t allowed; /* stops + 1: the application may run */
    bool has_application;
    /* Its own. */
    uint32_t stops;
    bool held;
    unsigned long system[SYSTEM_COUNT];
} harts[BOARD_CPUS_MAX];

static unsigned count = 1; /* of harts that are there, 0 included */
static uint32_t wished = UINT32_MAX;

/* start.S knows them: that of hart n ends at element n. */
char riscv_hart_stacks[BOARD_CPUS_MAX - 1][BOARD_CPU_TRAP_STACK] __attribute__((aligned(16)));

static struct {
    char guard[4096];
    char stack[(BOARD_CPU_STACK + 4095) / 4096 * 4096];
} stacks[BOARD_CPUS_MAX - 1] __attribute__((aligned(4096)));

#define load(variable)         __atomic_load_n(variable, __ATOMIC_SEQ_CST)
#define store(variable, value) __atomic_store_n(variable, value, __ATOMIC_SEQ_CST)

static void *trap_stack_top(unsigned cpu)
{
    return (void *)((uintptr_t)riscv_hart_stacks + cpu * sizeof riscv_hart_stacks[0]);
}

static struct trap_frame *frame_of(unsigned cpu)
{
    return (struct trap_frame *)trap_stack_top(cpu) - 1;
}

static uintptr_t guard_of(unsigned cpu)
{
    return (uintptr_t)stacks[cpu - 1].guard;
}

/* ------------------------------------------------------------------ on the hart */

static bool may_run(unsigned cpu)
{
    struct hart *hart = &harts[cpu];

    return load(&hart->has_application) && load(&hart->allowed) == hart->stops + 1 &&
           !stops_raised(cpu);
}

/* Returns when the application may go on.  `held` is taken back before the last look: whoever
 * forbade it in between has seen `held`, or is seen. */
static void hold(unsigned cpu)
{
    struct hart *hart = &harts[cpu];

    system_save(hart->system);
    do {
        store(&hart->held, true);
        for (;;) {
            clint_clear_software(cpu);
            if (may_run(cpu))
                break;
            __asm__ volatile("wfi" : : : "memory");
        }
        store(&hart->held, false);
    } while (!may_run(cpu));
    __asm__ volatile("fence.i" : : : "memory");
    triggers_arm();
}

void harts_trap(unsigned cpu, struct trap_frame *frame)
{
    struct hart *hart = &harts[cpu];
    struct board_stop stop;

    triggers_disarm();
    if (frame->cause == MCAUSE_ECALL_M && frame->pc == (uintptr_t)riscv_hart_end) {
        store(&hart->has_application, false);
    } else if (frame->cause != MCAUSE_SOFTWARE && application_stop(frame, guard_of(cpu), &stop)) {
        store(&hart->stops, hart->stops + 1);
        stops_raise(cpu, &stop);
        clint_raise_software(0);
    }
    hold(cpu);
}

static void first_hold(struct trap_frame *frame)
{
    unsigned cpu = (unsigned)csr_read(mhartid);

    (void)frame;
    hold(cpu);
}

_Noreturn void harts_begin(unsigned long cpu)
{
    csr_write(pmpaddr0, PMP_ADDRESS_PAGE(guard_of((unsigned)cpu)));
    csr_write(pmpcfg0, PMP_CONFIG_GUARD);
    riscv_begin(trap_stack_top((unsigned)cpu), first_hold);
}

/* -------------------------------------------------------------------- on hart 0 */

/* Waits until *ANSWER, at most PATIENCE, and if WHILE_PENDING only while hart CPU has its software
 * interrupt pending.  An emulator may run one hart at a time: it goes to the
 * next when this one sleeps.  The timer comes early for it, which it may. */
static bool wait_for(const bool *answer, unsigned cpu, bool while_pending)
{
    uint64_t end = board_clock() + PATIENCE;
    unsigned long irq = irq_save();
    unsigned turns = 0;

    while (!load(answer) && board_clock() < end &&
           (!while_pending || clint_software_pending(cpu))) {
        if (++turns % SPIN != 0)
            continue;
        timer_program(board_clock() + DOZE);
        irq_wait();
    }
    irq_restore(irq);
    return load(answer);
}

void harts_init(void)
{
    csr_write(mie, MIE_TIMER);
    for (unsigned cpu = 1; cpu < BOARD_CPUS_MAX; cpu++) {
        harts[cpu].allowed = 1;
        clint_raise_software(cpu);
        /* A hart that is not there cannot have it pending. */
        if (!wait_for(&harts[cpu].held, cpu, true))
            break;
        count++;
    }
}

unsigned board_cpu_count(void)
{
    return count;
}

static void wait_held(unsigned cpu)
{
    wait_for(&harts[cpu].held, cpu, false);
}

static void permit(unsigned cpu, bool run)
{
    struct hart *hart = &harts[cpu];

    store(&hart->allowed, run ? load(&hart->stops) + 1 : 0);
    if (load(&hart->held) == run && (load(&hart->has_application) || !run))
        clint_raise_software(cpu);
}

void board_run_only(uint32_t cpus)
{
    wished = cpus;
    for (unsigned cpu = 1; cpu < count; cpu++)
        permit(cpu, cpus >> cpu & 1);
    for (unsigned cpu = 1; cpu < count; cpu++)
        if (!(cpus >> cpu & 1))
            wait_held(cpu);
}

bool board_cpu_runs(unsigned cpu)
{
    if (cpu == 0)
        return !levels_agent_active();
    return cpu < count && load(&harts[cpu].has_application) && !load(&harts[cpu].held);
}

void harts_look(void)
{
    for (unsigned cpu = 1; cpu < count; cpu++)
        if (stops_raised(cpu))
            board_request_agent();
}

void harts_renew(void)
{
    for (unsigned cpu = 1; cpu < count; cpu++)
        if (!load(&harts[cpu].held))
            clint_raise_software(cpu);
}

void harts_restart(void)
{
    for (unsigned cpu = 1; cpu < count; cpu++)
        permit(cpu, false);
    for (unsigned cpu = 1; cpu < count; cpu++) {
        wait_held(cpu);
        store(&harts[cpu].has_application, false);
        stops_forget(cpu);
        permit(cpu, wished >> cpu & 1);
    }
}

struct trap_frame *harts_frame(unsigned cpu)
{
    if (cpu >= count || !load(&harts[cpu].has_application) || !load(&harts[cpu].held) ||
        may_run(cpu))
        return NULL;
    return frame_of(cpu);
}

const unsigned long *harts_system(unsigned cpu)
{
    return harts[cpu].system;
}

bool board_app_start_cpu(unsigned cpu, void (*entry)(void *argument), void *argument)
{
    struct trap_frame *frame;

    if (cpu == 0 || cpu >= count || load(&harts[cpu].has_application))
        return false;
    /* One that was let go, and taken away before it went, is on its way back to waiting. */
    wait_held(cpu);
    if (!load(&harts[cpu].held))
        return false;
    frame = frame_of(cpu);
    application_begin(frame, (uintptr_t)entry, (uintptr_t)&stacks[cpu - 1] + sizeof stacks[0]);
    frame->x[0] = (unsigned long)riscv_hart_end;
    frame->x[9] = (unsigned long)argument;
    store(&harts[cpu].has_application, true);
    clint_raise_software(cpu);
    return true;
}

#endif
