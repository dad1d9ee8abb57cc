/* machine.h - the e2k board: processor, memory, serial controller, timer, PCI bus.
 *
 * A library without global state and without input and output of its own; e2k-board is a
 * shell around it, and tests and the fuzzer call it directly.  Not for several threads.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_MACHINE_H
#define E2K_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define E2K_RAM_MAX       (UINT64_C(2048) << 20) /* bytes */
#define E2K_PAGE          4096u                  /* bytes; entry and RAM are multiples */
#define E2K_CHANNEL_A     0
#define E2K_CHANNEL_B     1
#define E2K_CHANNELS_ESCC 2

/* Of a channel, in a set: its input, room for its output. */
#define E2K_WANT_INPUT(channel) (1u << (channel))
#define E2K_WANT_ROOM(channel)  (4u << (channel))

struct e2k_machine;

/* ---- You implement: what is outside of the board.  Called from e2k_machine_run() and
 * e2k_machine_flush(); none of them may block, apart from wait(). */
struct e2k_host {
    void *context; /* handed to all of them */
    /* Nanoseconds of a clock that never goes back. */
    uint64_t (*now)(void *context);
    /* Takes up to SIZE bytes that have come for CHANNEL to BYTES: how many; 0: none yet. */
    size_t (*receive)(void *context, int channel, uint8_t *bytes, size_t size);
    /* Hands over SIZE bytes: how many were taken or, nobody being there, dropped. */
    size_t (*send)(void *context, int channel, const uint8_t *bytes, size_t size);
    /* The program idles: waits at most NANOSECONDS until there is what is WANTED, or until a
     * client comes.  NULL: never waits. */
    void (*wait)(void *context, uint64_t nanoseconds, unsigned wanted);
    /* Called every 16,384 bundles or so.  False: end.  NULL: never. */
    bool (*service)(void *context);
};

/* ---- You call */

enum e2k_stop {
    E2K_STOP_LIMIT,     /* as many bundles as allowed were executed; can be run again */
    E2K_STOP_POWER_OFF, /* see e2k_machine_status() */
    E2K_STOP_TRAP,      /* the program's; see e2k_machine_message() */
    E2K_STOP_CHECK,     /* something that the board does not know; the same */
    E2K_STOP_HOST,      /* service() said so; can be run again */
};

/* A board with RAM_SIZE bytes of memory, a multiple of E2K_PAGE up to E2K_RAM_MAX.  HOST is
 * copied.  NULL: no memory. */
struct e2k_machine *e2k_machine_create(uint64_t ram_size, const struct e2k_host *host);
void e2k_machine_destroy(struct e2k_machine *machine);

/* Processor and devices as when they were made; memory stays, and so do bytes on their way
 * to or from the host.  Not while the machine runs. */
void e2k_machine_reset(struct e2k_machine *machine);

/* Loads the ELF file of SIZE bytes at IMAGE, which is not needed any more afterwards, to a
 * machine that was just made or reset.  Returns 0, or -1: e2k_machine_message() says why. */
int e2k_machine_load(struct e2k_machine *machine, const uint8_t *image, size_t size);

/* Writes a word to memory.  Returns 0, or -1: not in memory, or misaligned. */
int e2k_machine_poke(struct e2k_machine *machine, uint64_t address, uint32_t value);

/* Executes at most BUNDLES bundles. */
enum e2k_stop e2k_machine_run(struct e2k_machine *machine, uint64_t bundles);

/* Hands all that the program has sent to the host.  True: nothing is left. */
bool e2k_machine_flush(struct e2k_machine *machine);

/* What happened or went wrong, one line without its end; valid until the next call. */
const char *e2k_machine_message(const struct e2k_machine *machine);

/* 0 to 255: what the program gave when it powered the board off. */
int e2k_machine_status(const struct e2k_machine *machine);

/* Bundles executed so far; one that ended the program counts. */
uint64_t e2k_machine_bundles(const struct e2k_machine *machine);

/* Register %rN, N from 0 to 63. */
uint64_t e2k_machine_register(const struct e2k_machine *machine, unsigned n);

/* From now on one line for each bundle to FILE; before the first run. */
void e2k_machine_trace(struct e2k_machine *machine, FILE *file);

/* The counts, which took SECONDS, to FILE: for people, or one line of JSON. */
void e2k_machine_stats(struct e2k_machine *machine, FILE *file, double seconds, bool json);

#endif
