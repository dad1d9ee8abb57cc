/* specimens.h - objects with properties of every kind, and a host that asks about them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SPECIMENS_H
#define SPECIMENS_H

#include "rig.h"

#include "board/object.h"

#define SPECIMEN_TEXT  8                /* bytes of `text`, its NUL included */
#define SPECIMEN_LARGE OBJECT_VALUE_MAX /* bytes of `large` and `page` */

struct specimen_point {
    int16_t x, y;
};

struct specimen_parts {
    bool on;
    int8_t level;
    uint32_t count;
    uint8_t color;
    char name[4];
};

struct specimen {
    bool flag;
    int8_t i8;
    int16_t i16;
    int32_t i32;
    int64_t i64;
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    int32_t ranged; /* -10 to 20 */
    uint64_t wide;  /* 5 to 2^64 - 2 */
    uint8_t color;
    const char *string;
    char text[SPECIMEN_TEXT];
    char guard; /* of text */
    char longer[SPECIMEN_LARGE + 44];
    char large[SPECIMEN_LARGE];
    const struct object *link;
    struct specimen_parts parts;
    uint8_t plain[3];
    struct specimen_point points[2];
    uint32_t page[SPECIMEN_LARGE / 4];
    uint64_t many[255];
    int32_t driven; /* by a getter and a setter, ten times as large */
    struct specimen_point home;
    unsigned sets; /* how often a setter was called */
};

/* The name of the object whose path has AGENT_PATH_MAX bytes. */
#define SPECIMEN_DEEP "deep567890123456789012345678901234567890ab"
#define SPECIMEN_WAY                                                                               \
    "/abcdefghijklmnopqrstuvwxyzabcdefghijklmno/abcdefghijklmnopqrstuvwxyzabcdefghijklmno/"

/* Objects: /machine/peripheral/first and second, of type "specimen"; "mirror" of type "mirror",
 * whose properties are aliases; /machine/unattached/box/twin and /objects/twin, containers;
 * below SPECIMEN_WAY a specimen SPECIMEN_DEEP, and one with a name of one byte more.
 *
 * Properties of a specimen are its members, by name, read-write but `string` and `many`; and
 *   command  write-only, with a setter; refuses all but 1
 *   driven   with getter and setter; refuses what is above 100
 *   home     a structure {x, y} with getter and setter */
extern struct specimen specimens[2];

/* A negotiated session that has qom-list, qom-get, qom-set and the like; the specimens are as at
 * the beginning. */
struct rig *specimens_rig(void);

/* qom-get and qom-set of PROPERTY at PATH, VALUE being JSON; or their GenericError DESC, after
 * which the specimens are as they were. */
void expect_get(struct rig *rig, const char *path, const char *property, const char *value);
void expect_set(struct rig *rig, const char *path, const char *property, const char *value);
void expect_no_get(struct rig *rig, const char *path, const char *property, const char *desc);
void expect_no_set(struct rig *rig, const char *path, const char *property, const char *value,
                   const char *desc);

/* Sends COMMAND with ARGUMENTS and expects what it returns, or the error. */
void expect_return(struct rig *rig, const char *command, const char *arguments, const char *text);
void expect_error(struct rig *rig, const char *command, const char *arguments, const char *class,
                  const char *desc);

#endif
