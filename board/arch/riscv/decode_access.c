/* decode_access.c - what data an instruction of RV64IMAC accesses.
 * Source: The RISC-V Instruction Set Manual, volume I: sections "Load and Store Instructions",
 * chapter "A", section "Load and Store Instructions" of "C".
 *
 * SPDX-License-Identifier: MIT */
#include "decode.h"

#include "fields.h"

/* Where and how large an access is, before its base is known. */
struct form {
    uint8_t base; /* register */
    uint8_t size; /* 0: none */
    bool write;
    int64_t offset;
};

/* c.lw, c.sw, c.ld, c.sd: the third bit of funct3 tells the direction, the first the size. */
static struct form compressed_register(uint32_t i)
{
    uint32_t offset = bits(i, 12, 10) << 3;
    bool is_double = bit(i, 13);

    offset |= is_double ? bits(i, 6, 5) << 6 : bit(i, 6) << 2 | bit(i, 5) << 6;
    return (struct form){.base = short_register(i, 7),
                         .size = is_double ? 8 : 4,
                         .write = bit(i, 15),
                         .offset = (int64_t)offset};
}

/* c.lwsp, c.swsp, c.ldsp, c.sdsp. */
static struct form compressed_stack(uint32_t i)
{
    bool is_double = bit(i, 13), write = bit(i, 15);
    uint32_t offset;

    if (write)
        offset = is_double ? bits(i, 12, 10) << 3 | bits(i, 9, 7) << 6
                           : bits(i, 12, 9) << 2 | bits(i, 8, 7) << 6;
    else
        offset = bit(i, 12) << 5 | (is_double ? bits(i, 6, 5) << 3 | bits(i, 4, 2) << 6
                                              : bits(i, 6, 4) << 2 | bits(i, 3, 2) << 6);
    return (struct form){
        .base = 2, .size = is_double ? 8 : 4, .write = write, .offset = (int64_t)offset};
}

/* Of funct3 2, 3, 6, 7 are those; 1 and 5 are of the extension "D". */
static struct form compressed(uint32_t i)
{
    if (bit(i, 14) && !(i & 1))
        return (i & 3) == 0 ? compressed_register(i) : compressed_stack(i);
    return (struct form){.size = 0};
}

static struct form full(uint32_t i)
{
    struct form form = {.base = (uint8_t)bits(i, 19, 15)};
    unsigned width = bits(i, 14, 12);

    switch (i & 0x7f) {
    case 0x03: /* lb, lh, lw, ld, lbu, lhu, lwu */
        form.size = width == 7 ? 0 : (uint8_t)(1u << (width & 3));
        form.offset = extend(bits(i, 31, 20), 12);
        break;
    case 0x23: /* sb, sh, sw, sd */
        form.size = width > 3 ? 0 : (uint8_t)(1u << width);
        form.write = true;
        form.offset = extend(bits(i, 31, 25) << 5 | bits(i, 11, 7), 12);
        break;
    case 0x2f: /* lr, sc, amo */
        form.size = width == 2 || width == 3 ? (uint8_t)(1u << width) : 0;
        form.write = bits(i, 31, 27) != 2;
        break;
    default:
        break;
    }
    return form;
}

bool decode_access(const struct decode_state *state, uint32_t instruction,
                   struct decode_access *access)
{
    struct form form = (instruction & 3) == 3 ? full(instruction) : compressed(instruction);

    if (form.size == 0)
        return false;
    access->address = (form.base == 0 ? 0 : state->x[form.base]) + (uint64_t)form.offset;
    access->size = form.size;
    access->write = form.write;
    return true;
}
