/* inspect_board.h - memory, registers and files of the test's, for the commands of the group
 * inspect.
 *
 * SPDX-License-Identifier: MIT */
#ifndef INSPECT_BOARD_H
#define INSPECT_BOARD_H

#include "rig.h"

/* Two regions that touch: what is in the first can be written. */
#define INSPECT_BASE 0x10000u
#define INSPECT_SIZE 0x2000u
#define INSPECT_ROM  (INSPECT_BASE + INSPECT_SIZE)
#define INSPECT_END  (INSPECT_ROM + 0x100u)

/* Device registers are here, as far as inspect.last_register. */
#define INSPECT_DEVICE 0x40000u

struct inspect_access {
    uintptr_t address;
    unsigned width;
    bool write;
    uint64_t value;
};

extern struct inspect_board {
    uint8_t memory[INSPECT_END - INSPECT_BASE];
    uintptr_t hole; /* the first address at which an access to memory faults; 0: none does */
    /* Registers: each reads as its address. */
    uintptr_t last_register; /* the last byte that does not fault */
    uintptr_t unknown;       /* the board knows of none here; 0: it knows all */
    struct inspect_access accesses[128];
    unsigned access_count;
    /* The file. */
    char name[512];
    uint8_t file[INSPECT_END - INSPECT_BASE];
    size_t file_size;
    unsigned opened, closed;
    int open_error, close_error; /* what is returned; 0: it works */
    size_t disk_size;            /* a write beyond it fails */
} inspect_board;

/* Everything as after a reset, memory filled by SEED (0: zeros); a session that has negotiated,
 * oob too. */
struct rig *inspect_start(uint32_t seed);

/* Sends a command; FORMAT (printf's) makes its arguments, in which ' stands for ". */
void inspect_send(struct rig *rig, const char *command, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The next line must be the error with this description. */
void inspect_expect_error(struct rig *rig, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The next line must be the return of this value. */
void inspect_expect(struct rig *rig, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Sends a command that takes several pieces, lets it do one, cancels it, and sees it answered. */
void inspect_cancel(struct rig *rig, const char *request);

#endif
