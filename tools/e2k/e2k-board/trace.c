/* trace.c - one line for each bundle: where, what, and what it has changed.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "block.h"

/* What a bundle can change, as it was before. */
struct before {
    uint64_t values[E2K_REGISTERS];
    uint64_t ctprs[E2K_CTPRS + 1];
    uint8_t predicates[E2K_PREDICATES];
};

static void write_changes(const struct e2k_machine *machine, const struct before *before)
{
    for (unsigned n = 0; n < E2K_REGISTERS; n++) {
        if (machine->values[n] != before->values[n])
            fprintf(machine->trace, " r%u=0x%" PRIx64, n, machine->values[n]);
    }
    for (unsigned n = 0; n < E2K_PREDICATES; n++) {
        if (machine->predicates[n] != before->predicates[n])
            fprintf(machine->trace, " pred%u=%u", n, machine->predicates[n]);
    }
    for (unsigned n = 1; n <= E2K_CTPRS; n++) {
        if (machine->ctprs[n] != before->ctprs[n])
            fprintf(machine->trace, " ctpr%u=0x%" PRIx64, n, machine->ctprs[n]);
    }
}

static void write_place(const struct e2k_machine *machine, uint64_t address,
                        const struct e2k_bundle *bundle)
{
    const uint32_t *map = symbols_map(&machine->symbols, address);
    char text[E2K_TEXT_MAX];

    symbols_print(&machine->symbols, address, map ? map[1] : 0, " ", text, sizeof text);
    fprintf(machine->trace, "%" PRIu64 " 0x%" PRIx64 " %s ", machine->bundles, address,
            *text ? text : "-");
    fputs(e2k_print(bundle, address, text, sizeof text), machine->trace);
}

void trace_bundle(struct e2k_machine *machine)
{
    uint64_t address = machine->pc;
    struct block *block = cache_find(machine, address);
    uint32_t words[E2K_WORDS_MAX];
    struct e2k_bundle bundle;
    struct before before;

    if (!block)
        return;
    machine_decode(machine, address, words, &bundle); /* it may change itself */
    memcpy(before.values, machine->values, sizeof before.values);
    memcpy(before.ctprs, machine->ctprs, sizeof before.ctprs);
    memcpy(before.predicates, machine->predicates, sizeof before.predicates);
    execute(machine, block, 1);
    write_place(machine, address, &bundle);
    write_changes(machine, &before);
    fputc('\n', machine->trace);
    cache_sweep(machine);
}
