/* memory.h - what `qmpctl memory read|write|dump|load` are made of.
 *
 * Units: addresses and sizes are bytes.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_MEMORY_H
#define QMPCTL_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/options.h"
#include "qmpc/qmpc.h"

enum memory_format { /* how bytes are written on the command line and on the screen */
                     MEMORY_HEX,
                     MEMORY_U8,
                     MEMORY_U16, /* little-endian numbers */
                     MEMORY_U32,
                     MEMORY_U64,
                     MEMORY_TEXT,
                     MEMORY_BASE64,
                     MEMORY_RAW,
};

struct memory_job {
    struct qmpc *line;
    const struct options *options;
    enum memory_format format;
    bool verify;
    const char *file; /* of --file */
    int count;        /* the operands behind the verb */
    char **words;
};

/* The four verbs; each returns an exit code.  Operands have been counted, nothing else. */
int memory_read(const struct memory_job *job);
int memory_write(const struct memory_job *job);
int memory_dump(const struct memory_job *job);
int memory_load(const struct memory_job *job);

/* memory_chunks.c: in pieces that take a fraction of a second, with a bar that says WHAT, until
 * everything is done or Ctrl-C is pressed.  Each returns an exit code after saying what is wrong;
 * *DONE bytes are done in any case.  0 of SIZE is done at once. */

/* Takes the next bytes; returns EXIT_OK to go on, or an exit code after saying why not. */
typedef int memory_take(void *context, uint64_t address, const unsigned char *bytes, size_t length);

int memory_fetch(const struct memory_job *job, const char *what, uint64_t address, uint64_t size,
                 memory_take *take, void *context, uint64_t *done);
int memory_store(const struct memory_job *job, const char *what, uint64_t address,
                 const unsigned char *bytes, size_t size, uint64_t *done);

/* Compares memory with BYTES: by agent-memory-checksum, or by reading it where there is none. */
int memory_verify(const struct memory_job *job, uint64_t address, const unsigned char *bytes,
                  size_t size);

/* memory_text.c. */

/* Operands as bytes, to be freed; NULL with *ERROR, a sentence. */
unsigned char *memory_bytes(enum memory_format format, char *const *words, int count, size_t *size,
                            const char **error);

/* LENGTH bytes at ADDRESS on standard output, a line for each 16 of them; with `text` and `raw`
 * as they are. */
void memory_show(enum memory_format format, bool colours, uint64_t address,
                 const unsigned char *bytes, size_t length);

/* {"address": ..., "size": ..., "format": "base64"} as far as it is wanted, to be freed. */
char *memory_arguments(uint64_t address, uint64_t size, const char *format);

#endif
