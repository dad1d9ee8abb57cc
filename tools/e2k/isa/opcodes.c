/* opcodes.c - the table of operations: numbers, channels, names.
 *
 * Numbers and channels are those of OpenE2K/qemu-e2k, target/e2k/alops.inc.
 *
 * SPDX-License-Identifier: MIT */
#include "isa/opcodes.h"

#define ANY       0x3F
#define CH_0134   0x1B
#define CH_0235   0x2D
#define CH_25     0x24
#define CH_5      0x20
#define ALU(n, c) .kind = E2K_KIND_ALU, .number = n, .channels = c
#define EXT(n)    ALU(n, CH_0134), .extended = true
#define CMP(n, r) .kind = E2K_KIND_COMPARE, .number = n, .channels = CH_0134, .relation = r
#define LOAD(n)   .kind = E2K_KIND_LOAD, .number = n, .channels = CH_0235
#define STORE(n)  .kind = E2K_KIND_STORE, .number = n, .channels = CH_25

static const struct e2k_facts table[E2K_OPCODES] = {
    [E2K_NONE] = {"?", .kind = E2K_KIND_NONE},
    [E2K_ANDS] = {"ands", ALU(0x00, ANY)},
    [E2K_ANDD] = {"andd", ALU(0x01, ANY)},
    [E2K_ORS] = {"ors", ALU(0x04, ANY)},
    [E2K_ORD] = {"ord", ALU(0x05, ANY)},
    [E2K_XORS] = {"xors", ALU(0x08, ANY)},
    [E2K_XORD] = {"xord", ALU(0x09, ANY)},
    [E2K_ADDS] = {"adds", ALU(0x10, ANY)},
    [E2K_ADDD] = {"addd", ALU(0x11, ANY)},
    [E2K_SUBS] = {"subs", ALU(0x12, ANY)},
    [E2K_SUBD] = {"subd", ALU(0x13, ANY)},
    [E2K_SHLS] = {"shls", ALU(0x18, ANY)},
    [E2K_SHLD] = {"shld", ALU(0x19, ANY)},
    [E2K_SHRS] = {"shrs", ALU(0x1A, ANY)},
    [E2K_SHRD] = {"shrd", ALU(0x1B, ANY)},
    [E2K_SARS] = {"sars", ALU(0x1C, ANY)},
    [E2K_SARD] = {"sard", ALU(0x1D, ANY)},
    [E2K_SXT] = {"sxt", .kind = E2K_KIND_SXT, .number = 0x0C, .channels = ANY},
    [E2K_MERGES] = {"merges", .kind = E2K_KIND_MERGE, .number = 0x0E, .channels = ANY},
    [E2K_MERGED] = {"merged", .kind = E2K_KIND_MERGE, .number = 0x0F, .channels = ANY},
    [E2K_MULS] = {"muls", EXT(0x20)},
    [E2K_MULD] = {"muld", EXT(0x21)},
    [E2K_UMULHD] = {"umulhd", EXT(0x70)},
    [E2K_SMULHD] = {"smulhd", EXT(0x71)},
    [E2K_UDIVD] = {"udivd", ALU(0x41, CH_5)},
    [E2K_SDIVD] = {"sdivd", ALU(0x43, CH_5)},
    [E2K_UDIVS] = {"udivs", ALU(0x40, CH_5)},
    [E2K_SDIVS] = {"sdivs", ALU(0x42, CH_5)},
    [E2K_LDB] = {"ldb", LOAD(0x64)},
    [E2K_LDH] = {"ldh", LOAD(0x65)},
    [E2K_LDW] = {"ldw", LOAD(0x66)},
    [E2K_LDD] = {"ldd", LOAD(0x67)},
    [E2K_STB] = {"stb", STORE(0x24)},
    [E2K_STH] = {"sth", STORE(0x25)},
    [E2K_STW] = {"stw", STORE(0x26)},
    [E2K_STD] = {"std", STORE(0x27)},
    [E2K_CMPBS] = {"cmpbsb", CMP(0x20, 1)},
    [E2K_CMPES] = {"cmpesb", CMP(0x20, 2)},
    [E2K_CMPLS] = {"cmplsb", CMP(0x20, 6)},
    [E2K_CMPBD] = {"cmpbdb", CMP(0x21, 1)},
    [E2K_CMPED] = {"cmpedb", CMP(0x21, 2)},
    [E2K_CMPLD] = {"cmpldb", CMP(0x21, 6)},
    [E2K_CMPANDED] = {"cmpandedb", CMP(0x23, 2)},
    [E2K_MOVTD] = {"movtd", .kind = E2K_KIND_MOVTD, .number = 0x61, .channels = CH_0134},
};

const struct e2k_facts *e2k_facts(enum e2k_opcode opcode)
{
    return &table[(unsigned)opcode < E2K_OPCODES ? opcode : E2K_NONE];
}

enum e2k_opcode e2k_opcode_find(unsigned number, bool extended, unsigned relation)
{
    for (unsigned i = E2K_NONE + 1; i < E2K_OPCODES; i++) {
        const struct e2k_facts *f = &table[i];

        if (f->number == number && f->extended == extended &&
            (f->kind != E2K_KIND_COMPARE || f->relation == relation))
            return (enum e2k_opcode)i;
    }
    return E2K_NONE;
}

unsigned e2k_channels(enum e2k_opcode opcode)
{
    return e2k_facts(opcode)->channels;
}

const char *e2k_mnemonic(enum e2k_opcode opcode)
{
    return e2k_facts(opcode)->mnemonic;
}

bool e2k_is_load(enum e2k_opcode opcode)
{
    return e2k_facts(opcode)->kind == E2K_KIND_LOAD;
}

bool e2k_is_store(enum e2k_opcode opcode)
{
    return e2k_facts(opcode)->kind == E2K_KIND_STORE;
}

bool e2k_is_compare(enum e2k_opcode opcode)
{
    return e2k_facts(opcode)->kind == E2K_KIND_COMPARE;
}
