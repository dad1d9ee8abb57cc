/* log.c - log, logfile and info log: what is logged, and where to.
 *
 * What is logged are trace points, by kind as QEMU names them, or one by one.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include "board/services.h"
#include "commands/host_file.h"
#include "guard/pattern.h"
#include "qmp/memory.h"
#include "trace/trace.h"

static const struct {
    const char *name;
    uint32_t points; /* bits */
    const char *help;
} items[] = {
    {"int", TRACE_BIT(app_stop) | TRACE_BIT(app_fault), "traps of the application into the agent"},
    {"cpu_reset", TRACE_BIT(app_restart) | TRACE_BIT(app_state),
     "restarts, stops and resumptions of the application"},
    {"guest_errors", TRACE_BIT(app_fault), "faults of the application"},
    {"agent", TRACE_BIT(agent_enter) | TRACE_BIT(agent_leave), "when the agent runs"},
    {"command", TRACE_BIT(qmp_command) | TRACE_BIT(hmp_command),
     "commands of QMP and of the monitor"},
    {"port", TRACE_BIT(port_event) | TRACE_BIT(port_read) | TRACE_BIT(port_write),
     "bytes that ports carry"},
};

#define ITEMS (sizeof items / sizeof items[0])

/* ---------------------------------------------------------------------- items */

static void say_item(struct monitor_run *run, const char *name, const char *help)
{
    say(run, "%-15s %s\n", name, help);
}

static bool emit_items(struct monitor_run *run)
{
    uintptr_t i = run->at[0]++;

    if (i == 0) {
        say_text(run, "Log items (comma separated):\n");
        say_item(run, "none", "log nothing");
    } else if (i <= ITEMS) {
        say_item(run, items[i - 1].name, items[i - 1].help);
    } else {
        say_item(run, "trace:PATTERN", "turn trace points on");
        say_text(run, "\nUse \"log trace:help\" to get a list of trace events.\n\n");
    }
    return i <= ITEMS;
}

static int list_items(struct monitor_run *run)
{
    run->at[0] = 0;
    run->emit = emit_items;
    return 0;
}

static bool emit_names(struct monitor_run *run)
{
    uintptr_t point = run->at[0]++;

    if (point == TRACE_POINT_COUNT)
        return false;
    say(run, "%s\n", trace_names[point]);
    return true;
}

/* ------------------------------------------------------------------------ log */

/* The points of the item called TEXT; 0: there is none. */
static uint32_t find_item(struct json_span text)
{
    uint32_t all = 0;

    for (unsigned i = 0; i < ITEMS; i++) {
        if (span_is(text, items[i].name))
            return items[i].points;
        all |= items[i].points;
    }
    return span_is(text, "all") ? all : 0;
}

/* The pattern of a "trace:PATTERN"; without text: TEXT is none. */
static struct json_span find_pattern(struct json_span text)
{
    static const char begin[] = "trace:";
    const uint32_t size = sizeof begin - 1;

    if (text.length <= size || memcmp(text.text, begin, size) != 0)
        return (struct json_span){NULL, 0};
    return (struct json_span){text.text + size, text.length - size};
}

/* Turns on what PATTERN names.  False: that is nothing. */
static bool turn_on(struct monitor_run *run, struct json_span pattern)
{
    char name[TRACE_NAME_MAX + 1];
    bool any = false;

    if (pattern.length > TRACE_NAME_MAX)
        return false;
    memcpy(name, pattern.text, pattern.length);
    name[pattern.length] = '\0';
    for (unsigned point = 0; point < TRACE_POINT_COUNT; point++) {
        if (!pattern_fits(name, trace_names[point]) || !trace_is_available((enum trace_point)point))
            continue;
        trace_set(run->agent, (enum trace_point)point, true);
        any = true;
    }
    return any || trace_is_pattern(name);
}

static struct json_span take_item(struct json_span *rest)
{
    struct json_span item = {rest->text, 0};

    while (item.length < rest->length && item.text[item.length] != ',')
        item.length++;
    rest->text += item.length + (item.length < rest->length);
    rest->length -= item.length + (item.length < rest->length);
    return item;
}

/* Whether each of the items is one; *POINTS are those of all, without patterns. */
static bool check_items(struct json_span rest, uint32_t *points)
{
    bool more = true;

    *points = 0;
    while (more) {
        struct json_span item = take_item(&rest);
        uint32_t found = find_item(item);

        if (!found && !find_pattern(item).text)
            return false;
        *points |= found;
        more = rest.length > 0 || item.text + item.length < rest.text;
    }
    return true;
}

static bool is_help(struct json_span list)
{
    return span_is(list, "trace:help") || span_is(list, "trace:?");
}

int hmp_log(struct monitor_run *run)
{
    struct json_span list = monitor_string(run, 0);
    uint32_t points = 0;

    if (!monitor_has(run, 0)) /* `help log` */
        return list_items(run);
    if (is_help(list)) {
        run->at[0] = 0;
        run->emit = emit_names;
        return 0;
    }
    if (!span_is(list, "none") && !check_items(list, &points))
        return list_items(run);
    trace_set_items(run->agent, points);
    if (span_is(list, "none"))
        return 0;
    while (list.length > 0) {
        struct json_span pattern = find_pattern(take_item(&list));

        if (pattern.text && !turn_on(run, pattern)) {
            run->quoted = pattern;
            (void)monitor_print(run, "warning: trace event '%r' does not exist");
        }
    }
    return 0;
}

/* -------------------------------------------------------------------- logfile */

static int refuse_file(struct monitor_run *run, int error)
{
    enum { NO_ENTRY = 2 };

    /* Where nobody has files there is none of that name either. */
    host_file_describe(error == BOARD_NO_FILES ? NO_ENTRY : -error, run->where);
    return monitor_fail(run, "Error opening logfile %0: %w");
}

/* QEMU puts its process's number where %d stands; a % that means nothing else is refused. */
static bool is_template(const struct json_span *name)
{
    unsigned marks = 0;

    for (size_t i = 0; i < name->length; i++) {
        if (name->text[i] != '%')
            continue;
        if (marks++ > 0 || i + 1 == name->length || name->text[i + 1] != 'd')
            return false;
    }
    return true;
}

int hmp_logfile(struct monitor_run *run)
{
    enum { NAME_TOO_LONG = 36 };
    struct json_span name = monitor_string(run, 0);
    char plain[BOARD_FILE_NAME_MAX + 1];
    int file;

    if (!is_template(&name))
        return monitor_fail(run, "Bad logfile template: %0");
    if (!board_services.files)
        return refuse_file(run, BOARD_NO_FILES);
    if (name.length > BOARD_FILE_NAME_MAX)
        return refuse_file(run, -NAME_TOO_LONG);
    memcpy(plain, name.text, name.length);
    plain[name.length] = '\0';
    file = board_services.files->open(plain);
    if (file < 0)
        return refuse_file(run, file);
    trace_write_to(run->agent, file);
    return 0;
}

/* ------------------------------------------------------------------- info log */

enum { AT_NEXT, AT_END };

/* An entry a piece; those that come in meanwhile are not told, or there might be no end. */
static bool emit_log(struct monitor_run *run)
{
    uint32_t number = (uint32_t)run->at[AT_NEXT]++;
    char line[TRACE_LINE];

    if (number == (uint32_t)run->at[AT_END])
        return false;
    say_bytes(run, line, trace_line(run->agent, number, line));
    return true;
}

int hmp_info_log(struct monitor_run *run)
{
    uint32_t count = run->agent->trace.count;

    run->at[AT_NEXT] = count > AGENT_TRACE_ENTRIES ? count - AGENT_TRACE_ENTRIES : 0;
    run->at[AT_END] = count;
    run->emit = emit_log;
    return 0;
}

#endif
