// Package kept is an answer that is made first and sent later: an Answer, and a page that is made as long as
// somebody waits for it (Until).
//
// Nothing in it is promised to other modules.
package kept

import (
	"bytes"
	"context"
	"net/http"
)

// Answer is an answer that is sent later. Its header is that of the answer.
type Answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// For is an answer that Send will give to w.
func For(w http.ResponseWriter) *Answer { return &Answer{header: w.Header()} }

// Header is that of the answer.
func (k *Answer) Header() http.Header { return k.header }

// WriteHeader keeps the first status.
func (k *Answer) WriteHeader(status int) {
	if k.status == 0 {
		k.status = status
	}
}

// Write keeps the bytes.
func (k *Answer) Write(b []byte) (int, error) { return k.body.Write(b) }

// Send answers with what was kept.
func (k *Answer) Send(w http.ResponseWriter) {
	if k.status != 0 {
		w.WriteHeader(k.status)
	}
	w.Write(k.body.Bytes()) // the client is gone if this fails
}

// Until is a buffer that fails once its context has ended, so that no long page is made for nobody.
type Until struct {
	context.Context
	*bytes.Buffer
}

// Write keeps the bytes.
func (u Until) Write(b []byte) (int, error) {
	if err := u.Err(); err != nil {
		return 0, err
	}
	return u.Buffer.Write(b)
}
