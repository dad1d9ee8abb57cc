/* pressure.S - long blocks without a branch, in which pseudo-random instructions use all
 * registers but x3, which holds the state: the stack pointer and the link are numbers like
 * any other here.
 *
 * The assembler makes the sequences: it draws the fields of each instruction and puts its
 * word together.
 *
 * SPDX-License-Identifier: MIT */
#include "table.inc"

    /* Fields of struct pressure, in bytes. */
    .equ registers, 16 * 8
    .equ scratch, registers + 30 * 8

    .set generator, 1

    /* Sets NAME to 0..LIMIT-1. */
    .macro draw name, limit
    .set generator, (generator * 1103515245 + 12345) & 0x7fffffff
    .set \name, (generator >> 12) % (\limit)
    .endm

    /* Sets NAME to a register other than x3.  In blocks where `few` is set there are four of
     * them, and almost everything depends on something. */
    .macro draw_register name
    draw \name, 32
    .if few
    .set \name, 10 + \name % 4
    .endif
    .if \name == 3
    .set \name, 31
    .endif
    .endm

    /* If `kind` is the next number: emits WORD with the drawn registers. */
    .macro alternative word
    .if kind == number
    .insn \word
    .endif
    .set number, number + 1
    .endm

    .macro register_alternative function7, function3, opcode
    alternative \function7 << 25 | rs2 << 20 | rs1 << 15 | \function3 << 12 | rd << 7 | \opcode
    .endm

    .macro immediate_alternative function3, opcode
    alternative immediate << 20 | rs1 << 15 | \function3 << 12 | rd << 7 | \opcode
    .endm

    .macro shift_alternative high, mask, function3, opcode
    alternative (\high << 20 | (immediate & \mask) << 20 | rs1 << 15 | \function3 << 12 | rd << 7 | \opcode)
    .endm

    .macro load_alternative width, function3
    .set offset, scratch + place - place % \width
    alternative offset << 20 | 3 << 15 | \function3 << 12 | rd << 7 | 0x03
    .endm

    .macro store_alternative width, function3
    .set offset, scratch + place - place % \width
    alternative (offset >> 5) << 25 | rs2 << 20 | 3 << 15 | \function3 << 12 | (offset & 31) << 7 | 0x23
    .endm

    .macro instruction
    draw kind, 52
    draw_register rd
    draw_register rs1
    draw_register rs2
    draw immediate, 4096
    draw place, 32 /* few bytes: widths overlap, and loads meet stores */
    .set number, 0
    .irp function3, 0, 1, 2, 3, 4, 5, 6, 7 /* add to and */
    register_alternative 0x00, \function3, 0x33
    .endr
    register_alternative 0x20, 0, 0x33 /* sub */
    register_alternative 0x20, 5, 0x33 /* sra */
    register_alternative 0x00, 0, 0x3b /* addw */
    register_alternative 0x00, 1, 0x3b /* sllw */
    register_alternative 0x00, 5, 0x3b /* srlw */
    register_alternative 0x20, 0, 0x3b /* subw */
    register_alternative 0x20, 5, 0x3b /* sraw */
    .irp function3, 0, 1, 2, 3 /* mul to mulhu */
    register_alternative 0x01, \function3, 0x33
    .endr
    register_alternative 0x01, 0, 0x3b /* mulw */
    draw division, 8
    .if division < 2
    .irp function3, 4, 5, 6, 7
    register_alternative 0x01, \function3, 0x33
    register_alternative 0x01, \function3, 0x3b
    .endr
    .endif
    .set number, 28
    .irp function3, 0, 2, 3, 4, 6, 7 /* addi to andi */
    immediate_alternative \function3, 0x13
    .endr
    immediate_alternative 0, 0x1b /* addiw */
    shift_alternative 0, 63, 1, 0x13
    shift_alternative 0, 63, 5, 0x13
    shift_alternative 0x400, 63, 5, 0x13
    shift_alternative 0, 31, 1, 0x1b
    shift_alternative 0, 31, 5, 0x1b
    shift_alternative 0x400, 31, 5, 0x1b
    immediate_alternative 5, 0x37 /* lui */
    load_alternative 1, 0
    load_alternative 1, 4
    load_alternative 2, 1
    load_alternative 2, 5
    load_alternative 4, 2
    load_alternative 4, 6
    load_alternative 8, 3
    store_alternative 1, 0
    store_alternative 2, 1
    store_alternative 4, 2
    store_alternative 8, 3
    .endm

    /* All registers but x3, in and out. */
    .macro move_registers m
    .set at, registers
    .irp r, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \m x\r, at(x3)
    .set at, at + 8
    .endr
    .endm

    /* What a function must leave as it was, but x3. */
    .macro move_saved m, base
    .set at, 0
    .irp r, 1, 2, 4, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27
    \m x\r, at(\base)
    .set at, at + 8
    .endr
    .endm

    .macro pressure_block length
    table_function pressure_blocks, "block of \length"
    move_saved sd, a0
    sd x3, 15 * 8(a0)
    mv x3, a0
    move_registers ld
    .rept \length
    instruction
    .endr
    move_registers sd
    move_saved ld, x3
    ld x3, 15 * 8(x3)
    ret
    .endm

    table_begin pressure_blocks
    .set few, 0
    .irp length, 8, 30, 150, 600
    pressure_block \length
    .endr
    .set few, 1
    .irp length, 40, 400
    pressure_block \length
    .endr
    table_end pressure_blocks
