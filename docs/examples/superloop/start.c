/* start.c - the vectors of the processor and what happens before main().
 *
 * Source: ARMv7-M Architecture Reference Manual, B1.5 (exceptions); LM3S6965 data sheet,
 * "Interrupts".
 *
 * SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "clock.h"
#include "uart.h"

int main(void);

extern uint32_t stack_top[], data_start[], data_end[], bss_start[], bss_end[];
extern const uint32_t data_load[];

_Noreturn void start(void)
{
    const uint32_t *from = data_load;

    for (uint32_t *to = data_start; to < data_end;)
        *to++ = *from++;
    for (uint32_t *to = bss_start; to < bss_end;)
        *to++ = 0;
    main();
    for (;;)
        ;
}

static void stand_still(void)
{
    for (;;)
        ;
}

#define EXCEPTION(number) ((number)-1)
#define INTERRUPT(number) EXCEPTION(16 + (number))

__attribute__((section(".vectors"), used)) static const struct {
    uint32_t *stack;
    void (*handler[INTERRUPT(UART_INTERRUPT) + 1])(void);
} vectors = {
    .stack = stack_top,
    .handler =
        {
            [EXCEPTION(1)] = start,
            [EXCEPTION(2)] = stand_still, /* NMI */
            [EXCEPTION(3)] = stand_still, /* hard fault; the others become one */
            [EXCEPTION(15)] = clock_interrupt,
            [INTERRUPT(UART_INTERRUPT)] = uart_interrupt,
        },
};
