/* describe.h - what a board tells a person who looks at it: devices by address, sections of the
 * image, interrupts, what the processor protects, and how its registers are laid out.
 *
 * You (a board) define board_description, and the folder of its processor board_processor; a
 * board that is not of this tree and has nothing to tell is linked with core/no_description.c.
 * A pointer that is NULL and a count of 0 mean that there is nothing.  An image whose agent does
 * not ask for any of it has none of it.
 *
 * Context: agent.  Nothing waits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_DESCRIBE_H
#define BOARD_DESCRIBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/object.h"

/* ------------------------------------------------------------------ the board */

/* Registers of a device. */
struct board_window {
    uint64_t base, size;         /* bytes */
    const char *name;            /* QEMU's name of the memory region, where it has the machine */
    const struct object *object; /* the device; NULL: it is not in the tree */
};

struct board_description {
    const struct board_window *windows; /* ascending by base, disjoint */
    size_t window_count;
    /* The interrupt controller; NULL: there is none. */
    const struct object *controller;
    /* How often LINE of it has interrupted since reset; false: there is no such line, nor one with
     * a higher number.  NULL: nobody counts. */
    bool (*interrupts)(unsigned line, uint32_t *count);
};

extern const struct board_description board_description;

/* ------------------------------------------------------------------ the image */

struct board_section {
    const char *name, *start, *end; /* END: behind the last byte; NULL: it is not there */
};

extern const struct board_section board_sections[];
extern const size_t board_section_count;

/* -------------------------------------------------------------- the processor */

/* In a layout, a byte from BOARD_LAYOUT_REGISTER on stands for the register of that number, in as
 * many hexadecimal digits as it has, and BOARD_LAYOUT_STATE for what state() says. */
#define BOARD_LAYOUT_REGISTER 0x80
#define BOARD_LAYOUT_STATE    0x01

#define BOARD_STATE_MAX 32 /* bytes, the NUL included */

/* What may be done with memory; bits. */
enum { BOARD_MAY_READ = 1, BOARD_MAY_WRITE = 2, BOARD_MAY_EXECUTE = 4 };

/* An entry of the unit for memory protection. */
struct board_protection {
    unsigned entry;
    uint64_t first, last;     /* bytes */
    uint8_t privileged, user; /* BOARD_MAY_ bits of who runs in either mode */
    uint8_t holes;            /* bit n: the eighth n of it is left out */
};

/* Of the application and the agent, where another's instructions were translated ahead of time. */
struct board_translation {
    uint32_t size;    /* bytes of what is executed */
    uint32_t bundles; /* instructions of that */
    uint32_t entries; /* of them, those before which the agent may be entered */
};

struct board_processor {
    /* What `info registers` shows of a processor: lines that end with \n. */
    const char *layout;
    /* Writes what is to be read from the flags of CPU, which is held: TEXT has BOARD_STATE_MAX
     * bytes. */
    void (*state)(unsigned cpu, char *text);
    /* What the entries of processor 0's protection say, beginning with ENTRY: that or the next
     * that is in use.  False: there is none.  NULL: there is no such unit. */
    bool (*protection)(unsigned entry, struct board_protection *protection);
    /* True when processor 0 translates addresses.  NULL: it never can. */
    bool (*translates)(void);
    /* False: the image does not tell.  NULL: what is executed is what was compiled. */
    bool (*translation)(struct board_translation *translation);
};

extern const struct board_processor board_processor;

#endif
