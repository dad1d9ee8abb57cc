/* monitor.c - qRcmd, gdb's `monitor`: a few commands of the agent's.
 *
 * What a command says is put together behind the end of its packet's text and sent from there;
 * whoever brings more commands along needs no more than a function that says something.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "commands/commands.h"
#include "qmp/memory.h"

#define LINE_MAX 128u /* characters of a command */

const char *gdb_execute(struct agent *agent, qmp_handler *handler)
{
    struct qmp_stream stream = {.context = agent};
    struct qmp_call call = {.server = &agent->server, .context = agent, .stream = &stream};

    return handler(&call) < 0 ? call.error_format : NULL;
}

/* Text under construction; what does not fit is cut. */
struct saying {
    char *bytes;
    size_t size, room;
};

static void say(struct saying *saying, const char *text)
{
    for (; *text && saying->size < saying->room; text++)
        saying->bytes[saying->size++] = *text;
}

/* ------------------------------------------------------------------ commands */

static void say_help(struct agent *agent, struct saying *saying);

static void say_status(struct agent *agent, struct saying *saying)
{
    say(saying, "VM status: ");
    say(saying, agent->state == QMP_RUN_RUNNING ? "running" : "paused");
    if (agent->state != QMP_RUN_RUNNING && agent->state != QMP_RUN_PAUSED) {
        say(saying, " (");
        say(saying, qmp_type_RunState.values[agent->state]);
        say(saying, ")");
    }
    say(saying, "\n");
}

static void say_why(struct agent *agent, struct saying *saying)
{
    say(saying, agent->gdb.refusal ? agent->gdb.refusal : "nothing was refused");
    say(saying, "\n");
}

static const struct command {
    const char *name, *help; /* without a text: another name of the one before */
    uint8_t deed;            /* enum gdb_deed, what the lock is asked about */
    qmp_handler *handler;    /* of the command of QMP that it is; NULL: */
    void (*run)(struct agent *agent, struct saying *saying);
} commands[] = {
    {"help", "this list", GDB_STATUS, NULL, say_help},
    {"info status", "whether the application runs", GDB_STATUS, NULL, say_status},
    {"stop", "stop the application", GDB_STOP, agent_stop, NULL},
    {"cont", "let it go on, though gdb does not wait for it", GDB_CONT, agent_cont, NULL},
    {"c", NULL, GDB_CONT, agent_cont, NULL},
    {"system_reset", "restart it", GDB_RESET, agent_system_reset, NULL},
    {"reset", NULL, GDB_RESET, agent_system_reset, NULL},
    {"why", "why something was refused last", GDB_STATUS, NULL, say_why},
    {"quit", "end, power off", GDB_QUIT, agent_quit, NULL},
};

#define COUNT (sizeof commands / sizeof commands[0])

static void say_help(struct agent *agent, struct saying *saying)
{
    (void)agent;
    for (size_t i = 0; i < COUNT; i++) {
        if (!commands[i].help)
            continue;
        say(saying, commands[i].name);
        if (i + 1 < COUNT && !commands[i + 1].help) {
            say(saying, ", ");
            say(saying, commands[i + 1].name);
        }
        say(saying, ": ");
        say(saying, commands[i].help);
        say(saying, "\n");
    }
}

static const struct command *find(const char *line, size_t size)
{
    for (size_t i = 0; i < COUNT; i++)
        if (text_length(commands[i].name) == size && memcmp(commands[i].name, line, size) == 0)
            return &commands[i];
    return NULL;
}

static void execute(struct agent *agent, const struct command *command, struct saying *saying)
{
    const char *refusal = NULL;

    if (!gdb_permits(agent, command->deed))
        refusal = "The agent is locked";
    else if (command->handler)
        refusal = gdb_execute(agent, command->handler);
    else
        command->run(agent, saying);
    if (refusal) {
        say(saying, "Error: ");
        say(saying, refusal);
        say(saying, "\n");
    }
}

/* Without blanks at either end. */
static size_t trim(const char **line, size_t size)
{
    for (; size > 0 && **line == ' '; size--)
        ++*line;
    while (size > 0 && (*line)[size - 1] == ' ')
        size--;
    return size;
}

void gdb_monitor(struct agent *agent, struct gdb_text *text)
{
    struct saying saying = {agent->gdb.packet + LINE_MAX, 0, AGENT_GDB_PACKET - LINE_MAX};
    size_t size = gdb_left(text) / 2;
    const struct command *command;
    const char *line = agent->gdb.packet;

    if (gdb_left(text) % 2 || size > LINE_MAX || !gdb_bytes(text, agent->gdb.packet, size)) {
        gdb_reply_text(agent, GDB_E_WRONG);
        return;
    }
    size = trim(&line, size);
    command = size == 0 ? &commands[0] : find(line, size);
    if (command)
        execute(agent, command, &saying);
    else
        say(&saying, "No such command; monitor help lists those there are\n");
    if (saying.size > 0)
        gdb_reply_hex(agent, saying.bytes, saying.size, false);
    else
        gdb_reply_text(agent, "OK");
}

#endif
