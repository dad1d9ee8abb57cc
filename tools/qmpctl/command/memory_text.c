/* memory_text.c - bytes as people write and read them.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/memory.h"
#include "common/decode.h"
#include "common/style.h"

enum { LINE = 16 };

static unsigned width_of(enum memory_format format)
{
    switch (format) {
    case MEMORY_U16:
        return 2;
    case MEMORY_U32:
        return 4;
    case MEMORY_U64:
        return 8;
    default:
        return 1;
    }
}

/* ------------------------------------------------------------------------ reading */

/* The digits of all words together; blanks between them mean nothing. */
static char *joined(char *const *words, int count)
{
    size_t length = 0;
    for (int i = 0; i < count; i++)
        length += strlen(words[i]);
    char *text = malloc(length + 1);
    char *to = text;
    for (int i = 0; i < count && text != NULL; i++)
        for (const char *at = words[i]; *at != '\0'; at++)
            if (strchr(" \t\r\n", *at) == NULL)
                *to++ = *at;
    if (text != NULL)
        *to = '\0';
    return text;
}

/* 0x12345678 is refused: whoever writes that has a number in mind, whose bytes have an order. */
static unsigned char *decoded(bool base64, char *const *words, int count, size_t *size,
                              const char **error)
{
    struct decode decode = {.base64 = base64};
    char *text = joined(words, count);
    unsigned char *bytes = text != NULL ? malloc(strlen(text) + 2) : NULL;
    if (bytes == NULL) {
        free(text);
        return NULL;
    }
    ssize_t made = decode_take(&decode, text, strlen(text), bytes);
    free(text);
    if (made >= 0 && decode_is_whole(&decode)) {
        *size = (size_t)made;
        return bytes;
    }
    *error = base64 ? "the bytes are not base64"
                    : "the bytes are not pairs of hexadecimal digits; --format u8, u16, u32 or u64 "
                      "takes numbers, --format text a text";
    free(bytes);
    return NULL;
}

static unsigned char *numbers(unsigned width, char *const *words, int count, size_t *size,
                              const char **error)
{
    unsigned char *bytes = malloc((size_t)count * width);
    *size = (size_t)count * width;
    for (int i = 0; i < count && bytes != NULL; i++) {
        uint64_t number;
        if (!options_number(words[i], &number) || (width < 8 && number >> (8 * width) != 0)) {
            *error = "a number is none, or does not fit";
            free(bytes);
            return NULL;
        }
        for (unsigned k = 0; k < width; k++)
            bytes[(size_t)i * width + k] = (unsigned char)(number >> (8 * k));
    }
    return bytes;
}

static unsigned char *texts(char *const *words, int count, size_t *size, const char **error)
{
    if (count != 1) {
        *error = "one text is needed; quotes keep blanks together";
        return NULL;
    }
    *size = strlen(words[0]);
    return (unsigned char *)strdup(words[0]);
}

unsigned char *memory_bytes(enum memory_format format, char *const *words, int count, size_t *size,
                            const char **error)
{
    *error = "no memory";
    switch (format) {
    case MEMORY_HEX:
    case MEMORY_BASE64:
        return decoded(format == MEMORY_BASE64, words, count, size, error);
    case MEMORY_TEXT:
        return texts(words, count, size, error);
    case MEMORY_RAW:
        *error = "--format raw is for reading; --file writes what is in a file";
        return NULL;
    default:
        return numbers(width_of(format), words, count, size, error);
    }
}

/* ------------------------------------------------------------------------ showing */

static void show_number(const unsigned char *bytes, unsigned width)
{
    uint64_t number = 0;
    for (unsigned k = width; k > 0; k--)
        number = number << 8 | bytes[k - 1];
    printf(" %0*" PRIx64, (int)(2 * width), number);
}

/* What is missing at the end of the last line is left blank, for the text behind it. */
static void show_line(enum memory_format format, bool colours, uint64_t address,
                      const unsigned char *bytes, size_t length)
{
    unsigned width = width_of(format);
    printf("%s%08" PRIx64 "%s ", style_begin(colours, STYLE_NOTE), address,
           style_end(colours, STYLE_NOTE));
    for (size_t i = 0; i < LINE; i += width) {
        if (format == MEMORY_HEX && i == LINE / 2)
            putchar(' ');
        if (i + width <= length)
            show_number(bytes + i, width);
        else if (format == MEMORY_HEX)
            fputs("   ", stdout);
        else
            for (size_t k = i; k < length; k++)
                show_number(bytes + k, 1);
    }
    if (format == MEMORY_HEX) {
        char text[LINE + 1];
        for (size_t i = 0; i < length; i++)
            text[i] = bytes[i] >= 0x20 && bytes[i] < 0x7F ? (char)bytes[i] : '.';
        text[length] = '\0';
        printf("  %s", text);
    }
    putchar('\n');
}

void memory_show(enum memory_format format, bool colours, uint64_t address,
                 const unsigned char *bytes, size_t length)
{
    if (format == MEMORY_RAW) {
        fwrite(bytes, 1, length, stdout);
        return;
    }
    if (format == MEMORY_TEXT) {
        style_lines(stdout, (const char *)bytes, length);
        return;
    }
    for (size_t i = 0; i < length; i += LINE)
        show_line(format, colours, address + i, bytes + i, length - i < LINE ? length - i : LINE);
}
