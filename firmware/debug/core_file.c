/* core_file.c - an ELF core file of the application as it stands, made piece by piece.
 *
 * All that precedes the memory is written in one go, field by field, of which only those bytes
 * are kept that were asked for: the head is small, and nothing has to be remembered.
 *
 * Source: System V ABI, "Object Files" and "Program Loading".
 *
 * SPDX-License-Identifier: MIT */
#include "debug/core_file.h"

#include "debug/core_parts.h"

#if QMP_GROUP_DUMP

enum { ET_CORE = 4, EV_CURRENT = 1, ELFCLASS32 = 1, ELFCLASS64 = 2, ELFDATA2LSB = 1 };
enum { PT_LOAD = 1, PT_NOTE = 4, PF_X = 1, PF_W = 2, PF_R = 4 };

/* ------------------------------------------------------------------- memory */

struct range {
    uintptr_t base;
    size_t size;
    bool writable;
};

/* Range number INDEX of the file's memory; false: there are no more. */
static bool get_range(const struct core_file *file, unsigned index, struct range *range)
{
    const struct board_region *r = board_info.regions;

    for (size_t i = 0; i < board_info.region_count; i++, r++) {
        uintptr_t first = r->base, last = r->base + (r->size - 1);

        if (first < file->first)
            first = file->first;
        if (last > file->last)
            last = file->last;
        if (first > last || r->size == 0 || (file->writable_only && !r->writable))
            continue;
        if (index-- == 0) {
            *range = (struct range){first, (size_t)(last - first) + 1, r->writable};
            return true;
        }
    }
    return false;
}

static size_t read_memory(const struct core_file *file, struct agent *agent, core_memory_read *read,
                          uint64_t offset, uint8_t *bytes, size_t size, uintptr_t *fault)
{
    struct range range;

    for (unsigned i = 0; get_range(file, i, &range); i++) {
        if (offset < range.size) {
            uintptr_t address = range.base + (uintptr_t)offset;
            size_t left = range.size - (size_t)offset, got;

            got = read(agent, address, bytes, size < left ? size : left);
            *fault = address + got;
            return got;
        }
        offset -= range.size;
    }
    return 0;
}

/* --------------------------------------------------------------------- head */

/* The parts of the head that others refer to. */
struct parts {
    unsigned ranges;          /* each has a program header, behind that of the notes */
    uint32_t header, program; /* bytes of the file's header, of a program header */
    uint32_t notes_at, notes_size;
};

static struct parts find_parts(const struct core_file *file)
{
    struct parts p = {.header = core_word_size() == 8 ? 64 : 52,
                      .program = core_word_size() == 8 ? 56 : 32};
    struct range range;

    while (get_range(file, p.ranges, &range))
        p.ranges++;
    p.notes_at = p.header + (1 + p.ranges) * p.program;
    p.notes_size = core_notes_size(file);
    return p;
}

static void put_header(struct core_window *w, const struct parts *p)
{
    unsigned word = core_word_size();

    core_put(w, 0x464c457f, 4); /* 0x7f "ELF" */
    core_put(w, word == 8 ? ELFCLASS64 : ELFCLASS32, 1);
    core_put(w, ELFDATA2LSB, 1);
    core_put(w, EV_CURRENT, 1);
    core_put_zeros(w, 9);
    core_put(w, ET_CORE, 2);
    core_put(w, board_debug.elf_machine, 2);
    core_put(w, EV_CURRENT, 4);
    core_put(w, 0, word);         /* e_entry */
    core_put(w, p->header, word); /* e_phoff */
    core_put(w, 0, word);         /* e_shoff */
    core_put(w, board_debug.elf_flags, 4);
    core_put(w, p->header, 2);
    core_put(w, p->program, 2);
    core_put(w, 1 + p->ranges, 2);
    core_put_zeros(w, 6); /* there are no sections */
}

struct program {
    uint32_t type, flags;
    uint64_t offset, address, size;
};

static void put_program(struct core_window *w, const struct program *p)
{
    unsigned word = core_word_size();

    core_put(w, p->type, 4);
    if (word == 8)
        core_put(w, p->flags, 4);
    core_put(w, p->offset, word);
    core_put(w, p->address, word);
    core_put(w, p->address, word);
    core_put(w, p->size, word);
    core_put(w, p->type == PT_LOAD ? p->size : 0, word);
    if (word == 4)
        core_put(w, p->flags, 4);
    core_put(w, p->type == PT_LOAD ? 1 : 4, word);
}

static void put_programs(struct core_window *w, const struct core_file *file, const struct parts *p)
{
    struct program program = {
        .type = PT_NOTE, .flags = PF_R, .offset = p->notes_at, .size = p->notes_size};
    uint64_t offset = (uint64_t)p->notes_at + p->notes_size;
    struct range range;

    put_program(w, &program);
    for (unsigned i = 0; get_range(file, i, &range); i++) {
        program = (struct program){.type = PT_LOAD,
                                   .flags = PF_R | PF_X | (range.writable ? PF_W : 0),
                                   .offset = offset,
                                   .address = range.base,
                                   .size = range.size};
        put_program(w, &program);
        offset += range.size;
    }
}

static void put_head(struct core_window *w, const struct core_file *file)
{
    struct parts p = find_parts(file);

    put_header(w, &p);
    put_programs(w, file, &p);
    core_put_notes(w, file);
}

/* --------------------------------------------------------------------- plan */

bool core_file_possible(void)
{
    return board_debug.core_register_count > 0;
}

void core_file_of(struct core_file *file, uintptr_t first, uintptr_t last, bool writable_only)
{
    struct range range;

    *file = (struct core_file){.first = first, .last = last, .writable_only = writable_only};
    for (unsigned i = 0; get_range(file, i, &range); i++)
        file->memory += range.size;
}

void core_file_plan(struct core_file *file, const struct agent *agent)
{
    struct parts p;

    core_plan_notes(file, agent);
    p = find_parts(file);
    file->head = p.notes_at + p.notes_size;
}

size_t core_file_read(const struct core_file *file, struct agent *agent, core_memory_read *read,
                      uint64_t offset, uint8_t *bytes, size_t size, uintptr_t *fault)
{
    struct core_window w = {.bytes = bytes, .size = size, .first = offset};

    if (offset >= file->head)
        return read_memory(file, agent, read, offset - file->head, bytes, size, fault);
    if (size > file->head - offset)
        w.size = (size_t)(file->head - offset);
    put_head(&w, file);
    return w.size;
}

#endif
