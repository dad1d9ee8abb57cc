/* permit.c - what an agent-lock leaves gdb: as much as it leaves those commands of QMP that do
 * the same.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "guard/lock.h"

bool gdb_permits(const struct agent *agent, enum gdb_deed deed)
{
#if QMP_GROUP_LOCK
    static const struct {
        const char *command;
        bool read_only; /* as in the schema */
    } deeds[] = {
        [GDB_READ_MEMORY] = {"agent-memory-read", true},
        [GDB_WRITE_MEMORY] = {"agent-memory-write", false},
        [GDB_READ_REGISTERS] = {"agent-read-registers", true},
        [GDB_WRITE_REGISTERS] = {"agent-write-registers", false},
        [GDB_ADD_BREAKPOINT] = {"agent-breakpoint-add", false},
        [GDB_DEL_BREAKPOINT] = {"agent-breakpoint-del", false},
        [GDB_ADD_WATCHPOINT] = {"agent-watchpoint-add", false},
        [GDB_DEL_WATCHPOINT] = {"agent-watchpoint-del", false},
        [GDB_STEP] = {"agent-step", false},
        [GDB_CONT] = {"cont", false},
        [GDB_STOP] = {"stop", false},
        [GDB_RESET] = {"system_reset", false},
        [GDB_QUIT] = {"quit", false},
        [GDB_STATUS] = {"query-status", true},
    };

    return lock_permits(&agent->lock, deeds[deed].command, deeds[deed].read_only);
#else
    (void)agent, (void)deed;
    return true;
#endif
}

bool gdb_may(struct agent *agent, enum gdb_deed deed)
{
    if (gdb_permits(agent, deed))
        return true;
    gdb_refuse(agent, "The agent is locked");
    return false;
}

#endif
