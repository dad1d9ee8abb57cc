/* edit_keys.c - the TAB key, a paste, and keys that terminals have and libedit does not know.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shell/candidates.h"
#include "shell/complete.h"
#include "shell/edit.h"

static struct edit *edit_of(EditLine *el)
{
    struct edit *edit = NULL;
    el_get(el, EL_CLIENTDATA, &edit);
    return edit;
}

static void show_candidates(struct edit *edit, const struct candidates *candidates)
{
    unsigned rows;
    unsigned columns;
    edit_size(&rows, &columns);
    edit_go_below(edit);
    candidates_print(candidates, stdout, columns, rows > 8 ? rows - 4 : 4);
    edit->hidden = true; /* libedit draws it below them */
    edit_show(edit);
}

/* Puts in what all candidates have in common, and a blank if there is only one and it is done.
 * False: that is there already. */
static bool insert_common(struct edit *edit, const struct candidates *candidates, size_t typed)
{
    char text[1024];
    const struct candidate *first = &candidates->list[0];
    size_t common = candidates_common(candidates);
    bool done = candidates->count == 1 && !first->open;
    if (common < typed || common - typed + 2 > sizeof text)
        return false;
    int length = snprintf(text, sizeof text, "%.*s%s", (int)(common - typed), first->text + typed,
                          done ? " " : "");
    return length > 0 && el_insertstr(edit->el, text) == 0;
}

static unsigned char complete(EditLine *el, int key)
{
    struct edit *edit = edit_of(el);
    struct candidates candidates = {0};
    const LineInfo *line = el_line(el);
    bool again = edit->keys == edit->tab_key + 1;
    (void)key;
    if (edit->pasting || (line->cursor == line->buffer && edit->at < edit->length))
        return CC_NORM; /* it indents what is pasted */
    edit->tab_key = edit->keys;
    char *text = strndup(line->buffer, (size_t)(line->cursor - line->buffer));
    if (text == NULL)
        return CC_ERROR;
    if (edit->shell->hmp)
        hmp_complete(edit->shell, text, &candidates);
    else
        complete_line(edit->shell->knowledge, text, edit->shell->transaction != NULL, &candidates);
    unsigned char result = CC_REFRESH_BEEP;
    if (candidates.count > 0 && insert_common(edit, &candidates, strlen(text) - candidates.from)) {
        result = CC_REFRESH;
    } else if (candidates.count > 0 && again) {
        show_candidates(edit, &candidates);
        result = CC_NORM;
    }
    candidates_free(&candidates);
    free(text);
    return result;
}

static unsigned char begin_paste(EditLine *el, int key)
{
    (void)key;
    edit_of(el)->pasting = true;
    return CC_NORM;
}

static unsigned char end_paste(EditLine *el, int key)
{
    (void)key;
    edit_of(el)->pasting = false;
    return CC_NORM;
}

void edit_bind_keys(struct edit *edit)
{
    static const char *const keys[][2] = {
        {"^I", "qmp-complete"},         {"\033[200~", "qmp-paste-begin"},
        {"\033[201~", "qmp-paste-end"}, {"^R", "em-inc-search-prev"},
        {"^W", "ed-delete-prev-word"},  {"\033[3~", "ed-delete-next-char"},
        {"\033[1~", "ed-move-to-beg"},  {"\033[4~", "ed-move-to-end"},
        {"\033[H", "ed-move-to-beg"},   {"\033[F", "ed-move-to-end"},
        {"\033[1;5C", "em-next-word"},  {"\033[1;5D", "ed-prev-word"},
    };
    /* The wide face keeps these texts; the narrow one would lose copies of them. */
    el_wset(edit->el, EL_ADDFN, L"qmp-complete", L"Complete with what the server tells", complete);
    el_wset(edit->el, EL_ADDFN, L"qmp-paste-begin", L"What comes is pasted", begin_paste);
    el_wset(edit->el, EL_ADDFN, L"qmp-paste-end", L"The paste is over", end_paste);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        el_set(edit->el, EL_BIND, keys[i][0], keys[i][1], NULL);
}
