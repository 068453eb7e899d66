import fc from 'fast-check'

/** Texts that parsers, stores, directories, mails and terminals have stumbled over. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\r\n',
    '\u2028',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\ud800',
    '\udfff',
    '💥',
    'İ',
    'ﬁ',
    'ana\u0000',

    "'",
    '"',
    '`',
    '\\',
    '*',
    '*)(uid=*))(|(uid=*',
    "' OR 1=1 --",
    '${7*7}',
    '{{7*7}}',
    '%s%n',
    '%00',
    '../../../etc/passwd',

    '<script>alert(1)</script>',
    '=cmd|calc',
    'http://169.254.169.254/',
    'vbscript:alert(1)',
    '\u001b[2J',
    'file:///etc/passwd',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    'true',
    '-1',
    '1e999',
    '0x10',
    '９',

    'CORP\\ana',
    'ana@corp.example.test',
    'ana@evil.test',
    '@',
    '\\',
    '\\\\',
    'a@b@c',
    'ana,ben',
    'ana\r\nBcc: eve@evil.test',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .tuple(fc.constantFrom('a', 'é', '💥', ' ', '9'), fc.constantFrom(63, 64, 65, 255, 256, 257, 1024, 16_384))
    .map(([letter, times]) => letter.repeat(times)),
)

const nested = fc
  .tuple(fc.constantFrom(3, 5, 6, 50, 2000), fc.constantFrom('[', '{"a":'))
  .map(([depth, open]) => open.repeat(depth) + '1' + (open === '[' ? ']' : '}').repeat(depth))

/** JSON texts of any shape, and texts that are nearly JSON. */
export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  nested,
  hostileText.map((text) => JSON.stringify(text)),
  hostileText,
  fc.constantFrom(
    '{}',
    '[]',
    'null',
    '0',
    '""',
    '{"__proto__":{"a":1}}',
    '{"a":1,"a":2}',
    '{"a":1',
    '{}{}',
    "{'a':1}",
    '{"a":01}',
    '\ufeff{}',
    '1e400',
  ),
)

/** Header values as a client can write them: latin-1, no line ends but where the raw wire is to carry them. */
export const hostileHeader: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[\x21-\x7e\x80-\xff]{0,60}$/),
  fc.constantFrom(
    '',
    '*',
    ',',
    ';',
    '"',
    'W/"1"',
    '"1"',
    '%00',
    '\x7f',
    'a'.repeat(600),
    'a'.repeat(9000),
    'x\r\nX-Injected: 1',
    'x\0y',
  ),
)
