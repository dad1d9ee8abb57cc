/* test_flash.c - a flash that a host erases and programs, and what of it is kept.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "memory.h"
#include "property.h"

#include <fcntl.h>
#include <unistd.h>

#define FLASH  "/machine/unattached/flash1"
#define BASE   0x22000000u
#define BLOCK  0x40000u
#define BLOCKS 128u

static struct qmpc *start(void)
{
    return emulator_attach(emulator_start(NULL));
}

static void program(struct qmpc *line, uint32_t offset, uint32_t word)
{
    property_set_uint(line, FLASH, "write-offset", offset);
    property_set_uint(line, FLASH, "write-word", word);
}

/* The words in the flash from OFFSET on. */
static void expect_words(struct qmpc *line, uint32_t offset, const uint32_t *words, size_t count)
{
    uint8_t bytes[64];

    assert_in_range(4 * count, 0, sizeof bytes);
    for (size_t i = 0; i < 4 * count; i++)
        bytes[i] = (uint8_t)(words[i / 4] >> (8 * (i % 4)));
    memory_expect(line, BASE + offset, bytes, 4 * count, "hex");
}

#define EXPECT_WORDS(line, offset, ...)                                                            \
    expect_words(line, offset, (const uint32_t[]){__VA_ARGS__},                                    \
                 sizeof((const uint32_t[]){__VA_ARGS__}) / 4)

/* ------------------------------------------------------------------ operations */

static void the_flash_says_what_it_is(void **state)
{
    struct qmpc *line = start();

    (void)state;
    assert_int_equal(property_uint(line, FLASH, "address"), BASE);
    assert_int_equal(property_uint(line, FLASH, "num-blocks"), BLOCKS);
    assert_int_equal(property_uint(line, FLASH, "sector-length"), BLOCK);
    assert_int_equal(property_uint(line, FLASH, "id0"), 0x89);
    assert_int_equal(property_uint(line, FLASH, "id1"), 0x18);
    property_is_string(line, FLASH, "status", "ready");
}

static void what_is_erased_and_programmed_is_read_back(void **state)
{
    static const uint32_t blocks[] = {0, 1, BLOCKS - 1};
    struct qmpc *line = start();

    (void)state;
    for (size_t i = 0; i < COUNT(blocks); i++) {
        uint32_t first = blocks[i] * BLOCK, last = first + BLOCK - 4;

        property_set_uint(line, FLASH, "erase-block", blocks[i]);
        EXPECT_WORDS(line, first, UINT32_MAX, UINT32_MAX, UINT32_MAX);
        EXPECT_WORDS(line, last, UINT32_MAX);
        program(line, first, 0x12345678);
        property_set_uint(line, FLASH, "write-word", 0x9abcdef0);
        program(line, last, 0xc001c0de);
        EXPECT_WORDS(line, first, 0x12345678, 0x9abcdef0, UINT32_MAX);
        EXPECT_WORDS(line, last, 0xc001c0de);
        property_is_string(line, FLASH, "status", "ready");
    }
}

static void a_block_is_erased_alone_and_programming_only_clears(void **state)
{
    struct qmpc *line = start();

    (void)state;
    for (uint32_t block = 0; block < 3; block++) {
        property_set_uint(line, FLASH, "erase-block", block);
        program(line, block * BLOCK, 0x11111111 * (block + 1));
        program(line, block * BLOCK + BLOCK - 4, 0x11111111 * (block + 4));
    }
    property_set_uint(line, FLASH, "erase-block", 1);
    EXPECT_WORDS(line, BLOCK - 4, 0x44444444, UINT32_MAX);
    EXPECT_WORDS(line, 2 * BLOCK - 4, UINT32_MAX, 0x33333333);
    program(line, 2 * BLOCK, 0xffff0001);
    EXPECT_WORDS(line, 2 * BLOCK, 0x33330001);
}

static void what_cannot_be_done_is_refused(void **state)
{
    struct qmpc *line = start();

    (void)state;
    property_refuses(line, FLASH, "erase-block", "128", "The flash has no such block");
    property_set_uint(line, FLASH, "write-offset", BLOCKS * BLOCK);
    property_refuses(line, FLASH, "write-word", "0", "write-offset is past the end of the flash");
    property_set_uint(line, FLASH, "write-offset", 2);
    property_refuses(line, FLASH, "write-word", "0", "write-offset is not a multiple of 4");
    expect_refusal(line, "agent-memory-write", "{\"address\": 570425344, \"data\": \"00\"}",
                   "GenericError", "Memory at 0x22000000 is not writable");
}

/* --------------------------------------------------------------------- storage */

/* The flash's content, in the host's file system. */
static char storage[64];

static int make_storage(void **state)
{
    const char *parent = getenv("TMPDIR");
    int fd;

    (void)state;
    snprintf(storage, sizeof storage, "%s/e2kmon-flash-XXXXXX",
             parent && strlen(parent) < 40 ? parent : "/tmp");
    fd = mkstemp(storage);
    if (fd < 0)
        return -1;
    return ftruncate(fd, (off_t)BLOCKS * BLOCK) | close(fd);
}

static int remove_storage(void **state)
{
    emulator_stop_all(state);
    return unlink(storage);
}

/* QEMU that is given a flash leaves the image alone that it is told to boot: it has to be put
 * into memory by other means. */
static struct emulator *start_with_storage(const char *access)
{
    char drive[128], loader[600];
    struct emulator_options options = {
        .arguments = {"--", "-drive", drive, "-device", loader},
    };

    snprintf(drive, sizeof drive, "if=pflash,unit=1,format=raw,%s,file=%s", access, storage);
    snprintf(loader, sizeof loader, "loader,file=%s", board_image);
    return emulator_start(&options);
}

static void what_was_programmed_outlives_the_emulator(void **state)
{
    struct emulator *emulator = start_with_storage("readonly=off");
    struct qmpc *line = emulator_attach(emulator);

    (void)state;
    EXPECT_WORDS(line, 3 * BLOCK, 0, 0);
    property_set_uint(line, FLASH, "erase-block", 3);
    program(line, 3 * BLOCK, 0x600dcafe);
    do_command(line, "quit");
    assert_int_equal(emulator_wait(emulator), board->power_off_status);
    line = emulator_attach(start_with_storage("readonly=off"));
    EXPECT_WORDS(line, 3 * BLOCK - 4, 0, 0x600dcafe, UINT32_MAX);
}

static void a_flash_that_is_write_protected_says_so_and_stays_readable(void **state)
{
    static const char failed[] = "The flash reports an error, see status-register";
    struct qmpc *line = emulator_attach(start_with_storage("readonly=on"));

    (void)state;
    property_refuses(line, FLASH, "erase-block", "0", failed);
    assert_int_equal(property_uint(line, FLASH, "status-register"), 0xa0);
    property_refuses(line, FLASH, "write-word", "0", failed);
    assert_int_equal(property_uint(line, FLASH, "status-register"), 0x90);
    property_is_string(line, FLASH, "status", "failed");
    EXPECT_WORDS(line, 0, 0, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_flash_says_what_it_is),
        board_test(what_is_erased_and_programmed_is_read_back),
        board_test(a_block_is_erased_alone_and_programming_only_clears),
        board_test(what_cannot_be_done_is_refused),
        cmocka_unit_test_setup_teardown(what_was_programmed_outlives_the_emulator, make_storage,
                                        remove_storage),
        cmocka_unit_test_setup_teardown(a_flash_that_is_write_protected_says_so_and_stays_readable,
                                        make_storage, remove_storage),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}
