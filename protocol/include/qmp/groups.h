/* groups.h - which groups of commands a build has.
 *
 * Every command, event and type of the schema belongs to a group; one that the build has not
 * leaves no trace in the image.  Each is a build option, 1 or 0; README.md has a table of what
 * they cost.  QMP_IN_<group>(...) is its argument where the build has the group, else nothing.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_GROUPS_H
#define QMP_GROUPS_H

#include "qmp/config.h"

/* guest-info, which tells what query-commands does in the guest agent's form. */
#ifndef QMP_GROUP_GUEST
#define QMP_GROUP_GUEST (!QMP_SMALL)
#endif

/* agent-memory-read, agent-memory-write. */
#ifndef QMP_GROUP_MEMORY
#define QMP_GROUP_MEMORY 1
#endif

/* The object model: qom-list and its like, object-add, device_add. */
#ifndef QMP_GROUP_OBJECTS
#define QMP_GROUP_OBJECTS (!QMP_SMALL)
#endif

/* QEMU's commands for particular devices: balloon, watchdog, PCI, network link. */
#ifndef QMP_GROUP_DEVICES
#define QMP_GROUP_DEVICES (!QMP_SMALL)
#endif

/* What the machine is made of: query-cpus-fast, query-memory-size-summary. */
#ifndef QMP_GROUP_MACHINE
#define QMP_GROUP_MACHINE (!QMP_SMALL)
#endif

/* The application's console: ringbuf-read, ringbuf-write. */
#ifndef QMP_GROUP_CONSOLE
#define QMP_GROUP_CONSOLE (!QMP_SMALL)
#endif

/* The application's keys and pointer: send-key, input-send-event. */
#ifndef QMP_GROUP_INPUT
#define QMP_GROUP_INPUT (!QMP_SMALL)
#endif

/* agent-watch: events when a property changes. */
#ifndef QMP_GROUP_WATCH
#define QMP_GROUP_WATCH (QMP_GROUP_OBJECTS)
#endif

/* agent-lock: which commands may be used. */
#ifndef QMP_GROUP_LOCK
#define QMP_GROUP_LOCK (!QMP_SMALL)
#endif

/* QEMU's commands for what a board never has, answered as QEMU does without it. */
#ifndef QMP_GROUP_UNCONFIGURED
#define QMP_GROUP_UNCONFIGURED (!QMP_SMALL)
#endif

#if QMP_GROUP_WATCH && !QMP_GROUP_OBJECTS
#error "QMP_GROUP_WATCH needs QMP_GROUP_OBJECTS"
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

#if QMP_GROUP_LOCK
#define QMP_IN_lock(...) __VA_ARGS__
#else
#define QMP_IN_lock(...)
#endif

#if QMP_GROUP_UNCONFIGURED
#define QMP_IN_unconfigured(...) __VA_ARGS__
#else
#define QMP_IN_unconfigured(...)
#endif

#endif
