/* thumb.h - what an instruction of ARMv7-M will do: where it leads, whether it calls, what kind
 * of access it makes.  Nothing here touches the processor.
 * Source: ARMv7-M Architecture Reference Manual, A5 (encodings), A7 (instructions).
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_THUMB_H
#define ARMV7M_THUMB_H

#include <stdbool.h>
#include <stdint.h>

/* A processor about to execute the instruction at r[15]. */
struct thumb_state {
    uint32_t r[16]; /* r[15]: the instruction's address, an even number */
    uint32_t xpsr;  /* flags, IT state, exception number */
};

/* Reads SIZE bytes (2 or 4), little-endian.  Returns false when they cannot be read. */
bool thumb_read(uint32_t address, unsigned size, uint32_t *value);

/* Most addresses thumb_next() finds. */
#define THUMB_NEXT_MAX 4

/* Finds where the processor will be after the instruction.  LDREX and what follows it up to
 * STREX or CLREX count as one, as an exception in between would make STREX fail; there may then
 * be several ways out.  Returns how many, 0 when it cannot be known: the instruction or what it
 * loads cannot be read, or it returns from an exception.  *STATE is as it was. */
unsigned thumb_next(struct thumb_state *state, uint32_t next[THUMB_NEXT_MAX]);

/* True when the instruction calls; *AFTER is then the address of the one behind it. */
bool thumb_is_call(const struct thumb_state *state, uint32_t *after);

/* True when the instruction that ends before ADDRESS calls. */
bool thumb_follows_call(uint32_t address);

/* An access to memory other than the instruction's own fetch. */
struct thumb_access {
    bool write;
    uint8_t size; /* bytes: 1, 2 or 4; of one with several registers, those of one */
};

/* False when the instruction at ADDRESS cannot be read, or makes none. */
bool thumb_access(uint32_t address, struct thumb_access *access);

/* Bytes of an instruction that begins with FIRST: 2 or 4. */
static inline unsigned thumb_length(uint32_t first)
{
    return first >> 11 >= 0x1d ? 4 : 2;
}

/* The condition under which the IT state of XPSR lets the instruction be executed; 14: always.
 * Outside of an IT block the same bits may tell how far an interrupted LDM has come. */
static inline unsigned thumb_it_condition(uint32_t xpsr)
{
    unsigned low = xpsr >> 25 & 3;   /* ITSTATE[1:0] */
    unsigned high = xpsr >> 10 & 63; /* ITSTATE[7:2] */

    return (high & 3) != 0 || low != 0 ? high >> 2 : 14;
}

#endif
