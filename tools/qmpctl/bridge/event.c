/* event.c - events of the board and of the bridge, to all clients.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/event.h"

#include <string.h>
#include <time.h>

#include "bridge/bridge.h"
#include "bridge/splice.h"

void event_head(struct text *text, const char *name)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    text_format(text,
                "{\"timestamp\": {\"seconds\": %lld, \"microseconds\": %ld}, \"event\": \"%s\", "
                "\"data\": ",
                (long long)now.tv_sec, now.tv_nsec / 1000, name);
}

void event_give(struct bridge *bridge, struct qmpc_json event)
{
    for (struct client *at = bridge->clients; at != NULL; at = at->next) {
        size_t mark;
        if (!at->negotiated || at->broken || !client_takes_event(at) ||
            !client_begin(bridge, at, &mark))
            continue;
        splice_line(&at->out, event);
        client_end(bridge, at, mark);
    }
}

void event_tell(struct bridge *bridge, const char *state, const char *reason)
{
    struct text event = {.bytes = NULL};
    event_head(&event, "AGENT_BRIDGE");
    text_format(&event, "{\"line\": \"%s\"", state);
    if (*reason != '\0') {
        text_put(&event, ", \"reason\": \"");
        text_add_escaped(&event, (struct json_span){reason, (uint32_t)strlen(reason)});
        text_put(&event, "\"");
    }
    text_put(&event, "}}");
    if (!event.failed)
        event_give(bridge, (struct qmpc_json){text_bytes(&event), text_length(&event)});
    text_free(&event);
}
