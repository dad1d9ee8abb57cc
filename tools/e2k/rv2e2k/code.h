/* code.h - the e2k code of a whole program: bundles with symbolic targets until their
 * addresses are known.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_CODE_H
#define RV2E2K_CODE_H

#include "flow.h"
#include "region.h"

enum code_target {
    CODE_NOWHERE,
    CODE_RISCV,     /* the region that starts at this RISC-V address */
    CODE_BUNDLE,    /* the bundle of this index */
    CODE_WILD_JUMP, /* the trap for unknown jump targets */
    CODE_POLL,      /* the call of the safepoint routine */
    CODE_STUB,      /* the stub of the safepoint of this number */
};

struct code_bundle {
    struct e2k_bundle bundle;
    enum code_target branch; /* of an E2K_IBRANCH */
    uint64_t branch_to;
    enum code_target literal; /* of channel 0's src2: an address in place of the constant */
    uint64_t literal_of;
    uint64_t pc;    /* of the map */
    uint32_t flags; /* of the map */
    uint32_t address;
};

struct code {
    const struct flow *flow;
    uint32_t base; /* address of the first bundle */
    uint32_t size; /* bytes; code_place() */
    struct code_bundle *bundles;
    size_t count, room;
    int32_t *regions;       /* by instruction of flow: index of the first bundle; -1: none */
    uint64_t safepoints_at; /* address of their table */
    uint32_t countdown;     /* what it begins with */
    struct safepoint *safepoints;
    size_t *stubs; /* index of each safepoint's first bundle */
    size_t safepoint_count, safepoint_room;
    size_t wild_jump, poll; /* indices */
};

/* What the code needs besides the regions. */
struct code_options {
    uint64_t entry;      /* RISC-V addresses */
    uint64_t table_base; /* of struct target_table */
    uint64_t safepoints; /* address of the table of safepoints; 0: none */
    uint64_t poll;       /* the safepoint routine; 0: none */
    uint32_t interval;   /* back-edges between two calls of it */
};

/* Starts CODE with the bundles that run first.  All return 0, or -1 with PROBLEM set;
 * code_free() is called in any case. */
int code_begin(struct code *code, const struct flow *flow, uint32_t base,
               const struct code_options *options, struct problem *problem);
int code_add_region(struct code *code, const struct region *region, struct problem *problem);

/* After the last region: adds the stubs, gives all bundles their addresses and resolves the
 * targets. */
int code_place(struct code *code, struct problem *problem);
void code_free(struct code *code);

/* In stubs.c: adds the stubs of all safepoints.  Returns false when out of memory. */
bool code_add_stubs(struct code *code);

/* A new bundle that does nothing, and one that branches; NULL: out of memory. */
struct code_bundle *code_add(struct code *code);
struct code_bundle *code_add_branch(struct code *code, enum code_target target, uint64_t to);

/* register DST = src1 + src2 */
struct e2k_op code_addition(struct e2k_operand src1, struct e2k_operand src2, uint8_t dst);
struct e2k_operand code_register(uint8_t number);
struct e2k_operand code_constant(int64_t value);

/* The e2k address of the region at the flow's instruction INDEX; 0: there is none. */
uint32_t code_region_address(const struct code *code, size_t index);
uint32_t code_wild_jump_address(const struct code *code);

#endif
