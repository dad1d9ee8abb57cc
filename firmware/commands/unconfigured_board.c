/* unconfigured_board.c - of the commands for what a board never has, those whose answer depends
 * on the board all the same: its ports cannot be taken away, its memories stand where QEMU
 * lists what it has loaded.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "monitor/monitor.h"

#if QMP_GROUP_UNCONFIGURED

/* ---------------------------------------------- chardev-remove, chardev-send-break */

enum { ID };

/* Whether query-chardev lists the argument "id". */
static bool is_chardev(const struct qmp_call *call)
{
    for (size_t i = 0; i < board_port_count; i++)
        if (json_equals(&call->doc, call->argument[ID], board_ports[i]->name))
            return true;
    return QMP_GROUP_CONSOLE && json_equals(&call->doc, call->argument[ID], AGENT_CONSOLE_NAME);
}

static int fail_unless_missing(struct qmp_call *call, const char *format)
{
    if (!is_chardev(call))
        return agent_unconfigured(call);
    call->error_text = qmp_string(call, ID);
    return qmp_fail(call, QMP_GENERIC_ERROR, format);
}

int agent_chardev_remove(struct qmp_call *call)
{
    return fail_unless_missing(call, "Chardev '%t' is busy");
}

int agent_chardev_send_break(struct qmp_call *call)
{
    return fail_unless_missing(call, "Chardev '%t' cannot send a BREAK");
}

/* ------------------------------------------------------------------- x-query-roms */

#if QMP_GROUP_MONITOR

int agent_x_query_roms(struct qmp_call *call)
{
    return monitor_human_readable(call, "roms");
}

#else

/* VALUE in lower case, with at least WIDTH (at most 16) digits. */
static void write_hex(struct json_writer *w, uint64_t value, unsigned width)
{
    char text[16];
    unsigned at = sizeof text;

    while (value != 0 || at + width > sizeof text) {
        text[--at] = "0123456789abcdef"[value & 15];
        value >>= 4;
    }
    json_write_bytes(w, text + at, (uint32_t)sizeof text - at);
}

/* A line as QEMU prints it, inside a JSON string. */
static void write_region(struct json_writer *w, const struct board_region *region)
{
    json_write_text(w, "addr=");
    write_hex(w, region->base, 16);
    json_write_text(w, " size=0x");
    write_hex(w, region->size, 6);
    json_write_text(w, region->writable ? " mem=ram" : " mem=rom");
    json_write_text(w, " name=\\\"");
    json_write_text(w, region->name);
    json_write_text(w, "\\\"\\n");
}

/* A region a piece. */
static bool emit_roms(struct qmp_stream *stream, struct json_writer *w)
{
    uintptr_t i = stream->at[0]++;

    if (i == 0)
        json_write_text(w, "{\"human-readable-text\": \"");
    if (i < board_info.region_count) {
        write_region(w, &board_info.regions[i]);
        return true;
    }
    json_write_text(w, "\"}");
    return false;
}

int agent_x_query_roms(struct qmp_call *call)
{
    call->stream->emit = emit_roms;
    return 0;
}

#endif

#endif
