/* loads_stores.S - every load and store at offsets from -2048 to 2047: the address register as
 * the destination and as the value, x0 as the value and as the destination, pairs that
 * overlap.
 *
 * SPDX-License-Identifier: MIT */
#include "table.inc"

    .macro load name, text
    table_function load_accesses, \name
    \text
    ret
    .endm

    .macro store name, text
    table_function store_accesses, \name
    \text
    ret
    .endm

    .macro loads m, offset
    load \m, "\m a0, \offset(a0)"
    load \m, "\m t6, \offset(a0); mv a0, t6"
    load \m, "mv a1, a0; \m a1, \offset(a1); \m a0, \offset(a0); xor a0, a0, a1; add a0, a0, a1"
    load \m, "\m zero, \offset(a0); mv a0, zero"
    load \m, "addi a5, a0, -16; \m a0, \offset(a0); \m a1, \offset(a5); sub a0, a0, a1"
    .endm

    .macro stores m, width, offset
    store \m, "\m a1, \offset(a0)"
    store \m, "\m zero, \offset(a0)"
    store \m, "mv t6, a1; addi t5, a0, 8; \m t6, \offset(t5)"
    /* its own address as the value: the low bits of it, which are the same everywhere */
    store \m, "andi t0, a0, 7; \m t0, \offset(a0)"
    /* the value is overwritten behind the store, the address too */
    store \m, "\m a1, \offset(a0); not a1, a1; addi a0, a0, 16; \m a1, \offset(a0)"
    /* store and load again, and over it */
    store \m, "\m a1, \offset(a0); l\width a2, \offset(a0); addi a2, a2, 1; \m a2, \offset(a0)"
    store \m, "\m a1, \offset(a0); l\width a3, \offset(a0); \m a3, \offset(a0); sb a3, \offset(a0)"
    .endm

    table_begin load_accesses
    .irp m, lb, lbu
    .irp offset, -2048, -2047, -1025, -9, -1, 0, 1, 2, 3, 4, 5, 6, 7, 1031, 2047
    loads \m, \offset
    .endr
    .endr
    .irp m, lh, lhu
    .irp offset, -2048, -2046, -1026, -2, 0, 2, 4, 6, 1030, 2046
    loads \m, \offset
    .endr
    .endr
    .irp m, lw, lwu
    .irp offset, -2048, -2044, -1028, -4, 0, 4, 8, 1028, 2044
    loads \m, \offset
    .endr
    .endr
    .irp m, ld
    .irp offset, -2048, -2040, -1032, -8, 0, 8, 16, 1032, 2040
    loads \m, \offset
    .endr
    .endr
    table_end load_accesses

    table_begin store_accesses
    .irp offset, -2048, -2047, -1025, -1, 0, 1, 2, 3, 4, 5, 6, 7, 1031, 2047
    stores sb, b, \offset
    .endr
    .irp offset, -2048, -2046, -1026, -2, 0, 2, 4, 6, 1030, 2046
    stores sh, h, \offset
    .endr
    .irp offset, -2048, -2044, -1028, -4, 0, 4, 8, 1028, 2044
    stores sw, w, \offset
    .endr
    .irp offset, -2048, -2040, -1032, -8, 0, 8, 16, 1032, 2040
    stores sd, d, \offset
    .endr
    table_end store_accesses
