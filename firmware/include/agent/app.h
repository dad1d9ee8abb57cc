/* app.h - what an application may ask of the agent it shares the board with.
 *
 * Context: application, and its interrupts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_APP_H
#define AGENT_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qmp/groups.h"

/* Writes TEXT to the board's console ports.  Never waits: what does not fit is
 * lost, as on any console nobody reads.  A host finds the end of what was written, up to
 * AGENT_CONSOLE_OUT bytes, with ringbuf-read. */
void agent_console(const char *text);

/* Takes at most SIZE bytes of what was typed, at a console port or with ringbuf-write.
 * Never waits; returns how many, 0 when there are none.  Context: one of the application's,
 * always the same. */
#if QMP_GROUP_CONSOLE
size_t agent_console_read(void *buffer, size_t size);
#else
static inline size_t agent_console_read(void *buffer, size_t size)
{
    (void)buffer;
    (void)size;
    return 0;
}
#endif

/* What a host does with keys and pointer (send-key, input-send-event). */
enum agent_input_kind {
    AGENT_INPUT_KEY,      /* a key goes up or down */
    AGENT_INPUT_BUTTON,   /* a button of the pointer does */
    AGENT_INPUT_RELATIVE, /* the pointer moves by `value` */
    AGENT_INPUT_ABSOLUTE, /* the pointer moves to `value`: 0 to 0x7fff, if the host keeps to it */
};

struct agent_input {
    enum agent_input_kind kind;
    bool down;        /* KEY, BUTTON: pressed, else released */
    uint8_t code;     /* index of the name among QEMU's: QKeyCode, InputButton, InputAxis */
    const char *name; /* "ret", "left", "x"; NULL: a key given by number, see `value` */
    int64_t value;    /* scan code, as given; steps or position */
};

/* Takes the oldest event.  Never waits; false when there is none.  Context: one of the
 * application's, always the same. */
#if QMP_GROUP_INPUT
bool agent_input(struct agent_input *event);
#else
static inline bool agent_input(struct agent_input *event)
{
    (void)event;
    return false;
}
#endif

/* True once after a host sent system_powerdown.  An application may ignore it. */
bool agent_powerdown_requested(void);

/* Gives up: the application cannot go on, and MESSAGE (UTF-8, of which AGENT_PANIC_TEXT - 1 bytes
 * are kept; may be NULL) says why.  What happens then a host decides with set-action; first of
 * all the application is stopped, and hosts are told (GUEST_PANICKED).  One that is sent on gives
 * up again.  Where the build has no group debug, it is parked and nobody is told.  assert() ends
 * here too, in an application that is linked with the C library's. */
_Noreturn void agent_panic(const char *message);

/* Ends for good: SHUTDOWN is sent (guest: true), then the board powers off.
 * Returns; the end comes when the replies under way have left. */
void agent_shutdown(void);

#endif
