/* test_gdb_data.c - memory, registers and descriptions as gdb reads and writes them.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb_rig.h"

#include "gdb/hex.h"

static int setup(void **state)
{
    (void)state;
    gdb_rig_begin();
    return 0;
}

static void reads_memory(uint32_t address, size_t size)
{
    char packet[40];

    snprintf(packet, sizeof packet, "m%x,%zx", address, size);
    gdb_rig_ask(packet);
    assert_int_equal(heard.length, 2 * size);
    for (size_t i = 0; i < size; i++) {
        char digits[3] = {heard.reply[2 * i], heard.reply[2 * i + 1], '\0'};

        assert_int_equal(strtoul(digits, NULL, 16), rig.memory[address - RIG_BASE + i]);
    }
}

static void memory_of_any_size_and_place_is_read(void **state)
{
    (void)state;
    for (uint32_t offset = 0; offset < 9; offset++)
        for (size_t size = 1; size < 40; size++)
            reads_memory(RIG_BASE + offset, size);
    reads_memory(RIG_BASE, RIG_SIZE);
    reads_memory(RIG_BASE + 5, RIG_SIZE - 5);
}

static void runs_of_zeros_and_ones_take_little_room(void **state)
{
    (void)state;
    gdb_rig_ask("QStartNoAckMode");
    for (size_t run = 0; run < 400; run++) {
        memset(rig.memory, 0x5a, 500);
        memset(rig.memory + 8, 0, run);
        reads_memory(RIG_BASE, 500);
        memset(rig.memory + 8, 0xff, run);
        reads_memory(RIG_BASE, 500);
        memset(rig.memory + 8, 0, run / 2);
        reads_memory(RIG_BASE, 500);
    }
    memset(rig.memory, 0, RIG_SIZE);
    heard.raw = true;
    gdb_rig_ask("m1000,2000");
    assert_in_range(heard.length, 1, 2 * RIG_SIZE / 12);
}

static void digits_are_the_same_whichever_way_they_are_made(void **state)
{
    _Alignas(8) char out[2 * 64];
    _Alignas(8) uint8_t in[64];

    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        char expected[3];
        uint8_t sum, first;

        memset(in, (int)byte, sizeof in);
        sum = hex_write(out, in, sizeof in);
        snprintf(expected, sizeof expected, "%02x", byte);
        for (unsigned i = 0; i < sizeof in; i++)
            assert_memory_equal(out + 2 * i, expected, 2);
        first = (uint8_t)(expected[0] + expected[1]);
        assert_int_equal(sum, (uint8_t)(first * sizeof in));
        assert_int_equal(hex_write(out, in + 1, 9), (uint8_t)(first * 9));
        assert_int_equal(hex_digit(expected[1]), byte % 16);
    }
    assert_int_equal(hex_digit('g'), -1);
    assert_int_equal(hex_digit('F'), 15);
}

static void what_is_not_memory_is_an_error(void **state)
{
    (void)state;
    assert_string_equal(gdb_rig_ask("m0,4"), "E0e");
    assert_string_equal(gdb_rig_ask("mffffffffffffffff,1"), "E0e");
    assert_string_equal(gdb_rig_ask("M0,1:00"), "E0e");
    assert_string_equal(gdb_rig_ask("X0,1:z"), "E0e");
    /* The end of memory is the end of the reply. */
    gdb_rig_ask("m2ffe,10");
    assert_int_equal(heard.length, 4);
}

static void what_is_no_packet_is_an_error(void **state)
{
    static const char *const wrong[] = {
        "m",
        "m1000",
        "m1000,",
        "m1000,0",
        "mffffffffffffffff,2",
        "m1000,1x",
        "mx,1",
        "m10000000000000000,1",
        "M1000,1:0",
        "M1000,1:0000",
        "M1000,1:0g",
        "M1000,1",
        "X1000,2:a",
        "X1000",
        "p",
        "p5",
        "P0",
        "P0=00",
        "P5=00",
        "G00",
        "g0",
        "P0=00000000000000zz",
        "qCRC:1000",
        "Hx0",
        "Hg9",
        "T",
        "T0",
        "T2",
        "?x",
        "Z0,1000",
        "Z9,0,0",
        "z0,x,4",
        "Z0,1000,4;X1,0",
        "vCont",
        "vCont;x",
        "vCont;c:9",
        "c1000x",
        "Cx",
        "s1x",
        "qSearch:memory:1000;4;",
        "qRcmd,1",
        "qThreadExtraInfo,9",
        "qXfer:memory-map:read::0",
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        gdb_rig_ask(wrong[i]);
        if (strcmp(heard.reply, "E16") != 0)
            fail_msg("%s: %s", wrong[i], heard.reply);
    }
    assert_int_equal(rig.memory[0], 0);
    assert_int_equal(rig.counts.conts + rig.counts.steps, 0);
}

static void memory_is_written_in_both_forms(void **state)
{
    (void)state;
    assert_string_equal(gdb_rig_ask("M1000,3:a1B2c3"), "OK");
    assert_memory_equal(rig.memory, "\xa1\xb2\xc3\x5d", 4);
    assert_string_equal(gdb_rig_ask("X1001,2:xy"), "OK");
    assert_memory_equal(rig.memory, "\xa1xy\x5d", 4);
    assert_string_equal(gdb_rig_ask("X1000,0:"), "OK");
}

static void registers_are_read_and_written(void **state)
{
    (void)state;
    rig.registers[0][0] = 0x1122334455667788;
    rig.registers[0][4] = 0xdeadbeef;
    assert_string_equal(gdb_rig_ask("g"), "8877665544332211"
                                          "000000000000000000000000000000000000000000000000");
    assert_string_equal(gdb_rig_ask("p0"), "8877665544332211");
    assert_string_equal(gdb_rig_ask("p4"), "efbeadde");
    assert_string_equal(gdb_rig_ask("P1=0102030405060708"), "OK");
    assert_true(rig.registers[0][1] == 0x0807060504030201);
    assert_string_equal(gdb_rig_ask("P4=00000000"), "E.This register cannot be written");
    assert_string_equal(gdb_rig_ask("P4=efbeadde"), "OK"); /* as it is */
    assert_string_equal(gdb_rig_ask("G1000000000000000xxxxxxxxxxxxxxxx"
                                    "20000000000000003000000000000000"),
                        "OK");
    assert_true(rig.registers[0][0] == 0x10 && rig.registers[0][3] == 0x30);
    assert_true(rig.registers[0][1] == 0x0807060504030201);
    rig.known = false;
    assert_string_equal(gdb_rig_ask("p0"), "xxxxxxxxxxxxxxxx");
    assert_string_equal(gdb_rig_ask("P0=0000000000000000"), "E.This register is not known now");
}

static void a_thread_has_its_own_registers(void **state)
{
    (void)state;
    rig.cpus = 2;
    rig.registers[1][0] = 7;
    assert_string_equal(gdb_rig_ask("qfThreadInfo"), "m1,2");
    assert_string_equal(gdb_rig_ask("qsThreadInfo"), "l");
    assert_string_equal(gdb_rig_ask("qC"), "QC1");
    assert_string_equal(gdb_rig_ask("Hg2"), "OK");
    assert_string_equal(gdb_rig_ask("p0"), "0700000000000000");
    assert_string_equal(gdb_rig_ask("qC"), "QC2");
    assert_string_equal(gdb_rig_ask("T2"), "OK");
    assert_string_equal(gdb_rig_ask("T3"), "E16");
    assert_string_equal(gdb_rig_ask("qThreadExtraInfo,2"), "637075202031"); /* cpu 1 */
    /* One that runs has none. */
    rig.agent.state = QMP_RUN_RUNNING;
    assert_string_equal(gdb_rig_ask("p0"), "xxxxxxxxxxxxxxxx");
    assert_string_equal(gdb_rig_ask("P0=0000000000000000"), "E.The application runs");
}

/* Reads a document in pieces of SIZE bytes. */
static void read_document(const char *name, size_t size, char *text, size_t room)
{
    size_t length = 0;

    do {
        char packet[80];

        snprintf(packet, sizeof packet, "qXfer:%s:%zx,%zx", name, length, size);
        gdb_rig_ask(packet);
        assert_true(heard.reply[0] == 'm' || heard.reply[0] == 'l');
        assert_true(heard.reply[0] == 'l' || heard.length == size + 1);
        assert_true(length + heard.length < room);
        memcpy(text + length, heard.reply + 1, heard.length);
        length += heard.length - 1;
    } while (heard.reply[0] == 'm');
}

static void the_documents_are_the_same_in_any_pieces(void **state)
{
    static const char *const names[] = {"features:read:target.xml", "memory-map:read:"};
    static char whole[4096], pieces[4096];

    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        read_document(names[i], 0x1000, whole, sizeof whole);
        for (size_t size = 1; size < 300; size += 7) {
            read_document(names[i], size, pieces, sizeof pieces);
            assert_string_equal(pieces, whole);
        }
    }
    assert_non_null(strstr(whole, "type=\"rom\" start=\"0x0\" length=\"0x800\""));
    assert_non_null(strstr(whole, "type=\"ram\" start=\"0x800\" length=\"0x800\""));
    assert_non_null(strstr(whole, "type=\"ram\" start=\"0x1000\" length=\"0x2000\""));
    read_document(names[0], 0x1000, whole, sizeof whole);
    assert_non_null(strstr(whole, "<architecture>riscv:rv64</architecture><osabi>none</osabi>"));
    assert_non_null(strstr(whole, "<reg name=\"pc\" bitsize=\"64\" type=\"code_ptr\"/></feature>"));
    assert_non_null(strstr(whole, "<reg name=\"sys\" bitsize=\"32\"/>"));
    assert_string_equal(gdb_rig_ask("qXfer:features:read:other.xml:0,10"), "E00");
    assert_string_equal(gdb_rig_ask("qXfer:features:read:target.xml:ffff,10"), "l");
}

/* Of "123456789" from all ones, highest bit first and without a last complement. */
static void the_sum_of_memory_is_gdbs(void **state)
{
    (void)state;
    memcpy(rig.memory, "123456789", 9);
    assert_string_equal(gdb_rig_ask("qCRC:1000,9"), "C376e6e7");
    assert_string_equal(gdb_rig_ask("qCRC:1000,0"), "Cffffffff");
    assert_string_equal(gdb_rig_ask("qCRC:0,1"), "E0e");
    gdb_rig_ask("qCRC:1000,2000");
    assert_int_equal(heard.reply[0], 'C');
    assert_string_equal(gdb_rig_ask("qCRC:1000,2001"), "E0e");
}

/* Its beginning is everywhere. */
static void search_for_a_long_pattern(void)
{
    char packet[1100];
    int head = snprintf(packet, sizeof packet, "qSearch:memory:1000;2000;");

    memset(packet + head, 0, 1000);
    packet[head + 999] = 'w';
    assert_string_equal(gdb_rig_send(packet, (size_t)head + 1000), "1,2c15");
    packet[head + 999] = 'v';
    assert_string_equal(gdb_rig_send(packet, (size_t)head + 1000), "0");
}

static void memory_is_searched(void **state)
{
    (void)state;
    memset(rig.memory, 0, RIG_SIZE);
    memcpy(rig.memory + RIG_SIZE - 4, "wxyz", 4);
    assert_string_equal(gdb_rig_ask("qSearch:memory:1000;2000;wxyz"), "1,2ffc");
    assert_string_equal(gdb_rig_ask("qSearch:memory:1000;1fff;wxyz"), "0");
    assert_string_equal(gdb_rig_ask("qSearch:memory:1000;3;wxyz"), "0");
    assert_string_equal(gdb_rig_ask("qSearch:memory:1000;2000;xyz!"), "0");
    assert_string_equal(gdb_rig_ask("qSearch:memory:0;10;w"), "E0e");
    search_for_a_long_pattern();
    memcpy(rig.memory + 255, "wxwxyz", 6);
    assert_string_equal(gdb_rig_ask("qSearch:memory:1000;2000;wxyz"), "1,1101");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(memory_of_any_size_and_place_is_read, setup),
        cmocka_unit_test_setup(runs_of_zeros_and_ones_take_little_room, setup),
        cmocka_unit_test_setup(digits_are_the_same_whichever_way_they_are_made, setup),
        cmocka_unit_test_setup(what_is_not_memory_is_an_error, setup),
        cmocka_unit_test_setup(what_is_no_packet_is_an_error, setup),
        cmocka_unit_test_setup(memory_is_written_in_both_forms, setup),
        cmocka_unit_test_setup(registers_are_read_and_written, setup),
        cmocka_unit_test_setup(a_thread_has_its_own_registers, setup),
        cmocka_unit_test_setup(the_documents_are_the_same_in_any_pieces, setup),
        cmocka_unit_test_setup(the_sum_of_memory_is_gdbs, setup),
        cmocka_unit_test_setup(memory_is_searched, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
