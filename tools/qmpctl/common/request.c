/* request.c - one command, from its words to its exit code.
 *
 * SPDX-License-Identifier: MIT */
#include "common/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/advice.h"
#include "common/arguments.h"
#include "common/connect.h"
#include "common/print.h"
#include "common/save.h"

enum {
    EVENTS_MS = 100, /* a server that sends them without end must not keep us */
    LOOK_MS = 100,   /* between two looks at how much of a reply there is */
};

void request_show_events(struct qmpc *line, const struct options *options)
{
    struct qmpc_message *event;
    int64_t until = qmpc_deadline(EVENTS_MS);
    while (qmpc_deadline(0) < until && qmpc_wait_event(line, NULL, QMPC_NOW, &event) == QMPC_OK) {
        if (!options->json || options->session)
            print_event(options, event, stderr);
        qmpc_message_free(event);
    }
}

struct request_patience request_patience(const struct options *options)
{
    return (struct request_patience){.timeout_ms = options->timeout_ms,
                                     .deadline = qmpc_deadline(options->timeout_ms)};
}

bool request_is_late(struct request_patience *patience, const struct qmpc *line)
{
    size_t arriving = qmpc_arriving(line);
    if (arriving > 0 && arriving != patience->arriving)
        patience->deadline = qmpc_deadline(patience->timeout_ms);
    patience->arriving = arriving;
    return qmpc_deadline(0) >= patience->deadline;
}

int request_await(struct qmpc *line, const struct options *options, const char *id,
                  struct qmpc_message **reply)
{
    struct request_patience patience = request_patience(options);
    int status;
    do {
        int64_t look = qmpc_deadline(LOOK_MS);
        status =
            qmpc_wait_reply(line, id, look < patience.deadline ? look : patience.deadline, reply);
    } while (status == QMPC_E_TIMEOUT && !request_is_late(&patience, line));
    return status;
}

int request_command(struct qmpc *line, const struct options *options,
                    const struct qmpc_request *request, struct qmpc_message **reply)
{
    char id[QMPC_ID_SIZE];
    *reply = NULL;
    int status = qmpc_send(line, request, qmpc_deadline(options->timeout_ms), id);
    return status == QMPC_OK ? request_await(line, options, id, reply) : status;
}

int request_send_raw(struct qmpc *line, const char *text, int64_t deadline, char id[QMPC_ID_SIZE])
{
    struct qmpc_json request;
    struct qmpc_json member;
    id[0] = '\0';
    if (qmpc_json_parse(text, strlen(text), &request, NULL) == QMPC_OK &&
        qmpc_json_member(request, "id", &member) == QMPC_OK && member.length < QMPC_ID_SIZE) {
        memcpy(id, member.text, member.length);
        id[member.length] = '\0';
    }
    int status = qmpc_send_raw(line, text, strlen(text), deadline);
    return status == QMPC_OK ? qmpc_send_raw(line, "\n", 1, deadline) : status;
}

static int run_raw(struct qmpc *line, const struct options *options, const char *text)
{
    int64_t deadline = qmpc_deadline(options->timeout_ms);
    char id[QMPC_ID_SIZE];
    struct qmpc_message *reply = NULL;
    int status = request_send_raw(line, text, deadline, id);
    if (status == QMPC_OK)
        status = request_await(line, options, id[0] != '\0' ? id : NULL, &reply);
    if (reply == NULL) {
        int code = connect_explain(line, status);
        if (qmpc_json_parse(text, strlen(text), NULL, NULL) != QMPC_OK)
            fputs("qmpctl: the request is not JSON; the server may wait for its end\n", stderr);
        return code;
    }
    request_show_events(line, options);
    print_whole(options, reply);
    qmpc_message_free(reply);
    return status == QMPC_OK ? EXIT_OK : EXIT_COMMAND_FAILED;
}

static int run_command(struct qmpc *line, const struct options *options, const char *command,
                       const char *arguments)
{
    struct qmpc_request request = {
        .command = command, .arguments = arguments, .oob = options->oob && qmpc_has_oob(line)};
    struct qmpc_message *reply;
    int status = request_command(line, options, &request, &reply);
    if (reply == NULL)
        return connect_explain(line, status);
    request_show_events(line, options);
    print_reply(options, reply);
    qmpc_message_free(reply);
    return status == QMPC_OK ? EXIT_OK : EXIT_COMMAND_FAILED;
}

void request_hint(struct qmpc *line, char *const *words, size_t count)
{
    const char *desc = qmpc_error_desc(line);
    for (size_t i = 1; i < count && desc != NULL; i++) {
        char wanted[128];
        int length = (int)strcspn(words[i], "=");
        snprintf(wanted, sizeof wanted, "type for '%.*s', expected: string", length, words[i]);
        if (words[i][length] == '=' && strstr(desc, wanted) != NULL)
            fprintf(stderr, "qmpctl: as a text: %.*s='%s'\n", length, words[i],
                    words[i] + length + 1);
    }
}

int request_run(struct qmpc *line, const struct options *options, char *const *words, size_t count)
{
    if (words[0][0] == '{' && options->save != NULL) {
        fprintf(stderr, "qmpctl: --save needs a command, not a raw request\n");
        return EXIT_USAGE;
    }
    if (words[0][0] == '{') {
        if (count == 1)
            return run_raw(line, options, words[0]);
        fprintf(stderr, "qmpctl: a raw JSON request takes no further arguments\n");
        return EXIT_USAGE;
    }
    char *error = NULL;
    char *arguments = NULL;
    if (count > 1) {
        arguments = arguments_build(words + 1, count - 1, &error);
        if (arguments == NULL) {
            fprintf(stderr, "qmpctl: %s\n", error != NULL ? error : "no memory");
            free(error);
            return EXIT_USAGE;
        }
    }
    int code = options->save != NULL ? save_run(line, options, words[0], arguments)
                                     : run_command(line, options, words[0], arguments);
    if (code == EXIT_COMMAND_FAILED) {
        request_hint(line, words, count);
        if (!options->json)
            advice_refused(line, words[0], arguments);
    }
    free(arguments);
    return code;
}
