/* fuzz_gdb.c - any bytes into the server of gdb's protocol, in any pieces, its output taken in any.
 *
 * What leaves is nothing but acknowledgements and packets in printable characters with the right
 * sum; and after whatever was said the server answers a packet.  The engine below it checks what it
 * is asked for (tests/unit/gdb_engine.h).
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "gdb_engine.h"

static struct {
    char bytes[1 << 16]; /* of the packet that comes */
    size_t length;
    unsigned tail; /* characters of its sum that are still to come, and one */
    bool inside;
    uint8_t sum, told;
    char last[16]; /* beginning of the last packet that was complete */
} heard;

static unsigned digit(char c)
{
    REQUIRE((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

static void end_packet(void)
{
    size_t size = heard.length < sizeof heard.last - 1 ? heard.length : sizeof heard.last - 1;

    REQUIRE(heard.told == heard.sum);
    memcpy(heard.last, heard.bytes, size);
    heard.last[size] = '\0';
    heard.inside = false;
}

static void hear(char c)
{
    if (!heard.inside) {
        REQUIRE(c == '+' || c == '-' || c == '$');
        heard.inside = c == '$';
        heard.length = heard.sum = heard.tail = 0;
    } else if (heard.tail > 0) {
        heard.told = (uint8_t)(heard.told << 4 | digit(c));
        if (--heard.tail == 0)
            end_packet();
    } else if (c == '#') {
        heard.tail = 2;
        heard.told = 0;
    } else {
        REQUIRE(c >= 0x20 && c <= 0x7e && c != '$');
        heard.sum = (uint8_t)(heard.sum + c);
        if (heard.length < sizeof heard.bytes)
            heard.bytes[heard.length++] = c;
    }
}

static bool take(size_t most)
{
    const char *bytes;
    size_t n = gdb_output(&rig.agent, &bytes);

    REQUIRE(n <= AGENT_GDB_OUT);
    if (n > most)
        n = most;
    for (size_t i = 0; i < n; i++)
        hear(bytes[i]);
    gdb_sent(&rig.agent, n);
    return n > 0;
}

static bool work(size_t most)
{
    bool busy = false;

    while (gdb_run(&rig.agent))
        busy = true;
    busy |= rig.agent.gdb.working;
    return take(most) || busy;
}

static void offer(const uint8_t *data, size_t size, struct pieces *pieces)
{
    for (size_t at = 0; at < size;) {
        size_t n = pieces_next(pieces, size), taken;
        char *copy;

        if (n > size - at)
            n = size - at;
        copy = malloc(n);
        REQUIRE(copy);
        memcpy(copy, data + at, n);
        taken = gdb_input(&rig.agent, copy, n);
        free(copy);
        REQUIRE(taken <= n);
        at += taken;
        /* It takes no more before it has said what it has to say. */
        REQUIRE(work(pieces_next(pieces, AGENT_GDB_OUT)) || taken > 0);
        if (pieces->state % 16 == 0)
            gdb_engine_stop((enum debug_reason)(pieces->state / 16 % 7), 0,
                            pieces->state / 128 % 4);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char question[] = "$qAttached#8f";
    struct pieces pieces = pieces_of(data, size);

    memset(&heard, 0, sizeof heard);
    gdb_engine_begin();
    rig.cpus = 2;
    offer(data, size, &pieces);
    offer((const uint8_t *)question, sizeof question - 1, &pieces);
    while (work(SIZE_MAX))
        continue;
    REQUIRE(!heard.inside && strcmp(heard.last, "1") == 0);
    return 0;
}
