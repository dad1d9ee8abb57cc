/* library.c - functions of picolibc, whose assembly and tables are as good a test as any:
 * strings, numbers from and to text, memory from the heap, errno in thread-local memory.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void result_text(const char *text)
{
    result_bytes(text, strlen(text) + 1);
}

static void strings(void)
{
    static const char *const samples[] = {
        "",
        "a",
        "abcdefg",
        "abcdefgh",
        "abcdefghi",
        "the quick brown fox jumps over the lazy dog",
        "\xff\xfe\x80",
        "aaaaaaaaaaaaaaaaaaaaaaaab",
    };
    const size_t count = sizeof samples / sizeof samples[0];
    char text[120];

    group("strings");
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            char *at = text + j % 8;

            strcpy(at, samples[i]);
            strcat(at, samples[j]);
            result_text(at);
            result(strlen(at + i % 3 * (at[0] != 0 && at[1] != 0)));
            result((uint64_t)(strcmp(samples[i], samples[j]) > 0));
            result((uint64_t)(strncmp(samples[i], samples[j], 7) < 0));
            result(strspn(at, "abcdef ht"));
            result(strcspn(at, "xyz"));
            result(strchr(at, 'b') ? (uint64_t)(strchr(at, 'b') - at) : 999);
            result(strrchr(at, 'a') ? (uint64_t)(strrchr(at, 'a') - at) : 999);
            result(strstr(at, "fox") ? (uint64_t)(strstr(at, "fox") - at) : 999);
            result(memchr(at, 'g', strlen(at)) != NULL);
        }
    for (int c = 0; c < 256; c++)
        result((uint64_t)(!!isalpha(c) + 2 * !!isdigit(c) + 4 * !!isspace(c) + 8 * !!ispunct(c)) +
               (uint64_t)toupper(c) * 16);
}

static void numbers(void)
{
    static const char *const texts[] = {"0",
                                        "-1",
                                        "2147483648",
                                        "-9223372036854775808",
                                        "9223372036854775808",
                                        "0x7fffffffffffffff",
                                        "0777",
                                        "zz",
                                        "  12 apples",
                                        "18446744073709551616"};
    char text[200];

    group("numbers as text");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *end;

        errno = 0;
        result((uint64_t)strtol(texts[i], &end, 0));
        result((uint64_t)(end - texts[i]));
        result(strtoul(texts[i], NULL, 10));
        result(strtoul(texts[i], NULL, 36));
        result(errno == ERANGE);
    }
    for (size_t i = 0; i < edge_count; i++) {
        snprintf(text, sizeof text, "%ld %lu %lx %lo %d %u %#x %+d|%20ld|%-22lu|%020lx|%c|%.3s",
                 (long)edges[i], (unsigned long)edges[i], (unsigned long)edges[i],
                 (unsigned long)edges[i], (int)edges[i], (unsigned)edges[i], (unsigned)edges[i],
                 (int)edges[i], (long)edges[i], (unsigned long)edges[i], (unsigned long)edges[i],
                 (char)('a' + i % 26), "abcdef" + i % 4);
        result_text(text);
    }
    result((uint64_t)snprintf(text, opaque(10), "%s", "longer than ten"));
    result_text(text);
    result((uint64_t)sscanf("12 -34 5a xyz", "%d %ld %x %3s", (int *)(void *)text,
                            (long *)(void *)(text + 8), (unsigned *)(void *)(text + 16),
                            text + 20));
    result_bytes(text, 4);
    result_bytes(text + 8, 16);
}

static void heap(void)
{
    unsigned char *blocks[20] = {NULL};
    size_t sizes[20] = {0};

    group("heap");
    random_seed(61);
    for (int turn = 0; turn < 400; turn++) {
        unsigned i = (unsigned)(random_next() % 20);
        size_t size = random_next() % 300;

        for (size_t at = 0; at < sizes[i]; at++)
            if (blocks[i][at] != (unsigned char)(i * 7 + at))
                result(turn);
        if (turn % 3 == 0) {
            free(blocks[i]);
            blocks[i] = malloc(size);
        } else {
            blocks[i] = realloc(blocks[i], size);
        }
        sizes[i] = blocks[i] ? size : 0;
        for (size_t at = 0; at < sizes[i]; at++)
            blocks[i][at] = (unsigned char)(i * 7 + at);
        result(sizes[i]);
    }
    for (int i = 0; i < 20; i++)
        free(blocks[i]);
}

void test_library(void)
{
    strings();
    numbers();
    heap();
}
