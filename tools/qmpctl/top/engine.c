/* engine.c - the line of `qmpctl top`: answers as they come, events, and the way back to a server
 * that went away.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/connect.h"
#include "top/engine.h"
#include "top/questions.h"

enum {
    AGAIN_MS = 1000, /* the pause between two tries to join */
    EVENT_MS = 100,  /* the least time between two rounds that events cause */
};

/* No event has fewer bytes than eight. */
const struct qmpc_options engine_settings = {.queue_limit = QMPC_STEP_BYTES / 8};

int64_t clock_ms(void)
{
    return qmpc_deadline(0);
}

static void begin_session(struct engine *engine)
{
    engine->phase = ENGINE_ONCE;
    engine->index = 0;
    engine->id[0] = '\0';
    engine->order = NULL;
    engine->ordered = false;
    engine->again = 0;
    engine->round = clock_ms();
    engine->next = engine->round + engine->picture.interval_ms;
    memset(engine->unknown, 0, sizeof engine->unknown);
}

void engine_begin(struct engine *engine)
{
    engine->picture.tally.begun = clock_ms();
    picture_set_error(&engine->picture, NULL);
    begin_session(engine);
}

static void note_lost(struct engine *engine)
{
    picture_set_error(&engine->picture, qmpc_error(engine->line));
    qmpc_close(engine->line);
    engine->joining = false;
    engine->again = clock_ms() + AGAIN_MS;
    engine->fresh = true;
}

/* What was asked is lost. */
static void await_session(struct engine *engine)
{
    engine->joining = true;
    engine->again = 0;
    engine->id[0] = '\0';
    engine->order = NULL;
}

/* On a line that is open still. */
static void attach_again(struct engine *engine)
{
    if (qmpc_begin_attach(engine->line, qmpc_deadline(engine->options->timeout_ms)) == QMPC_OK)
        await_session(engine);
    else
        note_lost(engine);
}

/* A server that was started for us is not started again. */
static void open_again(struct engine *engine)
{
    int64_t deadline = qmpc_deadline(engine->options->timeout_ms);
    if (connect_is_spawned(engine->options))
        engine->again = QMPC_FOREVER;
    else if (qmpc_begin(engine->line, engine->picture.endpoint, deadline) == QMPC_OK)
        await_session(engine);
    else
        note_lost(engine);
}

static void note_joined(struct engine *engine)
{
    engine->joining = false;
    engine->fresh = true;
    picture_set_error(&engine->picture, NULL);
    begin_session(engine);
}

static void take_event(struct engine *engine, const struct qmpc_message *event)
{
    char name[128];
    struct qmpc_json data = qmpc_get(event, "data");
    char *text = data.text != NULL ? strndup(data.text, data.length) : NULL;
    int64_t pause = engine->picture.interval_ms / 4;
    qmpc_get_string(event, "event", name, sizeof name);
    tally_note(&engine->picture.tally, name, text, clock_ms());
    free(text);
    int64_t soon = engine->round + (pause > EVENT_MS ? pause : EVENT_MS);
    if (soon < engine->next)
        engine->next = soon;
    engine->fresh = true;
}

/* A reply without an id is that to a request which the server could not read. */
static bool is_awaited(const struct engine *engine, const struct qmpc_message *reply)
{
    struct qmpc_json id = qmpc_get(reply, "id");
    if (engine->id[0] == '\0')
        return false;
    if (id.text == NULL)
        return qmpc_message_kind(reply) == QMPC_ERROR;
    return id.length == strlen(engine->id) && memcmp(id.text, engine->id, id.length) == 0;
}

static void take_reply(struct engine *engine, const struct qmpc_message *reply)
{
    if (!is_awaited(engine, reply))
        return;
    engine->id[0] = '\0';
    if (!engine->picture.connected)
        picture_set_error(&engine->picture, NULL);
    if (engine->ordered) {
        engine->ordered = false;
        engine->note[0] = '\0';
        if (qmpc_message_kind(reply) == QMPC_ERROR)
            qmpc_get_string(reply, "error.desc", engine->note, sizeof engine->note);
        engine_hurry(engine);
        engine->fresh = true;
        return;
    }
    questions_answered(engine, reply);
}

/* All that the last step has read; false if there was a message that could not be. */
static bool take_messages(struct engine *engine)
{
    struct qmpc_message *message;
    int status;
    while ((status = qmpc_receive(engine->line, QMPC_NOW, &message)) == QMPC_OK) {
        if (qmpc_message_kind(message) == QMPC_EVENT)
            take_event(engine, message);
        else
            take_reply(engine, message);
        qmpc_message_free(message);
    }
    return status != QMPC_E_PROTOCOL && status != QMPC_E_MEMORY;
}

/* Moves the line on; false while there is no session. */
static bool step(struct engine *engine)
{
    int status = qmpc_step(engine->line);
    bool whole = take_messages(engine);
    if (status == QMPC_OK && engine->joining)
        note_joined(engine);
    if (status == QMPC_OK && whole)
        return true;
    if (status == QMPC_E_RESTARTED || status == QMPC_OK)
        attach_again(engine);
    else if (status != QMPC_E_BUSY)
        note_lost(engine);
    return false;
}

static void note_overdue(struct engine *engine)
{
    char text[80];
    snprintf(text, sizeof text, "no answer for %.3g s", (double)engine->options->timeout_ms / 1000);
    picture_set_error(&engine->picture, text);
    engine->id[0] = '\0';
    engine->ordered = false;
    engine->fresh = true;
}

static void ask(struct engine *engine)
{
    char *arguments = NULL;
    struct qmpc_request request = {.command = engine->order};
    engine->ordered = engine->order != NULL;
    engine->order = NULL;
    if (!engine->ordered)
        request.command = questions_next(engine, &arguments);
    request.arguments = arguments;
    if (request.command == NULL)
        return;
    int status = qmpc_post(engine->line, &request, engine->id);
    engine->asked = clock_ms();
    free(arguments);
    if (status != QMPC_OK)
        engine->id[0] = '\0';
    if (status == QMPC_E_RESTARTED)
        attach_again(engine);
    else if (status != QMPC_OK)
        note_lost(engine);
}

static bool may_begin_round(const struct engine *engine)
{
    return engine->phase == ENGINE_IDLE && !engine->paused && clock_ms() >= engine->next;
}

void engine_work(struct engine *engine)
{
    if (engine->again != 0) {
        if (clock_ms() < engine->again)
            return;
        open_again(engine);
    }
    if (engine->again != 0 || !step(engine))
        return;
    if (engine->id[0] != '\0' && clock_ms() - engine->asked > engine->options->timeout_ms)
        note_overdue(engine);
    if (may_begin_round(engine)) {
        engine->phase = ENGINE_LIVE;
        engine->index = ANSWER_LIVE;
        engine->round = clock_ms();
        engine->next = engine->round + engine->picture.interval_ms;
    }
    if (engine->id[0] == '\0')
        ask(engine);
}

/* Of a session. */
static int64_t next_deed(const struct engine *engine)
{
    if (engine->id[0] != '\0')
        return engine->asked + engine->options->timeout_ms + 1;
    if (engine->order != NULL)
        return QMPC_NOW;
    return engine->paused ? QMPC_FOREVER : engine->next;
}

int engine_wants(const struct engine *engine, struct pollfd fds[2], int64_t *wake)
{
    *wake = engine->again;
    if (engine->again != 0)
        return 0;
    int count = qmpc_wants(engine->line, fds, wake);
    int64_t own = engine->joining ? QMPC_FOREVER : next_deed(engine);
    if (own < *wake)
        *wake = own;
    return count;
}

void engine_order(struct engine *engine, const char *command)
{
    if (engine->joining || engine->again != 0)
        snprintf(engine->note, sizeof engine->note, "there is no server to send %s to", command);
    else
        engine->order = command;
}

void engine_hurry(struct engine *engine)
{
    engine->next = clock_ms();
}

void engine_end(struct engine *engine)
{
    picture_end(&engine->picture);
}
