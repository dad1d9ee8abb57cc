/* questions.c - what a round asks, and what becomes of the answers.
 *
 * SPDX-License-Identifier: MIT */
#include "top/questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/objects.h"
#include "top/resolve.h"

/* Watched where no operand is given, if it is there. */
static char *const defaults[] = {"hub"};

static size_t operand_count(const struct engine *engine)
{
    return engine->operand_count > 0 ? engine->operand_count : 1;
}

static const char *operand(const struct engine *engine)
{
    return engine->operand_count > 0 ? engine->operands[engine->index] : defaults[engine->index];
}

static void enter(struct engine *engine, enum engine_phase phase)
{
    engine->phase = phase;
    engine->index = phase == ENGINE_LIVE ? ANSWER_LIVE : 0;
    engine->split = false;
    /* After a restart the objects may be others. */
    if (phase == ENGINE_RESOLVE)
        watched_end(&engine->picture.watched);
}

/* Passes over what need not be asked, into the next phase if need be. */
static void advance(struct engine *engine)
{
    const struct watched *watched = &engine->picture.watched;
    size_t answers = engine->phase == ENGINE_ONCE ? ANSWER_LIVE : ANSWERS;
    if (engine->phase == ENGINE_ONCE || engine->phase == ENGINE_LIVE) {
        while (engine->index < answers && engine->unknown[engine->index])
            engine->index++;
        if (engine->index == answers)
            enter(engine, engine->phase == ENGINE_ONCE ? ENGINE_RESOLVE : ENGINE_VALUES);
    }
    if (engine->phase == ENGINE_RESOLVE && engine->index == operand_count(engine))
        enter(engine, ENGINE_LIVE);
    if (engine->phase == ENGINE_VALUES) {
        while (engine->index < watched->count && *watched->all[engine->index].name == '\0')
            engine->index++;
        if (engine->index == watched->count) {
            engine->phase = ENGINE_IDLE;
            engine->picture.rounds++;
            engine->fresh = true;
        }
    }
}

/* The object of the operand in two parts; NULL without memory. */
static char *list_arguments(const struct engine *engine)
{
    char *object, *property;
    char *result = NULL;
    if (!engine->split)
        return objects_arguments(operand(engine), NULL, NULL);
    if (resolve_split(operand(engine), &object, &property)) {
        result = objects_arguments(object, NULL, NULL);
        free(object);
        free(property);
    }
    return result;
}

const char *questions_next(struct engine *engine, char **arguments)
{
    const struct watched *watched = &engine->picture.watched;
    *arguments = NULL;
    advance(engine);
    switch (engine->phase) {
    case ENGINE_ONCE:
    case ENGINE_LIVE:
        return picture_command((enum answer)engine->index);
    case ENGINE_RESOLVE:
        *arguments = list_arguments(engine);
        return "qom-list";
    case ENGINE_VALUES:
        *arguments = objects_arguments(watched->all[engine->index].object,
                                       watched->all[engine->index].name, NULL);
        return "qom-get";
    default:
        return NULL;
    }
}

static char *copy_of(struct qmpc_json value)
{
    return value.text != NULL ? strndup(value.text, value.length) : NULL;
}

static void take_answer(struct engine *engine, const struct qmpc_message *reply)
{
    struct picture *picture = &engine->picture;
    size_t answer = engine->index;
    if (answer == ANSWER_AGENT) {
        free(picture->agent_before);
        picture->agent_before = picture->answers[answer];
        picture->answers[answer] = NULL;
        picture->before_at = picture->agent_at;
        picture->agent_at = clock_ms();
    }
    free(picture->answers[answer]);
    picture->answers[answer] = copy_of(qmpc_get(reply, "return"));
    engine->unknown[answer] = qmpc_string_at_is(reply, "error.class", "CommandNotFound");
    engine->index++;
}

static void take_split(struct engine *engine, const struct qmpc_message *reply)
{
    char *object, *property;
    if (!resolve_split(operand(engine), &object, &property))
        return;
    resolve_add(&engine->picture.watched, object, property, qmpc_get(reply, "return"));
    free(object);
    free(property);
}

/* An operand is an object or, if there is none of this name, one with a property. */
static void take_list(struct engine *engine, const struct qmpc_message *reply)
{
    char desc[200] = "";
    bool good = qmpc_message_kind(reply) == QMPC_RETURN;
    if (!good && !engine->split && strchr(operand(engine), '.') != NULL) {
        engine->split = true;
        return;
    }
    qmpc_get_string(reply, "error.desc", desc, sizeof desc);
    if (engine->split)
        take_split(engine, reply);
    else if (good)
        resolve_add(&engine->picture.watched, operand(engine), NULL, qmpc_get(reply, "return"));
    else if (engine->operand_count > 0) {
        struct watched_property *nothing =
            watched_add(&engine->picture.watched, operand(engine), "", "");
        if (nothing != NULL)
            watched_error(nothing, desc);
    }
    engine->split = false;
    engine->index++;
}

static void take_value(struct engine *engine, const struct qmpc_message *reply)
{
    char desc[200];
    struct watched_property *property = &engine->picture.watched.all[engine->index];
    if (qmpc_message_kind(reply) == QMPC_RETURN) {
        watched_value(property, qmpc_get(reply, "return"));
    } else {
        qmpc_get_string(reply, "error.desc", desc, sizeof desc);
        watched_error(property, desc);
    }
    engine->index++;
}

void questions_answered(struct engine *engine, const struct qmpc_message *reply)
{
    if (engine->phase == ENGINE_RESOLVE)
        take_list(engine, reply);
    else if (engine->phase == ENGINE_VALUES)
        take_value(engine, reply);
    else if (engine->phase != ENGINE_IDLE)
        take_answer(engine, reply);
    advance(engine);
}
