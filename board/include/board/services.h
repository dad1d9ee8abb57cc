/* services.h - what some boards can do and others cannot, for the commands QEMU has for it.
 *
 * You (a board) define board_services, each member NULL for what the board has not; a board
 * that has none of it defines nothing.  Drivers report with services_notify()
 * (core/services.h); the agent takes the notices and sends the events.
 *
 * Context: agent, unless a function says otherwise.  Nothing waits but the functions of files,
 * and those for what the host does with a file.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_SERVICES_H
#define BOARD_SERVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/object.h"

/* Memory that can be given to whoever runs the board, and taken back (virtio-balloon). */
struct board_balloon {
    /* False while no such device is attached; nothing else is then called. */
    bool (*is_active)(void);
    /* Bytes of memory the board has now. */
    uint64_t (*actual)(void);
    /* Gives or takes back pages until the board has BYTES, or as near as it can come: no more
     * than all its memory, no less than what it works with.  Returns at once; each step on the
     * way raises BOARD_NOTICE_BALLOON. */
    void (*set_target)(uint64_t bytes);
    /* True when a byte of the SIZE (1 or more) at ADDRESS is given, or about to be.  It is in a
     * region of board_info all the same, and reaching it does no harm; but it reads as zeros, and
     * what is written there is not kept once it comes back. */
    bool (*has_given)(uintptr_t address, size_t size);
};

/* A watchdog in hardware.  Not fed in time it raises BOARD_NOTICE_WATCHDOG, if the processor
 * lets the agent in, and resets the board if it is not fed for as long again. */
struct board_watchdog {
    void (*start)(uint32_t microseconds); /* or starts again, with another time */
    void (*feed)(void);                   /* any context */
    void (*stop)(void);
};

/* Configuration space of a PCI bus and of those behind its bridges. */
struct board_pci {
    /* The word at OFFSET (bytes, a multiple of 4); all ones where no function answers. */
    uint32_t (*read)(unsigned bus, unsigned slot, unsigned function, unsigned offset);
    void (*write)(unsigned bus, unsigned slot, unsigned function, unsigned offset, uint32_t value);
};

/* A calendar clock that can be set. */
struct board_rtc {
    const struct object *object; /* the clock, for RTC_CHANGE */
    /* Seconds by which it was set forward, all settings since reset together. */
    int64_t (*offset)(void);
};

/* Registers of devices, by address.  WIDTH is 1, 2, 4 or, where pointers have 64 bits, 8 bytes,
 * and an address is a multiple of it. */
struct board_registers {
    /* Exactly one access of that width.  False: it faulted, and nothing was read or written. */
    bool (*read)(uintptr_t address, unsigned width, uint64_t *value);
    bool (*write)(uintptr_t address, unsigned width, uint64_t value);
    /* Where a fault cannot be caught: whether such an access is known to find a register.  It is
     * asked before each.  NULL: any address may be tried. */
    bool (*has)(uintptr_t address, unsigned width, bool write);
};

/* Results of board_files, other than the error numbers of Linux' errno.h, below 0. */
#define BOARD_NO_FILES (-0x10000) /* nobody there who has files */

/* Longest name of a file (bytes). */
#define BOARD_FILE_NAME_MAX 255

/* Files of the host that an emulator or a debugger runs on. */
struct board_files {
    /* Creates the file NAME (UTF-8 of at most BOARD_FILE_NAME_MAX bytes, ended by a NUL), or
     * empties it, for writing.  Returns its handle, 0 or above; BOARD_NO_FILES; or an error. */
    int (*open)(const char *name);
    /* Appends SIZE bytes.  Returns 0, or an error: then some of them may have been written. */
    int (*write)(int file, const void *bytes, size_t size);
    /* Returns 0, or an error; the handle is no longer one in any case. */
    int (*close)(int file);
};

struct board_services {
    const struct board_balloon *balloon;
    const struct board_watchdog *watchdog;
    const struct board_pci *pci;
    const struct board_rtc *rtc;
    const struct board_registers *registers;
    const struct board_files *files;
};

/* Constant; may be read from any context. */
extern const struct board_services board_services;

/* What happened in the devices behind the services. */
enum {
    BOARD_NOTICE_BALLOON = 1u << 0,  /* the board's memory changed in size */
    BOARD_NOTICE_WATCHDOG = 1u << 1, /* the watchdog was not fed in time */
    BOARD_NOTICE_RTC = 1u << 2,      /* the calendar clock was set */
};

/* Returns the notices raised since the last call, and forgets them.  The board asks for the
 * agent whenever it raises one. */
unsigned board_take_notices(void);

#endif
