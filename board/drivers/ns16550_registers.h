/* ns16550_registers.h - registers of a 16550 UART, for its driver.
 * Source: PC16550D data sheet, register descriptions.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_NS16550_REGISTERS_H
#define DRIVERS_NS16550_REGISTERS_H

#define RBR 0 /* read; also THR, write */
#define IER 1
#define FCR 2
#define LCR 3
#define MCR 4
#define LSR 5
#define SCR 7 /* has no effect on anything */

#define IER_RECEIVE  0x01
#define IER_TRANSMIT 0x02
#define IER_LINE     0x04

#define LCR_8N1          0x03
#define LCR_DLAB         0x80
#define MCR_DTR_RTS_OUT2 0x0b
#define MCR_LOOPBACK     0x10

#define LSR_DATA    0x01
#define LSR_OVERRUN 0x02
#define LSR_PARITY  0x04
#define LSR_FRAMING 0x08
#define LSR_BREAK   0x10
#define LSR_THRE    0x20
#define LSR_EMPTY   0x40

#define LSR_ERRORS (LSR_OVERRUN | LSR_PARITY | LSR_FRAMING | LSR_BREAK)

#endif
