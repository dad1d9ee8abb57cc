/* fuzz_libqmp.c - the client library against a server that says anything, in any pieces.
 *
 * The first byte of an input chooses how the client behaves; the rest is what the server says.
 * Checked: no call waits past its deadline; what is handed out is JSON (another implementation
 * agrees) of a kind of QMP's and within the limit; a reply is matched to its own request; the
 * connection keeps no more memory than its options allow; a closed line is told; with frame checks
 * each message was said with its check.
 *
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sanitizer/allocator_interface.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "fuzz.h"
#include "line_check.h"
#include "oracle.h"
#include "qmpc/qmpc.h"

enum {
    LIMIT = 600,
    QUEUE = 5,
    OUTPUT = 300,
    /* Buffers whose size has nothing to do with the limits: the running line, output, names. */
    FIXED = 256 * 1024,
    SLOW_MS = 5000, /* more than a busy machine, less than for ever */
};

struct client {
    struct qmpc *line;
    int server;
    char id[QMPC_ID_SIZE]; /* of the last request; "" before it */
};

/* With frame checks from the beginning on: what the server says after it. */
static struct {
    const uint8_t *bytes;
    size_t size;
} checked;

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* The line that the server has said has the check of what was handed out. */
static void check_said(const char *text, size_t length)
{
    char line[LIMIT + LINE_CHECK_TAIL];
    memcpy(line, text, length - 1);
    length = length - 1 + line_check_tail(text, length - 1, line + length - 1);
    REQUIRE(memmem(checked.bytes, checked.size, line, length) != NULL);
}

static void check_message(const struct qmpc_message *message)
{
    const char *text = qmpc_message_text(message);
    size_t length = qmpc_message_length(message);
    enum oracle_answer answer = oracle_ask(text, length);
    REQUIRE(strlen(text) == length);
    REQUIRE(length <= LIMIT);
    REQUIRE(memchr(text, '\n', length) == NULL);
    if (checked.bytes != NULL && qmpc_message_kind(message) != QMPC_GREETING)
        check_said(text, length);
    REQUIRE(answer != ORACLE_REFUSES);
    REQUIRE(qmpc_json_parse(text, length, NULL, NULL) == QMPC_OK);
    REQUIRE(qmpc_json_type(qmpc_message_json(message)) == QMPC_JSON_OBJECT);
    static const char *const members[] = {"QMP", "return", "error", "event"};
    struct qmpc_json found;
    REQUIRE(qmpc_json_member(qmpc_message_json(message), members[qmpc_message_kind(message)],
                             &found) == QMPC_OK);
}

static void check_reply(const struct client *client, const struct qmpc_message *reply)
{
    struct qmpc_json id = qmpc_get(reply, "id");
    check_message(reply);
    if (id.text == NULL)
        REQUIRE(qmpc_message_kind(reply) == QMPC_ERROR);
    else
        REQUIRE(id.length == strlen(client->id) && memcmp(id.text, client->id, id.length) == 0);
}

static void drain(const struct client *client)
{
    char bytes[4096];
    while (recv(client->server, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
        continue;
}

/* Whatever is here is taken, replies to the last request first. */
static void receive(struct client *client)
{
    struct qmpc_message *message = NULL;
    int status = QMPC_OK;
    if (client->id[0] != '\0') {
        status = qmpc_wait_reply(client->line, client->id, QMPC_NOW, &message);
        REQUIRE((message != NULL) == (status == QMPC_OK || status == QMPC_E_SERVER));
        if (message != NULL)
            check_reply(client, message);
        qmpc_message_free(message);
    }
    for (int i = 0; i <= QUEUE; i++) {
        status = qmpc_receive(client->line, QMPC_NOW, &message);
        REQUIRE((message != NULL) == (status == QMPC_OK));
        if (message == NULL)
            break;
        check_message(message);
        qmpc_message_free(message);
    }
}

static void turn(struct client *client)
{
    struct qmpc_request request = {.command = "x", .arguments = "{\"a\": 1}"};
    int64_t begin = now();
    int status = qmpc_step(client->line);
    receive(client);
    if (status == QMPC_OK) {
        status = qmpc_post(client->line, &request, client->id);
        REQUIRE(status == QMPC_OK || status == QMPC_E_GONE || status == QMPC_E_FULL ||
                status == QMPC_E_RESTARTED);
    } else if (status != QMPC_E_BUSY && status != QMPC_E_GONE) {
        qmpc_begin_attach(client->line, qmpc_deadline(2));
    }
    REQUIRE(qmpc_unsent(client->line) <= OUTPUT + 1024);
    REQUIRE(now() - begin < SLOW_MS);
}

/* Of a string that passes by. */
static bool take_part(void *context, struct qmpc_json head, const char *text, size_t length)
{
    bool *refuses = context;
    REQUIRE(length > 0 && memchr(text, '\n', length) == NULL);
    REQUIRE(head.length <= LIMIT);
    /* Empty: it has become longer than the limit when spelled. */
    REQUIRE(head.length == 0 || memmem(head.text, head.length, "\"return\": {", 11) != NULL);
    *refuses = !*refuses;
    return *refuses;
}

static void stream(struct client *client)
{
    bool refuses = false;
    const struct qmpc_sink sink = {.member = "data", .take = take_part, .context = &refuses};
    struct qmpc_message *reply = NULL;
    int status = qmpc_command_into(client->line, "x", NULL, &sink, &reply);
    REQUIRE(reply != NULL || status != QMPC_OK);
    if (reply != NULL)
        check_message(reply);
    qmpc_message_free(reply);
}

/* The calls that wait, each in its turn. */
static void wait_a_little(struct client *client, unsigned which)
{
    struct qmpc_message *reply = NULL;
    int64_t begin = now();
    int status;
    switch (which % 4) {
    case 0:
        status = qmpc_attach(client->line, qmpc_deadline(1));
        break;
    case 1:
        status = qmpc_resync(client->line, qmpc_deadline(1));
        break;
    case 2:
        status = qmpc_command(client->line, "x", NULL, qmpc_deadline(1), &reply);
        REQUIRE((reply != NULL) == (status == QMPC_OK || status == QMPC_E_SERVER));
        break;
    default:
        status = qmpc_wait_event(client->line, "E", qmpc_deadline(1), &reply);
        REQUIRE((reply != NULL) == (status == QMPC_OK));
        REQUIRE(reply == NULL || qmpc_string_at_is(reply, "event", "E"));
        break;
    }
    if (reply != NULL)
        check_message(reply);
    qmpc_message_free(reply);
    REQUIRE(status == QMPC_OK || qmpc_error(client->line)[0] != '\0');
    REQUIRE(now() - begin < SLOW_MS);
}

/* Has the client negotiate frame checks before it hears anything else. */
static void negotiate(struct client *client)
{
    char heard[1024], reply[128], tail[LINE_CHECK_TAIL];
    const char *id;
    ssize_t count;
    REQUIRE(send(client->server, LINE_CHECK_GREETING, strlen(LINE_CHECK_GREETING), MSG_NOSIGNAL) >
            0);
    REQUIRE(qmpc_begin_attach(client->line, qmpc_deadline(SLOW_MS)) == QMPC_OK);
    while (qmpc_step(client->line) == QMPC_E_BUSY) {
        count = recv(client->server, heard, sizeof heard - 1, MSG_DONTWAIT);
        if (count <= 0)
            continue;
        heard[count] = '\0';
        id = strstr(heard, "\"id\": ");
        REQUIRE(id != NULL);
        snprintf(reply, sizeof reply, "{\"return\": {}, %.*s", (int)strcspn(id, ",}"), id);
        line_check_tail(reply, strlen(reply), tail);
        REQUIRE(dprintf(client->server, "%s%s\r\n", reply, tail) > 0);
    }
    REQUIRE(qmpc_has_frame_check(client->line));
}

static void open_client(struct client *client, unsigned how)
{
    static const char *const names[] = {"E*", NULL};
    int pair[2];
    *client = (struct client){.server = -1};
    client->line = qmpc_new(&(struct qmpc_options){.message_limit = LIMIT,
                                                   .queue_limit = QUEUE,
                                                   .output_limit = OUTPUT,
                                                   .greeting_ms = how & 32 ? SLOW_MS : 1,
                                                   .oob = (how & 1) != 0,
                                                   .frame_check = (how & 32) != 0});
    REQUIRE(client->line != NULL);
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    client->server = pair[1];
    REQUIRE(qmpc_open_fds(client->line, pair[0], pair[0]) == QMPC_OK);
    if (how & 2)
        REQUIRE(qmpc_keep_events(client->line, names) == QMPC_OK);
    if (how & 32)
        negotiate(client);
    else if (how & 4)
        REQUIRE(qmpc_begin_attach(client->line, qmpc_deadline(20)) == QMPC_OK);
}

static void check_the_end(struct client *client)
{
    int64_t begin = now();
    struct qmpc_message *message;
    close(client->server);
    int status = qmpc_command(client->line, "x", NULL, qmpc_deadline(SLOW_MS), NULL);
    for (int i = 0; status != QMPC_E_GONE; i++) {
        REQUIRE(i <= 2 * QUEUE); /* what was here before the end */
        status = qmpc_receive(client->line, qmpc_deadline(SLOW_MS), &message);
        if (status == QMPC_OK)
            check_message(message);
        if (status == QMPC_OK)
            qmpc_message_free(message);
    }
    REQUIRE(now() - begin < SLOW_MS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct pieces pieces = pieces_of(data, size);
    size_t before = __sanitizer_get_current_allocated_bytes();
    struct client client;
    open_client(&client, data[0]);
    checked.bytes = data[0] & 32 ? data + 1 : NULL;
    checked.size = size - 1;
    unsigned turns = 0;
    for (size_t at = 1, count; at < size; at += count) {
        count = pieces_next(&pieces, data[0] & 8 ? 4096 : 64);
        if (count > size - at)
            count = size - at;
        REQUIRE(send(client.server, data + at, count, MSG_NOSIGNAL) == (ssize_t)count);
        if (data[0] & 16)
            stream(&client);
        else if (turns++ % 64 == 63)
            wait_a_little(&client, turns / 64 + data[0]);
        else
            turn(&client);
        REQUIRE(__sanitizer_get_current_allocated_bytes() - before <= 3 * LIMIT + FIXED);
        if (!qmpc_has_frame_check(client.line))
            checked.bytes = NULL; /* it has been attached anew */
        drain(&client);
    }
    check_the_end(&client);
    qmpc_free(client.line);
    REQUIRE(__sanitizer_get_current_allocated_bytes() <=
            before + 4096); /* but for the library of C */
    return 0;
}
