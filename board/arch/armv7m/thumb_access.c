/* thumb_access.c - whether an instruction of ARMv7-M loads or stores, and how much at a time.
 * Source: ARMv7-M Architecture Reference Manual, A5.2 and A5.3.
 *
 * SPDX-License-Identifier: MIT */
#include "thumb.h"

static bool access_is(struct thumb_access *access, bool load, unsigned size)
{
    access->write = !load;
    access->size = (uint8_t)size;
    return true;
}

/* Opcodes of A5.2.4 with a register as offset, bits 11:9: STR STRH STRB LDRSB LDR LDRH LDRB
 * LDRSH. */
static const uint8_t by_register[8] = {4, 2, 1, 1, 4, 2, 1, 2};

static bool access16(uint32_t code, struct thumb_access *access)
{
    switch (code >> 12) {
    case 4: /* LDR literal; below it are data processing and BX */
        return (code & 0x800) && access_is(access, true, 4);
    case 5:
        return access_is(access, (code >> 9 & 7) >= 3, by_register[code >> 9 & 7]);
    case 6:  /* LDR, STR with an offset */
    case 9:  /* the same from sp */
    case 12: /* LDM, STM */
        return access_is(access, code & 0x800, 4);
    case 7:
        return access_is(access, code & 0x800, 1);
    case 8:
        return access_is(access, code & 0x800, 2);
    case 11: /* PUSH, POP */
        return (code & 0x600) == 0x400 && access_is(access, code & 0x800, 4);
    }
    return false;
}

/* LDRD, STRD, exclusive access, table branches: A5.3.6. */
static bool dual_or_exclusive(uint32_t first, uint32_t second, struct thumb_access *access)
{
    bool load = first & 0x10;
    unsigned kind = second >> 4 & 15;

    if ((first & 0x0120) != 0 || !(first & 0x80)) /* LDRD, STRD; LDREX, STREX */
        return access_is(access, load, 4);
    if (kind <= 1) /* TBB, TBH */
        return load && access_is(access, true, 1u << kind);
    return (kind == 4 || kind == 5) && access_is(access, load, 1u << (kind - 4));
}

static bool access32(uint32_t first, uint32_t second, struct thumb_access *access)
{
    if ((first & 0xfe40) == 0xe800) /* LDM, STM, PUSH, POP */
        return access_is(access, first & 0x10, 4);
    if ((first & 0xfe40) == 0xe840)
        return dual_or_exclusive(first, second, access);
    if ((first & 0xfe00) == 0xf800 && (first & 0x60) != 0x60) {
        if ((first & 0x10) && second >> 12 == 15 && (first & 0x60) != 0x40)
            return false; /* PLD, PLI and hints */
        return access_is(access, first & 0x10, 1u << (first >> 5 & 3));
    }
    if ((first & 0xee00) == 0xec00 && (first & 0x1a0) != 0) /* VLDR, VSTR, VLDM, VSTM */
        return access_is(access, first & 0x10, 4);
    return false;
}

bool thumb_access(uint32_t address, struct thumb_access *access)
{
    uint32_t first, second;

    if (!thumb_read(address, 2, &first))
        return false;
    if (thumb_length(first) == 2)
        return access16(first, access);
    return thumb_read(address + 2, 2, &second) && access32(first, second, access);
}
