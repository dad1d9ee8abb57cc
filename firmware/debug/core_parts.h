/* core_parts.h - what the files of a core file's making share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DEBUG_CORE_PARTS_H
#define DEBUG_CORE_PARTS_H

#include "debug/core_file.h"

#if QMP_GROUP_DUMP

/* The bytes of the file that are asked for, and the place of what is written next. */
struct core_window {
    uint8_t *bytes;
    size_t size;
    uint64_t first; /* offset of the first of them */
    uint64_t at;
};

/* Writes the WIDTH low bytes of VALUE (zeros behind its eighth), the lowest first. */
void core_put(struct core_window *w, uint64_t value, unsigned width);
void core_put_zeros(struct core_window *w, unsigned count);

/* The bytes of an address. */
unsigned core_word_size(void);

/* core_notes.c: what of FILE concerns processors; the bytes of its notes; the notes. */
void core_plan_notes(struct core_file *file, const struct agent *agent);
uint32_t core_notes_size(const struct core_file *file);
void core_put_notes(struct core_window *w, const struct core_file *file);

#endif
#endif
