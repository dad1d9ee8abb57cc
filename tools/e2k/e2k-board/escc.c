/* escc.c - the serial controller.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "core.h"

/* Offsets: bit 1 is the channel, 1 for A; bit 0 is 1 for data. */
#define OFFSET_DATA 1u
#define OFFSET_A    2u

#define WR0_POINTER 0x07u
#define WR0_COMMAND 0x38u
#define WR0_HIGH    0x08u /* the command: pointer + 8 */
#define WR3_ENABLE  0x01u
#define WR5_ENABLE  0x08u
#define WR9_RESET   0xC0u
#define WR9_RESET_B 0x40u
#define WR9_RESET_A 0x80u

#define RR0_RECEIVED 0x01u
#define RR0_ROOM     0x04u
#define RR0_UNDERRUN 0x40u /* nothing is sent, as always when it is asked */
#define RR1_ALL_SENT 0x01u
#define RR1_8_BITS   0x06u /* which the model always says */

enum { WR3 = 3, WR5 = 5, WR9 = 9, RR0 = 0, RR1 = 1, RR2 = 2, RR3 = 3, RR12 = 12, RR13 = 13 };

/* What waits for the host or the program stays: it is on the line. */
static void reset_channel(struct escc_channel *channel)
{
    channel->pointer = 0;
    memset(channel->written, 0, sizeof channel->written);
    channel->held = 0;
    channel->available = false;
    channel->asked = false;
}

void escc_reset(struct escc *escc)
{
    for (unsigned n = 0; n < E2K_CHANNELS_ESCC; n++)
        reset_channel(&escc->channels[n]);
}

static int channel_number(const struct e2k_machine *machine, const struct escc_channel *channel)
{
    return (int)(channel - machine->escc.channels);
}

/* Lets the next byte in, if the program has asked for it and the host has one. */
static void receive(struct e2k_machine *machine, struct escc_channel *channel)
{
    int number = channel_number(machine, channel);

    if (!channel->asked)
        return;
    if (channel->in_next == channel->in_end && pace_due(machine, number)) {
        channel->in_next = 0;
        channel->in_end = (unsigned)machine->host.receive(machine->host.context, number,
                                                          channel->in, ESCC_BUFFERED);
    }
    if (channel->in_next == channel->in_end)
        return;
    channel->held = channel->in[channel->in_next++];
    channel->available = true;
    channel->asked = false;
    pace_traffic(machine, false);
}

/* Gives the host what waits for it.  True: nothing is left. */
static bool flush(struct e2k_machine *machine, struct escc_channel *channel)
{
    unsigned size = channel->out_end - channel->out_next;

    if (size)
        channel->out_next +=
            (unsigned)machine->host.send(machine->host.context, channel_number(machine, channel),
                                         channel->out + channel->out_next, size);
    if (channel->out_next == channel->out_end)
        channel->out_next = channel->out_end = 0;
    return channel->out_end == 0;
}

bool escc_flush(struct e2k_machine *machine)
{
    bool a = flush(machine, &machine->escc.channels[E2K_CHANNEL_A]);
    bool b = flush(machine, &machine->escc.channels[E2K_CHANNEL_B]);

    return a && b;
}

unsigned escc_wanted(const struct escc *escc)
{
    unsigned wanted = 0;

    for (unsigned n = 0; n < E2K_CHANNELS_ESCC; n++) {
        const struct escc_channel *channel = &escc->channels[n];

        if (channel->asked && channel->in_next == channel->in_end)
            wanted |= E2K_WANT_INPUT(n);
        if (channel->out_end > 0)
            wanted |= E2K_WANT_ROOM(n);
    }
    return wanted;
}

/* Bytes that the host has taken make room at the end. */
static bool has_room(struct e2k_machine *machine, struct escc_channel *channel, bool insist)
{
    unsigned left;

    if (channel->out_end < ESCC_BUFFERED)
        return true;
    if (channel->out_next == 0 && (insist || pace_due(machine, channel_number(machine, channel))))
        flush(machine, channel);
    if (channel->out_next > 0) {
        left = channel->out_end - channel->out_next;
        memmove(channel->out, channel->out + channel->out_next, left);
        channel->out_next = 0;
        channel->out_end = left;
    }
    return channel->out_end < ESCC_BUFFERED;
}

/* The model's bytes never wait; so a program that waits for this bit cannot know the case,
 * but does no wrong. */
static bool is_all_sent(struct e2k_machine *machine, struct escc_channel *channel)
{
    if (channel->out_end == 0)
        return true;
    pace_poll(machine);
    return pace_due(machine, channel_number(machine, channel)) ? flush(machine, channel)
                                                               : channel->out_end == 0;
}

static uint8_t read_status(struct e2k_machine *machine, struct escc_channel *channel)
{
    unsigned status = RR0_UNDERRUN;

    receive(machine, channel);
    if (channel->available)
        status |= RR0_RECEIVED;
    else
        pace_poll(machine);
    if (has_room(machine, channel, false))
        status |= RR0_ROOM;
    return (uint8_t)status;
}

static bool read_control(struct e2k_machine *machine, struct escc_channel *channel, uint64_t *value)
{
    unsigned pointer = channel->pointer;

    channel->pointer = 0;
    *value = 0; /* as the model: registers that are read as 0, and not as on real parts */
    switch (pointer) {
    case RR0:
        *value = read_status(machine, channel);
        return true;
    case RR1:
        *value = RR1_8_BITS | (is_all_sent(machine, channel) ? RR1_ALL_SENT : 0);
        return true;
    case RR2:
    case RR3:
        return machine_fault(machine, FAULT_LOAD, "there are no interrupts, so no RR2 and RR3", 0,
                             0);
    case RR12:
    case RR13:
        *value = channel->written[pointer];
        return true;
    default:
        return true;
    }
}

/* The byte held may be an old one: then it is read again. */
static uint8_t read_data(struct e2k_machine *machine, struct escc_channel *channel)
{
    receive(machine, channel);
    channel->available = false;
    channel->asked = channel->written[WR3] & WR3_ENABLE;
    return channel->held;
}

/* As the model: the register pointer of a channel that resets the other one stays, and so
 * does its own if it is not reset. */
static void reset_by_command(struct escc *escc, uint8_t command)
{
    if ((command & WR9_RESET) != WR9_RESET_A)
        reset_channel(&escc->channels[E2K_CHANNEL_B]);
    if ((command & WR9_RESET) != WR9_RESET_B)
        reset_channel(&escc->channels[E2K_CHANNEL_A]);
}

static void write_control(struct escc *escc, struct escc_channel *channel, uint8_t value)
{
    unsigned pointer = channel->pointer;

    if (pointer == 0) {
        channel->pointer = value & WR0_POINTER;
        if ((value & WR0_COMMAND) == WR0_HIGH)
            channel->pointer |= 8;
        return;
    }
    if (pointer == WR9 && (value & WR9_RESET)) {
        reset_by_command(escc, value);
        return;
    }
    channel->pointer = 0;
    channel->written[pointer] = value;
    if (pointer == WR3 && !(value & WR3_ENABLE))
        channel->asked = false;
}

static bool write_data(struct e2k_machine *machine, struct escc_channel *channel, uint8_t value)
{
    if (!(channel->written[WR5] & WR5_ENABLE))
        return true; /* as the model: it is lost */
    if (!has_room(machine, channel, true))
        return machine_fault(machine, FAULT_STORE,
                             "the host does not read, and bit 2 of RR0 says so", 0, 0);
    channel->out[channel->out_end++] = value;
    pace_traffic(machine, true);
    return true;
}

static struct escc_channel *channel_at(struct e2k_machine *machine, unsigned offset)
{
    return &machine->escc.channels[offset & OFFSET_A ? E2K_CHANNEL_A : E2K_CHANNEL_B];
}

bool escc_load(struct e2k_machine *machine, unsigned offset, uint64_t *value)
{
    struct escc_channel *channel = channel_at(machine, offset);

    if (!(offset & OFFSET_DATA))
        return read_control(machine, channel, value);
    *value = read_data(machine, channel);
    return true;
}

bool escc_store(struct e2k_machine *machine, unsigned offset, uint8_t value)
{
    struct escc_channel *channel = channel_at(machine, offset);

    if (offset & OFFSET_DATA)
        return write_data(machine, channel, value);
    write_control(&machine->escc, channel, value);
    return true;
}
