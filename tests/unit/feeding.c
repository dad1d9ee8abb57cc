/* feeding.c - feeds bytes to a framer and writes down what it says of them.
 *
 * SPDX-License-Identifier: MIT */
#include "feeding.h"

void feeding_begin_with_room(struct feeding *f, uint32_t room)
{
    f->room = room;
    f->grows = true;
    f->buffer = malloc(room);
    f->size = 256;
    f->notes = malloc(f->size);
    assert_non_null(f->buffer);
    assert_non_null(f->notes);
    feeding_clear(f);
    json_framer_init(&f->framer);
    json_framer_output(&f->framer, f->buffer, f->room);
}

void feeding_begin(struct feeding *f)
{
    feeding_begin_with_room(f, QMP_MESSAGE_MAX + JSON_FRAMER_SLACK);
    f->grows = false;
}

void feeding_end(struct feeding *f)
{
    free(f->buffer);
    free(f->notes);
}

void feeding_clear(struct feeding *f)
{
    f->length = 0;
    f->notes[0] = '\0';
}

static void add(struct feeding *f, const char *text, size_t size)
{
    if (f->length + size + 1 > f->size) {
        f->size = 2 * (f->length + size + 1);
        f->notes = realloc(f->notes, f->size);
        assert_non_null(f->notes);
    }
    memcpy(f->notes + f->length, text, size);
    f->length += size;
    f->notes[f->length] = '\0';
}

static void add_fault(struct feeding *f)
{
    const char *format = json_fault_format(f->framer.fault);
    const char *hole = strstr(format, "%r");

    assert_int_not_equal(f->framer.fault, JSON_FAULT_NONE);
    if (hole) {
        add(f, format, (size_t)(hole - format));
        add(f, f->buffer, f->framer.text_length);
        format = hole + 2;
    }
    add(f, format, strlen(format));
    add(f, "\n", 1);
}

static void add_message(struct feeding *f)
{
    add(f, "message ", 8);
    add(f, f->buffer, f->framer.length);
    add(f, "\n", 1);
}

/* A new buffer rather than a grown one: what the framer kept of the old one's
 * address is then wrong for sure. */
static void make_room(struct feeding *f)
{
    uint32_t pending = json_framer_pending(&f->framer);
    char *larger = malloc(f->room + 1);

    assert_non_null(larger);
    assert_true(f->grows);
    assert_in_range(pending, 0, f->room);
    memcpy(larger, f->buffer, pending);
    free(f->buffer);
    f->buffer = larger;
    f->room++;
    json_framer_output(&f->framer, f->buffer, f->room);
}

void feeding_bytes(struct feeding *f, const char *bytes, size_t size)
{
    char *copy = malloc(size ? size : 1);
    size_t at = 0, used = 0;
    int result;

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    do {
        result = json_framer_feed(&f->framer, copy + at, size - at, &used);
        assert_in_range(used, 0, size - at);
        at += used;
        if (result == JSON_MESSAGE)
            add_message(f);
        else if (result == JSON_REFUSED)
            add_fault(f);
        else if (result == JSON_NO_ROOM)
            make_room(f);
    } while (result != JSON_MORE);
    assert_int_equal(at, size);
    free(copy);
}

void feeding_pieces(struct feeding *f, const char *bytes, size_t size, size_t size_of_piece)
{
    for (size_t at = 0; at < size; at += size_of_piece) {
        size_t left = size - at;

        feeding_bytes(f, bytes + at, left < size_of_piece ? left : size_of_piece);
    }
}

void feeding_expect(const char *bytes, size_t size, const char *notes)
{
    struct feeding f;

    feeding_begin(&f);
    feeding_bytes(&f, bytes, size);
    assert_string_equal(f.notes, notes);
    feeding_end(&f);
}
