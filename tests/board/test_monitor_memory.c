/* test_monitor_memory.c - print, x, xp, sum, memsave and pmemsave of the human monitor, against
 * what commands of QMP tell of the same memory and registers.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "memory.h"

#include <inttypes.h>
#include <stdarg.h>

static bool is_32_bit(void)
{
    return strcmp(board->target, "arm") == 0;
}

static bool is_e2k(void)
{
    return strcmp(board->target, "e2k") == 0;
}

/* What is said to a line, in which ' stands for ". */
static void says(struct qmpc *session, const char *text, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void says(struct qmpc *session, const char *text, const char *format, ...)
{
    char line[600], escaped[1200], *to = escaped;
    struct qmpc_message *reply;
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    for (const char *from = line; *from; from++) {
        if (*from == '\'')
            *to++ = '\\';
        *to++ = *from == '\'' ? '"' : *from;
    }
    *to = '\0';
    reply = ask(session, "human-monitor-command", "{\"command-line\": \"%s\"}", escaped);
    if (!qmpc_string_at_is(reply, "return", text))
        fail_msg("\"%s\" says %s", line, qmpc_message_text(reply));
    qmpc_message_free(reply);
}

/* What `x /COUNTxb` shows of BYTES, which are at ADDRESS; DIGITS of an address. */
static char *dump_of(const uint8_t *bytes, size_t count, uint64_t address, int digits)
{
    char *text = malloc(count * 8 + 40), *to = text;

    assert_non_null(text);
    for (size_t i = 0; i < count; i++) {
        if (i % 8 == 0)
            to += sprintf(to, "%0*" PRIx64 ":", digits, address + i);
        to += sprintf(to, " 0x%02x%s", bytes[i], i % 8 == 7 || i + 1 == count ? "\r\n" : "");
    }
    return text;
}

static void a_dump_shows_the_bytes_that_are_there(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint8_t *bytes = memory_pattern(1500, 7);
    uint64_t at = board->scratch + 5;
    char *dump;

    (void)state;
    memory_write(line, at, bytes, 1000, "hex");
    memory_write(line, at + 1000, bytes + 1000, 500, "hex");
    dump = dump_of(bytes, 1500, at, is_32_bit() ? 8 : 16);
    says(line, dump, "x /1500xb 0x%" PRIx64, at);
    free(dump);
    dump = dump_of(bytes, 1499, at, 16);
    says(line, dump, "xp /1499xb 0x%" PRIx64 "-1+1", at);
    says(line, dump, "xp /1499 0x%" PRIx64, at); /* in the way of the last one */
    free(dump);
    free(bytes);
    expect_status(line, "running");
}

static void what_is_not_memory_is_not_touched(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    const struct memory_range *last = &board->memory[board->memory_count - 1];
    uint64_t end = last->end;
    char text[200];

    (void)state;
    if (is_32_bit()) {
        says(line, "ffffffff: Cannot access memory\r\n", "x -1");
        says(line, "fffffff8: Cannot access memory\r\n", "x /4xw 0x1fffffff8");
    } else {
        says(line, "ffffffffffffffff: Cannot access memory\r\n", "x -1");
        says(line, "00000001fffffff8: Cannot access memory\r\n", "x /4xw 0x1fffffff8");
    }
    says(line, "ffffffffffffffff: Cannot access memory\r\n", "xp -1");
    snprintf(text, sizeof text, "%016" PRIx64 ": Cannot access memory\r\n", end - 3);
    says(line, text, "xp /w 0x%" PRIx64, end - 3);
    says(line, "00000\r\n", "sum 0x%" PRIx64 " 0x%" PRIx64, end, UINT32_MAX - end);
}

static void a_sum_is_that_of_bsd(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    uint8_t *bytes = memory_pattern(900, 11);
    char text[20];

    (void)state;
    memory_write(line, board->scratch, bytes, 900, "hex");
    for (size_t size = 0; size <= 900; size += 60) {
        unsigned sum = 0;

        for (size_t i = 0; i < size; i++)
            sum = ((sum >> 1 | (sum & 1) << 15) + bytes[i]) & 0xffff;
        snprintf(text, sizeof text, "%05u\r\n", sum);
        says(line, text, "sum 0x%" PRIx64 " %zu", board->scratch, size);
    }
    free(bytes);
}

static void registers_are_part_of_expressions(void **state)
{
    static const char *const riscv[] = {"pc", "sp", "ra", "a0", "s1", "t6"};
    static const char *const arm[] = {"pc", "sp", "lr", "r0", "r12", "xpsr"};
    const char *const *names = is_32_bit() ? arm : riscv;
    struct qmpc *line = debugging_start();
    char text[60];

    (void)state;
    do_stop(line);
    /* At a safepoint of e2k the others are not known. */
    for (unsigned i = 0; i < (is_e2k() ? 2 : COUNT(riscv)); i++) {
        snprintf(text, sizeof text, "%" PRIu64 "\r\n", debugging_register(line, names[i]));
        says(line, text, "print /u $%s", names[i]);
    }
    if (is_e2k())
        says(line, "register not known now\r\nTry \"help p\" for more information\r\n", "p $ra");
    else
        says(line, "0\r\n",
             is_32_bit() ? "p ($r13-$sp)|($r15-$pc)" : "p ($x2-$sp)|($x8-$s0)|($fp-$x8)");
    says(line, "unknown register\r\nTry \"help p\" for more information\r\n", "p $nosuch");
    says(line, "unknown register\r\nTry \"help x\" for more information\r\n",
         is_32_bit() ? "x $x1" : "x $r1");
    do_cont(line);
    says(line, "0x1\r\n", "p /x $sp/$sp"); /* of a running application, too */
}

static void expect_file(const char *path, const uint8_t *bytes, size_t size)
{
    uint8_t found[64];
    FILE *file = fopen(path, "rb");

    assert_non_null(file);
    assert_int_equal(fread(found, 1, sizeof found, file), size);
    assert_memory_equal(found, bytes, size);
    fclose(file);
}

static void memory_is_saved_to_a_file_or_qmps_error_is_said(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    uint8_t *bytes = memory_pattern(50, 3);
    const char *path = emulator_path(emulator, "saved by hand");

    (void)state;
    memory_write(line, board->scratch, bytes, 50, "hex");
    if (is_e2k()) { /* its emulators have no files */
        says(line, "Error: Could not open 'x': No such file or directory\r\n", "memsave 0 1 'x'");
    } else {
        says(line, "", "memsave 0x%" PRIx64 " 50 '%s'", board->scratch, path);
        expect_file(path, bytes, 50);
        says(line, "", "pmemsave 0x%" PRIx64 "+1 49 '%s'", board->scratch, path);
        expect_file(path, bytes + 1, 49);
        says(line, "Error: Could not open '': No such file or directory\r\n", "memsave 0 16 ''");
        says(line, "Error: Invalid addr 0xffffffffffffff00/size 16 specified\r\n",
             "pmemsave -256 16 '%s'", path);
        expect_file(path, bytes, 0);
    }
    says(line, "invalid char 't' in expression\r\nTry \"help memsave\" for more information\r\n",
         "memsave 0 16 /tmp/f");
    says(line, "memsave: string expected\r\nTry \"help memsave\" for more information\r\n",
         "memsave 0 16 'f");
    free(bytes);
}

/* Whether the cancel came in time; a busy host may bring it when all is saved. */
static bool cancels(struct qmpc *line, const char *arguments)
{
    struct qmpc_request save = {"human-monitor-command", arguments, "\"save\"", false};
    struct qmpc_request cancel = {"agent-cancel", NULL, "\"cancel\"", true};
    struct qmpc_message *reply;
    bool saved;

    succeeds(line, qmpc_send(line, &save, soon(), NULL));
    succeeds(line, qmpc_send(line, &cancel, soon(), NULL));
    succeeds(line, qmpc_wait_reply(line, "\"cancel\"", soon(), NULL));
    succeeds(line, qmpc_wait_reply(line, "\"save\"", soon(), &reply));
    saved = qmpc_string_at_is(reply, "return", "");
    assert_true(saved || qmpc_string_at_is(reply, "return",
                                           "Error: Cancelled; the file is not complete\r\n"));
    qmpc_message_free(reply);
    return !saved;
}

/* Where there is so much memory that there is time for it. */
static void a_save_that_is_cancelled_says_that_the_file_is_not_complete(void **state)
{
    const struct memory_range *ram = &board->memory[board->memory_count - 1];
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_open(emulator, QMP_SOCKET, &(struct qmpc_options){.oob = true});
    char arguments[600];
    unsigned tries = 0;

    (void)state;
    if (is_e2k() || ram->end - ram->start < 1 << 20)
        skip();
    succeeds(line, qmpc_attach(line, soon()));
    snprintf(arguments, sizeof arguments,
             "{\"command-line\": \"pmemsave 0x%" PRIx64 " 0x%" PRIx64 " \\\"%s\\\"\"}", ram->start,
             ram->end - ram->start, emulator_path(emulator, "saved"));
    while (!cancels(line, arguments))
        assert_true(++tries < 10);
    expect_status(line, "running");
}

static void ports_are_there_and_nobody_answers(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    says(line, "portb[0x0060] = 0xff\r\n", "i /b 0x60");
    says(line, "portw[0x0060] = 0xffff\r\n", "i /h 0x60");
    says(line, "portl[0x0060] = 0xffffffff\r\n", "i /w 0x60");
    says(line, "portb[0x0061] = 0xff\r\n", "i /xb 0x60.0x10");
    says(line, "", "o /b 0x60 0x10");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_dump_shows_the_bytes_that_are_there),
        board_test(what_is_not_memory_is_not_touched),
        board_test(a_sum_is_that_of_bsd),
        board_test(registers_are_part_of_expressions),
        board_test(memory_is_saved_to_a_file_or_qmps_error_is_said),
        board_test(a_save_that_is_cancelled_says_that_the_file_is_not_complete),
        board_test(ports_are_there_and_nobody_answers),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
