/* nor.h - two NOR flash devices side by side at NOR_BASE, for the test of their driver.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_NOR_H
#define UNIT_NOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOR_BASE        0x22000000u
#define NOR_BLOCKS      4
#define NOR_BLOCK_WORDS 256 /* of both devices together */

enum nor_mode { NOR_ARRAY, NOR_QUERY, NOR_ID, NOR_STATUS };

struct nor {
    uint32_t words[NOR_BLOCKS * NOR_BLOCK_WORDS];
    /* What they answer when asked. */
    const char *signature;
    uint8_t command_set, regions, vendor, device;
    bool odd_lane; /* the second device knows no queries */
    /* How an operation goes: looks at the status until it is over, more of them for the second
     * device, and the errors that this one reports, having done nothing. */
    unsigned slow, slow_lane;
    uint8_t fails;

    enum nor_mode mode;
    uint8_t first; /* of an operation, whose second write is yet to come */
    unsigned busy[2];
    uint8_t error[2];
    unsigned operations;
    uint32_t programmed; /* the last operation's second write */
};

extern struct nor nor;

/* Power-on: word n holds the byte n four times. */
void nor_start(void);

#endif
