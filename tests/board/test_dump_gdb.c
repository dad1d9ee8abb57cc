/* test_dump_gdb.c - a core file that qmpctl saved, opened by gdb together with the image.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"

#include <inttypes.h>
#include <sys/wait.h>

#include "core.h"
#include "debugging.h"
#include "hunt.h"
#include "memory.h"
#include "property.h"
#include "symbol.h"
#include "text.h"

/* Runs a command of the shell; what it printed is in TEXT. */
static int run(const char *command, struct text *text)
{
    char part[1024];
    FILE *output = popen(command, "r");
    size_t length;
    int status;

    assert_non_null(output);
    while ((length = fread(part, 1, sizeof part, output)) > 0)
        text_add(text, "%.*s", (int)length, part);
    status = pclose(output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What gdb prints for COMMANDS ("-ex ..."), given the core file CORE. */
static struct text ask_gdb(const char *core, const char *commands)
{
    struct text text = {0};
    char command[2048];

    snprintf(command, sizeof command, "timeout 60 gdb-multiarch -nx -batch %s %s %s 2>&1", commands,
             debugging_program(), core);
    assert_int_equal(run(command, &text), 0);
    return text;
}

static void expect_in(const struct text *text, const char *part)
{
    if (!strstr(text->bytes, part))
        fail_msg("no \"%s\" in:\n%s", part, text->bytes);
}

/* ARGUMENTS are those of agent-dump. */
static void save_with_qmpctl(struct emulator *emulator, const char *core, const char *arguments)
{
    struct text text = {0};
    char command[512], socket[128];

    strcpy(socket, emulator_path(emulator, QMP_SOCKET));
    snprintf(command, sizeof command, "%s -s unix:%s --timeout 60 --save %s agent-dump %s 2>&1",
             QMPCTL, socket, core, arguments);
    if (run(command, &text) != 0)
        fail_msg("%s", text.bytes);
    text_free(&text);
}

static void gdb_shows_where_the_application_was_and_what_it_had(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    char core[128], wanted[64];
    struct text text;
    struct hub hub;
    struct core file;

    (void)state;
    strcpy(core, emulator_path(emulator, "core"));
    hub_wait_beats(line, 3);
    do_stop(line);
    hub = hub_read(line);
    emulator_close(emulator, line);
    save_with_qmpctl(emulator, core, "");
    file = core_load(core);
    text = ask_gdb(core, "-ex bt -ex 'print hub.base.beats' -ex 'print hub.base.temperature'"
                         " -ex 'print/x $pc' -ex 'info threads'");
    expect_in(&text, "hub_main ()");
    snprintf(wanted, sizeof wanted, "$1 = %u\n", (unsigned)hub.beats);
    expect_in(&text, wanted);
    snprintf(wanted, sizeof wanted, "$2 = %d\n", (int)hub.temperature);
    expect_in(&text, wanted);
    snprintf(wanted, sizeof wanted, "$3 = 0x%llx\n", (unsigned long long)file.pc);
    expect_in(&text, wanted);
    expect_in(&text, "* 1    LWP 1 ");
    text_free(&text);
    core_free(&file);
}

static void a_dump_at_a_breakpoint_shows_the_stack_of_that_moment(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    char core[128];
    uint64_t address;
    struct text text;

    (void)state;
    if (board->fault_ends_it || board->in_rom)
        skip(); /* no breakpoint can be where the image is */
    assert_int_equal(symbol_address(debugging_program(), "thermostat_beat", &address), 0);
    qmpc_message_free(ask(line, "agent-breakpoint-add", "{\"address\": %llu}",
                          (unsigned long long)(address & ~UINT64_C(1))));
    expect_plain_event(line, "STOP");
    strcpy(core, emulator_path(emulator, "core"));
    emulator_close(emulator, line);
    save_with_qmpctl(emulator, core, "");
    text = ask_gdb(core, "-ex bt");
    expect_in(&text, "#0  ");
    expect_in(&text, "thermostat_beat");
    expect_in(&text, "hub_main ()");
    expect_in(&text, "SIGTRAP");
    text_free(&text);
}

/* The hub's deliberate bug, with nobody there to see it: what it left is in the file. */
static void the_bug_is_found_in_a_dump(void **state)
{
    struct emulator *emulator = emulator_start(NULL);
    struct qmpc *line = emulator_attach(emulator);
    char core[128], arguments[80], wanted[160];
    struct text text;
    uint32_t busiest;
    uint64_t begin;

    (void)state;
    strcpy(core, emulator_path(emulator, "core"));
    hub_wait_beats(line, 3);
    hunt_provoke(line);
    do_cont(line);
    property_wait_least(line, "hub", "busiest", HUNT_MOST + 1);
    busiest = (uint32_t)property_uint(line, "hub", "busiest");
    emulator_close(emulator, line);
    /* The application's stack and data: the agent's are not wanted. */
    begin = debugging_symbol("__app_stack_bottom");
    snprintf(arguments, sizeof arguments, "begin=%" PRIu64 " length=%" PRIu64, begin,
             debugging_symbol("hub") + 256 - begin);
    save_with_qmpctl(emulator, core, arguments);
    text = ask_gdb(core, "-ex 'print hub.busiest' -ex 'print (int)hub.busiest < 0'"
                         " -ex 'print (enum hub_mode)hub.mode' -ex 'print hub.alarms'"
                         " -ex 'print hub.alarm_beats' -ex 'info threads' -ex bt");
    snprintf(wanted, sizeof wanted, "$1 = %" PRIu32 "\n$2 = 1\n$3 = HUB_NORMAL\n$4 = 1\n$5 = 0\n",
             busiest);
    expect_in(&text, wanted);
    expect_in(&text, "* 1    LWP 1 ");
    expect_in(&text, "hub_main ()");
    text_free(&text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(gdb_shows_where_the_application_was_and_what_it_had),
        board_test(a_dump_at_a_breakpoint_shows_the_stack_of_that_moment),
        board_test(the_bug_is_found_in_a_dump),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
