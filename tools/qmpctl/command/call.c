/* call.c - a command of the server from the command line, and what it returns.
 *
 * SPDX-License-Identifier: MIT */
#include "command/call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/advice.h"
#include "common/connect.h"
#include "common/request.h"
#include "common/style.h"
#include "common/subcommand.h"

/* The word may be meant for qmpctl and not for the server; what is no use of a command at all, only
 * if the word is the beginning of one. */
static void advise_subcommand(const struct qmpc *line, const char *word, int code)
{
    bool unknown =
        code == EXIT_COMMAND_FAILED && strcmp(qmpc_error_class(line), "CommandNotFound") == 0;
    if (!unknown && code != EXIT_USAGE)
        return;
    for (size_t i = 0; subcommands[i] != NULL; i++) {
        char *const names[] = {(char *)subcommands[i]->name};
        bool fits = unknown ? advice_similar(word, names, 1) != NULL
                            : strncmp(names[0], word, strlen(word)) == 0;
        if (fits && subcommands[i]->summary != NULL)
            fprintf(stderr, "qmpctl: did you mean \"qmpctl %s\": %s?\n", names[0],
                    subcommands[i]->summary);
    }
}

int call_run(struct options *options, int argc, char **argv)
{
    /* The words from the name on; options_scan() takes argv[0] for a program's. */
    int first = options_scan(options, argc, argv, NULL, NULL, true);
    if (first < 0)
        return options_code(first);
    argv[first - 1] = argv[0];
    int code;
    struct qmpc *line = connect_open(options, NULL, &code);
    if (line == NULL)
        return code;
    code = request_run(line, options, argv + first - 1, (size_t)(argc - first + 1));
    if (!options->json)
        advise_subcommand(line, argv[first - 1], code);
    connect_close(line);
    return code;
}

bool call_is_raw(int argc, char **argv, const char *key)
{
    size_t length = strlen(key);
    for (int i = 1; i < argc; i++)
        if (argv[i][0] == '{' || (strncmp(argv[i], key, length) == 0 && argv[i][length] == '='))
            return true;
    return false;
}

int call_command(struct qmpc *line, const struct options *options, const char *command,
                 char *arguments)
{
    if (arguments == NULL) {
        fputs("qmpctl: no memory\n", stderr);
        return EXIT_NO_ANSWER;
    }
    char *name = strdup(command);
    char *words[] = {name, arguments};
    int code = name != NULL ? request_run(line, options, words, 2) : EXIT_NO_ANSWER;
    free(name);
    free(arguments);
    return code;
}

int call_failed(struct qmpc *line, const struct options *options, int status, const char *command,
                const char *arguments)
{
    if (status != QMPC_E_SERVER)
        return connect_explain(line, status);
    if (options->json) {
        char *class = qmpc_json_quote(qmpc_error_class(line), strlen(qmpc_error_class(line)));
        char *desc = qmpc_json_quote(qmpc_error_desc(line), strlen(qmpc_error_desc(line)));
        char *text = NULL;
        int length = asprintf(&text, "{\"error\": {\"class\": %s, \"desc\": %s}}",
                              class != NULL ? class : "null", desc != NULL ? desc : "null");
        if (length >= 0)
            style_json(stdout, text, (size_t)length);
        putchar('\n');
        free(class);
        free(desc);
        free(text);
        return EXIT_COMMAND_FAILED;
    }
    int code = connect_explain(line, status);
    advice_refused(line, command, arguments);
    return code;
}
