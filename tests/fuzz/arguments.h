/* arguments.h - arguments that nearly fit a command, made of an input's bytes.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include "choices.h"
#include "reference.h"

/* Writes the arguments of COMMAND, an object, to a text that is to be freed: mostly what its schema
 * asks for, with members left out, values of another type or just past an edge, and others that are
 * not known mixed in.  With no bytes to choose: all members, and valid. */
char *arguments_make(const struct reference *r, const char *command, struct choices *c,
                     size_t *size);

#endif
