/* groups.h - which groups of commands a build has.
 *
 * Every command, event and type of the schema belongs to a group; groups.def says what each is
 * for.  One that the build has not leaves no trace in the image.  Each is a build option, 1 or
 * 0; README.md has a table of what they cost.  QMP_IN_<group>(...) is its argument where the
 * build has the group, else nothing.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_GROUPS_H
#define QMP_GROUPS_H

#include "qmp/config.h"

#ifndef QMP_GROUP_GUEST
#define QMP_GROUP_GUEST (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_MEMORY
#define QMP_GROUP_MEMORY 1
#endif

#ifndef QMP_GROUP_OBJECTS
#define QMP_GROUP_OBJECTS (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_DEVICES
#define QMP_GROUP_DEVICES (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_MACHINE
#define QMP_GROUP_MACHINE (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_CONSOLE
#define QMP_GROUP_CONSOLE (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_INPUT
#define QMP_GROUP_INPUT (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_WATCH
#define QMP_GROUP_WATCH (QMP_GROUP_OBJECTS)
#endif

#ifndef QMP_GROUP_INSPECT
#define QMP_GROUP_INSPECT (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_DEBUG
#define QMP_GROUP_DEBUG (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_DUMP
#define QMP_GROUP_DUMP (QMP_GROUP_DEBUG)
#endif

#ifndef QMP_GROUP_LOCK
#define QMP_GROUP_LOCK (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_MONITOR
#define QMP_GROUP_MONITOR (!QMP_SMALL)
#endif

#ifndef QMP_GROUP_UNCONFIGURED
#define QMP_GROUP_UNCONFIGURED (!QMP_SMALL)
#endif

#if QMP_GROUP_WATCH && !QMP_GROUP_OBJECTS
#error "QMP_GROUP_WATCH needs QMP_GROUP_OBJECTS"
#endif
#if QMP_GROUP_DUMP && !QMP_GROUP_DEBUG
#error "QMP_GROUP_DUMP needs QMP_GROUP_DEBUG"
#endif
#if (QMP_GROUP_INSPECT || QMP_GROUP_DEBUG) && !QMP_EXTENSIONS
#error "QMP_GROUP_INSPECT and QMP_GROUP_DEBUG need QMP_EXTENSIONS"
#endif
#if QMP_GROUP_DEVICES && !QMP_EVENT_TEXT
#error "QMP_GROUP_DEVICES needs QMP_EVENT_TEXT"
#endif
#if (QMP_GROUP_LOCK || QMP_GROUP_MONITOR || QMP_GROUP_UNCONFIGURED) && !QMP_EXTENSIONS
#error "QMP_GROUP_LOCK, QMP_GROUP_MONITOR and QMP_GROUP_UNCONFIGURED need QMP_EXTENSIONS"
#endif

#define QMP_IN_core(...) __VA_ARGS__

#if QMP_OOB
#define QMP_IN_oob(...) __VA_ARGS__
#else
#define QMP_IN_oob(...)
#endif

#if QMP_INTROSPECTION
#define QMP_IN_introspection(...) __VA_ARGS__
#else
#define QMP_IN_introspection(...)
#endif

#if QMP_GROUP_GUEST
#define QMP_IN_guest(...) __VA_ARGS__
#else
#define QMP_IN_guest(...)
#endif

#if QMP_GROUP_MEMORY
#define QMP_IN_memory(...) __VA_ARGS__
#else
#define QMP_IN_memory(...)
#endif

#if QMP_GROUP_OBJECTS
#define QMP_IN_objects(...) __VA_ARGS__
#else
#define QMP_IN_objects(...)
#endif

#if QMP_GROUP_DEVICES
#define QMP_IN_devices(...) __VA_ARGS__
#else
#define QMP_IN_devices(...)
#endif

#if QMP_GROUP_MACHINE
#define QMP_IN_machine(...) __VA_ARGS__
#else
#define QMP_IN_machine(...)
#endif

#if QMP_GROUP_CONSOLE
#define QMP_IN_console(...) __VA_ARGS__
#else
#define QMP_IN_console(...)
#endif

#if QMP_GROUP_INPUT
#define QMP_IN_input(...) __VA_ARGS__
#else
#define QMP_IN_input(...)
#endif

#if QMP_GROUP_WATCH
#define QMP_IN_watch(...) __VA_ARGS__
#else
#define QMP_IN_watch(...)
#endif

#if QMP_GROUP_INSPECT
#define QMP_IN_inspect(...) __VA_ARGS__
#else
#define QMP_IN_inspect(...)
#endif

#if QMP_GROUP_DEBUG
#define QMP_IN_debug(...) __VA_ARGS__
#else
#define QMP_IN_debug(...)
#endif

#if QMP_GROUP_DUMP
#define QMP_IN_dump(...) __VA_ARGS__
#else
#define QMP_IN_dump(...)
#endif

#if QMP_GROUP_LOCK
#define QMP_IN_lock(...) __VA_ARGS__
#else
#define QMP_IN_lock(...)
#endif

#if QMP_GROUP_MONITOR
#define QMP_IN_monitor(...) __VA_ARGS__
#else
#define QMP_IN_monitor(...)
#endif

#if QMP_GROUP_UNCONFIGURED
#define QMP_IN_unconfigured(...) __VA_ARGS__
#else
#define QMP_IN_unconfigured(...)
#endif

#endif
