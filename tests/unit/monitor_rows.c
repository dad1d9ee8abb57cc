/* monitor_rows.c - a table of a few commands of the human monitor, for what is tested without the
 * whole agent.
 *
 * SPDX-License-Identifier: MIT */
#include "commands/commands.h"
#include "monitor/say.h"

const char agent_package[] = "e2kmon rig";

/* Says which arguments there are: "0=text 2=7". */
static bool emit_arguments(struct monitor_run *run)
{
    uintptr_t i = run->at[0]++;

    if (monitor_has(run, (unsigned)i)) {
        char letter = monitor_text_of(run->row, MONITOR_ARGUMENTS)[2 * i];

        say(run, "%zu=", i);
        if (letter == 's' || letter == 'S')
            say_bytes(run, monitor_string(run, (unsigned)i).text,
                      monitor_string(run, (unsigned)i).length);
        else
            say(run, "%jd", monitor_number(run, (unsigned)i));
        say_text(run, " ");
    }
    return i + 1 < MONITOR_ARGUMENTS_MAX;
}

static int say_arguments(struct monitor_run *run)
{
    run->emit = emit_arguments;
    return 0;
}

/* Says which of the flags -a, -b STRING and -c there are. */
static int say_flags(struct monitor_run *run)
{
    run->where[0] = monitor_has(run, 0) ? 'a' : '.';
    run->where[1] = monitor_has(run, 2) ? 'c' : '.';
    run->where[2] = '\0';
    return monitor_print(run, monitor_has(run, 1) ? "%w b=%1" : "%w");
}

/* Fails, and quotes its argument. */
static int say_error(struct monitor_run *run)
{
    return monitor_error(run, "'%0' and '%0'");
}

/* Says the arguments as QMP would have them, up to the bracket at their end. */
static int say_request(struct monitor_run *run)
{
    request_arguments(run);
    run->quoted = (struct json_span){run->request, run->request_length};
    return monitor_print(run, "%r");
}

#define ROW(...) MONITOR_ROW(__VA_ARGS__, "what it does")

static const struct monitor_row commands[] = {
    ROW("arguments", "s,i,i?", "text number [number]", say_arguments, "query-status", "r"),
    ROW("cont|c", "", "", monitor_pass, "cont", ""),
    ROW("cpu", "i", "index", hmp_cpu, "query-cpus-fast", "r"),
    ROW("error", "s", "text", say_error, "query-status", "r"),
    ROW("flags", "-a,-bs,-c,i?", "[-a] [-b text] [-c] [number]", say_flags, "query-status", "r"),
    ROW("help|?", "S?", "[cmd]", hmp_help, "query-commands", "r"),
    ROW("info", "s?", "[subcommand]", hmp_info, "query-commands", "r"),
    ROW("passed", "-f=force,-ts=text,s=name,b=up,i?,M?=size",
        "[-f] [-t text] name on|off [number [size]]", say_request, "query-status", "r"),
    ROW("quit|q", "", "", monitor_pass, "quit", ""),
    ROW("rest", "S", "text", say_arguments, "query-status", "r"),
    ROW("stop|s", "", "", monitor_pass, "stop", ""),
    ROW("switch", "b", "on|off", say_arguments, "query-status", "r"),
    ROW("system_reset", "", "", monitor_pass, "system_reset", ""),
};

static const struct monitor_row infos[] = {
    ROW("cpus", "", "", hmp_info_cpus, "query-cpus-fast", "r"),
    ROW("status", "", "", hmp_info_status, "query-status", "r"),
};

const struct monitor_table monitor_commands = {commands, sizeof commands / sizeof commands[0]};
const struct monitor_table monitor_infos = {infos, sizeof infos / sizeof infos[0]};
