/* jumps.S - jal and jalr in every form: links in other registers than ra, dropped links,
 * offsets, a destination that is the address register, chains of jumps, jumps into a loop,
 * returns to more than one caller.
 *
 * Links only enter results as differences of addresses.
 *
 * SPDX-License-Identifier: MIT */

    .pushsection .rodata.jump_functions, "a"
    .balign 8
    .globl jump_functions
jump_functions:
    .popsection

    .macro begin
    .text
    .balign 4
.Ljump\@:
    .pushsection .rodata.jump_functions, "a"
    .dword .Ljump\@
    .popsection
    .endm

    /* jal to the next instruction and over code, links in ra, t0, a5, s11 */
    .irp link, ra, t0, a5, s11, a0
    begin
    mv t6, ra
    mv t5, s11
    mv t4, a0
    jal \link, 1f
1:  auipc t1, 0
    sub t1, t1, \link
    jal \link, 3f
2:  li t1, 99
3:  la t2, 2b
    sub t2, t2, \link
    slli t4, t4, 4
    mv s11, t5
    add a0, t4, t1
    add a0, a0, t2
    jr t6
    .endr

    /* jal as a call with an alternate link; the callee returns through it, twice, to two
     * places */
    begin
    mv t6, ra
    jal t0, times_three
    addi a0, a0, 1
    jal t0, times_three
    addi a0, a0, 2
    jal t1, times_five
    mv ra, t6
    ret
times_three:
    slli t2, a0, 1
    add a0, a0, t2
    jr t0
times_five:
    slli t2, a0, 2
    add a0, a0, t2
    jalr zero, 0(t1)

    /* jalr with offsets, the extremes too */
    .irp offset, 0, 4, 8, 2044, -4, -8, -2048
    begin
    mv t6, ra
    la t0, 1f
    addi t0, t0, -(\offset) + (\offset == -2048)
    addi t0, t0, -(\offset == -2048)
    jalr ra, \offset(t0)
    /* only a return comes here */
    addi a0, a0, 7
    jr t6
    nop
1:  slli a0, a0, 1
    addi a0, a0, \offset & 15
    ret
    .endr

    /* the destination is the address register: the old value is the target */
    .irp link, ra, t0, a5, t6
    begin
    mv a3, ra
    la \link, 1f
    jalr \link, 0(\link)
2:  li a0, 77
1:  la t1, 2b
    sub t1, t1, \link
    xor a0, a0, t1
    mv ra, a3
    ret
    .endr

    /* a dropped link: jalr x0 is no call, ra stays */
    begin
    la t0, 1f
    jalr zero, 0(t0)
    li a0, 55
1:  addi a0, a0, 5
    ret

    /* chains: jumps to jumps, forwards and backwards */
    begin
    j 1f
2:  addi a0, a0, 2
    j 3f
1:  addi a0, a0, 1
    j 2b
4:  addi a0, a0, 4
    ret
3:  addi a0, a0, 3
    j 5f
5:  j 6f
6:  j 4b

    /* into the middle of a loop, whose body is one block until something jumps in */
    begin
    li t0, 10
    andi t1, a0, 1
    bnez t1, 2f
1:  slli a0, a0, 1
    addi a0, a0, 3
2:  srli t2, a0, 9
    xor a0, a0, t2
    addi t0, t0, -1
    bnez t0, 1b
    ret

    /* a table of places, entered by number; the places fall through to each other */
    begin
    andi t0, a0, 7
    slli t0, t0, 3
    la t1, places
    add t0, t0, t1
    ld t0, 0(t0)
    li a1, 0
    jr t0
.Lplace7:
    addi a1, a1, 7
.Lplace6:
    slli a1, a1, 1
    addi a1, a1, 6
.Lplace5:
    xori a1, a1, 5
.Lplace4:
    slli a1, a1, 2
.Lplace3:
    addi a1, a1, 3
.Lplace2:
    not a1, a1
.Lplace1:
    addi a1, a1, 1
.Lplace0:
    add a0, a0, a1
    ret
    .pushsection .rodata.places, "a"
    .balign 8
places:
    .dword .Lplace0, .Lplace1, .Lplace2, .Lplace3, .Lplace4, .Lplace5, .Lplace6, .Lplace7
    .popsection

    /* the same as differences of 32 bits to the table, as compilers make them */
    begin
    andi t0, a0, 3
    slli t0, t0, 2
    la t1, differences
    add t0, t0, t1
    lw t0, 0(t0)
    add t0, t0, t1
    jr t0
.Lnear0:
    addi a0, a0, 100
.Lnear1:
    slli a0, a0, 1
.Lnear2:
    addi a0, a0, -50
.Lnear3:
    ret
    .pushsection .rodata.places, "a"
    .balign 4
differences:
    .word .Lnear0 - differences, .Lnear1 - differences, .Lnear2 - differences
    .word .Lnear3 - differences
    .popsection

    /* recursion by hand, the link on the stack, and the caller's link used as a number */
    begin
    andi a0, a0, 15
descend:
    beqz a0, 1f
    addi sp, sp, -16
    sd ra, 0(sp)
    sd a0, 8(sp)
    addi a0, a0, -1
    call descend
    ld t0, 8(sp)
    ld ra, 0(sp)
    addi sp, sp, 16
    slli a0, a0, 1
    add a0, a0, t0
    ret
1:  li a0, 1
    ret

    /* a tail call through a register, and one over more than a page */
    begin
    la t1, tail_target
    jr t1
    begin
    tail far_target
tail_target:
    slli a0, a0, 3
    tail far_target

    /* fences are instructions of the base set */
    begin
    fence
    addi a0, a0, 1
    fence rw, rw
    fence.tso
    ret

    .text
    .balign 4
    .rept 1100
    nop
    .endr
far_target:
    addi a0, a0, 21
    ret

    .pushsection .rodata.jump_functions, "a"
.Ljump_functions_end:
    .globl jump_function_count
    .balign 8
jump_function_count:
    .dword (.Ljump_functions_end - jump_functions) / 8
    .popsection
