/* framer_cases.c - inputs that are about the grammar and about framing.
 *
 * Most were recorded from QEMU 7.2.
 *
 * SPDX-License-Identifier: MIT */
#include "framer_cases.h"

#define VALUE PARSE_ERROR "expecting value\n"
#define COLON PARSE_ERROR "missing : in object pair\n"
#define KEY   PARSE_ERROR "key is not a string in object\n"
#define DICT  PARSE_ERROR "expected separator in dict\n"
#define LIST  PARSE_ERROR "expected separator in list\n"

const struct framer_case framer_cases[] = {
    /* Messages, and where they end. */
    {BYTES(""), ""},
    {BYTES(" \t\r\n"), ""},
    {BYTES("{}"), "message {}\n"},
    {BYTES("[]"), "message []\n"},
    {BYTES("\"x\""), "message \"x\"\n"},
    {BYTES("42\n"), "message 42\n"},
    {BYTES("-0.5e+10 "), "message -0.5e+10\n"},
    {BYTES("null\n"), "message null\n"},
    {BYTES("true false\n"), "message true\nmessage false\n"},
    {BYTES("{\"execute\":\"query-name\"}"), "message {\"execute\":\"query-name\"}\n"},
    {BYTES("{\"a\":1}{\"b\":2}"), "message {\"a\":1}\nmessage {\"b\":2}\n"},
    {BYTES("{\r\n\"a\"\r:\t1\n,\"b\" : [ ] }\r\n"), "message {\"a\":1,\"b\":[]}\n"},
    {BYTES("1[]2{}\"\"3\n"),
     "message 1\nmessage []\nmessage 2\nmessage {}\nmessage \"\"\nmessage 3\n"},
    {BYTES("1\"a\"true\"b\"\n"), "message 1\nmessage \"a\"\nmessage true\nmessage \"b\"\n"},
    {BYTES("[[[{\"a\":[{}]}]]]"), "message [[[{\"a\":[{}]}]]]\n"},
    {BYTES("[1,-2,3.5,\"x\",true,false,null,{},[]]"),
     "message [1,-2,3.5,\"x\",true,false,null,{},[]]\n"},
    {BYTES("[\"}\",\"]\",\"{\",\"[\"]"), "message [\"}\",\"]\",\"{\",\"[\"]\n"},
    /* Duplicate keys are the reader's to find. */
    {BYTES("{\"a\":1,\"a\":2}"), "message {\"a\":1,\"a\":2}\n"},

    /* A value is expected. */
    {BYTES("}"), VALUE},
    {BYTES("}}}"), VALUE VALUE VALUE},
    {BYTES("]"), VALUE},
    {BYTES(","), VALUE},
    {BYTES(":"), VALUE},
    {BYTES("{]"), VALUE},
    {BYTES("[}"), VALUE},
    {BYTES("[,]"), VALUE},
    {BYTES("[1,]"), VALUE},
    {BYTES("[32,}"), VALUE},
    {BYTES("[:]"), VALUE},
    {BYTES("{,\"execute\":\"query-name\"}"), VALUE},
    {BYTES("{:1}"), VALUE},
    {BYTES("{\"execute\":}"), VALUE},
    {BYTES("{\"a\"::1}"), VALUE},
    {BYTES("{\"a\":,}"), VALUE},
    {BYTES("{\"a\":1,}"), VALUE},
    {BYTES("{\"a\":1,,\"b\":2}"), VALUE},
    {BYTES("{\"execute\":}{\"a\":1}"), VALUE "message {\"a\":1}\n"},
    {BYTES("{\"a\":1}}{}"), "message {\"a\":1}\n" VALUE "message {}\n"},
    {BYTES("{\"a\":1},{}"), "message {\"a\":1}\n" VALUE "message {}\n"},
    {BYTES("{\"a\":1}]{}"), "message {\"a\":1}\n" VALUE "message {}\n"},

    /* Colons and keys. */
    {BYTES("{\"execute\"}"), COLON},
    {BYTES("{\"a\" 1}"), COLON},
    {BYTES("{\"a\",\"b\"}"), COLON},
    {BYTES("{\"a\"{}}"), COLON},
    {BYTES("{\"a\"[]}"), COLON},
    {BYTES("{\"a\"\"b\":1}"), COLON},
    {BYTES("{1:2}"), KEY},
    {BYTES("{null:2}"), KEY},
    {BYTES("{[1]:2}"), KEY},
    {BYTES("{{}:2}"), KEY},
    {BYTES("{[[],{\"a\":[1]}]:2}"), KEY},
    {BYTES("{\"a\":1,5}"), KEY},
    {BYTES("{\"a\":1,[2]:3}"), KEY},
    {BYTES("{\"a\":1,{}:3}"), KEY},
    {BYTES("{\"a\":{true:1}}"), KEY},

    /* Separators. */
    {BYTES("{\"a\":1 \"b\":2}"), DICT},
    {BYTES("{\"a\":1:2}"), DICT},
    {BYTES("{\"a\":\"x\" \"y\"}"), DICT},
    {BYTES("{\"a\":1{}}"), DICT},
    {BYTES("{\"a\":{}[]}"), DICT},
    {BYTES("{\"a\":1]"), DICT},
    {BYTES("[1 2]"), LIST},
    {BYTES("[1:2]"), LIST},
    {BYTES("[\"a\"\"b\"]"), LIST},
    {BYTES("[{}[]]"), LIST},
    {BYTES("[1}"), LIST},
    {BYTES("[true true]"), LIST},

    /* A fault is answered once, when the message balances. */
    {BYTES("[1 2 3 4 , , : ]"), LIST},
    {BYTES("{\"a\" 1,\"b\" 2,nul,[:]}"), COLON},
    {BYTES("[1 2,\"]\",{\"}\":\"]\"}]{}"), LIST "message {}\n"},
    {BYTES("[1 2,'\"]',\"']\"][]"), LIST "message []\n"},
    {BYTES("[[[ : ]]]1\n"), VALUE "message 1\n"},
    {BYTES("[,\"\\\"]\"]{}"), VALUE "message {}\n"},

    /* A closing bracket of the wrong kind ends the message. */
    {BYTES("[[}{}"), VALUE "message {}\n"},
    {BYTES("{\"a\":[1}}{}"), LIST "message {}\n"},
};

const size_t framer_case_count = COUNT(framer_cases);
