/* port.h - where a test program's output goes and how it ends: port_user.c for
 * qemu-riscv64, port_e2k.c for the translated program.  Everything else of a program is
 * the same objects.
 *
 * SPDX-License-Identifier: MIT */
#ifndef RUNTIME_PORT_H
#define RUNTIME_PORT_H

#include <stddef.h>

/* Sends SIZE bytes. */
void port_send(const char *text, size_t size);

/* Ends the program with STATUS, 0 to 255. */
_Noreturn void port_end(int status);

#endif
