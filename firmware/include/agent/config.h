/* config.h - build options of the agent; define one on the command line to change it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_CONFIG_H
#define AGENT_CONFIG_H

#include "qmp/config.h"

/* Ports that may carry a QMP session (sessions; most of an image's RAM is theirs). */
#ifndef AGENT_SESSIONS_MAX
#define AGENT_SESSIONS_MAX 1
#endif

/* Bytes read from a port at a time. */
#ifndef AGENT_INPUT_SIZE
#define AGENT_INPUT_SIZE (QMP_SMALL ? 64 : 256)
#endif

/* Bytes of memory that a memory command moves at a time; up to three times as many are
 * on the agent's stack meanwhile.  A multiple of 12. */
#ifndef AGENT_MEMORY_PIECE
#define AGENT_MEMORY_PIECE (QMP_SMALL ? 48 : 384)
#endif

/* While the application runs, the agent works at most this long at a stretch, and
 * then leaves the processor to it for that long (microseconds). */
#ifndef AGENT_SLICE
#define AGENT_SLICE 2000
#endif
#ifndef AGENT_YIELD
#define AGENT_YIELD 1000
#endif

/* How long the end waits for a host to read the last replies (microseconds). */
#ifndef AGENT_END_WAIT
#define AGENT_END_WAIT 2000000
#endif

/* AGENT_NAME is what query-name answers, a string as it stands in JSON; where it
 * is not defined the answer is {}. */

/* What query-uuid answers. */
#ifndef AGENT_UUID
#define AGENT_UUID "00000000-0000-0000-0000-000000000000"
#endif

/* The version of the package. */
#ifndef AGENT_VERSION
#define AGENT_VERSION "0.1.0"
#endif

#endif
