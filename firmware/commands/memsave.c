/* memsave.c - memsave and pmemsave: memory into a file of the emulator's host.
 *
 * Order and texts of errors are QEMU's: the file is opened first, and what turns out not to be
 * memory leaves it empty.
 *
 * SPDX-License-Identifier: MIT */
#include "board/services.h"
#include "host_file.h"
#include "inspect.h"

#if QMP_GROUP_INSPECT

enum { ADDRESS, SIZE, NAME, CPU };

enum { AT_PLACE, AT_NEXT, AT_LEFT };

static const char invalid[] = "Invalid addr %w specified";

/* What invalid[] says of: "0x0000000080000000/size 16". */
static void format_range(char *where, uint64_t address, int64_t size)
{
    static const char digits[] = "0123456789abcdef";
    static const char between[] = "/size ";

    *where++ = '0';
    *where++ = 'x';
    for (int shift = 60; shift >= 0; shift -= 4)
        *where++ = digits[address >> shift & 15];
    for (const char *from = between; *from != '\0';)
        *where++ = *from++;
    if (size < 0)
        *where++ = '-';
    json_format_uint(where, size < 0 ? 0 - (uint64_t)size : (uint64_t)size);
}

/* Closes the file, if there is one; false: what was written may not have reached it. */
static bool close_file(struct inspect *place)
{
    int file = place->file - 1;

    place->file = 0;
    return file < 0 || board_services.files->close(file) == 0;
}

/* One piece.  Returns the error, NULL: it was done. */
static const char *save_piece(struct qmp_stream *stream, char *where)
{
    const struct inspect *place = (const struct inspect *)stream->at[AT_PLACE];
    _Alignas(uintptr_t) uint8_t bytes[MEMORY_PIECE];
    size_t want = stream->at[AT_LEFT] < MEMORY_PIECE ? stream->at[AT_LEFT] : MEMORY_PIECE;
    size_t got = memory_read(stream->context, stream->at[AT_NEXT], bytes, want);

    if (board_services.files->write(place->file - 1, bytes, got) < 0)
        return "An IO error has occurred";
    stream->at[AT_NEXT] += got;
    stream->at[AT_LEFT] -= got;
    if (got == want)
        return NULL;
    format_range(where, place->address, (int64_t)place->size);
    return invalid;
}

static const char *save(struct qmp_stream *stream, char *where)
{
    struct inspect *place = (struct inspect *)stream->at[AT_PLACE];
    const char *error = NULL;

    if (stream->cancelled && stream->at[AT_LEFT])
        error = "Cancelled; the file is not complete";
    else if (stream->at[AT_LEFT])
        error = save_piece(stream, where);
    if (!error && stream->at[AT_LEFT]) {
        stream->pause = true;
        return NULL;
    }
    if (!close_file(place) && !error)
        error = "An IO error has occurred";
    return error;
}

static bool is_memory(struct qmp_call *call, uint64_t address, int64_t size)
{
    return size == 0 || (size > 0 && memory_check_range(call, address, (uint64_t)size, false) == 0);
}

int agent_pmemsave(struct qmp_call *call)
{
    uint64_t address = (uint64_t)qmp_int(call, ADDRESS);
    int64_t size = qmp_int(call, SIZE);
    struct inspect *place = inspect_of(call);
    int file;

    (void)close_file(place);
    file = host_file_open(call, qmp_string(call, NAME));
    if (file < 0)
        return -1;
    place->file = file + 1;
    if (!is_memory(call, address, size)) {
        (void)close_file(place);
        format_range(call->where, address, size);
        return qmp_fail(call, QMP_GENERIC_ERROR, invalid);
    }
    place->address = (uintptr_t)address;
    place->size = (uintptr_t)size;
    call->stream->work = save;
    call->stream->cancellable = true;
    call->stream->at[AT_PLACE] = (uintptr_t)place;
    call->stream->at[AT_NEXT] = (uintptr_t)address;
    call->stream->at[AT_LEFT] = (uintptr_t)size;
    return 0;
}

int agent_memsave(struct qmp_call *call)
{
    int64_t cpu = qmp_has(call, CPU) ? qmp_int(call, CPU) : 0;

    if (cpu < 0 || cpu >= board_cpu_count())
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'cpu-index' expects a CPU number");
    return agent_pmemsave(call);
}

#endif
