/* decode.c - words to a bundle's structure; refuses all that is not of our forms.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "isa/bundle.h"
#include "isa/check.h"
#include "isa/opcodes.h"
#include "isa/syllables.h"

/* Where the parts of the bundle are that is read, in words. */
struct layout {
    const uint32_t *words;
    unsigned length;
    unsigned front; /* behind CS1: ALES */
    unsigned room;  /* behind ALES: padding and literals */
    unsigned cds;   /* behind LTS0: conditions */
    uint32_t hs;
    uint32_t used; /* a bit a word from ROOM to CDS that something refers to */
};

static unsigned bits_count(uint32_t bits)
{
    unsigned count = 0;

    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

static int read_layout(struct layout *l, const uint32_t *words, size_t count)
{
    uint32_t hs, als, ales, cds;

    memset(l, 0, sizeof *l);
    if (count == 0)
        return E2K_FAULT_TRUNCATED;
    hs = words[0];
    if (hs & HS_REFUSED)
        return E2K_FAULT_FORM;
    l->length = ((hs >> HS_LENGTH_SHIFT & 7) + 1) * 2;
    if (l->length > count)
        return E2K_FAULT_TRUNCATED;
    als = hs >> HS_ALS_SHIFT & CHANNEL_BITS;
    ales = hs >> HS_ALES_SHIFT & CHANNEL_BITS;
    l->words = words;
    l->hs = hs;
    l->front = 1 + bits_count(als) + bits_count(hs & (HS_SS | HS_CS0 | HS_CS1));
    l->room = l->front + (bits_count(ales & ~CHANNELS_WITHOUT_ALES) + 1) / 2;
    cds = hs >> HS_CDS_SHIFT & 3;
    if ((hs & HS_FRONT_MASK) + 1 != l->front || (ales & ~als) || l->room + cds > l->length)
        return E2K_FAULT_FORM;
    l->cds = l->length - cds;
    return (int)l->length;
}

/* Reads LTSn to WORD.  False: the bundle has none. */
static bool read_literal(struct layout *l, unsigned n, uint32_t *word)
{
    if (n >= LITERAL_WORDS || l->room + n >= l->cds)
        return false;
    *word = l->words[l->cds - 1 - n];
    l->used |= UINT32_C(1) << (l->cds - 1 - n);
    return true;
}

static int read_literal_operand(struct layout *l, unsigned field, struct e2k_operand *operand)
{
    unsigned n = field & 3;
    unsigned form = field >> 2 & 3;
    uint32_t low, high;

    if (!read_literal(l, n, &low))
        return E2K_FAULT_OPERAND;
    switch (form) {
    case LITERAL_LOW16:
    case LITERAL_HIGH16:
        if (n > 1)
            return E2K_FAULT_OPERAND;
        operand->value = (int16_t)(form == LITERAL_LOW16 ? low : low >> 16);
        return 0;
    case LITERAL_32:
        operand->value = (int32_t)low;
        return 0;
    default:
        if (!read_literal(l, n + 1, &high))
            return E2K_FAULT_OPERAND;
        operand->value = (int64_t)((uint64_t)high << 32 | low);
        return 0;
    }
}

/* LITERALS: where they are; NULL: src1, which may have none. */
static int read_source(struct layout *literals, unsigned field, struct e2k_operand *operand)
{
    unsigned limit = literals ? SRC2_CONSTANTS : SRC1_CONSTANTS;

    if (field >= FIELD_REGISTER && field < FIELD_REGISTER + E2K_REGISTERS) {
        operand->is_register = true;
        operand->reg = (uint8_t)(field - FIELD_REGISTER);
        return 0;
    }
    if (field >= FIELD_CONSTANT && field < FIELD_CONSTANT + limit) {
        operand->value = field - FIELD_CONSTANT;
        return 0;
    }
    if (literals && field >= FIELD_LITERAL && field < FIELD_LITERAL + 16)
        return read_literal_operand(literals, field, operand);
    return E2K_FAULT_OPERAND;
}

/* A field of another kind becomes a number that e2k_check() refuses. */
static uint8_t read_dst(enum e2k_kind kind, unsigned field)
{
    if (kind == E2K_KIND_COMPARE)
        return field & (E2K_PREDICATES - 1);
    return (uint8_t)(field - (kind == E2K_KIND_MOVTD ? FIELD_CTPR : FIELD_REGISTER));
}

static int read_op(struct layout *l, uint32_t als, bool extended, struct e2k_op *op)
{
    enum e2k_kind kind;
    int fault = 0;

    op->opcode = e2k_opcode_find(ALS_NUMBER(als), extended, ALS_DST(als) >> 5);
    kind = e2k_facts(op->opcode)->kind;
    if (kind == E2K_KIND_NONE || (als & ALS_SPECULATIVE) ||
        (kind == E2K_KIND_MOVTD && ALS_SRC1(als) != FIELD_MOVTD))
        return E2K_FAULT_OPCODE;
    if (kind != E2K_KIND_MOVTD)
        fault = read_source(NULL, ALS_SRC1(als), &op->src1);
    if (fault == 0)
        fault = read_source(l, ALS_SRC2(als), &op->src2);
    op->dst = read_dst(kind, ALS_DST(als));
    return fault;
}

/* Every ALES is the one that we know, and the half-word that pads them is empty. */
static bool are_ales_known(const struct layout *l)
{
    unsigned count = bits_count(l->hs >> HS_ALES_SHIFT & CHANNEL_BITS & ~CHANNELS_WITHOUT_ALES);

    for (unsigned n = 0; n < 2 * (l->room - l->front); n++) {
        uint32_t word = l->words[l->front + n / 2];

        if ((n % 2 ? word & 0xFFFF : word >> 16) != (n < count ? ALES_EXTENDED : 0))
            return false;
    }
    return true;
}

static int read_ops(struct layout *l, struct e2k_bundle *bundle)
{
    unsigned at = 1 + (l->hs & HS_SS ? 1 : 0);

    if (!are_ales_known(l))
        return E2K_FAULT_OPCODE;
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        int fault;

        if (!(l->hs >> (HS_ALS_SHIFT + n) & 1))
            continue;
        fault = read_op(l, l->words[at++], l->hs >> (HS_ALES_SHIFT + n) & 1, &bundle->ops[n]);
        if (fault < 0)
            return fault;
    }
    return 0;
}

static int read_condition(unsigned half, struct e2k_bundle *bundle)
{
    unsigned used = half >> CONDITION_USED_SHIFT & 7;
    unsigned negated = half >> CONDITION_NEGATE_SHIFT & 7;

    if (half == 0)
        return 0; /* the padding of an odd number of them */
    if ((half & CONDITION_PREDICATE) != CONDITION_PREDICATE || (half & CONDITION_SPARE) ||
        used == 0 || (negated & ~used))
        return E2K_FAULT_CONDITION;
    for (unsigned n = 0; n < 3; n++) {
        struct e2k_op *op = &bundle->ops[half & CONDITION_HALF ? 3 + n : n];
        struct e2k_condition *condition = half & CONDITION_MERGE ? &op->merge : &op->only_if;

        if (!(used >> n & 1))
            continue;
        if (op->opcode == E2K_NONE || condition->used)
            return E2K_FAULT_CONDITION;
        condition->used = true;
        condition->negated = negated >> n & 1;
        condition->predicate = half & (E2K_PREDICATES - 1);
    }
    return 0;
}

static int read_conditions(const struct layout *l, struct e2k_bundle *bundle)
{
    int fault = 0;

    for (unsigned at = l->cds; fault == 0 && at < l->length; at++) {
        fault = read_condition(l->words[at] >> 16, bundle);
        if (fault == 0)
            fault = read_condition(l->words[at] & 0xFFFF, bundle);
    }
    return fault;
}

static bool read_taken_if(uint32_t ss, struct e2k_condition *condition)
{
    uint32_t kind = ss >> SS_CONDITION_SHIFT & 0xF;

    condition->used = kind != SS_ALWAYS;
    condition->negated = kind == SS_IF_NOT;
    condition->predicate = ss & SS_PREDICATE_MASK;
    return kind == SS_IF || kind == SS_IF_NOT || (kind == SS_ALWAYS && condition->predicate == 0);
}

static int read_transfer(const struct layout *l, struct e2k_bundle *bundle)
{
    uint32_t known = SS_IPD | 3u << SS_CTPR_SHIFT | 0xFu << SS_CONDITION_SHIFT | SS_PREDICATE_MASK;
    uint32_t ss = l->words[1];
    uint32_t cs0 = l->words[l->front - 1 - (l->hs & HS_CS1 ? 1 : 0)];
    int32_t eighths = (int32_t)(cs0 << 4) >> 4;

    if (!(l->hs & HS_SS))
        return l->hs & HS_CS0 ? E2K_FAULT_TRANSFER : 0;
    if ((ss & ~known) || (ss & SS_IPD) != SS_IPD || !read_taken_if(ss, &bundle->taken_if))
        return E2K_FAULT_TRANSFER;
    bundle->ctpr = ss >> SS_CTPR_SHIFT & 3;
    bundle->transfer = bundle->ctpr ? E2K_CT : E2K_IBRANCH;
    if (!(l->hs & HS_CS0) != (bundle->transfer == E2K_CT))
        return E2K_FAULT_TRANSFER;
    if (bundle->transfer == E2K_IBRANCH) {
        if (cs0 & ~CS0_DISPLACEMENT_MASK)
            return E2K_FAULT_TRANSFER;
        bundle->displacement = (int64_t)eighths * E2K_ALIGN;
    }
    return 0;
}

static int read_window(struct layout *l, struct e2k_bundle *bundle)
{
    uint32_t setwd, pairs;

    if (!(l->hs & HS_CS1))
        return 0;
    if (l->words[l->front - 1] != CS1_SETWD || !read_literal(l, 0, &setwd))
        return E2K_FAULT_TRANSFER;
    pairs = setwd >> SETWD_SHIFT;
    if (pairs == 0 || pairs > SETWD_MAX || setwd != (pairs << SETWD_SHIFT | SETWD_NFX))
        return E2K_FAULT_TRANSFER;
    bundle->window = (uint8_t)(pairs * 2);
    return 0;
}

/* A word that nothing refers to and that is not padding is a syllable we do not know. */
static bool has_surplus(const struct layout *l)
{
    for (unsigned n = l->room; n < l->cds; n++) {
        if (l->words[n] && !(l->used >> n & 1))
            return true;
    }
    return false;
}

int e2k_decode(const uint32_t *words, size_t count, struct e2k_bundle *bundle)
{
    struct layout layout;
    int length = read_layout(&layout, words, count);
    int fault;

    memset(bundle, 0, sizeof *bundle);
    if (length < 0)
        return length;
    fault = read_ops(&layout, bundle);
    if (fault == 0)
        fault = read_conditions(&layout, bundle);
    if (fault == 0)
        fault = read_transfer(&layout, bundle);
    if (fault == 0)
        fault = read_window(&layout, bundle);
    if (fault == 0 && has_surplus(&layout))
        fault = E2K_FAULT_FORM;
    if (fault == 0)
        fault = e2k_check(bundle);
    return fault < 0 ? fault : length;
}
