/* fuzz_libqmp_order.c - the client library against a server that keeps a book.
 *
 * The first byte of an input chooses the client's options; each other one is a turn of the server:
 * it says an event or answers a request, both of them numbered, or says noise, or damages a line
 * where frame checks are on; or one of the client's.  What the server says arrives in any pieces.
 * Checked: every message that was said is handed out, once, as it was said and in its order, or is
 * counted as dropped; nothing else is handed out; where frame checks are on no damaged line is, and
 * each is counted.
 *
 * SPDX-License-Identifier: MIT */
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz.h"
#include "line_check.h"
#include "qmpc/qmpc.h"

enum {
    SAID_MAX = 4096, /* messages */
    TEXT_MAX = 128,
    ASKED_MAX = 256, /* requests that wait for an answer */
    QUEUE = 4,
};

/* The options. */
enum { FRAME_CHECK = 1, SHORT_QUEUE = 2, ID_PREFIX = 4 };

static struct {
    char text[SAID_MAX][TEXT_MAX];
    bool got[SAID_MAX];
    unsigned said, next; /* what will be handed out next, at the earliest */
    unsigned events, damaged, noise, skipped;
} book;

static struct {
    struct qmpc *line;
    int fd; /* the server's */
    bool checks;
    char id[ASKED_MAX][QMPC_ID_SIZE];
    unsigned asked, answered; /* modulo ASKED_MAX */
    unsigned last;            /* message of the last answer, SAID_MAX: none */
    char out[1 << 16];        /* what the server has said, and was not delivered yet */
    size_t length;
} world;

/* -------------------------------------------------------------------- the server */

static void put(const char *bytes, size_t size)
{
    REQUIRE(size <= sizeof world.out - world.length);
    memcpy(world.out + world.length, bytes, size);
    world.length += size;
}

/* OBJECT is without its last brace.  Returns the length of the line. */
static size_t put_line(const char *object)
{
    size_t length = strlen(object), size = 1;
    char tail[LINE_CHECK_TAIL] = "}";

    if (world.checks)
        size = line_check_tail(object, length, tail);
    put(object, length);
    put(tail, size);
    put("\r\n", 2);
    return length + size + 2;
}

static void say(const char *object)
{
    if (book.said == SAID_MAX)
        return;
    snprintf(book.text[book.said++], TEXT_MAX, "%s}", object);
    (void)put_line(object);
}

static void say_event(void)
{
    char text[TEXT_MAX];

    snprintf(text, sizeof text, "{\"event\": \"E\", \"data\": {\"n\": %u}", book.events++);
    say(text);
}

static void answer(void)
{
    char text[TEXT_MAX];

    if (world.answered == world.asked || book.said == SAID_MAX)
        return;
    snprintf(text, sizeof text, "{\"id\": %s, \"return\": %u", world.id[world.answered % ASKED_MAX],
             world.answered);
    world.answered++;
    world.last = book.said;
    say(text);
}

/* A line with one bit turned, which does not make two of it; it is in no book. */
static void say_damaged(unsigned where)
{
    char text[TEXT_MAX];
    size_t length, place;

    if (!world.checks)
        return;
    snprintf(text, sizeof text, "{\"event\": \"E\", \"data\": {\"n\": %u}", book.events++);
    length = put_line(text);
    place = world.length - length + where / 8 % (length - 2);
    world.out[place] = (char)(world.out[place] ^ 1 << where % 7);
    if (strchr("\r\n", world.out[place]) || (uint8_t)world.out[place] == 0xff)
        world.out[place] = '?';
    book.damaged++;
}

/* A line without a brace, as a message might begin there. */
static void say_noise(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char c = bytes[i] == '{' || bytes[i] == '\n' ? '(' : (char)bytes[i];

        put(&c, 1);
    }
    put("\n", 1);
    book.noise++;
}

/* Reads the client's requests. */
static void listen_to_client(void)
{
    static char heard[1 << 16];
    static size_t length;
    ssize_t count;
    char *end;

    while ((count = recv(world.fd, heard + length, sizeof heard - 1 - length, MSG_DONTWAIT)) > 0)
        length += (size_t)count;
    heard[length] = '\0';
    for (; (end = strchr(heard, '\n')) != NULL; memmove(heard, end + 1, length + 1)) {
        const char *id = strstr(heard, "\"id\": ");
        size_t size;

        *end = '\0';
        length -= (size_t)(end + 1 - heard);
        REQUIRE(id != NULL && id < end && world.asked - world.answered < ASKED_MAX);
        id += strlen("\"id\": ");
        size = strcspn(id, ",}");
        REQUIRE(size < QMPC_ID_SIZE);
        snprintf(world.id[world.asked++ % ASKED_MAX], QMPC_ID_SIZE, "%.*s", (int)size, id);
        if (strstr(heard, "qmp_capabilities") != NULL) {
            char text[TEXT_MAX];

            world.checks = strstr(heard, LINE_CHECK_NAME) != NULL;
            snprintf(text, sizeof text, "{\"id\": %s, \"return\": {}",
                     world.id[world.answered++ % ASKED_MAX]);
            (void)put_line(text);
        }
    }
}

/* At most MOST bytes. */
static void deliver(size_t most)
{
    size_t count = most < world.length ? most : world.length;

    if (count == 0)
        return;
    REQUIRE(send(world.fd, world.out, count, MSG_NOSIGNAL) == (ssize_t)count);
    world.length -= count;
    memmove(world.out, world.out + count, world.length);
}

/* -------------------------------------------------------------------- the client */

/* MESSAGE was handed out, as the next of all but for those that were dropped. */
static void check_next(const struct qmpc_message *message)
{
    unsigned number = book.next;

    for (; number < book.said; number++) {
        if (book.got[number])
            continue;
        if (strcmp(book.text[number], qmpc_message_text(message)) == 0)
            break;
        book.skipped++;
    }
    if (number == book.said)
        fprintf(stderr, "not said: %s\n", qmpc_message_text(message));
    REQUIRE(number < book.said);
    book.got[number] = true;
    book.next = number + 1;
}

static void step(void)
{
    int status = qmpc_step(world.line);

    REQUIRE(status == QMPC_OK || (status == QMPC_E_DAMAGED && world.checks));
    listen_to_client();
}

static void receive(void)
{
    struct qmpc_message *message;

    while (qmpc_receive(world.line, QMPC_NOW, &message) == QMPC_OK) {
        check_next(message);
        qmpc_message_free(message);
    }
}

static void ask(void)
{
    const struct qmpc_request request = {.command = "x", .arguments = "{}"};

    if (world.asked - world.answered < ASKED_MAX - 1)
        REQUIRE(qmpc_post(world.line, &request, NULL) == QMPC_OK);
    listen_to_client();
}

/* The last answer, whatever is queued before it. */
static void wait_for_last(void)
{
    struct qmpc_message *message = NULL;
    char id[QMPC_ID_SIZE];

    if (world.last == SAID_MAX || book.got[world.last])
        return;
    snprintf(id, sizeof id, "%s", world.id[(world.answered - 1) % ASKED_MAX]);
    if (qmpc_wait_reply(world.line, id, QMPC_NOW, &message) != QMPC_OK)
        return;
    REQUIRE(strcmp(qmpc_message_text(message), book.text[world.last]) == 0);
    book.got[world.last] = true;
    qmpc_message_free(message);
}

static void open_client(unsigned how)
{
    int pair[2], status = QMPC_E_BUSY;

    memset(&book, 0, sizeof book);
    memset(&world, 0, sizeof world);
    world.last = SAID_MAX;
    world.line = qmpc_new(&(struct qmpc_options){.frame_check = (how & FRAME_CHECK) != 0,
                                                 .queue_limit = how & SHORT_QUEUE ? QUEUE : 0,
                                                 .id_prefix = how & ID_PREFIX ? "a" : NULL});
    REQUIRE(world.line != NULL);
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    world.fd = pair[1];
    REQUIRE(qmpc_open_fds(world.line, pair[0], pair[0]) == QMPC_OK);
    put(LINE_CHECK_GREETING, strlen(LINE_CHECK_GREETING));
    REQUIRE(qmpc_begin_attach(world.line, qmpc_deadline(60000)) == QMPC_OK);
    for (int i = 0; status == QMPC_E_BUSY; i++) {
        REQUIRE(i < 100);
        deliver(SIZE_MAX);
        status = qmpc_step(world.line);
        listen_to_client();
    }
    REQUIRE(status == QMPC_OK && qmpc_has_frame_check(world.line) == world.checks);
    REQUIRE(world.checks == ((how & FRAME_CHECK) != 0));
}

static void close_client(void)
{
    struct qmpc_counts counts;

    while (world.length > 0) {
        deliver(4096);
        step();
    }
    /* What was said last may have been damaged, which one step tells, and the next goes on. */
    step();
    receive();
    counts = qmpc_counts(world.line);
    for (; book.next < book.said; book.next++)
        book.skipped += !book.got[book.next];
    REQUIRE(book.skipped == counts.dropped_events + counts.dropped_replies);
    REQUIRE(counts.damaged_lines >= book.damaged);
    REQUIRE(book.noise > 0 || counts.damaged_lines == book.damaged);
    qmpc_free(world.line);
    close(world.fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pieces pieces = pieces_of(data, size);

    if (size == 0)
        return 0;
    open_client(data[0]);
    for (size_t at = 1; at < size; at++) {
        size_t count = data[at] / 8 < size - at - 1 ? data[at] / 8 : size - at - 1;

        switch (data[at] % 8) {
        case 0:
            say_event();
            break;
        case 1:
            answer();
            break;
        case 2:
            say_noise(data + at + 1, count);
            at += count;
            break;
        case 3:
            say_damaged(count > 0 ? data[++at] * 37u : 0);
            break;
        case 4:
            receive();
            break;
        case 5:
            wait_for_last();
            break;
        case 6:
            ask();
            break;
        default:
            say_event();
            answer();
        }
        deliver(pieces_next(&pieces, 256));
        if (world.length > sizeof world.out / 2)
            deliver(SIZE_MAX);
        step();
    }
    close_client();
    return 0;
}
