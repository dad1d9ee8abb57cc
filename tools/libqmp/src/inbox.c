/* inbox.c - messages that were read and not yet asked for, in the order of arrival.
 *
 * Bounded: a server that sends events for days must not fill the memory of a client that waits
 * for something else.  Old events go first, as the newest state matters most.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "internal.h"

/* Unlinks *link, whose predecessor is `before` (NULL for the first). */
static struct qmpc_message *unlink_at(struct qmpc_inbox *inbox, struct qmpc_message **link,
                                      struct qmpc_message *before)
{
    struct qmpc_message *message = *link;
    *link = message->next;
    if (inbox->last == message)
        inbox->last = before;
    inbox->count--;
    inbox->bytes -= message->json.length;
    message->next = NULL;
    return message;
}

struct qmpc_message *qmpc_inbox_take(struct qmpc *line, qmpc_match *match, const void *what)
{
    struct qmpc_message *before = NULL;
    struct qmpc_message **link = &line->inbox.first;
    while (*link != NULL) {
        if (match(*link, what))
            return unlink_at(&line->inbox, link, before);
        before = *link;
        link = &before->next;
    }
    return NULL;
}

static bool is_event(const struct qmpc_message *message, const void *what)
{
    (void)what;
    return message->kind == QMPC_EVENT;
}

static bool is_any(const struct qmpc_message *message, const void *what)
{
    (void)message;
    (void)what;
    return true;
}

void qmpc_inbox_put(struct qmpc *line, struct qmpc_message *message)
{
    struct qmpc_inbox *inbox = &line->inbox;
    if (!qmpc_filter_keeps(line, message)) {
        line->counts.filtered_events++;
        qmpc_message_free(message);
        return;
    }
    while (inbox->count > 0 &&
           (inbox->count >= line->options.queue_limit ||
            inbox->bytes + message->json.length > line->options.message_limit)) {
        struct qmpc_message *old = qmpc_inbox_take(line, is_event, NULL);
        if (old != NULL) {
            line->counts.dropped_events++;
        } else {
            old = qmpc_inbox_take(line, is_any, NULL);
            line->counts.dropped_replies++;
        }
        qmpc_message_free(old);
    }
    if (inbox->last != NULL)
        inbox->last->next = message;
    else
        inbox->first = message;
    inbox->last = message;
    inbox->count++;
    inbox->bytes += message->json.length;
}

void qmpc_inbox_clear(struct qmpc *line)
{
    struct qmpc_message *message;
    while ((message = qmpc_inbox_take(line, is_any, NULL)) != NULL)
        qmpc_message_free(message);
}
