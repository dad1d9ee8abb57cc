/* fuzz_framer.c - the framer and the reader against themselves and against jansson.
 *
 * For any bytes:
 *   - in pieces they give the same results as at once;
 *   - what framer and reader accept, jansson accepts, and when the message is
 *     RFC 8259 as it came, it means the same in canonical form;
 *   - what jansson accepts as one document, framer and reader accept too.
 * Allowed differences: limits; noncharacters, which QEMU refuses; numbers and keys
 * that jansson cannot hold.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "oracle.h"

#include "qmp/framer.h"
#include "qmp/reader.h"

/* Results, one after another: kind, size, bytes. */
struct results {
    char *bytes;
    size_t length, size;
    unsigned messages, faults, limits;
};

struct feeder {
    struct json_framer framer;
    char *buffer;
    struct results results;
};

static jsmntok_t tokens[QMP_TOKENS_MAX];

static void add(struct results *r, char kind, const char *bytes, uint32_t size)
{
    if (r->length + size + 8 > r->size) {
        r->size = 2 * (r->length + size + 8);
        r->bytes = realloc(r->bytes, r->size);
        REQUIRE(r->bytes);
    }
    r->bytes[r->length++] = kind;
    memcpy(r->bytes + r->length, &size, sizeof size);
    memcpy(r->bytes + r->length + sizeof size, bytes, size);
    r->length += sizeof size + size;
}

/* jansson wants U+0000 as an escape, and control characters too.  Returns the size. */
static size_t write_for_oracle(char *to, const char *text, uint32_t size)
{
    char *at = to;

    for (uint32_t i = 0; i < size; i++) {
        unsigned c = (uint8_t)text[i];

        if (c == 0xC0) {
            REQUIRE(i + 1 < size && (uint8_t)text[i + 1] == 0x80);
            i++;
            at += sprintf(at, "\\u0000");
        } else if (c < 0x20) {
            at += sprintf(at, "\\u%04x", c);
        } else {
            *at++ = (char)c;
        }
    }
    return (size_t)(at - to);
}

static void check_message(const char *text, uint32_t length)
{
    struct json_doc doc;
    char *for_oracle = malloc(6 * (size_t)length + 1);
    size_t size;
    int result;
    enum oracle_answer answer;

    REQUIRE(for_oracle);
    REQUIRE(length > 0 && length <= QMP_MESSAGE_MAX);
    REQUIRE(!memchr(text, 0, length));
    result = json_read(&doc, text, length, tokens, QMP_TOKENS_MAX);
    REQUIRE(result != JSON_READ_TOKENS); /* the framer counts them as jsmn does */
    size = write_for_oracle(for_oracle, text, length);
    answer = oracle_ask(for_oracle, size);
    if (result == JSON_READ_DUPLICATE)
        REQUIRE(answer != ORACLE_ACCEPTS && answer != ORACLE_REFUSES);
    else
        REQUIRE(answer != ORACLE_REFUSES && answer != ORACLE_DUPLICATE);
    if (result == 0)
        REQUIRE(json_end(&doc, 0) == doc.count);
    free(for_oracle);
}

static void feed(struct feeder *f, const uint8_t *data, size_t size)
{
    size_t at = 0, used = 0;
    char *copy = malloc(size + 1); /* of its exact size, to see a step past its end */
    int result;

    REQUIRE(copy);
    copy = realloc(copy, size ? size : 1);
    memcpy(copy, data, size);
    do {
        result = json_framer_feed(&f->framer, copy + at, size - at, &used);
        at += used;
        REQUIRE(at <= size);
        REQUIRE(result != JSON_NO_ROOM); /* the buffer is as large as they say */
        if (result == JSON_MESSAGE) {
            REQUIRE(f->framer.fault == JSON_FAULT_NONE);
            add(&f->results, 'm', f->buffer, f->framer.length);
            f->results.messages++;
        } else if (result == JSON_REFUSED) {
            REQUIRE(f->framer.fault != JSON_FAULT_NONE && json_fault_format(f->framer.fault));
            add(&f->results, (char)f->framer.fault, f->buffer, f->framer.text_length);
            f->results.faults++;
            f->results.limits += f->framer.fault >= JSON_FAULT_NESTING;
        }
    } while (result != JSON_MORE);
    REQUIRE(at == size);
    free(copy);
}

static void begin(struct feeder *f)
{
    memset(f, 0, sizeof *f);
    f->buffer = malloc(QMP_MESSAGE_MAX + JSON_FRAMER_SLACK);
    REQUIRE(f->buffer);
    json_framer_init(&f->framer);
    json_framer_output(&f->framer, f->buffer, QMP_MESSAGE_MAX + JSON_FRAMER_SLACK);
}

static void end(struct feeder *f)
{
    free(f->buffer);
    free(f->results.bytes);
}

static void check_all_messages(const struct results *r)
{
    for (size_t at = 0; at < r->length;) {
        char kind = r->bytes[at];
        uint32_t size;

        memcpy(&size, r->bytes + at + 1, sizeof size);
        at += 1 + sizeof size;
        if (kind == 'm')
            check_message(r->bytes + at, size);
        at += size;
    }
}

/* True when DATA may hold a noncharacter, as UTF-8 or as an escape.  Too often is
 * harmless: it only lets a difference pass. */
static bool may_have_noncharacters(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 2 < size; i++) {
        if (data[i] == 0xEF && (data[i + 1] == 0xB7 || data[i + 1] == 0xBF))
            return true;
        if ((data[i] & 0x0F) == 0x0F && data[i + 1] == 0xBF &&
            (data[i + 2] == 0xBE || data[i + 2] == 0xBF))
            return true;
        if (i >= 1 && (data[i - 1] & 0xCF) == 0x8F && data[i] == 0xBF && data[i + 1] >= 0xBE)
            return true;
        if (data[i] == '\\' && data[i + 1] == 'u' && (data[i + 2] | 0x20) != '0' &&
            ((data[i + 2] | 0x20) == 'f' || (data[i + 2] | 0x20) == 'd'))
            return true;
    }
    return false;
}

/* What jansson takes for one document is one message, and means the same. */
static void check_against_oracle(const uint8_t *data, size_t size, struct feeder *f)
{
    const struct results *r = &f->results;
    enum oracle_answer answer = oracle_ask((const char *)data, size);
    char *for_oracle;
    uint32_t length;

    if (answer != ORACLE_ACCEPTS)
        return;
    if (size && memchr(data, 0, size)) /* jansson overlooks them */
        return;
    feed(f, (const uint8_t *)"\n", 1); /* a number ends with what follows */
    if (r->limits || (r->faults && may_have_noncharacters(data, size)))
        return;
    REQUIRE(r->faults == 0 && r->messages == 1);
    memcpy(&length, r->bytes + 1, sizeof length);
    for_oracle = malloc(6 * (size_t)length + 1);
    REQUIRE(for_oracle);
    REQUIRE(oracle_equal((const char *)data, size, for_oracle,
                         write_for_oracle(for_oracle, r->bytes + 1 + sizeof length, length)));
    free(for_oracle);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pieces pieces = pieces_of(data, size);
    static struct feeder whole, parts;

    begin(&whole);
    begin(&parts);
    feed(&whole, data, size);
    for (size_t at = 0, n; at < size; at += n) {
        n = pieces_next(&pieces, size);
        if (n > size - at)
            n = size - at;
        feed(&parts, data + at, n);
        REQUIRE(json_framer_pending(&parts.framer) <= QMP_MESSAGE_MAX + JSON_FRAMER_SLACK);
    }
    REQUIRE(whole.results.length == parts.results.length);
    REQUIRE(whole.results.length == 0 ||
            memcmp(whole.results.bytes, parts.results.bytes, whole.results.length) == 0);
    REQUIRE(json_framer_pending(&whole.framer) == json_framer_pending(&parts.framer));
    check_all_messages(&whole.results);
    check_against_oracle(data, size, &whole);
    end(&whole);
    end(&parts);
    return 0;
}
