/* call.c - finds calls by the instructions.
 * Source: The RISC-V Instruction Set Manual, volume I, 2.5 (jal, jalr) and the ELF psABI's
 * "call": auipc ra and jalr ra, ra.
 *
 * SPDX-License-Identifier: MIT */
#include "call.h"

#define RA    1u
#define AUIPC 0x17u
#define JAL   0x6fu
#define JALR  0x67u

extern const char __code_start[], __code_end[];

static bool is_code(uintptr_t address)
{
    return address % 4 == 0 && address >= (uintptr_t)__code_start &&
           address < (uintptr_t)__code_end;
}

static uint32_t word_at(uintptr_t address)
{
    return is_code(address) ? *(const uint32_t *)address : 0;
}

/* Whether WORD is an instruction OPCODE, the bits 14 to 12 of which are 0 if it has such, that
 * writes ra. */
static bool links(uint32_t word, uint32_t opcode)
{
    return (word & 0x7f) == opcode && (word >> 7 & 31) == RA;
}

/* The displacement of a jal: bits 20, 10 to 1, 11, 19 to 12. */
static int32_t jal_offset(uint32_t word)
{
    uint32_t offset =
        (word >> 31) << 20 | (word >> 21 & 0x3ff) << 1 | (word >> 20 & 1) << 11 | (word & 0xff000);

    return (int32_t)(offset << 11) >> 11;
}

bool call_before(uintptr_t address, struct call *call)
{
    uint32_t word = word_at(address - 4), before = word_at(address - 8);

    *call = (struct call){.address = address - 4};
    if (links(word, JAL)) {
        call->target = address - 4 + (uintptr_t)(intptr_t)jal_offset(word);
        return true;
    }
    if (!links(word, JALR) || (word >> 12 & 7) != 0)
        return false;
    if (links(before, AUIPC) && (word >> 15 & 31) == RA) {
        call->address = address - 8;
        call->target = address - 8 + (uintptr_t)(intptr_t)(int32_t)(before & 0xfffff000u) +
                       (uintptr_t)(intptr_t)((int32_t)word >> 20);
    }
    return true;
}

bool call_at(uintptr_t address, struct call *call)
{
    return (call_before(address + 4, call) || call_before(address + 8, call)) &&
           call->address == address;
}
