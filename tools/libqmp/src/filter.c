/* filter.c - which events are kept when they come.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static void free_names(char **names)
{
    for (char **name = names; name != NULL && *name != NULL; name++)
        free(*name);
    free(names);
}

int qmpc_keep_events(struct qmpc *line, const char *const *names)
{
    char **copy = NULL;
    size_t count = 0;
    if (names != NULL) {
        while (names[count] != NULL)
            count++;
        copy = calloc(count + 1, sizeof *copy);
        if (copy == NULL)
            return qmpc_fail(line, QMPC_E_MEMORY, "no memory");
    }
    for (size_t i = 0; i < count; i++) {
        copy[i] = strdup(names[i]);
        if (copy[i] == NULL) {
            free_names(copy);
            return qmpc_fail(line, QMPC_E_MEMORY, "no memory");
        }
    }
    free_names(line->kept);
    line->kept = copy;
    return QMPC_OK;
}

void qmpc_filter_clear(struct qmpc *line)
{
    free_names(line->kept);
    line->kept = NULL;
}

static bool is_named(const char *event, const char *name)
{
    size_t length = strlen(name);
    if (length > 0 && name[length - 1] == '*')
        return strncmp(event, name, length - 1) == 0;
    return strcmp(event, name) == 0;
}

bool qmpc_filter_keeps(const struct qmpc *line, const struct qmpc_message *message)
{
    if (line->kept == NULL || message->kind != QMPC_EVENT)
        return true;
    char *event = qmpc_json_strdup(qmpc_get(message, "event"));
    bool kept = event == NULL;
    for (char **name = line->kept; !kept && *name != NULL; name++)
        kept = is_named(event, *name);
    free(event);
    return kept;
}
