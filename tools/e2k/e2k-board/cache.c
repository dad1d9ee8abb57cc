/* cache.c - the blocks decoded so far, by page; their links; stores into them.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "block.h"

/* When so many bundles are decoded everything is forgotten: bounds the memory that a
 * program without end takes. */
#define CACHED_MAX (512u * 1024)

static uint64_t block_page(const struct block *block)
{
    return block->address / E2K_PAGE;
}

static struct code_page *page_get(struct e2k_machine *machine, uint64_t page)
{
    if (!machine->pages[page]) {
        machine->pages[page] = calloc(1, sizeof *machine->pages[page]);
        if (machine->pages[page])
            machine->pages[page]->first = E2K_PAGE;
    }
    return machine->pages[page];
}

/* Notes that bytes FIRST to END of PAGE are in a block. */
static void page_cover(struct code_page *page, uint32_t first, uint32_t end)
{
    if (first < page->first)
        page->first = first;
    if (end > page->end)
        page->end = end;
}

static bool cache_add(struct e2k_machine *machine, struct block *block)
{
    uint64_t number = block_page(block);
    uint32_t first = (uint32_t)(block->address % E2K_PAGE);
    uint64_t size = block->end - number * E2K_PAGE;
    struct code_page *page = page_get(machine, number);
    struct code_page *spill = page;

    if (size > E2K_PAGE)
        spill = page_get(machine, number + 1);
    if (!page || !spill)
        return machine_fault(machine, FAULT_MEMORY, NULL, 0, 0);
    page_cover(page, first, size < E2K_PAGE ? (uint32_t)size : E2K_PAGE);
    if (spill != page)
        page_cover(spill, 0, (uint32_t)(size - E2K_PAGE));
    page->at[first / E2K_ALIGN] = block;
    machine->cached += block->count;
    return true;
}

struct block *cache_find(struct e2k_machine *machine, uint64_t address)
{
    struct block *block;

    if (address < machine->ram_size && address % E2K_ALIGN == 0 &&
        machine->pages[address / E2K_PAGE]) {
        block = machine->pages[address / E2K_PAGE]->at[address % E2K_PAGE / E2K_ALIGN];
        if (block)
            return block;
    }
    if (machine->cached >= CACHED_MAX)
        cache_flush(machine);
    block = block_decode(machine, address, machine->block_max);
    if (block && !cache_add(machine, block)) {
        free(block);
        return NULL;
    }
    return block;
}

struct block *cache_follow(struct e2k_machine *machine, struct block *block, unsigned link)
{
    struct block *to = cache_find(machine, link == LINK_TAKEN ? block->target : block->end);
    struct block_link *made = &block->links[link];

    if (!to || block->is_retired)
        return to;
    made->to = to;
    made->next = to->incoming;
    made->slot = &to->incoming;
    if (made->next)
        made->next->slot = &made->next;
    to->incoming = made;
    return to;
}

static void unlink_outgoing(struct block_link *link)
{
    if (!link->to)
        return;
    *link->slot = link->next;
    if (link->next)
        link->next->slot = link->slot;
    link->to = NULL;
}

void cache_retire(struct e2k_machine *machine, struct block *block)
{
    while (block->incoming)
        unlink_outgoing(block->incoming);
    for (unsigned n = 0; n < LINKS; n++)
        unlink_outgoing(&block->links[n]);
    block->is_retired = true;
    block->next = machine->retired;
    machine->retired = block;
}

/* Forgets the blocks of PAGE that contain bytes FIRST to END of memory. */
static void page_forget(struct e2k_machine *machine, struct code_page *page, uint64_t first,
                        uint64_t end)
{
    for (unsigned n = 0; n < E2K_PAGE / E2K_ALIGN; n++) {
        struct block *block = page->at[n];

        if (!block || block->address >= end || block->end <= first)
            continue;
        page->at[n] = NULL;
        machine->cached -= block->count;
        cache_retire(machine, block);
    }
}

/* COUNT steps from number FIRST on were skipped so many TIMES. */
static void count_skipped(const struct block *block, unsigned first, unsigned count, uint64_t times,
                          struct counts *counts)
{
    for (unsigned n = first; n < first + count; n++) {
        enum op_kind kind = counts_step_kind(block->steps[n].code);

        if (kind < OP_KINDS)
            counts->nullified[kind] += times;
    }
}

/* Guards know how often they have skipped; what stands behind a branch was skipped when that
 * was taken. */
static void count_nullified(const struct block *block, struct counts *counts)
{
    for (unsigned n = 0; n < block->step_count; n++) {
        const struct uop *step = &block->steps[n];

        if (step->code == U_GUARD)
            count_skipped(block, n + 1, step->skip, (uint64_t)step->literal, counts);
        else if (step->skip)
            count_skipped(block, n + 1, block->step_count - n - 1, block->taken, counts);
    }
}

static void count_block(const struct block *block, struct counts *counts)
{
    count_nullified(block, counts);
    for (unsigned n = 0; n < block->count; n++)
        counts_add(counts, &block->records[n], (int64_t)block->entered);
    counts->taken += block->taken;
    counts->riscv += block->records[block->count - 1].riscv_fall * (block->entered - block->taken);
}

/* The block that executes has changed: it goes on only to the end of BUNDLE.  Its counts are
 * taken now, as a step that counts may be overwritten. */
static void cut_short(struct e2k_machine *machine, struct block *block, unsigned bundle)
{
    struct uop leave = {.code = U_LEAVE, .bundle = (uint8_t)(bundle + 1)};

    if (bundle + 1 >= block->count)
        return;
    count_block(block, &machine->counts);
    block->entered = block->taken = 0;
    for (unsigned n = 0; n < block->step_count; n++) {
        if (block->steps[n].code == U_GUARD)
            block->steps[n].literal = 0;
    }
    block->steps[block->records[bundle + 1].first] = leave;
}

void cache_store(struct e2k_machine *machine, struct block *current, unsigned bundle,
                 uint64_t address, unsigned bytes)
{
    uint64_t number = address / E2K_PAGE;
    struct code_page *page = machine->pages[number];
    uint64_t end = address + bytes;

    if (end - number * E2K_PAGE <= page->first || address % E2K_PAGE >= page->end)
        return;
    page_forget(machine, page, address, end);
    if (number > 0 && machine->pages[number - 1])
        page_forget(machine, machine->pages[number - 1], address, end);
    if (current->address < end && current->end > address)
        cut_short(machine, current, bundle);
}

void cache_flush(struct e2k_machine *machine)
{
    for (uint64_t n = 0; n < machine->ram_size / E2K_PAGE; n++) {
        if (machine->pages[n])
            page_forget(machine, machine->pages[n], 0, machine->ram_size);
        free(machine->pages[n]);
        machine->pages[n] = NULL;
    }
}

void cache_sweep(struct e2k_machine *machine)
{
    while (machine->retired) {
        struct block *block = machine->retired;

        machine->retired = block->next;
        count_block(block, &machine->counts);
        free(block);
    }
}

void cache_count(const struct e2k_machine *machine, struct counts *counts)
{
    for (uint64_t page = 0; page < machine->ram_size / E2K_PAGE; page++) {
        for (unsigned n = 0; machine->pages[page] && n < E2K_PAGE / E2K_ALIGN; n++) {
            if (machine->pages[page]->at[n])
                count_block(machine->pages[page]->at[n], counts);
        }
    }
    for (const struct block *block = machine->retired; block; block = block->next)
        count_block(block, counts);
}
