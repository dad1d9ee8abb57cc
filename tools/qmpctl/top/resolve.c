/* resolve.c - what an operand of `qmpctl top` stands for.
 *
 * SPDX-License-Identifier: MIT */
#include "top/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "common/objects.h"

bool resolve_split(const char *operand, char **object, char **property)
{
    char *copy = strdup(operand);
    char *name = copy != NULL ? objects_split(copy) : NULL;
    *property = name != NULL ? strdup(name) : NULL;
    *object = copy;
    if (*property != NULL)
        return true;
    free(copy);
    *object = NULL;
    return false;
}

static bool is_value(const char *name, const char *type)
{
    return strncmp(type, "child<", 6) != 0 && strncmp(type, "link<", 5) != 0 &&
           strcmp(name, "type") != 0;
}

static char *text_at(struct qmpc_json entry, const char *member)
{
    struct qmpc_json value;
    if (qmpc_json_member(entry, member, &value) != 0)
        return strdup("");
    return qmpc_json_strdup(value);
}

void resolve_add(struct watched *watched, const char *object, const char *property,
                 struct qmpc_json list)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(list);
    struct qmpc_json entry;
    bool found = false;
    while (qmpc_json_next(&walk, NULL, &entry)) {
        char *name = text_at(entry, "name");
        char *type = text_at(entry, "type");
        char *description = text_at(entry, "description");
        if (name != NULL && type != NULL && description != NULL &&
            (property != NULL ? strcmp(name, property) == 0 : is_value(name, type))) {
            watched_add(watched, object, name, description);
            found = true;
        }
        free(name);
        free(type);
        free(description);
    }
    if (!found && property != NULL)
        watched_add(watched, object, property, "");
}
