/* fuzz_framer.c - the framer and the reader against themselves and against jansson.
 *
 * For any bytes:
 *   - in pieces they give the same results as at once;
 *   - each message or refusal belongs to a stretch of the bytes, and jansson thinks the same of
 * that: a message is a document, a refused one is none, a stray byte is where a document cannot go
 * on, a duplicate key is one to both;
 *   - a message is to the reader what it is to jansson, value by value (same_value.c);
 *   - limits are not passed, and nothing is refused for a limit that it does not pass.
 * Differences that are meant: QMP's single quotes, \' and 0xC0 0x80, which raw_to_rfc8259() takes
 * away; noncharacters, which QEMU refuses and jansson does not; numbers and keys that jansson
 * cannot hold are compared by their digits and without U+0000 (exactly.c).
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "oracle.h"
#include "raw_message.h"
#include "same_value.h"

#include "qmp/framer.h"
#include "qmp/reader.h"

/* Results, one after another: kind, size, bytes. */
struct results {
    char *bytes;
    size_t length, size;
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
        } else if (result == JSON_REFUSED) {
            REQUIRE(f->framer.fault != JSON_FAULT_NONE && json_fault_format(f->framer.fault));
            add(&f->results, (char)f->framer.fault, f->buffer, f->framer.text_length);
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

/* ------------------------------------------------------------------- verdicts */

/* A stretch of the input to which the framer gave one answer. */
struct stretch {
    const char *raw;
    size_t raw_size;
    char *text; /* as RFC 8259 has it */
    size_t size;
    enum oracle_answer answer;
    bool exact;
    struct oracle_value *value; /* if ORACLE_ACCEPTS */
};

static void ask(struct stretch *s, const char *raw, size_t raw_size)
{
    *s = (struct stretch){.raw = raw, .raw_size = raw_size};
    s->text = raw_to_rfc8259(raw, raw_size, &s->size);
    s->value = oracle_load(s->text, s->size, false, &s->answer);
    s->exact = s->answer == ORACLE_RANGE || s->answer == ORACLE_NUL_KEY;
    if (s->exact)
        s->value = oracle_load(s->text, s->size, true, &s->answer);
}

static void check_message(const struct stretch *s, const char *text, uint32_t length)
{
    struct raw_size measure = raw_measure(s->raw, s->raw_size);
    struct json_doc doc;
    int result = json_read(&doc, text, length, tokens, QMP_TOKENS_MAX);

    REQUIRE(!memchr(text, 0, length) && !memchr(s->raw, 0, s->raw_size));
    REQUIRE(length == measure.canonical && length <= QMP_MESSAGE_MAX);
    REQUIRE(measure.nesting <= QMP_NESTING_MAX && measure.tokens <= QMP_TOKENS_MAX);
    REQUIRE(result != JSON_READ_TOKENS); /* the framer counts them as jsmn does */
    REQUIRE(s->answer == (result == 0 ? ORACLE_ACCEPTS : ORACLE_DUPLICATE));
    if (result < 0)
        return;
    REQUIRE((size_t)doc.count == measure.tokens && json_end(&doc, 0) == doc.count);
    require_same(&doc, 0, s->value, s->exact);
}

/* Whether a document is there, or may become one: with a digit, too, as jansson says of a number
 * that ends too soon that it is wrong. */
static bool can_go_on(const struct stretch *s)
{
    char *longer = malloc(s->size + 1);
    bool can;

    if (s->raw[s->raw_size - 1] == 0) { /* jansson's words for an end and for a NUL are the same */
        free(longer);
        return false;
    }
    REQUIRE(longer);
    memcpy(longer, s->text, s->size);
    longer[s->size] = '0';
    can = oracle_begins(s->text, s->size) || oracle_wants_more(s->text, s->size) ||
          oracle_begins(longer, s->size + 1) || oracle_wants_more(longer, s->size + 1);
    free(longer);
    return can;
}

static void check_refusal(const struct stretch *s, unsigned fault)
{
    struct raw_size measure = raw_measure(s->raw, s->raw_size);

    switch (fault) {
    case JSON_FAULT_NESTING:
        REQUIRE(measure.nesting > QMP_NESTING_MAX);
        break;
    case JSON_FAULT_TOKENS:
        REQUIRE(measure.tokens > QMP_TOKENS_MAX);
        break;
    case JSON_FAULT_SIZE:
        REQUIRE(measure.canonical > QMP_MESSAGE_MAX);
        break;
    case JSON_FAULT_STRAY:
        REQUIRE(!can_go_on(s));
        break;
    case JSON_FAULT_UTF8:
    case JSON_FAULT_UNICODE:
        REQUIRE(s->answer != ORACLE_ACCEPTS || oracle_has_noncharacter(s->value));
        break;
    default:
        REQUIRE(s->answer != ORACLE_ACCEPTS && !oracle_begins(s->text, s->size));
        break;
    }
}

static void check_stretch(const struct json_framer *f, int result, const uint8_t *raw, size_t size)
{
    struct stretch s;

    ask(&s, (const char *)raw, size);
    if (result == JSON_MESSAGE)
        check_message(&s, f->out, f->length);
    else
        check_refusal(&s, f->fault);
    free(s.text);
    oracle_free(s.value);
}

/* What is left at the end is no document, but for a number or a word that may go on. */
static void check_rest(const char *raw, size_t size)
{
    struct stretch s;

    ask(&s, raw, size);
    REQUIRE(s.answer != ORACLE_ACCEPTS || oracle_kind(s.value, s.exact) > ORACLE_STRING);
    free(s.text);
    oracle_free(s.value);
}

/* How much of the bytes behind a stray one belongs to nothing. */
static size_t recovery(const uint8_t *data, size_t size)
{
    size_t n = 0;

    while (n < size && (data[n] == '\t' || (data[n] >= ' ' && data[n] < 0xFE)) &&
           !memchr("{}[]:,", data[n], 6))
        n++;
    return n;
}

/* Byte by byte, to know which bytes each answer is about.  What follows a limit up to the end of
 * that message is skipped without a word, and so it is here. */
static void check_verdicts(const uint8_t *data, size_t size)
{
    static struct feeder f;
    size_t from = 0;

    begin(&f);
    for (size_t at = 0, used; at < size; at += used) {
        bool skipping = f.framer.reported && !f.framer.finished;
        int result = json_framer_feed(&f.framer, (const char *)data + at, 1, &used);

        if (result == JSON_MORE) {
            if (skipping && !f.framer.reported) /* what ended a word may begin the next message */
                from = json_framer_pending(&f.framer) ? at : at + used;
            continue;
        }
        if (!skipping)
            check_stretch(&f.framer, result, data + from, at + used - from);
        from = at + used;
        if (result == JSON_REFUSED && f.framer.fault == JSON_FAULT_STRAY)
            from += recovery(data + from, size - from);
    }
    if (!f.framer.reported)
        check_rest((const char *)data + from, size - from);
    end(&f);
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
    end(&whole);
    end(&parts);
    check_verdicts(data, size);
    return 0;
}
