/* fuzz_monitor.c - any bytes typed at a terminal of the human monitor, in any pieces, its output
 * taken in any.
 *
 * Whenever it waits for keys, the screen shows the prompt and the line, with the cursor where the
 * next key goes; a command finds its arguments within the line; and after whatever was typed a
 * line is executed.  Every command is one of the test's, which says its arguments.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

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

/* ------------------------------------------------------------------ the screen */

#define COLUMNS (AGENT_MONITOR_LINE * 4)

static struct {
    char line[COLUMNS]; /* the first byte of each character of the cursor's line */
    unsigned length, column;
    char sequence[16];
    unsigned sequence_length;
    char tail[64]; /* what was written last */
} screen;

static void shift_tail(char c)
{
    memmove(screen.tail, screen.tail + 1, sizeof screen.tail - 2);
    screen.tail[sizeof screen.tail - 2] = c;
}

static void control(void)
{
    unsigned count = (unsigned)strtoul(screen.sequence + 2, NULL, 10);

    switch (screen.sequence[screen.sequence_length - 1]) {
    case 'C':
        screen.column += count ? count : 1;
        REQUIRE(screen.column <= screen.length);
        break;
    case 'D':
        REQUIRE(screen.column >= (count ? count : 1));
        screen.column -= count ? count : 1;
        break;
    case 'K':
        REQUIRE(count == 0);
        screen.length = screen.column;
        break;
    default:
        REQUIRE(memcmp(screen.sequence, "\033[2J", 4) == 0 ||
                memcmp(screen.sequence, "\033[1;1H", 6) == 0);
        screen.length = screen.column = 0;
    }
    screen.sequence_length = 0;
}

static void show(char c)
{
    shift_tail(c);
    if (screen.sequence_length > 0 || c == '\033') {
        REQUIRE(screen.sequence_length < sizeof screen.sequence - 1);
        screen.sequence[screen.sequence_length++] = c;
        screen.sequence[screen.sequence_length] = '\0';
        if (screen.sequence_length == 2)
            REQUIRE(c == '[');
        else if (screen.sequence_length > 2 && c >= '@')
            control();
    } else if (c == '\r') {
        screen.column = 0;
    } else if (c == '\n') {
        screen.length = 0;
    } else if (((unsigned char)c & 0xc0) != 0x80) {
        REQUIRE((unsigned char)c >= ' ' && screen.column < COLUMNS);
        screen.line[screen.column++] = c;
        if (screen.length < screen.column)
            screen.length = screen.column;
    }
}

/* The prompt and the line, and the cursor in it. */
static void check_screen(const struct monitor_edit *edit)
{
    static const char prompt[] = "(qemu) ";
    unsigned column = sizeof prompt - 1, cursor = column;

    REQUIRE(edit->cursor <= edit->length && edit->length <= edit->room);
    REQUIRE(screen.length >= column && memcmp(screen.line, prompt, column) == 0);
    for (unsigned i = 0; i < edit->length; i++) {
        if (((unsigned char)edit->line[i] & 0xc0) == 0x80)
            continue;
        cursor += i < edit->cursor;
        REQUIRE(column < screen.length && screen.line[column] == edit->line[i]);
        column++;
    }
    REQUIRE(screen.length == column && screen.column == cursor);
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
        check_screen(&terminal.edit);
    if (n > most)
        n = most;
    for (size_t i = 0; i < n; i++)
        show(bytes[i]);
    terminal_sent(&terminal, n);
    return busy || n > 0;
}

static void type(const uint8_t *data, size_t size, struct pieces *pieces, bool resets)
{
    for (size_t at = 0; at < size;) {
        size_t n = pieces_next(pieces, size), taken;
        char *copy;

        if (n > size - at)
            n = size - at;
        copy = malloc(n);
        REQUIRE(copy);
        memcpy(copy, data + at, n);
        taken = terminal_input(&terminal, copy, n);
        free(copy);
        REQUIRE(taken <= n);
        at += taken;
        REQUIRE(work(pieces_next(pieces, AGENT_MONITOR_OUT)) || taken > 0);
        if (pieces->state % 4096 == 0 && resets) {
            screen.sequence_length = 0;
            terminal_reset(&terminal, false);
        }
    }
    while (work(pieces_next(pieces, AGENT_MONITOR_OUT)))
        continue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char line[] = "\rnosuch \r";
    static const char answer[] = "unknown command: 'nosuch'\r\n(qemu) ";
    struct pieces pieces = pieces_of(data, size);

    memset(&screen, 0, sizeof screen);
    memset(&agent, 0, sizeof agent);
    terminal_init(&terminal, &agent);
    type(data, size, &pieces, true);
    type((const uint8_t *)line, sizeof line - 1, &pieces, false);
    REQUIRE(strcmp(screen.tail + sizeof screen.tail - sizeof answer, answer) == 0);
    return 0;
}
