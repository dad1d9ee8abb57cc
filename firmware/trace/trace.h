/* trace.h - trace points, the ring that keeps what happened at them, and the file of the log.
 *
 *     TRACE(agent, port_read, port->name, size);
 *
 * A point that is not enabled costs a load and a branch.  The ring keeps the last
 * AGENT_TRACE_ENTRIES entries; with a file of the host they are written there as well.
 *
 * Context: agent.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

#include "agent/agent.h"

enum trace_point {
#define TRACE_POINT(name, number) TRACE_##name,
#include "trace/trace.def"
#undef TRACE_POINT
    TRACE_POINT_COUNT
};

#if QMP_GROUP_MONITOR

#define TRACE_BIT(name) (1u << TRACE_##name)
_Static_assert(TRACE_POINT_COUNT <= 32, "a bit for each");

void trace_record(struct agent *agent, enum trace_point point, const char *text, uintptr_t number);

/* TEXT is a constant, or NULL. */
#define TRACE(agent, name, text, number)                                                           \
    do {                                                                                           \
        if ((agent)->trace.enabled & TRACE_BIT(name))                                              \
            trace_record(agent, TRACE_##name, text, number);                                       \
    } while (0)

extern const char *const trace_names[TRACE_POINT_COUNT];

/* No point is enabled, nothing is kept. */
void trace_init(struct agent *agent);

/* Whether this board has the point. */
bool trace_is_available(enum trace_point point);

/* Enables the points of the log (bits) instead of those that it had. */
void trace_set_items(struct agent *agent, uint32_t points);

/* Enables a point, or does so no longer unless the log has it. */
void trace_set(struct agent *agent, enum trace_point point, bool on);

/* Whether NAME (ended by a NUL) has a star in it, and so stands for any number of points. */
bool trace_is_pattern(const char *name);

/* Longest name or pattern of points (bytes). */
#define TRACE_NAME_MAX 63

/* Bytes of the longest line. */
#define TRACE_LINE 160

/* Writes entry NUMBER, with the end of its line.  Returns the bytes; 0: it is kept no longer. */
uint32_t trace_line(const struct agent *agent, uint32_t number, char line[TRACE_LINE]);

/* Has FILE, a handle of board_services.files, take what is logged from now on, instead of the one
 * before, which is closed. */
void trace_write_to(struct agent *agent, int file);

/* Writes some of what is still to be written.  Returns the clock at which there is more to do. */
uint64_t trace_tick(struct agent *agent);

/* True when the file has all there is. */
bool trace_is_written(const struct agent *agent);

#else

#define TRACE(agent, name, text, number) ((void)(agent))

static inline void trace_init(struct agent *agent)
{
    (void)agent;
}

static inline uint64_t trace_tick(struct agent *agent)
{
    (void)agent;
    return UINT64_MAX;
}

static inline bool trace_is_written(const struct agent *agent)
{
    (void)agent;
    return true;
}

#endif
#endif
