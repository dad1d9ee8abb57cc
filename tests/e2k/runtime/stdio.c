/* stdio.c - picolibc's stdout over a port: whole lines, so that a program that crashes has
 * shown how far it came.  The last line is the exit status: one emulator of e2k cannot
 * hand it on.
 *
 * SPDX-License-Identifier: MIT */
#include "port.h"

#include <stdio.h>
#include <unistd.h>

static char line[512];
static size_t length;

static void send_line(void)
{
    port_send(line, length);
    length = 0;
}

static int put(char c, FILE *stream)
{
    (void)stream;
    line[length++] = c;
    if (c == '\n' || length == sizeof line)
        send_line();
    return (unsigned char)c;
}

static FILE port = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);

FILE *const stdout = &port;
FILE *const stderr = &port;

_Noreturn void _exit(int status)
{
    status &= 255;
    printf("exit status %d\n", status);
    port_end(status);
}
