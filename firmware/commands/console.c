/* console.c - ringbuf-read and ringbuf-write on the application's console.
 *
 * SPDX-License-Identifier: MIT */
#include "console.h"

#include "bytes.h"
#include "commands.h"
#include "qmp/memory.h"

#if QMP_GROUP_CONSOLE

/* Positions of arguments in the schema. */
enum { DEVICE, SIZE, READ_FORMAT, DATA = 1, WRITE_FORMAT };

/* Bytes moved at a time: whole groups of base64. */
#define PIECE_MAX 96
_Static_assert(PIECE_MAX % 12 == 0, "pieces are whole groups of base64, both ways");

/* Fails unless the device is the console. */
static int check_device(struct qmp_call *call)
{
    int device = call->argument[DEVICE];

    if (json_equals(&call->doc, device, AGENT_CONSOLE_NAME))
        return 0;
    call->error_text = qmp_string(call, DEVICE);
    for (size_t i = 0; i < board_port_count; i++)
        if (json_equals(&call->doc, device, board_ports[i]->name))
            return qmp_fail(call, QMP_GENERIC_ERROR, "%t is not a ringbuf device");
    return qmp_fail(call, QMP_GENERIC_ERROR, "Device '%t' not found");
}

/* ---------------------------------------------------------------- ringbuf-read */

/* The cursor of a read. */
enum { AT_LEFT, AT_FORMAT, AT_OPEN };

/* Write what fits of the SIZE bytes and return how many these were; LAST: none follow. */
static uint32_t write_utf8(struct json_writer *w, const uint8_t *bytes, uint32_t size, bool last)
{
    struct json_span rest = {(const char *)bytes,
                             last ? size : bytes_whole_characters(bytes, size)};
    uint32_t whole = rest.length;

    json_write_escaped(w, &rest);
    return whole - rest.length;
}

static uint32_t write_base64(struct json_writer *w, const uint8_t *bytes, uint32_t size, bool last)
{
    char text[PIECE_MAX / 3 * 4];
    uint32_t groups = (w->size - w->length) / 4;

    if (size > groups * 3)
        size = groups * 3;
    else if (!last)
        size -= size % 3;
    json_write_bytes(w, text, (uint32_t)bytes_to_base64(text, bytes, size));
    return size;
}

/* A piece leaves the ring when it is in the reply.  What the application overwrites meanwhile
 * is lost to this reader, and what another session takes goes to that one. */
static void write_piece(struct console_output *out, struct qmp_stream *stream,
                        struct json_writer *w)
{
    uint8_t bytes[PIECE_MAX];
    uint32_t left = (uint32_t)stream->at[AT_LEFT], size = left < PIECE_MAX ? left : PIECE_MAX;
    uint32_t done;

    console_peek(out, bytes, size);
    done = stream->at[AT_FORMAT] == QMP_DATA_BASE64 ? write_base64(w, bytes, size, size == left)
                                                    : write_utf8(w, bytes, size, size == left);
    if (done == 0)
        w->overflow = true;
    console_take(out, done);
    stream->at[AT_LEFT] = left - done;
}

static bool emit_output(struct qmp_stream *stream, struct json_writer *w)
{
    struct agent *agent = stream->context;
    uint32_t fill = console_fill(&agent->console_output);

    if (!stream->at[AT_OPEN]) {
        json_write_key(w, NULL);
        json_write_bytes(w, "\"", 1);
        stream->at[AT_OPEN] = true;
        return true;
    }
    if (stream->at[AT_LEFT] > fill)
        stream->at[AT_LEFT] = fill;
    if (stream->at[AT_LEFT] > 0) {
        write_piece(&agent->console_output, stream, w);
        return true;
    }
    json_write_bytes(w, "\"", 1);
    return false;
}

int agent_ringbuf_read(struct qmp_call *call)
{
    struct agent *agent = call->context;
    uint32_t fill = console_fill(&agent->console_output);
    int64_t size = qmp_int(call, SIZE);

    if (check_device(call) < 0)
        return -1;
    if (size <= 0)
        return qmp_fail(call, QMP_GENERIC_ERROR, "size must be greater than zero");
    call->stream->at[AT_LEFT] = size < fill ? (uint32_t)size : fill;
    call->stream->at[AT_FORMAT] = qmp_enum(call, READ_FORMAT, &qmp_type_DataFormat, QMP_DATA_UTF8);
    call->stream->emit = emit_output;
    return 0;
}

/* --------------------------------------------------------------- ringbuf-write */

/* Both put the bytes that TEXT stands for into the input; NULL: only count them.  Return how
 * many, or below 0 with *WRONG the first wrong character. */
static ptrdiff_t put_utf8(struct console_input *in, struct json_span text, size_t *wrong)
{
    ptrdiff_t total = 0;

    (void)wrong;
    for (int c; (c = json_string_byte(&text)) >= 0; total++) {
        uint8_t byte = (uint8_t)c;

        if (byte == 0xC0) /* U+0000, as it is in a message */
            byte = (uint8_t)(json_string_byte(&text) & 0x3F);
        if (in != NULL)
            console_put(in, &byte, 1);
    }
    return total;
}

static ptrdiff_t put_base64(struct console_input *in, struct json_span text, size_t *wrong)
{
    uint8_t bytes[PIECE_MAX];
    ptrdiff_t total = 0;

    if (in == NULL)
        return bytes_from_base64(NULL, text.text, text.length, wrong);
    while (text.length > 0) {
        uint32_t part = text.length < PIECE_MAX ? text.length : PIECE_MAX;
        ptrdiff_t size = bytes_from_base64(bytes, text.text, part, wrong);

        console_put(in, bytes, (uint32_t)size);
        total += size;
        text.text += part;
        text.length -= part;
    }
    return total;
}

/* QEMU's error for what is no character of base64; what else is wrong, it does not see. */
static int fail_base64(struct qmp_call *call, struct json_span text, size_t wrong)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

    if (wrong < text.length && text_find(digits, (uint8_t)text.text[wrong]) < 0)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Base64 data contains invalid characters");
    json_format_uint(call->where, wrong);
    return qmp_fail(call, QMP_GENERIC_ERROR,
                    "Base64 data is incomplete or wrongly padded at character %w");
}

int agent_ringbuf_write(struct qmp_call *call)
{
    struct agent *agent = call->context;
    struct console_input *in = &agent->console_input;
    struct json_span data = qmp_string(call, DATA);
    bool base64 =
        qmp_enum(call, WRITE_FORMAT, &qmp_type_DataFormat, QMP_DATA_UTF8) == QMP_DATA_BASE64;
    ptrdiff_t (*put)(struct console_input *, struct json_span, size_t *) =
        base64 ? put_base64 : put_utf8;
    size_t wrong = 0;
    ptrdiff_t size;

    if (check_device(call) < 0)
        return -1;
    size = put(NULL, data, &wrong);
    if (size < 0)
        return fail_base64(call, data, wrong);
    if ((size_t)size > console_room(in)) {
        json_format_uint(call->where, console_room(in));
        return qmp_fail(call, QMP_GENERIC_ERROR, "The console's input has room for %w bytes only");
    }
    put(in, data, &wrong);
    return 0;
}

/* ------------------------------------------------------------------- the agent */

/* What is on the way stays in the port, which holds its host back. */
static void receive(struct console_input *in, struct board_port *port)
{
    uint8_t bytes[PIECE_MAX];
    uint32_t room;

    if (port->ops->events != NULL)
        (void)port->ops->events(port);
    while ((room = console_room(in)) > 0) {
        size_t count = port->ops->read(port, bytes, room < PIECE_MAX ? room : PIECE_MAX);

        if (count == 0)
            return;
        console_put(in, bytes, (uint32_t)count);
    }
    in->waiting = true;
}

void agent_console_receive(struct agent *agent)
{
    agent->console_input.waiting = false;
    for (size_t i = 0; i < board_port_count; i++)
        if (board_ports[i]->role == BOARD_PORT_CONSOLE)
            receive(&agent->console_input, board_ports[i]);
}

void agent_console_init(struct agent *agent)
{
    memset(&agent->console_output, 0, sizeof agent->console_output);
    memset(&agent->console_input, 0, sizeof agent->console_input);
}

void agent_console_restart(struct agent *agent)
{
    console_abandon(&agent->console_output);
    console_clear(&agent->console_input);
}

#endif
