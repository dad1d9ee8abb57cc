/* operator.c - the hub's operator.
 *
 * SPDX-License-Identifier: MIT */
#include "operator.h"

#include "agent/app.h"
#include "orders.h"
#include "qmp/writer.h"

/* Bytes echoed at a time. */
#define ECHO_SIZE 64

static void echo(void)
{
    char text[ECHO_SIZE + 1];
    size_t size = agent_console_read(text, ECHO_SIZE), length = 0;

    for (size_t i = 0; i < size; i++)
        if (text[i] != '\0') /* would end the text */
            text[length++] = text[i];
    text[length] = '\0';
    if (length > 0)
        agent_console(text);
    for (size_t i = 0; i < length; i++)
        orders_take(text[i]);
}

static char *add(char *to, const char *text)
{
    while ((*to = *text++))
        to++;
    return to;
}

static char *add_number(char *to, int64_t value)
{
    if (value < 0)
        *to++ = '-';
    return to + json_format_uint(to, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

static void log_event(const struct agent_input *event)
{
    char line[80]; /* the longest name of a key has 16 letters, a number 20 */
    char *to = add(line, event->kind == AGENT_INPUT_KEY      ? "hub: key "
                         : event->kind == AGENT_INPUT_BUTTON ? "hub: button "
                                                             : "hub: ");

    to = event->name != NULL ? add(to, event->name) : add_number(to, event->value);
    if (event->kind == AGENT_INPUT_KEY || event->kind == AGENT_INPUT_BUTTON) {
        to = add(to, event->down ? " down" : " up");
    } else {
        to = add(to, event->kind == AGENT_INPUT_RELATIVE ? " by " : " to ");
        to = add_number(to, event->value);
    }
    add(to, "\r\n");
    agent_console(line);
}

void operator_attend(void)
{
    struct agent_input event;

    echo();
    while (agent_input(&event))
        log_event(&event);
}
