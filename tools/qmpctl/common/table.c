/* table.c - rows of text in aligned columns.
 *
 * SPDX-License-Identifier: MIT */
#include "common/table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2 };

struct table {
    const struct table_column *columns;
    size_t width; /* how many columns */
    char **cells; /* harmless; row by row */
    size_t count;
    size_t room;
    bool lost; /* a cell had no memory */
};

struct table *table_new(const struct table_column *columns, size_t count)
{
    struct table *table = calloc(1, sizeof *table);
    if (table != NULL) {
        table->columns = columns;
        table->width = count;
    }
    return table;
}

void table_free(struct table *table)
{
    if (table == NULL)
        return;
    for (size_t i = 0; i < table->count; i++)
        free(table->cells[i]);
    free(table->cells);
    free(table);
}

static bool make_room(struct table *table)
{
    if (table->count < table->room)
        return true;
    size_t room = table->room > 0 ? table->room * 2 : 64;
    char **cells = realloc(table->cells, room * sizeof *cells);
    if (cells == NULL)
        return false;
    table->cells = cells;
    table->room = room;
    return true;
}

/* A cell that is lost stays empty, so that the others keep their columns. */
static void add(struct table *table, const char *text, size_t length)
{
    if (!make_room(table)) {
        table->lost = true;
        return;
    }
    char *cell = style_harmless(text, length);
    table->lost |= cell == NULL;
    table->cells[table->count++] = cell;
}

void table_cell(struct table *table, const char *text)
{
    if (table != NULL)
        add(table, text, strlen(text));
}

void table_cellf(struct table *table, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    if (table == NULL)
        return;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    table->lost |= text == NULL;
    table_cell(table, text != NULL ? text : "");
    free(text);
}

void table_cell_json(struct table *table, struct qmpc_json value)
{
    if (table == NULL)
        return;
    if (qmpc_json_type(value) != QMPC_JSON_STRING) {
        add(table, value.text != NULL ? value.text : "", value.length);
        return;
    }
    int64_t length = qmpc_json_string(value, NULL, 0);
    char *text = qmpc_json_strdup(value);
    table->lost |= text == NULL;
    add(table, text != NULL ? text : "", text != NULL ? (size_t)length : 0);
    free(text);
}

size_t table_rows(const struct table *table)
{
    return table != NULL ? (table->count + table->width - 1) / table->width : 0;
}

static const char *cell_at(const struct table *table, size_t row, size_t column)
{
    size_t index = row * table->width + column;
    return index < table->count && table->cells[index] != NULL ? table->cells[index] : "";
}

static const char *head_of(const struct table *table, size_t column)
{
    return table->columns[column].head != NULL ? table->columns[column].head : "";
}

static bool has_heads(const struct table *table)
{
    for (size_t i = 0; i < table->width; i++)
        if (table->columns[i].head != NULL)
            return true;
    return false;
}

static size_t columns_of(const struct table *table, size_t column)
{
    const char *head = head_of(table, column);
    size_t widest = style_width(head, strlen(head));
    for (size_t row = 0; row < table_rows(table); row++) {
        const char *cell = cell_at(table, row, column);
        size_t width = style_width(cell, strlen(cell));
        if (width > widest)
            widest = width;
    }
    return widest;
}

static void put(FILE *out, const char *text, size_t width, bool right, bool last, bool colours,
                enum style style)
{
    size_t own = style_width(text, strlen(text));
    int blanks = (int)(width > own ? width - own : 0);
    if (right)
        fprintf(out, "%*s", blanks, "");
    fprintf(out, "%s%s%s", style_begin(colours, style), text, style_end(colours, style));
    if (!last)
        fprintf(out, "%*s", GAP + (right ? 0 : blanks), "");
}

/* The last cell that has something: behind it nothing is padded. */
static size_t last_of(const struct table *table, size_t row)
{
    size_t column = table->width;
    while (column > 1 && *cell_at(table, row, column - 1) == '\0')
        column--;
    return column - 1;
}

void table_print(const struct table *table, FILE *out, bool colours, const char *empty)
{
    if (table == NULL || table->lost)
        fputs("qmpctl: no memory for all of the table\n", stderr);
    if (table == NULL)
        return;
    if (table_rows(table) == 0) {
        if (empty != NULL)
            fprintf(out, "%s\n", empty);
        return;
    }
    size_t *widths = calloc(table->width, sizeof *widths);
    for (size_t i = 0; widths != NULL && i < table->width; i++)
        widths[i] = columns_of(table, i);
    for (size_t i = 0; i < table->width && has_heads(table); i++) {
        bool last = i + 1 == table->width;
        put(out, head_of(table, i), widths != NULL ? widths[i] : 0, table->columns[i].right, last,
            colours, STYLE_HEAD);
        if (last)
            fputc('\n', out);
    }
    for (size_t row = 0; row < table_rows(table); row++) {
        size_t last = last_of(table, row);
        for (size_t i = 0; i <= last; i++)
            put(out, cell_at(table, row, i), widths != NULL ? widths[i] : 0,
                table->columns[i].right, i == last, colours, table->columns[i].style);
        fputc('\n', out);
    }
    free(widths);
}
