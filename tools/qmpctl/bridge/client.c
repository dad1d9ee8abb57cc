/* client.c - a client's connection: bytes in, messages queued; bytes out.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bridge/bridge.h"
#include "bridge/envelope.h"
#include "bridge/event.h"
#include "bridge/turn.h"
#include "qmpc/qmpc.h"

enum {
    FIRST_ROOM = 4096,
    LAST_ROOM = QMP_MESSAGE_MAX + JSON_FRAMER_SLACK,
    DESCRIPTORS = 253, /* the most that Linux passes at once */
};

struct client *client_new(int fd, uint64_t number)
{
    struct client *client = calloc(1, sizeof *client);
    char *store = malloc(FIRST_ROOM);
    if (client == NULL || store == NULL) {
        free(client);
        free(store);
        return NULL;
    }
    client->fd = fd;
    client->number = number;
    client->store = store;
    client->room = FIRST_ROOM;
    json_framer_init(&client->framer);
    json_framer_output(&client->framer, store, client->room);
    return client;
}

struct message *client_next(struct client *client)
{
    struct message *message = client->first;
    if (message == NULL)
        return NULL;
    client->first = message->next;
    if (client->first == NULL)
        client->last = NULL;
    client->queued--;
    return message;
}

void client_free(struct client *client)
{
    struct message *message;
    while ((message = client_next(client)) != NULL)
        free(message);
    close(client->fd);
    free(client->ready);
    free(client->urgent);
    free(client->store);
    text_free(&client->out);
    free(client);
}

/* -------------------------------------------------------------------- input */

bool client_keeps_up(const struct client *client)
{
    return text_length(&client->out) < CLIENT_UNREAD;
}

bool client_takes_urgent(const struct client *client)
{
    return client->urgent == NULL && !client->urgent_in_flight;
}

bool client_may_cancel(const struct client *client)
{
    bool silent = client->ended && client->input_begin == client->input_end;
    return client->oob && !(silent && client->urgent == NULL);
}

/* Whether the framer may go on.  An out-of-band request holds it up until it is answered, as in the
 * agent. */
static bool has_place(const struct client *client)
{
    return client->queued < CLIENT_QUEUE && client_takes_urgent(client);
}

bool client_wants_input(const struct client *client)
{
    return !client->ended && !client->broken && client->input_begin == client->input_end &&
           has_place(client) && client_keeps_up(client);
}

static bool enlarge(struct client *client)
{
    uint32_t room = client->room * 2 < LAST_ROOM ? client->room * 2 : LAST_ROOM;
    char *store = realloc(client->store, room);
    if (store == NULL)
        return false;
    client->store = store;
    client->room = room;
    json_framer_output(&client->framer, store, room);
    return true;
}

static void enqueue(struct bridge *bridge, struct client *client)
{
    const struct json_framer *framer = &client->framer;
    uint32_t length = framer->fault != JSON_FAULT_NONE ? framer->text_length : framer->length;
    struct message *message = malloc(sizeof *message + length);
    if (message == NULL) {
        client->broken = true;
        return;
    }
    *message =
        (struct message){.since = qmpc_deadline(0), .fault = framer->fault, .length = length};
    memcpy(message->text, client->store, length);
    const struct json_span span = {message->text, length};
    if (client->oob && message->fault == JSON_FAULT_NONE && envelope_is_oob(span, bridge->tokens)) {
        turn_urgent(bridge, client, message);
        free(message);
        return;
    }
    if (client->last != NULL)
        client->last->next = message;
    else
        client->first = message;
    client->last = message;
    client->queued++;
}

void client_frame(struct bridge *bridge, struct client *client)
{
    while (client->input_begin < client->input_end && has_place(client) && !client->broken) {
        size_t used;
        int result = json_framer_feed(&client->framer, client->input + client->input_begin,
                                      client->input_end - client->input_begin, &used);
        client->input_begin += used;
        if (result == JSON_NO_ROOM)
            client->broken = !enlarge(client);
        else if (result != JSON_MORE)
            enqueue(bridge, client);
    }
}

/* A descriptor that came along would stay open for ever, as nobody can be given it. */
static void close_descriptors(struct msghdr *header)
{
    for (struct cmsghdr *at = CMSG_FIRSTHDR(header); at != NULL; at = CMSG_NXTHDR(header, at)) {
        if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_RIGHTS)
            continue;
        for (size_t done = 0; done + sizeof(int) <= at->cmsg_len - CMSG_LEN(0);
             done += sizeof(int)) {
            int fd;
            memcpy(&fd, CMSG_DATA(at) + done, sizeof fd);
            close(fd);
        }
    }
}

void client_read(struct bridge *bridge, struct client *client)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(DESCRIPTORS * sizeof(int))];
    } control;
    struct iovec part = {client->input, sizeof client->input};
    struct msghdr header = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes};
    ssize_t count = recvmsg(client->fd, &header, MSG_CMSG_CLOEXEC);
    if (count < 0) {
        client->broken = errno != EAGAIN && errno != EINTR;
        return;
    }
    close_descriptors(&header);
    client->ended = count == 0;
    client->input_begin = 0;
    client->input_end = (size_t)count;
    client_frame(bridge, client);
}

/* ------------------------------------------------------------------- output */

bool client_begin(struct bridge *bridge, struct client *client, size_t *mark)
{
    *mark = text_length(&client->out);
    if (*mark <= bridge->options.backlog)
        return !client->broken;
    if (!client->broken)
        journal_remark(&bridge->journal, client->number, "does not read its replies");
    client->broken = true;
    return false;
}

void client_end(struct bridge *bridge, struct client *client, size_t mark)
{
    size_t length = text_length(&client->out);
    if (client->out.failed)
        client->broken = true;
    else if (length > mark)
        journal_write(&bridge->journal, client->number, '<', text_bytes(&client->out) + mark,
                      length - mark);
}

bool client_takes_event(struct client *client)
{
    bool takes = client_keeps_up(client) && client->dropped == 0;
    client->dropped += !takes;
    return takes;
}

static void tell_of_dropped_events(struct bridge *bridge, struct client *client)
{
    size_t mark = text_length(&client->out);
    event_head(&client->out, "AGENT_EVENTS_DROPPED");
    text_format(&client->out, "{\"count\": %llu}}\r\n", (unsigned long long)client->dropped);
    client->dropped = 0;
    client_end(bridge, client, mark);
}

void client_flush(struct bridge *bridge, struct client *client)
{
    while (text_length(&client->out) > 0 && !client->broken) {
        ssize_t count =
            send(client->fd, text_bytes(&client->out), text_length(&client->out), MSG_NOSIGNAL);
        if (count < 0) {
            client->broken = errno != EAGAIN && errno != EINTR;
            break;
        }
        text_take(&client->out, (size_t)count);
        if (client->dropped > 0 && text_length(&client->out) < CLIENT_UNREAD / 2)
            tell_of_dropped_events(bridge, client);
    }
}

bool client_is_done(const struct client *client)
{
    return client->broken ||
           (client->ended && client->input_begin == client->input_end && client->queued == 0 &&
            client->ready == NULL && client->urgent == NULL && !client->urgent_in_flight &&
            client->in_flight == 0 && text_length(&client->out) == 0);
}
