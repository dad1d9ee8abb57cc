/* engine.c - the line of `qmpctl top`: answers as they come, events, and the way back to a server
 * that went away.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/connect.h"
#include "common/rejoin.h"
#include "top/engine.h"
#include "top/questions.h"

enum {
    OPEN_MS = 100,   /* how long it looks for a server that went away */
    JOIN_MS = 2000,  /* ... and waits for its greeting */
    AGAIN_MS = 1000, /* the pause between two tries */
    SEND_MS = 1000,
    EVENT_MS = 100, /* the least time between two rounds that events cause */
};

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
    engine->again = clock_ms() + AGAIN_MS;
    engine->fresh = true;
}

/* OPEN: the transport too. */
static void join(struct engine *engine, bool open)
{
    struct options hasty = *engine->options;
    hasty.timeout_ms = JOIN_MS;
    int status = open ? rejoin(engine->line, engine->options, OPEN_MS, JOIN_MS)
                      : connect_again(engine->line, &hasty);
    engine->fresh = true;
    if (status != QMPC_OK) {
        note_lost(engine);
        return;
    }
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

/* Everything that came. */
static void receive(struct engine *engine)
{
    struct qmpc_message *message;
    int status;
    while ((status = qmpc_receive(engine->line, QMPC_NOW, &message)) == QMPC_OK) {
        enum qmpc_kind kind = qmpc_message_kind(message);
        if (kind == QMPC_EVENT)
            take_event(engine, message);
        else if (kind != QMPC_GREETING)
            take_reply(engine, message);
        qmpc_message_free(message);
        if (kind == QMPC_GREETING)
            join(engine, false);
        if (engine->again != 0)
            return;
    }
    if (status == QMPC_E_GONE)
        note_lost(engine);
    else if (status != QMPC_E_TIMEOUT)
        join(engine, false);
}

static void note_overdue(struct engine *engine)
{
    char text[80];
    snprintf(text, sizeof text, "no answer for %lld s",
             (long long)(engine->options->timeout_ms / 1000));
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
    int status = qmpc_send(engine->line, &request, qmpc_deadline(SEND_MS), engine->id);
    engine->asked = clock_ms();
    free(arguments);
    if (status == QMPC_E_GONE)
        note_lost(engine);
    else if (status != QMPC_OK)
        join(engine, false); /* a part of the request may have been sent */
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
        join(engine, true);
        if (engine->again != 0)
            return;
    }
    receive(engine);
    if (engine->again != 0)
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

int64_t engine_wake(const struct engine *engine)
{
    if (engine->again != 0)
        return engine->again;
    if (engine->id[0] != '\0')
        return engine->asked + engine->options->timeout_ms + 1;
    return engine->paused ? QMPC_FOREVER : engine->next;
}

void engine_order(struct engine *engine, const char *command)
{
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
