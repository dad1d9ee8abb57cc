/* execute.c - the processor: steps of blocks, one after another.
 *
 * This is the file that speed depends on.  A plain access to memory is done here, anything
 * else about memory in memory.c; bundles are counted a block at a time.
 *
 * SPDX-License-Identifier: MIT */
#include "block.h"
#include "bytes.h"

#define LOW_MASK UINT64_C(0xFFFFFFFF)

/* Two numbers of 64 bits: the high half of their product. */
static inline uint64_t multiply_high(uint64_t x, uint64_t y)
{
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 wide;

    return (uint64_t)((wide)x * y >> 64);
#else
    uint64_t low = (x & LOW_MASK) * (y & LOW_MASK);
    uint64_t middle = (x >> 32) * (y & LOW_MASK) + (low >> 32);
    uint64_t other = (x & LOW_MASK) * (y >> 32) + (middle & LOW_MASK);

    return (x >> 32) * (y >> 32) + (middle >> 32) + (other >> 32);
#endif
}

static inline uint64_t multiply_high_signed(uint64_t x, uint64_t y)
{
    return multiply_high(x, y) - (x >> 63 ? y : 0) - (y >> 63 ? x : 0);
}

/* Whether 1 << LOG bytes at ADDRESS are in memory and aligned: a misaligned address becomes
 * a large number. */
static inline bool is_plain(uint64_t address, unsigned log, uint64_t ram_size)
{
    return (address >> log | address << ((64 - log) & 63)) < ram_size >> log;
}

/* The bundles behind number BUNDLE of BLOCK were counted, but not executed; its transfer was
 * counted as not taken. */
static void uncount(struct e2k_machine *machine, const struct block *block, unsigned bundle)
{
    for (unsigned n = bundle + 1; n < block->count; n++)
        counts_add(&machine->counts, &block->records[n], -1);
    machine->counts.riscv -= block->records[block->count - 1].riscv_fall;
}

static uint64_t bundle_address(const struct block *block, unsigned bundle)
{
    return block->address + (uint64_t)block->records[bundle].offset * E2K_ALIGN;
}

static bool change_window(struct e2k_machine *machine, unsigned registers)
{
    bool shrinks = registers < machine->window;

    machine->window = registers;
    if (shrinks)
        cache_flush(machine); /* what was decoded may use registers that are gone */
    return true;
}

static inline struct block *jump(const struct e2k_machine *machine, uint64_t target)
{
    const struct code_page *page;

    if (!is_plain(target, 3, machine->ram_size))
        return NULL;
    page = machine->pages[target / E2K_PAGE];
    return page ? page->at[target % E2K_PAGE / E2K_ALIGN] : NULL;
}

/* What the cases below are made of.  They use execute()'s variables. */
#define FAIL(kind, text, address)                                                                  \
    do {                                                                                           \
        machine_fault(machine, kind, text, address, 0);                                            \
        goto fault;                                                                                \
    } while (0)

#define X64           const uint64_t x = value[step->src1]
#define X32           const uint32_t x = (uint32_t)value[step->src1]
#define Y_R           value[step->src2]
#define Y_L           (uint64_t) step->literal
#define SET32(result) value[step->dst] = (value[step->dst] & ~LOW_MASK) | (uint32_t)(result)

#define BOTH(ONE, ...) ONE(R, __VA_ARGS__) ONE(L, __VA_ARGS__)

#define ONE_64(form, name, result)                                                                 \
    case U_##name##_##form: {                                                                      \
        X64;                                                                                       \
        const uint64_t y = Y_##form;                                                               \
        (void)x;                                                                                   \
        value[step->dst] = result;                                                                 \
        break;                                                                                     \
    }
#define ONE_32(form, name, result)                                                                 \
    case U_##name##_##form: {                                                                      \
        X32;                                                                                       \
        const uint32_t y = (uint32_t)(Y_##form);                                                   \
        SET32(result);                                                                             \
        break;                                                                                     \
    }
#define ONE_SHIFT_64(form, name, result)                                                           \
    case U_##name##_##form: {                                                                      \
        X64;                                                                                       \
        const uint64_t y = Y_##form;                                                               \
        if (y > 63)                                                                                \
            goto bad_shift;                                                                        \
        value[step->dst] = result;                                                                 \
        break;                                                                                     \
    }
#define ONE_SHIFT_32(form, name, result)                                                           \
    case U_##name##_##form: {                                                                      \
        X32;                                                                                       \
        const uint32_t y = (uint32_t)(Y_##form);                                                   \
        if (y > 31)                                                                                \
            goto bad_shift;                                                                        \
        SET32(result);                                                                             \
        break;                                                                                     \
    }
#define ONE_DIVIDE_64(form, name, overflow, quotient)                                              \
    case U_##name##_##form: {                                                                      \
        X64;                                                                                       \
        const uint64_t y = Y_##form;                                                               \
        if (y == 0)                                                                                \
            FAIL(FAULT_OPERATION, "division by zero", x);                                          \
        if (overflow)                                                                              \
            FAIL(FAULT_OPERATION, "a quotient that does not fit", x);                              \
        value[step->dst] = quotient;                                                               \
        break;                                                                                     \
    }
#define ONE_DIVIDE_32(form, name, overflow, quotient)                                              \
    case U_##name##_##form: {                                                                      \
        X32;                                                                                       \
        const uint32_t y = (uint32_t)(Y_##form);                                                   \
        if (y == 0)                                                                                \
            FAIL(FAULT_OPERATION, "division by zero", x);                                          \
        if (overflow)                                                                              \
            FAIL(FAULT_OPERATION, "a quotient that does not fit", x);                              \
        SET32(quotient);                                                                           \
        break;                                                                                     \
    }
#define ONE_COMPARE_64(form, name, truth)                                                          \
    case U_##name##_##form: {                                                                      \
        X64;                                                                                       \
        const uint64_t y = Y_##form;                                                               \
        predicate[step->dst] = truth;                                                              \
        break;                                                                                     \
    }                                                                                              \
    case U_##name##_BRANCH_##form: {                                                               \
        X64;                                                                                       \
        const uint64_t y = Y_##form;                                                               \
        const uint8_t is = truth;                                                                  \
        predicate[step->dst] = is;                                                                 \
        if (is != step->negated)                                                                   \
            goto taken;                                                                            \
        if (!step->skip)                                                                           \
            goto next;                                                                             \
        break;                                                                                     \
    }
#define ONE_COMPARE_32(form, name, truth)                                                          \
    case U_##name##_##form: {                                                                      \
        X32;                                                                                       \
        const uint32_t y = (uint32_t)(Y_##form);                                                   \
        predicate[step->dst] = truth;                                                              \
        break;                                                                                     \
    }                                                                                              \
    case U_##name##_BRANCH_##form: {                                                               \
        X32;                                                                                       \
        const uint32_t y = (uint32_t)(Y_##form);                                                   \
        const uint8_t is = truth;                                                                  \
        predicate[step->dst] = is;                                                                 \
        if (is != step->negated)                                                                   \
            goto taken;                                                                            \
        if (!step->skip)                                                                           \
            goto next;                                                                             \
        break;                                                                                     \
    }
#define ONE_LOAD(form, name, bits, bytes, log)                                                     \
    case U_##name##_##form: {                                                                      \
        const uint64_t address = value[step->src1] + Y_##form;                                     \
        if (is_plain(address, log, machine->ram_size)) {                                           \
            value[step->dst] = bytes_get##bits(machine->ram + address);                            \
            break;                                                                                 \
        }                                                                                          \
        machine->bundles = SO_FAR;                                                                 \
        if (!memory_load(machine, address, bytes, &value[step->dst]))                              \
            goto fault;                                                                            \
        if (machine->pace.slept) {                                                                 \
            all -= left;                                                                           \
            left = 0;                                                                              \
        }                                                                                          \
        break;                                                                                     \
    }
#define ONE_STORE(form, name, bits, bytes, log)                                                    \
    case U_##name##_##form: {                                                                      \
        const uint64_t address = value[step->src1] + Y_##form;                                     \
        if (is_plain(address, log, machine->ram_size)) {                                           \
            bytes_put##bits(machine->ram + address, value[step->dst]);                             \
            if (machine->pages[address / E2K_PAGE])                                                \
                cache_store(machine, block, step->bundle, address, bytes);                         \
            break;                                                                                 \
        }                                                                                          \
        machine->bundles = SO_FAR;                                                                 \
        if (!memory_store(machine, address, bytes, value[step->dst]))                              \
            goto fault;                                                                            \
        break;                                                                                     \
    }

#define CASE_64(...)         BOTH(ONE_64, __VA_ARGS__)
#define CASE_32(...)         BOTH(ONE_32, __VA_ARGS__)
#define CASE_SHIFT_64(...)   BOTH(ONE_SHIFT_64, __VA_ARGS__)
#define CASE_SHIFT_32(...)   BOTH(ONE_SHIFT_32, __VA_ARGS__)
#define CASE_DIVIDE_64(...)  BOTH(ONE_DIVIDE_64, __VA_ARGS__)
#define CASE_DIVIDE_32(...)  BOTH(ONE_DIVIDE_32, __VA_ARGS__)
#define CASE_COMPARE_64(...) BOTH(ONE_COMPARE_64, __VA_ARGS__)
#define CASE_COMPARE_32(...) BOTH(ONE_COMPARE_32, __VA_ARGS__)
#define CASE_LOAD(...)       BOTH(ONE_LOAD, __VA_ARGS__)
#define CASE_STORE(...)      BOTH(ONE_STORE, __VA_ARGS__)

/* Bundles executed, the one of this step included.  After a sleep no more blocks are: the
 * host may want to end it all. */
#define SO_FAR (all - left - (block->count - 1 - step->bundle))

#define IS_TRUE (predicate[step->predicate] ^ step->negated)

void execute(struct e2k_machine *machine, struct block *block, uint64_t budget)
{
    uint64_t *const value = machine->values;
    uint8_t *const predicate = machine->predicates;
    uint64_t left = budget;
    uint64_t all = machine->bundles + budget;
    struct block *to;
    struct uop *step;

enter:
    if (block->count > left) {
        machine->pc = block->address;
        machine->bundles = all - left;
        return;
    }
    left -= block->count;
    block->entered++;
    for (step = block->steps;; step++) {
        switch (step->code) {
            UOPS_64(CASE_64)
            UOPS_32(CASE_32)
            UOPS_SHIFT_64(CASE_SHIFT_64)
            UOPS_SHIFT_32(CASE_SHIFT_32)
            UOPS_DIVIDE_64(CASE_DIVIDE_64)
            UOPS_DIVIDE_32(CASE_DIVIDE_32)
            UOPS_COMPARE_64(CASE_COMPARE_64)
            UOPS_COMPARE_32(CASE_COMPARE_32)
            UOPS_LOAD(CASE_LOAD)
            UOPS_STORE(CASE_STORE)
        case U_MERGED_R:
            value[step->dst] = IS_TRUE ? Y_R : value[step->src1];
            break;
        case U_MERGED_L:
            value[step->dst] = IS_TRUE ? Y_L : value[step->src1];
            break;
        case U_MERGES_R:
            SET32(IS_TRUE ? Y_R : value[step->src1]);
            break;
        case U_MERGES_L:
            SET32(IS_TRUE ? Y_L : value[step->src1]);
            break;
        case U_MOVTD_R:
            machine->ctprs[step->dst] = Y_R;
            machine->prepared[step->dst] = 1;
            break;
        case U_MOVTD_L:
            machine->ctprs[step->dst] = Y_L;
            machine->prepared[step->dst] = 1;
            break;
        case U_SET:
            value[step->dst] = Y_L;
            break;
        case U_COPY:
            value[step->dst] = value[step->src1];
            break;
        case U_COPY_PREDICATE:
            predicate[step->dst] = predicate[step->src2];
            break;
        case U_GUARD:
            if (!IS_TRUE) {
                step->literal++;
                step += step->skip;
            }
            break;
        case U_BAD_SHIFT:
            goto bad_shift;
        case U_WINDOW:
            change_window(machine, (unsigned)step->literal);
            break;
        case U_NEXT:
            goto next;
        case U_BRANCH:
            goto taken;
        case U_BRANCH_IF:
            if (IS_TRUE)
                goto taken;
            if (!step->skip)
                goto next;
            break;
        case U_CT_IF:
            if (!IS_TRUE)
                goto next;
            goto prepared;
        case U_CT:
            goto prepared;
        case U_LEAVE:
        default:
            goto leave;
        }
    }

next:
    to = block->links[LINK_NEXT].to;
    if (!to) {
        to = cache_follow(machine, block, LINK_NEXT);
        if (!to)
            goto lost;
    }
    block = to;
    goto enter;

taken:
    block->taken++;
    to = block->links[LINK_TAKEN].to;
    if (!to) {
        to = cache_follow(machine, block, LINK_TAKEN);
        if (!to)
            goto lost;
    }
    block = to;
    goto enter;

prepared:
    if (!machine->prepared[step->literal])
        FAIL(FAULT_TRAP, NULL, (uint64_t)step->literal);
    block->taken++;
    to = jump(machine, machine->ctprs[step->literal]);
    if (!to) {
        to = cache_find(machine, machine->ctprs[step->literal]);
        if (!to)
            goto lost;
    }
    block = to;
    goto enter;

leave: /* the bundle of this step has not begun, and is not what was decoded any more */
    uncount(machine, block, step->bundle - 1u);
    left += block->count - step->bundle;
    machine->pc = bundle_address(block, step->bundle);
    to = cache_find(machine, machine->pc);
    if (!to) {
        machine->came_from = bundle_address(block, step->bundle - 1u);
        machine->bundles = all - left;
        return;
    }
    block = to;
    goto enter;

lost: /* there is no bundle where the block goes on */
    machine->came_from = bundle_address(block, block->count - 1);
    machine->pc = machine->fault.address;
    machine->bundles = all - left;
    return;

bad_shift:
    FAIL(FAULT_OPERATION, "a shift by the operand's width or more", 0);

fault:
    uncount(machine, block, step->bundle);
    machine->bundles = SO_FAR;
    machine->pc = bundle_address(block, step->bundle);
}
