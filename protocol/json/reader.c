/* reader.c - jsmn's tokens made walkable, and values out of them.
 *
 * jsmn leaves in a token its number of children and its parent.  Both are spent
 * once the tree is known: `size` becomes the index after the token's subtree,
 * and `parent` is scratch for sorting keys.  Nothing else is needed to find
 * duplicate keys without a heap, without recursion and in n log n.
 *
 * SPDX-License-Identifier: MIT */
/* jsmn's code belongs to this file alone, so that no name of it is exported;
 * it comes before reader.h, which wants only its types. */
#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "qmp/config.h"
#include "qmp/reader.h"
#include "qmp/memory.h"

/* An object of up to this many tokens, and so half as many keys, has all pairs of keys
 * compared; in a larger one they are sorted. */
#define PAIRWISE_TOKENS 17

/* Where a message has no more tokens than this, sorting is not compiled in. */
#define SORT_ABOVE 256

static int compare(const struct json_doc *doc, int a, int b)
{
    const jsmntok_t *x = &doc->tokens[a], *y = &doc->tokens[b];
    int nx = x->end - x->start, ny = y->end - y->start;

    if (nx != ny)
        return nx < ny ? -1 : 1;
    return memcmp(doc->text + x->start, doc->text + y->start, (size_t)nx);
}

static bool pairs_differ(const struct json_doc *doc, int object)
{
    int end = json_end(doc, object);

    for (int a = json_first(object); a < end; a = json_next(doc, a))
        for (int b = json_next(doc, a); b < end; b = json_next(doc, b))
            if (compare(doc, a, b) == 0)
                return false;
    return true;
}

/* Restores the heap order of keys[at .. count), a max-heap of token indices kept
 * in the `parent` fields of consecutive tokens. */
static void sift(const struct json_doc *doc, jsmntok_t *keys, int at, int count)
{
    int moving = keys[at].parent;

    for (int child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && compare(doc, keys[child].parent, keys[child + 1].parent) < 0)
            child++;
        if (compare(doc, moving, keys[child].parent) >= 0)
            break;
        keys[at].parent = keys[child].parent;
    }
    keys[at].parent = moving;
}

static bool sorted_differ(const struct json_doc *doc, int object)
{
    jsmntok_t *keys = &doc->tokens[object + 1];
    int count = 0, last = -1, end = json_end(doc, object);

    for (int key = json_first(object); key < end; key = json_next(doc, key))
        keys[count++].parent = key;
    for (int i = count / 2; i-- > 0;)
        sift(doc, keys, i, count);
    while (count > 0) {
        int top = keys[0].parent;

        if (last >= 0 && compare(doc, top, last) == 0)
            return false;
        last = top;
        keys[0].parent = keys[--count].parent;
        sift(doc, keys, 0, count);
    }
    return true;
}

static bool keys_differ(const struct json_doc *doc, int object)
{
    if (QMP_TOKENS_MAX <= SORT_ABOVE || json_end(doc, object) - object <= PAIRWISE_TOKENS)
        return pairs_differ(doc, object);
    return sorted_differ(doc, object);
}

/* Turns child counts into subtree ends: a token's subtree ends where that of its
 * last descendant does, and descendants come later in the array.  So when a token is
 * reached from the end all below it is known, and an object's keys can be compared.
 * Returns false when two are equal. */
static bool find_ends(struct json_doc *doc)
{
    jsmntok_t *t = doc->tokens;

    for (int i = 0; i < doc->count; i++)
        t[i].size = i + 1;
    for (int i = doc->count - 1; i >= 0; i--) {
        int parent = t[i].parent;

        if (t[i].type == JSMN_OBJECT && !keys_differ(doc, i))
            return false;
        if (parent >= 0 && t[i].size > t[parent].size)
            t[parent].size = t[i].size;
    }
    return true;
}

/* Strict jsmn wants something after a primitive, so a message that is one value
 * alone is made a token here. */
static int tokenise(const char *text, uint32_t length, jsmntok_t *tokens, unsigned max)
{
    jsmn_parser parser;
    bool string = text[0] == '"';

    if (max > 0 && text[0] != '{' && text[0] != '[') {
        tokens[0] = (jsmntok_t){.type = string ? JSMN_STRING : JSMN_PRIMITIVE,
                                .start = string,
                                .end = (int)length - string};
        return 1;
    }
    jsmn_init(&parser);
    return jsmn_parse(&parser, text, length, tokens, max);
}

int json_read(struct json_doc *doc, const char *text, uint32_t length, jsmntok_t *tokens,
              unsigned max)
{
    doc->text = text;
    doc->tokens = tokens;
    doc->count = tokenise(text, length, tokens, max);
    if (doc->count <= 0)
        return JSON_READ_TOKENS;
    return find_ends(doc) ? 0 : JSON_READ_DUPLICATE;
}

enum json_type json_type(const struct json_doc *doc, int value)
{
    const jsmntok_t *t = &doc->tokens[value];

    switch (t->type) {
    case JSMN_OBJECT:
        return JSON_OBJECT;
    case JSMN_ARRAY:
        return JSON_ARRAY;
    case JSMN_STRING:
        return JSON_STRING;
    default:
        break;
    }
    switch (doc->text[t->start]) {
    case 't':
    case 'f':
        return JSON_BOOL;
    case 'n':
        return JSON_NULL;
    default:
        return JSON_NUMBER;
    }
}

struct json_span json_span(const struct json_doc *doc, int value)
{
    const jsmntok_t *t = &doc->tokens[value];

    return (struct json_span){doc->text + t->start, (uint32_t)(t->end - t->start)};
}

bool json_equals(const struct json_doc *doc, int value, const char *text)
{
    const jsmntok_t *t = &doc->tokens[value];
    const char *s = doc->text + t->start, *end = doc->text + t->end;

    while (s < end && *s == *text) {
        s++;
        text++;
    }
    return s == end && *text == '\0';
}

int json_member(const struct json_doc *doc, int object, const char *key)
{
    int end = json_end(doc, object);

    for (int k = json_first(object); k < end; k = json_next(doc, k))
        if (json_equals(doc, k, key))
            return k + 1;
    return -1;
}

/* The digits of an integer of either sign; -1 when it is none or too large. */
static int magnitude(struct json_span s, bool *negative, uint64_t *out)
{
    uint64_t n = 0;

    *negative = s.text[0] == '-'; /* no value is at the very end of its text */
    for (uint32_t i = *negative; i < s.length; i++) {
        unsigned digit = (unsigned)(s.text[i] - '0');

        if (digit > 9 || n > UINT64_MAX / 10 || n * 10 > UINT64_MAX - digit)
            return -1;
        n = n * 10 + digit;
    }
    *out = n;
    return 0;
}

int json_int64(const struct json_doc *doc, int value, int64_t *out)
{
    bool negative;
    uint64_t n;

    if (magnitude(json_span(doc, value), &negative, &n) < 0)
        return -1;
    if (negative) {
        if (n > (uint64_t)1 << 63)
            return -1;
        *out = n ? -(int64_t)(n - 1) - 1 : 0;
    } else {
        if (n > INT64_MAX)
            return -1;
        *out = (int64_t)n;
    }
    return 0;
}

int json_uint64(const struct json_doc *doc, int value, uint64_t *out)
{
    bool negative;

    if (magnitude(json_span(doc, value), &negative, out) < 0)
        return -1;
    return negative && *out != 0 ? -1 : 0;
}

bool json_bool(const struct json_doc *doc, int value)
{
    return json_span(doc, value).text[0] == 't';
}

int json_string_byte(struct json_span *rest)
{
    int c;

    if (rest->length && rest->text[0] == '\\') {
        rest->text++;
        rest->length--;
    }
    if (rest->length == 0)
        return -1;
    c = (uint8_t)*rest->text++;
    rest->length--;
    return c;
}
