/* core.h - the machine's state, and what its parts call of each other.
 *
 * Used inside of e2k_machine only.  A function that can fail returns false or NULL with
 * machine->fault set; nothing else of the machine is changed then.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_CORE_H
#define E2K_CORE_H

#include "isa/bundle.h"
#include "isa/image.h"

#include "counts.h"
#include "escc.h"
#include "machine.h"
#include "pace.h"
#include "pci.h"
#include "symbols.h"
#include "timer.h"
#include "uops.h"

/* What `values` holds behind the registers. */
#define VALUE_CONSTANTS   E2K_REGISTERS /* 0 to 31, for src1 */
#define VALUE_TEMPORARIES (VALUE_CONSTANTS + 32)
#define VALUES            (VALUE_TEMPORARIES + E2K_CHANNELS)
#define PREDICATE_SAVED   E2K_PREDICATES /* temporary predicates */
#define PREDICATES        (PREDICATE_SAVED + E2K_CHANNELS + 1)

#define WINDOW_AT_RESET 16 /* registers */
#define WINDOW_MIN      8
#define MESSAGE_SIZE    (E2K_TEXT_MAX + 512)

struct block;

/* What ended the program. */
enum fault_kind {
    FAULT_NONE,
    FAULT_TRAP,  /* ct through a %ctpr never prepared */
    FAULT_FETCH, /* of the bundle at `address` */
    FAULT_LOAD,  /* of `bytes` bytes at `address` */
    FAULT_STORE,
    FAULT_OPERATION, /* an operation on these operands */
    FAULT_MEMORY,    /* the host has no more memory */
};

struct fault {
    enum fault_kind kind;
    const char *text;
    uint64_t address;
    unsigned bytes;
};

/* The blocks of one page of memory, by the place where they start. */
struct code_page {
    struct block *at[E2K_PAGE / E2K_ALIGN];
    uint32_t first, end; /* bytes of the page that are in a block: nothing outside of these */
};

struct e2k_machine {
    uint64_t values[VALUES];
    uint8_t predicates[PREDICATES];
    uint8_t prepared[E2K_CTPRS + 1];
    uint64_t ctprs[E2K_CTPRS + 1];
    uint64_t pc;
    uint64_t came_from; /* of a fetch that failed: the bundle before */
    uint64_t bundles;   /* executed; exact while a device is accessed and outside of execute() */
    unsigned window;

    uint8_t *ram;
    uint64_t ram_size;
    struct code_page **pages; /* by address / E2K_PAGE; NULL: no code decoded there */
    struct block *retired;    /* replaced ones that may still be executing */
    uint64_t cached;          /* bundles in blocks */
    unsigned block_max;       /* bundles */

    struct fault fault;
    struct counts counts; /* of what is not in blocks any more */
    struct escc escc;
    struct timer timer;
    struct pci pci;
    struct pace pace;
    struct e2k_host host;
    struct symbols symbols;
    FILE *trace;
    int status;
    char message[MESSAGE_SIZE];
};

/* Returns false, for `return machine_fault(...)`. */
bool machine_fault(struct e2k_machine *machine, enum fault_kind kind, const char *text,
                   uint64_t address, unsigned bytes);

/* ---- memory.c: all accesses but the plain ones to memory, which execute() does itself */
bool memory_load(struct e2k_machine *machine, uint64_t address, unsigned bytes, uint64_t *value);
bool memory_store(struct e2k_machine *machine, uint64_t address, unsigned bytes, uint64_t value);

/* ---- execute.c: executes blocks from pc on, at most BUDGET bundles; fewer if the next block
 * does not fit or, with machine->fault set, when something happened, and then pc is the
 * bundle that it happened in. */
void execute(struct e2k_machine *machine, struct block *block, uint64_t budget);

/* ---- report.c: machine->fault as a message; what it means */
enum e2k_stop report_fault(struct e2k_machine *machine);

/* ---- loader.c */
bool loader_load(struct e2k_machine *machine, const uint8_t *image, size_t size);

/* ---- trace.c: executes one bundle and writes its line */
void trace_bundle(struct e2k_machine *machine);

/* Reads the bundle at ADDRESS, which is in memory: as e2k_decode(). */
int machine_decode(const struct e2k_machine *machine, uint64_t address, uint32_t *words,
                   struct e2k_bundle *bundle);

#endif
