// Package disclosed reads what a provider publishes: from a folder, or from an address by a client that is
// passed in.
//
// Open does it. Nothing outside the folder or below another address is read, whatever a file names.
//
// Nothing in it is promised to other modules.
package disclosed

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// Getter fetches an address: adapter/fetch's client.
type Getter interface {
	Get(ctx context.Context, address string) ([]byte, error)
}

// Files are what a provider publishes.
type Files struct {
	root    *os.Root
	get     Getter
	address string
}

// Open is what is published at a place: an address that begins with http:// or https://, else a folder.
func Open(where string, get Getter) (*Files, error) {
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		return &Files{get: get, address: strings.TrimRight(where, "/") + "/"}, nil
	}
	root, err := os.OpenRoot(where)
	if err != nil {
		return nil, err
	}
	return &Files{root: root}, nil
}

// Open opens a published file by its slash-separated name.
func (f *Files) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("%q is no name of a published file", name)
	}
	if f.root != nil {
		return f.root.Open(name)
	}
	b, err := f.get.Get(ctx, f.address+name)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// Close lets the folder go.
func (f *Files) Close() error {
	if f.root != nil {
		return f.root.Close()
	}
	return nil
}
