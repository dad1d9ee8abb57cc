/* handlers.c - which function answers which command.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"

/* A command of a group that the build has. */
#define HANDLER(group, id, function) QMP_IN_##group([QMP_CMD_##id] = function, )

qmp_handler *const agent_handlers[QMP_CMD_COUNT] = {
    HANDLER(oob, agent_cancel, qmp_do_cancel) /* in band there is nothing it could cancel */
    HANDLER(core, agent_info, agent_info)
    HANDLER(core, agent_limits, qmp_do_limits)
    HANDLER(memory, agent_memory_read, agent_memory_read)
    HANDLER(memory, agent_memory_write, agent_memory_write)
    HANDLER(core, agent_reset_session, qmp_do_reset_session)
    HANDLER(core, cont, agent_cont)
    HANDLER(objects, device_list_properties, agent_device_list_properties)
    HANDLER(guest, guest_info, qmp_do_guest_info)
    HANDLER(core, guest_ping, qmp_do_nothing)
    HANDLER(core, guest_sync, qmp_do_sync)
    HANDLER(core, guest_sync_delimited, qmp_do_sync_delimited)
    HANDLER(core, qmp_capabilities, qmp_do_capabilities)
    HANDLER(objects, qom_get, agent_qom_get)
    HANDLER(objects, qom_list, agent_qom_list)
    HANDLER(objects, qom_list_properties, agent_qom_list_properties)
    HANDLER(objects, qom_list_types, agent_qom_list_types)
    HANDLER(objects, qom_set, agent_qom_set)
    HANDLER(core, query_chardev, agent_query_chardev)
    HANDLER(core, query_commands, qmp_do_query_commands)
    HANDLER(core, query_current_machine, agent_query_current_machine)
    HANDLER(core, query_kvm, agent_query_kvm)
    HANDLER(core, query_name, agent_query_name)
    HANDLER(introspection, query_qmp_schema, qmp_do_query_schema)
    HANDLER(core, query_status, agent_query_status)
    HANDLER(core, query_target, agent_query_target)
    HANDLER(core, query_uuid, agent_query_uuid)
    HANDLER(core, query_version, qmp_do_query_version)
    HANDLER(core, query_yank, agent_query_yank)
    HANDLER(core, quit, agent_quit)
    HANDLER(core, stop, agent_stop)
    HANDLER(core, system_powerdown, agent_system_powerdown)
    HANDLER(core, system_reset, agent_system_reset)
};
