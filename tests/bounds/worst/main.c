/* main.c - counts the most instructions that a received byte and an interrupt take, and prints them
 * on the QMP port.
 *
 * The counter is minstret, exact in QEMU with -icount shift=0.
 *
 * SPDX-License-Identifier: MIT */
#include "worst.h"

#include <stdbool.h>
#include <string.h>

#include "start.h"

/* ------------------------------------------------------------------- output */

static struct {
    const char *name;
    uint64_t most;
} notes[64];
static unsigned note_count;

void note(const char *name, uint64_t count)
{
    unsigned i = note_count;

    /* The last ones are asked for most. */
    while (i > 0 && notes[i - 1].name != name && strcmp(notes[i - 1].name, name) != 0)
        i--;
    if (i == 0) {
        if (note_count == sizeof notes / sizeof notes[0])
            return;
        notes[note_count++].name = name;
        i = note_count;
    }
    if (count > notes[i - 1].most)
        notes[i - 1].most = count;
}

static void print_notes(void)
{
    char number[21];

    for (unsigned i = 0; i < note_count; i++) {
        print(notes[i].name);
        print(" ");
        json_format_uint(number, notes[i].most);
        print(number);
        print("\n");
    }
}

/* --------------------------------------------------------------- interrupts */

/* The 16550 in loopback: what is sent is received.  The FIFO is filled while interrupts are masked,
 * so that all of it is one interrupt's. */
#define UART    0x10000000u
#define MCR     4
#define LSR     5
#define LOOP    0x10u
#define DATA    1u
#define TRIGGER 14u
#define FIFO    16u

static volatile uint8_t *const uart = (volatile uint8_t *)(uintptr_t)UART;

static void mask(void)
{
    __asm__ volatile("csrci mstatus, 8" ::: "memory");
}

/* Unmasks, and returns what came in between. */
static uint64_t taken(void)
{
    uint64_t begun, ended;

    __asm__ volatile("csrr %0, minstret\n\t"
                     "csrsi mstatus, 8\n\t"
                     "csrr %1, minstret"
                     : "=&r"(begun), "=&r"(ended)::"memory");
    return ended - begun - 2;
}

static void empty_ring(void)
{
    char sink[64];

    while (board_ports[0]->ops->read(board_ports[0], sink, sizeof sink))
        ;
}

/* With SIZE bytes in the FIFO, more than it holds where it is to lose some. */
static uint64_t receive(unsigned size)
{
    mask();
    for (unsigned n = 0; n < size; n++)
        uart[0] = 'x';
    return taken();
}

static void count_receiving(void)
{
    uint64_t one = receive(TRIGGER), full = receive(FIFO), lost;

    empty_ring();
    note("receive-14", one);
    note("receive-16", full);
    note("receive-byte", (full - one + 1) / (FIFO - TRIGGER));
    lost = receive(FIFO + 4);
    note("receive-overrun", lost);
    empty_ring();
    /* Until the ring is full in the midst of a FIFO, and the interrupt is masked. */
    for (unsigned n = 0; n < 2 * BOARD_RX_RING / FIFO; n++)
        note("receive-to-full-ring", receive(FIFO));
    while (uart[LSR] & DATA)
        empty_ring();
}

static void count_timer(void)
{
    for (unsigned n = 0; n < 16; n++) {
        uint64_t end = board_clock() + 2;

        mask();
        board_alarm(end);
        while (board_clock() < end + 100)
            ;
        note("timer", taken());
    }
}

/* ------------------------------------------------------------------ measure */

void measure(void)
{
    uint8_t mcr = uart[MCR];

    note("nothing", receive(0));
    uart[MCR] = (uint8_t)(mcr | LOOP);
    count_receiving();
    uart[MCR] = mcr;
    count_timer();
    count_framing();
    print_notes();
    while (!board_ports[0]->ops->drained(board_ports[0]))
        ;
    board_power_off();
}
