/* flow.h - where control can go in the RISC-V program, and what is live there.
 *
 * A leader is an instruction that something jumps to; between leaders, execution only goes
 * straight on or leaves.  A target is a leader that an indirect jump may reach: a
 * symbol, a call's return, or an address that a relocation mentions.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_FLOW_H
#define RV2E2K_FLOW_H

#include "problem.h"
#include "riscv.h"
#include "source.h"

enum {
    FLOW_CODE = 1u << 0, /* an instruction: the others lie between sections, or are padding */
    FLOW_LEADER = 1u << 1,
    FLOW_TARGET = 1u << 2,
    FLOW_BACK_EDGE = 1u << 3, /* a branch or jump backwards that gets a safepoint */
    FLOW_ENTRY = 1u << 4,     /* the first of a function or block that gets a safepoint */
};

#define FLOW_ALL_REGISTERS 0xfffffffeu /* x1 to x31, as a mask */

struct flow {
    const struct source *source;
    uint64_t base; /* address of the first instruction */
    size_t count;  /* instructions from there to the end of the last section */
    struct riscv_insn *insns;
    uint8_t *marks;
    uint32_t *live;     /* registers, as a mask, whose values matter before the instruction */
    uint32_t *extended; /* of leaders: registers that hold the sign extension of a word */
};

/* Where there are safepoints besides at back-edges. */
enum flow_at {
    FLOW_AT_LOOPS,   /* nowhere */
    FLOW_AT_ENTRIES, /* at the first instruction of a function */
    FLOW_AT_BLOCKS,  /* there, and wherever something jumps to or a call returns to */
};

/* What gets safepoints. */
struct flow_safepoints {
    const char *section; /* code in it; NULL: none */
    enum flow_at at;
    const char *poll; /* the routine that they call, which gets none */
};

/* Analyses SOURCE.  Returns 0, or -1 with PROBLEM set.  Either way flow_free() is called
 * afterwards. */
int flow_analyse(struct flow *flow, const struct source *source,
                 const struct flow_safepoints *safepoints, struct problem *problem);
void flow_free(struct flow *flow);

/* The last steps of flow_analyse(), in extended.c and live.c. */
void flow_find_extended(struct flow *flow);
int flow_find_live(struct flow *flow, struct problem *problem);

/* Marks the instruction at INDEX as one more leader. */
void flow_add_leader(struct flow *flow, size_t index);

/* How many instructions are marked to get a safepoint. */
size_t flow_safepoints(const struct flow *flow);

uint64_t flow_address(const struct flow *flow, size_t index);

/* Sets PROBLEM: WHAT is wrong with the instruction at ADDRESS.  Returns -1. */
int flow_refuse(const struct flow *flow, uint64_t address, const char *what,
                struct problem *problem);

/* True when ADDRESS is that of an instruction; its index goes to INDEX. */
bool flow_find(const struct flow *flow, uint64_t address, size_t *index);

/* The registers live at ADDRESS; all of them where that is not known. */
uint32_t flow_live_at(const struct flow *flow, uint64_t address);

#endif
