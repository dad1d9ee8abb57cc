/* framer_cases.h - inputs of the framer and what QEMU, and so the framer, makes of
 * them.  Each is complete: nothing of it stays pending.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FRAMER_CASES_H
#define FRAMER_CASES_H

#include "unit.h"

#define PARSE_ERROR "JSON parse error, "

struct framer_case {
    struct literal input;
    const char *notes; /* see feeding.h */
};

/* What is between tokens: the grammar and the framing. */
extern const struct framer_case framer_cases[];
extern const size_t framer_case_count;

/* What is within tokens: strings, numbers, keywords, stray bytes. */
extern const struct framer_case framer_lexical_cases[];
extern const size_t framer_lexical_case_count;

#endif
