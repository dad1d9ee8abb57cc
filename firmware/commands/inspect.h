/* inspect.h - what a command of the group inspect keeps while it works: the request's place in
 * the store is free by then.
 *
 * One for each session, as a session has one such command at a time.
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef COMMANDS_INSPECT_H
#define COMMANDS_INSPECT_H

#include "guard/sha256.h"
#include "memory_access.h"

struct inspect_pattern {
    size_t length; /* bytes, at least 1 */
    uint8_t bytes[AGENT_PATTERN_MAX];
};

struct inspect {
    uintptr_t address, size; /* as asked for */
    union {
        struct {
            struct inspect_pattern pattern, mask;
            uint64_t align;
            uint64_t max;
        } search;
        struct inspect_pattern fill;
        struct {
            bool sha256;
            size_t length; /* bytes of the digest */
            union {
                uint32_t crc;
                struct sha256 hash;
            };
            uint8_t digest[SHA256_SIZE];
        } checksum;
        struct {
            unsigned width;
            size_t count;
            bool faulted; /* the register behind the last */
            uint64_t values[AGENT_MMIO_MAX];
        } registers;
    };
    /* Of memsave.  Not in the union: a session that is reset leaves its file open, and the next
     * one to save closes it. */
    int file; /* handle + 1; 0: none is open */
};

/* That of the session, or of the human monitor, that calls. */
struct inspect *inspect_of(const struct qmp_call *call);

/* Decodes the argument number DATA, of the format in the argument number FORMAT, into *PATTERN.
 * Returns 0, or -1 with the error: POSITION (memory_fail_position()) or SIZE. */
int inspect_take_pattern(struct qmp_call *call, unsigned data, unsigned format,
                         struct inspect_pattern *pattern, const char *position);

/* The members that end the return of a command that works in pieces. */
void inspect_write_end(const struct qmp_stream *stream, struct json_writer *w, bool faulted,
                       uintptr_t fault, bool complete);

#endif
