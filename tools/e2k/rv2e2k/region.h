/* region.h - a stretch of code that is entered at its first instruction only, as e2k
 * operations before they have their bundles.
 *
 * A region starts at a leader and goes on across conditional branches (its exits) up to the
 * next leader or an instruction that execution does not pass.  lower.c fills it,
 * schedule.c gives the operations bundles and channels, assign.c the values registers,
 * and code.c takes the bundles.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RV2E2K_REGION_H
#define RV2E2K_REGION_H

#include "isa/bundle.h"
#include "isa/image.h"
#include "problem.h"

#define REGION_INSNS  64   /* RISC-V instructions at most */
#define REGION_OPS    1024 /* no instruction takes more than 14 */
#define REGION_VALUES 1280
#define REGION_EXITS  (REGION_INSNS + 3)
#define REGION_STUBS  2 /* at the entry and at a back-edge */

/* Besides, each exit computes at most the 31 registers that were put off, all of them
 * results of instructions; and each register is a value at the entry. */
_Static_assert(REGION_OPS >= 15 * REGION_INSNS && REGION_VALUES >= REGION_OPS + 64, "room");

/* Where a value is.  A register of a number is its home; the others are chosen last. */
enum value_place {
    PLACE_HOME,      /* %r number `number`, all the time */
    PLACE_SCRATCH,   /* some scratch register */
    PLACE_PREDICATE, /* some predicate */
    PLACE_STOPS,     /* the predicate `number`, E2K_PREDICATE_STOPS, all the time */
    PLACE_CTPR,      /* %ctpr `number` */
};

struct value {
    enum value_place place;
    uint8_t number;
    int op;          /* that computes it; -1: it is there at the entry */
    int first, last; /* bundles: computed in, last read in; schedule.c */
};

struct operand {
    bool is_value;
    int value;        /* an index of values */
    int64_t constant; /* otherwise */
};

/* A predicate as a condition; value -1: none. */
struct condition {
    int value;
    bool negated;
};

struct op {
    enum e2k_opcode opcode;
    struct operand src1, src2;
    int dst;  /* value computed, -1: none */
    int data; /* value stored, -1: no store */
    struct condition only_if, merge;
    int tied;     /* op that must come first because it wrote dst before; -1 */
    int barrier;  /* exit that it must not overtake, -1: none */
    bool effect;  /* seen from outside: never dropped */
    bool ordered; /* a load or store of the program: keeps its place among those */
    bool lookup;  /* reads the table of jump targets */
    int base;     /* of an ordered op: the address is the value `base` + offset; -1 */
    int64_t offset;
    uint64_t pc; /* of the RISC-V instruction */
    bool needed;
    int bundle;
    int channel;
};

enum exit_kind {
    EXIT_BRANCH, /* to the RISC-V address `target` */
    EXIT_STUB,   /* to the stub of this region's safepoint number `target` */
    EXIT_JUMP,   /* through %ctpr `ctpr` */
    EXIT_MISS,   /* to the trap for an unknown jump target */
};

struct exit {
    enum exit_kind kind;
    struct condition taken_if; /* value -1: always */
    uint64_t target;
    uint8_t ctpr;
    int prepared;  /* op that prepares ctpr, -1 */
    int position;  /* number of ops that come before it */
    uint32_t live; /* x registers that matter where it leads to */
    uint64_t pc;
    unsigned insns; /* RISC-V instructions from the exit before to this one */
    int bundle;
};

enum safepoint_kind {
    SAFEPOINT_BRANCH, /* at a conditional back-edge */
    SAFEPOINT_JUMP,   /* at one that is none */
    SAFEPOINT_ENTRY,  /* at the first instruction of a region, in its first bundle */
};

/* A safepoint, for its stub. */
struct safepoint {
    enum safepoint_kind kind;
    enum e2k_opcode compare; /* BRANCH */
    bool negated;
    uint8_t rs1, rs2;
    uint64_t target, next; /* RISC-V addresses: taken, not taken */
    size_t first_bundle;   /* of the region, in struct code */
    uint64_t pc;
    uint32_t known; /* registers that are in their places, as a mask */
};

struct region {
    uint64_t start, end; /* RISC-V addresses; end: where execution goes on, if it does */
    unsigned insns;      /* RISC-V instructions after the last exit */
    struct value values[REGION_VALUES];
    int value_count;
    struct op ops[REGION_OPS];
    int op_count;
    struct exit exits[REGION_EXITS];
    int exit_count;
    struct safepoint safepoints[REGION_STUBS];
    int safepoint_count;
    int bundle_count;
};

/* Which registers of the program a value can be home to: x1 to x31 (its own number). */
static inline bool region_is_program_register(uint8_t number)
{
    return number >= 1 && number <= 31;
}

/* Gives each needed op and each exit its bundle and channel. */
void region_schedule(struct region *region);

/* Gives scratch values registers and predicates numbers.  Returns false when there are not
 * enough: the region has to be shorter. */
bool region_assign(struct region *region);

/* BUNDLE number INDEX of a scheduled region, without its transfer. */
void region_bundle(const struct region *region, int index, struct e2k_bundle *bundle);

#endif
