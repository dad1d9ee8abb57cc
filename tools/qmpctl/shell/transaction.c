/* transaction.c - several actions in lines of their own, sent as one command.
 *
 *     transaction(
 *     ACTION [KEY=VALUE ...]
 *     )
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/arguments.h"
#include "common/print.h"
#include "shell/shell.h"

enum { WORDS = 256 };

static const char opening[] = "transaction(";

struct transaction {
    char *text; /* of the actions so far, with commas between them */
    size_t size;
    FILE *out;
    bool any;
};

bool transaction_begins(const char *text)
{
    size_t length = sizeof opening - 1;
    return strncmp(text, opening, length) == 0 && strchr(" \t\r\n", text[length]) != NULL;
}

void transaction_drop(struct shell *shell)
{
    if (shell->transaction == NULL)
        return;
    fclose(shell->transaction->out);
    free(shell->transaction->text);
    free(shell->transaction);
    shell->transaction = NULL;
}

static bool begin(struct shell *shell)
{
    struct transaction *transaction = calloc(1, sizeof *transaction);
    if (transaction == NULL)
        return false;
    transaction->out = open_memstream(&transaction->text, &transaction->size);
    if (transaction->out == NULL) {
        free(transaction);
        return false;
    }
    shell->transaction = transaction;
    return true;
}

/* A line that is wrong ends the transaction: what was meant is not known. */
static int add_action(struct shell *shell, char *const *words, size_t count)
{
    char *error = NULL;
    char *data = arguments_build(words + 1, count - 1, &error);
    char *name = qmpc_json_quote(words[0], strlen(words[0]));
    struct transaction *transaction = shell->transaction;
    bool good = data != NULL && name != NULL;
    if (good)
        fprintf(transaction->out, "%s{\"type\": %s, \"data\": %s}", transaction->any ? ", " : "",
                name, data);
    else
        fprintf(stderr, "qmpctl: %s; the transaction is dropped\n",
                error != NULL ? error : "no memory");
    transaction->any = true;
    free(error);
    free(data);
    free(name);
    if (!good)
        transaction_drop(shell);
    return good ? EXIT_OK : EXIT_USAGE;
}

static int run(struct shell *shell)
{
    char *arguments = NULL;
    struct qmpc_message *reply = NULL;
    fflush(shell->transaction->out);
    if (asprintf(&arguments, "{\"actions\": [%s]}", shell->transaction->text) < 0)
        arguments = NULL;
    transaction_drop(shell);
    int status =
        arguments != NULL ? shell_command(shell, "transaction", arguments, &reply) : QMPC_E_MEMORY;
    free(arguments);
    if (reply == NULL)
        return shell_explain(shell, status);
    print_reply(shell->options, reply);
    qmpc_message_free(reply);
    return status == QMPC_OK ? EXIT_OK : EXIT_COMMAND_FAILED;
}

static int add_words(struct shell *shell, char *const *words, size_t count)
{
    bool closes = count > 0 && strcmp(words[count - 1], ")") == 0;
    if (count > 0 && strcmp(words[0], ")") == 0 && count > 1) {
        fprintf(stderr, "qmpctl: nothing may stand behind the ) of a transaction\n");
        transaction_drop(shell);
        return EXIT_USAGE;
    }
    if (closes)
        count--;
    int code = count > 0 ? add_action(shell, words, count) : EXIT_OK;
    return closes && code == EXIT_OK ? run(shell) : code;
}

int transaction_line(struct shell *shell, char *text)
{
    char *words[WORDS];
    const char *error = "no memory";
    if (shell->transaction == NULL) {
        text += sizeof opening - 1;
        if (!begin(shell)) {
            fprintf(stderr, "qmpctl: %s\n", error);
            return EXIT_NO_ANSWER;
        }
    }
    int count = words_split(text, words, WORDS, &error);
    if (count >= 0)
        return add_words(shell, words, (size_t)count);
    fprintf(stderr, "qmpctl: %s; the transaction is dropped\n", error);
    transaction_drop(shell);
    return EXIT_USAGE;
}
