/* plants.c - the break instructions that stand in the application's code, and memory as it would
 * be without them.
 *
 * One instruction may serve a breakpoint, another at the same address and the end of a step: it
 * has as many users.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/engine.h"
#include "qmp/memory.h"

#if QMP_GROUP_DEBUG

static struct debug_plant *find(struct agent_debug *debug, uintptr_t address)
{
    for (unsigned i = 0; i < DEBUG_PLANTS_MAX; i++)
        if (debug->plants[i].users && debug->plants[i].address == address)
            return &debug->plants[i];
    return NULL;
}

static struct debug_plant *find_free(struct agent_debug *debug)
{
    for (unsigned i = 0; i < DEBUG_PLANTS_MAX; i++)
        if (!debug->plants[i].users)
            return &debug->plants[i];
    return NULL;
}

static size_t write_code(uintptr_t address, const uint8_t *bytes)
{
    size_t written = board_memory_write(address, bytes, board_debug.break_size);

    board_code_written(address, board_debug.break_size);
    return written;
}

/* What is read back tells what memory took: ROM takes everything and keeps nothing. */
static bool plant(struct debug_plant *p)
{
    size_t size = board_debug.break_size;
    uint8_t back[sizeof p->original];

    if (board_memory_read(p->address, p->original, size) != size)
        return false;
    p->lifted = false;
    if (write_code(p->address, board_debug.break_bytes) == size &&
        board_memory_read(p->address, back, size) == size &&
        memcmp(back, board_debug.break_bytes, size) == 0)
        return true;
    write_code(p->address, p->original);
    return false;
}

bool plants_add(struct agent_debug *debug, uintptr_t address)
{
    struct debug_plant *p = find(debug, address);

    if (p != NULL) {
        p->users++;
        return true;
    }
    p = find_free(debug);
    if (p == NULL)
        return false;
    p->address = address;
    p->users = 1; /* before it is in memory: an interrupt may come to it there (debug_original()) */
    if (plant(p))
        return true;
    p->users = 0;
    return false;
}

void plants_remove(struct agent_debug *debug, uintptr_t address)
{
    struct debug_plant *p = find(debug, address);

    if (p == NULL)
        return;
    if (p->users == 1 && !p->lifted)
        write_code(address, p->original);
    p->users--;
    /* A processor that came to this one, and was not asked yet, is to come once more. */
    for (unsigned cpu = 0; cpu < BOARD_CPUS_MAX; cpu++)
        if (debug->doubted[cpu] == address)
            debug->doubted[cpu] = 0;
}

bool plants_possible(struct agent_debug *debug)
{
    uintptr_t first = (uintptr_t)board_debug.code;

    if (!plants_add(debug, first))
        return false;
    plants_remove(debug, first);
    return true;
}

bool plants_has(const struct agent_debug *debug, uintptr_t address)
{
    for (unsigned i = 0; i < DEBUG_PLANTS_MAX; i++)
        if (debug->plants[i].users && debug->plants[i].address == address)
            return true;
    return false;
}

void plants_lift(struct agent_debug *debug, uintptr_t address)
{
    struct debug_plant *p = find(debug, address);

    if (p == NULL || p->lifted)
        return;
    write_code(address, p->original);
    p->lifted = true;
}

/* The original is looked at again: it may have been written meanwhile. */
void plants_lower(struct agent_debug *debug, uintptr_t address)
{
    struct debug_plant *p = find(debug, address);

    if (p != NULL && p->lifted)
        (void)plant(p);
}

/* No call, and nothing that a compiler makes one of: a break instruction in that would be the
 * end. */
const uint8_t *debug_original(void *context, uintptr_t address)
{
    const struct debug_plant *plants = ((const struct agent *)context)->debug.plants;

    for (unsigned i = 0; i < DEBUG_PLANTS_MAX; i++)
        if (plants[i].users && plants[i].address == address)
            return plants[i].original;
    return NULL;
}

/* No call is longer than four bytes. */
bool debug_is_return_address(struct agent *agent, uintptr_t address)
{
    struct debug_plant *before = NULL;
    bool is;

    for (struct debug_plant *p = agent->debug.plants; p < agent->debug.plants + DEBUG_PLANTS_MAX;
         p++)
        if (p->users && !p->lifted && address - p->address - 1 < 4)
            before = p;
    if (before != NULL)
        plants_lift(&agent->debug, before->address);
    is = board_is_return_address(address);
    if (before != NULL)
        plants_lower(&agent->debug, before->address);
    return is;
}

/* ------------------------------------------------------------------------- memory */

static bool is_in_memory(const struct debug_plant *p)
{
    return p->users && !p->lifted;
}

size_t debug_memory_read(struct agent *agent, uintptr_t address, void *buffer, size_t size)
{
    size_t got = board_memory_read(address, buffer, size);
    uint8_t *bytes = buffer;

    for (const struct debug_plant *p = agent->debug.plants;
         p < agent->debug.plants + DEBUG_PLANTS_MAX; p++)
        for (unsigned i = 0; is_in_memory(p) && i < board_debug.break_size; i++)
            if (p->address + i - address < got)
                bytes[p->address + i - address] = p->original[i];
    return got;
}

/* The byte that ADDRESS would have without a break instruction, or NULL where there is none; *RUN
 * is then how many more there are without one, at most SIZE. */
static uint8_t *hidden_byte(struct agent_debug *debug, uintptr_t address, size_t size, size_t *run)
{
    *run = size;
    for (struct debug_plant *p = debug->plants; p < debug->plants + DEBUG_PLANTS_MAX; p++) {
        if (!is_in_memory(p))
            continue;
        if (address - p->address < board_debug.break_size)
            return &p->original[address - p->address];
        if (p->address - address < *run)
            *run = p->address - address;
    }
    return NULL;
}

static bool is_code(uintptr_t address, size_t size)
{
    uintptr_t code = (uintptr_t)board_debug.code;

    return address < (uintptr_t)board_debug.code_end && (address >= code || code - address < size);
}

size_t debug_memory_write(struct agent *agent, uintptr_t address, const void *buffer, size_t size)
{
    const uint8_t *bytes = buffer;
    size_t done = 0;

    while (done < size) {
        size_t run, written = 1;
        uint8_t *hidden = hidden_byte(&agent->debug, address + done, size - done, &run);

        if (hidden != NULL)
            *hidden = bytes[done];
        else
            written = board_memory_write(address + done, bytes + done, run);
        done += written;
        if (hidden == NULL && written < run)
            break;
    }
    watchpoints_written(&agent->debug, address, bytes, done);
    if (is_code(address, done))
        board_code_written(address, done);
    return done;
}

#endif
