/* problem.c - why a translation failed, as text.
 *
 * SPDX-License-Identifier: MIT */
#include "problem.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>

int problem_set(struct problem *problem, const char *format, ...)
{
    va_list arguments;

    if (problem->text[0] != '\0')
        return -1;
    va_start(arguments, format);
    vsnprintf(problem->text, sizeof problem->text, format, arguments);
    va_end(arguments);
    for (char *at = problem->text; *at != '\0'; at++)
        if (iscntrl((unsigned char)*at)) /* names in the file may have any */
            *at = '?';
    return -1;
}
