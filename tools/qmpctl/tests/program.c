/* program.c - runs qmpctl for the tests of it.
 *
 * SPDX-License-Identifier: MIT */
#include "program.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/* Runs a shell command; returns its exit code, and its standard output in text. */
static int run(const char *command, char text[4096])
{
    FILE *output = popen(command, "r");
    assert_non_null(output);
    size_t length = fread(text, 1, 4095, output);
    text[length] = '\0';
    int status = pclose(output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void expect(const char *command, int code, const char *output)
{
    char text[4096];
    int got = run(command, text);
    if (got != code || strcmp(text, output) != 0)
        fail_msg("%s\nexit code %d (not %d), output:\n%s", command, got, code, text);
}

void expect_part(const char *command, int code, const char *part)
{
    char text[4096];
    int got = run(command, text);
    if (got != code || strstr(text, part) == NULL)
        fail_msg("%s\nexit code %d (not %d), output:\n%s", command, got, code, text);
}
