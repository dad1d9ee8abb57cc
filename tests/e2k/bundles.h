/* bundles.h - bundles for tests: short to write, compared by meaning, made at random.
 *
 * Without cmocka, for the fuzz target too.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BUNDLES_H
#define BUNDLES_H

#include "isa/bundle.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct e2k_operand bundle_r(unsigned reg);
struct e2k_operand bundle_c(int64_t constant);
struct e2k_condition bundle_if(unsigned predicate);
struct e2k_condition bundle_unless(unsigned predicate);
struct e2k_op bundle_op(enum e2k_opcode opcode, struct e2k_operand src1, struct e2k_operand src2,
                        unsigned dst);

/* Whether two bundles mean the same: what does not count is not compared. */
bool bundle_equal(const struct e2k_bundle *a, const struct e2k_bundle *b);

/* Numbers that are the same in every run. */
struct numbers {
    uint64_t state; /* not 0 */
};

uint32_t numbers_next(struct numbers *n);
uint32_t numbers_below(struct numbers *n, uint32_t limit); /* 0 to LIMIT - 1 */

/* A bundle of the forms that bundle.h names.  Nothing is wrong with it, but its constants,
 * conditions or words may be too many. */
void bundle_random(struct e2k_bundle *bundle, struct numbers *n);

#endif
