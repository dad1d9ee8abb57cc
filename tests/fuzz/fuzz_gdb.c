/* fuzz_gdb.c - any bytes into the server of gdb's protocol, in any pieces, its output taken in any.
 *
 * Byte by byte, a host that knows the protocol (gdb_model.h) looks at what each byte brings about:
 * a packet with the right sum one acknowledgement and one answer, which comes when the application
 * stops where the packet lets it go on; one with a wrong sum a `-` and nothing else at all; a `-`
 * the same answer again; any other byte nothing.  Answers are printable characters with the right
 * sum, and tell of memory and registers what is there.  Then the same bytes again in pieces: what
 * the server says is the same.  At the end it answers a packet.
 *
 * An input that begins with `!` gets the right sums before it is sent.  The engine below checks
 * what it is asked for (tests/unit/gdb_engine.h), and stops the application now and then.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "gdb_engine.h"
#include "gdb_model.h"

/* ------------------------------------------------------- what the server says */

static struct {
    char answer[1 << 16]; /* the packet that comes, or came last */
    size_t length;
    unsigned tail; /* characters of its sum that are still to come, and one */
    bool inside;
    uint8_t sum, told;
    unsigned acks, naks, answers; /* since the last byte of the host's */
    uint64_t all;                 /* a sum of everything */
} heard;

static unsigned digit(char c)
{
    REQUIRE((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

static void hear_inside(char c)
{
    if (heard.tail > 0) {
        heard.told = (uint8_t)(heard.told << 4 | digit(c));
        if (--heard.tail > 0)
            return;
        REQUIRE(heard.told == heard.sum);
        heard.inside = false;
        heard.answers++;
    } else if (c == '#') {
        heard.tail = 2;
        heard.told = 0;
    } else {
        REQUIRE(c >= 0x20 && c <= 0x7e && c != '$');
        REQUIRE(heard.length < sizeof heard.answer);
        heard.sum = (uint8_t)(heard.sum + c);
        heard.answer[heard.length++] = c;
    }
}

static void hear(char c)
{
    heard.all = (heard.all ^ (uint8_t)c) * UINT64_C(1099511628211);
    if (heard.inside) {
        hear_inside(c);
        return;
    }
    REQUIRE(c == '+' || c == '-' || c == '$');
    heard.acks += c == '+';
    heard.naks += c == '-';
    heard.inside = c == '$';
    if (heard.inside)
        heard.length = heard.sum = heard.tail = 0;
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

static void drain(void)
{
    while (work(SIZE_MAX))
        continue;
    REQUIRE(!heard.inside);
}

/* ------------------------------------------------------------------- the host */

static struct {
    struct gdb_host host;
    struct gdb_frames frames;
    bool no_acks;
    bool unacknowledged; /* the last answer can be asked for again */
    bool same;           /* nothing has happened that it could tell of, too */
    size_t length;       /* of it */
    uint8_t sum;
} knows;

/* Those whose answer is why the application has stopped, or that have none. */
static bool may_be_silent(const struct gdb_frames *packet)
{
    return packet->length > 0 && strchr("cCsSvkR", packet->text[0]) != NULL;
}

static void check_good(void)
{
    const struct gdb_frames *packet = &knows.frames;
    bool too_long = packet->length > AGENT_GDB_PACKET;

    if (packet->length >= 10 && memcmp(packet->text, "qSupported", 10) == 0 && !too_long)
        knows.no_acks = false;
    REQUIRE(heard.acks == !knows.no_acks && heard.naks == 0);
    if (heard.answers == 0)
        REQUIRE(may_be_silent(packet) && (rig.agent.gdb.waiting || strchr("kR", packet->text[0])));
    else
        REQUIRE(heard.answers == 1);
    if (too_long)
        REQUIRE(heard.length == 3 && memcmp(heard.answer, "E07", 3) == 0);
    else
        gdb_host_check(&knows.host, packet->text, packet->length, heard.answer,
                       heard.answers ? heard.length : 0);
    if (packet->length == 15 && memcmp(packet->text, "QStartNoAckMode", 15) == 0)
        knows.no_acks = true;
}

static void check_bad(const struct rig_counts *before)
{
    REQUIRE(heard.acks == 0 && heard.naks == !knows.no_acks && heard.answers == knows.no_acks);
    if (knows.no_acks)
        REQUIRE(heard.length == 3 && heard.answer[0] == 'E');
    REQUIRE(rig.counts.conts == before->conts && rig.counts.steps == before->steps &&
            rig.counts.resets == before->resets && rig.counts.quits == before->quits);
    gdb_host_check_unchanged(&knows.host);
}

static void check_nothing(unsigned answers)
{
    REQUIRE(heard.acks == 0 && heard.naks == 0 && heard.answers == answers);
}

static void begin_to_hear(void)
{
    heard.acks = heard.naks = heard.answers = 0;
}

static void remember_answer(void)
{
    if (heard.answers == 0)
        return;
    knows.unacknowledged = !knows.no_acks;
    knows.same = true;
    knows.length = heard.length;
    knows.sum = heard.sum;
}

/* Sends C, and looks at what it brings about. */
static void say_and_check(char c)
{
    enum gdb_frame frame = gdb_frames_take(&knows.frames, c);
    struct rig_counts before = rig.counts;
    bool waits = rig.agent.gdb.waiting;

    begin_to_hear();
    REQUIRE(gdb_input(&rig.agent, &c, 1) == 1);
    drain();
    switch (frame) {
    case FRAME_GOOD:
        check_good();
        break;
    case FRAME_BAD:
        check_bad(&before);
        break;
    case FRAME_NAK:
        check_nothing(knows.unacknowledged);
        if (knows.unacknowledged && knows.same)
            REQUIRE(heard.length == knows.length && heard.sum == knows.sum);
        break;
    case FRAME_INTERRUPT:
        check_nothing(waits);
        break;
    default:
        check_nothing(0);
    }
    if (frame == FRAME_ACK || frame == FRAME_BEGUN)
        knows.unacknowledged = false;
    remember_answer();
}

/* ----------------------------------------------------------------- the script */

struct script {
    char *bytes;
    size_t size;
    uint32_t seed;
};

/* Whether the application stops by itself behind byte AT, and why. */
static uint32_t stops(const struct script *script, size_t at)
{
    uint32_t x = (script->seed ^ (uint32_t)at) * 2654435761u;

    x ^= x >> 15;
    return x % 32 ? 0 : x;
}

static void stop(uint32_t why)
{
    /* What does not run has a reason already, of which answers tell. */
    if (rig.agent.state == QMP_RUN_RUNNING)
        gdb_engine_stop((enum debug_reason)(why / 32 % 7), 0, why / 256 % 4);
    drain();
}

static void begin(void)
{
    memset(&heard, 0, sizeof heard);
    gdb_engine_begin();
    rig.cpus = 2;
    /* Runs, which the server shortens. */
    memset(rig.memory + 0x100, 0, 0x200);
    memset(rig.memory + 0x400, 0xff, 0x80);
}

static void play_bytes(const struct script *script)
{
    begin();
    memset(&knows, 0, sizeof knows);
    gdb_host_begin(&knows.host);
    for (size_t i = 0; i < script->size; i++) {
        bool waits;

        say_and_check(script->bytes[i]);
        if (!stops(script, i))
            continue;
        waits = rig.agent.gdb.waiting;
        begin_to_hear();
        knows.same = false;
        stop(stops(script, i));
        check_nothing(waits);
        remember_answer();
    }
}

/* A piece ends where the application stops, and with an interrupt, whose answer a host awaits. */
static size_t piece_at(const struct script *script, size_t at, size_t most)
{
    size_t n = 1;

    while (n < most && at + n < script->size && !stops(script, at + n - 1) &&
           script->bytes[at + n - 1] != 3)
        n++;
    return n;
}

static void offer(const char *bytes, size_t size, struct pieces *pieces)
{
    for (size_t at = 0; at < size;) {
        /* Of its exact size, to see a look past its end. */
        char *copy = malloc(size - at);
        size_t taken;

        REQUIRE(copy);
        memcpy(copy, bytes + at, size - at);
        taken = gdb_input(&rig.agent, copy, size - at);
        free(copy);
        REQUIRE(taken <= size - at);
        at += taken;
        /* It takes no more before it has said what it has to say. */
        REQUIRE(work(pieces_next(pieces, AGENT_GDB_OUT)) || taken > 0);
    }
}

static void play_pieces(const struct script *script, struct pieces *pieces)
{
    begin();
    for (size_t at = 0; at < script->size;) {
        size_t n = piece_at(script, at, pieces_next(pieces, script->size));

        offer(script->bytes + at, n, pieces);
        at += n;
        if (script->bytes[at - 1] == 3)
            drain();
        if (stops(script, at - 1)) {
            drain();
            stop(stops(script, at - 1));
        }
    }
    drain();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char question[] = "$qAttached#8f";
    struct pieces pieces = pieces_of(data, size);
    bool corrects = size > 0 && data[0] == '!';
    struct script script = {malloc(size + 1), size - corrects, pieces.state};
    uint64_t all;

    REQUIRE(script.bytes);
    if (script.size > 0)
        memcpy(script.bytes, data + corrects, script.size);
    if (corrects)
        gdb_correct_sums(script.bytes, script.size);
    play_bytes(&script);
    all = heard.all;
    play_pieces(&script, &pieces);
    REQUIRE(heard.all == all);
    offer(question, sizeof question - 1, &pieces);
    drain();
    REQUIRE(heard.length == 1 && heard.answer[0] == '1');
    free(script.bytes);
    return 0;
}
