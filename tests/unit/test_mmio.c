/* test_mmio.c - agent-mmio-read and agent-mmio-write: one access for each register, of its width.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect_board.h"

#include "agent/config.h"

static void expect_access(unsigned i, uintptr_t address, unsigned width, bool write, uint64_t value)
{
    const struct inspect_access *access = &inspect_board.accesses[i];

    assert_in_range(i, 0, inspect_board.access_count - 1);
    assert_int_equal(access->address, address);
    assert_int_equal(access->width, width);
    assert_int_equal(access->write, write);
    assert_int_equal(access->value, value);
}

static void each_register_is_read_with_one_access_of_its_width(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    for (unsigned width = 1; width <= 8; width *= 2) {
        inspect_board.access_count = 0;
        inspect_send(rig, "agent-mmio-read", "'address':%u,'width':%u,'count':3", INSPECT_DEVICE,
                     width);
        inspect_expect(rig, "{'address': %u, 'width': %u, 'values': [%u, %u, %u]}", INSPECT_DEVICE,
                       width, INSPECT_DEVICE, INSPECT_DEVICE + width, INSPECT_DEVICE + 2 * width);
        assert_int_equal(inspect_board.access_count, 3);
        for (unsigned i = 0; i < 3; i++)
            expect_access(i, INSPECT_DEVICE + i * width, width, false, 0);
    }
    rig_free(rig);
}

static void a_register_is_written_with_one_access_of_its_width(void **state)
{
    static const uint64_t most[] = {0xFF, 0xFFFF, 0xFFFFFFFF, UINT64_MAX};
    struct rig *rig = inspect_start(0);

    (void)state;
    for (unsigned i = 0, width = 1; i < COUNT(most); i++, width *= 2) {
        inspect_board.access_count = 0;
        inspect_send(rig, "agent-mmio-write", "'address':%u,'width':%u,'value':%llu",
                     INSPECT_DEVICE, width, (unsigned long long)most[i]);
        inspect_expect(rig, "{}");
        assert_int_equal(inspect_board.access_count, 1);
        expect_access(0, INSPECT_DEVICE, width, true, most[i]);
        if (width == 8)
            break;
        inspect_send(rig, "agent-mmio-write", "'address':%u,'width':%u,'value':%llu",
                     INSPECT_DEVICE, width, (unsigned long long)most[i] + 1);
        inspect_expect_error(rig, "Parameter 'value' does not fit the width");
        assert_int_equal(inspect_board.access_count, 1);
    }
    rig_free(rig);
}

/* The port takes a byte at a time, so that pieces of the return are asked for again. */
static void registers_are_read_once_however_the_port_takes_the_return(void **state)
{
    struct rig *rig = inspect_start(0);
    char request[200];
    const char *line;

    (void)state;
    snprintf(request, sizeof request,
             "{'execute':'agent-mmio-read','arguments':{'address':%u,'width':8,'count':%d}}",
             INSPECT_DEVICE, AGENT_MMIO_MAX);
    for (unsigned round = 0; round < 8; round++) { /* the buffer is full somewhere in it */
        inspect_board.access_count = 0;
        rig_offer(rig, request, strlen(request));
        assert_int_equal(inspect_board.access_count, AGENT_MMIO_MAX);
    }
    do {
        rig_run(rig);
        if (inspect_board.access_count > AGENT_MMIO_MAX)
            inspect_board.access_count -= AGENT_MMIO_MAX;
    } while (rig_take(rig, 1));
    assert_int_equal(inspect_board.access_count, AGENT_MMIO_MAX);
    for (unsigned round = 0; round < 8; round++) {
        line = rig_line(rig);
        assert_non_null(line);
        assert_non_null(strstr(line, ", 262640, 262648]}}"));
    }
    rig_free(rig);
}

static void a_read_ends_at_the_register_that_faults(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    inspect_board.last_register = INSPECT_DEVICE + 7;
    inspect_send(rig, "agent-mmio-read", "'address':%u,'width':4,'count':4", INSPECT_DEVICE);
    inspect_expect(rig, "{'address': %u, 'width': 4, 'values': [%u, %u], 'fault': %u}",
                   INSPECT_DEVICE, INSPECT_DEVICE, INSPECT_DEVICE + 4, INSPECT_DEVICE + 8);
    assert_int_equal(inspect_board.access_count, 3);
    inspect_send(rig, "agent-mmio-read", "'address':%u,'width':4", INSPECT_DEVICE + 8);
    inspect_expect(rig, "{'address': %u, 'width': 4, 'values': [], 'fault': %u}",
                   INSPECT_DEVICE + 8, INSPECT_DEVICE + 8);
    inspect_send(rig, "agent-mmio-write", "'address':%u,'width':4,'value':0", INSPECT_DEVICE + 8);
    inspect_expect_error(rig, "The register at 0x40008 could not be written");
    rig_free(rig);
}

/* The values stand in memory of the agent until they are written. */
static void as_many_registers_as_the_limit_are_read_and_no_more(void **state)
{
    struct rig *rig = inspect_start(0);
    const char *line;

    (void)state;
    inspect_send(rig, "agent-mmio-read", "'address':%u,'width':8,'count':%d", INSPECT_DEVICE,
                 AGENT_MMIO_MAX);
    line = rig_line(rig);
    assert_non_null(line);
    assert_non_null(strstr(line, "\"values\": [262144, 262152, "));
    assert_int_equal(inspect_board.access_count, AGENT_MMIO_MAX);
    inspect_send(rig, "agent-mmio-read", "'address':%u,'width':8,'count':%d", INSPECT_DEVICE,
                 AGENT_MMIO_MAX + 1);
    inspect_expect_error(rig, "Parameter 'count' expects 1 to %d registers", AGENT_MMIO_MAX);
    assert_int_equal(inspect_board.access_count, AGENT_MMIO_MAX);
    rig_free(rig);
}

static void what_is_wrong_is_named_and_nothing_is_accessed(void **state)
{
    static const struct {
        const char *command, *arguments, *desc;
    } rows[] = {
        {"read", "'address':262144,'width':0", "Parameter 'width' expects 1, 2, 4 or 8"},
        {"read", "'address':262144,'width':3", "Parameter 'width' expects 1, 2, 4 or 8"},
        {"read", "'address':262144,'width':16", "Parameter 'width' expects 1, 2, 4 or 8"},
        {"read", "'address':262144,'width':-1", "Parameter 'width' expects 1, 2, 4 or 8"},
        {"read", "'address':262144,'width':4294967297", "Parameter 'width' expects 1, 2, 4 or 8"},
        {"write", "'address':262144,'width':5,'value':0", "Parameter 'width' expects 1, 2, 4 or 8"},
        {"read", "'address':262144,'width':1,'count':0",
         "Parameter 'count' expects 1 to 64 registers"},
        {"read", "'address':262144,'width':1,'count':-1",
         "Parameter 'count' expects 1 to 64 registers"},
        {"read", "'address':262145,'width':2", "Address 0x40001 is not a multiple of the width"},
        {"read", "'address':262146,'width':4", "Address 0x40002 is not a multiple of the width"},
        {"write", "'address':262148,'width':8,'value':0",
         "Address 0x40004 is not a multiple of the width"},
        {"read", "'address':65536,'width':1", "Address 0x10000 is memory, see agent-memory-read"},
        {"read", "'address':65532,'width':4,'count':2",
         "Address 0x10000 is memory, see agent-memory-read"},
        {"write", "'address':65536,'width':1,'value':1",
         "Address 0x10000 is memory, see agent-memory-read"},
        {"read", "'address':18446744073709551608,'width':8,'count':2",
         "The registers go beyond the last address"},
    };
    struct rig *rig = inspect_start(0);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char command[40];

        snprintf(command, sizeof command, "agent-mmio-%s", rows[i].command);
        inspect_send(rig, command, "%s", rows[i].arguments);
        inspect_expect_error(rig, "%s", rows[i].desc);
    }
    assert_int_equal(inspect_board.access_count, 0);
    rig_free(rig);
}

/* What cannot be written like memory may have registers: a flash has. */
static void the_registers_of_a_read_only_memory_are_reached(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    inspect_send(rig, "agent-mmio-write", "'address':%u,'width':2,'value':144", INSPECT_ROM);
    inspect_expect(rig, "{}");
    expect_access(0, INSPECT_ROM, 2, true, 144);
    rig_free(rig);
}

static void what_the_board_does_not_know_is_refused_before_the_first_access(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    inspect_board.unknown = INSPECT_DEVICE + 8;
    inspect_send(rig, "agent-mmio-read", "'address':%u,'width':4,'count':3", INSPECT_DEVICE);
    inspect_expect_error(rig, "There is no register of that width at 0x40008");
    inspect_send(rig, "agent-mmio-write", "'address':%u,'width':4,'value':3", INSPECT_DEVICE + 8);
    inspect_expect_error(rig, "There is no register of that width at 0x40008");
    assert_int_equal(inspect_board.access_count, 0);
    inspect_send(rig, "agent-mmio-read", "'address':%u,'width':4,'count':2", INSPECT_DEVICE);
    inspect_expect(rig, "{'address': %u, 'width': 4, 'values': [%u, %u]}", INSPECT_DEVICE,
                   INSPECT_DEVICE, INSPECT_DEVICE + 4);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_register_is_read_with_one_access_of_its_width),
        cmocka_unit_test(a_register_is_written_with_one_access_of_its_width),
        cmocka_unit_test(registers_are_read_once_however_the_port_takes_the_return),
        cmocka_unit_test(a_read_ends_at_the_register_that_faults),
        cmocka_unit_test(as_many_registers_as_the_limit_are_read_and_no_more),
        cmocka_unit_test(what_is_wrong_is_named_and_nothing_is_accessed),
        cmocka_unit_test(the_registers_of_a_read_only_memory_are_reached),
        cmocka_unit_test(what_the_board_does_not_know_is_refused_before_the_first_access),
    };

    return cmocka_run_group_tests_name("mmio", tests, NULL, NULL);
}
