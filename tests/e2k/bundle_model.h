/* bundle_model.h - what bundles do to registers, predicates and memory, written from isa/bundle.h
 * with no thought of speed: what e2k-board is held against.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BUNDLE_MODEL_H
#define BUNDLE_MODEL_H

#include "isa/bundle.h"

struct bundle_model {
    uint64_t registers[E2K_REGISTERS];
    bool predicates[E2K_PREDICATES];
    /* The byte at ADDRESS, to be read and written; NULL: there is no memory. */
    uint8_t *(*byte)(void *context, uint64_t address);
    void *context;
    bool elsewhere; /* there was an access to what is no memory, which says nothing */
    bool refused;   /* a shift by too much, or a division that has no result; the same */
};

/* Bytes that a load or store accesses; 8 of other operations. */
unsigned bundle_model_width(enum e2k_opcode opcode);

/* Executes BUNDLE, but for what movtd does.  Returns whether its transfer is taken. */
bool bundle_model_execute(struct bundle_model *model, const struct e2k_bundle *bundle);

#endif
