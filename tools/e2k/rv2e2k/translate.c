/* translate.c - the steps from one ELF file to the other.
 *
 * SPDX-License-Identifier: MIT */
#include "translate.h"

#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "code.h"
#include "flow.h"
#include "lower.h"
#include "output.h"
#include "source.h"

#define PAGE 4096u

/* One translation under way. */
struct job {
    const struct translate_options *options;
    struct translate_result *result;
    struct problem *problem;
    struct source source;
    struct flow flow;
    struct target_table table;
    struct code code;
    struct region region;
};

/* Whether the routine SYMBOL, whose first instruction is number INDEX, ever goes back to the
 * loop: what does not would end the program at its first safepoint. */
static bool resumes(const struct job *job, const struct source_symbol *symbol, size_t index)
{
    const struct flow *flow = &job->flow;
    uint64_t end = source_end_of(&job->source, symbol);

    for (; index < flow->count && flow_address(flow, index) < end; index++)
        if ((flow->marks[index] & FLOW_CODE) != 0 && flow->insns[index].op == RV_RESUME)
            return true;
    return false;
}

static int find_poll(struct job *job, uint64_t *address)
{
    const struct source_symbol *symbol;
    size_t index;

    *address = 0;
    if (job->options->safepoints == NULL)
        return 0;
    symbol = source_find(&job->source, job->options->poll);
    if (symbol == NULL || !flow_find(&job->flow, symbol->address, &index))
        return problem_set(job->problem, "no function %s for the safepoints to call",
                           job->options->poll);
    if (!resumes(job, symbol, index))
        return problem_set(job->problem,
                           "the function %s for the safepoints to call never resumes "
                           "(it ends with .insn i 0x0b, 0, x0, x0, 0)",
                           job->options->poll);
    flow_add_leader(&job->flow, index);
    *address = symbol->address;
    return 0;
}

static int check_section(struct job *job)
{
    const char *name = job->options->safepoints;

    if (name == NULL)
        return 0;
    for (size_t i = 0; i < job->source.section_count; i++)
        if (strcmp(job->source.sections[i].name, name) == 0)
            return 0;
    return problem_set(job->problem, "no section of code %s for the safepoints", name);
}

/* The table covers all code; it comes first, that of safepoints and the code after it. */
static void place_table(struct job *job)
{
    job->table.base = job->flow.base;
    job->table.size = 4;
    while (job->table.size < 4 * job->flow.count)
        job->table.size *= 2;
    job->table.bias = (int64_t)job->options->code_base - (int64_t)job->table.base;
    if (job->options->safepoints == NULL)
        return;
    job->table.safepoints = job->options->code_base + (job->table.size + 7) / 8 * 8;
    job->table.safepoints_size =
        E2K_SAFEPOINTS_LINE * (flow_safepoints(&job->flow) + E2K_SAFEPOINTS_HEADER);
}

static int begin_code(struct job *job)
{
    struct code_options options = {
        .entry = job->source.entry,
        .table_base = job->table.base,
        .safepoints = job->table.safepoints,
        .interval = job->options->interval,
    };
    uint64_t base = job->options->code_base + job->table.size;

    if (job->table.safepoints != 0)
        base = job->table.safepoints + job->table.safepoints_size;

    if (find_poll(job, &options.poll) != 0)
        return -1;
    base = (base + PAGE - 1) / PAGE * PAGE;
    if (base >= SOURCE_ADDRESS_LIMIT)
        return problem_set(job->problem, "the code does not end below 0x%" PRIx64,
                           SOURCE_ADDRESS_LIMIT);
    return code_begin(&job->code, &job->flow, (uint32_t)base, &options, job->problem);
}

static void count_region(struct job *job)
{
    job->result->regions++;
    job->result->safepoints += (size_t)job->region.safepoint_count;
    for (int i = 0; i < job->region.op_count; i++)
        job->result->operations += job->region.ops[i].needed;
}

/* Makes the region at INDEX as long as it can be; *NEXT is where it ends. */
static int translate_region(struct job *job, size_t index, size_t *next)
{
    unsigned limit = REGION_INSNS;

    for (;; limit /= 2) {
        if (limit == 0)
            return flow_refuse(&job->flow, flow_address(&job->flow, index),
                               "more values than scratch registers", job->problem);
        if (region_lower(&job->region, &job->flow, index, limit, &job->table, job->problem) != 0)
            return -1;
        region_schedule(&job->region);
        if (region_assign(&job->region))
            break;
    }
    count_region(job);
    *next = (job->region.end - job->flow.base) / 4;
    if (*next < job->flow.count && !riscv_ends_flow(job->flow.insns[*next - 1].op))
        flow_add_leader(&job->flow, *next);
    return code_add_region(&job->code, &job->region, job->problem);
}

static int translate_code(struct job *job)
{
    size_t index = 0, next = 0;

    while (index < job->flow.count) {
        uint8_t marks = job->flow.marks[index];

        if ((marks & FLOW_LEADER) == 0 || (marks & FLOW_CODE) == 0) {
            index++; /* nothing leads here */
            continue;
        }
        if (translate_region(job, index, &next) != 0)
            return -1;
        job->result->insns += next - index;
        index = next;
    }
    return code_place(&job->code, job->problem);
}

/* Two things in one place of memory would be one of them. */
static int check_overlap(struct job *job)
{
    uint64_t start = job->options->code_base;
    uint64_t end = job->code.base + job->code.size + PAGE;

    for (size_t i = 0; i < job->source.segment_count; i++) {
        const struct source_segment *segment = &job->source.segments[i];

        if (segment->address < PAGE)
            return problem_set(job->problem,
                               "the segment at 0x%" PRIx64 " lies in the page of the trap at 0",
                               segment->address);
        if (segment->address < end && segment->address + segment->memory_size > start)
            return problem_set(job->problem,
                               "the e2k code at 0x%" PRIx64 " to 0x%" PRIx64
                               " overlaps the segment at 0x%" PRIx64,
                               start, end, segment->address);
    }
    return 0;
}

static int run(struct job *job, const void *file, size_t size)
{
    const struct flow_safepoints safepoints = {
        .section = job->options->safepoints,
        .at = job->options->safepoints_at,
        .poll = job->options->poll,
    };

    if (source_read(&job->source, file, size, job->problem) != 0 || check_section(job) != 0 ||
        flow_analyse(&job->flow, &job->source, &safepoints, job->problem) != 0)
        return -1;
    place_table(job);
    if (begin_code(job) != 0 || translate_code(job) != 0 || check_overlap(job) != 0)
        return -1;
    for (size_t i = 0; i < job->source.section_count; i++)
        job->result->insn_bytes += job->source.sections[i].size;
    job->result->bundles = job->code.count;
    job->result->code_bytes = job->code.size;
    job->result->table_bytes = job->table.size;
    return output_make(&job->source, &job->code, &job->table, job->result, job->problem);
}

int translate(const void *file, size_t size, const struct translate_options *options,
              struct translate_result *result, struct problem *problem)
{
    struct job *job = calloc(1, sizeof *job);
    int status;

    *result = (struct translate_result){0};
    problem->text[0] = '\0';
    if (job == NULL)
        return problem_set(problem, "out of memory");
    job->options = options;
    job->result = result;
    job->problem = problem;
    status = run(job, file, size);
    code_free(&job->code);
    flow_free(&job->flow);
    source_free(&job->source);
    free(job);
    return status;
}
