/* uart.c - UART0: received bytes by interrupt into a ring, sent ones by looking.
 *
 * Source: LM3S6965 data sheet, "Universal Asynchronous Receivers/Transmitters".
 *
 * SPDX-License-Identifier: MIT */
#include "uart.h"

#include "clock.h"
#include "registers.h"

#define RCGC1       0x400FE104u /* bit 0: clock of UART0 */
#define RCGC2       0x400FE108u /* bit 0: clock of port A */
#define GPIOA_AFSEL 0x40004420u
#define GPIOA_DEN   0x4000451Cu
#define NVIC_ISER0  0xE000E100u

#define UART(offset) REGISTER(0x4000C000u + (offset))
#define DR           0x000
#define FR           0x018
#define FR_BUSY      (1u << 3)
#define FR_RXFE      (1u << 4)
#define FR_TXFF      (1u << 5)
#define IBRD         0x024
#define FBRD         0x028
#define LCRH         0x02C
#define LCRH_FIFO_8N 0x70u
#define CTL          0x030
#define CTL_ON       0x301u /* both directions */
#define IM           0x038
#define IM_RECEIVED  (1u << 4 | 1u << 6) /* at a level of the FIFO, or after a pause */

#define BAUD    115200u
#define DIVISOR ((CLOCK_HZ * 4 + BAUD / 2) / BAUD) /* in 64ths */

/* Free-running counters: the interrupt writes `in`, the loop writes `out`. */
static char ring[128];
static volatile unsigned in, out;

void uart_init(void)
{
    REGISTER(RCGC1) |= 1;
    REGISTER(RCGC2) |= 1;
    (void)REGISTER(RCGC2); /* the clocks need three cycles */
    REGISTER(GPIOA_AFSEL) |= 3;
    REGISTER(GPIOA_DEN) |= 3;
    UART(IBRD) = DIVISOR / 64;
    UART(FBRD) = DIVISOR % 64;
    UART(LCRH) = LCRH_FIFO_8N;
    UART(CTL) = CTL_ON;
    UART(IM) = IM_RECEIVED;
    REGISTER(NVIC_ISER0) = 1u << UART_INTERRUPT;
}

void uart_interrupt(void)
{
    while (!(UART(FR) & FR_RXFE)) {
        if (in - out == sizeof ring) {
            UART(IM) = 0; /* until there is room again */
            return;
        }
        ring[in % sizeof ring] = (char)UART(DR);
        in++;
    }
}

size_t uart_read(char *bytes, size_t size)
{
    size_t n = 0;

    for (; n < size && out != in; n++) {
        bytes[n] = ring[out % sizeof ring];
        out++;
    }
    UART(IM) = IM_RECEIVED;
    return n;
}

size_t uart_write(const char *bytes, size_t size)
{
    size_t n = 0;

    while (n < size && !(UART(FR) & FR_TXFF))
        UART(DR) = (uint32_t)bytes[n++];
    return n;
}

bool uart_sent(void)
{
    return !(UART(FR) & FR_BUSY);
}
