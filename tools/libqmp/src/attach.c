/* attach.c - making a session out of a line in any state.
 *
 * A serial line does not tell its server that somebody came: the greeting may be long gone, half
 * of a message of somebody else may be in the server's parser, and half of a reply on its way.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "internal.h"

/* The first pause must outlast a slow line's answer (100 bytes at 9600 baud: 0.1 s). */
enum { SYNC_FIRST_MS = 500 };

static bool is_no_event(const struct qmpc_message *message, const void *what)
{
    (void)what;
    return message->kind != QMPC_EVENT;
}

int qmpc_read_greeting(struct qmpc *line, int64_t deadline)
{
    struct qmpc_message *greeting;
    int status = qmpc_await(line, qmpc_is_greeting, NULL, false, deadline, &greeting);
    if (status == QMPC_OK)
        qmpc_keep_greeting(line, greeting);
    return status;
}

/* ------------------------------------------------------------------ meeting */

void qmpc_meeting_begin(struct qmpc *line)
{
    line->checked = false; /* what synchronises without a check ends those of the server */
    line->plan.until = qmpc_sooner(qmpc_deadline(line->options.greeting_ms), line->plan.deadline);
}

int qmpc_meeting_step(struct qmpc *line)
{
    struct qmpc_message *greeting;
    if (line->greeted) {
        line->greeted = false;
        return QMPC_OK;
    }
    int status = qmpc_look(line, qmpc_is_greeting, NULL, false, &greeting);
    if (status == QMPC_OK)
        qmpc_keep_greeting(line, greeting);
    if (status != QMPC_E_BUSY)
        return status;
    status = qmpc_transport_ended(line);
    if (status != QMPC_OK)
        return status;
    return qmpc_clock() >= line->plan.until ? QMPC_E_TIMEOUT : QMPC_E_BUSY;
}

/* ---------------------------------------------------------- resynchronisation */

/* Random, so that no answer to an earlier client can be taken for ours; 31 bits fit everywhere. */
static int64_t random_number(void)
{
    uint32_t bits;
    if (getrandom(&bits, sizeof bits, GRND_NONBLOCK) != (ssize_t)sizeof bits)
        bits = (uint32_t)qmpc_clock() * 2654435761u ^ (uint32_t)getpid();
    return bits & INT32_MAX;
}

/* Asks, and sets the time until which an answer is waited for.  What the line did not take of the
 * last attempt is enough of a question. */
static int sync_ask(struct qmpc *line)
{
    struct qmpc_sync *sync = &line->plan.sync;
    char text[256];
    int length;
    line->plan.until = qmpc_sooner(qmpc_deadline(sync->pause), line->plan.deadline);
    if (qmpc_unsent(line) > 0)
        return QMPC_OK;
    sync->number = random_number();
    snprintf(sync->id, sizeof sync->id, "\"qmpc-sync-%" PRId64 "\"", sync->number);
    text[0] = '\xFF';
    if (sync->by_version)
        length = snprintf(text + 1, sizeof text - 1, "{\"execute\": \"query-version\", \"id\": %s",
                          sync->id);
    else
        length = snprintf(text + 1, sizeof text - 1,
                          "{\"execute\": \"guest-sync-delimited\", "
                          "\"arguments\": {\"id\": %" PRId64 "}, \"id\": %s",
                          sync->number, sync->id);
    size_t end = 1 + qmpc_check_end(line, text + 1, (size_t)length);
    text[end] = '\n';
    int status = qmpc_output_put(line, text, end + 1);
    return status == QMPC_OK ? qmpc_output_flush(line) : status;
}

/* Does this message prove that we are in step?  Sets by_version if the server shows, without
 * telling the id, that it does not know the command. */
static bool sync_proves(struct qmpc_sync *sync, const struct qmpc_message *message)
{
    int64_t number;
    if (qmpc_has_id(message, sync->id))
        return true; /* an error too: "unknown" or "negotiate first" is an answer */
    if (qmpc_get(message, "id").text != NULL)
        return false;
    if (message->kind == QMPC_ERROR) {
        /* The byte 0xFF earns an error without an id of class GenericError; that is not it. */
        sync->by_version = qmpc_string_at_is(message, "error.class", "CommandNotFound");
        return false;
    }
    /* Old guest agents do not return ids. */
    return qmpc_get_int64(message, "return", &number) == QMPC_OK && number == sync->number;
}

void qmpc_syncing_begin(struct qmpc *line)
{
    line->greeted = false;
    line->plan.sync =
        (struct qmpc_sync){.pause = SYNC_FIRST_MS, .noise = line->counts.skipped_bytes};
    line->plan.until = QMPC_NOW; /* nothing was asked yet */
}

/* Looks through what has come.  QMPC_E_RESTARTED: ask again at once. */
static int sync_look(struct qmpc *line)
{
    struct qmpc_sync *sync = &line->plan.sync;
    struct qmpc_message *message;
    bool by_version = sync->by_version;
    for (;;) {
        int status = qmpc_look(line, is_no_event, NULL, false, &message);
        if (status == QMPC_E_PROTOCOL || status == QMPC_E_DAMAGED)
            continue; /* noise of any length is what we came to get over */
        if (status == QMPC_E_BUSY)
            status = qmpc_transport_ended(line);
        if (message == NULL)
            return status != QMPC_OK ? status : QMPC_E_BUSY;
        if (message->kind == QMPC_GREETING) {
            qmpc_keep_greeting(line, message);
            return QMPC_E_RESTARTED;
        }
        bool proven = sync->id[0] != '\0' && sync_proves(sync, message);
        qmpc_message_free(message);
        if (proven) {
            line->fault = QMPC_OK; /* of what came with the answer, before it */
            return QMPC_OK;
        }
        line->counts.dropped_replies++;
        if (sync->by_version != by_version)
            return QMPC_E_RESTARTED;
    }
}

static int fail_sync(struct qmpc *line)
{
    uint64_t noise = line->counts.skipped_bytes - line->plan.sync.noise + line->framer.length +
                     line->framer.held_bytes;
    if (noise == 0)
        return qmpc_fail(line, QMPC_E_TIMEOUT, "no answer in time");
    return qmpc_fail(line, QMPC_E_TIMEOUT,
                     "no QMP answer in time, but %" PRIu64 " bytes of something else", noise);
}

int qmpc_syncing_step(struct qmpc *line)
{
    struct qmpc_sync *sync = &line->plan.sync;
    bool first = line->plan.until == QMPC_NOW && sync->id[0] == '\0';
    int status = sync_look(line);
    if (status != QMPC_E_BUSY && status != QMPC_E_RESTARTED)
        return status;
    if (status == QMPC_E_BUSY && !first) {
        if (qmpc_clock() < line->plan.until)
            return QMPC_E_BUSY;
        sync->pause *= 2;
    }
    if (!first && qmpc_clock() >= line->plan.deadline)
        return fail_sync(line);
    status = sync_ask(line);
    return status == QMPC_OK ? QMPC_E_BUSY : status;
}

/* ---------------------------------------------------------------- negotiation */

static bool offers(const struct qmpc_message *greeting, const char *name)
{
    struct qmpc_json capability;
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(greeting, "QMP.capabilities"));
    while (qmpc_json_next(&walk, NULL, &capability)) {
        if (qmpc_json_string_is(capability, name))
            return true;
    }
    return false;
}

static int ask_capabilities(struct qmpc *line)
{
    static const char *const enable[] = {NULL, "{\"enable\": [\"oob\"]}",
                                         "{\"enable\": [\"agent-frame-check\"]}",
                                         "{\"enable\": [\"oob\", \"agent-frame-check\"]}"};
    const struct qmpc_request request = {
        .command = line->plan.resets ? "agent-reset-session" : "qmp_capabilities",
        .arguments = line->plan.resets ? NULL : enable[line->plan.enables + 2 * line->plan.checks],
    };
    char *text;
    /* One that greets us again and again, and takes no answer. */
    if (qmpc_unsent(line) > line->options.output_limit)
        return qmpc_fail(line, QMPC_E_TIMEOUT, "the server does not take what is sent");
    int status = qmpc_request_text(line, &request, line->plan.id, &text);
    if (status != QMPC_OK)
        return status;
    status = qmpc_output_put(line, text, strlen(text));
    free(text);
    return status == QMPC_OK ? qmpc_output_flush(line) : status;
}

int qmpc_negotiating_begin(struct qmpc *line)
{
    /* Without a greeting it is not known whether out-of-band is offered: ask for it, and if that
     * is refused, for less. */
    line->plan.enables =
        line->options.oob && (line->greeting == NULL || offers(line->greeting, "oob"));
    line->plan.checks = line->options.frame_check &&
                        (line->greeting == NULL || offers(line->greeting, "agent-frame-check"));
    line->plan.resets = false;
    line->checked = false;
    line->plan.until = line->plan.deadline;
    line->greeted = false;
    return ask_capabilities(line);
}

/* A server's error.  "Already complete" and "no such command" share a class. */
static int refused(struct qmpc *line, const struct qmpc_message *reply)
{
    int status = qmpc_fail_server(line, reply);
    bool complete = strcmp(line->error_class, "CommandNotFound") == 0;
    if (line->plan.resets || (complete && !line->plan.checks))
        return QMPC_OK;
    if (complete)
        line->plan.resets = true; /* somebody else has negotiated, without checks */
    else if (!line->plan.enables && !line->plan.checks)
        return status;
    line->plan.enables = line->plan.checks = false;
    status = ask_capabilities(line);
    return status == QMPC_OK ? QMPC_E_BUSY : status;
}

/* Takes a reply, and frees it.  QMPC_E_BUSY: there is more to come. */
static int take_reply(struct qmpc *line, struct qmpc_message *reply)
{
    int status = QMPC_OK;
    if (reply->kind == QMPC_ERROR)
        status = refused(line, reply);
    else if (line->plan.resets)
        status = QMPC_E_BUSY; /* until the greeting */
    else
        line->oob = line->plan.enables;
    if (status != QMPC_E_BUSY)
        line->plan.checks = false;
    qmpc_message_free(reply);
    return status;
}

int qmpc_negotiating_step(struct qmpc *line)
{
    struct qmpc_message *reply;
    int status;
    /* What comes behind a reply may be here already: then no byte would wake us for it. */
    while ((status = qmpc_look(line, qmpc_is_reply_to, line->plan.id, true, &reply)) == QMPC_OK) {
        status = take_reply(line, reply);
        if (status != QMPC_E_BUSY)
            return status;
    }
    if (status != QMPC_E_BUSY)
        return status;
    status = qmpc_transport_ended(line);
    if (status != QMPC_OK)
        return status;
    if (qmpc_clock() < line->plan.deadline)
        return QMPC_E_BUSY;
    return qmpc_fail(line, QMPC_E_TIMEOUT, "no answer to qmp_capabilities in time");
}

/* -------------------------------------------------- the same, waited for */

int qmpc_resync(struct qmpc *line, int64_t deadline)
{
    qmpc_plan_begin(line, QMPC_SYNCING, deadline);
    return qmpc_plan_run(line);
}

int qmpc_negotiate(struct qmpc *line, int64_t deadline)
{
    qmpc_plan_begin(line, QMPC_NEGOTIATING, deadline);
    return qmpc_plan_run(line);
}

int qmpc_meet(struct qmpc *line, int64_t deadline)
{
    qmpc_plan_begin(line, QMPC_MEETING, deadline);
    return qmpc_plan_run(line);
}

int qmpc_attach(struct qmpc *line, int64_t deadline)
{
    qmpc_plan_begin(line, QMPC_MEETING, deadline);
    line->plan.meets = true;
    line->plan.negotiates = true;
    return qmpc_plan_run(line);
}
