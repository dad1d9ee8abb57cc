/* shell.c - the subcommand shell: where its lines come from, and how it ends.
 *
 * On a terminal it prompts; from a pipe, a file or the command line it is silent between the lines
 * and its exit code is that of the first that failed.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/connect.h"
#include "common/subcommand.h"
#include "shell/shell.h"

enum { COMMANDS = 64 };

/* What the command line wants of the shell. */
struct wishes {
    const char *commands[COMMANDS];
    size_t count;
    const char *file; /* NULL: none */
    const char *log;  /* NULL: none */
    bool keep_going;
    bool hmp;
    bool verbose;
    bool pretty;
    bool skip_negotiation;
    bool reconnect;
};

extern const struct subcommand subcommand_shell;

enum { RECONNECT = OWN_OPTION };

static int take(void *context, int option, const char *argument)
{
    struct wishes *wishes = context;
    if (option == 'c') {
        if (wishes->count == COMMANDS)
            return options_refuse("too many -c; put the lines into a file for -f", "");
        wishes->commands[wishes->count++] = argument;
    } else if (option == 'f') {
        wishes->file = argument;
    } else if (option == 'l') {
        wishes->log = argument;
    } else {
        wishes->keep_going |= option == 'k';
        wishes->hmp |= option == 'H';
        wishes->verbose |= option == 'v';
        wishes->pretty |= option == 'p';
        wishes->skip_negotiation |= option == 'N';
        wishes->reconnect |= option == RECONNECT;
    }
    return -1;
}

static int scan(struct options *options, struct wishes *wishes, int argc, char **argv)
{
    static const struct option longs[] = {
        {"command", required_argument, NULL, 'c'},    {"file", required_argument, NULL, 'f'},
        {"keep-going", no_argument, NULL, 'k'},       {"hmp", no_argument, NULL, 'H'},
        {"verbose", no_argument, NULL, 'v'},          {"pretty", no_argument, NULL, 'p'},
        {"skip-negotiation", no_argument, NULL, 'N'}, {"logfile", required_argument, NULL, 'l'},
        {"reconnect", no_argument, NULL, RECONNECT},  {NULL, 0, NULL, 0},
    };
    const struct own_options own = {
        .letters = "c:f:kHvpNl:", .longs = longs, .take = take, .context = wishes};
    return options_scan(options, argc, argv, &subcommand_shell, &own, true);
}

/* HOST:PORT, as qmp-shell has it, beside the endpoints of -s. */
static int take_endpoint(struct options *options, const char *text)
{
    if (options->endpoint != NULL)
        return options_refuse("the endpoint is given twice: ", text);
    bool bare = options_is_host_and_port(text);
    if (asprintf(&options->endpoint, "%s%s", bare ? "tcp:" : "", text) < 0)
        options->endpoint = NULL;
    return options->endpoint == NULL ? options_refuse("no memory", "") : -1;
}

static int open_log(struct shell *shell, const char *path)
{
    shell->traffic.log = fopen(path, "ae");
    if (shell->traffic.log != NULL)
        return EXIT_OK;
    fprintf(stderr, "qmpctl: %s: %s\n", path, strerror(errno));
    return EXIT_USAGE;
}

static void run_file(struct shell *shell, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        fprintf(stderr, "qmpctl: %s: %s\n", path, strerror(errno));
        shell_note(shell, EXIT_USAGE);
        return;
    }
    lines_from(shell, file);
    if (!standard)
        close(file);
}

static void run_commands(struct shell *shell, const struct wishes *wishes)
{
    for (size_t i = 0; i < wishes->count && !shell->leave; i++) {
        char *text = strdup(wishes->commands[i]);
        if (text == NULL)
            break;
        shell_run_line(shell, text);
        shell_show_messages(shell);
        free(text);
    }
    if (wishes->file != NULL && !shell->leave)
        run_file(shell, wishes->file);
}

static void run_session(struct shell *shell, const struct wishes *wishes)
{
    bool script = wishes->count > 0 || wishes->file != NULL;
    shell->stop_at_failure = script && !wishes->keep_going;
    shell->interactive = !script && isatty(STDIN_FILENO);
    if (script) {
        run_commands(shell, wishes);
        return;
    }
    if (shell->interactive)
        fputs("\"help\" explains, \"exit\" leaves.\n", stdout);
    if (!shell->interactive || !edit_lines(shell))
        lines_from(shell, STDIN_FILENO);
}

/* Returns an exit code. */
static int run_shell(struct shell *shell, const struct wishes *wishes)
{
    int code = wishes->log != NULL ? open_log(shell, wishes->log) : EXIT_OK;
    if (code != EXIT_OK)
        return code;
    shell->knowledge = knowledge_new(shell->line, &shell->traffic, PATIENCE_MS);
    if (shell->knowledge == NULL) {
        fputs("qmpctl: no memory\n", stderr);
        return EXIT_NO_ANSWER;
    }
    traffic_received(&shell->traffic, qmpc_greeting(shell->line));
    run_session(shell, wishes);
    if (shell->transaction != NULL && !shell->interactive) {
        fputs("qmpctl: the transaction has no )\n", stderr);
        shell_note(shell, EXIT_USAGE);
    }
    transaction_drop(shell);
    if (shell->ending)
        shell_await_end(shell);
    knowledge_free(shell->knowledge);
    late_forget(shell);
    if (shell->traffic.log != NULL && !traffic_end(&shell->traffic))
        shell_note(shell, EXIT_NOT_SAVED);
    /* Who sat at the prompt has seen each failure; only its end counts. */
    return shell->interactive && !shell->lost ? EXIT_OK : shell->code;
}

static int run(struct options *options, int argc, char **argv)
{
    struct wishes wishes = {0};
    int code;
    int first = scan(options, &wishes, argc, argv);
    if (first < 0)
        return options_code(first);
    if (options->save != NULL)
        return options_refuse("--save needs a command", "");
    if (argc - first > 1)
        return options_refuse("one endpoint is enough: ", argv[first + 1]);
    if (argc - first == 1 && (code = take_endpoint(options, argv[first])) >= 0)
        return code;
    if (wishes.reconnect && connect_is_spawned(options))
        return options_refuse("a server that qmpctl starts does not come back: --reconnect", "");
    options->negotiate &= !wishes.skip_negotiation;
    const struct qmpc_options settings = {.oob = true}; /* for agent-cancel after Ctrl-C */
    struct qmpc *line = connect_open(options, &settings, &code);
    if (line == NULL)
        return code;
    options->session = true;
    struct shell shell = {
        .line = line,
        .options = options,
        .traffic = {.show = wishes.verbose, .pretty = wishes.pretty},
        .hmp = wishes.hmp,
        .reconnect = wishes.reconnect,
    };
    code = run_shell(&shell, &wishes);
    connect_close(line);
    return code;
}

const struct subcommand subcommand_shell = {
    .name = "shell",
    .operands = "[ENDPOINT]",
    .summary = "a prompt; commands from a pipe or a file",
    .help = "\n"
            "  qmpctl shell /tmp/qmp.sock                    a prompt\n"
            "  qmpctl shell -p -v localhost:4444             with the requests that are sent\n"
            "  qmpctl shell -H /tmp/qmp.sock                 a human-monitor prompt\n"
            "  qmpctl -s tty:/dev/ttyUSB0,115200 shell --reconnect\n"
            "  qmpctl -s /tmp/qmp.sock shell -c stop -c 'qom-set path=hub property=fan value=1'\n"
            "  qmpctl -s /tmp/qmp.sock shell -f setup.qmp    commands from a file\n"
            "\n"
            "ENDPOINT is as for --server, or HOST:PORT.  At the prompt TAB completes commands,\n"
            "arguments, values and paths, twice lists them; \"help COMMAND\" tells what it takes.\n"
            "\n"
            "  -c, --command LINE      run LINE instead of a prompt; may be given several times\n"
            "  -f, --file FILE         run the lines of FILE; - is standard input\n"
            "  -k, --keep-going        with -c and -f: go on after a command that failed\n"
            "  -H, --hmp               lines for the human monitor (human-monitor-command)\n"
            "  -v, --verbose           show the requests that are sent\n"
            "  -p, --pretty            indent those and the data of events too\n"
            "  -N, --skip-negotiation  the same as --no-negotiate\n"
            "  -l, --logfile FILE      add all that is sent and received to FILE\n"
            "      --reconnect         when the connection is lost, wait for the server\n",
    .run = run,
};
