// Package extract turns what a seller published into text that package reading reads: plain text in any
// common encoding, a page (HTML), the text layer of a PDF, a picture.
//
// It runs no script and follows no link. PDF and pictures are read by programs of the system (pdftotext,
// tesseract); where one is not installed, the error says so. Main types: Text, Error.
// Nothing in it is promised to other modules.
package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxBytes is the size of a file that is looked at.
const MaxBytes = 16 << 20

// limit is how long a program of the system may take.
const limit = 30 * time.Second

// Text is what was read in a file.
type Text struct {
	Kind string // text, html, pdf or image
	Text string
}

// Error says what cannot be read, and what to do.
type Error struct{ Msg, Fix string }

// Error is what cannot be read.
func (e *Error) Error() string { return e.Msg }

// From reads the bytes of a file.
func From(ctx context.Context, data []byte) (Text, error) {
	t := Text{Kind: kind(data)}
	var err error
	switch {
	case len(data) > MaxBytes:
		return t, &Error{"the file is larger than 16 MiB", "paste the part that matters"}
	case len(bytes.TrimSpace(data)) == 0:
		return t, &Error{"the file is empty", "paste what the seller wrote"}
	case t.Kind == "binary":
		return t, &Error{"this is no text, page, PDF or picture", "give one of those, or paste the words"}
	case t.Kind == "pdf":
		t.Text, err = run(ctx, data, "pdftotext", "-layout", "-enc", "UTF-8", "-", "-")
	case t.Kind == "image":
		t.Text, err = run(ctx, data, "tesseract", "stdin", "stdout")
	case t.Kind == "html":
		t.Text, err = visible(decode(data))
	default:
		t.Text = decode(data)
	}
	if err == nil && strings.TrimSpace(t.Text) == "" {
		err = nothingIn(t.Kind)
	}
	return t, err
}

func nothingIn(kind string) error {
	switch kind {
	case "html":
		return &Error{"the page has no words of its own; a script may write them",
			"open it in a browser and paste what it shows"}
	case "pdf":
		return &Error{"the PDF has no text layer; it is a scan", "give its pages as pictures (PNG)"}
	}
	return &Error{"no words were read in it", "paste what the seller wrote"}
}

// kind tells a file by its first bytes.
func kind(data []byte) string {
	head := bytes.TrimLeft(data[:min(len(data), 1024)], "\xef\xbb\xbf \t\r\n")
	low := bytes.ToLower(head)
	has := func(s string) bool { return bytes.HasPrefix(low, []byte(s)) }
	switch {
	case has("%pdf-"):
		return "pdf"
	case has("\x89png"), has("\xff\xd8\xff"), has("gif8"), has("ii*\x00"), has("mm\x00*"),
		has("riff") && bytes.Contains(low[:min(len(low), 16)], []byte("webp")):
		return "image"
	case has("<!doctype html"), has("<html"), has("<head"), has("<body"), has("<script"),
		has("<") && (bytes.Contains(low, []byte("<html")) || bytes.Contains(low, []byte("<p")) ||
			bytes.Contains(low, []byte("<div")) || bytes.Contains(low, []byte("<table"))):
		return "html"
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "text"
	case bytes.IndexByte(head, 0) >= 0:
		return "binary"
	}
	return "text"
}

// decode is text in UTF-8, of UTF-16 with its mark, of UTF-8, or byte by byte as Western Europe wrote it.
func decode(data []byte) string {
	wide := func(order func(a, b byte) uint16) string {
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i+1 < len(data); i += 2 {
			units = append(units, order(data[i], data[i+1]))
		}
		return string(utf16.Decode(units))
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return wide(func(a, b byte) uint16 { return uint16(a) | uint16(b)<<8 })
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return wide(func(a, b byte) uint16 { return uint16(b) | uint16(a)<<8 })
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data)
	}
	var b strings.Builder
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			r = rune(data[0])
		}
		b.WriteRune(r)
		data = data[n:]
	}
	return b.String()
}

// run gives the bytes to a program of the system and is what it prints.
func run(ctx context.Context, data []byte, name string, args ...string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", &Error{name + " is not installed, which reads this kind of file",
			"install " + name + ", or paste the words"}
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdin = bytes.NewReader(data)
	out, complaint := &bounded{}, &bounded{}
	cmd.Stdout, cmd.Stderr = out, complaint
	if err := cmd.Run(); err != nil {
		said := strings.ToLower(complaint.String())
		switch {
		case errors.Is(ctx.Err(), context.DeadlineExceeded):
			return "", &Error{name + " took longer than 30 seconds", "paste the words"}
		case strings.Contains(said, "password") || strings.Contains(said, "encrypt"):
			return "", &Error{"the PDF is encrypted", "save it without a password, or paste the words"}
		}
		return "", &Error{fmt.Sprintf("%s could not read the file", name), "is it whole? paste the words"}
	}
	return strings.ToValidUTF8(out.String(), " "), nil
}

// bounded keeps the first two megabytes that are written to it.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if room := 2<<20 - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}
