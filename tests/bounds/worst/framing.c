/* framing.c - the most that one byte takes in the framer.
 *
 * SPDX-License-Identifier: MIT */
#include "worst.h"

#include <string.h>

#include "qmp/framer.h"

#define RANDOM_BYTES 200000u
#define SHORT_TEXT   64u

static char out[QMP_MESSAGE_MAX + 64];
static struct json_framer framer;
static const char *running; /* the input's name */
static uint64_t bytes_fed, total;

static void feed_byte(char byte)
{
    uint32_t text = framer.text_length, token = framer.length - framer.token;
    uint64_t begun, took;
    size_t used;
    int result;

    begun = instructions();
    result = json_framer_feed(&framer, &byte, 1, &used);
    took = instructions() - begun;
    note(running, took);
    /* One that refuses a token has its text moved to where it is quoted from, once for all bytes of
     * the token. */
    if (result != JSON_REFUSED && framer.text_length == text)
        note("framer-byte", took);
    else if (token >= SHORT_TEXT)
        note("framer-quoted-byte-times-10", took * 10 / token);
    else
        note("framer-refusing-byte", took);
    total += took;
    bytes_fed++;
    /* As a session does once the message is in its queue. */
    if (result != JSON_MORE) {
        if (result == JSON_NO_ROOM)
            json_framer_reset(&framer);
        json_framer_output(&framer, out, sizeof out);
        if (used == 0)
            (void)json_framer_feed(&framer, &byte, 1, &used);
    }
}

static void feed_text(const char *text, size_t size)
{
    while (size--)
        feed_byte(*text++);
}

static void begin(const char *name)
{
    running = name;
    json_framer_init(&framer);
    json_framer_output(&framer, out, sizeof out);
}

static uint32_t random_number(void)
{
    static uint32_t state = 2463534242u; /* xorshift */

    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

void count_framing(void)
{
    static const char alphabet[] = "{}[]:,\"'\\u0d83e \n-.tfn%\xc3\xa9";

    for (size_t i = 0; i < hostile_count; i++) {
        const struct hostile *h = &hostile_inputs[i];

        begin(h->name);
        feed_text(h->head, strlen(h->head));
        for (uint32_t n = 0; n < h->count; n++)
            feed_text(h->unit, h->unit_size ? h->unit_size : strlen(h->unit));
        feed_text(h->tail, strlen(h->tail));
    }
    begin("random-bytes");
    for (uint32_t n = 0; n < RANDOM_BYTES; n++)
        feed_byte((char)(random_number() >> 8));
    begin("random-tokens");
    for (uint32_t n = 0; n < RANDOM_BYTES; n++)
        feed_byte(alphabet[(random_number() >> 8) % (sizeof alphabet - 1)]);
    note("framer-mean-times-10", total * 10 / bytes_fed);
}
