/* commands.h - the handlers of the agent's commands, one file per group.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_COMMANDS_H
#define AGENT_COMMANDS_H

#include "agent/agent.h"
#include "agent/objects.h"

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
#if QMP_GROUP_DEVICES
/* Stops the application, if it runs, for the reason STATE. */
void agent_stop_in(struct agent *agent, enum qmp_run_state state);
/* Restarts the application; GUEST: not because a host asked. */
void agent_restart(struct agent *agent, bool guest, enum qmp_shutdown_cause cause);
void agent_ask_to_shut_down(struct agent *agent);
#endif

/* devices.c */
qmp_handler agent_balloon, agent_query_balloon, agent_watchdog_set_action;

/* link.c */
qmp_handler agent_set_link;

/* pci.c */
qmp_handler agent_query_pci;

/* watch.c */
qmp_handler agent_watch, agent_unwatch, agent_query_watches;

/* create.c */
qmp_handler agent_object_add, agent_object_del, agent_device_add, agent_device_del;

/* lock.c */
qmp_handler agent_lock, agent_unlock, agent_query_lock;
/* Whether the agent's lock lets COMMAND pass: the hook of struct qmp_host. */
bool agent_permits(struct agent *agent, const struct qmp_command *command);

/* console.c */
qmp_handler agent_ringbuf_read, agent_ringbuf_write;
#if QMP_GROUP_CONSOLE
void agent_console_init(struct agent *agent);
/* Moves what console ports received to the application. */
void agent_console_receive(struct agent *agent);
/* The application starts afresh. */
void agent_console_restart(struct agent *agent);
#else
#define agent_console_init(agent)    (void)0
#define agent_console_receive(agent) (void)0
#define agent_console_restart(agent) (void)0
#endif

/* input.c */
qmp_handler agent_input_send_event, agent_query_mice, agent_send_key;
#if QMP_GROUP_INPUT
void agent_input_init(struct agent *agent);
/* Presses and releases what is due; returns the clock at which to call again. */
uint64_t agent_input_tick(struct agent *agent);
/* The application starts afresh. */
void agent_input_restart(struct agent *agent);
#else
#define agent_input_init(agent)    (void)0
#define agent_input_tick(agent)    UINT64_MAX
#define agent_input_restart(agent) (void)0
#endif

/* machine.c */
qmp_handler agent_query_cpus_fast, agent_query_memdev, agent_query_memory_devices,
    agent_query_memory_size_summary;

/* memory.c */
qmp_handler agent_memory_read, agent_memory_write;

/* unconfigured.c */
qmp_handler agent_unconfigured, agent_no_drive, agent_screendump, agent_query_rx_filter, agent_yank,
    agent_no_display, agent_migrate;

/* dump.c */
qmp_handler agent_dump_guest_memory, agent_query_dump;

/* unconfigured_board.c */
qmp_handler agent_chardev_remove, agent_chardev_send_break, agent_x_query_roms;

#endif
