/* flow.c - leaders and targets.
 *
 * SPDX-License-Identifier: MIT */
#include "flow.h"

#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Not in every elf.h.  RISC-V ELF psABI, chapter 8.4. */
#ifndef R_RISCV_CALL_PLT
#define R_RISCV_CALL_PLT 19
#endif

uint64_t flow_address(const struct flow *flow, size_t index)
{
    return flow->base + 4 * index;
}

bool flow_find(const struct flow *flow, uint64_t address, size_t *index)
{
    if (address % 4 != 0 || address < flow->base || (address - flow->base) / 4 >= flow->count)
        return false;
    *index = (address - flow->base) / 4;
    return (flow->marks[*index] & FLOW_CODE) != 0;
}

void flow_add_leader(struct flow *flow, size_t index)
{
    flow->marks[index] |= FLOW_LEADER;
}

uint32_t flow_live_at(const struct flow *flow, uint64_t address)
{
    size_t index;

    return flow_find(flow, address, &index) ? flow->live[index] : FLOW_ALL_REGISTERS;
}

size_t flow_safepoints(const struct flow *flow)
{
    size_t count = 0;

    for (size_t i = 0; i < flow->count; i++)
        count += (flow->marks[i] & (FLOW_BACK_EDGE | FLOW_ENTRY)) != 0;
    return count;
}

int flow_refuse(const struct flow *flow, uint64_t address, const char *what,
                struct problem *problem)
{
    const struct source *source = flow->source;
    char where[96];

    return problem_set(problem, "0x%" PRIx64 " (%s): %s: 0x%08" PRIx32, address,
                       source_describe(source, address, where, sizeof where), what,
                       source_word(source, address));
}

/* The linker fills gaps between its input sections with zero words, which are illegal
 * instructions by definition; behind an instruction that does not go on they are no code. */
static bool is_padding(const struct flow *flow, size_t index, size_t first, uint32_t word)
{
    if (word != 0 || index == first)
        return false;
    return (flow->marks[index - 1] & FLOW_CODE) == 0 || riscv_ends_flow(flow->insns[index - 1].op);
}

static int decode_section(struct flow *flow, const struct source *source,
                          const struct source_section *section, struct problem *problem)
{
    size_t first = (section->address - flow->base) / 4;

    for (size_t i = 0; i < section->size / 4; i++) {
        uint64_t address = section->address + 4 * i;
        uint32_t word = source_word(source, address);
        const char *refusal;

        if (is_padding(flow, first + i, first, word))
            continue;
        refusal = riscv_decode(word, &flow->insns[first + i]);
        if (refusal != NULL)
            return flow_refuse(flow, address, refusal, problem);
        flow->marks[first + i] |= FLOW_CODE;
    }
    return 0;
}

static int decode(struct flow *flow, const struct source *source, struct problem *problem)
{
    const struct source_section *last = &source->sections[source->section_count - 1];
    uint64_t span = last->address + last->size - source->sections[0].address;

    flow->base = source->sections[0].address;
    flow->count = span / 4;
    if (flow->count > SOURCE_CODE_LIMIT)
        return problem_set(problem, "the sections of code span more than %u instructions",
                           SOURCE_CODE_LIMIT);
    flow->insns = calloc(flow->count + 1, sizeof *flow->insns);
    flow->marks = calloc(flow->count + 1, sizeof *flow->marks);
    flow->live = calloc(flow->count + 1, sizeof *flow->live);
    flow->extended = calloc(flow->count + 1, sizeof *flow->extended);
    if (flow->insns == NULL || flow->marks == NULL || flow->live == NULL || flow->extended == NULL)
        return problem_set(problem, "out of memory");
    for (size_t i = 0; i < source->section_count; i++)
        if (decode_section(flow, source, &source->sections[i], problem) != 0)
            return -1;
    return 0;
}

/* Labels of the compiler and assembler, which no other file knows. */
static bool is_local_label(const struct source_symbol *symbol)
{
    return symbol->name[0] == '\0' || symbol->name[0] == '$' || symbol->name[0] == '.' ||
           strncmp(symbol->name, "L0", 2) == 0;
}

static int mark_symbols(struct flow *flow, const struct source *source, struct problem *problem)
{
    for (size_t i = 0; i < source->symbol_count; i++) {
        const struct source_symbol *symbol = &source->symbols[i];
        char where[96];
        size_t index;

        if (!symbol->in_code)
            continue;
        if (symbol->type == STT_OBJECT || strncmp(symbol->name, "$d", 2) == 0)
            return problem_set(
                problem, "0x%" PRIx64 " (%s): data (%s) in a section of code", symbol->address,
                source_describe(source, symbol->address, where, sizeof where), symbol->name);
        if (is_local_label(symbol) || !flow_find(flow, symbol->address, &index))
            continue;
        flow->marks[index] |= FLOW_LEADER | FLOW_TARGET;
    }
    return 0;
}

/* Whether a relocation of TYPE leaves the target's address where the program can read it: a
 * pair of auipc and jalr does, in between.  The others are jumps, halves whose other half says
 * the same, and subtrahends. */
static bool takes_address(uint32_t type)
{
    switch (type) {
    case R_RISCV_32:
    case R_RISCV_64:
    case R_RISCV_CALL:
    case R_RISCV_CALL_PLT:
    case R_RISCV_GOT_HI20:
    case R_RISCV_PCREL_HI20:
    case R_RISCV_HI20:
    case R_RISCV_LO12_I:
    case R_RISCV_LO12_S:
    case R_RISCV_ADD8:
    case R_RISCV_ADD16:
    case R_RISCV_ADD32:
    case R_RISCV_ADD64:
    case R_RISCV_SET8:
    case R_RISCV_SET16:
    case R_RISCV_SET32:
    case R_RISCV_32_PCREL:
        return true;
    default:
        return false;
    }
}

static void mark_relocations(struct flow *flow, const struct source *source)
{
    for (size_t i = 0; i < source->relocation_count; i++) {
        const struct source_relocation *relocation = &source->relocations[i];
        size_t index;

        if (takes_address(relocation->type) && flow_find(flow, relocation->target, &index))
            flow->marks[index] |= FLOW_LEADER | FLOW_TARGET;
    }
}

static bool has_safepoints(const struct source *source, uint64_t address,
                           const struct flow_safepoints *safepoints)
{
    return safepoints->section != NULL &&
           strcmp(source_section_at(source, address)->name, safepoints->section) == 0;
}

/* Whether ADDRESS is in the routine that safepoints call. */
static bool in_routine(const struct source *source, uint64_t address,
                       const struct flow_safepoints *safepoints)
{
    const struct source_symbol *poll = source_find(source, safepoints->poll);

    return poll != NULL && address >= poll->address && address < source_end_of(source, poll);
}

/* Where one begins with a back-edge, that is its safepoint. */
static void mark_entry(struct flow *flow, const struct source *source, uint64_t address,
                       const struct flow_safepoints *safepoints)
{
    size_t index;

    if (flow_find(flow, address, &index) && has_safepoints(source, address, safepoints) &&
        !in_routine(source, address, safepoints) && (flow->marks[index] & FLOW_BACK_EDGE) == 0)
        flow->marks[index] |= FLOW_ENTRY | FLOW_LEADER;
}

/* All leaders are known. */
static void mark_entries(struct flow *flow, const struct source *source,
                         const struct flow_safepoints *safepoints)
{
    for (size_t i = 0; safepoints->at != FLOW_AT_LOOPS && i < source->symbol_count; i++)
        if (source->symbols[i].in_code && source->symbols[i].type == STT_FUNC)
            mark_entry(flow, source, source->symbols[i].address, safepoints);
    for (size_t i = 0; safepoints->at == FLOW_AT_BLOCKS && i < flow->count; i++)
        if ((flow->marks[i] & FLOW_LEADER) != 0)
            mark_entry(flow, source, flow_address(flow, i), safepoints);
}

/* Whether the branch or jump at INDEX to TARGET gets a safepoint. */
static bool is_back_edge(const struct flow *flow, const struct source *source, size_t index,
                         size_t target, const struct flow_safepoints *safepoints)
{
    return target <= index && flow->insns[index].rd == 0 &&
           has_safepoints(source, flow_address(flow, index), safepoints);
}

/* Tail calls, and jumps too long for one instruction: auipc and jalr. */
static void mark_far_back_edges(struct flow *flow, const struct source *source,
                                const struct flow_safepoints *safepoints)
{
    for (size_t i = 0; i < source->relocation_count; i++) {
        const struct source_relocation *relocation = &source->relocations[i];
        size_t index, target;

        if ((relocation->type == R_RISCV_CALL || relocation->type == R_RISCV_CALL_PLT) &&
            flow_find(flow, relocation->place + 4, &index) &&
            flow_find(flow, relocation->target, &target) && flow->insns[index].op == RV_JALR &&
            is_back_edge(flow, source, index, target, safepoints))
            flow->marks[index] |= FLOW_BACK_EDGE;
    }
}

/* Marks where the branch or jump at INDEX leads to. */
static int mark_jump(struct flow *flow, const struct source *source, size_t index,
                     const struct flow_safepoints *safepoints, struct problem *problem)
{
    const struct riscv_insn *insn = &flow->insns[index];
    uint64_t address = flow_address(flow, index);
    size_t target;

    if (!flow_find(flow, address + (uint64_t)insn->imm, &target))
        return flow_refuse(flow, address, "a jump out of the code", problem);
    flow->marks[target] |= FLOW_LEADER;
    if (!is_back_edge(flow, source, index, target, safepoints))
        return 0;
    flow->marks[index] |= FLOW_BACK_EDGE;
    /* The translation of a back-edge ends there: what follows must be enterable. */
    if (index + 1 < flow->count)
        flow->marks[index + 1] |= FLOW_LEADER;
    return 0;
}

static int mark_code(struct flow *flow, const struct source *source,
                     const struct flow_safepoints *safepoints, struct problem *problem)
{
    for (size_t i = 0; i < flow->count; i++) {
        const struct riscv_insn *insn = &flow->insns[i];
        bool ends, follows;

        if ((flow->marks[i] & FLOW_CODE) == 0)
            continue;
        ends = riscv_ends_flow(insn->op);
        follows = i + 1 < flow->count && (flow->marks[i + 1] & FLOW_CODE) != 0;
        if (!ends && !follows)
            return flow_refuse(flow, flow_address(flow, i), "execution runs out of the code",
                               problem);
        if ((riscv_is_branch(insn->op) || insn->op == RV_JAL) &&
            mark_jump(flow, source, i, safepoints, problem) != 0)
            return -1;
        if (!ends || insn->rd == 0)
            continue;
        if (!follows) /* a call of what does not return, at the very end */
            continue;
        flow->marks[i + 1] |= FLOW_LEADER | FLOW_TARGET;
    }
    return 0;
}

int flow_analyse(struct flow *flow, const struct source *source,
                 const struct flow_safepoints *safepoints, struct problem *problem)
{
    size_t entry;

    *flow = (struct flow){.source = source};
    if (decode(flow, source, problem) != 0 || mark_symbols(flow, source, problem) != 0)
        return -1;
    if (!flow_find(flow, source->entry, &entry))
        return problem_set(problem, "the entry point 0x%" PRIx64 " is no instruction",
                           source->entry);
    flow->marks[entry] |= FLOW_LEADER | FLOW_TARGET;
    mark_relocations(flow, source);
    mark_far_back_edges(flow, source, safepoints);
    if (mark_code(flow, source, safepoints, problem) != 0)
        return -1;
    mark_entries(flow, source, safepoints);
    flow_find_extended(flow);
    return flow_find_live(flow, problem);
}

void flow_free(struct flow *flow)
{
    free(flow->insns);
    free(flow->marks);
    free(flow->live);
    free(flow->extended);
    *flow = (struct flow){0};
}
