/* expression.c - expressions of 64 bits: operators and parentheses.
 *
 * Operators have three levels, the strongest first: * / %, then & | ^, then + -.  Those of one
 * level are done from the left to the right.  In front of an operand there may be any number of
 * + - ~.  Sums and products wrap; quotients are signed, towards 0.
 *
 * What is open, parentheses included, is kept in a stack of a fixed size: nothing calls itself.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/grammar.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* Parentheses that may be open at a time. */
#define DEPTH_MAX 16u

enum { LEVELS = 3 };

/* What is known between two parentheses: of each level the value so far and the operator behind
 * it, 0: there is none; and of the operators in front of the operand what they make of it:
 * plus or minus the operand, plus a number. */
struct part {
    uint64_t value[LEVELS];
    char op[LEVELS];
    bool minus;
    int32_t plus;
};

struct expression {
    unsigned depth;
    struct part parts[DEPTH_MAX + 1];
};

/* ----------------------------------------------------------------- operators */

static const char *const operators[LEVELS] = {"*/%", "&|^", "+-"};

static uint64_t magnitude(uint64_t value)
{
    return value >> 63 ? 0 - value : value;
}

/* Signed, and without what C leaves undefined: the lowest number by -1 is itself, remainder 0.
 * Bit by bit: the compiler's own division of 64 bits is ten times as much code on Cortex-M. */
static uint64_t divide(uint64_t a, uint64_t b, bool remainder)
{
    uint64_t x = magnitude(a), y = magnitude(b), rest = 0;

    /* X goes out at its top, the quotient comes in at its end. */
    for (unsigned bit = 0; bit < 64; bit++) {
        rest = rest << 1 | x >> 63; /* rest < y <= 2^63: nothing is lost */
        x <<= 1;
        if (rest >= y) {
            rest -= y;
            x |= 1;
        }
    }
    if (remainder)
        return a >> 63 ? 0 - rest : rest;
    return (a ^ b) >> 63 ? 0 - x : x;
}

static uint64_t apply(char op, uint64_t a, uint64_t b)
{
    switch (op) {
    case '*':
        return a * b;
    case '/':
    case '%':
        return divide(a, b, op == '%');
    case '&':
        return a & b;
    case '|':
        return a | b;
    case '^':
        return a ^ b;
    case '+':
        return a + b;
    default:
        return a - b;
    }
}

/* ------------------------------------------------------------------ operands */

/* Passes operators in front of an operand, and opening parentheses. */
static int take_front(struct monitor_run *run, struct expression *expression)
{
    for (;; run->next++) {
        struct part *part = &expression->parts[expression->depth];

        grammar_skip_blanks(run);
        switch (run->line[run->next]) {
        case '~': /* -x - 1 */
            part->plus += part->minus ? 1 : -1;
            part->minus = !part->minus;
            break;
        case '-':
            part->minus = !part->minus;
            break;
        case '+':
            break;
        case '(':
            if (expression->depth == DEPTH_MAX)
                return monitor_fail_usage(run, "expression too deep");
            expression->depth++;
            memset(part + 1, 0, sizeof *part);
            break;
        default:
            return 0;
        }
    }
}

/* Takes an operand, or the value of a part, into PART.  Returns 1 when an operator follows, which
 * is passed; 0 at the end of the part, with *VALUE; below 0: it is wrong. */
static int add(struct monitor_run *run, struct part *part, uint64_t *value)
{
    uint64_t v = (part->minus ? 0 - *value : *value) + (uint64_t)(int64_t)part->plus;
    char next;

    part->minus = false;
    part->plus = 0;
    grammar_skip_blanks(run);
    next = run->line[run->next];
    for (unsigned level = 0; level < LEVELS; level++) {
        char op = part->op[level];

        if (v == 0 && (op == '/' || op == '%'))
            return monitor_fail_usage(run, "division by zero");
        if (op)
            v = apply(op, part->value[level], v);
        part->op[level] = '\0';
        if (next != '\0' && text_find(operators[level], (unsigned char)next) >= 0) {
            part->value[level] = v;
            part->op[level] = next;
            run->next++;
            return 1;
        }
    }
    *value = v;
    return 0;
}

int grammar_expression(struct monitor_run *run, int64_t *value)
{
    struct expression expression;
    uint64_t v;
    int more;

    expression.depth = 0;
    memset(expression.parts, 0, sizeof expression.parts[0]);
    do {
        if (take_front(run, &expression) < 0 || grammar_operand(run, value) < 0)
            return -1;
        v = (uint64_t)*value;
        while ((more = add(run, &expression.parts[expression.depth], &v)) == 0 &&
               expression.depth > 0) {
            if (run->line[run->next] != ')')
                return monitor_fail_usage(run, "')' expected");
            run->next++;
            expression.depth--;
        }
    } while (more > 0);
    *value = (int64_t)v;
    return more;
}

#endif
