/* monitor.h - the human monitor: one table of commands, whoever asks for them.
 *
 * A command is a row of agent/monitor_commands.def and a function hmp_NAME() (of `info NAME`:
 * hmp_info_NAME()); some rows say that they need none.  The function is called once, with its
 * arguments read and checked.  It does what is to be done, and leaves in run->emit what says the
 * rest (say.h), in run->at[] where that begins; a command that says nothing leaves nothing.  It
 * returns 0, or monitor_fail() and its like with a message.  What it does once and what it says
 * over and over are apart because a piece that does not fit is taken back and asked for again.
 *
 * Context: agent.  Nothing waits.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_MONITOR_H
#define MONITOR_MONITOR_H

#include "agent/agent.h"

#if QMP_GROUP_MONITOR

typedef int monitor_handler(struct monitor_run *run);

/* The texts of a row. */
enum monitor_text_of {
    MONITOR_NAMES,     /* "cont|c" */
    MONITOR_FLAGS,     /* letters */
    MONITOR_ARGUMENTS, /* see arguments.c */
    MONITOR_PARAMS,    /* the same for people */
    MONITOR_HELP       /* a sentence; only with AGENT_MONITOR_HELP */
};

struct monitor_row {
    const char *names;      /* and behind their NUL the other texts, each with one */
    const char *permission; /* the command of QMP that a lock is asked about */
    monitor_handler *handler;
};

/* A row, of constants. */
#if AGENT_MONITOR_HELP
#define MONITOR_TEXTS(names, flags, arguments, params, help)                                       \
    names "\0" flags "\0" arguments "\0" params "\0" help
#else
#define MONITOR_TEXTS(names, flags, arguments, params, help)                                       \
    names "\0" flags "\0" arguments "\0" params
#endif
#define MONITOR_ROW(names, arguments, params, handler, permission, flags, help)                    \
    {                                                                                              \
        MONITOR_TEXTS(names, flags, arguments, params, help), permission, handler                  \
    }

/* The handlers; not each row has its own. */
#define HMP_COMMAND(state, group, names, arguments, params, handler, ...)                          \
    monitor_handler hmp_##handler;
#define HMP_INFO(state, group, names, arguments, params, handler, ...)                             \
    monitor_handler hmp_info_##handler;
#include "agent/monitor_commands.def"
#undef HMP_COMMAND
#undef HMP_INFO

/* ------------------------------------------------------------------ the table */

/* A table in order of names; what `info NAME` tells is in one of its own. */
struct monitor_table {
    const struct monitor_row *rows;
    unsigned count;
};

extern const struct monitor_table monitor_commands, monitor_infos;

const char *monitor_text_of(const struct monitor_row *row, enum monitor_text_of text);

/* Whether it changes nothing on the board. */
bool monitor_only_reads(const struct monitor_row *row);

/* The row of TABLE that has the SIZE bytes at NAME among its names, or NULL. */
const struct monitor_row *monitor_find(const struct monitor_table *table, const char *name,
                                       size_t size);

/* ------------------------------------------------- for whoever runs commands */

/* Makes RUN, whose line has SIZE bytes at LINE, ready for its first command. */
void monitor_init(struct monitor_run *run, struct agent *agent, enum monitor_reader reader,
                  char *line, size_t size);

/* Forgets what the monitor keeps between commands, and what was under way. */
void monitor_reset(struct monitor_run *run);

/* Begins the command that is in the line, which ends with a NUL.  Then monitor_work() is to be
 * called until it returns false, then monitor_next().  Returns below 0 when what will be said is
 * that it failed. */
int monitor_begin(struct monitor_run *run);

/* Does what is to be done before something can be said.  Returns true when there is more: others
 * are to have their turn first. */
bool monitor_work(struct monitor_run *run);

/* Writes the next piece of what the command says.  Returns false at the end.  With w->overflow it
 * did not fit and is asked for again: take back what it wrote.  With run->pause, others are to
 * have their turn first. */
bool monitor_next(struct monitor_run *run, struct json_writer *w);

/* ------------------------------------------------------- for use in handlers */

/* Whether the optional argument NUMBER is there; of a flag (-a): whether it was given. */
static inline bool monitor_has(const struct monitor_run *run, unsigned number)
{
    return run->given >> number & 1;
}

static inline int64_t monitor_number(const struct monitor_run *run, unsigned number)
{
    return run->argument[number].number;
}

/* Plain bytes, their escapes undone; they are not ended.  They stay until the command ends. */
static inline struct json_span monitor_string(const struct monitor_run *run, unsigned number)
{
    struct monitor_text text = run->argument[number].text;

    return (struct json_span){run->line + text.at, text.size};
}

/* Whether TEXT is OTHER. */
bool span_is(struct json_span text, const char *other);

/* Whether a string argument is TEXT. */
bool monitor_is(const struct monitor_run *run, unsigned number, const char *text);

/* Lets the command say FORMAT (a constant) and the end of the line, in which
 *   %0 to %7 stand for a string argument,
 *   %w for run->where, %t for run->quoted (canonical text, from a request of QMP),
 *   %n for the names of the command, %c for the command as it was typed.
 * Nothing that is said may change before the command ends.  Return 0, to be returned by the
 * handler. */
int monitor_print(struct monitor_run *run, const char *format);

/* The same for what went wrong, as it is and behind "Error: ".  Return -1. */
int monitor_fail(struct monitor_run *run, const char *format);
int monitor_error(struct monitor_run *run, const char *format);

/* The same for what is wrong with the arguments: the user is told how to get help. */
int monitor_fail_usage(struct monitor_run *run, const char *format);

/* The handler of rows whose command does nothing and says nothing. */
int monitor_nothing(struct monitor_run *run);

/* ------------------------------------------------- commands of QMP (bridge.c) */

/* The handler of rows whose command is the one of QMP that they name. */
int monitor_pass(struct monitor_run *run);

/* The same for a handler; IF_FULL is the error where an argument has no room in the request. */
int monitor_pass_or(struct monitor_run *run, const char *if_full);

/* A command that is one of QMP's: request_begin(), an argument after the other, then
 *     return monitor_execute(run, QMP_CMD_stop);
 * Says nothing, or "Error: " and QMP's description.  NAME is a constant without quotes, which ends
 * with a NUL or in front of a comma; of request_option() it is whatever a user typed, but no name
 * the request has already. */
void request_begin(struct monitor_run *run);

/* Begins it with those arguments of the command that have a name for QMP, see arguments.c. */
void request_arguments(struct monitor_run *run);
void request_text(struct monitor_run *run, const char *name, struct json_span text);
void request_option(struct monitor_run *run, struct json_span name, struct json_span text);
void request_int(struct monitor_run *run, const char *name, int64_t value);
void request_bool(struct monitor_run *run, const char *name, bool value);
void request_json(struct monitor_run *run, const char *name, const char *json); /* canonical */
void request_more(struct monitor_run *run, const char *json);                   /* as it is */
int monitor_execute(struct monitor_run *run, enum qmp_command_id command);

/* The same without arguments. */
int monitor_call(struct monitor_run *run, enum qmp_command_id command);

/* Executes, and returns 0 or -1 as well, but says nothing: the error is run->message, to be said
 * in another way (monitor_fail(run, run->message)) or ignored. */
int monitor_try(struct monitor_run *run, enum qmp_command_id command);

/* For handlers of QMP whose return is {"human-readable-text": ...}: what `info NAME` says; where
 * that fails, its message is the error. */
int monitor_human_readable(struct qmp_call *call, const char *name);

#endif
#endif
