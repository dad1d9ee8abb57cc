/* block.h - decoded code: runs of bundles as steps, and where to find them again.
 *
 * A block ends with a transfer, at the end of its page or after block_max bundles; it
 * belongs to the page that it starts in, and only its last bundle may reach into the next.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_BLOCK_H
#define E2K_BLOCK_H

#include "core.h"

#define BLOCK_MAX 64 /* bundles */

/* Where a block goes on, once it has gone there. */
struct block_link {
    struct block *to;
    struct block_link *next, **slot; /* of to->incoming */
};

enum { LINK_NEXT, LINK_TAKEN, LINKS };

struct block {
    uint64_t address, end;
    uint64_t entered, taken; /* how often */
    struct block_link links[LINKS];
    struct block_link *incoming;
    struct block *next; /* of machine->retired */
    unsigned count;     /* bundles */
    unsigned step_count;
    bool is_retired;
    uint64_t target; /* of a direct branch */
    struct bundle_record *records;
    struct uop steps[];
};

/* ---- decode.c */

/* Decodes from ADDRESS on, MAX bundles at most.  NULL: machine->fault says why there is not
 * even one. */
struct block *block_decode(struct e2k_machine *machine, uint64_t address, unsigned max);

/* ---- lower.c */

/* At most so many steps a bundle has: its operations with guards, copies, a transfer.  What
 * follows a conditional branch is done only if that is not taken. */
#define LOWER_STEPS (3 * E2K_CHANNELS + 3)

/* Writes BUNDLE, the block's number INDEX, as steps.  Returns how many, or -1 with TEXT set:
 * what makes it impossible. */
int lower_bundle(const struct e2k_bundle *bundle, unsigned index, struct uop *steps,
                 const char **text);

/* ---- cache.c */

/* The block at ADDRESS, decoded if it was not; NULL: see block_decode(). */
struct block *cache_find(struct e2k_machine *machine, uint64_t address);

/* The block behind BLOCK on LINK, linked to it. */
struct block *cache_follow(struct e2k_machine *machine, struct block *block, unsigned link);

/* BYTES bytes at ADDRESS have been written: forgets the blocks that contain them. */
void cache_store(struct e2k_machine *machine, struct block *current, unsigned bundle,
                 uint64_t address, unsigned bytes);

/* Forgets everything. */
void cache_flush(struct e2k_machine *machine);

/* Takes BLOCK, which is in no page, out of use; counts what it has executed. */
void cache_retire(struct e2k_machine *machine, struct block *block);

/* Frees the retired blocks; none may be executing. */
void cache_sweep(struct e2k_machine *machine);

/* Adds what all blocks have executed to COUNTS. */
void cache_count(const struct e2k_machine *machine, struct counts *counts);

#endif
