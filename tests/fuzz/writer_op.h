/* writer_op.h - what fuzz_writer.c has written: one thing after another, chosen by an input.
 *
 * SPDX-License-Identifier: MIT */
#ifndef WRITER_OP_H
#define WRITER_OP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "choices.h"

/* One call of the writer, or two that belong together. */
enum kind {
    BEGIN_OBJECT,
    BEGIN_ARRAY,
    END,
    STRING,
    INT,
    UINT,
    BOOLEAN,
    NOTHING,
    ESCAPED,
    CANONICAL
};

struct op {
    enum kind kind;
    uint64_t number;
    char *bytes; /* STRING: with its NUL; ESCAPED; CANONICAL: a whole value */
    size_t size;
};

/* The next one; END when there are no more choices.  DEEPEST: nothing is begun.  Its bytes are to
 * be freed. */
struct op next_op(struct choices *c, bool deepest);

/* The value that it writes, as oracle_exactly() leaves values. */
json_t *op_value(const struct op *op);

#endif
