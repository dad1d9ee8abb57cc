/* config.h - the sizes of the protocol library, one place for all of them.
 *
 * Each is a build option: define it on the compiler's command line to change it.
 * Defining QMP_SMALL chooses the profile for little parts.  `agent-limits`
 * reports what an image was built with.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_CONFIG_H
#define QMP_CONFIG_H

#ifndef QMP_SMALL
#define QMP_SMALL 0
#endif

/* Objects and arrays inside one another in one message (levels).  QEMU: 1024. */
#ifndef QMP_NESTING_MAX
#define QMP_NESTING_MAX (QMP_SMALL ? 32 : 1024)
#endif

/* One message without its insignificant white space (bytes). */
#ifndef QMP_MESSAGE_MAX
#define QMP_MESSAGE_MAX (QMP_SMALL ? 1024 : 128 * 1024)
#endif

/* Values and keys in one message (tokens; 20 bytes of RAM each, once per server). */
#ifndef QMP_TOKENS_MAX
#define QMP_TOKENS_MAX (QMP_SMALL ? 96 : 16384)
#endif

#if QMP_TOKENS_MAX <= QMP_NESTING_MAX
#error "a message of QMP_NESTING_MAX levels has more tokens than QMP_TOKENS_MAX"
#endif

/* Complete requests that wait for their turn in one session (requests). */
#ifndef QMP_QUEUE_MAX
#define QMP_QUEUE_MAX (QMP_SMALL ? 4 : 8)
#endif

/* 1: offer the capability "oob" and keep room for one out-of-band request. */
#ifndef QMP_OOB
#define QMP_OOB (!QMP_SMALL)
#endif

/* 1: offer the capability "agent-frame-check": a check of each line, both ways.  Not on a port that
 * is written pretty. */
#ifndef QMP_FRAME_CHECK
#define QMP_FRAME_CHECK (!QMP_SMALL)
#endif

/* Bytes of a session's store that only an out-of-band request may use. */
#ifndef QMP_OOB_RESERVE
#define QMP_OOB_RESERVE (QMP_OOB ? 1024 : 0)
#endif

/* Bytes of replies waiting for the port, per session.  A reply may be of any
 * length; only its smallest pieces must fit. */
#ifndef QMP_OUT_SIZE
#define QMP_OUT_SIZE (QMP_SMALL ? 512 : 4096)
#endif

/* Events that wait for a session that does not read (events, at most 254). */
#ifndef QMP_EVENTS_MAX
#define QMP_EVENTS_MAX (QMP_SMALL ? 4 : 64)
#endif

/* Kinds of rate-limited events that are held back at a time (kinds).  0: no event is
 * rate-limited. */
#ifndef QMP_THROTTLES
#define QMP_THROTTLES (QMP_SMALL ? 0 : 8)
#endif

/* 1: `query-qmp-schema`, and the tables only it needs. */
#ifndef QMP_INTROSPECTION
#define QMP_INTROSPECTION (!QMP_SMALL)
#endif

/* 1: strings without escapes are framed in one go: a seventh less work per byte for
 * 150 bytes of code. */
#ifndef QMP_QUICK_STRINGS
#define QMP_QUICK_STRINGS (!QMP_SMALL)
#endif

/* 1: a server may have a second schema (qmp_server_extend()), and a host that forbids
 * commands. */
#ifndef QMP_EXTENSIONS
#define QMP_EXTENSIONS (!QMP_SMALL)
#endif

/* 1: unions among the types of arguments, and objects with members of any name. */
#ifndef QMP_UNIONS
#define QMP_UNIONS (!QMP_SMALL)
#endif

/* Bytes of text that an event may bring along, its end included. */
#ifndef QMP_EVENT_TEXT
#define QMP_EVENT_TEXT (QMP_SMALL ? 0 : 192)
#endif

/* 1: keep the help texts of the schema in the image. */
#ifndef QMP_HELP
#define QMP_HELP 0
#endif

/* 1: a session may be written as QEMU's pretty=on does, over many lines
 * (qmp_session_set_pretty()); a piece of a reply is then two to three times as long. */
#ifndef QMP_PRETTY
#define QMP_PRETTY 0
#endif

/* Shortest time between two events of a rate-limited kind (microseconds). */
#ifndef QMP_EVENT_INTERVAL
#define QMP_EVENT_INTERVAL 1000000u
#endif

#endif
