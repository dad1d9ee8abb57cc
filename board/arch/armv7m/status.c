/* status.c - the meaning of the fault status registers.
 * Source: ARMv7-M Architecture Reference Manual, B1.5.14 (fault behavior), B3.2.15 to B3.2.18.
 *
 * SPDX-License-Identifier: MIT */
#include "status.h"

#include "scb.h"
#include "thumb.h"

/* Accesses so far below a stack are taken for its own. */
#define BELOW_STACK 4096u

#define SVCALL 11u

static const struct {
    uint32_t bits;
    const char *cause;
} causes[] = {
    {CFSR_IACCVIOL | CFSR_IBUSERR, "instruction-access"},
    {CFSR_UNDEFINSTR | CFSR_INVSTATE | CFSR_NOCP, "illegal-instruction"},
    {CFSR_UNALIGNED, "misaligned"},
    {CFSR_DIVBYZERO, "divide-by-zero"},
    {CFSR_IMPRECISE, "store-access"}, /* a load waits for its data */
};

/* BusFault's own comes first: of two the processor met at once, it is the one of the access. */
static bool find_address(const struct fault_status *status, uintptr_t *address)
{
    if (status->cfsr & CFSR_BFARVALID)
        *address = status->bfar;
    else if (status->cfsr & CFSR_MMARVALID)
        *address = status->mmfar;
    else
        return false;
    return true;
}

static const char *cause_of_access(const struct fault_status *status)
{
    struct thumb_access access;

    if (!status->stacked || !thumb_access(status->pc, &access))
        return "other";
    return access.write ? "store-access" : "load-access";
}

static const char *cause_of(const struct fault_status *status)
{
    if (status->exception == SVCALL)
        return "environment-call";
    for (unsigned i = 0; i < sizeof causes / sizeof *causes; i++)
        if (status->cfsr & causes[i].bits)
            return causes[i].cause;
    if (status->cfsr & (CFSR_DACCVIOL | CFSR_PRECISERR))
        return cause_of_access(status);
    return "other";
}

void status_describe(const struct fault_status *status, uint32_t stack_bottom,
                     struct board_stop *stop)
{
    *stop = (struct board_stop){.kind = BOARD_STOP_FAULT, .code = status->cfsr};
    stop->has_address = find_address(status, &stop->address);
    stop->has_pc = status->stacked;
    stop->pc = status->stacked ? status->pc : 0;
    if ((status->cfsr & CFSR_STACKING) || (stop->has_address && stop->address < stack_bottom &&
                                           stack_bottom - stop->address <= BELOW_STACK))
        stop->cause = "stack-overflow";
    else
        stop->cause = cause_of(status);
}
