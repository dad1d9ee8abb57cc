/* monitor.h - what the agent remembers of a human monitor: the command that is executed, and the
 * terminal it was typed at.
 *
 * Parts of struct agent; what works on them is firmware/monitor.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_MONITOR_H
#define AGENT_MONITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/config.h"
#include "agent/monitor_edit.h"
#include "qmp/server.h"

#if QMP_GROUP_MONITOR

struct agent;
struct monitor_row;
struct monitor_run;

/* Writes the next piece of what a command says (monitor/say.h).  Returns true while there is
 * more. */
typedef bool monitor_emit(struct monitor_run *run);

/* Arguments that a command has at most. */
#define MONITOR_ARGUMENTS_MAX 8

/* Bytes of the line. */
struct monitor_text {
    uint16_t at, size;
};

union monitor_argument {
    int64_t number;
    struct monitor_text text;
};

/* Who reads what is said: someone at a terminal, gdb, a client of QMP who gets it as the return
 * of human-monitor-command, or as that of a command with a human-readable text. */
enum monitor_reader { MONITOR_TERMINAL, MONITOR_GDB, MONITOR_QMP, MONITOR_TEXT };

/* A monitor's command, from its line to the last of what it says; and what the monitor keeps
 * from one command to the next. */
struct monitor_run {
    struct agent *agent;
    struct qmp_session *session; /* that commands of QMP are called from; NULL: none */
    const struct monitor_row *row;
    char *line;         /* ends with a NUL; the strings in it are decoded in place */
    uint16_t line_size; /* bytes of it, the NUL included */
    uint16_t typed;     /* bytes of the line up to the end of the command's name */
    uint16_t next;      /* where the arguments are read */
    uint8_t reader;     /* enum monitor_reader */
    uint8_t cpu;        /* the chosen processor */

    /* The arguments. */
    uint8_t given; /* bits: which there are */
    union monitor_argument argument[MONITOR_ARGUMENTS_MAX];
    /* Of a /fmt, or what the last one was. */
    char format;    /* d, o, u, x, i or c */
    uint8_t size;   /* 1, 2, 4 or 8 bytes; 0: /i had none */
    uint32_t count; /* 1 where there is none */
    char last_format;
    uint8_t last_size;

    /* What it says: a cursor of the command's own, which is put back where a piece did not fit. */
    monitor_emit *emit; /* NULL: nothing more */
    uintptr_t at[6];
    bool pause;            /* set by emit, which returns true: it has worked long enough for once */
    bool cancelled;        /* end soon */
    struct json_writer *w; /* while emit is called */

    /* A message: see monitor_fail(). */
    bool wrong; /* the arguments are: say how to get help, too */
    const char *message;
    struct json_span quoted; /* of the request: %t */
    char where[QMP_WHERE_MAX];

    /* The command of QMP that it is: its request, and what that has left to do. */
    struct qmp_stream stream;
    uint16_t request_length;
    bool request_full;
    char request[AGENT_MONITOR_REQUEST];
};

/* What a terminal is sent next. */
enum monitor_phase {
    MONITOR_BEGIN, /* a line of its own for the greeting */
    MONITOR_GREET,
    MONITOR_PROMPT,
    MONITOR_EDIT,     /* what is typed */
    MONITOR_CLEAR,    /* the screen is cleared, and the line is shown again */
    MONITOR_COMPLETE, /* a word is completed */
    MONITOR_LIST,     /* what a word may become, and then the line again */
    MONITOR_LINE,     /* the end of the line */
    MONITOR_WORK,     /* what its command says */
    MONITOR_CUT,      /* the end of what ^C has cut off */
    MONITOR_ENDED     /* nothing: the command was `quit` */
};

/* A person's side of a monitor; the port that carries its bytes stands in struct agent. */
struct monitor_terminal {
    uint8_t phase; /* enum monitor_phase */
    bool paused;   /* there is more work, though nothing to send */
    struct monitor_run run;
    struct monitor_edit edit;
    struct monitor_completion completion;
    struct json_writer writer;
    uint32_t sent; /* bytes of out[] the port has taken */
    char line[AGENT_MONITOR_LINE + 1];
    char out[AGENT_MONITOR_OUT];
};

_Static_assert(AGENT_MONITOR_LINE >= 256 && AGENT_MONITOR_LINE < UINT16_MAX,
               "places in a line are 16 bits");
_Static_assert(AGENT_MONITOR_REQUEST >= 128 && AGENT_MONITOR_REQUEST < UINT16_MAX,
               "lengths of a request are 16 bits");
_Static_assert(AGENT_MONITOR_OUT >= 512, "the longest piece fits");

#endif
#endif
