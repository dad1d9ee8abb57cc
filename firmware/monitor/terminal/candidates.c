/* candidates.c - which list the word before the cursor is of.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/terminal/candidates.h"

#if QMP_GROUP_MONITOR

/* The type of the NUMBERth argument that ROW takes, flags and formats not counted. */
static char letter_of(const struct monitor_row *row, unsigned number)
{
    const char *type = monitor_text_of(row, MONITOR_ARGUMENTS);

    for (;;) {
        if (*type != '-' && *type != '/' && number-- == 0)
            return *type;
        while (*type && *type != ',')
            type++;
        if (*type++ == '\0')
            return '\0';
    }
}

/* Which argument of which command has which candidates, and whose children these are. */
static const struct {
    const char *names;
    uint8_t argument;
    monitor_candidates *candidates;
    const struct object *parent;
} known[] = {
    {"cpu", 0, candidates_processors, NULL},
    {"cpu_set", 0, candidates_processors, NULL},
    {"cpu_set", 1, candidates_states, NULL},
    {"registers", 0, candidates_processors, NULL},
    {"trace-event", 0, candidates_points, NULL},
    {"trace-events", 0, candidates_points, NULL},
#if QMP_GROUP_CONSOLE
    {"ringbuf_read", 0, candidates_buffers, NULL},
    {"ringbuf_write", 0, candidates_buffers, NULL},
#endif
#if QMP_GROUP_INPUT
    {"sendkey", 0, candidates_keys, NULL},
#endif
#if QMP_GROUP_DEVICES
    {"watchdog_action", 0, candidates_actions, NULL},
#endif
#if QMP_GROUP_OBJECTS
    {"device_add", 0, candidates_devices, NULL},
    {"device_del", 0, candidates_created, &object_peripheral},
    {"object_add", 0, candidates_objects, NULL},
    {"object_del", 0, candidates_created, &object_objects},
    {"qom-get", 0, candidates_root, NULL},
    {"qom-get", 1, candidates_properties, NULL},
    {"qom-list", 0, candidates_root, NULL},
    {"qom-set", 0, candidates_root, NULL},
    {"qom-set", 1, candidates_properties, NULL},
    {"qom-tree", 0, candidates_root, NULL},
#if QMP_GROUP_DEVICES
    {"set_link", 0, candidates_links, NULL},
#endif
#endif
};

static bool is_same(const char *a, const char *b)
{
    uint32_t length = text_length(a);

    return text_length(b) == length && memcmp(a, b, length) == 0;
}

#if QMP_GROUP_INPUT

/* Of keys that are pressed together the last one is completed. */
static void pass_keys(struct monitor_completion *c)
{
    uint32_t passed = c->stem.length;

    while (passed > 0 && c->stem.text[passed - 1] != '-')
        passed--;
    c->stem.text += passed;
    c->stem.length -= passed;
}

#endif

void candidates_find(struct monitor_completion *c, const struct monitor_row *row,
                     unsigned arguments, struct json_span before)
{
    (void)before;
    if (letter_of(row, arguments) == 'b')
        c->candidates = candidates_on_off;
    for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].argument == arguments && is_same(known[i].names, row->names)) {
            c->candidates = known[i].candidates;
            c->parent = known[i].parent;
        }
#if QMP_GROUP_INPUT
    if (c->candidates == candidates_keys)
        pass_keys(c);
#endif
#if QMP_GROUP_OBJECTS
    if (c->candidates == candidates_root)
        candidates_find_in_path(c);
    else if (c->candidates == candidates_properties)
        candidates_find_in_object(c, before);
#endif
}

char candidates_end(const struct monitor_completion *c, struct json_span candidate)
{
#if QMP_GROUP_OBJECTS
    return candidates_end_in_tree(c, candidate);
#else
    (void)c, (void)candidate;
    return ' ';
#endif
}

#endif
