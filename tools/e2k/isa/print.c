/* print.c - a bundle as text.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "isa/bundle.h"
#include "isa/opcodes.h"

#define DECIMAL_MAX 4096 /* larger constants are easier to read in hexadecimal */

/* Text that grows; what does not fit is cut off. */
struct text {
    char *at;
    size_t left; /* with the end */
};

static void __attribute__((format(printf, 2, 3))) add(struct text *t, const char *format, ...)
{
    va_list arguments;
    int length;

    if (t->left < 2)
        return;
    va_start(arguments, format);
    length = vsnprintf(t->at, t->left, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    if ((size_t)length >= t->left)
        length = (int)t->left - 1;
    t->at += length;
    t->left -= (size_t)length;
}

static void add_operand(struct text *t, const struct e2k_operand *operand)
{
    if (operand->is_register)
        add(t, "%%r%u", operand->reg);
    else if (operand->value > -DECIMAL_MAX && operand->value < DECIMAL_MAX)
        add(t, "%" PRId64, operand->value);
    else
        add(t, "0x%" PRIx64, (uint64_t)operand->value);
}

static void add_condition(struct text *t, const char *before, const struct e2k_condition *c)
{
    if (c->used)
        add(t, "%s%s%%pred%u", before, c->negated ? "~" : "", c->predicate);
}

static void add_address(struct text *t, const struct e2k_op *op)
{
    add(t, "[");
    add_operand(t, &op->src1);
    add(t, " + ");
    add_operand(t, &op->src2);
    add(t, "]");
}

static void add_op(struct text *t, const struct e2k_op *op, unsigned channel)
{
    enum e2k_kind kind = e2k_facts(op->opcode)->kind;

    add(t, "%s,%u ", e2k_mnemonic(op->opcode), channel);
    if (kind == E2K_KIND_STORE) {
        add(t, "%%r%u, ", op->dst);
        add_address(t, op);
    } else if (kind == E2K_KIND_LOAD) {
        add_address(t, op);
        add(t, ", %%r%u", op->dst);
    } else {
        if (kind != E2K_KIND_MOVTD) {
            add_operand(t, &op->src1);
            add(t, ", ");
        }
        add_operand(t, &op->src2);
        add(t, ", %%%s%u",
            kind == E2K_KIND_COMPARE ? "pred"
            : kind == E2K_KIND_MOVTD ? "ctpr"
                                     : "r",
            op->dst);
    }
    add_condition(t, ", ", &op->merge);
    add_condition(t, " ? ", &op->only_if);
}

char *e2k_print(const struct e2k_bundle *bundle, uint64_t address, char *text, size_t size)
{
    struct text t = {text, size};
    const char *between = "";

    if (size)
        *text = '\0';
    add(&t, "{ ");
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (bundle->ops[n].opcode == E2K_NONE)
            continue;
        add(&t, "%s", between);
        add_op(&t, &bundle->ops[n], n);
        between = "; ";
    }
    if (bundle->window) {
        add(&t, "%ssetwd wsz = 0x%x, nfx = 1", between, bundle->window / 2u);
        between = "; ";
    }
    if (bundle->transfer != E2K_FALL_THROUGH) {
        if (bundle->transfer == E2K_CT)
            add(&t, "%sct %%ctpr%u", between, bundle->ctpr);
        else
            add(&t, "%sibranch 0x%" PRIx64, between, address + (uint64_t)bundle->displacement);
        add_condition(&t, " ? ", &bundle->taken_if);
        between = "; ";
    }
    add(&t, "%s }", *between ? "" : "nop");
    return text;
}
