/* watched.c - properties, their values now and in the rounds before.
 *
 * SPDX-License-Identifier: MIT */
#include "top/watched.h"

#include <stdlib.h>
#include <string.h>

#include "qmpc/qmpc.h"

struct watched_property *watched_add(struct watched *watched, const char *object, const char *name,
                                     const char *description)
{
    for (size_t i = 0; i < watched->count; i++)
        if (strcmp(watched->all[i].object, object) == 0 && strcmp(watched->all[i].name, name) == 0)
            return &watched->all[i];
    struct watched_property *all =
        realloc(watched->all, (watched->count + 1) * sizeof *watched->all);
    if (all == NULL)
        return NULL;
    watched->all = all;
    struct watched_property *property = &all[watched->count];
    memset(property, 0, sizeof *property);
    property->object = strdup(object);
    property->name = strdup(name);
    property->description = strdup(description);
    if (property->object == NULL || property->name == NULL || property->description == NULL) {
        free(property->object);
        free(property->name);
        free(property->description);
        return NULL;
    }
    watched->count++;
    return property;
}

/* true counts as 1. */
static bool number_of(struct qmpc_json value, double *number)
{
    bool truth;
    if (qmpc_json_bool(value, &truth) == QMPC_OK) {
        *number = truth;
        return true;
    }
    return qmpc_json_double(value, number) == QMPC_OK;
}

void watched_value(struct watched_property *property, struct qmpc_json value)
{
    size_t place = property->rounds % WATCHED_HISTORY;
    char *text = strndup(value.text, value.length);
    if (text == NULL)
        return;
    /* The first value is no change, one after an error is. */
    property->changed =
        property->rounds > 0 && (property->value == NULL || strcmp(property->value, text) != 0);
    property->history[place].changed = property->changed;
    property->history[place].number = number_of(value, &property->history[place].value);
    property->rounds++;
    free(property->value);
    free(property->error);
    property->value = text;
    property->error = NULL;
}

void watched_error(struct watched_property *property, const char *error)
{
    char *text = strdup(error);
    if (text == NULL)
        return;
    size_t place = property->rounds % WATCHED_HISTORY;
    property->changed = property->value != NULL;
    property->history[place].changed = property->changed;
    property->history[place].number = false;
    property->rounds++;
    free(property->value);
    free(property->error);
    property->value = NULL;
    property->error = text;
}

static size_t first_round(const struct watched_property *property)
{
    return property->rounds > WATCHED_HISTORY ? property->rounds - WATCHED_HISTORY : 0;
}

static bool range_of(const struct watched_property *property, double *least, double *greatest)
{
    bool any = false;
    for (size_t i = first_round(property); i < property->rounds; i++) {
        double value = property->history[i % WATCHED_HISTORY].value;
        if (!property->history[i % WATCHED_HISTORY].number)
            continue;
        if (!any || value < *least)
            *least = value;
        if (!any || value > *greatest)
            *greatest = value;
        any = true;
    }
    return any;
}

void watched_history(const struct watched_property *property, char text[WATCHED_HISTORY + 1])
{
    double least = 0;
    double greatest = 0;
    size_t length = 0;
    bool numbers = range_of(property, &least, &greatest) && greatest > least;
    for (size_t i = first_round(property); i < property->rounds; i++) {
        size_t place = i % WATCHED_HISTORY;
        if (!property->history[place].number)
            text[length++] = property->history[place].changed ? '*' : '.';
        else if (!numbers)
            text[length++] = '.';
        else
            text[length++] = (char)('0' + (int)((property->history[place].value - least) /
                                                    (greatest - least) * 9 +
                                                0.5));
    }
    text[length] = '\0';
}

void watched_end(struct watched *watched)
{
    for (size_t i = 0; i < watched->count; i++) {
        free(watched->all[i].object);
        free(watched->all[i].name);
        free(watched->all[i].description);
        free(watched->all[i].value);
        free(watched->all[i].error);
    }
    free(watched->all);
    *watched = (struct watched){NULL, 0};
}
