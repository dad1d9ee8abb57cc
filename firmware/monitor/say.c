/* say.c - text for whoever reads it: escaped inside a string of JSON, or as it is.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include <stdarg.h>

#include "qmp/memory.h"

static bool is_quoted(const struct monitor_run *run)
{
    return run->reader == MONITOR_QMP || run->reader == MONITOR_TEXT;
}

/* Straight into the buffer, as json_write_escaped() does: inside a string there is no layout. */
static bool put(struct json_writer *w, const char *bytes, uint32_t size)
{
    if (size > w->size - w->length)
        return false;
    memcpy(w->buffer + w->length, bytes, size);
    w->length += size;
    return true;
}

static bool put_line_end(struct monitor_run *run)
{
    static const char *const ends[] = {
        [MONITOR_TERMINAL] = "\r\n",
        [MONITOR_GDB] = "\n",
        [MONITOR_QMP] = "\\r\\n",
        [MONITOR_TEXT] = "\\n",
    };
    const char *end = ends[run->reader];

    return put(run->w, end, text_length(end));
}

/* Bytes without an end of line: takes off *REST what fits. */
static void put_plain(struct monitor_run *run, struct json_span *rest)
{
    struct json_writer *w = run->w;
    uint32_t size = w->size - w->length;

    if (is_quoted(run)) {
        json_write_escaped(w, rest);
        return;
    }
    if (size > rest->length)
        size = rest->length;
    (void)put(w, rest->text, size);
    rest->text += size;
    rest->length -= size;
}

/* Takes what fits off *REST. */
static void put_some(struct monitor_run *run, struct json_span *rest)
{
    while (rest->length > 0) {
        struct json_span line = {rest->text, 0};
        uint32_t size;

        while (line.length < rest->length && line.text[line.length] != '\n')
            line.length++;
        size = line.length;
        put_plain(run, &line);
        rest->text += size - line.length;
        rest->length -= size - line.length;
        if (line.length > 0)
            return;
        if (rest->length > 0) {
            if (!put_line_end(run))
                return;
            rest->text++;
            rest->length--;
        }
    }
}

void say_bytes(struct monitor_run *run, const char *bytes, uint32_t size)
{
    struct json_span rest = {bytes, size};

    put_some(run, &rest);
    if (rest.length > 0)
        run->w->overflow = true;
}

bool say_some(struct monitor_run *run, struct json_span *rest)
{
    uint32_t before = rest->length;

    put_some(run, rest);
    if (before > 0 && rest->length == before)
        run->w->overflow = true;
    return rest->length == 0;
}

void say_text(struct monitor_run *run, const char *text)
{
    say_bytes(run, text, text_length(text));
}

void say_char(struct monitor_run *run, char c)
{
    say_bytes(run, &c, 1);
}

/* ------------------------------------------------------------------- formats */

/* Of the longest number, which is octal. */
#define DIGITS_MAX 23u

/* What a % begins. */
struct say_field {
    unsigned width;
    char fill, size, kind;
    bool left, marked; /* - and # */
};

/* Takes it off FORMAT, behind the %; returns the rest. */
static const char *take_field(struct say_field *field, const char *format, va_list *values)
{
    *field = (struct say_field){.fill = ' '};
    for (;; format++)
        if (*format == '-')
            field->left = true;
        else if (*format == '#')
            field->marked = true;
        else if (*format == '0')
            field->fill = '0';
        else
            break;
    if (*format == '*') {
        field->width = va_arg(*values, unsigned);
        format++;
    }
    while (*format >= '0' && *format <= '9')
        field->width = field->width * 10 + (unsigned)(*format++ - '0');
    if (*format == 'j' || *format == 'z')
        field->size = *format++;
    field->kind = *format++;
    return format;
}

static void say_filled(struct monitor_run *run, const struct say_field *field, const char *text,
                       uint32_t length)
{
    if (field->left)
        say_bytes(run, text, length);
    for (uint32_t i = length; i < field->width; i++)
        say_char(run, field->fill);
    if (!field->left)
        say_bytes(run, text, length);
}

static uint64_t take_number(const struct say_field *field, va_list *values)
{
    if (field->size == 'j')
        return va_arg(*values, uint64_t);
    if (field->size == 'z')
        return va_arg(*values, size_t);
    return field->kind == 'd' ? (uint64_t)va_arg(*values, int) : va_arg(*values, unsigned);
}

/* In digits of BITS bits each. */
static void say_in_bits(struct monitor_run *run, const struct say_field *field, uint64_t value,
                        unsigned bits)
{
    char digits[DIGITS_MAX], *at = digits + sizeof digits;
    bool marked = field->marked && value != 0;

    do {
        *--at = "0123456789abcdef"[value & ((1u << bits) - 1)];
        value >>= bits;
    } while (value);
    if (marked)
        *--at = '0';
    say_filled(run, field, at, (uint32_t)(digits + sizeof digits - at));
}

static void say_decimal(struct monitor_run *run, const struct say_field *field, uint64_t value)
{
    char digits[DIGITS_MAX] = "-";
    bool minus = field->kind == 'd' && value >> 63;
    uint32_t length = json_format_uint(digits + minus, minus ? 0 - value : value);

    say_filled(run, field, digits, length + minus);
}

static void say_field(struct monitor_run *run, const struct say_field *field, va_list *values)
{
    const char *text;

    switch (field->kind) {
    case 's':
        text = va_arg(*values, const char *);
        say_filled(run, field, text, text_length(text));
        break;
    case 'c':
        say_char(run, (char)va_arg(*values, int));
        break;
    case 'd':
    case 'u':
        say_decimal(run, field, take_number(field, values));
        break;
    case 'x':
    case 'o':
        say_in_bits(run, field, take_number(field, values), field->kind == 'x' ? 4 : 3);
        break;
    default:
        say_char(run, field->kind); /* %% */
    }
}

void say(struct monitor_run *run, const char *format, ...)
{
    struct say_field field;
    va_list values;

    va_start(values, format);
    while (*format) {
        uint32_t size = 0;

        while (format[size] && format[size] != '%')
            size++;
        say_bytes(run, format, size);
        format += size;
        if (*format) {
            format = take_field(&field, format + 1, &values);
            say_field(run, &field, &values);
        }
    }
    va_end(values);
}

#endif
