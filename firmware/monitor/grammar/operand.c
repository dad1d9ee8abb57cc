/* operand.c - what an expression is made of: numbers, characters and registers.
 *
 * QEMU knows no registers on the processors of these boards; here each has those that
 * agent-read-registers tells of, under the processor's names and under its numbers.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/engine.h"
#include "guard/lock.h"
#include "monitor/grammar/grammar.h"
#include "monitor/grammar/number.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* ------------------------------------------------------------------- numbers */

static int take_number(struct monitor_run *run, int64_t *value)
{
    const char *text = run->line + run->next;
    uint64_t number;
    bool fits;

    run->next += (uint16_t)number_take((struct json_span){text, text_length(text)}, &number, &fits);
    if (!fits)
        return monitor_fail_usage(run, "number too large");
    *value = (int64_t)number;
    return 0;
}

/* A byte between single quotes, whichever it is. */
static int take_character(struct monitor_run *run, int64_t *value)
{
    const char *text = run->line + run->next + 1;

    if (text[0] == '\0')
        return monitor_fail_usage(run, "character constant expected");
    if (text[1] != '\'')
        return monitor_fail_usage(run, "missing terminating ' character");
    *value = (uint8_t)text[0];
    run->next = (uint16_t)(run->next + 3);
    return 0;
}

/* ----------------------------------------------------------------- registers */

#if QMP_GROUP_DEBUG

/* A number below COUNT behind the letter of NAME, which has no other letters; or -1. */
static int number_in(struct json_span name, char letter, unsigned count)
{
    unsigned number = 0;

    if (name.length < 2 || name.text[0] != letter || (name.length > 2 && name.text[1] == '0'))
        return -1;
    for (uint32_t i = 1; i < name.length && number < count; i++) {
        if (name.text[i] < '0' || name.text[i] > '9')
            return -1;
        number = number * 10 + (unsigned)(name.text[i] - '0');
    }
    return number < count ? (int)number : -1;
}

/* For names that the board's list has not: those of numbers; and RISC-V's register 8 has two more.
 */
static int find_alias(struct json_span name)
{
    const char *architecture = board_debug.architecture;

    if (!architecture)
        return -1;
    if (architecture[0] != 'r')
        return number_in(name, 'r', 16);
    if (span_is(name, "s0") || span_is(name, "fp"))
        return 8;
    return number_in(name, 'x', 32);
}

static int find_register(struct json_span name)
{
    int i;

    for (i = 0; i < board_debug.register_count; i++)
        if (span_is(name, board_debug.registers[i].name))
            return i;
    i = find_alias(name);
    return i < board_debug.general_count ? i : -1;
}

/* What a command says may tell what its arguments are: each needs what `print $NAME` needs. */
static int check_permission(struct monitor_run *run)
{
#if QMP_GROUP_LOCK
    static const char name[] = "agent-read-registers";

    if (!lock_permits(&run->agent->lock, name, true)) {
        run->quoted = (struct json_span){name, sizeof name - 1};
        return monitor_error(run, "The command %t is locked");
    }
#else
    (void)run;
#endif
    return 0;
}

static int read_register(struct monitor_run *run, struct json_span name, int64_t *value)
{
    int number = find_register(name);
    uint64_t word;

    if (check_permission(run) < 0)
        return -1;
    if (number < 0)
        return monitor_fail_usage(run, "unknown register");
    /* Held for that; the agent lets it go on by itself. */
    if (run->cpu > 0 && board_cpu_runs(run->cpu))
        debug_run_only(&run->agent->debug, 0);
    if (!board_register_read(run->cpu, (unsigned)number, &word))
        return monitor_fail_usage(run, "register not known now");
    *value = (int64_t)(board_debug.registers[number].size == 4 ? (uint32_t)word : word);
    return 0;
}

#else

static int read_register(struct monitor_run *run, struct json_span name, int64_t *value)
{
    (void)name;
    (void)value;
    return monitor_fail_usage(run, "unknown register");
}

#endif

static bool is_of_name(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
           c == '.';
}

static int take_register(struct monitor_run *run, int64_t *value)
{
    struct json_span name = {run->line + run->next + 1, 0};

    while (is_of_name(name.text[name.length]))
        name.length++;
    run->next = (uint16_t)(run->next + 1 + name.length);
    return read_register(run, name, value);
}

/* ----------------------------------------------------------------------- all */

int grammar_operand(struct monitor_run *run, int64_t *value)
{
    char c = run->line[run->next];

    if (c >= '0' && c <= '9')
        return take_number(run, value);
    if (c == '\'')
        return take_character(run, value);
    if (c == '$')
        return take_register(run, value);
    if (c == '\0')
        return monitor_fail_usage(run, "unexpected end of expression");
    return grammar_fail_at(run, c, "invalid char '%w' in expression");
}

#endif
