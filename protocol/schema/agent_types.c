/* agent_types.c - the types of watching, locking, and of creating objects.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

/* ------------------------------------------------------------ creating objects */

static const struct qmp_member object_add_arg_members[] = {
    REQUIRED("qom-type", str, "see qom-list-types"),
    REQUIRED("id", str, "a letter, then letters, digits, '-', '.', '_'"),
};
OPEN_OBJECT(object_add_arg, "")

static const struct qmp_member object_del_arg_members[] = {
    REQUIRED("id", str, ""),
};
OBJECT(object_del_arg, "")

static const struct qmp_member device_add_arg_members[] = {
    REQUIRED("driver", str, "the type; see qom-list-types, implements \"device\""),
    OPTIONAL("bus", str, "always refused: there is no bus to choose"),
    OPTIONAL("id", str, "name of the device; \"device[0]\" and so on if absent"),
};
OPEN_OBJECT(device_add_arg, "")

static const struct qmp_member device_del_arg_members[] = {
    REQUIRED("id", str, "name or path of the device"),
};
OBJECT(device_del_arg, "")

static const struct qmp_member DEVICE_DELETED_arg_members[] = {
    OPTIONAL("device", str, "its name, if it was given one"),
    REQUIRED("path", str, "where it was"),
};
OBJECT(DEVICE_DELETED_arg, "")

/* -------------------------------------------------------------------- watching */

static const struct qmp_member agent_watch_arg_members[] = {
    REQUIRED("path", str, "as in qom-list"),
    REQUIRED("property", str, "of type bool, integer or enum"),
    OPTIONAL("above", int, "only when the value, so far at most this, becomes greater"),
    OPTIONAL("below", int, "only when the value, so far at least this, becomes less"),
    OPTIONAL("interval", int,
             "at least so many milliseconds between two events; the last value "
             "is kept and sent then. 10 if absent"),
};
OBJECT(agent_watch_arg, "")

static const struct qmp_member agent_unwatch_arg_members[] = {
    REQUIRED("id", int, "as agent-watch returned it"),
};
OBJECT(agent_unwatch_arg, "")

static const struct qmp_member AGENT_PROPERTY_CHANGE_arg_members[] = {
    REQUIRED("id", int, "of the watch"),
    REQUIRED("path", str, "of the object"),
    REQUIRED("property", str, ""),
    REQUIRED("value", any, "now"),
};
OBJECT(AGENT_PROPERTY_CHANGE_arg, "")

/* --------------------------------------------------------------------- locking */

/* In the order of enum qmp_lock_policy. */
static const char *const AgentLockPolicy_values[] = {"read-only", "allow", "deny"};
ENUM(AgentLockPolicy, "read-only: commands that change nothing on the board are allowed.")

static const char *const AgentLockAction_values[] = {"allow", "deny"};
ENUM(AgentLockAction, "")

static const struct qmp_member AgentLockRule_members[] = {
    REQUIRED("match", str, "names of commands; * stands for any characters, ? for one"),
    REQUIRED("action", AgentLockAction, ""),
};
OBJECT(AgentLockRule, "")
ARRAY(AgentLockRule)

static const struct qmp_member agent_lock_arg_members[] = {
    OPTIONAL("policy", AgentLockPolicy, "for commands that no rule fits; read-only if absent"),
    OPTIONAL("rules", AgentLockRule_array, ""),
    OPTIONAL("secret", str,
             "what agent-unlock asks for, of which only a hash is kept; "
             "if absent, only a power-on lifts the lock"),
};
OBJECT(agent_lock_arg, "")

static const struct qmp_member agent_unlock_arg_members[] = {
    REQUIRED("secret", str, ""),
};
OBJECT(agent_unlock_arg, "")

/* --------------------------------------------------------------------- returns */

#if QMP_INTROSPECTION

static const struct qmp_member AgentWatchBegun_members[] = {
    REQUIRED("id", int, "of the watch"),
    REQUIRED("value", any, "of the property now: a change from it is told"),
};
OBJECT(AgentWatchBegun, "")

static const struct qmp_member AgentWatch_members[] = {
    REQUIRED("id", int, ""),       REQUIRED("path", str, ""),
    REQUIRED("property", str, ""), OPTIONAL("above", int, ""),
    OPTIONAL("below", int, ""),    REQUIRED("interval", int, "milliseconds"),
};
OBJECT(AgentWatch, "")
ARRAY(AgentWatch)

static const struct qmp_member AgentLockInfo_members[] = {
    REQUIRED("locked", bool, ""),
    OPTIONAL("policy", AgentLockPolicy, "if locked"),
    OPTIONAL("rules", AgentLockRule_array, "if locked"),
    OPTIONAL("unlockable", bool, "if locked: there is a secret"),
    OPTIONAL("wait", int, "if locked: milliseconds until agent-unlock may be tried again"),
};
OBJECT(AgentLockInfo, "")

#endif
