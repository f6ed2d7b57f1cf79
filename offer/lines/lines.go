// Package lines reads many offers, one a line: NewReader from a line on, Take as many as are judged
// together.
//
// What it holds in memory is bounded, whatever is sent. It reads no offer: what a line says, assay.ReadLine
// tells.
//
// Nothing in it is promised to other modules.
package lines

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Longest bounds one line of JSON: an offer document may be 1 MiB, and escapes may double it.
const Longest = 4 << 20

// together is how many lines are taken together at most.
const together = 256

// Line is one line that is not blank. Of one longer than Longest only the beginning is kept.
type Line struct {
	Number  int // from 1
	Text    []byte
	TooLong bool
}

// Wrong says what is wrong with a line before its text is read; nil: nothing.
func (l *Line) Wrong() error {
	if l.TooLong {
		return fmt.Errorf("line %d is longer than %d MiB; quote only the terms that matter", l.Number,
			Longest>>20)
	}
	return nil
}

// Reader reads a file of JSON lines, some at a time.
type Reader struct {
	in         *bufio.Reader
	from, next int
	bytes      int
	read       int // number of the last line that was there
}

// NewReader reads from the line of that number on; lines are taken together while they have fewer bytes.
func NewReader(in io.Reader, from, bytes int) *Reader {
	return &Reader{in: bufio.NewReaderSize(in, 256<<10), from: from, next: 1, bytes: bytes}
}

// Next is the number of the line that is read next, or at which reading ended.
func (r *Reader) Next() int { return r.next }

// Read is how many lines were read so far, with those that are blank and those before the first that was
// asked for.
func (r *Reader) Read() int { return r.read }

// Take reads the next lines that are judged together: up to 256, of about so many bytes, or as many as have
// come. The last come with the error that ends the file, io.EOF at its end.
func (r *Reader) Take() (all []Line, err error) {
	for size := 0; len(all) < together && size < r.bytes; r.next++ {
		text, tooLong, err := bounded(r.in)
		if len(text) > 0 {
			r.read = r.next
		}
		if r.next >= r.from && (len(bytes.TrimSpace(text)) > 0 || tooLong) {
			all, size = append(all, Line{Number: r.next, Text: text, TooLong: tooLong}), size+len(text)
		}
		if err != nil {
			return all, err
		}
		if come, _ := r.in.Peek(r.in.Buffered()); len(all) > 0 && !bytes.Contains(come, []byte("\n")) {
			r.next++
			return all, nil // who writes line by line gets line by line
		}
	}
	return all, nil
}

// bounded reads one line; of a line longer than Longest it keeps the beginning and skips the rest.
func bounded(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if room := Longest - len(line); room > 0 {
			line = append(line, part[:min(len(part), room)]...)
		}
		tooLong = tooLong || len(part) > 0 && len(line) >= Longest
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}
