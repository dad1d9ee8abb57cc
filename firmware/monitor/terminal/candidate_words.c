/* candidate_words.c - names of commands, and words of which there are always the same.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/terminal/candidates.h"

#if QMP_GROUP_MONITOR

#include "trace/trace.h"

/* ----------------------------------------------------------------------- names */

/* Every row has as many numbers as a row has names at most. */
#define NAMES_MAX 2

static bool name_of(const struct monitor_table *table, unsigned number, struct json_span *word)
{
    const char *name;

    if (number / NAMES_MAX >= table->count)
        return false;
    name = table->rows[number / NAMES_MAX].names;
    for (number %= NAMES_MAX; number > 0; number--) {
        while (*name && *name != '|')
            name++;
        name += *name == '|';
    }
    word->text = name;
    for (word->length = 0; name[word->length] && name[word->length] != '|';)
        word->length++;
    return true;
}

bool candidates_commands(const struct monitor_completion *c, unsigned number,
                         struct json_span *word)
{
    (void)c;
    return name_of(&monitor_commands, number, word);
}

bool candidates_infos(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    return name_of(&monitor_infos, number, word);
}

/* ----------------------------------------------------------------- fixed words */

bool candidates_on_off(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    *word = candidate(number == 0 ? "on" : "off");
    return number < 2;
}

bool candidates_processors(const struct monitor_completion *c, unsigned number,
                           struct json_span *word)
{
    static const char numbers[] = "0123456789";

    (void)c;
    if (number >= board_cpu_count() || number >= sizeof numbers - 1)
        return false;
    *word = (struct json_span){numbers + number, 1};
    return true;
}

bool candidates_states(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    *word = candidate(number == 0 ? "online" : "offline");
    return number < 2;
}

bool candidates_points(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    if (number >= TRACE_POINT_COUNT)
        return false;
    word->length = 0;
    if (trace_is_available((enum trace_point)number))
        *word = candidate(trace_names[number]);
    return true;
}

#if QMP_GROUP_CONSOLE

bool candidates_buffers(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    *word = candidate(AGENT_CONSOLE_NAME);
    return number == 0;
}

#endif

#if QMP_GROUP_DEVICES || QMP_GROUP_INPUT

static bool value_of(const struct qmp_type *type, unsigned number, struct json_span *word)
{
    if (number >= type->count)
        return false;
    *word = candidate(type->values[number]);
    return true;
}

#endif

#if QMP_GROUP_DEVICES

bool candidates_actions(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    return value_of(&qmp_type_WatchdogAction, number, word);
}

#endif

#if QMP_GROUP_INPUT

bool candidates_keys(const struct monitor_completion *c, unsigned number, struct json_span *word)
{
    (void)c;
    return value_of(&qmp_type_QKeyCode, number, word);
}

#endif

#endif
