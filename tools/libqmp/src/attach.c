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

/* One attempt to get into step. */
struct sync {
    int64_t number; /* to be returned by guest-sync-delimited */
    char id[QMPC_ID_SIZE];
    bool by_version; /* the command is not known: query-version is used */
};

static bool is_no_event(const struct qmpc_message *message, const void *what)
{
    (void)what;
    return message->kind != QMPC_EVENT;
}

static bool is_greeting(const struct qmpc_message *message, const void *what)
{
    (void)what;
    return message->kind == QMPC_GREETING;
}

int qmpc_read_greeting(struct qmpc *line, int64_t deadline)
{
    struct qmpc_message *greeting;
    int status = qmpc_await(line, is_greeting, NULL, false, deadline, &greeting);
    if (status == QMPC_OK)
        qmpc_keep_greeting(line, greeting);
    return status;
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

static int sync_send(struct qmpc *line, struct sync *sync, int64_t deadline)
{
    char text[256];
    sync->number = random_number();
    snprintf(sync->id, sizeof sync->id, "\"qmpc-sync-%" PRId64 "\"", sync->number);
    int length;
    if (sync->by_version)
        length = snprintf(text, sizeof text, "\xFF{\"execute\": \"query-version\", \"id\": %s}\n",
                          sync->id);
    else
        length = snprintf(text, sizeof text,
                          "\xFF{\"execute\": \"guest-sync-delimited\", "
                          "\"arguments\": {\"id\": %" PRId64 "}, \"id\": %s}\n",
                          sync->number, sync->id);
    return qmpc_transport_write(line, text, (size_t)length, deadline);
}

/* Does this message prove that we are in step?  Sets by_version if the server shows, without
 * telling the id, that it does not know the command. */
static bool sync_proves(struct sync *sync, const struct qmpc_message *message)
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

/* Returns 0 in step, QMPC_E_TIMEOUT, QMPC_E_RESTARTED to try again at once, or a lasting error. */
static int sync_once(struct qmpc *line, struct sync *sync, int64_t deadline)
{
    bool by_version = sync->by_version;
    int status = sync_send(line, sync, deadline);
    while (status == QMPC_OK) {
        struct qmpc_message *message;
        status = qmpc_await(line, is_no_event, NULL, false, deadline, &message);
        /* Noise of any length is what we came to get over, but not for ever. */
        if (status == QMPC_E_PROTOCOL && qmpc_clock() < deadline)
            status = QMPC_OK;
        if (message == NULL)
            continue;
        if (message->kind == QMPC_GREETING) {
            qmpc_keep_greeting(line, message);
            return QMPC_E_RESTARTED;
        }
        bool proven = sync_proves(sync, message);
        qmpc_message_free(message);
        if (proven)
            return QMPC_OK;
        line->counts.dropped_replies++;
        if (sync->by_version != by_version)
            return QMPC_E_RESTARTED;
        if (qmpc_clock() >= deadline)
            return QMPC_E_TIMEOUT;
    }
    return status;
}

int qmpc_resync(struct qmpc *line, int64_t deadline)
{
    struct sync sync = {.by_version = false};
    int64_t pause = SYNC_FIRST_MS;
    struct qmpc_counts before = line->counts;
    line->greeted = false;
    for (;;) {
        int status = sync_once(line, &sync, qmpc_sooner(qmpc_deadline(pause), deadline));
        if (status == QMPC_OK)
            return QMPC_OK;
        if (status != QMPC_E_TIMEOUT && status != QMPC_E_RESTARTED && status != QMPC_E_PROTOCOL)
            return status;
        if (qmpc_clock() >= deadline)
            break;
        if (status == QMPC_E_TIMEOUT)
            pause *= 2;
    }
    uint64_t noise = line->counts.skipped_bytes - before.skipped_bytes + line->framer.length;
    return qmpc_fail(line, QMPC_E_TIMEOUT,
                     noise > 0 ? "no QMP answer in time, but %" PRIu64 " bytes of something else"
                               : "no answer in time",
                     noise);
}

/* ---------------------------------------------------------------- negotiation */

static bool offers_oob(const struct qmpc_message *greeting)
{
    struct qmpc_json capability;
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(greeting, "QMP.capabilities"));
    while (qmpc_json_next(&walk, NULL, &capability)) {
        if (qmpc_json_string_is(capability, "oob"))
            return true;
    }
    return false;
}

int qmpc_negotiate(struct qmpc *line, int64_t deadline)
{
    /* Without a greeting it is not known whether out-of-band is offered: ask for it, and if that
     * is refused, for less. */
    bool enable = line->options.oob && (line->greeting == NULL || offers_oob(line->greeting));
    line->greeted = false;
    int status = qmpc_command(line, "qmp_capabilities", enable ? "{\"enable\": [\"oob\"]}" : NULL,
                              deadline, NULL);
    if (status == QMPC_OK) {
        line->oob = enable;
    } else if (status == QMPC_E_SERVER) {
        /* "Already complete" and "no such command" share this class. */
        if (strcmp(line->error_class, "CommandNotFound") == 0)
            return QMPC_OK;
        if (enable)
            status = qmpc_command(line, "qmp_capabilities", NULL, deadline, NULL);
    }
    return status;
}

int qmpc_meet(struct qmpc *line, int64_t deadline)
{
    if (line->greeted) {
        line->greeted = false;
        return QMPC_OK;
    }
    int64_t until = qmpc_sooner(qmpc_deadline(line->options.greeting_ms), deadline);
    int status = qmpc_read_greeting(line, until);
    if (status != QMPC_E_TIMEOUT && status != QMPC_E_PROTOCOL)
        return status;
    return qmpc_resync(line, deadline);
}

int qmpc_attach(struct qmpc *line, int64_t deadline)
{
    int status;
    do {
        status = qmpc_meet(line, deadline);
        if (status == QMPC_OK)
            status = qmpc_negotiate(line, deadline);
    } while (status == QMPC_E_RESTARTED && qmpc_clock() < deadline);
    return status;
}
