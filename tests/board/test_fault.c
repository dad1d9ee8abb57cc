/* test_fault.c - an application that its processor cannot go on with.  Where the processor takes
 * no traps, the emulator ends.
 *
 * The host plants a few instructions at the application's entry and starts it.  What it cannot
 * write to is planted in a copy of the image.
 *
 * (An application that gives up by itself, and what hosts want to happen: test_panic.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "faults.h"
#include "memory.h"
#include "panic.h"
#include "symbol.h"

#include <unistd.h>

/* addi sp,sp,-16; sd ra,8(sp); j .-4 */
static const uint8_t riscv_overflow[] = {0x41, 0x11, 0x06, 0xe4, 0xf5, 0xbf};
/* push {r0-r7}; b .-2 */
static const uint8_t arm_overflow[] = {0xff, 0xb4, 0xfd, 0xe7};

static bool is_riscv(void)
{
    return strcmp(board->target, "riscv64") == 0;
}

/* A board with these instructions at its application's entry, that are not executed yet. */
static struct qmpc *start_planted(const uint8_t *code, size_t size)
{
    char copy[] = "/tmp/e2kmon-planted-XXXXXX";
    struct qmpc *line;
    int fd;

    if (!board->in_rom) {
        line = emulator_attach(emulator_start(&(struct emulator_options){.paused = true}));
        memory_write(line, application_entry(), code, size, "hex");
        return line;
    }
    fd = mkstemp(copy);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(symbol_plant(board_image, copy, application_entry(), code, size), 0);
    line = emulator_attach(
        emulator_start(&(struct emulator_options){.paused = true, .arguments = {"--image", copy}}));
    unlink(copy);
    return line;
}

static void expect_uint(const struct qmpc_message *message, const char *path, uint64_t value,
                        const char *what)
{
    if (panic_uint(message, path) != value)
        fail_msg("%s: %s is not %#llx: %s", what, path, (unsigned long long)value,
                 qmpc_message_text(message));
}

/* What the events say is what the registers are. */
static void expect_pc(struct qmpc *line, uint64_t pc, const char *what)
{
    struct qmpc_message *reply = ask(line, "agent-read-registers", "{\"names\": [\"pc\"]}");

    expect_uint(reply, "return.registers.0.value", pc, what);
    qmpc_message_free(reply);
}

static void expect_fault(struct qmpc *line, const struct fault *f)
{
    uint64_t pc = f->at == JUMPED ? f->target : application_entry() + f->at;
    struct qmpc_message *event = expect_panicked(line, "pause", f->cause);
    struct qmpc_message *stop = expect_agent_stop(line, "fault", f->cause);

    expect_uint(event, "data.info.pc", pc, f->what);
    expect_uint(event, "data.info.address", f->address, f->what);
    if (f->number != ANY)
        expect_uint(event, "data.info.code", f->number, f->what);
    expect_uint(stop, "data.pc", pc, f->what);
    expect_uint(stop, "data.address", f->address, f->what);
    qmpc_message_free(event);
    qmpc_message_free(stop);
    expect_status(line, "guest-panicked");
    expect_pc(line, pc, f->what);
}

/* Restores what was planted over, and has the application run. */
static void restore_and_restart(struct qmpc *line, const uint8_t *original, size_t size)
{
    if (board->in_rom)
        return;
    memory_write(line, application_entry(), original, size, "hex");
    restart_after_panic(line);
}

static void a_fault_is_told_and_everything_is_kept(void **state)
{
    size_t count;
    const struct fault *faults = faults_of(board->target, &count);

    (void)state;
    if (board->fault_ends_it)
        skip(); /* see a_fault_ends_an_emulator_that_takes_no_traps */
    for (size_t i = 0; i < count; i++) {
        struct qmpc *line = start_planted(faults[i].code, faults[i].size);

        do_cont(line);
        expect_fault(line, &faults[i]);
        /* It tries again, with the same end; no other event comes. */
        if (!faults[i].once) {
            do_cont(line);
            expect_fault(line, &faults[i]);
        }
        expect_no_event(line);
        assert_int_equal(hub_read(line).beats, 0);
        emulator_stop_all(NULL);
    }
}

static void what_faulted_runs_once_it_is_mended(void **state)
{
    size_t count;
    const struct fault *f = faults_of(board->target, &count); /* the first of them */
    struct qmpc *line;
    struct qmpc_message *reply;
    uint8_t *original;
    size_t size;

    (void)state;
    if (board->fault_ends_it || board->in_rom)
        skip(); /* nothing can be mended there */
    line = emulator_attach(emulator_start(&(struct emulator_options){.paused = true}));
    reply = ask(line, "agent-memory-read", "{\"address\": %llu, \"size\": %zu}",
                (unsigned long long)application_entry(), f->size);
    original = memory_of_reply(reply, &size);
    qmpc_message_free(reply);
    memory_write(line, application_entry(), f->code, f->size, "hex");
    do_cont(line);
    expect_fault(line, f);
    restore_and_restart(line, original, size);
    free(original);
}

static void a_stack_that_runs_away_is_stopped_at_its_end(void **state)
{
    struct qmpc *line;

    (void)state;
    if (board->fault_ends_it)
        skip(); /* see a_fault_ends_an_emulator_that_takes_no_traps */
    line = is_riscv() ? start_planted(riscv_overflow, sizeof riscv_overflow)
                      : start_planted(arm_overflow, sizeof arm_overflow);
    do_cont(line);
    qmpc_message_free(expect_panicked(line, "pause", "stack-overflow"));
    qmpc_message_free(expect_agent_stop(line, "fault", "stack-overflow"));
    expect_status(line, "guest-panicked");
    assert_int_equal(hub_read(line).beats, 0);
    expect_no_event(line);
}

/* A panic is restarted from at once, and so is the next; then there is one a second.  The agent
 * goes on answering, not much slower than before. */
#define REQUESTS 50
#define SLOWER   10

static void an_application_that_always_faults_leaves_the_agent_usable(void **state)
{
    size_t count;
    const struct fault *f = faults_of(board->target, &count); /* the first of them */
    struct qmpc *line;
    struct qmpc_message *event = NULL;
    int64_t until = soon(), began, idle, busy, uptime;
    unsigned panics = 0, requests = 0;

    (void)state;
    if (board->fault_ends_it)
        skip(); /* see a_fault_ends_an_emulator_that_takes_no_traps */
    line = start_planted(f->code, f->size);
    qmpc_message_free(ask(line, "set-action", "{\"panic\": \"reset\"}"));
    uptime = ask_int(line, "agent-info", "return.uptime");
    began = qmpc_deadline(0);
    for (int i = 0; i < REQUESTS; i++)
        expect_status(line, "prelaunch");
    idle = qmpc_deadline(1) - began;
    do_cont(line);
    began = qmpc_deadline(0);
    while (panics < 4 || requests < REQUESTS) {
        assert_false(is_past(until));
        expect_status(line, "running");
        requests++;
        while (qmpc_wait_event(line, NULL, QMPC_NOW, &event) == QMPC_OK) {
            panics += qmpc_string_at_is(event, "event", "GUEST_PANICKED");
            qmpc_message_free(event);
        }
    }
    busy = qmpc_deadline(0) - began;
    uptime = ask_int(line, "agent-info", "return.uptime") - uptime;
    assert_in_range(panics, 4, 3 + uptime / 1000000);
    assert_in_range(busy * REQUESTS, 0, idle * requests * SLOWER);
}

static void a_fault_ends_an_emulator_that_takes_no_traps(void **state)
{
    static const uint8_t e2k[] = {0x01, 0x10, 0x00, 0x00,
                                  0x20, 0x0c, 0x00, 0xc0}; /* ct %ctpr3, never prepared */
    struct emulator *emulator;
    struct qmpc *line;

    (void)state;
    if (!board->fault_ends_it)
        skip(); /* see a_fault_is_told_and_everything_is_kept */
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
        board_test(a_fault_is_told_and_everything_is_kept),
        board_test(what_faulted_runs_once_it_is_mended),
        board_test(a_stack_that_runs_away_is_stopped_at_its_end),
        board_test(an_application_that_always_faults_leaves_the_agent_usable),
        board_test(a_fault_ends_an_emulator_that_takes_no_traps),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
