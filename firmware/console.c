/* console.c - the rings of the application's console.
 *
 * One processor, which sees its own accesses in order: what one context does, another sees in
 * the order of the program as long as the compiler keeps it, and that is what the fences are
 * for.
 *
 * SPDX-License-Identifier: MIT */
#include "console.h"

#include "qmp/groups.h"

#if QMP_GROUP_CONSOLE

/* --------------------------------------------------------------------- output */

static uint32_t reserve(struct console_output *out, uint32_t size)
{
#if ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LONG_LOCK_FREE == 2
    return atomic_fetch_add_explicit(&out->reserved, size, memory_order_relaxed);
#else
    uint32_t at = out->reserved;

    out->reserved = at + size;
    return at;
#endif
}

/* A producer that interrupts this one between the two lines leaves the publishing to it;
 * one that comes later does it itself. */
static void publish(struct console_output *out)
{
    uint32_t end;

    do {
        end = out->reserved;
        atomic_signal_fence(memory_order_release);
        out->written = end;
        atomic_signal_fence(memory_order_seq_cst);
    } while (end != out->reserved);
}

void console_write(struct console_output *out, const char *bytes, uint32_t size)
{
    uint32_t at, skipped = size > AGENT_CONSOLE_OUT ? size - AGENT_CONSOLE_OUT : 0;
    bool outermost;

    if (size == 0)
        return;
    at = reserve(out, size);
    atomic_signal_fence(memory_order_seq_cst);
    /* Interrupts are finished before what they interrupted goes on.  So if there is something
     * unfinished before this text, its writer waits for this one and publishes both. */
    outermost = out->written == at;
    for (uint32_t i = skipped; i < size; i++)
        /* An interrupt may have written so much meanwhile that its text is here already. */
        if (out->reserved - (at + i) <= AGENT_CONSOLE_OUT)
            out->data[(at + i) % AGENT_CONSOLE_OUT] = (uint8_t)bytes[i];
    if (outermost)
        publish(out);
}

uint32_t console_fill(struct console_output *out)
{
    uint32_t reserved = out->reserved, ready;

    /* What is claimed may already overwrite the oldest. */
    if (reserved - out->taken > AGENT_CONSOLE_OUT)
        out->taken = reserved - AGENT_CONSOLE_OUT;
    ready = out->written - out->taken;
    return ready <= AGENT_CONSOLE_OUT ? ready : 0; /* all overwritten by what is unfinished */
}

void console_peek(const struct console_output *out, void *bytes, uint32_t size)
{
    uint8_t *to = bytes;

    atomic_signal_fence(memory_order_acquire);
    for (uint32_t i = 0; i < size; i++)
        to[i] = out->data[(out->taken + i) % AGENT_CONSOLE_OUT];
}

void console_take(struct console_output *out, uint32_t size)
{
    out->taken += size;
}

void console_abandon(struct console_output *out)
{
    if (console_fill(out) == 0)
        out->taken = out->written;
    out->reserved = out->written;
}

/* ---------------------------------------------------------------------- input */

uint32_t console_room(const struct console_input *in)
{
    return AGENT_CONSOLE_IN - (in->head - in->tail);
}

void console_put(struct console_input *in, const void *bytes, uint32_t size)
{
    const uint8_t *from = bytes;
    uint32_t head = in->head;

    for (uint32_t i = 0; i < size; i++)
        in->data[(head + i) % AGENT_CONSOLE_IN] = from[i];
    atomic_signal_fence(memory_order_release);
    in->head = head + size;
}

uint32_t console_get(struct console_input *in, void *bytes, uint32_t size)
{
    uint8_t *to = bytes;
    uint32_t tail = in->tail, fill = in->head - tail;
    uint32_t count = size < fill ? size : fill;

    atomic_signal_fence(memory_order_acquire);
    for (uint32_t i = 0; i < count; i++)
        to[i] = in->data[(tail + i) % AGENT_CONSOLE_IN];
    atomic_signal_fence(memory_order_release);
    in->tail = tail + count;
    return count;
}

void console_clear(struct console_input *in)
{
    in->tail = in->head;
}

#endif
