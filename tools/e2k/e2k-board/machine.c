/* machine.c - the board as a whole: made, loaded, run, asked.
 *
 * SPDX-License-Identifier: MIT */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "bytes.h"

/* Bundles between two calls of the host's service(): about 0.1 ms. */
#define SLICE 16384u

struct e2k_machine *e2k_machine_create(uint64_t ram_size, const struct e2k_host *host)
{
    struct e2k_machine *machine = calloc(1, sizeof *machine);

    if (!machine)
        return NULL;
    machine->host = *host;
    machine->ram_size = ram_size;
    machine->ram = calloc(1, (size_t)ram_size);
    machine->pages = calloc((size_t)(ram_size / E2K_PAGE), sizeof(struct code_page *));
    if (!machine->ram || !machine->pages) {
        free(machine->ram);
        free(machine->pages);
        free(machine);
        return NULL;
    }
    machine->block_max = BLOCK_MAX;
    e2k_machine_reset(machine);
    return machine;
}

void e2k_machine_reset(struct e2k_machine *machine)
{
    memset(machine->values, 0, sizeof machine->values);
    memset(machine->predicates, 0, sizeof machine->predicates);
    memset(machine->ctprs, 0, sizeof machine->ctprs);
    memset(machine->prepared, 0, sizeof machine->prepared);
    for (unsigned n = 0; n < VALUE_TEMPORARIES - VALUE_CONSTANTS; n++)
        machine->values[VALUE_CONSTANTS + n] = n;
    machine->window = WINDOW_AT_RESET;
    machine->pc = 0;
    escc_reset(&machine->escc);
    timer_reset(&machine->timer);
    pci_reset(&machine->pci);
    pace_reset(&machine->pace, machine->bundles);
}

void e2k_machine_destroy(struct e2k_machine *machine)
{
    if (!machine)
        return;
    cache_flush(machine);
    cache_sweep(machine);
    symbols_free(&machine->symbols);
    free(machine->ram);
    free(machine->pages);
    free(machine);
}

int e2k_machine_load(struct e2k_machine *machine, const uint8_t *image, size_t size)
{
    symbols_free(&machine->symbols);
    cache_flush(machine);
    cache_sweep(machine);
    return loader_load(machine, image, size) ? 0 : -1;
}

int e2k_machine_poke(struct e2k_machine *machine, uint64_t address, uint32_t value)
{
    uint64_t page = address / E2K_PAGE;

    if (address % 4 || address >= machine->ram_size)
        return -1;
    bytes_put32(machine->ram + address, value);
    if (machine->pages[page] || (page > 0 && machine->pages[page - 1])) /* else no code is there */
        cache_flush(machine);
    return 0;
}

/* The last bundles before the limit, one by one, when the next block has more. */
static void run_one(struct e2k_machine *machine)
{
    struct block *block = block_decode(machine, machine->pc, 1);

    if (!block)
        return;
    execute(machine, block, 1);
    cache_retire(machine, block);
}

static void run_slice(struct e2k_machine *machine, uint64_t budget)
{
    uint64_t before = machine->bundles;
    struct block *block;

    if (machine->trace) {
        trace_bundle(machine);
        return;
    }
    block = cache_find(machine, machine->pc);
    if (block)
        execute(machine, block, budget);
    if (machine->bundles == before && machine->fault.kind == FAULT_NONE)
        run_one(machine);
    cache_sweep(machine);
}

enum e2k_stop e2k_machine_run(struct e2k_machine *machine, uint64_t bundles)
{
    uint64_t end = machine->bundles + bundles < bundles ? UINT64_MAX : machine->bundles + bundles;
    uint64_t serviced = machine->bundles;

    machine->fault.kind = FAULT_NONE;
    machine->message[0] = '\0';
    while (machine->bundles < end) {
        uint64_t left = end - machine->bundles;

        run_slice(machine, left < SLICE ? left : SLICE);
        if (machine->fault.kind == FAULT_FETCH && machine->bundles == end)
            break; /* of the bundle behind the limit */
        if (machine->fault.kind != FAULT_NONE)
            return report_fault(machine);
        if (machine->bundles - serviced < SLICE - BLOCK_MAX && !machine->pace.slept)
            continue;
        serviced = machine->bundles;
        machine->pace.slept = false;
        escc_flush(machine);
        if (machine->host.service && !machine->host.service(machine->host.context))
            return E2K_STOP_HOST;
    }
    return E2K_STOP_LIMIT;
}

bool e2k_machine_flush(struct e2k_machine *machine)
{
    return escc_flush(machine);
}

const char *e2k_machine_message(const struct e2k_machine *machine)
{
    return machine->message;
}

int e2k_machine_status(const struct e2k_machine *machine)
{
    return machine->status;
}

uint64_t e2k_machine_bundles(const struct e2k_machine *machine)
{
    return machine->bundles;
}

uint64_t e2k_machine_register(const struct e2k_machine *machine, unsigned n)
{
    return machine->values[n];
}

void e2k_machine_trace(struct e2k_machine *machine, FILE *file)
{
    machine->trace = file;
    machine->block_max = 1;
}
