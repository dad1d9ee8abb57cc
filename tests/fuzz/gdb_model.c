/* gdb_model.c - frames and answers of gdb's protocol, as a host sees them.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb_model.h"

#include <ctype.h>

/* ------------------------------------------------------------------- frames */

static int digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *place = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

    return place ? (int)(place - digits) : -1;
}

static void keep(struct gdb_frames *frames, char c)
{
    if (frames->length < sizeof frames->text)
        frames->text[frames->length] = c;
    frames->length++;
}

static enum gdb_frame take_inside(struct gdb_frames *frames, char c)
{
    if (c == '#') {
        frames->at = SUM_HIGH;
        return FRAME_NONE;
    }
    frames->sum = (uint8_t)(frames->sum + c);
    if (frames->at == ESCAPED) {
        keep(frames, c ^ 0x20);
        frames->at = INSIDE;
    } else if (c == '}') {
        frames->at = ESCAPED;
    } else {
        keep(frames, c);
    }
    return FRAME_NONE;
}

enum gdb_frame gdb_frames_take(struct gdb_frames *frames, char c)
{
    if (c == '$') {
        *frames = (struct gdb_frames){.at = INSIDE};
        return FRAME_BEGUN;
    }
    switch (frames->at) {
    case BETWEEN:
        return c == '+' ? FRAME_ACK : c == '-' ? FRAME_NAK : c == 3 ? FRAME_INTERRUPT : FRAME_NONE;
    case ESCAPED:
        if (c == '#') { /* as any other byte */
            frames->sum = (uint8_t)(frames->sum + c);
            keep(frames, c ^ 0x20);
            frames->at = INSIDE;
            return FRAME_NONE;
        }
        return take_inside(frames, c);
    case INSIDE:
        return take_inside(frames, c);
    case SUM_HIGH:
        frames->told = digit(c);
        frames->at = SUM_LOW;
        return FRAME_NONE;
    default:
        frames->at = BETWEEN;
        return frames->told >= 0 && digit(c) >= 0 && frames->told * 16 + digit(c) == frames->sum
                   ? FRAME_GOOD
                   : FRAME_BAD;
    }
}

void gdb_correct_sums(char *bytes, size_t size)
{
    static struct gdb_frames frames;

    frames.at = BETWEEN;
    for (size_t i = 0; i < size; i++) {
        if ((frames.at == SUM_HIGH || frames.at == SUM_LOW) && bytes[i] != '$')
            bytes[i] =
                "0123456789abcdef"[frames.at == SUM_HIGH ? frames.sum >> 4 : frames.sum & 15];
        (void)gdb_frames_take(&frames, bytes[i]);
    }
}

/* ------------------------------------------------------------------ answers */

struct text {
    const char *at, *end;
};

static bool is_at(const struct text *text, char c)
{
    return text->at < text->end && *text->at == c;
}

static bool pass(struct text *text, char c)
{
    bool is = is_at(text, c);

    text->at += is;
    return is;
}

static bool number(struct text *text, uint64_t *value)
{
    const char *begin = text->at;

    *value = 0;
    for (; text->at < text->end && digit(*text->at) >= 0; text->at++)
        *value = *value << 4 | (uint64_t)digit(*text->at);
    return text->at > begin && text->at - begin <= 16;
}

static bool range(struct text *text, uint64_t *address, uint64_t *size)
{
    return number(text, address) && pass(text, ',') && number(text, size) &&
           (*size == 0 || *size - 1 <= UINT64_MAX - *address);
}

/* How many of SIZE bytes at ADDRESS are memory. */
static uint64_t there(uint64_t address, uint64_t size)
{
    if (address < RIG_BASE || address >= RIG_BASE + RIG_SIZE)
        return 0;
    return size < RIG_BASE + RIG_SIZE - address ? size : RIG_BASE + RIG_SIZE - address;
}

static bool is(const char *answer, size_t answered, const char *text)
{
    return answered == strlen(text) && memcmp(answer, text, answered) == 0;
}

/* Takes runs apart ("Overview" of the manual's protocol).  Returns the length. */
static size_t expand(const char *answer, size_t answered, char *out, size_t room)
{
    size_t length = 0;

    for (size_t i = 0; i < answered; i++) {
        int count = 1;

        if (answer[i] == '*') {
            REQUIRE(length > 0 && i + 1 < answered && answer[i + 1] >= ' ');
            count = answer[++i] - 29;
            REQUIRE(length + (size_t)count <= room);
            memset(out + length, out[length - 1], (size_t)count);
        } else {
            REQUIRE(length < room);
            out[length] = answer[i];
        }
        length += (size_t)count;
    }
    return length;
}

static void check_digits(const uint8_t *bytes, size_t size, const char *answer, size_t answered)
{
    static char digits[2 * RIG_SIZE];

    REQUIRE(expand(answer, answered, digits, sizeof digits) == 2 * size);
    for (size_t i = 0; i < size; i++)
        REQUIRE(digit(digits[2 * i]) * 16 + digit(digits[2 * i + 1]) == bytes[i]);
}

static void check_read(const struct gdb_host *host, struct text text, const char *answer,
                       size_t answered)
{
    uint64_t address, size;

    if (!range(&text, &address, &size) || text.at < text.end || size == 0)
        REQUIRE(is(answer, answered, "E16"));
    else if (there(address, size) == 0)
        REQUIRE(is(answer, answered, "E0e"));
    else
        check_digits(host->memory + (address - RIG_BASE), there(address, size), answer, answered);
}

/* M and X: the bytes are digits, or are there as they are. */
static void check_write(struct gdb_host *host, struct text text, bool digits, const char *answer,
                        size_t answered)
{
    uint64_t address, size, left;
    bool right = range(&text, &address, &size) && pass(&text, ':');

    left = (uint64_t)(text.end - text.at);
    right = right && (digits ? left % 2 == 0 && left / 2 == size : left == size);
    for (uint64_t i = 0; right && digits && i < left; i++)
        right = digit(text.at[i]) >= 0;
    if (!right) {
        REQUIRE(is(answer, answered, "E16"));
        return;
    }
    for (uint64_t i = 0; i < there(address, size); i++)
        host->memory[address - RIG_BASE + i] =
            (uint8_t)(digits ? digit(text.at[2 * i]) << 4 | digit(text.at[2 * i + 1]) : text.at[i]);
    REQUIRE(is(answer, answered, there(address, size) == size ? "OK" : "E0e"));
}

/* Of the selected processor; the value's lowest byte comes first. */
static void check_write_register(struct gdb_host *host, struct text text, const char *answer,
                                 size_t answered)
{
    uint64_t index, value = 0;

    if (!is(answer, answered, "OK"))
        return;
    REQUIRE(number(&text, &index) && index < 5 && pass(&text, '='));
    for (unsigned i = 0; text.at + 1 < text.end; i++, text.at += 2)
        value |= (uint64_t)(digit(text.at[0]) << 4 | digit(text.at[1])) << 8 * i;
    host->registers[rig.agent.gdb.cpu][index] = value;
}

static void check_read_registers(const struct gdb_host *host, const char *answer, size_t answered)
{
    uint8_t bytes[4 * 8];

    if (rig.agent.state == QMP_RUN_RUNNING || answered < sizeof bytes)
        return;
    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(host->registers[rig.agent.gdb.cpu][i / 8] >> 8 * (i % 8));
    check_digits(bytes, sizeof bytes, answer, answered);
}

void gdb_host_begin(struct gdb_host *host)
{
    memcpy(host->memory, rig.memory, sizeof host->memory);
    memcpy(host->registers, rig.registers, sizeof host->registers);
}

void gdb_host_check(struct gdb_host *host, const char *name, size_t length, const char *answer,
                    size_t answered)
{
    struct text text = {name, name + length};

    if (pass(&text, 'm'))
        check_read(host, text, answer, answered);
    else if (pass(&text, 'M'))
        check_write(host, text, true, answer, answered);
    else if (pass(&text, 'X'))
        check_write(host, text, false, answer, answered);
    else if (pass(&text, 'P'))
        check_write_register(host, text, answer, answered);
    else if (pass(&text, 'g') && text.at == text.end)
        check_read_registers(host, answer, answered);
    else if (is_at(&text, 'G') || is_at(&text, 'c') || is_at(&text, 'C') || is_at(&text, 's') ||
             is_at(&text, 'S'))
        memcpy(host->registers, rig.registers, sizeof host->registers);
    gdb_host_check_unchanged(host);
}

void gdb_host_check_unchanged(const struct gdb_host *host)
{
    REQUIRE(memcmp(host->memory, rig.memory, sizeof host->memory) == 0);
    REQUIRE(memcmp(host->registers, rig.registers, sizeof host->registers) == 0);
}
