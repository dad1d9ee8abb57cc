/* object.h - devices as objects with properties, for a host to read and to drive.
 *
 * You describe types with their properties, and the objects of your board or application,
 * all const.  OBJECT_TYPE() and OBJECT_INSTANCE() put them where the agent finds them:
 * nothing is registered at run time, and they cost flash only.  Names, paths and
 * errors are those of QEMU's object model (qom-list, qom-get, qom-set).
 *
 *     static struct tank { uint8_t level; bool open; } tank;
 *
 *     static const struct object_property tank_properties[] = {
 *         OBJECT_UINT("level", 8, struct tank, level, OBJECT_READ_WRITE, 0, 100, "percent"),
 *         OBJECT_BOOL("open", struct tank, open, OBJECT_READ_WRITE, "the valve"),
 *     };
 *     OBJECT_TYPE(tank_type, "tank", &object_device, tank_properties);
 *     OBJECT_INSTANCE(tank0, &object_peripheral, "tank0", &tank_type, &tank);
 *
 * Context: variables are read and written, and getters and setters called, at the agent
 * level, while the application may be anywhere.  A getter or setter is done in microseconds
 * and does not wait.
 *
 * Sources: QEMU's qapi/qom.json and include/qom/object.h for the terms.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_OBJECT_H
#define BOARD_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum object_kind {
    OBJECT_KIND_BOOL,
    OBJECT_KIND_INT,    /* signed */
    OBJECT_KIND_UINT,   /* unsigned */
    OBJECT_KIND_STRING, /* read-only */
    OBJECT_KIND_ENUM,
};

/* What a getter gives and a setter is given, by kind. */
union object_value {
    bool boolean;
    int64_t number;
    uint64_t natural;
    const char *text; /* UTF-8; lives as long as the object */
    unsigned choice;  /* index of `choices` */
};

/* Who may do what with a property. */
enum {
    OBJECT_READABLE = 1u << 0,
    OBJECT_WRITABLE = 1u << 1,
    OBJECT_READ_WRITE = OBJECT_READABLE | OBJECT_WRITABLE,
};

struct object;

struct object_property {
    const char *name;
    const char *type;           /* as qom-list has it: "bool", "uint8", an enum's name */
    const char *description;    /* meaning and unit; NULL: none */
    const char *const *choices; /* OBJECT_KIND_ENUM: the names */
    /* Of numbers, what may be written, both inclusive. */
    union {
        int64_t number;
        uint64_t natural;
    } min, max;
    /* In place of a variable; all of them NULL where there is one. */
    void (*get)(const struct object *object, union object_value *value);
    /* Returns NULL, or why not: a constant text without '%', the error's description. */
    const char *(*set)(const struct object *object, const union object_value *value);
    uint16_t offset;      /* of the variable in the object's state, bytes */
    uint8_t size;         /* of the variable: 1, 2, 4 or 8 bytes */
    uint8_t kind;         /* enum object_kind */
    uint8_t flags;        /* OBJECT_READABLE, OBJECT_WRITABLE */
    uint8_t choice_count; /* OBJECT_KIND_ENUM */
};

struct object_type {
    const char *name;
    const struct object_type *parent; /* NULL: of object_base only */
    const struct object_property *properties;
    uint8_t property_count;
    bool is_abstract; /* has no objects */
};

struct object {
    const char *name;
    const struct object_type *type;
    const struct object *parent; /* NULL: of object_root only */
    void *state;                 /* what the offsets of properties refer to */
};

/* ------------------------------------------------------------- what there is */

/* Types: of everything, of what only contains others, of devices (abstract). */
extern const struct object_type object_base, object_container, object_device;

/* Places: /, /machine, /machine/unattached (what the board is made of), and
 * /machine/peripheral (what is attached to it). */
extern const struct object object_root, object_machine, object_unattached, object_peripheral;

/* --------------------------------------------------------------- descriptions */

/* Goes to the list of types, or of objects.  In a program whose addresses are filled in when
 * it is loaded, a list cannot be constant. */
#ifdef __PIC__
#define OBJECT_LIST_CONST
#else
#define OBJECT_LIST_CONST const
#endif
#define OBJECT_LISTED(list, address)                                                               \
    __attribute__((section(list), used)) static const void *OBJECT_LIST_CONST OBJECT_UNIQUE(       \
        __COUNTER__) = address
#define OBJECT_UNIQUE(number)  OBJECT_UNIQUE_(number)
#define OBJECT_UNIQUE_(number) object_listed_##number

/* Defines the const struct object_type ID with the array PROPERTIES. */
#define OBJECT_TYPE(id, type_name, parent_type, property_array)                                    \
    const struct object_type id = {                                                                \
        .name = type_name,                                                                         \
        .parent = parent_type,                                                                     \
        .properties = property_array,                                                              \
        .property_count = sizeof(property_array) / sizeof((property_array)[0]),                    \
    };                                                                                             \
    OBJECT_LISTED("object_types", &id)

/* Defines the const struct object ID. */
#define OBJECT_INSTANCE(id, parent_object, object_name, object_type, object_state)                 \
    const struct object id = {                                                                     \
        .name = object_name,                                                                       \
        .type = object_type,                                                                       \
        .parent = parent_object,                                                                   \
        .state = object_state,                                                                     \
    };                                                                                             \
    OBJECT_LISTED("object_list", &id)

/* Properties that are variables: MEMBER of the structure STATE.  MEANING tells the unit. */
#define OBJECT_VARIABLE(state, member)                                                             \
    .offset = offsetof(state, member), .size = sizeof(((state *)0)->member)

#define OBJECT_BOOL(property, state, member, access, meaning)                                      \
    {                                                                                              \
        .name = property, .type = "bool", .description = meaning, .kind = OBJECT_KIND_BOOL,        \
        .flags = access, OBJECT_VARIABLE(state, member)                                            \
    }

/* WIDTH is the number of bits in the type's name; LEAST and MOST are what may be written. */
#define OBJECT_INT(property, width, state, member, access, least, most, meaning)                   \
    {                                                                                              \
        .name = property, .type = "int" #width, .description = meaning, .min = {.number = least},  \
        .max = {.number = most}, .kind = OBJECT_KIND_INT, .flags = access,                         \
        OBJECT_VARIABLE(state, member)                                                             \
    }
#define OBJECT_UINT(property, width, state, member, access, least, most, meaning)                  \
    {                                                                                              \
        .name = property, .type = "uint" #width, .description = meaning,                           \
        .min = {.natural = least}, .max = {.natural = most}, .kind = OBJECT_KIND_UINT,             \
        .flags = access, OBJECT_VARIABLE(state, member)                                            \
    }

/* A variable that only tells: a counter, a register's copy. */
#define OBJECT_COUNTER(property, width, state, member, meaning)                                    \
    OBJECT_UINT(property, width, state, member, OBJECT_READABLE, 0, 0, meaning)

/* The variable is a const char *. */
#define OBJECT_STRING(property, state, member, meaning)                                            \
    {                                                                                              \
        .name = property, .type = "string", .description = meaning, .kind = OBJECT_KIND_STRING,    \
        .flags = OBJECT_READABLE, OBJECT_VARIABLE(state, member)                                   \
    }

/* The variable is an index of the array NAMES. */
#define OBJECT_ENUM(property, type_name, names, state, member, access, meaning)                    \
    {                                                                                              \
        .name = property, .type = type_name, .description = meaning, .choices = names,             \
        .choice_count = sizeof(names) / sizeof((names)[0]), .kind = OBJECT_KIND_ENUM,              \
        .flags = access, OBJECT_VARIABLE(state, member)                                            \
    }

#endif
