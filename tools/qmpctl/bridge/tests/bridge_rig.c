/* bridge_rig.c - a bridge in a thread, between a board and clients that the test plays itself.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge_rig.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "qmp/line_check.h"

enum {
    PATIENCE_MS = 60000,
    QUIET_MS = 60, /* how long nothing is nothing */
    ROOM = 32 << 20,
};

/* --------------------------------------------------------------------- wires */

static void wire_open(struct wire *wire, int fd)
{
    *wire = (struct wire){.fd = fd, .bytes = malloc(ROOM)};
    assert_non_null(wire->bytes);
}

static void wire_close(struct wire *wire)
{
    if (wire->bytes == NULL)
        return;
    close(wire->fd);
    free(wire->bytes);
    wire->bytes = NULL;
}

static bool wire_is_ready(const struct wire *wire, int ms)
{
    struct pollfd wait = {.fd = wire->fd, .events = POLLIN};
    return wire->begin < wire->end || poll(&wait, 1, ms) > 0;
}

const char *wire_line(struct wire *wire)
{
    for (size_t look = wire->begin;;) {
        char *stop = memchr(wire->bytes + look, '\n', wire->end - look);
        if (stop != NULL) {
            char *line = wire->bytes + wire->begin;
            wire->begin = (size_t)(stop + 1 - wire->bytes);
            stop[stop > line && stop[-1] == '\r' ? -1 : 0] = '\0';
            return line;
        }
        if (wire->begin == wire->end)
            wire->begin = wire->end = 0;
        look = wire->end;
        assert_true(wire->end < ROOM);
        if (!wire_is_ready(&(struct wire){.fd = wire->fd}, PATIENCE_MS))
            fail_msg("nothing came, but \"%.*s\"", (int)(wire->end - wire->begin),
                     wire->bytes + wire->begin);
        ssize_t count = read(wire->fd, wire->bytes + wire->end, ROOM - wire->end);
        if (count <= 0)
            return NULL;
        wire->end += (size_t)count;
    }
}

void wire_send(struct wire *wire, const void *bytes, size_t length)
{
    assert_int_equal(send(wire->fd, bytes, length, MSG_NOSIGNAL), length);
}

static const char *line_with(struct wire *wire, const char *part)
{
    const char *line = wire_line(wire);
    if (line == NULL)
        fail_msg("the line has ended before: %s", part);
    if (strstr(line, part) == NULL)
        fail_msg("this came: %.2000s\nand not: %s", line, part);
    return line;
}

/* --------------------------------------------------------------------- board */

void board_accept(struct rig *rig)
{
    struct pollfd wait = {.fd = rig->listener, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
    int fd = accept4(rig->listener, NULL, NULL, SOCK_CLOEXEC);
    assert_true(fd >= 0);
    wire_close(&rig->board);
    wire_open(&rig->board, fd);
}

const char *board_hears(struct rig *rig, const char *part)
{
    const char *line = line_with(&rig->board, part);
    const char *id = NULL;
    for (const char *at = line; (at = strstr(at, ", \"id\": ")) != NULL; at += 8)
        id = at + 8;
    assert_non_null(id);
    snprintf(rig->id, sizeof rig->id, "%.*s", (int)strcspn(id, ",}"), id);
    return line;
}

/* An object's line with its check, of which a digit is turned by DAMAGE. */
static void say_checked(struct rig *rig, const char *line, int damage)
{
    char tail[JSON_CHECK_TAIL];
    size_t length = strlen(line) - 1;
    json_check_tail(json_check_add(JSON_CHECK_BEGIN, line, length), tail);
    tail[JSON_CHECK_TAIL - 3] = (char)(tail[JSON_CHECK_TAIL - 3] ^ damage);
    wire_send(&rig->board, line, length);
    wire_send(&rig->board, tail, sizeof tail);
    wire_send(&rig->board, "\r\n", 2);
}

void board_says(struct rig *rig, const char *line)
{
    if (rig->checked) {
        say_checked(rig, line, 0);
        return;
    }
    wire_send(&rig->board, line, strlen(line));
    wire_send(&rig->board, "\r\n", 2);
}

void board_says_damaged(struct rig *rig, const char *line)
{
    say_checked(rig, line, 1);
}

void board_returns_to(struct rig *rig, const char *id, const char *value)
{
    char line[512];
    snprintf(line, sizeof line, "{\"id\": %s, \"return\": %s}", id, value);
    board_says(rig, line);
}

void board_returns(struct rig *rig, const char *value)
{
    board_returns_to(rig, rig->id, value);
}

void board_fails(struct rig *rig, const char *class, const char *desc)
{
    char line[512];
    snprintf(line, sizeof line, "{\"id\": %s, \"error\": {\"class\": \"%s\", \"desc\": \"%s\"}}",
             rig->id, class, desc);
    board_says(rig, line);
}

void board_hears_nothing(struct rig *rig)
{
    if (wire_is_ready(&rig->board, QUIET_MS))
        fail_msg("the board heard: %.2000s", wire_line(&rig->board));
}

void board_negotiate(struct rig *rig, int queued)
{
    char limits[64];
    snprintf(limits, sizeof limits, "{\"queued-requests\": %d}", queued);
    board_hears(rig, "\"qmp_capabilities\"");
    board_returns(rig, "{}");
    board_hears(rig, "\"agent-limits\"");
    board_returns(rig, limits);
}

void board_attach(struct rig *rig, int queued)
{
    bool checked = rig->bridge.options.frame_check;
    board_accept(rig);
    rig->checked = false;
    board_says(rig, checked ? CHECKING_GREETING : BOARD_GREETING);
    rig->checked = checked;
    board_negotiate(rig, queued);
}

void board_hangs_up(struct rig *rig)
{
    wire_close(&rig->board);
}

/* -------------------------------------------------------------------- bridge */

static void *run(void *context)
{
    struct rig *rig = context;
    rig->code = bridge_run(&rig->bridge, rig->orders[0]);
    return NULL;
}

static void listen_as_board(struct rig *rig, char path[96])
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(path, 96, "%s/board", rig->folder);
    strcpy(address.sun_path, path);
    rig->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(rig->listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(rig->listener, 1), 0);
}

void rig_start_without_board(struct rig *rig, const struct bridge_options *options)
{
    static char path[96];
    char word[128];
    *rig = (struct rig){.folder = "/tmp/qmpctl-bridge-XXXXXX"};
    assert_non_null(mkdtemp(rig->folder));
    snprintf(rig->socket, sizeof rig->socket, "%s/clients", rig->folder);
    snprintf(rig->log, sizeof rig->log, "%s/log", rig->folder);
    listen_as_board(rig, path);
    if (options != NULL)
        rig->bridge.options = *options;
    rig->bridge.options.endpoint = path;
    rig->bridge.options.quiet = true;
    if (rig->bridge.options.timeout_ms == 0)
        rig->bridge.options.timeout_ms = PATIENCE_MS;
    if (rig->bridge.options.backlog == 0)
        rig->bridge.options.backlog = 1 << 20;
    assert_int_equal(journal_open(&rig->bridge.journal, rig->log), 0);
    static char listen_word[128];
    snprintf(word, sizeof word, "unix:%s", rig->socket);
    strcpy(listen_word, word);
    assert_int_equal(listeners_add(&rig->bridge.listeners, listen_word, 0600, false), 0);
    assert_int_equal(pipe2(rig->orders, O_CLOEXEC | O_NONBLOCK), 0);
    assert_int_equal(pthread_create(&rig->thread, NULL, run, rig), 0);
}

void rig_start(struct rig *rig, const struct bridge_options *options)
{
    rig_start_without_board(rig, options);
    board_attach(rig, 8);
}

void rig_stop(struct rig *rig)
{
    char path[96];
    assert_int_equal(write(rig->orders[1], "q", 1), 1);
    pthread_join(rig->thread, NULL);
    assert_int_equal(rig->code, 0);
    listeners_close(&rig->bridge.listeners);
    assert_int_not_equal(access(rig->socket, F_OK), 0);
    journal_close(&rig->bridge.journal);
    wire_close(&rig->board);
    close(rig->listener);
    close(rig->orders[0]);
    close(rig->orders[1]);
    unlink(rig->log);
    snprintf(path, sizeof path, "%s/board", rig->folder);
    unlink(path);
    assert_int_equal(rmdir(rig->folder), 0);
}

/* ------------------------------------------------------------------- clients */

void client_opens(struct rig *rig, struct wire *client, const char *capabilities)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    strcpy(address.sun_path, rig->socket);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    wire_open(client, fd);
    if (capabilities == NULL)
        return;
    client_hears(client, BOARD_GREETING);
    client_says(client, "{\"execute\": \"qmp_capabilities\", \"arguments\": ");
    client_says(client, capabilities);
    client_says(client, "}");
    client_hears(client, "{\"return\": {}}");
}

void client_closes(struct wire *client)
{
    wire_close(client);
}

void client_says(struct wire *client, const char *bytes)
{
    wire_send(client, bytes, strlen(bytes));
}

void client_hears(struct wire *client, const char *text)
{
    const char *line = wire_line(client);
    if (line == NULL)
        fail_msg("the connection was closed before: %s", text);
    assert_string_equal(line, text);
}

void client_hears_part(struct wire *client, const char *part)
{
    line_with(client, part);
}

void client_hears_nothing(struct wire *client)
{
    if (wire_is_ready(client, QUIET_MS))
        fail_msg("the client heard: %.2000s", wire_line(client));
}

void client_hears_the_end(struct wire *client)
{
    const char *line = wire_line(client);
    if (line != NULL)
        fail_msg("the client heard: %.2000s", line);
}
