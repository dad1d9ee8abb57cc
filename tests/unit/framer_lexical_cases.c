/* framer_lexical_cases.c - inputs that are about what is within a token, and about
 * the recovery after a lexical error.
 *
 * Most were recorded from QEMU 7.2.
 *
 * SPDX-License-Identifier: MIT */
#include "framer_cases.h"

#define VALUE         PARSE_ERROR "expecting value\n"
#define STRAY(text)   PARSE_ERROR "stray '" text "'\n"
#define WORD(text)    PARSE_ERROR "invalid keyword '" text "'\n"
#define ESCAPE        PARSE_ERROR "invalid escape sequence in string\n"
#define UTF8          PARSE_ERROR "invalid UTF-8 sequence in string\n"
#define UNICODE(text) PARSE_ERROR text " is not a valid Unicode character\n"

const struct framer_case framer_lexical_cases[] = {
    /* Keywords. */
    {BYTES("[nul]"), WORD("nul")},
    {BYTES("[nulll]"), WORD("nulll")},
    {BYTES("[truefalse]"), WORD("truefalse")},
    {BYTES("not json at all\n"), WORD("not") WORD("json") WORD("at") WORD("all")},
    {BYTES("{\"a\":undefined}{}"), WORD("undefined") "message {}\n"},
    {BYTES("{\"a\":nan,\"b\":inf}"), WORD("nan")},
    {BYTES("x{}"), WORD("x") "message {}\n"},

    /* Numbers. */
    {BYTES("[0,-0,10,0.0,0e0,1E1,1e-2,1.5e+3,-1.25E-07]"),
     "message [0,-0,10,0.0,0e0,1E1,1e-2,1.5e+3,-1.25E-07]\n"},
    {BYTES("{\"id\":007}"), STRAY("00") VALUE},
    {BYTES("{\"id\":-01}"), STRAY("-01") VALUE},
    {BYTES("{\"id\":+1}"), STRAY("+") VALUE},
    {BYTES("{\"id\":.5}"), STRAY(".") VALUE},
    {BYTES("{\"id\":1.}\n"), STRAY("1.}")},
    {BYTES("{\"id\":1e}\n"), STRAY("1e}")},
    {BYTES("{\"id\":1e+}\n"), STRAY("1e+}")},
    {BYTES("{\"id\":--1}"), STRAY("--") VALUE},
    {BYTES("{\"id\":1.2.3}"), STRAY(".") VALUE},
    {BYTES("{\"id\":1_000}"), STRAY("_") VALUE},
    {BYTES("{\"id\":NaN}"), STRAY("N") VALUE},
    {BYTES("{\"id\":0x10}"), PARSE_ERROR "expected separator in dict\n"},
    {BYTES("{\"id\":1k}"), PARSE_ERROR "expected separator in dict\n"},
    {BYTES("-\n"), STRAY("-\n")},

    /* Strings that the lexer refuses at once: control bytes, 0xFE, 0xFF. */
    {BYTES("\"a\nb"), STRAY("\"a\n")},
    {BYTES("{\"id\":\"a\001b\"}"), STRAY("\"a\001") VALUE},
    {BYTES("{\"id\":\"a\0b\"}"), STRAY("\"a") VALUE},
    {BYTES("{\"id\":\"\xFE\"}"), STRAY("\"\xFE") VALUE},
    {BYTES("{\"id\":\"\xFF\"}"), STRAY("\"\xFF") VALUE},
    {BYTES("{'id':'a\n'}"), STRAY("'a\n") VALUE},
    {BYTES("\"abc\\\xFF"), STRAY("\"abc\\\xFF")},
    {BYTES("\"\\u12\xFF"), STRAY("\"\\u12\xFF")},
    {BYTES("\"\\ud834\xFF"), STRAY("\"\\ud834\xFF")},
    {BYTES("\"\\ud834\\u\xFF"), STRAY("\"\\ud834\\u\xFF")},
    {BYTES("\"\xC3\xFF"), STRAY("\"\xC3\xFF")},
    {BYTES("\"\\q\t"), STRAY("\"\\q\t")},

    /* Escapes. */
    {BYTES("[\"\\z\"]"), ESCAPE},
    {BYTES("[\"\\0\"]"), ESCAPE},
    {BYTES("[\"\\U0041\"]"), ESCAPE},
    {BYTES("\"\\x\\\"\"{}"), ESCAPE "message {}\n"},
    {BYTES("[\"\\u12g4\"]"), UNICODE("\\u12g4")},
    {BYTES("[\"\\u\"]"), UNICODE("\\u\"")},
    {BYTES("[\"\\u 123\"]"), UNICODE("\\u 123")},
    {BYTES("[\"\\ud834\"]"), UNICODE("\\ud834")},
    {BYTES("[\"\\ud834x\"]"), UNICODE("\\ud834")},
    {BYTES("[\"\\ud834\\n\"]"), UNICODE("\\ud834")},
    {BYTES("[\"\\ud834\\\"\"]"), UNICODE("\\ud834")},
    {BYTES("[\"\\ud834\\u12\"]"), UNICODE("\\ud834")},
    {BYTES("[\"\\ud800\\ud801\\udc02\"]"), UNICODE("\\ud800")},
    {BYTES("[\"\\udc00\"]"), UNICODE("\\udc00")},
    {BYTES("[\"\\ufdd0\"]"), UNICODE("\\ufdd0")},
    {BYTES("[\"\\uffff\"]"), UNICODE("\\uffff")},
    {BYTES("[\"\\udbff\\udfff\"]"), UNICODE("\\udbff\\udfff")},
    {BYTES("[\"\\ud834\",\"\\u12g4\",nul]"), UNICODE("\\ud834")},

    /* UTF-8. */
    {BYTES("[\"\x80\"]"), UTF8},
    {BYTES("[\"\303A\"]"), UTF8},
    {BYTES("[\"\xC3\"]"), UTF8},
    {BYTES("[\"\xC0\xAF\"]"), UTF8},
    {BYTES("[\"\xC1\xBF\"]"), UTF8},
    {BYTES("[\"\xE0\x80\xAF\"]"), UTF8},
    {BYTES("[\"\xE0\x80\x80\"]"), UTF8},
    {BYTES("[\"\xED\xA0\x80\"]"), UTF8},
    {BYTES("[\"\xED\xA0\xB4\xED\xB4\x9E\"]"), UTF8},
    {BYTES("[\"\xEF\xBF\xBF\"]"), UTF8},
    {BYTES("[\"\xEF\xB7\x90\"]"), UTF8},
    {BYTES("[\"\xF0\x8F\xBF\xBF\"]"), UTF8},
    {BYTES("[\"\xF4\x90\x80\x80\"]"), UTF8},
    {BYTES("[\"\xF5\x80\x80\x80\"]"), UTF8},
    {BYTES("[\"\xF8\x88\x80\x80\x80\"]"), UTF8},
    {BYTES("\"\xE9\"{}"), UTF8 "message {}\n"},

    /* Stray bytes, and the recovery up to a structural byte or a control byte. */
    {BYTES("@"), STRAY("@")},
    {BYTES("STOP\n"), STRAY("S")},
    {BYTES("{\"execute\":@}"), STRAY("@") VALUE},
    {BYTES("@@@ {\"a\":1}"), STRAY("@") "message {\"a\":1}\n"},
    {BYTES("@ \"x\" true 1\t2\n3\n"), STRAY("@") "message 3\n"},
    {BYTES("@ ]"), STRAY("@") VALUE},
    {BYTES("@ [1]"), STRAY("@") "message [1]\n"},
    {BYTES("@ \"[\"]\n"), STRAY("@") STRAY("\"]\n")},
    {BYTES("# c\n{}"), STRAY("#") "message {}\n"},
    {BYTES("GET / HTTP/1.1\r\nHost: x\r\n"), STRAY("G") STRAY("H") VALUE WORD("x")},
    {BYTES("{\"a\":/**/\"b\"}"), STRAY("/") VALUE},
    {BYTES("{\"a\"=\"b\"}"), STRAY("=") VALUE},
    {BYTES("{\"a\":\302\240\"b\"}"), STRAY("\302") VALUE},
    {BYTES("\177{}"), STRAY("\177") "message {}\n"},
    {BYTES("[1 2,@]"), STRAY("@") VALUE},

    /* 0xFF, 0xFE and control bytes: one error, and a known-good state. */
    {BYTES("\xFF{}"), STRAY("\xFF") "message {}\n"},
    {BYTES("\xFF\n{}"), STRAY("\xFF") "message {}\n"},
    {BYTES("\xFF\xFF\xFE{}"), STRAY("\xFF") STRAY("\xFF") STRAY("\xFE") "message {}\n"},
    {BYTES("\0{}"), STRAY("") "message {}\n"},
    {BYTES("\033\023[]"), STRAY("\033") STRAY("\023") "message []\n"},
    {BYTES("{\xFF{}"), STRAY("\xFF") "message {}\n"},
    {BYTES("{\"a\":[[{\"b\":\xFF{}"), STRAY("\xFF") "message {}\n"},
    {BYTES("{\"a\":\"bc\xFF{}"), STRAY("\"bc\xFF") "message {}\n"},
    {BYTES("{\"a\":tru\xFF{}"), STRAY("\xFF") "message {}\n"},
    {BYTES("nul\xFF{}"), WORD("nul") STRAY("\xFF") "message {}\n"},
    {BYTES("1\xFF{}"), "message 1\n" STRAY("\xFF") "message {}\n"},
    {BYTES("[1 2\xFF{}"), STRAY("\xFF") "message {}\n"},
    {BYTES("[\"\\z\xFF{}"), STRAY("\"\\z\xFF") "message {}\n"},
    {BYTES("@\xFF{}"), STRAY("@") STRAY("\xFF") "message {}\n"},

    /* The same within an escape, which is quoted as it came. */
    {BYTES("\"a\\\n{}"), STRAY("\"a\\\n") "message {}\n"},
    {BYTES("\"a\\\xFE{}"), STRAY("\"a\\\xFE") "message {}\n"},
    {BYTES("\"a\\u12\r{}"), STRAY("\"a\\u12\r") "message {}\n"},
    {BYTES("\"a\\u12\xFF{}"), STRAY("\"a\\u12\xFF") "message {}\n"},
    {BYTES("\"\\ud83d\n{}"), STRAY("\"\\ud83d\n") "message {}\n"},
    {BYTES("\"\\ud83d\xFF{}"), STRAY("\"\\ud83d\xFF") "message {}\n"},
    {BYTES("\"\\ud83d\\\n{}"), STRAY("\"\\ud83d\\\n") "message {}\n"},
    {BYTES("\"\\ud83d\\u\xFF{}"), STRAY("\"\\ud83d\\u\xFF") "message {}\n"},

    /* Behind a leading surrogate, what is beyond the trailing ones. */
    {BYTES("[\"\\ud83d\\ue000\"]"), UNICODE("\\ud83d")},
};

const size_t framer_lexical_case_count = COUNT(framer_lexical_cases);
