/* test_monitor_grammar.c - what arguments of the human monitor's commands are made of, at its
 * limits, and the commands that look at memory, over registers and memory of the test's.
 *
 * What QEMU was recorded to say of expressions is tests/host/monitor_recorded.jsonl.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include <string.h>

#include "board/debug.h"
#include "commands/memory_access.h"
#include "guard/lock.h"
#include "monitor/say.h"

#define BASE  0x80000000u
#define SIZE  0x3000u
#define HOLE  (BASE + 0x1000u) /* a page of it that cannot be read */
#define AFTER (BASE + 0x2000u)

static struct agent agent;
static struct monitor_run run;
static char line[3000];
static uint8_t memory[SIZE];
static bool known, running;

/* --------------------------------------------------------------------- board */

static const struct board_region regions[] = {{"ram", BASE, SIZE, true}};
const struct board_info board_info = {.name = "test", .regions = regions, .region_count = 1};

const struct board_region *memory_region(uint64_t address)
{
    return address >= BASE && address - BASE < SIZE ? regions : NULL;
}

size_t memory_read(struct agent *a, uintptr_t address, void *buffer, size_t size)
{
    size_t readable = address >= AFTER ? size : address >= HOLE ? 0 : HOLE - address;

    assert_ptr_equal(a, &agent);
    assert_in_range(address, BASE, BASE + SIZE - 1);
    assert_in_range(size, 1, BASE + SIZE - address);
    if (size > readable)
        size = readable;
    memcpy(buffer, memory + (address - BASE), size);
    return size;
}

#define WORD(text, bytes) {.name = text, .size = bytes, .writable = true},
/* clang-format off */
static const struct board_register registers[] = {
    WORD("zero", 8) WORD("ra", 8) WORD("sp", 8) WORD("gp", 8) WORD("tp", 8) WORD("t0", 8)
    WORD("t1", 8) WORD("t2", 8) WORD("fp", 8) WORD("s1", 8) WORD("a0", 8) WORD("a1", 8)
    WORD("a2", 8) WORD("a3", 8) WORD("a4", 8) WORD("a5", 8) WORD("a6", 8) WORD("a7", 8)
    WORD("pc", 8) WORD("m.x_1", 4)
};
/* clang-format on */
enum { GENERAL_COUNT = 19, REGISTER_COUNT };

static char architecture[16]; /* the first letter counts */
const struct board_debug board_debug = {
    .registers = registers,
    .register_count = REGISTER_COUNT,
    .general_count = GENERAL_COUNT,
    .architecture = architecture,
};
void debug_run_only(struct agent_debug *debug, uint32_t cpus)
{
    (void)debug;
    assert_int_equal(cpus, 0);
    running = false;
}

bool board_cpu_runs(unsigned cpu)
{
    assert_int_equal(cpu, 1);
    return running;
}

unsigned board_cpu_count(void)
{
    return 2;
}

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    *value = UINT64_C(0x1111222200000000) * (cpu + 1) + number;
    return known;
}

/* --------------------------------------------------------------------- table */

static bool emit_argument(struct monitor_run *r)
{
    switch (monitor_text_of(r->row, MONITOR_ARGUMENTS)[0]) {
    case 's':
        say(r, "%u", (unsigned)monitor_string(r, 0).length);
        say_char(r, ':');
        say_bytes(r, monitor_string(r, 0).text, monitor_string(r, 0).length % 64);
        break;
    case '/':
        say(r, "%u%c%u", (unsigned)r->count, r->format, r->size);
        break;
    default:
        say(r, "%jd", monitor_number(r, 0));
    }
    return false;
}

static int say_argument(struct monitor_run *r)
{
    r->emit = emit_argument;
    return 0;
}

#define ROW(names, arguments, handler)                                                             \
    MONITOR_ROW(names, arguments, "", handler, "query-status", "r", "")

static const struct monitor_row commands[] = {
    ROW("expression", "l", say_argument),
    ROW("format", "/", say_argument),
    ROW("string", "s,s?", say_argument),
    ROW("sum", "i,i", hmp_sum),
    ROW("x", "/,l", hmp_x),
    ROW("xp", "/,l", hmp_xp),
};
const struct monitor_table monitor_commands = {commands, sizeof commands / sizeof commands[0]};
const struct monitor_table monitor_infos = {commands, 0};

int hmp_info(struct monitor_run *r)
{
    (void)r;
    return 0;
}

/* What is said of TEXT; PAUSES counts how often others had their turn meanwhile. */
static unsigned pauses;
static const char *said(const char *text)
{
    static char buffer[8192];
    struct json_writer w;
    bool more;

    pauses = 0;
    assert_true(strlen(text) < sizeof line);
    strcpy(line, text);
    json_writer_init(&w, buffer, sizeof buffer - 1);
    (void)monitor_begin(&run);
    do {
        more = monitor_next(&run, &w);
        pauses += run.pause;
        assert_false(w.overflow);
    } while (more);
    buffer[w.length] = '\0';
    return buffer;
}

static void wrong(const char *text, const char *message)
{
    char expected[200];

    sprintf(expected, "%s\r\nTry \"help %.*s\" for more information\r\n", message,
            (int)strcspn(text, " /"), text);
    assert_string_equal(said(text), expected);
}

static int setup(void **state)
{
    (void)state;
    strcpy(architecture, "riscv:rv64");
    known = true;
    running = false;
    for (unsigned i = 0; i < SIZE; i++)
        memory[i] = (uint8_t)(i * 7 + i / 256);
    monitor_init(&run, &agent, MONITOR_TERMINAL, line, sizeof line);
    return 0;
}

/* ------------------------------------------------------------------ registers */

static void registers_have_their_names_and_numbers(void **state)
{
    (void)state;
    assert_string_equal(said("expression $ra"), "1229801702673088513");
    assert_string_equal(said("expression $zero - $ra"), "-1");
    assert_string_equal(said("expression $x17-$zero"), "17");
    assert_string_equal(said("expression $s0-$x0"), "8");
    assert_string_equal(said("expression $fp-$x8"), "0");
    assert_string_equal(said("expression ( $pc+2 )-$x0"), "20");
    assert_string_equal(said("expression $m.x_1"), "19"); /* of 4 bytes */
    wrong("expression $x18*", "unexpected end of expression");
    wrong("expression $x19", "unknown register"); /* this one has no number for people */
    wrong("expression $x32", "unknown register");
    wrong("expression $x01", "unknown register");
    wrong("expression $x", "unknown register");
    wrong("expression $x1a", "unknown register");
    wrong("expression $r1", "unknown register");
    wrong("expression $RA", "unknown register");
    wrong("expression $r", "unknown register");
    wrong("expression $raa", "unknown register");
    wrong("expression $", "unknown register");
    strcpy(architecture, "arm");
    assert_string_equal(said("expression $r15-$r2"), "13");
    wrong("expression $r16", "unknown register");
    wrong("expression $x1", "unknown register");
    wrong("expression $s0", "unknown register");
}

static void registers_are_locked_in_every_command(void **state)
{
    (void)state;
    agent.lock.locked = true;
    agent.lock.policy = QMP_LOCK_ALLOW;
    agent.lock.rule_count = 1;
    agent.lock.rules[0] = (struct agent_lock_rule){.match = "agent-read-registers"};
    assert_string_equal(said("expression $ra"),
                        "Error: The command agent-read-registers is locked\r\n");
    assert_string_equal(said("x $nosuch"), "Error: The command agent-read-registers is locked\r\n");
    assert_string_equal(said("expression 1+1"), "2");
    agent.lock.locked = false;
    assert_string_equal(said("expression $x17-$zero"), "17");
}

static void registers_are_those_of_the_chosen_processor_which_is_held(void **state)
{
    (void)state;
    run.cpu = 1;
    assert_string_equal(said("expression $zero"), "2459603405346177024");
    running = true;
    assert_string_equal(said("expression $zero"), "2459603405346177024");
    assert_false(running);
    known = false;
    wrong("expression $zero", "register not known now");
}

/* ---------------------------------------------------------------- expressions */

static void numbers_are_up_to_64_bits_of_any_base(void **state)
{
    (void)state;
    assert_string_equal(said("expression 18446744073709551615"), "-1");
    assert_string_equal(said("expression 01777777777777777777777"), "-1");
    assert_string_equal(said("expression 0xFfffffffffffffff"), "-1");
    assert_string_equal(said("expression 000"), "0");
    wrong("expression 18446744073709551616", "number too large");
    wrong("expression 18446744073709551620", "number too large");
    wrong("expression 02000000000000000000000", "number too large");
    wrong("expression 0x10000000000000000", "number too large");
    wrong("expression 0x", "expression: extraneous characters at the end of line");
    wrong("expression 8a", "expression: extraneous characters at the end of line");
}

static void what_c_leaves_undefined_is_computed_all_the_same(void **state)
{
    (void)state;
    assert_string_equal(said("expression -9223372036854775808/-1"), "-9223372036854775808");
    assert_string_equal(said("expression -9223372036854775808%-1"), "0");
    assert_string_equal(said("expression -9223372036854775808/1"), "-9223372036854775808");
    assert_string_equal(said("expression 9223372036854775807+1"), "-9223372036854775808");
    assert_string_equal(said("expression 0x100000000*0x100000000"), "0");
    wrong("expression -9223372036854775808/(1-1)", "division by zero");
}

/* Parentheses, and what waits for them to close. */
static void parentheses_are_16_deep(void **state)
{
    char text[600] = "expression ";

    (void)state;
    for (unsigned i = 0; i < 16; i++)
        strcat(text, "2-3*(1|-~(");
    wrong(text, "expression too deep");
    strcpy(text, "expression ");
    for (unsigned i = 0; i < 8; i++)
        strcat(text, "2-3*(1|-~(");
    strcat(text, "5");
    wrong(text, "')' expected");
    for (unsigned i = 0; i < 8; i++)
        strcat(text, "))");
    /* Eight times 2 - 3 * (1 | (x + 1)), from 5 on. */
    assert_string_equal(said(text), "39365");
    strcat(text, ")");
    wrong(text, "expression: extraneous characters at the end of line");
}

/* -------------------------------------------------------------------- strings */

/* `string` and LENGTH times a letter, then REST. */
static const char *string_of(unsigned length, const char *first, const char *rest)
{
    static char text[2600];
    size_t at = (size_t)sprintf(text, "string %s", first);

    memset(text + at, 'a', length);
    strcpy(text + at + length, rest);
    return text;
}

static void a_string_has_1023_bytes_and_the_rest_is_dropped(void **state)
{
    (void)state;
    assert_memory_equal(said(string_of(1022, "", "")), "1022:", 5);
    assert_memory_equal(said(string_of(1023, "", "")), "1023:", 5);
    assert_memory_equal(said(string_of(1024, "", " next")), "1023:", 5);
    assert_memory_equal(said(string_of(1023, "\"", "\"")), "1023:", 5);
    assert_memory_equal(said(string_of(2000, "\"", "\\n\" next")), "1023:", 5);
    wrong(string_of(2000, "\"", ""), "string: string expected");
}

static void strings_are_words_or_stand_in_double_quotes(void **state)
{
    (void)state;
    assert_string_equal(said("string a\"b\"'\\n"), "7:a\"b\"'\\n");
    assert_string_equal(said("string \"a b\""), "3:a b");
    assert_string_equal(said("string \"\""), "0:");
    assert_string_equal(said("string \"\\\"\\'\\\\\\r\"c"), "4:\"'\\\r");
    assert_string_equal(said("string \"\xc3\xa9\x7f\x01\""), "4:\xc3\xa9\x7f\x01");
    wrong("string", "string: string expected");
    wrong("string \"", "string: string expected");
    wrong("string \"a\\", "string: string expected");
    wrong("string \"a\\\"", "string: string expected");
    wrong("string \"\\t\"", "string: string expected");
    wrong("string a \"b", "string: string expected");
    wrong("string \"a\"b c", "string: extraneous characters at the end of line");
}

/* -------------------------------------------------------------------- formats */

static void a_format_says_what_the_last_one_did_not(void **state)
{
    (void)state;
    assert_string_equal(said("format"), "1x4");
    assert_string_equal(said("format/7"), "7x4");
    assert_string_equal(said("format /dh"), "1d2");
    assert_string_equal(said("format"), "1d2");
    assert_string_equal(said("format /3i"), "3i0");
    assert_string_equal(said("format"), "1i0");
    assert_string_equal(said("format /ib"), "1i1");
    assert_string_equal(said("format /xdoub"), "1u1");
    assert_string_equal(said("format /0bhwgL"), "0u8");
    wrong("format /4x4", "invalid char in format: '4'");
    wrong("format /xg/", "invalid char in format: '/'");
    assert_string_equal(said("format"), "1u8");
    monitor_reset(&run);
    assert_string_equal(said("format"), "1x4");
}

static void a_count_has_31_bits(void **state)
{
    (void)state;
    assert_string_equal(said("format /2147483646"), "2147483646x4");
    assert_string_equal(said("format /2147483647"), "2147483647x4");
    assert_string_equal(said("format /2147483648"), "2147483647x4");
    assert_string_equal(said("format /99999999999999999999999"), "2147483647x4");
}

/* --------------------------------------------------------------------- memory */

static void expect_sum(uint64_t start, uint64_t size)
{
    char text[80], expected[16];
    uint32_t sum = 0;

    for (uint64_t i = start; i < start + size; i++) {
        bool hole = i < BASE || i - BASE >= SIZE || (i >= HOLE && i < AFTER);

        sum = (sum >> 1 | sum << 15) & 0xffff;
        sum = (sum + (hole ? 0u : memory[i - BASE])) & 0xffff;
    }
    sprintf(text, "sum %llu %llu", (unsigned long long)start, (unsigned long long)size);
    sprintf(expected, "%05u\r\n", sum);
    assert_string_equal(said(text), expected);
}

static void a_sum_is_rotated_and_counts_what_is_not_memory_as_zeros(void **state)
{
    static const uint8_t recorded[] = {0x73, 0x10, 0x40, 0x30, 0x73, 0x70, 0x04, 0x30,
                                       0x73, 0x10, 0x00, 0x34, 0x97, 0x02, 0x00, 0x00};

    (void)state;
    for (unsigned size = 0; size < 900; size += 1 + size / 16)
        expect_sum(BASE + size % 5, size);
    expect_sum(BASE - 5, 21);
    expect_sum(HOLE - 1, 0x1002);
    expect_sum(HOLE + 3, 0x2000);
    expect_sum(BASE - 100003, SIZE + 200000);
    assert_true(pauses > 20);
    expect_sum(UINT32_MAX - 3, 100000);
    assert_true(pauses < 4);
    memcpy(memory, recorded, sizeof recorded);
    assert_string_equal(said("sum 0x80000000 1"), "00115\r\n");
    assert_string_equal(said("sum 0x80000000 16"), "10398\r\n");
    assert_string_equal(said("sum 0x80000000+1 15"), "10168\r\n");
}

static void a_dump_says_where_memory_cannot_be_read(void **state)
{
    (void)state;
    assert_string_equal(said("x /12xb 0x80000ff4"),
                        "0000000080000ff4: 0xbb 0xc2 0xc9 0xd0 0xd7 0xde 0xe5 0xec\r\n"
                        "0000000080000ffc: 0xf3 0xfa 0x01 0x08\r\n");
    assert_string_equal(said("x /13b 0x80000ff4"),
                        "0000000080000ff4: 0xbb 0xc2 0xc9 0xd0 0xd7 0xde 0xe5 0xec\r\n"
                        "0000000080000ffc: Cannot access memory\r\n");
    assert_string_equal(said("xp /w 0x80002ffd"), "0000000080002ffd: Cannot access memory\r\n");
    assert_string_equal(said("xp 0x80002ffc"), "0000000080002ffc: 0x28211a13\r\n");
    assert_string_equal(said("x -1"), "ffffffffffffffff: Cannot access memory\r\n");
    assert_string_equal(said("x /4i 0x80000000"),
                        "0x0000000080000000: Asm output not supported on this arch\r\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(registers_have_their_names_and_numbers, setup),
        cmocka_unit_test_setup(registers_are_locked_in_every_command, setup),
        cmocka_unit_test_setup(registers_are_those_of_the_chosen_processor_which_is_held, setup),
        cmocka_unit_test_setup(numbers_are_up_to_64_bits_of_any_base, setup),
        cmocka_unit_test_setup(what_c_leaves_undefined_is_computed_all_the_same, setup),
        cmocka_unit_test_setup(parentheses_are_16_deep, setup),
        cmocka_unit_test_setup(a_string_has_1023_bytes_and_the_rest_is_dropped, setup),
        cmocka_unit_test_setup(strings_are_words_or_stand_in_double_quotes, setup),
        cmocka_unit_test_setup(a_format_says_what_the_last_one_did_not, setup),
        cmocka_unit_test_setup(a_count_has_31_bits, setup),
        cmocka_unit_test_setup(a_sum_is_rotated_and_counts_what_is_not_memory_as_zeros, setup),
        cmocka_unit_test_setup(a_dump_says_where_memory_cannot_be_read, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
