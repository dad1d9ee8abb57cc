/* uart.h - UART0: received bytes by interrupt into a ring, sent ones by looking.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UART_H
#define UART_H

#include <stdbool.h>
#include <stddef.h>

#define UART_INTERRUPT 5

void uart_init(void);
/* Takes up to SIZE bytes out of the ring; returns how many. */
size_t uart_read(char *bytes, size_t size);
/* Sends what there is room for; returns how many bytes. */
size_t uart_write(const char *bytes, size_t size);
/* True when the last bit is on the line. */
bool uart_sent(void);
void uart_interrupt(void); /* the vector of UART_INTERRUPT */

#endif
