/* fuzz_monitor.c - any bytes typed at a terminal of the human monitor, in any pieces, its output
 * taken in any.
 *
 * The line is what a simple editor (editor_model.h) makes of the same keys, however they are cut
 * into pieces, but for what TAB inserts; so are the lines that are remembered.  Whenever it waits
 * for keys, the screen shows the prompt and the line, with the cursor where the next key goes; what
 * it is sent is text.  A command finds its arguments within the line, and behind it there is a
 * prompt again.  Every command is one of the test's, which says its arguments.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "editor_model.h"
#include "monitor_screen.h"

#include "agent/uplink.h"
#include "board/debug.h"
#include "debug/debug.h"
#include "monitor/say.h"
#include "monitor/terminal/terminal.h"
#include "objects/pool.h"
#include "trace/trace.h"

/* ---------------------------------------------------------------- the commands */

static bool emit_arguments(struct monitor_run *run)
{
    unsigned i = (unsigned)run->at[0]++;
    const char *type = monitor_text_of(run->row, MONITOR_ARGUMENTS);

    for (unsigned skip = i; skip > 0 && *type != '\0'; type++)
        skip -= *type == ',';
    if (*type == '\0')
        return false;
    if (monitor_has(run, i) && strchr("sSBFO", *type)) {
        struct json_span text = monitor_string(run, i);

        REQUIRE(text.text >= run->line && text.text + text.length < run->line + run->line_size);
        text.length = text.length < 64 ? text.length : 64;
        say_bytes(run, text.text, text.length);
    } else if (monitor_has(run, i) && strchr("ilMo", *type)) {
        say(run, "%jd", monitor_number(run, i));
    }
    say_text(run, "\n");
    return true;
}

static int say_arguments(struct monitor_run *run)
{
    run->emit = emit_arguments;
    return 0;
}

int monitor_pass(struct monitor_run *run)
{
    return say_arguments(run);
}

int monitor_nothing(struct monitor_run *run)
{
    return say_arguments(run);
}

/* Help and history are the monitor's own. */
#define HMP_COMMAND(state, group, names, arguments, params, handler, ...)                          \
    __attribute__((weak)) int hmp_##handler(struct monitor_run *run)                               \
    {                                                                                              \
        return say_arguments(run);                                                                 \
    }
#define HMP_INFO(state, group, names, arguments, params, handler, ...)                             \
    __attribute__((weak)) int hmp_info_##handler(struct monitor_run *run)                          \
    {                                                                                              \
        return say_arguments(run);                                                                 \
    }
#include "agent/monitor_commands.def"

/* --------------------------------------------------------------- what there is */

static const struct object_property cable_properties[] = {
    OBJECT_BOOL("link", struct uplink, link, OBJECT_READ_WRITE, NULL)};
static struct uplink cable;

OBJECT_TYPE(uplink_type, "cable", &object_device, cable_properties);
OBJECT_INSTANCE(cable_object, &object_peripheral, "cable0", &uplink_type, &cable);

static const struct board_register registers[] = {{.name = "x1", .size = 8},
                                                  {.name = "pc", .size = 4}};
const struct board_debug board_debug = {
    .architecture = "riscv:rv64", .registers = registers, .register_count = 2, .general_count = 1};

const char *const trace_names[] = {
#define TRACE_POINT(name, number) #name,
#include "trace/trace.def"
#undef TRACE_POINT
};

bool trace_is_available(enum trace_point point)
{
    return point != TRACE_app_fault;
}

unsigned board_cpu_count(void)
{
    return 2;
}

bool board_cpu_runs(unsigned cpu)
{
    return cpu == 1;
}

void debug_run_only(struct agent_debug *debug, uint32_t cpus)
{
    (void)debug, (void)cpus;
}

bool board_register_read(unsigned cpu, unsigned number, uint64_t *value)
{
    *value = (uint64_t)cpu << 32 | number;
    return true;
}

/* ---------------------------------------------------------------- the terminal */

static struct agent agent;
static struct monitor_terminal terminal;

/* Lets it work, and takes at most MOST bytes of what it says. */
static bool work(size_t most)
{
    const char *bytes;
    bool busy = false;
    size_t n;

    while (terminal_run(&terminal))
        busy = true;
    busy |= terminal.paused;
    n = terminal_output(&terminal, &bytes);
    REQUIRE(n <= AGENT_MONITOR_OUT);
    if (n == 0 && terminal.phase == MONITOR_EDIT && terminal.edit.more == 0)
        screen_check(&terminal.edit);
    if (n > most)
        n = most;
    for (size_t i = 0; i < n; i++)
        screen_show(bytes[i]);
    terminal_sent(&terminal, n);
    return busy || n > 0;
}

/* ------------------------------------------------------------------- the model */

_Static_assert(EDITOR_LINE == AGENT_MONITOR_LINE && EDITOR_HISTORY == AGENT_MONITOR_HISTORY, "");

static struct editor editor;
static bool completes; /* TAB was typed; what it does is not seen yet */
static bool ends;      /* the line is complete; it is not executed yet */

static void check_history(void)
{
    const char *text = terminal.edit.history.text;

    for (unsigned i = 0; i < editor.lines; i++) {
        REQUIRE(strcmp(text, editor.history[i]) == 0);
        text += strlen(text) + 1;
    }
    REQUIRE(text == terminal.edit.history.text + terminal.edit.history.length);
}

static void check_line(void)
{
    REQUIRE(terminal.edit.length == editor.length && terminal.edit.cursor == editor.cursor);
    REQUIRE(memcmp(terminal.edit.line, editor.line, editor.length) == 0);
}

/* What TAB made of the line stands at the cursor, and nothing else has changed. */
static void take_completion(void)
{
    unsigned more = terminal.edit.length - editor.length, end = editor.length - editor.cursor;

    REQUIRE(terminal.edit.length >= editor.length);
    REQUIRE(memcmp(terminal.edit.line, editor.line, editor.cursor) == 0);
    REQUIRE(memcmp(terminal.edit.line + editor.cursor + more, editor.line + editor.cursor, end) ==
            0);
    REQUIRE(terminal.edit.cursor == editor.cursor + more);
    editor.length = terminal.edit.length;
    editor.cursor = terminal.edit.cursor;
    memcpy(editor.line, terminal.edit.line, editor.length);
    completes = false;
}

static void model_keys(const uint8_t *keys, size_t count)
{
    enum editor_event event = EDITOR_GOES_ON;

    for (size_t i = 0; i < count; i++) {
        REQUIRE(event == EDITOR_GOES_ON); /* then nothing more is taken */
        event = editor_type(&editor, (char)keys[i]);
    }
    check_line();
    REQUIRE((terminal.phase == MONITOR_EDIT) == (event == EDITOR_GOES_ON));
    REQUIRE((terminal.phase == MONITOR_LINE) == (event == EDITOR_LINE_ENDS));
    completes = event == EDITOR_COMPLETES;
    ends = event == EDITOR_LINE_ENDS;
}

static void follow_end(void)
{
    if (ends && terminal.phase != MONITOR_LINE) {
        editor_end(&editor);
        ends = false;
    }
}

/* Gives the terminal COUNT keys; returns how many it took. */
static size_t press_keys(const uint8_t *keys, size_t count)
{
    unsigned phase = terminal.phase;
    /* Of its exact size, to see a look past its end. */
    char *copy = malloc(count);
    size_t taken;

    REQUIRE(copy);
    memcpy(copy, keys, count);
    if (phase == MONITOR_EDIT && completes)
        take_completion();
    taken = terminal_input(&terminal, copy, count);
    free(copy);
    REQUIRE(taken <= count);
    if (phase == MONITOR_EDIT) {
        REQUIRE(taken > 0);
        model_keys(keys, taken);
    } else if (phase == MONITOR_WORK) {
        size_t expected = editor_passes(&editor, (char)keys[0]);

        expected += expected < count && keys[expected] == 3;
        REQUIRE(taken == expected);
    } else {
        REQUIRE(taken == 0);
    }
    return taken;
}

static void reset(void)
{
    screen_cut_off();
    completes = ends = false;
    editor_begin(&editor);
    terminal_reset(&terminal, false);
}

static void type(const uint8_t *data, size_t size, struct pieces *pieces, bool resets)
{
    for (size_t at = 0; at < size;) {
        size_t n = pieces_next(pieces, size), taken;

        taken = press_keys(data + at, n < size - at ? n : size - at);
        at += taken;
        REQUIRE(work(pieces_next(pieces, AGENT_MONITOR_OUT)) || taken > 0);
        follow_end();
        if (pieces->state % 4096 == 0 && resets)
            reset();
    }
    while (work(pieces_next(pieces, AGENT_MONITOR_OUT)))
        continue;
    follow_end();
    REQUIRE(terminal.phase == MONITOR_EDIT);
    if (completes)
        take_completion();
    check_line();
    check_history();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char line[] = "\rnosuch \r";
    static const char answer[] = "unknown command: 'nosuch'\r\n(qemu) ";
    struct pieces pieces = pieces_of(data, size);

    screen_begin();
    memset(&agent, 0, sizeof agent);
    memset(&editor, 0, sizeof editor);
    completes = ends = false;
    terminal_init(&terminal, &agent);
    type(data, size, &pieces, true);
    type((const uint8_t *)line, sizeof line - 1, &pieces, false);
    REQUIRE(screen_ends_with(answer));
    return 0;
}
