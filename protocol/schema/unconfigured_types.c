/* unconfigured_types.c - the types of commands for what a board never has.  Where QEMU's list
 * is always empty here, its elements are "any".
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

static const struct qmp_member add_fd_arg_members[] = {
    OPTIONAL("fdset-id", int, ""),
    OPTIONAL("opaque", str, ""),
};
OBJECT(add_fd_arg, "")

static const struct qmp_member add_client_arg_members[] = {
    REQUIRED("protocol", str, ""),
    REQUIRED("fdname", str, ""),
    OPTIONAL("skipauth", bool, ""),
    OPTIONAL("tls", bool, ""),
};
OBJECT(add_client_arg, "")

static const char *const BlockdevOnError_values[] = {"report", "ignore", "enospc", "stop", "auto"};
ENUM(BlockdevOnError, "")

static const struct qmp_member block_commit_arg_members[] = {
    OPTIONAL("job-id", str, ""),
    REQUIRED("device", str, ""),
    OPTIONAL("base-node", str, ""),
    OPTIONAL("base", str, ""),
    OPTIONAL("top-node", str, ""),
    OPTIONAL("top", str, ""),
    OPTIONAL("backing-file", str, ""),
    OPTIONAL("speed", int, ""),
    OPTIONAL("on-error", BlockdevOnError, ""),
    OPTIONAL("filter-node-name", str, ""),
    OPTIONAL("auto-finalize", bool, ""),
    OPTIONAL("auto-dismiss", bool, ""),
};
OBJECT(block_commit_arg, "")

static const struct qmp_member block_job_arg_members[] = {
    REQUIRED("device", str, ""),
};
OBJECT(block_job_arg, "")

static const struct qmp_member block_job_cancel_arg_members[] = {
    REQUIRED("device", str, ""),
    OPTIONAL("force", bool, ""),
};
OBJECT(block_job_cancel_arg, "")

static const struct qmp_member block_job_set_speed_arg_members[] = {
    REQUIRED("device", str, ""),
    REQUIRED("speed", int, ""),
};
OBJECT(block_job_set_speed_arg, "")

static const struct qmp_member blockdev_del_arg_members[] = {
    REQUIRED("node-name", str, ""),
};
OBJECT(blockdev_del_arg, "")

static const struct qmp_member chardev_id_arg_members[] = {
    REQUIRED("id", str, ""),
};
OBJECT(chardev_id_arg, "")

static const struct qmp_member dumpdtb_arg_members[] = {
    REQUIRED("filename", str, ""),
};
OBJECT(dumpdtb_arg, "")

static const struct qmp_member eject_arg_members[] = {
    OPTIONAL("device", str, ""),
    OPTIONAL("id", str, ""),
    OPTIONAL("force", bool, ""),
};
OBJECT(eject_arg, "")

static const struct qmp_member getfd_arg_members[] = {
    REQUIRED("fdname", str, ""),
};
OBJECT(getfd_arg, "")

static const struct qmp_member migrate_arg_members[] = {
    REQUIRED("uri", str, ""),     OPTIONAL("blk", bool, ""),    OPTIONAL("inc", bool, ""),
    OPTIONAL("detach", bool, ""), OPTIONAL("resume", bool, ""),
};
OBJECT(migrate_arg, "")

static const struct qmp_member migrate_recover_arg_members[] = {
    REQUIRED("uri", str, ""),
};
OBJECT(migrate_recover_arg, "")

static const struct qmp_member netdev_del_arg_members[] = {
    REQUIRED("id", str, ""),
};
OBJECT(netdev_del_arg, "")

static const struct qmp_member query_blockstats_arg_members[] = {
    OPTIONAL("query-nodes", bool, ""),
};
OBJECT(query_blockstats_arg, "")

static const struct qmp_member query_named_block_nodes_arg_members[] = {
    OPTIONAL("flat", bool, ""),
};
OBJECT(query_named_block_nodes_arg, "")

static const struct qmp_member query_rocker_arg_members[] = {
    REQUIRED("name", str, ""),
};
OBJECT(query_rocker_arg, "")

static const struct qmp_member query_rx_filter_arg_members[] = {
    OPTIONAL("name", str, ""),
};
OBJECT(query_rx_filter_arg, "")

static const struct qmp_member replay_break_arg_members[] = {
    REQUIRED("icount", int, ""),
};
OBJECT(replay_break_arg, "")

static const struct qmp_member job_id_arg_members[] = {
    REQUIRED("id", str, ""),
};
OBJECT(job_id_arg, "")

static const char *const ImageFormat_values[] = {"ppm", "png"};
ENUM(ImageFormat, "")

static const struct qmp_member screendump_arg_members[] = {
    REQUIRED("filename", str, ""),
    OPTIONAL("device", str, ""),
    OPTIONAL("head", int, ""),
    OPTIONAL("format", ImageFormat, ""),
};
OBJECT(screendump_arg, "")

/* No driver and no type is accepted, whatever else is said. */
static const struct qmp_member blockdev_add_arg_members[] = {
    REQUIRED("driver", str, ""),
};
OPEN_OBJECT(blockdev_add_arg, "")

static const struct qmp_member netdev_add_arg_members[] = {
    REQUIRED("id", str, ""),
    REQUIRED("type", str, ""),
};
OPEN_OBJECT(netdev_add_arg, "")

static const char *const DisplayProtocol_values[] = {"vnc", "spice"};
ENUM(DisplayProtocol, "")

static const char *const SetPasswordAction_values[] = {"keep", "fail", "disconnect"};
ENUM(SetPasswordAction, "")

static const struct qmp_member DisplayOptionsVnc_members[] = {
    OPTIONAL("display", str, ""),
};
OBJECT(DisplayOptionsVnc, "")

static const struct qmp_type *const display_branches[] = {&qmp_type_DisplayOptionsVnc, NULL};

static const struct qmp_member set_password_arg_members[] = {
    REQUIRED("protocol", DisplayProtocol, ""),
    REQUIRED("password", str, ""),
    OPTIONAL("connected", SetPasswordAction, ""),
};
UNION(set_password_arg, 0, display_branches, "")

static const struct qmp_member expire_password_arg_members[] = {
    REQUIRED("protocol", DisplayProtocol, ""),
    REQUIRED("time", str, ""),
};
UNION(expire_password_arg, 0, display_branches, "")

static const char *const YankInstanceType_values[] = {"block-node", "chardev", "migration"};
ENUM(YankInstanceType, "")

static const struct qmp_member YankInstanceBlockNode_members[] = {
    REQUIRED("node-name", str, ""),
};
OBJECT(YankInstanceBlockNode, "")

static const struct qmp_member YankInstanceChardev_members[] = {
    REQUIRED("id", str, ""),
};
OBJECT(YankInstanceChardev, "")

static const struct qmp_type *const YankInstance_branches[] = {&qmp_type_YankInstanceBlockNode,
                                                               &qmp_type_YankInstanceChardev, NULL};

static const struct qmp_member YankInstance_members[] = {
    REQUIRED("type", YankInstanceType, ""),
};
UNION(YankInstance, 0, YankInstance_branches, "")
ARRAY(YankInstance)

static const struct qmp_member yank_arg_members[] = {
    REQUIRED("instances", YankInstance_array, ""),
};
OBJECT(yank_arg, "")

#if QMP_INTROSPECTION

static const struct qmp_member AddfdInfo_members[] = {
    REQUIRED("fdset-id", int, ""),
    REQUIRED("fd", int, ""),
};
OBJECT(AddfdInfo, "")

static const struct qmp_member ChardevBackendInfo_members[] = {
    REQUIRED("name", str, ""),
};
OBJECT(ChardevBackendInfo, "")
ARRAY(ChardevBackendInfo)

static const char *const ReplayMode_values[] = {"none", "record", "play"};
ENUM(ReplayMode, "")

static const struct qmp_member ReplayInfo_members[] = {
    REQUIRED("mode", ReplayMode, "always none"),
    REQUIRED("icount", int, ""),
};
OBJECT(ReplayInfo, "")

static const struct qmp_member RockerSwitch_members[] = {
    REQUIRED("name", str, ""),
    REQUIRED("id", uint64, ""),
    REQUIRED("ports", int, ""),
};
OBJECT(RockerSwitch, "")

static const char *const SpiceQueryMouseMode_values[] = {"client", "server", "unknown"};
ENUM(SpiceQueryMouseMode, "")

static const struct qmp_member SpiceInfo_members[] = {
    REQUIRED("enabled", bool, "always false"),
    REQUIRED("migrated", bool, ""),
    REQUIRED("mouse-mode", SpiceQueryMouseMode, ""),
};
OBJECT(SpiceInfo, "")

static const struct qmp_member GuidInfo_members[] = {
    REQUIRED("guid", str, ""),
};
OBJECT(GuidInfo, "")

static const struct qmp_member VncInfo_members[] = {
    REQUIRED("enabled", bool, "always false"),
};
OBJECT(VncInfo, "")

static const struct qmp_member HumanReadableText_members[] = {
    REQUIRED("human-readable-text", str, ""),
};
OBJECT(HumanReadableText, "")

#endif
