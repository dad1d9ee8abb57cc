/* handlers.c - which function answers which command.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"

qmp_handler *const agent_handlers[QMP_CMD_COUNT] = {
#if QMP_OOB /* in band there is nothing it could cancel */
    [QMP_CMD_agent_cancel] = qmp_do_cancel,
#endif
    [QMP_CMD_agent_info] = agent_info,
    [QMP_CMD_agent_limits] = qmp_do_limits,
    [QMP_CMD_agent_memory_read] = agent_memory_read,
    [QMP_CMD_agent_memory_write] = agent_memory_write,
    [QMP_CMD_agent_reset_session] = qmp_do_reset_session,
    [QMP_CMD_cont] = agent_cont,
#if AGENT_OBJECTS
    [QMP_CMD_device_list_properties] = agent_device_list_properties,
#endif
#if AGENT_GUEST_INFO
    [QMP_CMD_guest_info] = qmp_do_guest_info,
#endif
    [QMP_CMD_guest_ping] = qmp_do_nothing,
    [QMP_CMD_guest_sync] = qmp_do_sync,
    [QMP_CMD_guest_sync_delimited] = qmp_do_sync_delimited,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
#if AGENT_OBJECTS
    [QMP_CMD_qom_get] = agent_qom_get,
    [QMP_CMD_qom_list] = agent_qom_list,
    [QMP_CMD_qom_list_properties] = agent_qom_list_properties,
    [QMP_CMD_qom_list_types] = agent_qom_list_types,
    [QMP_CMD_qom_set] = agent_qom_set,
#endif
    [QMP_CMD_query_chardev] = agent_query_chardev,
    [QMP_CMD_query_commands] = qmp_do_query_commands,
    [QMP_CMD_query_current_machine] = agent_query_current_machine,
    [QMP_CMD_query_kvm] = agent_query_kvm,
    [QMP_CMD_query_name] = agent_query_name,
#if QMP_INTROSPECTION
    [QMP_CMD_query_qmp_schema] = qmp_do_query_schema,
#endif
    [QMP_CMD_query_status] = agent_query_status,
    [QMP_CMD_query_target] = agent_query_target,
    [QMP_CMD_query_uuid] = agent_query_uuid,
    [QMP_CMD_query_version] = qmp_do_query_version,
    [QMP_CMD_query_yank] = agent_query_yank,
    [QMP_CMD_quit] = agent_quit,
    [QMP_CMD_stop] = agent_stop,
    [QMP_CMD_system_powerdown] = agent_system_powerdown,
    [QMP_CMD_system_reset] = agent_system_reset,
};
