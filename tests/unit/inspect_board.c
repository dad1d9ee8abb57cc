/* inspect_board.c - memory, registers and files of the test's.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect_board.h"

#include "board/services.h"
#include "commands/commands.h"
#include "debug/debug.h"

struct inspect_board inspect_board;

static const struct board_region regions[] = {
    {"ram", INSPECT_BASE, INSPECT_SIZE, true},
    {"rom", INSPECT_ROM, INSPECT_END - INSPECT_ROM, false},
};
const struct board_info board_info = {.name = "test", .regions = regions, .region_count = 2};

/* ------------------------------------------------------------------- memory */

static size_t reachable(uintptr_t address, size_t size)
{
    assert_in_range(address, INSPECT_BASE, INSPECT_END);
    assert_in_range(size, 0, INSPECT_END - address);
    if (inspect_board.hole == 0 || address + size <= inspect_board.hole)
        return size;
    return address < inspect_board.hole ? inspect_board.hole - address : 0;
}

size_t debug_memory_read(struct agent *agent, uintptr_t address, void *buffer, size_t size)
{
    size_t n = reachable(address, size);

    (void)agent;
    memcpy(buffer, inspect_board.memory + (address - INSPECT_BASE), n);
    return n;
}

size_t debug_memory_write(struct agent *agent, uintptr_t address, const void *buffer, size_t size)
{
    size_t n = reachable(address, size);

    (void)agent;
    assert_in_range(address + size, INSPECT_BASE, INSPECT_ROM);
    memcpy(inspect_board.memory + (address - INSPECT_BASE), buffer, n);
    return n;
}

unsigned board_cpu_count(void)
{
    return 2;
}

/* ---------------------------------------------------------------- registers */

static bool note(uintptr_t address, unsigned width, bool write, uint64_t value)
{
    assert_in_range(inspect_board.access_count, 0, COUNT(inspect_board.accesses) - 1);
    inspect_board.accesses[inspect_board.access_count++] =
        (struct inspect_access){address, width, write, value};
    return address + width - 1 <= inspect_board.last_register;
}

static bool read_register(uintptr_t address, unsigned width, uint64_t *value)
{
    *value = address;
    return note(address, width, false, 0);
}

static bool write_register(uintptr_t address, unsigned width, uint64_t value)
{
    return note(address, width, true, value);
}

static bool has_register(uintptr_t address, unsigned width, bool write)
{
    (void)width;
    (void)write;
    return inspect_board.unknown == 0 || address < inspect_board.unknown;
}

static const struct board_registers registers = {
    .read = read_register, .write = write_register, .has = has_register};

/* --------------------------------------------------------------------- file */

#define HANDLE 0 /* the least there may be */

static int open_file(const char *name)
{
    if (inspect_board.open_error)
        return inspect_board.open_error;
    snprintf(inspect_board.name, sizeof inspect_board.name, "%s", name);
    inspect_board.opened++;
    inspect_board.file_size = 0;
    return HANDLE;
}

static int write_file(int file, const void *bytes, size_t size)
{
    assert_int_equal(file, HANDLE);
    assert_int_equal(inspect_board.opened, inspect_board.closed + 1);
    if (inspect_board.file_size + size > inspect_board.disk_size)
        return -28;
    memcpy(inspect_board.file + inspect_board.file_size, bytes, size);
    inspect_board.file_size += size;
    return 0;
}

static int close_file(int file)
{
    assert_int_equal(file, HANDLE);
    inspect_board.closed++;
    assert_int_equal(inspect_board.opened, inspect_board.closed);
    return inspect_board.close_error;
}

static const struct board_files files = {
    .open = open_file, .write = write_file, .close = close_file};

const struct board_services board_services = {.registers = &registers, .files = &files};

/* ------------------------------------------------------------------ session */

struct rig *inspect_start(uint32_t seed)
{
    static qmp_handler *const handlers[QMP_CMD_COUNT] = {
        [QMP_CMD_agent_cancel] = qmp_do_cancel,
        [QMP_CMD_agent_memory_checksum] = agent_memory_checksum,
        [QMP_CMD_agent_memory_fill] = agent_memory_fill,
        [QMP_CMD_agent_memory_read] = agent_memory_read,
        [QMP_CMD_agent_memory_search] = agent_memory_search,
        [QMP_CMD_agent_mmio_read] = agent_mmio_read,
        [QMP_CMD_agent_mmio_write] = agent_mmio_write,
        [QMP_CMD_guest_ping] = qmp_do_nothing,
        [QMP_CMD_memsave] = agent_memsave,
        [QMP_CMD_pmemsave] = agent_pmemsave,
        [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    };

    memset(&inspect_board, 0, sizeof inspect_board);
    inspect_board.last_register = UINTPTR_MAX;
    inspect_board.disk_size = SIZE_MAX / 2;
    for (size_t i = 0; seed && i < sizeof inspect_board.memory; i++)
        inspect_board.memory[i] = (uint8_t)unit_random(&seed);
    return rig_oob(&qmp_schema, handlers);
}

void inspect_send(struct rig *rig, const char *command, const char *format, ...)
{
    char arguments[1200], text[1400];
    va_list list;

    va_start(list, format);
    vsnprintf(arguments, sizeof arguments, format, list);
    va_end(list);
    snprintf(text, sizeof text, "{'execute':'%s','arguments':{%s}}", command, arguments);
    rig_send(rig, text);
}

void inspect_expect_error(struct rig *rig, const char *format, ...)
{
    char desc[600], text[700];
    va_list list;

    va_start(list, format);
    vsnprintf(desc, sizeof desc, format, list);
    va_end(list);
    snprintf(text, sizeof text, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"%s\"}}",
             desc);
    rig_expect(rig, text);
}

void inspect_expect(struct rig *rig, const char *format, ...)
{
    char value[4000], text[4100];
    va_list list;

    va_start(list, format);
    vsnprintf(value, sizeof value, format, list);
    va_end(list);
    for (char *c = value; *c; c++)
        if (*c == '\'')
            *c = '"';
    snprintf(text, sizeof text, "{\"return\": %s}", value);
    rig_expect(rig, text);
}

void inspect_cancel(struct rig *rig, const char *request)
{
    static const char cancel[] = "{'exec-oob':'agent-cancel'}";

    rig_offer(rig, request, strlen(request));
    for (int i = 0; i < 5 && !rig->session.paused; i++)
        rig_run(rig);
    assert_true(rig->session.paused);
    rig_offer(rig, cancel, strlen(cancel));
    rig_settle(rig);
}
