/* stats.c - the counts, for people and for programs.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "block.h"

static const char *const kind_names[OP_KINDS] = {
    [KIND_LOGIC] = "logic",     [KIND_ADD] = "add",         [KIND_SHIFT] = "shift",
    [KIND_EXTEND] = "extend",   [KIND_MERGE] = "merge",     [KIND_MULTIPLY] = "multiply",
    [KIND_DIVIDE] = "divide",   [KIND_LOAD] = "load",       [KIND_STORE] = "store",
    [KIND_COMPARE] = "compare", [KIND_PREPARE] = "prepare",
};

struct totals {
    struct counts counts;
    uint64_t operations, nullified;
    double seconds;
    bool has_riscv;
};

static void add_up(const struct e2k_machine *machine, struct totals *totals)
{
    totals->counts = machine->counts;
    cache_count(machine, &totals->counts);
    for (unsigned kind = 0; kind < OP_KINDS; kind++) {
        totals->nullified += totals->counts.nullified[kind];
        totals->counts.kinds[kind] -= totals->counts.nullified[kind];
        totals->operations += totals->counts.kinds[kind];
    }
    totals->has_riscv = machine->symbols.map_count > 0;
}

static double ratio(double value, double by)
{
    return by > 0 ? value / by : 0;
}

static void write_json(const struct totals *t, FILE *file)
{
    const struct counts *c = &t->counts;

    fprintf(file, "{\"bundles\": %" PRIu64 ", \"operations\": %" PRIu64 ", \"nullified\": %" PRIu64,
            c->bundles, t->operations, t->nullified);
    for (unsigned kind = 0; kind < OP_KINDS; kind++)
        fprintf(file, "%s\"%s\": %" PRIu64, kind ? ", " : ", \"kinds\": {", kind_names[kind],
                c->kinds[kind]);
    for (unsigned n = 0; n <= E2K_CHANNELS; n++)
        fprintf(file, "%s%" PRIu64, n ? ", " : "}, \"bundles_by_operations\": [", c->sizes[n]);
    fprintf(file,
            "], \"taken_branches\": %" PRIu64 ", \"loads\": %" PRIu64 ", \"stores\": %" PRIu64
            ", \"decoded_bundles\": %" PRIu64 ", \"seconds\": %.6f, \"bundles_per_second\": %.0f",
            c->taken, c->kinds[KIND_LOAD], c->kinds[KIND_STORE], c->decoded, t->seconds,
            ratio((double)c->bundles, t->seconds));
    if (t->has_riscv)
        fprintf(file,
                ", \"riscv_instructions\": %" PRIu64 ", \"bundles_per_riscv_instruction\": %.4f",
                c->riscv, ratio((double)c->bundles, (double)c->riscv));
    fputs("}\n", file);
}

static void write_text(const struct totals *t, FILE *file)
{
    const struct counts *c = &t->counts;

    fprintf(file, "bundles             %" PRIu64 "\n", c->bundles);
    fprintf(file, "operations          %" PRIu64 ", %.3f per bundle, and %" PRIu64 " nullified\n",
            t->operations, ratio((double)t->operations, (double)c->bundles), t->nullified);
    for (unsigned kind = 0; kind < OP_KINDS; kind++)
        fprintf(file, "  %-17s %" PRIu64 "\n", kind_names[kind], c->kinds[kind]);
    fprintf(file, "bundles by operations\n");
    for (unsigned n = 0; n <= E2K_CHANNELS; n++)
        fprintf(file, "  %-17u %" PRIu64 "\n", n, c->sizes[n]);
    fprintf(file, "branches taken      %" PRIu64 "\n", c->taken);
    fprintf(file, "bundles decoded     %" PRIu64 "\n", c->decoded);
    if (t->has_riscv)
        fprintf(file, "RISC-V instructions %" PRIu64 ", %.4f bundles each\n", c->riscv,
                ratio((double)c->bundles, (double)c->riscv));
    fprintf(file, "seconds             %.6f, %.1f million bundles in each\n", t->seconds,
            ratio((double)c->bundles, t->seconds) / 1e6);
}

void e2k_machine_stats(struct e2k_machine *machine, FILE *file, double seconds, bool json)
{
    struct totals totals = {.seconds = seconds};

    add_up(machine, &totals);
    if (json)
        write_json(&totals, file);
    else
        write_text(&totals, file);
}
