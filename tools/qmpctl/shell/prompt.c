/* prompt.c - commands from standard input, events as they come.
 *
 * From a terminal it prompts; from a pipe or a file it is silent between the commands and its
 * exit code is that of the first command that failed.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/arguments.h"
#include "common/connect.h"
#include "common/print.h"
#include "common/request.h"
#include "common/subcommand.h"

enum { WORDS = 256 };

static const char prompt_help[] =
    "  COMMAND [KEY=VALUE ...]    query-status\n"
    "                             qom-get path=hub property=temperature\n"
    "                             device_add driver=sensor id=spare unit=\"deg C\"\n"
    "                             device_add driver=sensor id='S-7'    '...' is always a text\n"
    "  {...}                      a request as JSON, sent as it is\n"
    "  query-commands             what this server knows\n"
    "  # ...                      a comment\n"
    "  exit, Ctrl-D               leave; the server goes on (its command \"quit\" would end it)\n";

/* How long a server that was told to quit may take for it. */
#define END_MS 2000

struct prompt {
    struct qmpc *line;
    const struct options *options;
    bool interactive;
    bool shown; /* the prompt stands at the beginning of the line */
    bool leave;
    bool lost;   /* the line broke */
    bool ending; /* the server was told to quit, or said it will: its end is no failure */
    int code;
    char *bytes; /* read from standard input and not yet used */
    size_t length;
    size_t room;
};

static void show_prompt(struct prompt *prompt)
{
    if (prompt->interactive && !prompt->shown) {
        fputs("(qmp) ", stdout);
        fflush(stdout);
        prompt->shown = true;
    }
}

static void note_code(struct prompt *prompt, int code)
{
    if (prompt->code == EXIT_OK)
        prompt->code = code;
}

/* After a restart the session is joined again; anything else that is no answer ends the prompt
 * when the line is gone, which the next receive shows. */
static void rejoin(struct prompt *prompt)
{
    fprintf(stderr, "qmpctl: the server has restarted; negotiating again\n");
    int status = connect_again(prompt->line, prompt->options);
    if (status != QMPC_OK) {
        note_code(prompt, connect_explain(prompt->line, status));
        prompt->leave = prompt->lost = true;
    }
}

static void show_message(struct prompt *prompt, const struct qmpc_message *message)
{
    if (prompt->shown)
        putchar('\n');
    fflush(stdout);
    prompt->shown = false;
    switch (qmpc_message_kind(message)) {
    case QMPC_EVENT:
        if (qmpc_string_at_is(message, "event", "SHUTDOWN"))
            prompt->ending = true;
        print_event(prompt->options, message, stderr);
        break;
    case QMPC_GREETING:
        rejoin(prompt);
        break;
    default: /* the reply to a command that was given up, or to nothing */
        print_whole(prompt->options, message);
        break;
    }
}

static void show_messages(struct prompt *prompt)
{
    struct qmpc_message *message;
    int status;
    while ((status = qmpc_receive(prompt->line, QMPC_NOW, &message)) == QMPC_OK && !prompt->leave) {
        show_message(prompt, message);
        qmpc_message_free(message);
    }
    if (status == QMPC_E_GONE) {
        if (prompt->shown)
            putchar('\n');
        if (!prompt->ending) {
            note_code(prompt, connect_explain(prompt->line, status));
            prompt->lost = true;
        }
        prompt->leave = true;
    }
}

static void run_line(struct prompt *prompt, char *text)
{
    char *words[WORDS];
    const char *error;
    text += strspn(text, " \t\r");
    if (*text == '\0' || *text == '#')
        return;
    int count = words_split(text, words, WORDS, &error);
    if (count < 0) {
        fprintf(stderr, "qmpctl: %s\n", error);
        note_code(prompt, EXIT_USAGE);
    } else if (strcmp(words[0], "exit") == 0) {
        prompt->leave = true;
    } else if (strcmp(words[0], "help") == 0) {
        fputs(prompt_help, stdout);
    } else {
        int code = request_run(prompt->line, prompt->options, words, (size_t)count);
        prompt->ending |= code == EXIT_OK && strcmp(words[0], "quit") == 0;
        note_code(prompt, code);
        if (qmpc_restarted(prompt->line) && !prompt->leave)
            rejoin(prompt);
    }
}

static void run_complete_lines(struct prompt *prompt)
{
    char *at = prompt->bytes;
    char *end = prompt->bytes + prompt->length;
    char *stop;
    while (!prompt->leave && at < end && (stop = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        *stop = '\0';
        prompt->shown = false;
        run_line(prompt, at);
        show_messages(prompt);
        at = stop + 1;
    }
    prompt->length = (size_t)(end - at);
    memmove(prompt->bytes, at, prompt->length);
}

/* Not getline(): its buffer would hide input from poll(). */
static void read_input(struct prompt *prompt)
{
    if (prompt->room - prompt->length < 2) {
        size_t room = prompt->room > 0 ? prompt->room * 2 : 4096;
        char *bytes = realloc(prompt->bytes, room);
        if (bytes == NULL) {
            fprintf(stderr, "qmpctl: no memory for a line of %zu bytes\n", prompt->length);
            note_code(prompt, EXIT_USAGE);
            prompt->leave = true;
            return;
        }
        prompt->bytes = bytes;
        prompt->room = room;
    }
    /* One byte stays free for the end of a last line without one. */
    ssize_t count =
        read(STDIN_FILENO, prompt->bytes + prompt->length, prompt->room - prompt->length - 1);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0) {
        if (prompt->length > 0)
            prompt->bytes[prompt->length++] = '\n';
        run_complete_lines(prompt);
        if (prompt->shown)
            putchar('\n');
        prompt->leave = true;
        return;
    }
    prompt->length += (size_t)count;
    run_complete_lines(prompt);
}

/* A server that is ending gets the time to do it by itself, before a spawned one would be
 * told to. */
static void await_end(struct prompt *prompt)
{
    struct qmpc_message *message;
    int64_t until = qmpc_deadline(END_MS);
    while (qmpc_receive(prompt->line, until, &message) == QMPC_OK) {
        show_message(prompt, message);
        qmpc_message_free(message);
    }
}

static int prompt_run(struct qmpc *line, const struct options *options)
{
    struct prompt prompt = {.line = line, .options = options};
    prompt.interactive = isatty(STDIN_FILENO);
    if (prompt.interactive)
        fputs("\"help\" explains, \"exit\" leaves.\n", stdout);
    for (;;) {
        show_messages(&prompt);
        if (prompt.leave)
            break;
        show_prompt(&prompt);
        struct pollfd wait[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
                                 {.fd = qmpc_fd(line), .events = POLLIN}};
        if (poll(wait, 2, -1) > 0 && wait[0].revents != 0)
            read_input(&prompt);
    }
    if (prompt.ending)
        await_end(&prompt);
    free(prompt.bytes);
    /* Who sat at the prompt has seen each failure; only its end counts. */
    return prompt.interactive && !prompt.lost ? EXIT_OK : prompt.code;
}

extern const struct subcommand subcommand_shell;

static int run(struct options *options, int argc, char **argv)
{
    int first = options_scan(options, argc, argv, &subcommand_shell, NULL, true);
    if (first < 0)
        return options_code(first);
    if (options->save != NULL)
        return options_refuse("--save needs a command", "");
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    options->session = true;
    code = prompt_run(line, options);
    connect_close(line);
    return code;
}

const struct subcommand subcommand_shell = {
    .name = "shell",
    .operands = "",
    .summary = "a prompt; commands from a pipe or a file",
    .help = "",
    .run = run,
};
