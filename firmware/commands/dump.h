/* dump.h - what core dumps share: the application is held while one is made.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_COMMANDS_DUMP_H
#define AGENT_COMMANDS_DUMP_H

#include "agent/agent.h"

#if QMP_GROUP_DUMP

static inline bool dump_is_active(const struct agent *agent)
{
    return agent->dump.active;
}

/* An application that a dump holds is to stay in STATE afterwards.  Returns false, and does
 * nothing, if there is none. */
static inline bool dump_stay(struct agent *agent, enum qmp_run_state state)
{
    if (agent->state != QMP_RUN_SAVE_VM)
        return false;
    agent->dump.resumes = false;
    agent->state = state;
    return true;
}

/* Fails, as QEMU's commands do, while a dump is under way; else returns 0. */
int dump_check_none(struct qmp_call *call);

/* The arguments BEGIN and LENGTH are both there, or neither; else it fails. */
int dump_check_range(struct qmp_call *call, unsigned begin, unsigned length);

/* Holds the application and completes the plan of agent->dump.file.  STOP is sent if it ran. */
void dump_begin(struct agent *agent, const struct core_file *file);

/* Lets it go on, if it ran; RESUME is sent. */
void dump_end(struct agent *agent);

/* Goes on with a dump that no session works on, and ends one whose session has gone.  Returns
 * true while there is one: there is more to do. */
bool dump_work(struct agent *agent);

/* dump_file.c: the same for dump-guest-memory. */
bool dump_file_work(struct agent *agent);

/* Of a session of AGENT a reply is under way that is made by EMIT, or waits for WORK. */
bool dump_has_session(const struct agent *agent,
                      bool (*emit)(struct qmp_stream *stream, struct json_writer *w),
                      const char *(*work)(struct qmp_stream *stream, char *where));

#else
#define dump_is_active(agent)   false
#define dump_stay(agent, state) false
#define dump_check_none(call)   0
#define dump_work(agent)        false
#endif
#endif
