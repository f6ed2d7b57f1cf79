package stratum

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// MaxLine bounds a line of V1: the longest that a client sends is a list of transactions' identifiers that
// bfgminer asks about, which servers may refuse.
const MaxLine = 8192

// maxDepth bounds how deep arrays and objects of a line may nest; real ones nest three deep.
const maxDepth = 8

// Line is one line of V1 taken apart in place: every part is raw JSON within the line, empty where it is not
// there. Where a key stands twice the last one counts.
type Line struct {
	ID, Method, Params, Result, Error []byte
}

// ParseLine takes one line apart, without its end. It allocates nothing; parts last as long as the line.
func ParseLine(line []byte) (Line, error) {
	s := scanner{b: line}
	var l Line
	s.space()
	if !s.take('{') {
		return l, s.wrong()
	}
	s.space()
	if s.take('}') {
		return l, s.end()
	}
	for {
		key, err := s.text()
		if err != nil {
			return l, err
		}
		s.space()
		if !s.take(':') {
			return l, s.wrong()
		}
		value, err := s.value(0)
		if err != nil {
			return l, err
		}
		l.put(key, value)
		s.space()
		if s.take('}') {
			return l, s.end()
		}
		if !s.take(',') {
			return l, s.wrong()
		}
		s.space()
	}
}

func (l *Line) put(key, value []byte) {
	switch string(key) {
	case `"id"`:
		l.ID = value
	case `"method"`:
		l.Method = value
	case `"params"`:
		l.Params = value
	case `"result"`:
		l.Result = value
	case `"error"`:
		l.Error = value
	}
}

// Silent reports whether a request wants no answer: its id is null or missing.
func (l *Line) Silent() bool { return len(l.ID) == 0 || string(l.ID) == "null" }

// Elements takes an array apart in place and adds its elements to into, at most most of them.
func Elements(into [][]byte, array []byte, most int) ([][]byte, error) {
	s := scanner{b: array}
	s.space()
	if !s.take('[') {
		return into, s.wrong()
	}
	s.space()
	if s.take(']') {
		return into, s.end()
	}
	for n := 0; ; n++ {
		if n == most {
			return into, errSize
		}
		value, err := s.value(1)
		if err != nil {
			return into, err
		}
		into = append(into, value)
		s.space()
		if s.take(']') {
			return into, s.end()
		}
		if !s.take(',') {
			return into, s.wrong()
		}
	}
}

// Member is the value of a key in an object, nil where it is not there or the bytes are no object.
func Member(object []byte, key string) []byte {
	s := scanner{b: object}
	s.space()
	if !s.take('{') {
		return nil
	}
	var found []byte
	for {
		s.space()
		name, err := s.text()
		if err != nil {
			return found
		}
		s.space()
		if !s.take(':') {
			return found
		}
		value, err := s.value(1)
		if err != nil {
			return found
		}
		if string(name[1:len(name)-1]) == key {
			found = value
		}
		s.space()
		if !s.take(',') {
			return found
		}
	}
}

// Text is the string that raw JSON is; false where it is something else. Escapes are undone, which
// allocates.
func Text(raw []byte) ([]byte, bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return nil, false
	}
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner, true
	}
	out := make([]byte, 0, len(inner))
	for i := 0; i < len(inner); i++ {
		if inner[i] != '\\' {
			out = append(out, inner[i])
			continue
		}
		i++ // value saw that something follows
		switch c := inner[i]; c {
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case 'r':
			out = append(out, '\r')
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'u':
			n, err := strconv.ParseUint(string(inner[i+1:min(i+5, len(inner))]), 16, 16)
			if err != nil {
				return nil, false
			}
			out = utf8.AppendRune(out, rune(n))
			i += 4
		default:
			out = append(out, c)
		}
	}
	return out, true
}

// Word reads eight hexadecimal digits of raw JSON as V1 writes numbers of four bytes: the first digit weighs
// most. The digits may be fewer, as some firmware leaves out zeros, but not none.
func Word(raw []byte) (uint32, bool) {
	digits, ok := Text(raw)
	if !ok || len(digits) == 0 || len(digits) > 8 {
		return 0, false
	}
	var n uint32
	for _, c := range digits {
		d := digit(c)
		if d > 15 {
			return 0, false
		}
		n = n<<4 | uint32(d)
	}
	return n, true
}

// Bytes reads hexadecimal digits of raw JSON into b, which they must fill.
func Bytes(b, raw []byte) bool {
	digits, ok := Text(raw)
	if !ok || len(digits) != 2*len(b) {
		return false
	}
	for i := range b {
		hi, lo := digit(digits[2*i]), digit(digits[2*i+1])
		if hi > 15 || lo > 15 {
			return false
		}
		b[i] = hi<<4 | lo
	}
	return true
}

func digit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	}
	return 0xff
}

// scanner walks through JSON without making values of it.
type scanner struct {
	b  []byte
	at int
}

func (s *scanner) wrong() error {
	if s.at >= len(s.b) {
		return errShort
	}
	return fmt.Errorf("byte %d: %w", s.at, ErrSyntax)
}

func (s *scanner) space() {
	for s.at < len(s.b) {
		switch s.b[s.at] {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return
		}
	}
}

func (s *scanner) take(c byte) bool {
	if s.at < len(s.b) && s.b[s.at] == c {
		s.at++
		return true
	}
	return false
}

// end wants nothing but space.
func (s *scanner) end() error {
	s.space()
	if s.at != len(s.b) {
		return s.wrong()
	}
	return nil
}

// text takes a string, quotes included.
func (s *scanner) text() ([]byte, error) {
	start := s.at
	if !s.take('"') {
		return nil, s.wrong()
	}
	for s.at < len(s.b) {
		switch c := s.b[s.at]; {
		case c == '"':
			s.at++
			return s.b[start:s.at], nil
		case c == '\\':
			if s.at += 2; s.at > len(s.b) {
				return nil, errShort
			}
		case c < 0x20:
			return nil, s.wrong()
		default:
			s.at++
		}
	}
	return nil, errShort
}

// value takes any value, spaces before it left out.
func (s *scanner) value(depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, errSize
	}
	s.space()
	if s.at >= len(s.b) {
		return nil, errShort
	}
	start := s.at
	switch s.b[s.at] {
	case '"':
		return s.text()
	case '{', '[':
		if err := s.nested(depth); err != nil {
			return nil, err
		}
		return s.b[start:s.at], nil
	}
	for s.at < len(s.b) && plain(s.b[s.at]) {
		s.at++
	}
	if s.at == start {
		return nil, s.wrong()
	}
	return s.b[start:s.at], nil
}

// plain reports whether a byte may stand in a number, true, false or null.
func plain(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == '-' || c == '+' || c == '.' || c == 'E'
}

// nested takes an array or an object; keys and values of an object are values with ':' between them.
func (s *scanner) nested(depth int) error {
	object := s.b[s.at] == '{'
	last := byte(']')
	if object {
		last = '}'
	}
	s.at++
	s.space()
	if s.take(last) {
		return nil
	}
	for {
		s.space()
		if object {
			if _, err := s.text(); err != nil {
				return err
			}
			s.space()
			if !s.take(':') {
				return s.wrong()
			}
		}
		if _, err := s.value(depth + 1); err != nil {
			return err
		}
		s.space()
		if s.take(last) {
			return nil
		}
		if !s.take(',') {
			return s.wrong()
		}
	}
}
