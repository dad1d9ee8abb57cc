/* document.c - a message read from text.
 *
 * SPDX-License-Identifier: MIT */
#include "document.h"

#include "qmp/framer.h"

int document_read_tokens(struct document *d, const char *input, size_t size, unsigned max)
{
    static struct json_framer framer;
    static char buffer[QMP_MESSAGE_MAX + JSON_FRAMER_SLACK];
    size_t used;
    int result;

    json_framer_init(&framer);
    json_framer_output(&framer, buffer, sizeof buffer);
    result = json_framer_feed(&framer, input, size, &used);
    if (result == JSON_MORE) /* a number or a word alone ends with what follows */
        result = json_framer_feed(&framer, "\n", 1, &used);
    assert_int_equal(result, JSON_MESSAGE);

    /* Copies of their exact size: the sanitizer sees a step past either. */
    d->length = framer.length;
    d->text = malloc(d->length);
    d->tokens = malloc((max ? max : 1) * sizeof *d->tokens);
    assert_non_null(d->text);
    assert_non_null(d->tokens);
    memcpy(d->text, buffer, d->length);
    return json_read(&d->doc, d->text, d->length, d->tokens, max);
}

int document_read(struct document *d, const char *input, size_t size)
{
    return document_read_tokens(d, input, size, QMP_TOKENS_MAX);
}

void document_free(struct document *d)
{
    free(d->text);
    free(d->tokens);
}
