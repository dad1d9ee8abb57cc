/* image.c - the image's data in RAM, and the word board/run leaves for it.
 *
 * A reset leaves RAM as it was, so everything is initialised from the load images, at
 * each start; sections.ld says where they are.
 *
 * SPDX-License-Identifier: MIT */
#include "core/image.h"

#include <stdint.h>
#include <string.h>

#include "board/board.h"

/* What board/run --paused puts into the boot word. */
#define BOOT_PAUSED 0x50415553u

extern char __app_data_start[], __app_data_end[], __app_data_load[];
extern char __app_bss_start[], __app_bss_end[];
extern char __data_start[], __data_end[], __data_load[];
extern char __bss_start[], __bss_end[];
extern const volatile uint32_t __boot_word;

int main(void);

void image_init_application(void)
{
    memcpy(__app_data_start, __app_data_load, (size_t)(__app_data_end - __app_data_start));
    memset(__app_bss_start, 0, (size_t)(__app_bss_end - __app_bss_start));
}

_Noreturn void image_start(void)
{
    memcpy(__data_start, __data_load, (size_t)(__data_end - __data_start));
    memset(__bss_start, 0, (size_t)(__bss_end - __bss_start));
    image_init_application();
    main();
    board_reset(); /* main() ends in board_run(); coming back is a fault of the image */
}

bool board_boot_paused(void)
{
    return __boot_word == BOOT_PAUSED;
}
