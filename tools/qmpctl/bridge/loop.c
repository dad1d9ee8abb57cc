/* loop.c - poll(), and who does something in which order.
 *
 * The board comes before the clients: its replies make room for requests.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/bridge.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/flight.h"
#include "bridge/turn.h"
#include "common/options.h"
#include "common/style.h"

enum {
    ACCEPT_PAUSE_MS = 100,
    FAREWELL_MS = 1000, /* for the last replies to be taken */
};

/* What a round of poll() is about: orders, the board's descriptors, listeners, clients. */
struct round {
    struct pollfd *fds;
    size_t room;
    size_t count;
    size_t board; /* where the board's are */
    size_t listeners;
    size_t clients;
    int64_t wake;
};

void bridge_tell(struct bridge *bridge, const char *format, ...)
{
    char text[800];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    char *safe = bridge->options.quiet ? NULL : style_harmless(text, strlen(text));
    if (safe != NULL)
        fprintf(stderr, "qmpctl: %s\n", safe);
    free(safe);
    journal_remark(&bridge->journal, JOURNAL_BOARD, text);
}

/* -------------------------------------------------------------------- rounds */

static bool make_room(struct round *round, size_t needed)
{
    if (needed <= round->room)
        return true;
    struct pollfd *fds = realloc(round->fds, 2 * needed * sizeof *fds);
    if (fds == NULL)
        return false;
    round->fds = fds;
    round->room = 2 * needed;
    return true;
}

static void add(struct round *round, int fd, short events)
{
    round->fds[round->count++] = (struct pollfd){.fd = fd, .events = events};
}

static short events_of(const struct client *client)
{
    return (short)((client_wants_input(client) ? POLLIN : 0) |
                   (text_length(&client->out) > 0 ? POLLOUT : 0));
}

static bool prepare(struct bridge *bridge, struct round *round, int orders)
{
    size_t clients = 0;
    for (const struct client *at = bridge->clients; at != NULL; at = at->next)
        clients++;
    if (!make_room(round, 1 + 2 + bridge->listeners.count + clients))
        return false;
    round->count = 0;
    add(round, orders, POLLIN);
    round->board = round->count;
    round->count += (size_t)board_wants(bridge, round->fds + round->count, &round->wake);
    round->listeners = round->count;
    bool accept = qmpc_deadline(0) >= bridge->accept_after;
    for (unsigned i = 0; i < bridge->listeners.count; i++)
        add(round, accept ? bridge->listeners.at[i].fd : -1, POLLIN);
    if (!accept && bridge->accept_after < round->wake)
        round->wake = bridge->accept_after;
    round->clients = round->count;
    for (const struct client *at = bridge->clients; at != NULL; at = at->next) {
        /* One that is not to be read from would wake us for ever with its POLLHUP. */
        short events = events_of(at);
        add(round, events != 0 || !at->ended ? at->fd : -1, events);
    }
    return true;
}

/* ------------------------------------------------------------------- clients */

static struct client **end_of(struct client **link)
{
    while (*link != NULL)
        link = &(*link)->next;
    return link;
}

static void accept_clients(struct bridge *bridge, const struct listener *listener)
{
    int fd;
    while ((fd = listener_accept(listener)) >= 0) {
        struct client *client = client_new(fd, bridge->last_client + 1);
        if (client == NULL) {
            close(fd);
            return;
        }
        bridge->last_client++;
        *end_of(&bridge->clients) = client;
        journal_remark(&bridge->journal, client->number, "connected");
        turn_greet(bridge, client);
    }
    if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
        bridge->accept_after = qmpc_deadline(ACCEPT_PAUSE_MS);
}

static void read_clients(struct bridge *bridge, const struct round *round)
{
    const struct pollfd *fd = round->fds + round->clients;
    for (struct client *at = bridge->clients; at != NULL; at = at->next, fd++) {
        if (fd->fd < 0)
            continue;
        if ((fd->revents & POLLIN) || ((fd->revents & POLLHUP) && client_wants_input(at)))
            client_read(bridge, at);
        else if (fd->revents & (POLLHUP | POLLERR | POLLNVAL))
            at->broken = true;
    }
}

static void drop_clients(struct bridge *bridge)
{
    struct client **link = &bridge->clients;
    while (*link != NULL) {
        struct client *client = *link;
        if (!client_is_done(client)) {
            link = &client->next;
            continue;
        }
        journal_remark(&bridge->journal, client->number, "closed");
        *link = client->next;
        flight_forget(bridge, client);
        client_free(client);
    }
}

static void serve_clients(struct bridge *bridge)
{
    for (struct client *at = bridge->clients; at != NULL; at = at->next)
        turn_run(bridge, at);
    flight_feed(bridge);
    for (struct client *at = bridge->clients; at != NULL; at = at->next)
        client_flush(bridge, at);
    drop_clients(bridge);
}

/* ---------------------------------------------------------------------- loop */

/* Returns true at the order to end. */
static bool take_orders(struct bridge *bridge, int orders)
{
    char order;
    bool end = false;
    while (!end && read(orders, &order, 1) == 1) {
        end = order == 'q';
        if (order == 'h' && bridge->journal.path != NULL)
            journal_open(&bridge->journal, bridge->journal.path);
    }
    return end;
}

static void handle(struct bridge *bridge, const struct round *round)
{
    bool active = false;
    for (size_t i = round->board; i < round->listeners; i++)
        active |= (round->fds[i].revents & POLLIN) != 0;
    read_clients(bridge, round);
    board_step(bridge, active);
    for (unsigned i = 0; i < bridge->listeners.count; i++)
        if (round->fds[round->listeners + i].revents != 0)
            accept_clients(bridge, &bridge->listeners.at[i]);
    serve_clients(bridge);
    journal_flush(&bridge->journal);
}

/* Clients that read get their last replies. */
static void say_farewell(struct bridge *bridge, struct round *round)
{
    int64_t until = qmpc_deadline(FAREWELL_MS);
    for (;;) {
        round->count = 0;
        for (struct client *at = bridge->clients; at != NULL; at = at->next) {
            client_flush(bridge, at);
            if (text_length(&at->out) > 0 && !at->broken && make_room(round, round->count + 1))
                add(round, at->fd, POLLOUT);
        }
        if (round->count == 0 || qmpc_deadline(0) >= until)
            break;
        poll(round->fds, (nfds_t)round->count, qmpc_poll_ms(until));
    }
    while (bridge->clients != NULL) {
        bridge->clients->broken = true;
        drop_clients(bridge);
    }
}

int bridge_run(struct bridge *bridge, int orders)
{
    struct round round = {.fds = NULL};
    int code = EXIT_NO_ANSWER;
    bridge->tokens = malloc(QMP_TOKENS_MAX * sizeof *bridge->tokens);
    if (bridge->tokens != NULL)
        code = board_start(bridge);
    while (bridge->tokens != NULL && code == EXIT_OK && prepare(bridge, &round, orders)) {
        if (poll(round.fds, (nfds_t)round.count, qmpc_poll_ms(round.wake)) < 0) {
            if (errno != EINTR)
                break;
            continue;
        }
        if (round.fds[0].revents != 0 && take_orders(bridge, orders))
            break;
        handle(bridge, &round);
        if (bridge->board.over) {
            code = bridge->board.ever ? EXIT_OK : EXIT_NO_ANSWER;
            break;
        }
    }
    board_stop(bridge);
    say_farewell(bridge, &round);
    journal_flush(&bridge->journal);
    free(round.fds);
    free(bridge->tokens);
    return code;
}
