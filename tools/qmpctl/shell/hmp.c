/* hmp.c - lines of the human monitor, which go through human-monitor-command.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/print.h"
#include "common/style.h"
#include "shell/candidates.h"
#include "shell/shell.h"

/* Returns as shell_command(). */
static int pass(struct shell *shell, const char *text, long cpu, struct qmpc_message **reply)
{
    char *arguments = NULL;
    char *quoted = qmpc_json_quote(text, strlen(text));
    int status = QMPC_E_MEMORY;
    *reply = NULL;
    if (quoted != NULL &&
        asprintf(&arguments, "{\"command-line\": %s, \"cpu-index\": %ld}", quoted, cpu) >= 0) {
        status = shell_command(shell, "human-monitor-command", arguments, reply);
        free(arguments);
    }
    free(quoted);
    return status;
}

/* `cpu N` is a state of the monitor, and each command has a monitor of its own: so the shell keeps
 * it, once the server has taken that index. */
static int choose_cpu(struct shell *shell, const char *number)
{
    char *end;
    struct qmpc_message *reply;
    errno = 0;
    long cpu = strtol(number, &end, 10);
    if (end == number || *end != '\0' || errno != 0 || cpu < 0) {
        fprintf(stderr, "qmpctl: cpu takes the number of a processor, as info cpus lists them\n");
        return EXIT_USAGE;
    }
    int status = pass(shell, "info version", cpu, &reply);
    if (reply == NULL)
        return shell_explain(shell, status);
    if (status == QMPC_OK)
        shell->cpu = cpu;
    else
        print_reply(shell->options, reply);
    qmpc_message_free(reply);
    return status == QMPC_OK ? EXIT_OK : EXIT_COMMAND_FAILED;
}

int hmp_line(struct shell *shell, const char *text)
{
    struct qmpc_message *reply;
    if (strncmp(text, "cpu", 3) == 0 && (text[3] == ' ' || text[3] == '\0'))
        return choose_cpu(shell, text + 3 + strspn(text + 3, " "));
    int status = pass(shell, text, shell->cpu, &reply);
    if (reply == NULL)
        return shell_explain(shell, status);
    struct qmpc_json value = qmpc_get(reply, "return");
    if (status == QMPC_OK && !shell->options->json && qmpc_json_string_is(value, ""))
        ; /* a command that has nothing to say */
    else
        print_reply(shell->options, reply);
    qmpc_message_free(reply);
    bool good = status == QMPC_OK;
    shell->ending |= good && (strcmp(text, "quit") == 0 || strcmp(text, "q") == 0);
    return good ? EXIT_OK : EXIT_COMMAND_FAILED;
}

/* The first names of the lines of the monitor's help: "cont|c  -- resume emulation"; all of them
 * stand behind PREFIX there ("info "). */
static void add_help(struct candidates *candidates, const char *word, const char *prefix,
                     const char *text)
{
    size_t skip = strlen(prefix);
    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
        size_t length = strcspn(at, " |\r\n");
        const char *dashes = strstr(at, " -- ");
        const char *end = at + strcspn(at, "\r\n");
        if (strncmp(at, prefix, skip) == 0) {
            at += skip;
            length = strcspn(at, " |\r\n");
        } else if (skip > 0) {
            continue;
        }
        if (length == 0 || strchr("[\t", *at) != NULL)
            continue;
        char *name = strndup(at, length);
        char *note =
            dashes != NULL && dashes < end ? strndup(dashes + 4, (size_t)(end - dashes - 4)) : NULL;
        if (name != NULL)
            candidates_add(candidates, word, "", name, "", note);
        free(name);
        free(note);
    }
}

void hmp_complete(struct shell *shell, const char *text, struct candidates *candidates)
{
    const char *start = text + strspn(text, " ");
    const char *blank = strrchr(start, ' ');
    const char *word = blank != NULL ? blank + 1 : start;
    bool info = strncmp(start, "info ", 5) == 0 && word == start + 5;
    bool first = word == start || (strncmp(start, "help ", 5) == 0 && word == start + 5);
    candidates->from = (size_t)(word - text);
    if (!info && !first)
        return;
    struct qmpc_message *reply = knowledge_ask(shell->knowledge, "human-monitor-command",
                                               "command-line", info ? "help info" : "help");
    char *help = qmpc_json_strdup(qmpc_get(reply, "return"));
    if (help != NULL)
        add_help(candidates, word, info ? "info " : "", help);
    if (first && word == start)
        candidates_add(candidates, word, "", "exit", "", "leave the shell");
    free(help);
    qmpc_message_free(reply);
}
