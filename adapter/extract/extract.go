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
	"strings"
	"time"
)

// MaxBytes is the size of a file that is looked at.
const MaxBytes = 16 << 20

// limit is how long a program of the system may take on a busy machine; of a processor's time it has less.
const limit = 2 * time.Minute

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
		t.Text, err = ofPDF(ctx, data)
	case t.Kind == "image":
		t.Text, err = ofPicture(ctx, data)
	case t.Kind == "html":
		t.Text, err = visible(decode(data, true))
	default:
		t.Text = decode(data, false)
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
		return &Error{"no words were read in the PDF: its pages are pictures", "paste the words"}
	}
	return &Error{"no words were read in it", "paste what the seller wrote"}
}

// IsText reports whether the bytes are text or a page, for which no program of the system is needed.
func IsText(data []byte) bool {
	k := kind(data)
	return k == "text" || k == "html"
}

// kind tells a file by its first bytes.
func kind(data []byte) string {
	head := bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf"))
	head = bytes.TrimLeft(head, " \t\r\n")
	low := bytes.ToLower(head) // what is no text is told by its bytes as they are
	has := func(s string) bool { return bytes.HasPrefix(low, []byte(s)) }
	is := func(s string) bool { return bytes.HasPrefix(data, []byte(s)) }
	switch {
	case has("%pdf-"):
		return "pdf"
	case is("\x89PNG"), is("\xff\xd8\xff"), is("GIF8"), is("II*\x00"), is("MM\x00*"),
		is("RIFF") && bytes.Contains(data[:min(len(data), 16)], []byte("WEBP")):
		return "image"
	case has("<!doctype html"), has("<html"), has("<head"), has("<body"), has("<script"),
		has("<") && (bytes.Contains(low, []byte("<html")) || bytes.Contains(low, []byte("<p")) ||
			bytes.Contains(low, []byte("<div")) || bytes.Contains(low, []byte("<table"))):
		return "html"
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")),
		wideWithoutMark(data) >= 0:
		return wideKind(data)
	case bytes.IndexByte(head, 0) >= 0:
		return "binary"
	}
	return "text"
}

// wideKind tells a page in UTF-16 from text.
func wideKind(data []byte) string {
	if head := decode(data[:min(len(data), 1024)&^1], false); kind([]byte(head)) == "html" {
		return "html"
	}
	return "text"
}
