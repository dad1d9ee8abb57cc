/* object.h - devices as objects with properties, for a host to read and to drive.
 *
 * You describe types with their properties, and the objects of your board or application,
 * all const.  OBJECT_TYPE() and OBJECT_INSTANCE() put them where the agent finds them:
 * nothing is registered at run time, and they cost flash only.  Names, paths and
 * errors are those of QEMU's object model (qom-list, qom-get, qom-set).
 *
 * A type that says what a new object of it begins as (OBJECT_CREATABLE()) can also be created
 * by a host, with object-add or device_add, out of the agent's bounded pool.
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
 * level, while the application may be anywhere: in the middle of writing a variable, too, that
 * takes its processor more than one access (8 bytes on 32 bits).  A getter or setter is done in
 * microseconds and does not wait.
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
    OBJECT_KIND_TEXT,   /* a string that may be written: an array of char */
    OBJECT_KIND_LINK,   /* another object; its path, or "" */
    OBJECT_KIND_ALIAS,  /* a property of another object */
    OBJECT_KIND_STRUCT, /* a JSON object of plain values: all above but LINK and ALIAS */
    OBJECT_KIND_ARRAY,  /* a JSON array of so many structures or plain values, all (no LINK) */
};

/* What a getter gives and a setter is given, by kind. */
union object_value {
    bool boolean;
    int64_t number;
    uint64_t natural;
    const char *text;            /* UTF-8; a getter's lives as long as the object */
    unsigned choice;             /* index of `choices` */
    const struct object *object; /* NULL: none */
    /* STRUCT, ARRAY: the caller's, OBJECT_VALUE_MAX bytes for a getter to fill and a setter to
     * read, laid out as the members' offsets and the element's size say. */
    void *memory;
};

/* Longest structure, longest array that is written or has a getter, longest text that is
 * written (bytes).  As JSON a structure, names and all, must fit QMP_OUT_SIZE. */
#define OBJECT_VALUE_MAX 256

/* Who may do what with a property. */
enum {
    OBJECT_READABLE = 1u << 0,
    OBJECT_WRITABLE = 1u << 1,
    OBJECT_READ_WRITE = OBJECT_READABLE | OBJECT_WRITABLE,
};

struct object;

struct object_property {
    const char *name;
    const char *type;        /* as qom-list has it: "bool", "uint8", an enum's name */
    const char *description; /* meaning and unit; NULL: none */
    union {
        const char *const *choices;            /* ENUM: the names */
        const struct object_type *target;      /* LINK: what it may lead to */
        const struct object_property *members; /* STRUCT; ARRAY: what an element is like */
        const struct object *object;           /* ALIAS: whose property, called `type`, it is */
    };
    /* Of numbers, what may be written, both inclusive. */
    union {
        int64_t number;
        uint64_t natural;
    } min, max;
    /* In place of a variable; both NULL where there is one.  They return NULL, or why not: a
     * constant text without '%', the error's description.  A getter of a link, a structure or an
     * array never fails. */
    const char *(*get)(const struct object *object, union object_value *value);
    const char *(*set)(const struct object *object, const union object_value *value);
    uint16_t offset; /* of the variable in the object's state, or in the structure, bytes */
    uint16_t size;   /* of the variable, bytes: numbers 1, 2, 4 or 8; TEXT: with its NUL */
    uint8_t kind;    /* enum object_kind */
    uint8_t flags;   /* OBJECT_READABLE, OBJECT_WRITABLE */
    uint8_t count;   /* choices, members or elements */
};

struct object_type {
    const char *name;
    const struct object_type *parent; /* NULL: of object_base only */
    const struct object_property *properties;
    uint8_t property_count;
    bool is_abstract; /* has no objects */
    /* Of a type whose objects can be created: what the state of a new one is, and its size,
     * which the agent's pool limits (AGENT_OBJECT_STATE).  NULL and 0: none can. */
    const void *initial;
    uint16_t state_size;
    /* Both may be NULL.  `complete` is called when the properties of a new object are set, and
     * returns NULL, or why there can be no such object, as setters do.  `finalize` is called
     * when it is about to be deleted. */
    const char *(*complete)(const struct object *object);
    void (*finalize)(const struct object *object);
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

/* Places: /, /machine, /machine/unattached (what the board is made of), /machine/peripheral
 * and /machine/peripheral-anon (what is attached to it, with and without a name), and /objects
 * (what object-add creates). */
extern const struct object object_root, object_machine, object_unattached, object_peripheral,
    object_peripheral_anon, object_objects;

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

/* The same, and a host may create objects of the type: they begin as a copy of FIRST, a const
 * structure.  When the properties of a new one are set, COMPLETE is called, if not NULL. */
#define OBJECT_CREATABLE(id, type_name, parent_type, property_array, first, completion)            \
    const struct object_type id = {                                                                \
        .name = type_name,                                                                         \
        .parent = parent_type,                                                                     \
        .properties = property_array,                                                              \
        .property_count = sizeof(property_array) / sizeof((property_array)[0]),                    \
        .initial = &(first),                                                                       \
        .state_size = sizeof(first),                                                               \
        .complete = completion,                                                                    \
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
        .count = sizeof(names) / sizeof((names)[0]), .kind = OBJECT_KIND_ENUM, .flags = access,    \
        OBJECT_VARIABLE(state, member)                                                             \
    }

/* The variable is an array of char; what is written must fit it with its NUL, and
 * OBJECT_VALUE_MAX. */
#define OBJECT_TEXT(property, state, member, access, meaning)                                      \
    {                                                                                              \
        .name = property, .type = "string", .description = meaning, .kind = OBJECT_KIND_TEXT,      \
        .flags = access, OBJECT_VARIABLE(state, member)                                            \
    }

/* The variable is a const struct object *, NULL or of a type that is or descends from OF. */
#define OBJECT_LINK(property, type_name, of, state, member, access, meaning)                       \
    {                                                                                              \
        .name = property, .type = "link<" type_name ">", .description = meaning, .target = of,     \
        .kind = OBJECT_KIND_LINK, .flags = access, OBJECT_VARIABLE(state, member)                  \
    }

/* The variable is a structure whose members are in the array PARTS, with offsets in it. */
#define OBJECT_STRUCT(property, type_name, parts, state, member, access, meaning)                  \
    {                                                                                              \
        .name = property, .type = type_name, .description = meaning, .members = parts,             \
        .count = sizeof(parts) / sizeof((parts)[0]), .kind = OBJECT_KIND_STRUCT, .flags = access,  \
        OBJECT_VARIABLE(state, member)                                                             \
    }

/* The variable is an array whose elements are as the property ELEMENT (its address) says. */
#define OBJECT_ARRAY(property, type_name, element, state, member, access, meaning)                 \
    {                                                                                              \
        .name = property, .type = "[" type_name "]", .description = meaning, .members = element,   \
        .count = sizeof(((state *)0)->member) / sizeof(((state *)0)->member[0]),                   \
        .kind = OBJECT_KIND_ARRAY, .flags = access, OBJECT_VARIABLE(state, member)                 \
    }

/* The property ITS_NAME of the object OTHER (its address). */
#define OBJECT_ALIAS(property, other, its_name)                                                    \
    {                                                                                              \
        .name = property, .type = its_name, .object = other, .kind = OBJECT_KIND_ALIAS             \
    }

#endif
