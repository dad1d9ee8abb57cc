/* ringbuf.c - ringbuf_read and ringbuf_write: the application's console.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/bytes.h"
#include "console.h"
#include "monitor/say.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_CONSOLE

#include "qmp/memory.h"

enum { DEVICE, SIZE, DATA = 1 };

/* The cursor: bytes to be read. */
enum { LEFT };

/* Bytes of a piece. */
#define PART 48

/* A byte that is not said as it is. */
static void say_escape(struct monitor_run *run, uint8_t byte)
{
    static const char digits[] = "0123456789ABCDEF";

    if (byte == '\\') {
        say_text(run, "\\\\");
    } else if (byte == '\0') {
        say_text(run, "\xC0\x80"); /* as in QMP's messages */
    } else {
        say_text(run, "\\u00");
        say_char(run, digits[byte >> 4]);
        say_char(run, digits[byte & 15]);
    }
}

static bool is_escaped(uint8_t byte)
{
    return byte == '\\' || byte == 0x7F || (byte < 0x20 && byte != '\n' && byte != '\t');
}

static void say_output(struct monitor_run *run, const uint8_t *bytes, uint32_t size)
{
    for (uint32_t i = 0, plain; i < size; i += plain) {
        for (plain = 0; i + plain < size && !is_escaped(bytes[i + plain]);)
            plain++;
        say_bytes(run, (const char *)bytes + i, plain);
        if (plain == 0) {
            say_escape(run, bytes[i]);
            plain = 1;
        }
    }
}

/* What is said leaves the console: not before it has fitted. */
static bool emit_output(struct monitor_run *run)
{
    struct console_output *out = &run->agent->console_output;
    uint32_t fill = console_fill(out), size;
    uint8_t bytes[PART];

    if (run->at[LEFT] > fill)
        run->at[LEFT] = fill;
    if (run->at[LEFT] == 0) {
        say_char(run, '\n');
        return false;
    }
    size = run->at[LEFT] < PART ? (uint32_t)run->at[LEFT] : PART;
    console_peek(out, bytes, size);
    if (size < run->at[LEFT])
        size = bytes_whole_characters(bytes, size);
    say_output(run, bytes, size);
    if (!run->w->overflow)
        console_take(out, size);
    run->at[LEFT] -= size;
    return true;
}

int hmp_ringbuf_read(struct monitor_run *run)
{
    uint32_t size = (uint32_t)monitor_number(run, SIZE);

    request_begin(run);
    request_text(run, "device", monitor_string(run, DEVICE));
    request_int(run, "size", size);
    if (run->request_full) /* no name is that long */
        return monitor_error(run, "Device '%0' not found");
    if (monitor_execute(run, QMP_CMD_ringbuf_read) < 0)
        return -1;
    run->at[LEFT] = size;
    run->emit = emit_output;
    return 0;
}

int hmp_ringbuf_write(struct monitor_run *run)
{
    request_begin(run);
    request_text(run, "device", monitor_string(run, DEVICE));
    if (run->request_full)
        return monitor_error(run, "Device '%0' not found");
    request_text(run, "data", monitor_string(run, DATA));
    return monitor_execute(run, QMP_CMD_ringbuf_write);
}

#endif
