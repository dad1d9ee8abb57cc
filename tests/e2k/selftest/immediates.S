/* immediates.S - every instruction with an immediate: the extremes of 12 bits, every kind of
 * shift count, lui and auipc.  The second operand goes through the register that is
 * overwritten.
 *
 * SPDX-License-Identifier: MIT */
#include "table.inc"

    .macro form name, text
    table_function immediate_operations, \name
    \text
    ret
    .endm

    .macro forms m, immediate
    form \m, "\m a0, a0, \immediate"
    form \m, "\m a1, a0, \immediate; add a0, a0, a1"
    form \m, "\m a1, a1, \immediate; \m a0, a0, \immediate; xor a0, a0, a1"
    form \m, "\m a0, zero, \immediate"
    form \m, "\m zero, a0, \immediate; mv a0, zero"
    .endm

    table_begin immediate_operations
    .irp m, addi, slti, sltiu, xori, ori, andi, addiw
    .irp immediate, -2048, -2047, -1025, -17, -16, -1, 0, 1, 2, 15, 16, 31, 32, 1023, 1024, 2046, 2047
    forms \m, \immediate
    .endr
    .endr
    .irp m, slli, srli, srai
    .irp count, 0, 1, 2, 7, 15, 16, 30, 31, 32, 33, 47, 48, 62, 63
    forms \m, \count
    .endr
    .endr
    .irp m, slliw, srliw, sraiw
    .irp count, 0, 1, 2, 7, 15, 16, 30, 31
    forms \m, \count
    .endr
    .endr

    .macro uppers m
    .irp upper, 0, 1, 2, 0x7ff, 0x800, 0x12345, 0x7fffe, 0x7ffff, 0x80000, 0x80001, 0xfffff
    \m \upper
    .endr
    .endm

    .macro lui_forms upper
    form lui, "lui a0, \upper"
    form lui, "lui a1, \upper; add a0, a0, a1"
    form lui, "lui a0, \upper; addi a0, a0, -1"
    form lui, "lui a0, \upper; addiw a0, a0, -2048"
    form lui, "lui a0, \upper; addiw a0, a0, 2047"
    form lui, "lui zero, \upper; mv a0, zero"
    .endm

    /* Less where it stands, so that the result is the same in every program. */
    .macro auipc_forms upper
    form auipc, "auipc a0, \upper; auipc a1, 0; sub a0, a0, a1"
    form auipc, "auipc a1, \upper; addi a1, a1, -2048; auipc a2, \upper; sub a0, a2, a1"
    form auipc, "auipc zero, \upper; mv a0, zero"
    .endm

    uppers lui_forms
    uppers auipc_forms
    table_end immediate_operations
