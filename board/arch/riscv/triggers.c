/* triggers.c - the triggers of a hart, of which each watches one piece of data.
 * Source: The RISC-V Debug Specification 0.13, section "Match Control" (mcontrol).  QEMU's virt has
 * two, without any comparison but for equality.  Tried there: a watchpoint is hit by each access
 * that shares a byte with it, and of the codes for a size it knows 0, 1, 2, 3 and 5, which are
 * taken for the number of bytes; 0 is 8.
 *
 * SPDX-License-Identifier: MIT */
#include "triggers.h"

#include "board/debug.h"
#include "csr.h"
#include "harts.h"

#define TRIGGERS 2

#define MCONTROL       (2ul << 60) /* alone it is off; QEMU ignores a write of another type */
#define MCONTROL_M     (1ul << 6)
#define MCONTROL_U     (1ul << 3)
#define MCONTROL_STORE (1ul << 1)
#define MCONTROL_LOAD  (1ul << 0)

/* The field is in two pieces. */
#define MCONTROL_SIZE(code) (((code)&3ul) << 16 | ((code) >> 2 & 3ul) << 21)

/* By the number of bytes.  Where there is no such code more bytes are watched, and whoever takes
 * the stop looks at what was accessed, as other processors cannot do better either. */
static const uint8_t codes[] = {[1] = 1, 2, 3, 5, 5, 0, 0, 0};

#define WATCHED_MAX (sizeof codes - 1)

extern char __agent_stack_bottom[], __agent_stack_top[];

volatile unsigned triggers_set;

static struct {
    unsigned long control, address;
} triggers[TRIGGERS];

void triggers_arm(void)
{
    for (unsigned n = 0; n < TRIGGERS; n++) {
        csr_write(tselect, n);
        csr_write(tdata1, MCONTROL);
        if (!(triggers_set & 1u << n))
            continue;
        csr_write(tdata2, triggers[n].address);
        csr_write(tdata1, triggers[n].control);
    }
}

void triggers_disarm(void)
{
    for (unsigned n = 0; n < TRIGGERS; n++) {
        csr_write(tselect, n);
        csr_write(tdata1, MCONTROL);
    }
}

const char *board_watch_set(unsigned slot, uintptr_t address, size_t size, unsigned access)
{
    if (size == 0 || size > WATCHED_MAX)
        return "The processor watches 1 to 8 bytes";
    if (address - (uintptr_t)__agent_stack_bottom + size - 1 <
        (uintptr_t)__agent_stack_top - (uintptr_t)__agent_stack_bottom + size - 1)
        return "The agent's stack cannot be watched";
    triggers[slot].address = address;
    triggers[slot].control = MCONTROL | (BOARD_ISOLATED ? MCONTROL_U : MCONTROL_M) |
                             MCONTROL_SIZE(codes[size]) |
                             (access & BOARD_WATCH_WRITE ? MCONTROL_STORE : 0) |
                             (access & BOARD_WATCH_READ ? MCONTROL_LOAD : 0);
    triggers_set |= 1u << slot;
    harts_renew();
    return NULL;
}

void board_watch_clear(unsigned slot)
{
    triggers_set &= ~(1u << slot);
    harts_renew();
}
