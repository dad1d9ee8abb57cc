/* show.c - what a command returns, as a table or a list.
 *
 * SPDX-License-Identifier: MIT */
#include "common/show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/print.h"
#include "common/table.h"

enum { INSIDE = 4 }; /* levels of objects in objects that become "a.b.c" */

/* ---------------------------------------------------------------- flattening */

typedef void show_leaf(void *context, const char *name, struct qmpc_json value);

static bool is_leaf(struct qmpc_json value, int levels)
{
    return qmpc_json_type(value) != QMPC_JSON_OBJECT || qmpc_json_count(value) == 0 || levels == 0;
}

/* Each member that is no object, with its path. */
static void flatten(struct qmpc_json object, const char *prefix, int levels, show_leaf *leaf,
                    void *context)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(object);
    struct qmpc_json key, value;
    while (qmpc_json_next(&walk, &key, &value)) {
        char *name = NULL;
        char *own = qmpc_json_strdup(key);
        if (own == NULL || asprintf(&name, "%s%s%s", prefix, *prefix != '\0' ? "." : "", own) < 0)
            name = NULL;
        free(own);
        if (name != NULL && is_leaf(value, levels))
            leaf(context, name, value);
        else if (name != NULL)
            flatten(value, name, levels - 1, leaf, context);
        free(name);
    }
}

static bool is_array_of(struct qmpc_json value, bool objects)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(value);
    struct qmpc_json element;
    if (qmpc_json_type(value) != QMPC_JSON_ARRAY)
        return false;
    while (qmpc_json_next(&walk, NULL, &element)) {
        enum qmpc_json_type type = qmpc_json_type(element);
        if (objects ? type != QMPC_JSON_OBJECT
                    : type == QMPC_JSON_OBJECT || type == QMPC_JSON_ARRAY)
            return false;
    }
    return true;
}

/* A number that people write in hexadecimal, by the name of the member: "a.b.pc". */
static bool is_address(const char *name)
{
    static const char *const names[] = {"address", "pc", "sp", "base", "start", "end", "fault"};
    const char *dot = strrchr(name, '.');
    const char *own = dot != NULL ? dot + 1 : name;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(own, names[i]) == 0)
            return true;
    return false;
}

/* A cell: an array of scalars is a list with commas. */
static void put_cell(struct table *table, struct qmpc_json value, bool address)
{
    uint64_t number;
    if (address && qmpc_json_uint64(value, &number) == QMPC_OK) {
        table_cellf(table, "0x%" PRIx64, number);
        return;
    }
    char *text = NULL;
    size_t size;
    FILE *out = is_array_of(value, false) ? open_memstream(&text, &size) : NULL;
    if (out == NULL) {
        table_cell_json(table, value);
        return;
    }
    struct qmpc_json_iter walk = qmpc_json_iterate(value);
    struct qmpc_json element;
    for (bool first = true; qmpc_json_next(&walk, NULL, &element); first = false) {
        char *string = qmpc_json_strdup(element);
        fputs(first ? "" : ", ", out);
        fwrite(string != NULL ? string : element.text, 1,
               string != NULL ? strlen(string) : element.length, out);
        free(string);
    }
    fclose(out);
    table_cell(table, text != NULL && *text != '\0' ? text : "none");
    free(text);
}

/* -------------------------------------------------------------------- tables */

struct columns {
    char *names[SHOW_COLUMNS];
    bool numbers[SHOW_COLUMNS];
    size_t count;
    bool fits;
};

static size_t column_of(const struct columns *columns, const char *name)
{
    size_t i = 0;
    while (i < columns->count && strcmp(columns->names[i], name) != 0)
        i++;
    return i;
}

static void note_column(void *context, const char *name, struct qmpc_json value)
{
    struct columns *columns = context;
    size_t at = column_of(columns, name);
    enum qmpc_json_type type = qmpc_json_type(value);
    if (type == QMPC_JSON_OBJECT || (type == QMPC_JSON_ARRAY && !is_array_of(value, false)))
        columns->fits = columns->fits && qmpc_json_count(value) == 0;
    if (at == columns->count) {
        if (at == SHOW_COLUMNS) {
            columns->fits = false;
            return;
        }
        columns->names[at] = strdup(name);
        columns->numbers[at] = true;
        columns->fits = columns->fits && columns->names[at] != NULL;
        columns->count += columns->names[at] != NULL;
    }
    columns->numbers[at] = columns->numbers[at] && type == QMPC_JSON_NUMBER;
}

struct row {
    const struct columns *columns;
    struct qmpc_json cells[SHOW_COLUMNS];
};

static void note_cell(void *context, const char *name, struct qmpc_json value)
{
    struct row *row = context;
    size_t at = column_of(row->columns, name);
    if (at < row->columns->count)
        row->cells[at] = value;
}

static void print_rows(FILE *out, bool colours, struct qmpc_json list,
                       const struct columns *columns, bool registers)
{
    struct table_column looks[SHOW_COLUMNS] = {0};
    struct qmpc_json_iter walk = qmpc_json_iterate(list);
    struct qmpc_json element;
    for (size_t i = 0; i < columns->count; i++)
        looks[i] = (struct table_column){.head = columns->names[i], .right = columns->numbers[i]};
    struct table *table = table_new(looks, columns->count);
    while (qmpc_json_next(&walk, NULL, &element)) {
        struct row row = {.columns = columns};
        flatten(element, "", INSIDE, note_cell, &row);
        for (size_t i = 0; i < columns->count; i++)
            put_cell(table, row.cells[i],
                     is_address(columns->names[i]) ||
                         (registers && strcmp(columns->names[i], "value") == 0));
    }
    table_print(table, out, colours, NULL);
    table_free(table);
}

/* False, with nothing printed: it does not fit. */
static bool show_table(FILE *out, bool colours, struct qmpc_json list, bool registers)
{
    struct columns columns = {.fits = true};
    struct qmpc_json_iter walk = qmpc_json_iterate(list);
    struct qmpc_json element;
    while (columns.fits && qmpc_json_next(&walk, NULL, &element))
        flatten(element, "", INSIDE, note_column, &columns);
    bool fits = columns.fits && columns.count > 0;
    if (fits)
        print_rows(out, colours, list, &columns, registers);
    for (size_t i = 0; i < columns.count; i++)
        free(columns.names[i]);
    return fits;
}

/* --------------------------------------------------------------------- values */

static void show_json(FILE *out, struct qmpc_json value)
{
    print_pretty(out, value);
    fputc('\n', out);
}

static void show_elements(FILE *out, struct qmpc_json list)
{
    struct qmpc_json_iter walk = qmpc_json_iterate(list);
    struct qmpc_json element;
    while (qmpc_json_next(&walk, NULL, &element)) {
        if (qmpc_json_type(element) == QMPC_JSON_STRING)
            print_text(out, element);
        else
            show_json(out, element);
    }
}

static bool is_part(struct qmpc_json value)
{
    return qmpc_json_type(value) == QMPC_JSON_ARRAY && qmpc_json_count(value) > 0 &&
           !is_array_of(value, false);
}

struct parts {
    FILE *out;
    bool colours;
    struct table *table;
};

static void add_line(void *context, const char *name, struct qmpc_json value)
{
    struct parts *parts = context;
    if (is_part(value))
        return;
    table_cell(parts->table, name);
    put_cell(parts->table, value, is_address(name));
}

static void add_part(void *context, const char *name, struct qmpc_json value)
{
    struct parts *parts = context;
    if (!is_part(value))
        return;
    if (table_rows(parts->table) > 0)
        fputc('\n', parts->out);
    style_put(parts->out, parts->colours, STYLE_NAME, name);
    fputs(":\n", parts->out);
    /* agent-read-registers: {"registers": [{"name": "pc", "value": 2147483648, ...}, ...]} */
    bool registers = strcmp(name, "registers") == 0;
    if (!is_array_of(value, true) || !show_table(parts->out, parts->colours, value, registers))
        show_value(parts->out, parts->colours, value);
}

static void show_object(FILE *out, bool colours, struct qmpc_json object)
{
    static const struct table_column columns[] = {{.style = STYLE_NAME}, {.style = STYLE_PLAIN}};
    struct parts parts = {.out = out, .colours = colours, .table = table_new(columns, 2)};
    flatten(object, "", INSIDE, add_line, &parts);
    table_print(parts.table, out, colours, NULL);
    flatten(object, "", INSIDE, add_part, &parts);
    table_free(parts.table);
}

void show_value(FILE *out, bool colours, struct qmpc_json value)
{
    switch (qmpc_json_type(value)) {
    case QMPC_JSON_OBJECT:
        show_object(out, colours, value);
        break;
    case QMPC_JSON_ARRAY:
        if (qmpc_json_count(value) == 0)
            fputs("none\n", out);
        else if (is_array_of(value, false))
            show_elements(out, value);
        else if (!is_array_of(value, true) || !show_table(out, colours, value, false))
            show_json(out, value);
        break;
    case QMPC_JSON_STRING:
        print_text(out, value);
        break;
    default:
        show_json(out, value);
        break;
    }
}
