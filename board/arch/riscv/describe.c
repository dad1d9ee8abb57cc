/* describe.c - what there is to tell of a hart: its registers as QEMU lays them out, and its
 * physical memory protection.
 * Source: The RISC-V Instruction Set Manual, volume II, "Physical Memory Protection" and "satp".
 *
 * Of the control and status registers those that board_debug has are shown: one of them can be
 * read on a hart without supervisor mode, too.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"

#include "csr.h"
#include "layout.h"
#include "system.h"

_Static_assert(SYSTEM_mstatus == 0 && SYSTEM_mepc == 1 && SYSTEM_mcause == 2 && SYSTEM_mtval == 3 &&
                   SYSTEM_mscratch == 4 && SYSTEM_mie == 6 && SYSTEM_mip == 7 &&
                   SYSTEM_mtvec == 8 && SYSTEM_mhartid == 16,
               "the layout has their numbers");

/* clang-format off */
static const char layout[] =
    LAYOUT_PC
    " mhartid  \xb1\n"
    " mstatus  \xa1\n"
    " mip      \xa8\n"
    " mie      \xa7\n"
    " mtvec    \xa9\n"
    " mepc     \xa2\n"
    " mcause   \xa3\n"
    " mtval    \xa4\n"
    " mscratch \xa5\n"
    LAYOUT_X;
/* clang-format on */

/* -------------------------------------------------------------------- protection */

#define ENTRIES     16u
#define PER_WORD    8u
#define PMP_MODE    (3ul << 3)
#define PMP_NA4     (2ul << 3)
#define PMP_LOCKED  0x80ul
#define PMP_ADDRESS ((1ul << 54) - 1)

static unsigned long config_of(unsigned entry)
{
    unsigned long word = entry < PER_WORD ? csr_read(pmpcfg0) : csr_read(pmpcfg2);

    return word >> 8 * (entry % PER_WORD) & 0xff;
}

static unsigned long address_of(unsigned entry)
{
    switch (entry) {
#define ADDRESS(n)                                                                                 \
    case n:                                                                                        \
        return csr_read(pmpaddr##n) & PMP_ADDRESS;
        ADDRESS(0)
        ADDRESS(1)
        ADDRESS(2)
        ADDRESS(3)
        ADDRESS(4)
        ADDRESS(5)
        ADDRESS(6)
        ADDRESS(7)
        ADDRESS(8)
        ADDRESS(9)
        ADDRESS(10)
        ADDRESS(11)
        ADDRESS(12)
        ADDRESS(13)
        ADDRESS(14)
        ADDRESS(15)
#undef ADDRESS
    default:
        return 0;
    }
}

/* NA4 is four bytes; NAPOT 2^(n+3), n being the number of ones at the end of the address. */
static void find_range(unsigned entry, unsigned long mode, struct board_protection *protection)
{
    unsigned long address = address_of(entry), ones = address & ~(address + 1);

    if (mode == PMP_TOR) {
        protection->first = entry == 0 ? 0 : address_of(entry - 1) << 2;
        protection->last = (address << 2) - 1;
    } else if (mode == PMP_NA4) {
        protection->first = address << 2;
        protection->last = protection->first + 3;
    } else {
        protection->first = (address & ~ones) << 2;
        protection->last = protection->first + ((ones + 1) << 3) - 1;
    }
}

/* Machine mode is held to locked entries only. */
static bool protection(unsigned entry, struct board_protection *protection)
{
    unsigned long config;

    while (entry < ENTRIES && (config_of(entry) & PMP_MODE) == 0)
        entry++;
    if (entry >= ENTRIES)
        return false;
    config = config_of(entry);
    protection->entry = entry;
    find_range(entry, config & PMP_MODE, protection);
    protection->user = config & (BOARD_MAY_READ | BOARD_MAY_WRITE | BOARD_MAY_EXECUTE);
    protection->privileged = config & PMP_LOCKED
                                 ? protection->user
                                 : BOARD_MAY_READ | BOARD_MAY_WRITE | BOARD_MAY_EXECUTE;
    protection->holes = 0;
    return true;
}

_Static_assert(BOARD_MAY_READ == PMP_READ && BOARD_MAY_WRITE == PMP_WRITE &&
                   BOARD_MAY_EXECUTE == PMP_EXECUTE,
               "the same bits");

#define SATP_MODE (15ul << 60)

static bool translates(void)
{
    return (csr_read(misa) >> ('s' - 'a') & 1) != 0 && (csr_read(satp) & SATP_MODE) != 0;
}

const struct board_processor board_processor = {
    .layout = layout, .protection = protection, .translates = translates};
