package console

import (
	"io"
	"os"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/assaymining/assay/report/terminal"
)

// Shield is an output stream that lets nothing through which would command a terminal, turn the direction
// of reading or not be seen, whatever way it came in: an offer, evidence, a file's name, a signer, a
// node, a venue. What a library draws itself (a form, a progress bar) goes around it, see Raw.
type Shield struct {
	mu   sync.Mutex
	to   io.Writer
	held []byte // the beginning of a character or line end that was cut between two writes
}

// Shielded is a stream behind a shield.
func Shielded(to io.Writer) *Shield {
	if s, ok := to.(*Shield); ok {
		return s
	}
	return &Shield{to: to}
}

// Write writes the bytes as text that is safe to show.
func (s *Shield) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.held) == 0 && terminal.Plain(b) {
		return s.to.Write(b)
	}
	all := append(s.held, b...)
	cut := whole(all)
	s.held = append([]byte(nil), all[cut:]...)
	if _, err := s.to.Write([]byte(terminal.Safe(string(all[:cut])))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// whole is how many of the bytes end with a whole character, and with no half line end.
func whole(b []byte) int {
	n := len(b)
	for i := max(0, n-utf8.UTFMax+1); i < n; i++ {
		if utf8.RuneStart(b[i]) && !utf8.FullRune(b[i:]) {
			return i
		}
	}
	if n > 0 && b[n-1] == '\r' {
		return n - 1
	}
	return n
}

// Styled writes what a terminal.Screen has made, with its styles.
func (s *Shield) Styled(doc []byte) error {
	s.Flush()
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.to.Write([]byte(terminal.Styled(string(doc))))
	return err
}

// Flush writes what was held for a character that never became whole.
func (s *Shield) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.held) > 0 {
		s.to.Write([]byte(terminal.Safe(string(s.held))))
		s.held = nil
	}
}

// Raw is the stream behind a shield, for libraries that draw on a terminal and show nothing of a stranger's.
func Raw(stream io.Writer) io.Writer {
	if s, ok := stream.(*Shield); ok {
		return s.to
	}
	return stream
}

// fileOf is the file that a stream goes to; nil: none.
func fileOf(stream any) *os.File {
	if s, ok := stream.(*Shield); ok {
		stream = s.to
	}
	f, _ := stream.(*os.File)
	return f
}

// JSON is a stream of JSON documents, with an escape for what a shield would not let through. Each Write is
// of whole documents.
func JSON(to io.Writer) io.Writer { return escaping{Raw(to)} }

type escaping struct{ to io.Writer }

// Write writes documents.
func (e escaping) Write(docs []byte) (int, error) {
	if _, err := e.to.Write(Escaped(docs)); err != nil {
		return 0, err
	}
	return len(docs), nil
}

// Escaped is JSON in which what a shield would not let through is written as an escape, so that the document
// says the same. Outside of its strings JSON has no such characters.
func Escaped(doc []byte) []byte {
	odd := func(r rune) bool { return r >= 0x7f && terminal.Commands(r) }
	if terminal.Plain(doc) || !strings.ContainsFunc(string(doc), odd) {
		return doc
	}
	var b strings.Builder
	for _, r := range string(doc) {
		if !odd(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			b.WriteString("\\u" + hex4(unit))
		}
	}
	return []byte(b.String())
}

func hex4(v uint16) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[v>>12], digits[v>>8&15], digits[v>>4&15], digits[v&15]})
}
