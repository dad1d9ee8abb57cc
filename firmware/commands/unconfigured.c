/* unconfigured.c - commands for what a board never has: block devices, jobs, displays,
 * migration, host files.  They answer what QEMU 7.2 answers when nothing of the kind is
 * configured, so that a client which probes for it goes on; the texts are recorded in
 * tests/conformance.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "quote.h"

#if QMP_GROUP_UNCONFIGURED

#define NO_ARGUMENT UINT8_MAX

/* What a command always answers, or does where its own handler finds nothing else to say. */
struct answer {
    const char *text;    /* of an error; of a return: JSON */
    uint8_t command;     /* enum qmp_command_id */
    uint8_t error_class; /* enum qmp_class */
    uint8_t argument;    /* the one that %t in `text` stands for */
    bool returns;
};
_Static_assert(QMP_CMD_COUNT <= UINT8_MAX, "a command's number fits its member");

#define RETURNS(id, json)                                                                          \
    {                                                                                              \
        .text = json, .command = QMP_CMD_##id, .argument = NO_ARGUMENT, .returns = true            \
    }
#define FAILS(id, description)                                                                     \
    {                                                                                              \
        .text = description, .command = QMP_CMD_##id, .error_class = QMP_GENERIC_ERROR,            \
        .argument = NO_ARGUMENT                                                                    \
    }
/* ... with a description that quotes argument NUMBER. */
#define MISSES(id, class, number, description)                                                     \
    {                                                                                              \
        .text = description, .command = QMP_CMD_##id, .error_class = class, .argument = number     \
    }

#define NOTHING_TO_READ "{\"human-readable-text\": \"\"}"
#define NO_DESCRIPTOR   "No file descriptor supplied via SCM_RIGHTS"
#define NO_BLOCK_JOB    "Block job '%t' not found"
#define NO_DEVICE       "Device '%t' not found"
#define NO_JOB          "Job not found"
#define NO_ROCKER       "rocker %t not found"
#define NO_FDNAME       "File descriptor named '%t' has not been found"

/* In order of name; a row for each command that handlers.c gives to agent_unconfigured(). */
static const struct answer answers[] = {
    FAILS(add_fd, NO_DESCRIPTOR),
    MISSES(add_client, QMP_GENERIC_ERROR, 1, NO_FDNAME),
    MISSES(block_commit, QMP_DEVICE_NOT_FOUND, 1, NO_DEVICE),
    MISSES(block_job_cancel, QMP_DEVICE_NOT_ACTIVE, 0, NO_BLOCK_JOB),
    MISSES(block_job_complete, QMP_DEVICE_NOT_ACTIVE, 0, NO_BLOCK_JOB),
    MISSES(block_job_dismiss, QMP_DEVICE_NOT_ACTIVE, 0, NO_BLOCK_JOB),
    MISSES(block_job_finalize, QMP_DEVICE_NOT_ACTIVE, 0, NO_BLOCK_JOB),
    MISSES(block_job_pause, QMP_DEVICE_NOT_ACTIVE, 0, NO_BLOCK_JOB),
    MISSES(block_job_resume, QMP_DEVICE_NOT_ACTIVE, 0, NO_BLOCK_JOB),
    MISSES(block_job_set_speed, QMP_DEVICE_NOT_ACTIVE, 0, NO_BLOCK_JOB),
    MISSES(blockdev_add, QMP_GENERIC_ERROR, 0, "Parameter 'driver' does not accept value '%t'"),
    MISSES(blockdev_del, QMP_GENERIC_ERROR, 0, "Failed to find node with node-name='%t'"),
    MISSES(blockdev_remove_medium, QMP_DEVICE_NOT_FOUND, 0, NO_DEVICE),
    MISSES(chardev_remove, QMP_GENERIC_ERROR, 0, "Chardev '%t' not found"),
    MISSES(chardev_send_break, QMP_GENERIC_ERROR, 0, "Chardev '%t' not found"),
    MISSES(closefd, QMP_GENERIC_ERROR, 0, "File descriptor named '%t' not found"),
    FAILS(dumpdtb, "This machine doesn't have a FDT"),
    FAILS(expire_password, "Could not set password expire time"),
    FAILS(getfd, NO_DESCRIPTOR),
    FAILS(job_cancel, NO_JOB),
    FAILS(job_complete, NO_JOB),
    FAILS(job_dismiss, NO_JOB),
    FAILS(job_finalize, NO_JOB),
    FAILS(job_pause, NO_JOB),
    FAILS(job_resume, NO_JOB),
    FAILS(migrate, "Parameter 'uri' expects a valid migration protocol"),
    FAILS(migrate_incoming, "'-incoming' was not specified on the command line"),
    FAILS(migrate_pause, "migrate-pause is currently only supported during postcopy-active state"),
    FAILS(migrate_recover, "Migrate recover can only be run when postcopy is paused."),
    FAILS(migrate_start_postcopy,
          "Enable postcopy with migrate_set_capability before the start of migration"),
    RETURNS(migrate_cancel, "{}"),
    FAILS(nbd_server_stop, "NBD server not running"),
    MISSES(netdev_add, QMP_GENERIC_ERROR, 1, "Parameter 'type' does not accept value '%t'"),
    MISSES(netdev_del, QMP_DEVICE_NOT_FOUND, 0, NO_DEVICE),
    FAILS(query_acpi_ospm_status, "command is not supported, missing ACPI device"),
    RETURNS(query_block, "[]"),
    RETURNS(query_block_exports, "[]"),
    RETURNS(query_block_jobs, "[]"),
    RETURNS(query_blockstats, "[]"),
    RETURNS(query_chardev_backends, "[]"),
    RETURNS(query_fdsets, "[]"),
    FAILS(query_hotpluggable_cpus, "The feature 'query-hotpluggable-cpus' is not enabled"),
    RETURNS(query_iothreads, "[]"),
    RETURNS(query_jobs, "[]"),
    RETURNS(query_migrate, "{}"),
    RETURNS(query_named_block_nodes, "[]"),
    RETURNS(query_pr_managers, "[]"),
    RETURNS(query_replay, "{\"icount\": 0, \"mode\": \"none\"}"),
    MISSES(query_rocker, QMP_GENERIC_ERROR, 0, NO_ROCKER),
    MISSES(query_rocker_ports, QMP_GENERIC_ERROR, 0, NO_ROCKER),
    RETURNS(query_rx_filter, "[]"),
    RETURNS(query_spice, "{\"migrated\": false, \"enabled\": false, \"mouse-mode\": \"client\"}"),
    RETURNS(query_tpm, "[]"),
    RETURNS(query_tpm_models, "[]"),
    RETURNS(query_tpm_types, "[]"),
    RETURNS(query_vcpu_dirty_limit, "[]"),
    FAILS(query_vm_generation_id, "this feature or command is not currently supported"),
    RETURNS(query_vnc, "{\"enabled\": false}"),
    RETURNS(query_vnc_servers, "[]"),
    FAILS(replay_break, "setting the breakpoint is allowed only in play mode"),
    FAILS(replay_delete_break, "replay breakpoints are allowed only in play mode"),
    FAILS(replay_seek, "replay must be enabled to seek"),
    FAILS(screendump, "There is no console to take a screendump from"),
    FAILS(set_password, "Could not set password"),
    FAILS(system_wakeup, "wake-up from suspend is not supported by this guest"),
    FAILS(x_exit_preconfig, "The command is permitted only before machine initialization"),
    RETURNS(x_query_irq, NOTHING_TO_READ),
    RETURNS(x_query_jit, NOTHING_TO_READ),
    RETURNS(x_query_numa, "{\"human-readable-text\": \"0 nodes\\n\"}"),
    RETURNS(x_query_opcount, "{\"human-readable-text\": \"[TCG profiler not compiled]\\n\"}"),
    FAILS(x_query_profile, "Internal profiler not compiled"),
    RETURNS(x_query_rdma, NOTHING_TO_READ),
    FAILS(x_query_usb, "USB support not enabled"),
};

int agent_unconfigured(struct qmp_call *call)
{
    const struct answer *answer = answers;

    while (answer->command != call->command - qmp_schema.commands)
        answer++;
    if (answer->returns)
        return qmp_return_text(call, answer->text);
    if (answer->argument != NO_ARGUMENT)
        call->error_text = qmp_string(call, answer->argument);
    return qmp_fail(call, answer->error_class, answer->text);
}

/* ------------------------------------------- answers that depend on the arguments */

/* eject and blockdev-open-tray. */
int agent_no_drive(struct qmp_call *call)
{
    enum { DEVICE, ID };

    if (qmp_has(call, DEVICE) == qmp_has(call, ID))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Need exactly one of 'device' and 'id'");
    call->error_text = qmp_string(call, qmp_has(call, ID) ? ID : DEVICE);
    return qmp_fail(call, QMP_DEVICE_NOT_FOUND, NO_DEVICE);
}

int agent_screendump(struct qmp_call *call)
{
    enum { FILENAME, DEVICE, HEAD };

    if (qmp_has(call, DEVICE)) {
        call->error_text = qmp_string(call, DEVICE);
        return qmp_fail(call, QMP_DEVICE_NOT_FOUND, NO_DEVICE);
    }
    if (qmp_has(call, HEAD))
        return qmp_fail(call, QMP_GENERIC_ERROR, "'head' must be specified together with 'device'");
    return agent_unconfigured(call);
}

int agent_query_rx_filter(struct qmp_call *call)
{
    enum { NAME };

    if (!qmp_has(call, NAME))
        return agent_unconfigured(call);
    call->error_text = qmp_string(call, NAME);
    return qmp_fail(call, QMP_GENERIC_ERROR, "invalid net client name: %t");
}

int agent_yank(struct qmp_call *call)
{
    enum { INSTANCES };
    int instances = call->argument[INSTANCES];

    if (json_first(instances) == json_end(&call->doc, instances))
        return 0;
    return qmp_fail(call, QMP_DEVICE_NOT_FOUND, "Instance not found");
}

/* set_password and expire_password. */
int agent_no_display(struct qmp_call *call)
{
    enum { PROTOCOL, PASSWORD, CONNECTED };
    enum { VNC, SPICE };
    enum { KEEP };
    bool sets = call->command == &qmp_schema.commands[QMP_CMD_set_password];

    if (qmp_enum(call, PROTOCOL, &qmp_type_DisplayProtocol, VNC) == SPICE)
        return qmp_fail(call, QMP_DEVICE_NOT_ACTIVE, "SPICE is not in use");
    if (sets && qmp_enum(call, CONNECTED, &qmp_type_SetPasswordAction, KEEP) != KEEP)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Invalid parameter 'connected'");
    return agent_unconfigured(call);
}

int agent_migrate(struct qmp_call *call)
{
    enum { URI, BLK, INC, DETACH, RESUME };

    if (qmp_has(call, RESUME) && qmp_bool(call, RESUME))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Cannot resume if there is no paused migration");
    if (quote_behind(call, URI, "fd:"))
        return qmp_fail(call, QMP_GENERIC_ERROR, NO_FDNAME);
    return agent_unconfigured(call);
}

#endif
