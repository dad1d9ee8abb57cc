/* input_types.c - the types of keys, buttons and pointers.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

static const char *const QKeyCode_values[] = {"unmapped",
                                              "shift",
                                              "shift_r",
                                              "alt",
                                              "alt_r",
                                              "ctrl",
                                              "ctrl_r",
                                              "menu",
                                              "esc",
                                              "1",
                                              "2",
                                              "3",
                                              "4",
                                              "5",
                                              "6",
                                              "7",
                                              "8",
                                              "9",
                                              "0",
                                              "minus",
                                              "equal",
                                              "backspace",
                                              "tab",
                                              "q",
                                              "w",
                                              "e",
                                              "r",
                                              "t",
                                              "y",
                                              "u",
                                              "i",
                                              "o",
                                              "p",
                                              "bracket_left",
                                              "bracket_right",
                                              "ret",
                                              "a",
                                              "s",
                                              "d",
                                              "f",
                                              "g",
                                              "h",
                                              "j",
                                              "k",
                                              "l",
                                              "semicolon",
                                              "apostrophe",
                                              "grave_accent",
                                              "backslash",
                                              "z",
                                              "x",
                                              "c",
                                              "v",
                                              "b",
                                              "n",
                                              "m",
                                              "comma",
                                              "dot",
                                              "slash",
                                              "asterisk",
                                              "spc",
                                              "caps_lock",
                                              "f1",
                                              "f2",
                                              "f3",
                                              "f4",
                                              "f5",
                                              "f6",
                                              "f7",
                                              "f8",
                                              "f9",
                                              "f10",
                                              "num_lock",
                                              "scroll_lock",
                                              "kp_divide",
                                              "kp_multiply",
                                              "kp_subtract",
                                              "kp_add",
                                              "kp_enter",
                                              "kp_decimal",
                                              "sysrq",
                                              "kp_0",
                                              "kp_1",
                                              "kp_2",
                                              "kp_3",
                                              "kp_4",
                                              "kp_5",
                                              "kp_6",
                                              "kp_7",
                                              "kp_8",
                                              "kp_9",
                                              "less",
                                              "f11",
                                              "f12",
                                              "print",
                                              "home",
                                              "pgup",
                                              "pgdn",
                                              "end",
                                              "left",
                                              "up",
                                              "down",
                                              "right",
                                              "insert",
                                              "delete",
                                              "stop",
                                              "again",
                                              "props",
                                              "undo",
                                              "front",
                                              "copy",
                                              "open",
                                              "paste",
                                              "find",
                                              "cut",
                                              "lf",
                                              "help",
                                              "meta_l",
                                              "meta_r",
                                              "compose",
                                              "pause",
                                              "ro",
                                              "hiragana",
                                              "henkan",
                                              "yen",
                                              "muhenkan",
                                              "katakanahiragana",
                                              "kp_comma",
                                              "kp_equals",
                                              "power",
                                              "sleep",
                                              "wake",
                                              "audionext",
                                              "audioprev",
                                              "audiostop",
                                              "audioplay",
                                              "audiomute",
                                              "volumeup",
                                              "volumedown",
                                              "mediaselect",
                                              "mail",
                                              "calculator",
                                              "computer",
                                              "ac_home",
                                              "ac_back",
                                              "ac_forward",
                                              "ac_refresh",
                                              "ac_bookmarks",
                                              "lang1",
                                              "lang2"};
ENUM(QKeyCode, "A key, named by what is printed on it on a US keyboard.")

/* In the order of enum qmp_key_kind. */
static const char *const KeyValueKind_values[] = {"number", "qcode"};
ENUM(KeyValueKind, "")

static const struct qmp_member IntWrapper_members[] = {
    REQUIRED("data", int, "scan code of a PC keyboard, set 1; 0x80 added: after the prefix e0"),
};
OBJECT(IntWrapper, "")

static const struct qmp_member QKeyCodeWrapper_members[] = {
    REQUIRED("data", QKeyCode, ""),
};
OBJECT(QKeyCodeWrapper, "")

static const struct qmp_type *const KeyValue_branches[] = {&qmp_type_IntWrapper,
                                                           &qmp_type_QKeyCodeWrapper};
static const struct qmp_member KeyValue_members[] = {
    REQUIRED("type", KeyValueKind, ""),
};
UNION(KeyValue, 0, KeyValue_branches, "A key.")
ARRAY(KeyValue)

static const struct qmp_member send_key_arg_members[] = {
    REQUIRED("keys", KeyValue_array, "pressed in this order"),
    OPTIONAL("hold-time", int, "milliseconds; 100 if absent"),
};
OBJECT(send_key_arg, "")

/* In the order of enum qmp_button. */
static const char *const InputButton_values[] = {"left",     "middle",     "right",
                                                 "wheel-up", "wheel-down", "side",
                                                 "extra",    "wheel-left", "wheel-right"};
ENUM(InputButton, "")

static const char *const InputAxis_values[] = {"x", "y"};
ENUM(InputAxis, "")

static const struct qmp_member InputKeyEvent_members[] = {
    REQUIRED("key", KeyValue, ""),
    REQUIRED("down", bool, "pressed, or released"),
};
OBJECT(InputKeyEvent, "")

static const struct qmp_member InputBtnEvent_members[] = {
    REQUIRED("button", InputButton, ""),
    REQUIRED("down", bool, "pressed, or released"),
};
OBJECT(InputBtnEvent, "")

static const struct qmp_member InputMoveEvent_members[] = {
    REQUIRED("axis", InputAxis, ""),
    REQUIRED("value", int, "relative: steps; absolute: 0 to 0x7fff"),
};
OBJECT(InputMoveEvent, "")

static const struct qmp_member InputKeyEventWrapper_members[] = {
    REQUIRED("data", InputKeyEvent, ""),
};
OBJECT(InputKeyEventWrapper, "")

static const struct qmp_member InputBtnEventWrapper_members[] = {
    REQUIRED("data", InputBtnEvent, ""),
};
OBJECT(InputBtnEventWrapper, "")

static const struct qmp_member InputMoveEventWrapper_members[] = {
    REQUIRED("data", InputMoveEvent, ""),
};
OBJECT(InputMoveEventWrapper, "")

/* In the order of enum qmp_input_kind. */
static const char *const InputEventKind_values[] = {"key", "btn", "rel", "abs"};
ENUM(InputEventKind, "")

static const struct qmp_type *const InputEvent_branches[] = {
    &qmp_type_InputKeyEventWrapper, &qmp_type_InputBtnEventWrapper, &qmp_type_InputMoveEventWrapper,
    &qmp_type_InputMoveEventWrapper};
static const struct qmp_member InputEvent_members[] = {
    REQUIRED("type", InputEventKind, ""),
};
UNION(InputEvent, 0, InputEvent_branches, "")
ARRAY(InputEvent)

static const struct qmp_member input_send_event_arg_members[] = {
    OPTIONAL("device", str, "accepted, without effect: the application has one input queue"),
    OPTIONAL("head", int, "as device"),
    REQUIRED("events", InputEvent_array, ""),
};
OBJECT(input_send_event_arg, "")

#if QMP_INTROSPECTION

static const struct qmp_member MouseInfo_members[] = {
    REQUIRED("name", str, ""),
    REQUIRED("index", int, ""),
    REQUIRED("current", bool, "events go to this one"),
    REQUIRED("absolute", bool, "takes absolute events"),
};
OBJECT(MouseInfo, "")
ARRAY(MouseInfo)

#endif
