/* cfi_flash.h - NOR flash with the Intel command set: two devices of 16 bits side by side.
 *
 * Every operation ends with the devices back in array mode, where their content is read as
 * memory.  An operation that takes longer than a few microseconds, as on real devices each
 * does, goes on by itself: until `status` tells that it is over, what is read of the flash is
 * not its content, and the next operation is refused.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_CFI_FLASH_H
#define DRIVERS_CFI_FLASH_H

#include <stdint.h>

#include "board/object.h"

enum cfi_flash_status {
    CFI_FLASH_ABSENT, /* nothing answers at the base */
    CFI_FLASH_READY,
    CFI_FLASH_BUSY,
    CFI_FLASH_FAILED, /* ready, but the last operation did not do what it should */
};

struct cfi_flash {
    uint64_t base; /* the board sets it: a bus of 32 bits */

    uint64_t sector_length; /* bytes that are erased together */
    uint32_t num_blocks;    /* of them */
    uint16_t id0, id1;      /* manufacturer and device */
    uint8_t status;         /* enum cfi_flash_status */
    uint8_t status_register;
    uint32_t write_offset; /* where write-word writes, bytes from the base */
};

/* The flash as an object; the state is the struct cfi_flash. */
extern const struct object_type cfi_flash_type;

/* Asks the devices what they are, and leaves them in array mode.  Context: reset. */
void cfi_flash_init(struct cfi_flash *flash);

#endif
