/* mmio.c - agent-mmio-read and agent-mmio-write: registers of devices, by address.
 *
 * All registers are read before the return begins, as reading may change a device: nothing that
 * happens to the return has one read twice.
 *
 * SPDX-License-Identifier: MIT */
#include "board/services.h"
#include "inspect.h"

#if QMP_GROUP_INSPECT

enum { ADDRESS, WIDTH, COUNT };
enum { WRITE_VALUE = 2 };

static int check_width(struct qmp_call *call, int64_t width)
{
    if (width == 1 || width == 2 || width == 4 || (width == 8 && sizeof(uintptr_t) == 8))
        return 0;
    return qmp_fail(call, QMP_GENERIC_ERROR,
                    sizeof(uintptr_t) == 8 ? "Parameter 'width' expects 1, 2, 4 or 8"
                                           : "Parameter 'width' expects 1, 2 or 4");
}

static int check_register(struct qmp_call *call, uint64_t address, unsigned width, bool write)
{
    const struct board_registers *registers = board_services.registers;
    const struct board_region *region = memory_region(address);

    if (address > UINTPTR_MAX)
        return qmp_fail_number(call, address, "There is no address %w");
    /* What can be written like memory is; a flash has registers where it is read. */
    if (region != NULL && region->writable)
        return qmp_fail_number(call, address, "Address %w is memory, see agent-memory-read");
    if (registers->has != NULL && !registers->has((uintptr_t)address, width, write))
        return qmp_fail_number(call, address, "There is no register of that width at %w");
    return 0;
}

/* Whether an access of each of COUNT registers, from the argument ADDRESS on, may be tried. */
static int check_registers(struct qmp_call *call, uint64_t count, bool write)
{
    uint64_t address = qmp_uint(call, ADDRESS);
    unsigned width = (unsigned)qmp_int(call, WIDTH);

    if (board_services.registers == NULL)
        return qmp_fail(call, QMP_GENERIC_ERROR, "This board gives no access to registers");
    if (address & (width - 1)) /* the widths are powers of 2 */
        return qmp_fail_number(call, address, "Address %w is not a multiple of the width");
    for (uint64_t i = 0; i < count; i++) {
        if (check_register(call, address, width, write) < 0)
            return -1;
        address += width;
        if (address == 0 && i + 1 < count)
            return qmp_fail(call, QMP_GENERIC_ERROR, "The registers go beyond the last address");
    }
    return 0;
}

/* --------------------------------------------------------------------- read */

enum { AT_PLACE, AT_PHASE, AT_NEXT };
enum { PHASE_HEAD, PHASE_VALUES };

static bool emit_values(struct qmp_stream *stream, struct json_writer *w)
{
    const struct inspect *place = (const struct inspect *)stream->at[AT_PLACE];
    uintptr_t width = place->registers.width;

    if (stream->at[AT_PHASE] == PHASE_HEAD) {
        json_write_begin(w, NULL, '{');
        json_write_uint(w, "address", place->address);
        json_write_uint(w, "width", width);
        json_write_begin(w, "values", '[');
        stream->at[AT_PHASE] = PHASE_VALUES;
        return true;
    }
    if (stream->at[AT_NEXT] < place->registers.count) {
        json_write_uint(w, NULL, place->registers.values[stream->at[AT_NEXT]++]);
        return true;
    }
    json_write_end(w, ']');
    if (place->registers.faulted)
        json_write_uint(w, "fault", place->address + place->registers.count * width);
    json_write_end(w, '}');
    return false;
}

static void read_registers(struct inspect *place, size_t count)
{
    unsigned width = place->registers.width;
    size_t i = 0;

    while (i < count && board_services.registers->read(place->address + i * width, width,
                                                       &place->registers.values[i]))
        i++;
    place->registers.count = i;
    place->registers.faulted = i < count;
}

int agent_mmio_read(struct qmp_call *call)
{
    struct inspect *place = inspect_of(call);
    int64_t count = qmp_has(call, COUNT) ? qmp_int(call, COUNT) : 1;

    if (check_width(call, qmp_int(call, WIDTH)) < 0)
        return -1;
    if (count < 1 || count > AGENT_MMIO_MAX) {
        json_format_uint(call->where, AGENT_MMIO_MAX);
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'count' expects 1 to %w registers");
    }
    if (check_registers(call, (uint64_t)count, false) < 0)
        return -1;
    place->address = (uintptr_t)qmp_uint(call, ADDRESS);
    place->registers.width = (unsigned)qmp_int(call, WIDTH);
    read_registers(place, (size_t)count);
    call->stream->emit = emit_values;
    call->stream->at[AT_PLACE] = (uintptr_t)place;
    return 0;
}

/* -------------------------------------------------------------------- write */

int agent_mmio_write(struct qmp_call *call)
{
    uint64_t address = qmp_uint(call, ADDRESS), value = qmp_uint(call, WRITE_VALUE);
    unsigned width = (unsigned)qmp_int(call, WIDTH);

    if (check_width(call, qmp_int(call, WIDTH)) < 0)
        return -1;
    if (width < 8 && value >> (8 * width))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'value' does not fit the width");
    if (check_registers(call, 1, true) < 0)
        return -1;
    if (!board_services.registers->write((uintptr_t)address, width, value))
        return qmp_fail_number(call, address, "The register at %w could not be written");
    return 0;
}

#endif
