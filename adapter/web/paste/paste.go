// Package paste is the box that a stranger pastes a seller's words into, and the page on which what was read
// stands beside those words, to be confirmed.
//
// Received takes the words or the file out of a request; Of makes the page; Confirmed is the offer that the
// reader made of it. The words travel in the page's form, so that nothing is kept. Its templates are in
// Templates: "paste" is the box, "read" the page.
//
// Nothing in it is promised to other modules.
package paste

import (
	"embed"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Templates are parsed beside those of the server, with its functions.
//
//go:embed *.html
var Templates embed.FS

// Sent is what a visitor sent: the words themselves, or a file that they are still to be read in.
type Sent struct {
	Words string
	File  []byte // empty where words were sent
	Kind  string // of what the words were read in, where the form says it
	Offer int    // which of several offers is confirmed; -1: none is yet

	Compare bool     // it is for a comparison
	Beside  []string // with these offers, as links hold them
}

// Received reads the form of the box or of the page. The body must be bounded and stay in memory: a file is
// at most room bytes.
func Received(r *http.Request, room int64) (Sent, error) {
	file, err := formed(r, room)
	s := Sent{File: file, Offer: -1}
	if err != nil {
		return s, err
	}
	s.Words, s.Kind = plain(r.PostForm.Get("words")), kinds[r.PostForm.Get("kind")]
	s.Compare, s.Beside = r.PostForm.Get("to") == "compare", r.PostForm["o"]
	if len(r.PostForm["confirm"]) > 0 {
		s.Offer = number(r.PostForm.Get("confirm"))
	}
	return s, nil
}

// Document reads a form with an offer document: the uploaded file, or else the pasted text.
func Document(r *http.Request, room int64) ([]byte, error) {
	file, err := formed(r, room)
	if err != nil || file != nil {
		return file, err
	}
	return []byte(r.PostForm.Get("document")), nil
}

// formed reads a form, and the file that was sent with it; nil where there is none.
func formed(r *http.Request, room int64) ([]byte, error) {
	err := r.ParseForm() // first: ParseMultipartForm forgets its error
	if err == nil {
		err = r.ParseMultipartForm(room)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, err
	}
	if r.MultipartForm == nil {
		return nil, nil
	}
	defer r.MultipartForm.RemoveAll()
	files := r.MultipartForm.File["file"]
	if len(files) == 0 || files[0].Size == 0 {
		return nil, nil
	}
	f, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, room))
}

// kinds is what words can have been read in.
var kinds = map[string]string{"text": "text", "html": "html", "pdf": "pdf", "image": "image"}

// plain is words with the line ends that they had before a form sent them.
func plain(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// number is a small number of a form, 0 where it is none.
func number(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1000 {
			return 0
		}
		n = 10*n + int(c-'0')
	}
	return n
}
