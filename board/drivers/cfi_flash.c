/* cfi_flash.c - NOR flash with the Intel command set: two devices of 16 bits side by side.
 * Sources: JEDEC JESD68.01 (Common Flash Interface), tables 1 to 5; Intel StrataFlash J3
 * (28F128J3) data sheet, "Command set" and "Status register".
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/cfi_flash.h"

#include <stdbool.h>

#include "drivers/mmio.h"
#include "drivers/register.h"

/* Commands, to both devices at once. */
#define LANES(command) ((uint32_t)(command) << 16 | (command))
#define PROGRAM        LANES(0x40)
#define ERASE          LANES(0x20)
#define ERASE_CONFIRM  LANES(0xd0)
#define CLEAR_STATUS   LANES(0x50)
#define READ_ID        LANES(0x90)
#define READ_QUERY     LANES(0x98)
#define READ_ARRAY     LANES(0xff)

#define STATUS_READY  0x80
#define STATUS_ERRORS 0x3a /* erase, program, voltage, locked block */

/* Addresses count words of a device. */
#define QUERY_AT     0x55
#define MANUFACTURER 0x00
#define DEVICE       0x01
/* Of the query's answer, whose bytes come one a word. */
#define SIGNATURE   0x10 /* "QRY" */
#define COMMAND_SET 0x13 /* 16 bits */
#define REGIONS     0x2c /* of blocks of one size */
#define BLOCKS      0x2d /* 16 bits: their number - 1 */
#define BLOCK_SIZE  0x2f /* 16 bits: by 256 bytes */

#define SET_INTEL_EXTENDED 1
#define SET_INTEL_STANDARD 3

#define WIDTH   4 /* bytes of the bus */
#define DEVICES 2

/* How often the status is looked at before an operation is left to itself: for as long as a
 * setter may take.  Emulated devices are ready at once. */
#define LOOKS 20

static uint32_t read_word(const struct cfi_flash *flash, uint32_t offset)
{
    return mmio_read32((uintptr_t)flash->base + offset);
}

static void write_word(const struct cfi_flash *flash, uint32_t offset, uint32_t value)
{
    mmio_write32((uintptr_t)flash->base + offset, value);
}

/* ------------------------------------------------------------- identification */

static uint8_t query_byte(const struct cfi_flash *flash, unsigned at)
{
    return (uint8_t)read_word(flash, at * WIDTH);
}

static uint16_t query_half(const struct cfi_flash *flash, unsigned at)
{
    return (uint16_t)(query_byte(flash, at + 1) << 8 | query_byte(flash, at));
}

/* In query mode: both devices know it, and are of the kind that this driver can drive. */
static bool is_known(const struct cfi_flash *flash)
{
    uint16_t commands = query_half(flash, COMMAND_SET);

    return read_word(flash, SIGNATURE * WIDTH) == LANES('Q') &&
           read_word(flash, (SIGNATURE + 1) * WIDTH) == LANES('R') &&
           read_word(flash, (SIGNATURE + 2) * WIDTH) == LANES('Y') &&
           (commands == SET_INTEL_EXTENDED || commands == SET_INTEL_STANDARD) &&
           query_byte(flash, REGIONS) == 1;
}

void cfi_flash_init(struct cfi_flash *flash)
{
    flash->status = CFI_FLASH_ABSENT;
    write_word(flash, 0, READ_ARRAY);
    write_word(flash, QUERY_AT * WIDTH, READ_QUERY);
    if (is_known(flash)) {
        flash->num_blocks = query_half(flash, BLOCKS) + 1u;
        flash->sector_length = query_half(flash, BLOCK_SIZE) * 256ul * DEVICES;
        write_word(flash, 0, READ_ARRAY);
        write_word(flash, 0, READ_ID);
        flash->id0 = (uint16_t)read_word(flash, MANUFACTURER * WIDTH);
        flash->id1 = (uint16_t)read_word(flash, DEVICE * WIDTH);
        flash->status = CFI_FLASH_READY;
    }
    write_word(flash, 0, READ_ARRAY);
}

/* ------------------------------------------------------------------ operations */

/* Sees whether the operation under way is over, and if so, goes back to array mode.  The
 * devices show their status from the operation's first command on. */
static void settle(struct cfi_flash *flash)
{
    uint32_t lanes;

    if (flash->status != CFI_FLASH_BUSY)
        return;
    lanes = read_word(flash, 0);
    flash->status_register = (uint8_t)(lanes >> 16 | lanes);
    if ((lanes & LANES(STATUS_READY)) != LANES(STATUS_READY))
        return;
    flash->status = flash->status_register & STATUS_ERRORS ? CFI_FLASH_FAILED : CFI_FLASH_READY;
    write_word(flash, 0, CLEAR_STATUS);
    write_word(flash, 0, READ_ARRAY);
}

/* Returns NULL when an operation may begin, or why not. */
static const char *refuse(struct cfi_flash *flash)
{
    settle(flash);
    if (flash->status == CFI_FLASH_ABSENT)
        return "There is no flash";
    return flash->status == CFI_FLASH_BUSY ? "The flash is busy" : NULL;
}

/* FIRST and SECOND are the two writes that make an operation at OFFSET. */
static const char *operate(struct cfi_flash *flash, uint32_t offset, uint32_t first,
                           uint32_t second)
{
    write_word(flash, offset, first);
    write_word(flash, offset, second);
    flash->status = CFI_FLASH_BUSY;
    for (unsigned i = 0; i < LOOKS && flash->status == CFI_FLASH_BUSY; i++)
        settle(flash);
    return flash->status == CFI_FLASH_FAILED ? "The flash reports an error, see status-register"
                                             : NULL;
}

static const char *erase_block(const struct object *object, const union object_value *value)
{
    struct cfi_flash *flash = object->state;
    const char *why = refuse(flash);

    if (why != NULL)
        return why;
    if (value->natural >= flash->num_blocks)
        return "The flash has no such block";
    return operate(flash, (uint32_t)(value->natural * flash->sector_length), ERASE, ERASE_CONFIRM);
}

static const char *program_word(const struct object *object, const union object_value *value)
{
    struct cfi_flash *flash = object->state;
    uint32_t at = flash->write_offset;
    const char *why = refuse(flash);

    if (why != NULL)
        return why;
    if (at % WIDTH != 0)
        return "write-offset is not a multiple of 4";
    if (at >= flash->num_blocks * flash->sector_length)
        return "write-offset is past the end of the flash";
    /* Programming only clears bits.  QEMU's devices would set them too. */
    why = operate(flash, at, PROGRAM, (uint32_t)value->natural & read_word(flash, at));
    if (why == NULL)
        flash->write_offset = at + WIDTH;
    return why;
}

/* ------------------------------------------------------------------ properties */

static const char *get_width(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = WIDTH;
    return NULL;
}

static const char *get_device_width(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = WIDTH / DEVICES;
    return NULL;
}

static const char *get_status(const struct object *object, union object_value *value)
{
    struct cfi_flash *flash = object->state;

    settle(flash);
    value->choice = flash->status;
    return NULL;
}

static const char *const status_names[] = {
    [CFI_FLASH_ABSENT] = "absent",
    [CFI_FLASH_READY] = "ready",
    [CFI_FLASH_BUSY] = "busy",
    [CFI_FLASH_FAILED] = "failed",
};

static const struct object_property properties[] = {
    OBJECT_COUNTER("address", 64, struct cfi_flash, base, "where the memory commands find it"),
    OBJECT_COUNTER("num-blocks", 32, struct cfi_flash, num_blocks, "that can be erased"),
    OBJECT_COUNTER("sector-length", 64, struct cfi_flash, sector_length, "bytes of a block"),
    REGISTER_GET("width", 8, get_width, "bytes of the bus"),
    REGISTER_GET("device-width", 8, get_device_width, "bytes of each of the devices on it"),
    OBJECT_COUNTER("id0", 16, struct cfi_flash, id0, "manufacturer"),
    OBJECT_COUNTER("id1", 16, struct cfi_flash, id1, "device"),
    {.name = "status",
     .type = "FlashStatus",
     .description = "what became of the last erase-block or write-word",
     .choices = status_names,
     .count = sizeof status_names / sizeof *status_names,
     .get = get_status,
     .size = 1,
     .kind = OBJECT_KIND_ENUM,
     .flags = OBJECT_READABLE},
    OBJECT_COUNTER("status-register", 8, struct cfi_flash, status_register,
                   "what the devices said of it"),
    REGISTER_ACTION("erase-block", 32, erase_block, 0, 0,
                    "sets all bits of the block with this number"),
    OBJECT_UINT("write-offset", 32, struct cfi_flash, write_offset, OBJECT_READ_WRITE, 0, 0,
                "where write-word writes, bytes from the first; a multiple of 4"),
    REGISTER_ACTION("write-word", 32, program_word, 0, 0,
                    "clears the bits that this word has not, and goes on to the next"),
};
OBJECT_TYPE(cfi_flash_type, "cfi.pflash01", &object_device, properties);
