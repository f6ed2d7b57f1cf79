package corpus

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxLine bounds one line of JSON: an offer document may be 1 MiB, and escapes may double it.
const maxLine = 4 << 20

// What is taken together: so many lines, of about so many bytes, or as many as have come.
const (
	togetherLines = 256
	togetherBytes = 8 << 20
)

// Line is one line that is not blank. Of one longer than maxLine only the beginning is kept.
type Line struct {
	Number  int // from 1
	Text    []byte
	TooLong bool
}

// Lines reads a file of JSON lines, some at a time.
type Lines struct {
	in         *bufio.Reader
	from, next int
}

// newLines reads from the line of that number on.
func newLines(in io.Reader, from int) *Lines {
	return &Lines{bufio.NewReaderSize(in, 256<<10), from, 1}
}

// Next is the number of the line that is read next, or at which reading ended.
func (l *Lines) Next() int { return l.next }

// Take reads the next lines that are judged together. The last come with the error that ends the file, io.EOF
// at its end.
func (l *Lines) Take() (all []Line, err error) {
	for size := 0; len(all) < togetherLines && size < togetherBytes; l.next++ {
		text, tooLong, err := boundedLine(l.in)
		if l.next >= l.from && (len(bytes.TrimSpace(text)) > 0 || tooLong) {
			all, size = append(all, Line{Number: l.next, Text: text, TooLong: tooLong}), size+len(text)
		}
		if err != nil {
			return all, err
		}
		if come, _ := l.in.Peek(l.in.Buffered()); len(all) > 0 && !bytes.Contains(come, []byte("\n")) {
			l.next++
			return all, nil // who writes line by line gets line by line
		}
	}
	return all, nil
}

// boundedLine reads one line; of a line longer than maxLine it keeps the beginning and skips the rest.
func boundedLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if room := maxLine - len(line); room > 0 {
			line = append(line, part[:min(len(part), room)]...)
		}
		tooLong = tooLong || len(part) > 0 && len(line) >= maxLine
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}
