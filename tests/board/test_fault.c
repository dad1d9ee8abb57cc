/* test_fault.c - an application that faults: it is parked, the agent goes on.  Where the
 * processor takes no traps, the emulator ends.
 *
 * The host plants a few instructions at the application's entry and restarts it.  What it
 * cannot write to is planted in a copy of the image.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "symbol.h"

#include <unistd.h>

/* Long enough for an application's first instructions. */
#define RUN_MS 300

struct planted {
    const char *what;
    const uint8_t riscv[8], arm[8];
    size_t riscv_size, arm_size;
};

static const struct planted planted[] = {
    {"a stack that runs away",
     {0x41, 0x11, 0x06, 0xe4, 0xf5, 0xbf}, /* addi sp,-16; sd ra,8(sp); j .-4 */
     {0xff, 0xb4, 0xfd, 0xe7},             /* push {r0-r7}; b .-2 */
     6,
     4},
    {"an instruction that is none",
     {0x00, 0x00}, /* all zero is illegal by definition */
     {0x00, 0xde}, /* udf #0 */
     2,
     2},
    {"a load from where nothing is",
     {0x83, 0x32, 0x00, 0x00},                         /* ld t0,0(zero) */
     {0x4f, 0xf0, 0xc0, 0x40, 0x00, 0x68, 0xfe, 0xe7}, /* mov r0,#0x60000000; ldr r0,[r0]; b . */
     4,
     8},
};

static uint64_t application_entry(void)
{
    uint64_t entry;

    if (symbol_address(board_image, "hub_main", &entry) < 0)
        fail_msg("no symbol hub_main in %s", board_image);
    return entry & ~UINT64_C(1); /* of a Thumb function */
}

/* A board with these instructions at its application's entry. */
static struct qmpc *start_planted(const uint8_t *code, size_t size)
{
    char copy[] = "/tmp/e2kmon-planted-XXXXXX";
    struct qmpc *line;
    int fd;

    if (!board->in_rom) {
        line = emulator_attach(emulator_start(NULL));
        hub_wait_beats(line, 1);
        memory_write(line, application_entry(), code, size, "hex");
        return line;
    }
    fd = mkstemp(copy);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(symbol_plant(board_image, copy, application_entry(), code, size), 0);
    line =
        emulator_attach(emulator_start(&(struct emulator_options){.arguments = {"--image", copy}}));
    unlink(copy);
    return line;
}

static void the_agent_survives_what_the_application_does(void **state)
{
    bool riscv = strncmp(board->name, "riscv", 5) == 0;

    (void)state;
    if (board->fault_ends_it)
        skip(); /* see a_fault_ends_an_emulator_that_takes_no_traps */
    for (size_t i = 0; i < COUNT(planted); i++) {
        const struct planted *p = &planted[i];
        struct qmpc *line =
            start_planted(riscv ? p->riscv : p->arm, riscv ? p->riscv_size : p->arm_size);

        do_command(line, "system_reset");
        expect_cause(line, "RESET", false, "host-qmp-system-reset");
        pause_ms(RUN_MS);
        /* The same session still, and an application that does nothing any more. */
        expect_status(line, "running");
        if (hub_read(line).beats != 0)
            fail_msg("%s: the application beats", p->what);
        expect_no_event(line);
        do_command(line, "stop");
        expect_plain_event(line, "STOP");
    }
}

static void a_fault_ends_an_emulator_that_takes_no_traps(void **state)
{
    static const uint8_t e2k[] = {0x01, 0x10, 0x00, 0x00,
                                  0x20, 0x0c, 0x00, 0xc0}; /* ct %ctpr3, never prepared */
    struct emulator *emulator;
    struct qmpc *line;

    (void)state;
    if (!board->fault_ends_it)
        skip(); /* see the_agent_survives_what_the_application_does */
    emulator = emulator_start(NULL);
    line = emulator_attach(emulator);
    hub_wait_beats(line, 1);
    memory_write(line, application_entry(), e2k, sizeof e2k, "hex");
    do_command(line, "system_reset");
    assert_int_equal(emulator_wait(emulator), 1);
    if (!board->is_qemu && strstr(emulator_output(emulator), "hub_main") == NULL)
        fail_msg("the emulator does not say where: %s", emulator_output(emulator));
    emulator_expect_no_process(emulator);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_agent_survives_what_the_application_does),
        board_test(a_fault_ends_an_emulator_that_takes_no_traps),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
