/* gdb_rig.c - a gdb of the test's, and the line to the server.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb_rig.h"

struct gdb_said heard;

void gdb_rig_begin(void)
{
    gdb_engine_begin();
    memset(&heard, 0, sizeof heard);
}

/* Undoes run-length encoding of the SIZE bytes at TEXT. */
static void decode(const char *text, size_t size)
{
    heard.length = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned count = 1;
        char c = text[i];

        if (c == '*' && !heard.raw) {
            assert_true(i > 0 && i + 1 < size);
            count = (unsigned char)text[++i] - 29u;
            assert_in_range(count, 3, 97);
            c = text[i - 2];
        }
        while (count-- > 0) {
            assert_true(heard.length < sizeof heard.reply - 1);
            heard.reply[heard.length++] = c;
        }
    }
    heard.reply[heard.length] = '\0';
}

static char said[1 << 18];
static size_t said_length;

/* Takes frames and acknowledgements apart; each must be as the protocol has it. */
static void listen(void)
{
    size_t at = 0;

    while (at < said_length) {
        size_t end = at;
        uint8_t sum = 0;
        char digits[3] = "";

        if (said[at] == '+' || said[at] == '-') {
            *(said[at] == '+' ? &heard.acks : &heard.nacks) += 1;
            at++;
            continue;
        }
        assert_int_equal(said[at], '$');
        for (end = at + 1; end < said_length && said[end] != '#'; end++)
            sum = (uint8_t)(sum + said[end]);
        if (end + 2 >= said_length)
            break;
        memcpy(digits, said + end + 1, 2);
        assert_int_equal(strtoul(digits, NULL, 16), sum);
        decode(said + at + 1, end - at - 1);
        at = end + 3;
    }
    memmove(said, said + at, said_length - at);
    said_length -= at;
}

static bool move(void)
{
    const char *bytes;
    bool busy = false;
    size_t size;

    while (gdb_run(&rig.agent))
        busy = true;
    busy |= rig.agent.gdb.working;
    size = gdb_output(&rig.agent, &bytes);
    if (size > 37)
        size = 37; /* a port takes a part */
    assert_true(said_length + size <= sizeof said);
    memcpy(said + said_length, bytes, size);
    said_length += size;
    gdb_sent(&rig.agent, size);
    return busy || size > 0;
}

const char *gdb_rig_settle(void)
{
    heard.reply[0] = '\0';
    heard.length = 0;
    while (move())
        continue;
    listen();
    return heard.reply;
}

void gdb_rig_feed(const void *bytes, size_t size, size_t piece)
{
    const char *at = bytes, *end = at + size;
    unsigned idle = 0;

    while (at < end && idle < 3) {
        size_t part = (size_t)(end - at) < piece ? (size_t)(end - at) : piece;
        char *copy = malloc(part);
        size_t taken;

        assert_non_null(copy);
        memcpy(copy, at, part);
        taken = gdb_input(&rig.agent, copy, part);
        free(copy);
        assert_true(taken <= part);
        at += taken;
        idle = move() || taken > 0 ? 0 : idle + 1;
    }
    assert_ptr_equal(at, end);
}

const char *gdb_rig_send(const void *packet, size_t size)
{
    uint8_t sum = 0;
    char tail[4];

    for (size_t i = 0; i < size; i++)
        sum = (uint8_t)(sum + ((const uint8_t *)packet)[i]);
    snprintf(tail, sizeof tail, "#%02x", sum);
    gdb_rig_feed("$", 1, 1);
    gdb_rig_feed(packet, size, 17);
    gdb_rig_feed(tail, 3, 1);
    return gdb_rig_settle();
}

const char *gdb_rig_ask(const char *packet)
{
    (void)gdb_rig_send(packet, strlen(packet));
    if (!rig.agent.gdb.no_acks)
        gdb_rig_feed("+", 1, 1);
    return heard.reply;
}
