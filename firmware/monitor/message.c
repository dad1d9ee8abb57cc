/* message.c - lines that commands say of a format and its parts, which may be of any length.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* The cursor: what is left of the format, what is left of the part under way, whether that is
 * canonical text, whether it is told how to get help. */
enum { AT_FORMAT, AT_PART, AT_PART_LENGTH, AT_CANONICAL, AT_HELP };

static const char how_to_get_help[] = "Try \"help %c\" for more information";

static struct json_span part_of(const struct monitor_run *run, char c)
{
    switch (c) {
    case 'w':
        return (struct json_span){run->where, text_length(run->where)};
    case 'n':
        return (struct json_span){run->row->names, text_length(run->row->names)};
    case 'c':
        return (struct json_span){run->line, run->typed};
    case 't':
    case 'r':
        return run->quoted;
    default:
        return monitor_string(run, (unsigned)(c - '0'));
    }
}

/* Finds the next part: text up to a %, or what it stands for.  False at the end. */
static bool next_part(struct monitor_run *run)
{
    const char *format = (const char *)run->at[AT_FORMAT];
    struct json_span part = {format, 0};

    if (*format == '\0')
        return false;
    run->at[AT_CANONICAL] = format[0] == '%' && format[1] == 't';
    if (*format == '%') {
        part = part_of(run, format[1]);
        format += 2;
    } else {
        while (format[part.length] && format[part.length] != '%')
            part.length++;
        format += part.length;
    }
    run->at[AT_FORMAT] = (uintptr_t)format;
    run->at[AT_PART] = (uintptr_t)part.text;
    run->at[AT_PART_LENGTH] = part.length;
    return true;
}

/* Of canonical text only as much as has no escape in it. */
static struct json_span plain_part(const struct monitor_run *run)
{
    struct json_span part = {(const char *)run->at[AT_PART], (uint32_t)run->at[AT_PART_LENGTH]};
    uint32_t size = 1;

    if (!run->at[AT_CANONICAL])
        return part;
    if (part.length > 1 && part.text[0] == '\\') {
        part.text++;
        part.length = 1;
        return part;
    }
    while (size < part.length && part.text[size] != '\\')
        size++;
    part.length = size;
    return part;
}

static bool emit_end(struct monitor_run *run);

static bool emit_format(struct monitor_run *run)
{
    struct json_span part;

    if (run->at[AT_PART_LENGTH] == 0) {
        if (!next_part(run))
            run->emit = emit_end;
        return true;
    }
    part = plain_part(run);
    (void)say_some(run, &part);
    run->at[AT_PART_LENGTH] -= (uintptr_t)part.text - run->at[AT_PART];
    run->at[AT_PART] = (uintptr_t)part.text;
    return true;
}

static bool emit_end(struct monitor_run *run)
{
    say_text(run, "\n");
    if (!run->wrong || run->at[AT_HELP])
        return false;
    run->at[AT_HELP] = true;
    run->at[AT_FORMAT] = (uintptr_t)how_to_get_help;
    run->at[AT_PART_LENGTH] = 0;
    run->emit = emit_format;
    return true;
}

static bool emit_error(struct monitor_run *run)
{
    say_text(run, "Error: ");
    run->emit = emit_format;
    return true;
}

static void say_message(struct monitor_run *run, monitor_emit *emit, const char *format)
{
    run->message = format;
    run->wrong = false;
    run->emit = emit;
    run->at[AT_FORMAT] = (uintptr_t)format;
    run->at[AT_PART_LENGTH] = 0;
    run->at[AT_HELP] = false;
}

int monitor_print(struct monitor_run *run, const char *format)
{
    say_message(run, emit_format, format);
    return 0;
}

int monitor_fail(struct monitor_run *run, const char *format)
{
    say_message(run, emit_format, format);
    return -1;
}

int monitor_error(struct monitor_run *run, const char *format)
{
    say_message(run, emit_error, format);
    return -1;
}

int monitor_fail_usage(struct monitor_run *run, const char *format)
{
    say_message(run, emit_format, format);
    run->wrong = true;
    return -1;
}

#endif
