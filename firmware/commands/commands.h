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
/* Ends on behalf of the application, or as set-action said. */
void agent_end_for_application(struct agent *agent);
#if QMP_GROUP_DEVICES
/* Ends, whatever set-action said. */
void agent_end_for_watchdog(struct agent *agent);
#endif
#if QMP_GROUP_DEBUG
/* Ends, or does what set-action said is to be done instead; GUEST: not because a host asked. */
void agent_shut_down(struct agent *agent, bool guest, enum qmp_shutdown_cause cause);
/* Lets an application that is stopped run, with RESUME. */
void agent_go_on(struct agent *agent);
#endif
#if QMP_GROUP_DEVICES || QMP_GROUP_DEBUG
/* Stops the application, if it runs, for the reason STATE. */
void agent_stop_in(struct agent *agent, enum qmp_run_state state);
/* Restarts the application, or ends if set-action said so; GUEST: not because a host asked. */
void agent_restart(struct agent *agent, bool guest, enum qmp_shutdown_cause cause);
void agent_ask_to_shut_down(struct agent *agent);
#endif

/* registers.c */
qmp_handler agent_read_registers, agent_write_registers;

/* breakpoints.c, watchpoints.c */
qmp_handler agent_breakpoint_add, agent_breakpoint_del, agent_breakpoint_list;
qmp_handler agent_watchpoint_add, agent_watchpoint_del, agent_watchpoint_list;

/* step.c, backtrace.c */
qmp_handler agent_step, agent_backtrace;

/* action.c */
qmp_handler agent_set_action, agent_inject_nmi;

/* fault.c */
qmp_handler agent_last_crash;

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
/* QEMU's rule for an id. */
bool agent_is_identifier(struct json_span id);

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

/* search.c, fill.c, checksum.c */
qmp_handler agent_memory_search, agent_memory_fill, agent_memory_checksum;

/* mmio.c */
qmp_handler agent_mmio_read, agent_mmio_write;

/* memsave.c */
qmp_handler agent_memsave, agent_pmemsave;

/* unconfigured.c */
qmp_handler agent_unconfigured, agent_no_drive, agent_screendump, agent_query_rx_filter, agent_yank,
    agent_no_display, agent_migrate;

/* monitor/human_command.c */
qmp_handler agent_human_monitor_command;

/* monitor/commands/interrupts.c, monitor/commands/translated.c */
qmp_handler agent_x_query_irq, agent_x_query_jit;

/* monitor/commands/ramblock.c */
qmp_handler agent_x_query_ramblock;

/* monitor/commands/samples.c */
qmp_handler agent_x_query_profile;

/* trace.c */
qmp_handler agent_trace_event_get_state, agent_trace_event_set_state;

/* dump.c, dump_file.c */
qmp_handler agent_dump, agent_dump_guest_memory, agent_query_dump, agent_query_dump_capability;

/* unconfigured_board.c */
qmp_handler agent_chardev_remove, agent_chardev_send_break, agent_x_query_roms;

#endif
