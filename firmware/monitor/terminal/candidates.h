/* candidates.h - the lists that words are completed from; which word is of which list is decided in
 * candidates.c (monitor/terminal/complete.h).
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_CANDIDATES_H
#define MONITOR_CANDIDATES_H

#include "monitor/terminal/complete.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

static inline struct json_span candidate(const char *text)
{
    return (struct json_span){text, text_length(text)};
}

/* Words that do not depend on what there is (candidate_words.c). */
monitor_candidates candidates_on_off, candidates_processors, candidates_states, candidates_points;
#if QMP_GROUP_CONSOLE
monitor_candidates candidates_buffers;
#endif
#if QMP_GROUP_DEVICES
monitor_candidates candidates_actions;
#endif
#if QMP_GROUP_INPUT
monitor_candidates candidates_keys;
#endif

/* Names in the tree of objects (candidate_objects.c). */
#if QMP_GROUP_OBJECTS
monitor_candidates candidates_devices, candidates_objects; /* types that a host may create */
monitor_candidates candidates_created;                     /* of the parent what can be deleted */
monitor_candidates candidates_root, candidates_properties;
#if QMP_GROUP_DEVICES
monitor_candidates candidates_links;
#endif

/* The stem is a path: of it only what stands behind the last slash is completed. */
void candidates_find_in_path(struct monitor_completion *completion);

/* The stem is a property of the object at PATH. */
void candidates_find_in_object(struct monitor_completion *completion, struct json_span path);

/* As candidates_end(); a blank behind what is no path. */
char candidates_end_in_tree(const struct monitor_completion *completion, struct json_span name);
#endif

#endif
#endif
