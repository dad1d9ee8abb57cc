/* register.h - device registers as properties of an object (see board/object.h).
 *
 * The object's state is where the device's registers begin.  A property is read with one
 * access of its width, so only registers that reading does not change may be one.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_REGISTER_H
#define DRIVERS_REGISTER_H

#include "board/object.h"

/* The register of WIDTH bits, AT bytes from the first. */
#define REGISTER(property, width, at, access, meaning)                                             \
    {                                                                                              \
        .name = property, .type = "uint" #width, .description = meaning, .offset = at,             \
        .size = (width) / 8, .kind = OBJECT_KIND_UINT, .flags = access                             \
    }

/* One that only tells. */
#define REGISTER_READ(property, width, at, meaning)                                                \
    REGISTER(property, width, at, OBJECT_READABLE, meaning)

/* One that takes up to MOST (0: all it can hold). */
#define REGISTER_UP_TO(property, width, at, access, most, meaning)                                 \
    {                                                                                              \
        .name = property, .type = "uint" #width, .description = meaning, .max = {.natural = most}, \
        .offset = at, .size = (width) / 8, .kind = OBJECT_KIND_UINT, .flags = access               \
    }

/* What a write does, LEAST to MOST, with SETTER: nothing that could be read. */
#define REGISTER_ACTION(property, width, setter, least, most, meaning)                             \
    {                                                                                              \
        .name = property, .type = "uint" #width, .description = meaning,                           \
        .min = {.natural = least}, .max = {.natural = most}, .set = setter, .size = (width) / 8,   \
        .kind = OBJECT_KIND_UINT, .flags = OBJECT_WRITABLE                                         \
    }

/* What a write of one of the names in the array NAMES does. */
#define REGISTER_CHOICE_ACTION(property, type_name, names, setter, meaning)                        \
    {                                                                                              \
        .name = property, .type = type_name, .description = meaning, .choices = names,             \
        .count = sizeof(names) / sizeof((names)[0]), .set = setter, .size = 1,                     \
        .kind = OBJECT_KIND_ENUM, .flags = OBJECT_WRITABLE                                         \
    }

/* A driver's count of something wrong, MEMBER of its structure STATE: may be set, to begin at 0. */
#define REGISTER_ERRORS(property, state, member, meaning)                                          \
    OBJECT_UINT(property, 32, state, member, OBJECT_READ_WRITE, 0, UINT32_MAX, meaning)

/* One that GETTER reads. */
#define REGISTER_GET(property, width, getter, meaning)                                             \
    {                                                                                              \
        .name = property, .type = "uint" #width, .description = meaning, .get = getter,            \
        .size = (width) / 8, .kind = OBJECT_KIND_UINT, .flags = OBJECT_READABLE                    \
    }

#endif
