/* reply.c - reading a packet and making its reply.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb/reply.h"

#if AGENT_GDB

#include "qmp/memory.h"

/* ------------------------------------------------------------------- reading */

bool gdb_pass(struct gdb_text *text, const char *word)
{
    size_t size = text_length(word);

    if (gdb_left(text) < size || memcmp(text->at, word, size) != 0)
        return false;
    text->at += size;
    return true;
}

bool gdb_pass_char(struct gdb_text *text, char c)
{
    if (text->at == text->end || *text->at != c)
        return false;
    text->at++;
    return true;
}

bool gdb_number(struct gdb_text *text, uint64_t *number)
{
    unsigned count = 0;

    *number = 0;
    for (; text->at < text->end && hex_digit(*text->at) >= 0; text->at++) {
        if (++count > 16)
            return false;
        *number = *number << 4 | (unsigned)hex_digit(*text->at);
    }
    return count > 0;
}

bool gdb_address(struct gdb_text *text, uintptr_t *address)
{
    uint64_t number;

    if (!gdb_number(text, &number) || number > UINTPTR_MAX)
        return false;
    *address = (uintptr_t)number;
    return true;
}

bool gdb_range(struct gdb_text *text, uintptr_t *address, size_t *length)
{
    uintptr_t size;

    if (!gdb_address(text, address) || !gdb_pass_char(text, ',') || !gdb_address(text, &size))
        return false;
    *length = size;
    return size == 0 || size - 1 <= UINTPTR_MAX - *address;
}

bool gdb_bytes(struct gdb_text *text, void *bytes, size_t size)
{
    uint8_t *out = bytes;

    if (gdb_left(text) / 2 < size)
        return false;
    for (size_t i = 0; i < size; i++) {
        int high = hex_digit(text->at[0]), low = hex_digit(text->at[1]);

        if (high < 0 || low < 0)
            return false;
        text->at += 2;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool gdb_thread(struct gdb_text *text, int *cpu)
{
    uint64_t number;

    if (gdb_pass(text, "-1")) {
        *cpu = GDB_ALL;
        return true;
    }
    if (!gdb_number(text, &number) || number > board_cpu_count())
        return false;
    *cpu = number == 0 ? GDB_ANY : (int)number - 1;
    return true;
}

/* ------------------------------------------------------------------- putting */

/* Behind the body comes its sum, of three characters. */
size_t gdb_room(const struct agent *agent)
{
    return AGENT_GDB_OUT - 3 - agent->gdb.out_length;
}

char *gdb_place(struct agent *agent)
{
    return agent->gdb.out + agent->gdb.out_length;
}

void gdb_placed(struct agent *agent, size_t size, uint8_t sum)
{
    agent->gdb.out_length += (uint32_t)size;
    agent->gdb.sum_out = (uint8_t)(agent->gdb.sum_out + sum);
}

void gdb_put_char(struct agent *agent, char c)
{
    *gdb_place(agent) = c;
    gdb_placed(agent, 1, (uint8_t)c);
}

void gdb_put(struct agent *agent, const char *text)
{
    for (; *text; text++)
        gdb_put_char(agent, *text);
}

void gdb_put_number(struct agent *agent, uint64_t number)
{
    unsigned shift = 60;

    while (shift > 0 && number >> shift == 0)
        shift -= 4;
    for (; shift < 64; shift -= 4) /* until it goes below 0 */
        gdb_put_char(agent, "0123456789abcdef"[number >> shift & 15]);
}

void gdb_put_bytes(struct agent *agent, const void *bytes, size_t size)
{
    gdb_placed(agent, 2 * size, hex_write(gdb_place(agent), bytes, size));
}

void gdb_pause(struct agent *agent)
{
    agent->gdb.working = true;
}

/* ------------------------------------------------------------------ replying */

void gdb_reply_with(struct agent *agent, bool (*emit)(struct agent *agent, uintptr_t *at),
                    uintptr_t at0, uintptr_t at1)
{
    agent->gdb.reply = (struct gdb_reply){.emit = emit, .at = {at0, at1}};
}

/* at[0]: the text. */
static bool emit_text(struct agent *agent, uintptr_t *at)
{
    gdb_put(agent, (const char *)at[0]);
    return false;
}

static bool emit_refusal(struct agent *agent, uintptr_t *at)
{
    gdb_put(agent, "E.");
    return emit_text(agent, at);
}

void gdb_reply_text(struct agent *agent, const char *text)
{
    gdb_reply_with(agent, emit_text, (uintptr_t)text, 0);
}

void gdb_refuse(struct agent *agent, const char *text)
{
    agent->gdb.refusal = text;
    gdb_reply_with(agent, emit_refusal, (uintptr_t)text, 0);
}

void gdb_reply_outcome(struct agent *agent, const char *text)
{
    if (text)
        gdb_refuse(agent, text);
    else
        gdb_reply_text(agent, "OK");
}

/* at[0]: the next byte, at[1]: how many, at[2]: an O comes first. */
static bool emit_hex(struct agent *agent, uintptr_t *at)
{
    size_t size;

    if (at[2]) {
        gdb_put_char(agent, 'O');
        at[2] = false;
    }
    size = gdb_room(agent) / 2 < at[1] ? gdb_room(agent) / 2 : at[1];
    gdb_put_bytes(agent, (const char *)at[0], size);
    at[0] += size;
    at[1] -= size;
    return at[1] > 0;
}

void gdb_reply_hex(struct agent *agent, const char *text, size_t size, bool console)
{
    gdb_reply_with(agent, emit_hex, (uintptr_t)text, size);
    agent->gdb.reply.at[2] = console;
}

#endif
