/* commands.h - the handlers of the agent's commands, one file per group.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_COMMANDS_H
#define AGENT_COMMANDS_H

#include "agent/agent.h"

/* Indexed by enum qmp_command_id. */
extern qmp_handler *const agent_handlers[QMP_CMD_COUNT];

extern const char agent_package[]; /* "e2kmon 0.1.0" */

/* identity.c */
qmp_handler agent_query_name, agent_query_uuid, agent_query_target, agent_query_kvm,
    agent_query_current_machine, agent_query_chardev, agent_query_yank, agent_info;

/* run.c */
qmp_handler agent_query_status, agent_stop, agent_cont, agent_system_reset, agent_system_powerdown,
    agent_quit;
/* Ends on behalf of the application. */
void agent_end_for_application(struct agent *agent);

/* objects.c */
qmp_handler agent_qom_list, agent_qom_get, agent_qom_set, agent_qom_list_types,
    agent_qom_list_properties, agent_device_list_properties;

/* memory.c */
qmp_handler agent_memory_read, agent_memory_write;

#endif
