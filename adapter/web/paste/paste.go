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
}

// Received reads the form of the box or of the page. The body must be bounded and stay in memory: a file is
// at most room bytes.
func Received(r *http.Request, room int64) (Sent, error) {
	err := r.ParseForm() // first: ParseMultipartForm forgets its error
	if err == nil {
		err = r.ParseMultipartForm(room)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return Sent{}, err
	}
	s := Sent{Words: plain(r.PostForm.Get("words")), Kind: kinds[r.PostForm.Get("kind")], Offer: -1}
	if len(r.PostForm["confirm"]) > 0 {
		s.Offer = number(r.PostForm.Get("confirm"))
	}
	if r.MultipartForm == nil {
		return s, nil
	}
	defer r.MultipartForm.RemoveAll()
	if files := r.MultipartForm.File["file"]; len(files) > 0 && files[0].Size > 0 {
		f, err := files[0].Open()
		if err != nil {
			return s, err
		}
		defer f.Close()
		s.File, err = io.ReadAll(io.LimitReader(f, room))
		return s, err
	}
	return s, nil
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
