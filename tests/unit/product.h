/* product.h - the product's schema with handlers: the protocol's own commands as they
 * are, the agent's as ones that do nothing.  Without the library's JSON headers,
 * whose names are also those of jansson.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PRODUCT_H
#define PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

#include "qmp/schema.h"

#define PRODUCT_PACKAGE "a package 1.0"

/* The image has this command (enum qmp_command_id). */
bool product_has(unsigned command);

/* The return value of a command without arguments, written in pieces that must each
 * fit OUT_SIZE bytes.  Valid until the next call. */
const char *product_value(unsigned command, size_t out_size, size_t *length);

#endif
