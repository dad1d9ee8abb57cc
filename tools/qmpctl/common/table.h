/* table.h - rows of text in aligned columns.
 *
 *     static const struct table_column columns[] = {{.head = "NAME", .style = STYLE_NAME},
 *                                                   {.head = "BYTES", .right = true}};
 *     struct table *table = table_new(columns, 2);
 *     table_cell(table, "hub");
 *     table_cellf(table, "%d", 4);
 *     table_print(table, stdout, style_wanted(options, stdout), "no objects");
 *     table_free(table);
 *
 * Who calls it: any subcommand that prints for people.
 * Ownership:    texts are copied, columns are not (they have to outlive the table).
 * Errors:       without memory cells are lost, and table_print() says so; a NULL table is accepted
 *               everywhere.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TABLE_H
#define QMPCTL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/style.h"
#include "qmpc/json.h"

struct table_column {
    const char *head; /* NULL in all columns: a table without a header row */
    bool right;       /* numbers */
    enum style style; /* of the cells */
};

struct table;

/* NULL without memory. */
struct table *table_new(const struct table_column *columns, size_t count);
void table_free(struct table *table);

/* The next cell of the row, made harmless (style.h).  After as many as there are columns a new row
 * begins. */
void table_cell(struct table *table, const char *text);
void table_cellf(struct table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A JSON value: a string as its text, "no value" as nothing, anything else as JSON in one line. */
void table_cell_json(struct table *table, struct qmpc_json value);

/* How many rows there are. */
size_t table_rows(const struct table *table);

/* Prints it; a table without rows is the line EMPTY (NULL: nothing at all).  The last column is
 * not padded. */
void table_print(const struct table *table, FILE *out, bool colours, const char *empty);

#endif
