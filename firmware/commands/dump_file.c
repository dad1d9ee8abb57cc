/* dump_file.c - dump-guest-memory: a core dump into a file of the emulator's host.
 *
 * Texts, events and their order are those of QEMU 7.2; what is wrong with the arguments is said
 * before the application is stopped.  A command that is not detached writes while its session
 * waits for the reply; if the host leaves meanwhile, the dump goes on as a detached one.
 *
 * SPDX-License-Identifier: MIT */
#include "board/services.h"
#include "commands.h"
#include "debug/core_file.h"
#include "debug/debug.h"
#include "dump.h"
#include "host_file.h"
#include "qmp/memory.h"
#include "quote.h"

#if QMP_GROUP_DUMP

/* Bytes that are written at a time, and times in a row. */
enum { PIECE = 1024, PIECES = 16 };

/* ------------------------------------------------------------------- result */

static const char *status_name(const struct agent_dump *dump)
{
    return qmp_type_DumpStatus.values[dump->status];
}

static void write_result(const struct agent_dump *dump, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "total", dump->total);
    json_write_string(w, "status", status_name(dump));
    json_write_uint(w, "completed", dump->completed);
    json_write_end(w, '}');
}

/* Why the dump failed, as qmp_fail() takes it; WHERE is what %w is. */
static const char *describe(const struct agent_dump *dump, char *where)
{
    if (dump->failure == DUMP_NO_MEMORY) {
        json_format_hex(where, dump->fault);
        return "dump: failed to read memory at %w";
    }
    host_file_describe(-dump->failure, where);
    return dump->done < dump->file.head ? "dump: failed to write elf header: %w"
                                        : "dump: failed to save memory: %w";
}

/* The event has its result as text, and behind it the error's. */
static void send_completed(struct agent *agent)
{
    const struct agent_dump *dump = &agent->dump;
    uint64_t data[] = {0, QMP_ABSENT};
    char text[QMP_EVENT_TEXT], where[QMP_WHERE_MAX];
    struct json_writer w;

    json_writer_init(&w, text, sizeof text);
    write_result(dump, &w);
    json_write_bytes(&w, "", 1);
    if (dump->failure) {
        const char *format = describe(dump, where);

        data[1] = w.length;
        for (; *format != '%'; format++)
            json_write_bytes(&w, format, 1);
        json_write_text(&w, where);
        json_write_bytes(&w, "", 1);
    }
    qmp_event_send_text(&agent->server, QMP_EVENT_DUMP_COMPLETED, data, text, w.length);
}

static void finish(struct agent *agent)
{
    struct agent_dump *dump = &agent->dump;
    int closed = board_services.files->close(dump->handle);

    if (dump->failure == 0 && closed < 0)
        dump->failure = closed;
    dump->status = dump->failure ? DUMP_FAILED : DUMP_COMPLETE;
    send_completed(agent);
    dump_end(agent);
}

/* ------------------------------------------------------------------ writing */

/* Writes a piece; false: that was the last, or it failed. */
static bool write_piece(struct agent *agent)
{
    struct agent_dump *dump = &agent->dump;
    _Alignas(uint64_t) uint8_t bytes[PIECE];
    size_t got;

    if (dump->done == core_file_size(&dump->file))
        return false;
    got = core_file_read(&dump->file, agent, debug_memory_read, dump->done, bytes, sizeof bytes,
                         &dump->fault);
    dump->failure =
        got == 0 ? DUMP_NO_MEMORY : board_services.files->write(dump->handle, bytes, got);
    if (dump->failure)
        return false;
    dump->done += got;
    if (dump->done > dump->file.head)
        dump->completed = dump->done - dump->file.head;
    return true;
}

/* Returns true while there is more to write. */
static bool go_on(struct agent *agent)
{
    for (unsigned i = 0; i < PIECES; i++)
        if (!write_piece(agent)) {
            finish(agent);
            return false;
        }
    return true;
}

/* What the reply of a dump that is not detached waits for. */
static const char *write_file(struct qmp_stream *stream, char *where)
{
    struct agent *agent = stream->context;

    stream->pause = go_on(agent);
    return stream->pause || !agent->dump.failure ? NULL : describe(&agent->dump, where);
}

bool dump_file_work(struct agent *agent)
{
    if (!agent->dump.detached && !dump_has_session(agent, NULL, write_file))
        agent->dump.detached = true;
    if (agent->dump.detached)
        (void)go_on(agent);
    return true;
}

/* ----------------------------------------------------------------- commands */

enum { PAGING, PROTOCOL, DETACH, BEGIN, LENGTH, FORMAT };

static bool names_file(struct qmp_call *call)
{
    return quote_behind(call, PROTOCOL, "file:");
}

/* The formats that QEMU has, and their conditions, in its order: kdump-zlib, which it can make,
 * fails there for another reason where there is one. */
static int check_format(struct qmp_call *call)
{
    enum { ELF, KDUMP_ZLIB, KDUMP_LZO, KDUMP_SNAPPY, WIN_DMP };
    unsigned format = qmp_enum(call, FORMAT, &qmp_type_DumpGuestMemoryFormat, ELF);

    if (format != ELF && (qmp_bool(call, PAGING) || qmp_has(call, BEGIN) || qmp_has(call, LENGTH)))
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "kdump-compressed format doesn't support paging or filter");
    if (dump_check_range(call, BEGIN, LENGTH) < 0)
        return -1;
    if (format == WIN_DMP)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Windows dump is only available for x86-64");
    if (format == KDUMP_LZO || format == KDUMP_SNAPPY || (format != ELF && names_file(call))) {
        call->error_text = qmp_string(call, FORMAT);
        return qmp_fail(call, QMP_GENERIC_ERROR, "%t is not available now");
    }
    return 0;
}

static int check_protocol(struct qmp_call *call)
{
    if (names_file(call))
        return 0;
    if (quote_behind(call, PROTOCOL, "fd:"))
        return qmp_fail(call, QMP_GENERIC_ERROR, "File descriptor named '%t' has not been found");
    return qmp_fail(call, QMP_GENERIC_ERROR, "Invalid parameter 'protocol'");
}

/* What lies between begin and length may be memory in part; without them it is all RAM. */
static int find_memory(struct qmp_call *call, struct core_file *file)
{
    int64_t begin, length;
    uint64_t last;

    if (!qmp_has(call, BEGIN)) {
        core_file_of(file, 0, UINTPTR_MAX, true);
        return 0;
    }
    begin = qmp_int(call, BEGIN);
    length = qmp_int(call, LENGTH);
    if (length == 0)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Invalid parameter 'length'");
    if (begin < 0)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Invalid parameter 'begin'");
    last = (uint64_t)begin + (uint64_t)length - 1;
    if (last > UINTPTR_MAX)
        last = UINTPTR_MAX;
    if (length > 0 && (uint64_t)begin <= UINTPTR_MAX)
        core_file_of(file, (uintptr_t)begin, (uintptr_t)last, false);
    if (length < 0 || (uint64_t)begin > UINTPTR_MAX || file->memory == 0)
        return qmp_fail(call, QMP_GENERIC_ERROR, "dump: no guest memory to dump");
    return 0;
}

int agent_dump_guest_memory(struct qmp_call *call)
{
    struct agent *agent = call->context;
    struct agent_dump *dump = &agent->dump;
    struct core_file file;
    int handle;

    (void)dump_work(agent); /* that of a host that has just left goes on, or ends */
    if (dump_check_none(call) < 0 || check_format(call) < 0 || check_protocol(call) < 0 ||
        find_memory(call, &file) < 0)
        return -1;
    (void)names_file(call); /* again: its name */
    handle = host_file_open(call, call->error_text);
    if (handle < 0)
        return -1;
    if (!core_file_possible()) {
        (void)board_services.files->close(handle);
        return qmp_fail(call, QMP_GENERIC_ERROR, "Core dumps cannot be made on this board");
    }
    dump->streamed = false;
    dump->detached = qmp_has(call, DETACH) && qmp_bool(call, DETACH);
    dump->handle = handle;
    dump->status = DUMP_ACTIVE;
    dump->failure = 0;
    dump->done = dump->completed = 0;
    dump->total = file.memory;
    dump_begin(agent, &file);
    if (!dump->detached)
        call->stream->work = write_file;
    return 0;
}

static bool emit_query(struct qmp_stream *stream, struct json_writer *w)
{
    const struct agent *agent = stream->context;

    write_result(&agent->dump, w);
    return false;
}

int agent_query_dump(struct qmp_call *call)
{
    call->stream->emit = emit_query;
    return 0;
}

int agent_query_dump_capability(struct qmp_call *call)
{
    return qmp_return_text(call, "{\"formats\": [\"elf\"]}");
}

#endif
